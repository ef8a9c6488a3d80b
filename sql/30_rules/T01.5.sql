-- rule: T01.5 | error | 表1 本年支出合计加其后各项等于支出总计
-- why: 本年支出合计与支出总计之间印的各项（年终结转、结转下年、对附属单位的补助支出、上缴上级支出等）
--      加上本年支出合计，应等于支出总计（合计列）。
WITH broken AS MATERIALIZED (
    SELECT g.table_key, g.row_no, g.row_label, 'total'::text AS column_name,
           g.actual, g.expected, g.figures
    FROM (
        SELECT r.table_key,
               min(r.row_no) FILTER (WHERE r.row_kind = 'grand_total') AS row_no,
               min(r.item COLLATE "C") FILTER (WHERE r.row_kind = 'grand_total') AS row_label,
               min(r.total) FILTER (WHERE r.row_kind = 'grand_total') AS actual,
               coalesce(etl.sum_fen(r.total) FILTER (WHERE r.row_kind IN ('current_total', 'extra')), 0)
                   AS expected,
               count(r.total) FILTER (WHERE r.row_kind IN ('current_total', 'extra')) AS figures
        FROM etl.check_summary_expenditure AS r
        WHERE r.table_no = 1
        GROUP BY r.table_key
        HAVING bool_or(r.row_kind = 'current_total') AND bool_or(r.row_kind = 'grand_total')
    ) AS g
    WHERE coalesce(g.actual, 0) <> g.expected
)
SELECT 'T01.5' AS rule_id,
       t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, b.column_name,
           '本年支出合计与其后各项合计',
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
