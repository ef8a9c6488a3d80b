-- rule: T11.2 | error | 表11 部门合计等于各单位之和（每列）
-- why: 机关运行经费的部门合计应等于所列各单位之和；未列单位的不比。
WITH broken AS MATERIALIZED (
    SELECT etl.table_key(c.doc_no, 11) AS table_key, p.row_no,
           etl.row_label(NULL, p.row_agency_name, p.row_no) AS row_label,
           v.column_name, v.actual, coalesce(v.expected, 0) AS expected, v.figures
    FROM staging.operating_expenses AS p
    JOIN (
        SELECT s.doc_no, s.mof_div_code, s.doc_id,
               etl.sum_fen(r.total) AS total, count(r.total) AS total_n,
               etl.sum_fen(r.general_public_budget) AS general_public_budget,
               count(r.general_public_budget) AS general_public_budget_n,
               etl.sum_fen(r.government_fund) AS government_fund,
               count(r.government_fund) AS government_fund_n,
               etl.sum_fen(r.state_capital) AS state_capital, count(r.state_capital) AS state_capital_n
        FROM staging.operating_expenses AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.row_kind = 'leaf'
        GROUP BY s.doc_no, s.mof_div_code, s.doc_id
    ) AS c ON c.mof_div_code = p.mof_div_code AND c.doc_id = p.doc_id
    CROSS JOIN LATERAL (
        SELECT 'total', p.total, c.total, c.total_n
        UNION ALL SELECT 'general_public_budget', p.general_public_budget, c.general_public_budget,
            c.general_public_budget_n
        UNION ALL SELECT 'government_fund', p.government_fund, c.government_fund, c.government_fund_n
        UNION ALL SELECT 'state_capital', p.state_capital, c.state_capital, c.state_capital_n
    ) AS v (column_name, actual, expected, figures)
    WHERE p.row_kind = 'total' AND coalesce(v.actual, 0) <> coalesce(v.expected, 0)
)
SELECT 'T11.2' AS rule_id,
       t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, b.column_name,
           '各单位合计',
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
