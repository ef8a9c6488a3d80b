-- rule: T00.1 | warning | 空表应有说明，注明本表无数据的表不应有数
-- why: 单位没有某项收支时，应公开空表并注明“本表无数据”；没有任何数又没有说明的，看不出是无此收支还是漏填。
--      反过来，注明为空表而印有数（零不算）的，说明与数必有一误。
SELECT 'T00.1' AS rule_id, t.mof_div_code, t.doc_id, t.table_name, NULL::integer AS row_no,
       NULL::text AS row_label, v.column_name,
       v.expected, v.actual, 0::numeric AS tolerance, '个' AS unit,
       etl.zh_table(t.table_name) || CASE v.column_name
           WHEN 'note' THEN '没有任何数，也没有说明；确无此项收支的，请注明“本表无数据”'
           ELSE '注明“' || btrim(t.note, ' （）()') || '”，但印有' || v.actual || '个不为零的数，请核对说明或数'
           END AS message,
       NULL::text AS hint
FROM etl.check_table AS t
LEFT JOIN (
    SELECT c.mof_div_code, c.doc_id, c.table_name, sum(c.printed) AS printed, sum(c.not_zero) AS not_zero
    FROM (
        SELECT r.mof_div_code, r.doc_id, r.table_name,
               num_nonnulls(r.amount) AS printed, num_nonnulls(nullif(r.amount, 0)) AS not_zero
        FROM etl.check_summary_revenue AS r
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, r.table_name,
               num_nonnulls(r.total, r.current, r.carryover, r.basic, r.personnel, r.public, r.project,
                   r.general_public_budget, r.government_fund, r.state_capital),
               num_nonnulls(nullif(r.total, 0), nullif(r.current, 0), nullif(r.carryover, 0),
                   nullif(r.basic, 0), nullif(r.personnel, 0), nullif(r.public, 0), nullif(r.project, 0),
                   nullif(r.general_public_budget, 0), nullif(r.government_fund, 0),
                   nullif(r.state_capital, 0))
        FROM etl.check_summary_expenditure AS r
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, r.table_name,
               num_nonnulls(r.total, r.basic, r.personnel, r.public, r.project, r.carry_forward,
                   r.fiscal_appropriation, r.general_public_budget, r.government_fund, r.state_capital,
                   r.fiscal_special_account, r.agency_funds, r.institution_income, r.superior_subsidy,
                   r.subordinate_remittance, r.institution_business_income, r.other_income,
                   r.non_fiscal_balance, r.carryover),
               num_nonnulls(nullif(r.total, 0), nullif(r.basic, 0), nullif(r.personnel, 0),
                   nullif(r.public, 0), nullif(r.project, 0), nullif(r.carry_forward, 0),
                   nullif(r.fiscal_appropriation, 0), nullif(r.general_public_budget, 0),
                   nullif(r.government_fund, 0), nullif(r.state_capital, 0),
                   nullif(r.fiscal_special_account, 0), nullif(r.agency_funds, 0),
                   nullif(r.institution_income, 0), nullif(r.superior_subsidy, 0),
                   nullif(r.subordinate_remittance, 0), nullif(r.institution_business_income, 0),
                   nullif(r.other_income, 0), nullif(r.non_fiscal_balance, 0), nullif(r.carryover, 0))
        FROM etl.check_function_rows AS r
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, r.table_name,
               num_nonnulls(r.total, r.fiscal_appropriation, r.general_public_budget, r.government_fund,
                   r.state_capital, r.fiscal_special_account, r.agency_funds, r.non_fiscal_balance,
                   r.carryover),
               num_nonnulls(nullif(r.total, 0), nullif(r.fiscal_appropriation, 0),
                   nullif(r.general_public_budget, 0), nullif(r.government_fund, 0),
                   nullif(r.state_capital, 0), nullif(r.fiscal_special_account, 0),
                   nullif(r.agency_funds, 0), nullif(r.non_fiscal_balance, 0), nullif(r.carryover, 0))
        FROM etl.check_fund_rows AS r
        WHERE r.table_name IN ('operating_expenses', 'projects_current', 'projects_carryover',
                               'basic_expenditure')
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, r.table_name,
               num_nonnulls(r.amount), num_nonnulls(nullif(r.amount, 0))
        FROM etl.check_three_public AS r
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, 'basic_expenditure_by_economic',
               num_nonnulls(r.total, r.personnel, r.public),
               num_nonnulls(nullif(r.total, 0), nullif(r.personnel, 0), nullif(r.public, 0))
        FROM staging.basic_expenditure_by_economic AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, 'government_fund_revenue',
               num_nonnulls(r.amount), num_nonnulls(nullif(r.amount, 0))
        FROM staging.government_fund_revenue AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, 'state_capital',
               num_nonnulls(r.amount), num_nonnulls(nullif(r.amount, 0))
        FROM staging.state_capital_revenue AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    ) AS c
    GROUP BY c.mof_div_code, c.doc_id, c.table_name
) AS f ON f.mof_div_code = t.mof_div_code AND f.doc_id = t.doc_id AND f.table_name = t.table_name
CROSS JOIN LATERAL (VALUES
    ('note', 1::numeric, 0::numeric,
     coalesce(f.printed, 0) = 0 AND coalesce(btrim(t.note), '') = ''),
    (NULL, 0::numeric, coalesce(f.not_zero, 0)::numeric,
     coalesce(f.not_zero, 0) > 0 AND (
         t.note ~ '空表|无数据|无内容'
         OR t.note ~ CASE t.table_name WHEN 'appropriation_summary' THEN '没有使用财政拨款'
                         WHEN 'government_fund_revenue' THEN '没有使用政府性基金'
                         WHEN 'government_fund_expenditure' THEN '没有使用政府性基金'
                         WHEN 'state_capital' THEN '没有使用国有资本' END))
) AS v (column_name, expected, actual, broken)
WHERE v.broken AND t.table_name NOT IN ('narrative', 'procurement')
