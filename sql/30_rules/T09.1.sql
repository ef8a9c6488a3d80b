-- rule: T09.1 | error | 表9 收入各项之和等于合计；支出各类、款、合计及每行基本支出加项目支出
-- why: 国有资本经营预算收支预算表的收入侧，各科目之和应等于合计；支出侧与表3同：类等于款之和、款等于项之和、
--      合计等于各类之和，每行合计等于基本支出加项目支出。
SELECT 'T09.1' AS rule_id, b.mof_div_code, b.doc_id, b.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected,
       coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance,
       '元' AS unit,
       etl.sum_message(b.table_name, b.row_label, b.column_name, b.parts,
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM (
    SELECT s.mof_div_code, s.doc_id, s.table_name, s.row_no, s.row_label, s.column_name,
           CASE length(s.exp_func_code) WHEN 3 THEN '其下各款合计' WHEN 5 THEN '其下各项合计'
               ELSE '各类合计' END AS parts,
           s.actual, s.expected, s.figures
    FROM etl.function_sum_breaks AS s
    WHERE s.table_name = 'state_capital'
    UNION ALL
    SELECT k.mof_div_code, k.doc_id, k.table_name, k.row_no, k.row_label, k.column_name, '本行' || k.parts,
           k.actual, k.expected, k.figures
    FROM etl.basic_project_breaks AS k
    WHERE k.table_name = 'state_capital'
    UNION ALL
    SELECT p.mof_div_code, p.doc_id, 'state_capital', p.row_no, etl.row_label(p.rev_code, p.rev_name, p.row_no),
           'amount', '各项收入合计', p.amount, coalesce(c.amount, 0)::bigint, c.amount_n
    FROM staging.state_capital_revenue AS p
    JOIN (
        SELECT r.mof_div_code, r.doc_id, sum(r.amount) AS amount, count(r.amount) AS amount_n
        FROM staging.state_capital_revenue AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.row_kind = 'leaf'
        GROUP BY r.mof_div_code, r.doc_id
    ) AS c ON c.mof_div_code = p.mof_div_code AND c.doc_id = p.doc_id
    WHERE p.row_kind = 'total'
) AS b
JOIN etl.check_table AS t ON t.mof_div_code = b.mof_div_code AND t.doc_id = b.doc_id
    AND t.table_name = b.table_name
WHERE coalesce(b.actual, 0) <> b.expected
