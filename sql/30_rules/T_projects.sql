-- rule: T12.2 | error | 表12 单位合计行等于其各项目之和（每列）
-- rule: T13.2 | error | 表13 单位合计行等于其各项目之和（每列）
-- why: 项目支出预算表中，合计行等于全部项目之和；单位名称的行等于其下至下一合计行之前各项目之和，
--      其下紧接着又是合计行的，等于全部项目之和。每个合计行各比一次。
--      注明因保密剔除部分项目的文件，项目之和可以小于合计，不得大于合计。
WITH rows AS NOT MATERIALIZED (
    SELECT r.* FROM etl.check_project_rows AS r
),
broken AS MATERIALIZED (
    SELECT p.table_key, p.row_no,
           etl.row_label(NULL, p.pro_name, p.row_no) AS row_label,
           v.column_name, v.actual, coalesce(v.expected, 0) AS expected, v.figures
    FROM rows AS p
    JOIN (
        SELECT r.table_key, s.sum_of,
               etl.sum_fen(r.total) AS total, count(r.total) AS total_n,
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
        FROM rows AS r
        CROSS JOIN LATERAL (
            SELECT 0
            UNION ALL SELECT nullif(r.block_no, 0)
        ) AS s (sum_of)
        WHERE r.row_kind = 'leaf'
        GROUP BY r.table_key, s.sum_of
    ) AS c ON c.table_key = p.table_key
        AND c.sum_of = p.sum_of
    CROSS JOIN LATERAL (
        SELECT 'total', p.total, c.total, c.total_n
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
    WHERE coalesce(v.actual, 0) <> coalesce(v.expected, 0)
      AND NOT (coalesce(v.actual, 0) > coalesce(v.expected, 0)
               AND etl.doc_no(p.table_key) IN (SELECT w.doc_no FROM etl.check_withheld AS w))
)
SELECT CASE t.table_name WHEN 'projects_current' THEN 'T12.2' ELSE 'T13.2' END AS rule_id,
       t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, b.column_name,
           '各项目合计',
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
