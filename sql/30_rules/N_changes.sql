-- rule: N10 | warning | 文字说明的各项增减额彼此相符
-- rule: N11 | warning | 文字说明该印的数都印了
-- why: 收入总额与支出总额相等，其增减额也应相等；“三公”经费的增减额应等于因公出国（境）、公务接待、公务用车三项增减额之和，
--      公务用车的增减额应等于购置与运行维护两项之和（各项都说明了增减的才比；比较的基数不同时可以不等，所以只作提示）。
--      同一段文字其他各项都印了金额（或占比、增减额），独有一项未印的，多半是漏印；都不印的是该文件的写法，不报。
WITH changes AS MATERIALIZED (
    SELECT c.mof_div_code, c.doc_id, c.row_no, c.figure, c.amount, c.change, c.change_pct, s.units[16] AS unit,
           s.places[16] AS place
    FROM staging.narrative_changes AS c
    JOIN etl.check_scope AS s ON s.mof_div_code = c.mof_div_code AND s.doc_id = c.doc_id
),
stated AS (
    SELECT c.mof_div_code, c.doc_id, min(c.unit) AS unit, min(c.place) AS place,
           min(c.row_no) FILTER (WHERE c.figure = 'expenditure_total') AS expenditure_row,
           min(c.amount) FILTER (WHERE c.figure = 'revenue_total') AS revenue_amount,
           min(c.amount) FILTER (WHERE c.figure = 'expenditure_total') AS expenditure_amount,
           min(c.change) FILTER (WHERE c.figure = 'revenue_total') AS revenue,
           min(c.change) FILTER (WHERE c.figure = 'expenditure_total') AS expenditure,
           min(c.row_no) FILTER (WHERE c.figure = 'three_public.total') AS total_row,
           min(c.change) FILTER (WHERE c.figure = 'three_public.total') AS total,
           min(c.change) FILTER (WHERE c.figure = 'three_public.overseas_travel') AS overseas,
           min(c.change) FILTER (WHERE c.figure = 'three_public.reception') AS reception,
           min(c.row_no) FILTER (WHERE c.figure = 'three_public.vehicles') AS vehicles_row,
           min(c.change) FILTER (WHERE c.figure = 'three_public.vehicles') AS vehicles,
           min(c.change) FILTER (WHERE c.figure = 'three_public.vehicle_purchase') AS purchase,
           min(c.change) FILTER (WHERE c.figure = 'three_public.vehicle_operation') AS operation
    FROM changes AS c
    GROUP BY c.mof_div_code, c.doc_id
),
sums AS (
    SELECT s.mof_div_code, s.doc_id, s.unit, s.place, v.*
    FROM stated AS s
    CROSS JOIN LATERAL (
        SELECT s.expenditure_row, 'expenditure_total', s.expenditure, s.revenue, 1::bigint, '收入预算的增减额为',
            s.revenue_amount = s.expenditure_amount
        UNION ALL SELECT s.total_row, 'three_public.total', s.total, s.overseas + s.reception + s.vehicles, 3,
            '因公出国（境）、公务接待、公务用车三项增减额合计', true
        UNION ALL SELECT s.vehicles_row, 'three_public.vehicles', s.vehicles, s.purchase + s.operation, 2,
            '公务用车购置、运行维护两项增减额合计', true
    ) AS v (row_no, figure, actual, expected, figures, parts, applies)
    WHERE v.applies AND v.actual <> v.expected
),
shares AS (
    SELECT h.mof_div_code, h.doc_id, h.row_no, etl.zh_figure(h.of_figure) || '·' || coalesce(h.item, '') AS label,
           h.amount, h.pct, count(*) OVER list AS shares, count(h.amount) OVER list AS amounts, count(h.pct) OVER list AS pcts
    FROM staging.narrative_shares AS h
    JOIN etl.check_scope AS s ON s.mof_div_code = h.mof_div_code AND s.doc_id = h.doc_id
    WINDOW list AS (PARTITION BY h.mof_div_code, h.doc_id, h.of_figure)
),
counted AS (
    SELECT c.*, count(*) OVER document AS figures, count(c.amount) OVER document AS amounts,
           count(c.change_pct) OVER document AS pcts,
           count(c.change) FILTER (WHERE c.change_pct IS NOT NULL) OVER document AS changes
    FROM changes AS c
    WINDOW document AS (PARTITION BY c.mof_div_code, c.doc_id)
),
-- Where one alone of several is not printed.
blanks AS (
    SELECT c.mof_div_code, c.doc_id, c.row_no, etl.zh_figure(c.figure) AS label, v.column_name, v.others
    FROM counted AS c
    CROSS JOIN LATERAL (
        SELECT 'amount', c.figures - 1, c.amount IS NULL AND c.amounts = c.figures - 1
        UNION ALL SELECT 'change', c.pcts - 1, c.change IS NULL AND c.change_pct IS NOT NULL AND c.changes = c.pcts - 1
    ) AS v (column_name, others, alone)
    WHERE v.alone AND v.others > 0
    UNION ALL
    SELECT h.mof_div_code, h.doc_id, h.row_no, h.label, v.column_name, h.shares - 1
    FROM shares AS h
    CROSS JOIN LATERAL (
        SELECT 'amount', h.amount IS NULL AND h.amounts = h.shares - 1
        UNION ALL SELECT 'pct', h.pct IS NULL AND h.pcts = h.shares - 1
    ) AS v (column_name, alone)
    WHERE v.alone AND h.shares > 1
)
SELECT 'N10' AS rule_id, b.mof_div_code, b.doc_id, 'narrative' AS table_name, b.row_no,
       etl.zh_figure(b.figure) AS row_label, 'change' AS column_name, b.expected * 0.01 AS expected,
       b.actual * 0.01 AS actual, etl.tolerance_fen(b.figures, b.actual, b.place) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message('narrative', etl.zh_figure(b.figure), 'change', b.parts, b.actual, b.expected, b.figures, b.unit,
           b.place) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, b.place) AS hint
FROM sums AS b
UNION ALL
SELECT 'N11', k.mof_div_code, k.doc_id, 'narrative', k.row_no, k.label, k.column_name, 1, 0, 0, '个',
       etl.zh_place('narrative', k.label, k.column_name) || '未印数，而其他' || k.others || '项都印有，请核对是否漏印', NULL
FROM blanks AS k
