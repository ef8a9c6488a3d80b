-- rule: T04.3 | error | 表4 本年收入合计加上年财政拨款结转等于收入总计，收入总计等于支出总计
-- why: 财政拨款收支总表的收入侧，本年收入合计加上年财政拨款结转应等于收入总计（结转一行未印数时计其中项）；
--      收支两侧的总计应相等。
WITH broken AS MATERIALIZED (
    SELECT s.table_key, s.revenue_grand_row AS row_no,
           s.revenue_grand_label AS row_label, 'amount'::text AS column_name,
           '本年收入合计与上年结转合计'::text AS parts, s.revenue_grand AS actual,
           coalesce(s.revenue_current, 0) + s.extras AS expected,
           num_nonnulls(s.revenue_current) + s.extras_n AS figures
    FROM etl.check_summary AS s
    WHERE s.table_no = 4 AND s.revenue_current_row IS NOT NULL
      AND s.revenue_grand_row IS NOT NULL
      AND coalesce(s.revenue_grand, 0) <> coalesce(s.revenue_current, 0) + s.extras
    UNION ALL
    SELECT p.table_key, p.row_no, p.item, 'total', '收入总计',
           p.total, coalesce(s.revenue_grand, 0),
           num_nonnulls(s.revenue_grand)::bigint
    FROM etl.check_summary AS s
    JOIN etl.check_summary_expenditure AS p ON p.table_key = s.table_key AND p.row_kind = 'grand_total'
    WHERE s.table_no = 4 AND s.revenue_grand_row IS NOT NULL
      AND coalesce(p.total, 0) <> coalesce(s.revenue_grand, 0)
)
SELECT 'T04.3' AS rule_id,
       t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, b.column_name,
           b.parts,
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
