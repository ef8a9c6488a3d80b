-- rule: T10.2 | error | 表10 公务用车购置及运行等于购置加运行维护（每列）
-- why: 公务用车购置及运行费应等于购置费与运行维护费之和；两项的行都未印的不比。
WITH cells AS MATERIALIZED (
    SELECT r.* FROM etl.check_three_public AS r
),
broken AS MATERIALIZED (
    SELECT p.table_key, p.row_no, p.row_label, p.column_name,
           p.amount AS actual, coalesce(c.expected, 0) AS expected, c.figures
    FROM cells AS p
    JOIN (
        SELECT r.table_key, r.column_name,
               etl.sum_fen(r.amount) AS expected, count(r.amount) AS figures
        FROM cells AS r
        WHERE r.item_key IN ('vehicle_purchase', 'vehicle_operation')
        GROUP BY r.table_key, r.column_name
    ) AS c ON c.table_key = p.table_key AND c.column_name = p.column_name
    WHERE p.item_key = 'vehicles' AND coalesce(p.amount, 0) <> coalesce(c.expected, 0)
)
SELECT 'T10.2' AS rule_id,
       t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, b.column_name,
           '公务用车购置与运行维护两项合计',
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
