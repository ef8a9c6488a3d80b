-- rule: T10.1 | error | 表10 合计等于因公出国（境）、公务接待、公务用车购置及运行之和（每列）
-- rule: T10.2 | error | 表10 公务用车购置及运行等于购置加运行维护（每列）
-- why: “三公”经费合计应等于三项之和，上年预算数一列也是如此（只在合计行印上年数、各项未印的不比）。
--      公务用车购置及运行费应等于购置费与运行维护费之和；未印数时，合计中计其购置与运行维护两项；两项的行都未印的不比。
WITH cells AS MATERIALIZED (
    SELECT r.* FROM etl.check_three_public AS r
),
sums AS (
    SELECT r.table_key, r.column_name,
           etl.sum_fen(r.amount) FILTER (WHERE k.is_item) AS items,
           count(r.amount) FILTER (WHERE k.is_item) AS items_n,
           min(r.amount) FILTER (WHERE r.item_key = 'vehicles') AS vehicles,
           count(*) FILTER (WHERE k.is_part) AS part_rows,
           etl.sum_fen(r.amount) FILTER (WHERE k.is_part) AS parts,
           count(r.amount) FILTER (WHERE k.is_part) AS parts_n
    FROM cells AS r
    CROSS JOIN LATERAL (SELECT r.item_key IN ('overseas_travel', 'reception') AS is_item,
                               r.item_key IN ('vehicle_purchase', 'vehicle_operation') AS is_part) AS k
    WHERE r.item_key <> 'total'
    GROUP BY r.table_key, r.column_name
),
broken AS MATERIALIZED (
    SELECT p.table_key, p.row_no, etl.row_label(NULL, p.item, p.row_no) AS row_label, p.item_key, p.column_name,
           p.amount AS actual, e.expected, e.figures
    FROM cells AS p
    JOIN sums AS s ON s.table_key = p.table_key AND s.column_name = p.column_name
    CROSS JOIN LATERAL (
        SELECT p.item_key = 'total',
               coalesce(s.items, 0) + coalesce(s.vehicles, s.parts, 0),
               s.items_n + CASE WHEN s.vehicles IS NULL THEN s.parts_n ELSE 1 END
        UNION ALL SELECT p.item_key = 'vehicles' AND s.part_rows > 0, coalesce(s.parts, 0), s.parts_n
    ) AS e (applies, expected, figures)
    WHERE p.item_key IN ('total', 'vehicles') AND e.applies AND coalesce(p.amount, 0) <> e.expected
      AND NOT (p.item_key = 'total' AND p.column_name = 'prior_total' AND e.figures = 0)
)
SELECT CASE b.item_key WHEN 'total' THEN 'T10.1' ELSE 'T10.2' END AS rule_id,
       t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, b.column_name,
           CASE b.item_key WHEN 'total' THEN '因公出国（境）、公务接待、公务用车三项合计'
               ELSE '公务用车购置与运行维护两项合计' END,
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
