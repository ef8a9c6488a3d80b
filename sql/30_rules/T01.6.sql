-- rule: T01.6 | error | 表1 收入总计等于支出总计
-- why: 收支两侧的总计应相等。
WITH broken AS MATERIALIZED (
    SELECT p.table_key, p.row_no, p.item AS row_label, 'total'::text AS column_name,
           p.total AS actual, coalesce(s.revenue_grand, 0) AS expected,
           num_nonnulls(s.revenue_grand)::bigint AS figures
    FROM etl.check_summary AS s
    JOIN etl.check_summary_expenditure AS p ON p.table_key = s.table_key AND p.row_kind = 'grand_total'
    WHERE s.table_no = 1 AND s.revenue_grand_row IS NOT NULL
      AND coalesce(p.total, 0) <> coalesce(s.revenue_grand, 0)
)
SELECT 'T01.6' AS rule_id,
       t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, b.column_name,
           '收入总计',
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
