-- rule: T10.1 | error | 表10 合计等于因公出国（境）、公务接待、公务用车购置及运行之和（每列）
-- why: “三公”经费合计应等于三项之和，上年预算数一列也是如此（只在合计行印上年数、各项未印的不比）。
--      公务用车购置及运行未印数时，计其购置与运行维护两项。
WITH cells AS MATERIALIZED (
    SELECT r.* FROM etl.check_three_public AS r
),
broken AS MATERIALIZED (
    SELECT p.table_key, p.row_no, p.row_label, p.column_name,
           p.amount AS actual, c.expected, c.figures
    FROM cells AS p
    JOIN (
        SELECT i.table_key, i.column_name,
               coalesce(i.items, 0) + coalesce(i.vehicles, i.vehicle_parts, 0) AS expected,
               i.items_n + CASE WHEN i.vehicles IS NULL THEN i.vehicle_parts_n ELSE 1 END AS figures
        FROM (
            SELECT r.table_key, r.column_name,
                   etl.sum_fen(r.amount) FILTER (WHERE k.is_item) AS items,
                   count(r.amount) FILTER (WHERE k.is_item) AS items_n,
                   min(r.amount) FILTER (WHERE r.item_key = 'vehicles') AS vehicles,
                   etl.sum_fen(r.amount) FILTER (WHERE k.is_part) AS vehicle_parts,
                   count(r.amount) FILTER (WHERE k.is_part) AS vehicle_parts_n
            FROM cells AS r
            CROSS JOIN LATERAL (SELECT r.item_key IN ('overseas_travel', 'reception') AS is_item,
                                       r.item_key IN ('vehicle_purchase', 'vehicle_operation') AS is_part) AS k
            WHERE r.item_key <> 'total'
            GROUP BY r.table_key, r.column_name
        ) AS i
    ) AS c ON c.table_key = p.table_key AND c.column_name = p.column_name
    WHERE p.item_key = 'total' AND coalesce(p.amount, 0) <> c.expected
      AND NOT (p.column_name = 'prior_total' AND c.figures = 0)
)
SELECT 'T10.1' AS rule_id,
       t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, b.column_name,
           '因公出国（境）、公务接待、公务用车三项合计',
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
