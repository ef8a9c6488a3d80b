-- rule: T01.1 | error | 表1 本年收入各项之和等于本年收入合计
-- why: 本年收入合计之前的各项（一、二、……）应合计为本年收入合计；某项的其中项（如财政拨款收入下的一般公共预算）
--      不重复计，该项本身未印数时才计其中项。只印收入总计的表，以收入总计代本年收入合计，上年结转等另列的项一并计入。
WITH broken AS MATERIALIZED (
    SELECT l.table_key, l.row_no, l.row_label, 'amount'::text AS column_name,
           l.actual, l.expected, l.figures
    FROM (
        SELECT s.table_key,
               s.items + CASE WHEN s.revenue_current_row IS NULL THEN s.extras ELSE 0 END AS expected,
               s.items_n + CASE WHEN s.revenue_current_row IS NULL THEN s.extras_n ELSE 0 END AS figures,
               coalesce(s.revenue_current_row, s.revenue_grand_row) AS row_no,
               coalesce(s.revenue_current_label, s.revenue_grand_label) AS row_label,
               CASE WHEN s.revenue_current_row IS NULL THEN s.revenue_grand
                    ELSE s.revenue_current END AS actual
        FROM etl.check_summary AS s
        WHERE s.table_no = 1 AND s.item_rows > 0
    ) AS l
    WHERE l.row_no IS NOT NULL AND coalesce(l.actual, 0) <> l.expected
)
SELECT 'T01.1' AS rule_id,
       t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, b.column_name,
           '各项收入合计',
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
