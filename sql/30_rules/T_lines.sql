-- rule: T01.7 | error | 表1 收入项目等于其各项预算之和
-- rule: T04.4 | error | 表4 收入各项之和等于本年收入合计
-- rule: T04.5 | error | 表4 上年结转等于其各项预算之和
-- why: 表1、表4 收入侧的一项（财政拨款收入、上年财政拨款结转）之下分列一般公共预算、政府性基金预算、国有资本经营预算的，三项之和应等于
--      该项（该项未印数、只印其下各项的不比；其他“其中”项不一定列全，也不比）。表4 本年收入合计（只印总计的，收入总计，连同上年结转）
--      之前各项之和应等于它。
WITH lines AS NOT MATERIALIZED (
    SELECT r.table_key, r.table_no, r.row_no, r.item, r.row_kind, r.source, r.amount, r.line_no
    FROM etl.check_revenue_lines AS r
    WHERE r.table_no IN (1, 4)
),
wholes AS (
    SELECT l.table_key, l.table_no,
           min(l.row_no) FILTER (WHERE l.row_kind IN ('item', 'extra')) AS row_no,
           min(l.item COLLATE "C") FILTER (WHERE l.row_kind IN ('item', 'extra')) AS row_label,
           min(l.amount) FILTER (WHERE l.row_kind IN ('item', 'extra')) AS actual,
           coalesce(etl.sum_fen(l.amount) FILTER (WHERE l.row_kind IN ('part', 'extra_part')), 0) AS expected,
           count(l.amount) FILTER (WHERE l.row_kind IN ('part', 'extra_part')) AS figures
    FROM lines AS l
    GROUP BY l.table_key, l.table_no, l.line_no
    HAVING count(*) FILTER (WHERE l.row_kind IN ('part', 'extra_part')) > 1
       AND coalesce(bool_and(l.source IN ('general_public_budget', 'government_fund', 'state_capital'))
                        FILTER (WHERE l.row_kind IN ('part', 'extra_part')), false)
       AND min(l.amount) FILTER (WHERE l.row_kind IN ('item', 'extra')) IS NOT NULL
),
broken AS MATERIALIZED (
    SELECT CASE w.table_no WHEN 1 THEN 'T01.7' ELSE 'T04.5' END AS rule_id, w.table_key,
           w.row_no, w.row_label, w.actual, w.expected, w.figures, '其下各项预算合计' AS parts
    FROM wholes AS w
    WHERE w.actual <> w.expected
    UNION ALL
    SELECT 'T04.4', s.table_key, coalesce(s.revenue_current_row, s.revenue_grand_row),
           coalesce(s.revenue_current_label, s.revenue_grand_label),
           g.actual, g.expected, g.figures, '各项收入合计'
    FROM etl.check_summary AS s
    CROSS JOIN LATERAL (
        SELECT CASE WHEN s.revenue_current_row IS NULL THEN s.revenue_grand ELSE s.revenue_current END AS actual,
               s.items + CASE WHEN s.revenue_current_row IS NULL THEN s.extras ELSE 0 END AS expected,
               s.items_n + CASE WHEN s.revenue_current_row IS NULL THEN s.extras_n ELSE 0 END AS figures
    ) AS g
    WHERE s.table_no = 4 AND s.item_rows > 0
      AND coalesce(s.revenue_current_row, s.revenue_grand_row) IS NOT NULL
      AND coalesce(g.actual, 0) <> g.expected
)
SELECT b.rule_id, t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, 'amount' AS column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, 'amount', b.parts, b.actual, b.expected, b.figures, t.unit_fen,
           t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
