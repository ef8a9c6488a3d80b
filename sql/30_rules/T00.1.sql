-- rule: T00.1 | warning | 空表应有说明，注明本表无数据的表不应有数
-- why: 单位没有某项收支时，应公开空表并注明“本表无数据”；没有任何数又没有说明的，看不出是无此收支还是漏填。
--      反过来，注明为空表而印有数（零不算）的，说明与数必有一误。
WITH figures AS MATERIALIZED (
    SELECT f.mof_div_code, f.doc_id, f.table_no,
           sum(f.rows_printed) AS rows_printed, sum(f.rows_not_zero) AS rows_not_zero
    FROM (
        SELECT r.mof_div_code, r.doc_id, r.table_no,
               count(coalesce(r.total, r.current, r.carryover, r.basic, r.personnel, r.public, r.project,
                   r.general_public_budget, r.government_fund, r.state_capital)) AS rows_printed,
               count(coalesce(nullif(r.total, 0), nullif(r.current, 0), nullif(r.carryover, 0),
                   nullif(r.basic, 0), nullif(r.personnel, 0), nullif(r.public, 0),
                   nullif(r.project, 0), nullif(r.general_public_budget, 0),
                   nullif(r.government_fund, 0), nullif(r.state_capital, 0))) AS rows_not_zero
        FROM etl.check_summary_expenditure AS r
        GROUP BY r.mof_div_code, r.doc_id, r.table_no
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, r.table_no,
               count(coalesce(r.total, r.basic, r.personnel, r.public, r.project, r.carry_forward)),
               count(coalesce(nullif(r.total, 0), nullif(r.basic, 0), nullif(r.personnel, 0),
                   nullif(r.public, 0), nullif(r.project, 0), nullif(r.carry_forward, 0)))
        FROM etl.check_expenditure_rows AS r
        GROUP BY r.mof_div_code, r.doc_id, r.table_no
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, r.table_no,
               count(coalesce(r.total, r.fiscal_appropriation, r.general_public_budget, r.government_fund,
                   r.state_capital, r.fiscal_special_account, r.agency_funds, r.institution_income,
                   r.superior_subsidy, r.subordinate_remittance, r.institution_business_income,
                   r.other_income, r.non_fiscal_balance, r.carryover)),
               count(coalesce(nullif(r.total, 0), nullif(r.fiscal_appropriation, 0),
                   nullif(r.general_public_budget, 0), nullif(r.government_fund, 0),
                   nullif(r.state_capital, 0), nullif(r.fiscal_special_account, 0),
                   nullif(r.agency_funds, 0), nullif(r.institution_income, 0),
                   nullif(r.superior_subsidy, 0), nullif(r.subordinate_remittance, 0),
                   nullif(r.institution_business_income, 0), nullif(r.other_income, 0),
                   nullif(r.non_fiscal_balance, 0), nullif(r.carryover, 0)))
        FROM etl.check_all_fund_rows AS r
        GROUP BY r.mof_div_code, r.doc_id, r.table_no
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, r.table_no,
               count(coalesce(r.total, r.personnel, r.public)),
               count(coalesce(nullif(r.total, 0), nullif(r.personnel, 0), nullif(r.public, 0)))
        FROM etl.check_economic_rows AS r
        WHERE r.table_no = 6
        GROUP BY r.mof_div_code, r.doc_id, r.table_no
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, r.table_no,
               count(coalesce(r.total, r.general_public_budget, r.government_fund, r.state_capital)),
               count(coalesce(nullif(r.total, 0), nullif(r.general_public_budget, 0),
                   nullif(r.government_fund, 0), nullif(r.state_capital, 0)))
        FROM etl.check_three_fund_rows AS r
        WHERE r.table_no IN (10, 11, 13)
        GROUP BY r.mof_div_code, r.doc_id, r.table_no
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, r.table_no,
               count(coalesce(r.amount)),
               count(coalesce(nullif(r.amount, 0)))
        FROM etl.check_revenue_lines AS r
        GROUP BY r.mof_div_code, r.doc_id, r.table_no
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, r.table_no, count(r.amount), 0
        FROM etl.check_three_public AS r
        WHERE r.column_name = 'prior_total'
        GROUP BY r.mof_div_code, r.doc_id, r.table_no
    ) AS f
    GROUP BY f.mof_div_code, f.doc_id, f.table_no
)
SELECT 'T00.1' AS rule_id, t.mof_div_code, t.doc_id, t.table_name, NULL::integer AS row_no,
       NULL::text AS row_label, v.column_name, v.expected, v.actual, 0::numeric AS tolerance, '个' AS unit,
       etl.zh_table(t.table_name) || CASE v.column_name
           WHEN 'note' THEN '没有任何数，也没有说明；确无此项收支的，请注明“本表无数据”'
           ELSE '注明“' || regexp_replace(btrim(t.note, ' （）()'), '^注[:：]\s*', '') || '”，但有' || v.actual || '行印有不为零的数，请核对说明或数'
           END AS message,
       NULL::text AS hint
FROM (
    SELECT p.mof_div_code, p.doc_id, p.table_name, p.note,
           coalesce(f.rows_not_zero, 0)::numeric AS rows_not_zero,
           coalesce(f.rows_printed, 0) = 0 AND coalesce(btrim(p.note), '') = '' AS unexplained,
           coalesce(f.rows_not_zero, 0) > 0 AND (
               p.note ~ '空表|无数据|无内容'
               OR p.note ~ CASE p.table_no WHEN 4 THEN '没有使用财政拨款' WHEN 7 THEN '没有使用政府性基金'
                   WHEN 8 THEN '没有使用政府性基金' WHEN 9 THEN '没有使用国有资本' END) AS contradicted
    FROM etl.check_table AS p
    LEFT JOIN figures AS f ON f.mof_div_code = p.mof_div_code AND f.doc_id = p.doc_id
        AND f.table_no = p.table_no
    WHERE p.table_no IS NOT NULL
) AS t
CROSS JOIN LATERAL (
    SELECT 'note', 1::numeric, 0::numeric, t.unexplained
    UNION ALL SELECT NULL, 0::numeric, t.rows_not_zero, t.contradicted
) AS v (column_name, expected, actual, broken)
WHERE (t.unexplained OR t.contradicted) AND v.broken
