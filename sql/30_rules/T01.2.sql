-- rule: T01.2 | error | 表1 本年收入合计加其后各项等于收入总计
-- why: 本年收入合计与收入总计之间印的各项（上年结转、上级补助收入、附属单位上缴收入、使用非财政拨款结余等）
--      加上本年收入合计，应等于收入总计。
WITH broken AS MATERIALIZED (
    SELECT s.table_key, s.revenue_grand_row AS row_no,
           s.revenue_grand_label AS row_label, 'amount'::text AS column_name, s.revenue_grand AS actual,
           coalesce(s.revenue_current, 0) + s.extras AS expected,
           num_nonnulls(s.revenue_current) + s.extras_n AS figures
    FROM etl.check_summary AS s
    WHERE s.table_no = 1 AND s.revenue_current_row IS NOT NULL
      AND s.revenue_grand_row IS NOT NULL
      AND coalesce(s.revenue_grand, 0) <> coalesce(s.revenue_current, 0) + s.extras
)
SELECT 'T01.2' AS rule_id,
       t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, b.column_name,
           '本年收入合计与其后各项合计',
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
