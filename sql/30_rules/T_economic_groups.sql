-- rule: T06.2 | error | 表6 各类等于其款之和，合计等于各类之和（每列）
-- rule: T14.2 | error | 表14 各类等于其款之和，合计等于各类之和（每列）
-- why: 按经济科目列示的表，类的小计行之下逐款列示，每列各款之和应等于小计，各类小计之和应等于合计。
--      同一部门预算科目可与不同政府预算科目各成一组（301/501 与 301/505），按印刷位置分组：
--      小计行至下一小计行之前为一组。
WITH broken AS MATERIALIZED (
    SELECT p.table_key, p.row_no, p.row_kind,
           etl.economic_label(p.dep_bgt_eco_code, p.dep_bgt_eco_name, p.gov_bgt_eco_code,
               p.gov_bgt_eco_name, p.row_no) AS row_label,
           v.column_name, v.actual, coalesce(v.expected, 0) AS expected, v.figures
    FROM etl.check_economic_rows AS p
    JOIN (
        SELECT r.table_key, coalesce(h.head_no, 0) AS sum_of,
               etl.sum_fen(r.total) AS total, count(r.total) AS total_n,
               etl.sum_fen(r.personnel) AS personnel, count(r.personnel) AS personnel_n,
               etl.sum_fen(r.public) AS public, count(r.public) AS public_n,
               etl.sum_fen(r.fiscal_appropriation) AS fiscal_appropriation,
               count(r.fiscal_appropriation) AS fiscal_appropriation_n,
               etl.sum_fen(r.general_public_budget) AS general_public_budget,
               count(r.general_public_budget) AS general_public_budget_n,
               etl.sum_fen(r.government_fund) AS government_fund,
               count(r.government_fund) AS government_fund_n,
               etl.sum_fen(r.state_capital) AS state_capital, count(r.state_capital) AS state_capital_n,
               etl.sum_fen(r.fiscal_special_account) AS fiscal_special_account,
               count(r.fiscal_special_account) AS fiscal_special_account_n,
               etl.sum_fen(r.agency_funds) AS agency_funds, count(r.agency_funds) AS agency_funds_n,
               etl.sum_fen(r.non_fiscal_balance) AS non_fiscal_balance,
               count(r.non_fiscal_balance) AS non_fiscal_balance_n,
               etl.sum_fen(r.carryover) AS carryover, count(r.carryover) AS carryover_n
        FROM etl.check_economic_rows AS r
        LEFT JOIN etl.check_economic_groups AS h ON h.table_key = r.table_key AND r.row_no > h.head_no AND (r.row_no < h.next_no OR h.next_no IS NULL)
        WHERE r.row_kind <> 'total'
        GROUP BY r.table_key, sum_of
    ) AS c ON c.table_key = p.table_key
        AND c.sum_of = CASE p.row_kind WHEN 'total' THEN 0 WHEN 'group' THEN p.row_no END
    CROSS JOIN LATERAL (
        SELECT 'total', p.total, c.total, c.total_n
        UNION ALL SELECT 'personnel', p.personnel, c.personnel, c.personnel_n
        UNION ALL SELECT 'public', p.public, c.public, c.public_n
        UNION ALL SELECT 'fiscal_appropriation', p.fiscal_appropriation, c.fiscal_appropriation,
            c.fiscal_appropriation_n
        UNION ALL SELECT 'general_public_budget', p.general_public_budget, c.general_public_budget,
            c.general_public_budget_n
        UNION ALL SELECT 'government_fund', p.government_fund, c.government_fund, c.government_fund_n
        UNION ALL SELECT 'state_capital', p.state_capital, c.state_capital, c.state_capital_n
        UNION ALL SELECT 'fiscal_special_account', p.fiscal_special_account, c.fiscal_special_account,
            c.fiscal_special_account_n
        UNION ALL SELECT 'agency_funds', p.agency_funds, c.agency_funds, c.agency_funds_n
        UNION ALL SELECT 'non_fiscal_balance', p.non_fiscal_balance, c.non_fiscal_balance, c.non_fiscal_balance_n
        UNION ALL SELECT 'carryover', p.carryover, c.carryover, c.carryover_n
    ) AS v (column_name, actual, expected, figures)
    WHERE (p.total, p.personnel, p.public, p.fiscal_appropriation, p.general_public_budget,
           p.government_fund, p.state_capital, p.fiscal_special_account, p.agency_funds,
           p.non_fiscal_balance, p.carryover)
        IS DISTINCT FROM
          (c.total, c.personnel, c.public, c.fiscal_appropriation, c.general_public_budget,
           c.government_fund, c.state_capital, c.fiscal_special_account, c.agency_funds,
           c.non_fiscal_balance, c.carryover)
      AND coalesce(v.actual, 0) <> coalesce(v.expected, 0)
)
SELECT CASE t.table_name WHEN 'basic_expenditure' THEN 'T14.2' ELSE 'T06.2' END AS rule_id,
       t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, b.column_name,
           CASE b.row_kind WHEN 'total' THEN '各类合计' ELSE '其下各款合计' END,
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
