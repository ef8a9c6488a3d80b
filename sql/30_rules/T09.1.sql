-- rule: T09.1 | error | 表9 收入各项之和等于合计；支出各类、款、合计及每行基本支出加项目支出
-- why: 国有资本经营预算收支预算表的收入侧，各科目之和应等于合计；支出侧与表3同：类等于款之和、款等于项之和、
--      合计等于各类之和，每行合计等于基本支出加项目支出。
WITH broken AS MATERIALIZED (
    SELECT s.table_key, s.row_no, s.row_label, s.column_name,
           CASE length(s.exp_func_code) WHEN 3 THEN '其下各款合计' WHEN 5 THEN '其下各项合计'
               ELSE '各类合计' END AS parts,
           s.actual, s.expected, s.figures
    FROM etl.expenditure_sum_breaks(true) AS s
    UNION ALL
    SELECT k.table_key, k.row_no, k.row_label, k.column_name,
           '本行' || k.parts, k.actual, k.expected, k.figures
    FROM etl.basic_project_breaks(true) AS k
    UNION ALL
    SELECT p.table_key, p.row_no,
           etl.row_label(p.rev_code, p.item, p.row_no), 'amount', '各项收入合计',
           p.amount, coalesce(c.amount, 0), c.amount_n
    FROM etl.check_revenue_lines AS p
    JOIN (
        SELECT r.table_key, etl.sum_fen(r.amount) AS amount, count(r.amount) AS amount_n
        FROM etl.check_revenue_lines AS r
        WHERE r.table_no = 9 AND r.row_kind = 'leaf'
        GROUP BY r.table_key
    ) AS c ON c.table_key = p.table_key
    WHERE p.table_no = 9 AND p.row_kind = 'total'
      AND coalesce(p.amount, 0) <> coalesce(c.amount, 0)
)
SELECT 'T09.1' AS rule_id,
       t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, b.column_name,
           b.parts,
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
