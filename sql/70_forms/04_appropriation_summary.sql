-- One row is one line of table 4 (财政拨款收支总表) of the division $1 in the year $2 at the stage $3, in yuan. What the
-- rollups don't hold of it (the revenue side, the carryover at the year's end) is added up from the documents that
-- count.
WITH printed AS (
    SELECT x.row_kind, x.source, x.amount * 0.01 AS amount
      FROM pg_temp.export_appropriation_revenue AS x
     WHERE x.mof_div_code = $1 AND x.fiscal_year = $2::integer AND x.bgt_stage = $3
), sums AS (
    SELECT max(p.amount) FILTER (WHERE p.row_kind = 'item' AND p.source = 'general_public_budget') AS item_1,
           max(p.amount) FILTER (WHERE p.row_kind = 'item' AND p.source = 'government_fund') AS item_2,
           max(p.amount) FILTER (WHERE p.row_kind = 'item' AND p.source = 'state_capital') AS item_3,
           sum(p.amount) FILTER (WHERE p.row_kind = 'item') AS items,
           sum(p.amount) FILTER (WHERE p.row_kind = 'extra') AS carryover,
           max(p.amount) FILTER (WHERE p.row_kind = 'extra_part' AND p.source = 'general_public_budget') AS part_1,
           max(p.amount) FILTER (WHERE p.row_kind = 'extra_part' AND p.source = 'government_fund') AS part_2,
           max(p.amount) FILTER (WHERE p.row_kind = 'extra_part' AND p.source = 'state_capital') AS part_3
      FROM printed AS p
), revenue AS (
    SELECT v.line_no, v.item, v.amount
      FROM sums AS s
     CROSS JOIN LATERAL (VALUES
           (1, '一、一般公共预算', s.item_1), (2, '二、政府性基金预算', s.item_2),
           (3, '三、国有资本经营预算', s.item_3),
           (4, '四、财政拨款（未分列）', nullif(s.items - coalesce(s.item_1, 0) - coalesce(s.item_2, 0)
                                               - coalesce(s.item_3, 0), 0))) AS v (line_no, item, amount)
     WHERE v.line_no <= 3 OR v.amount IS NOT NULL
), class AS (
    SELECT e.exp_func_code, e.exp_func_name, e.total, e.general_public_budget, e.government_fund, e.state_capital
      FROM rollup.appropriation_by_function AS e
     WHERE e.mof_div_code = $1 AND e.fiscal_year = $2::integer AND e.bgt_stage = $3 AND e.entity_level = 'division'
), expenditure AS (
    SELECT coalesce(l.line_no, 30 + row_number() OVER (PARTITION BY l.line_no ORDER BY c.exp_func_code)) AS line_no,
           coalesce(l.item, c.exp_func_name, c.exp_func_code) AS item, c.total, c.general_public_budget,
           c.government_fund, c.state_capital
      FROM facts.form_classes AS l
      FULL JOIN (SELECT * FROM class WHERE exp_func_code IS NOT NULL) AS c ON c.exp_func_code = l.exp_func_code
), all_classes AS (
    SELECT max(c.total) AS total, max(c.general_public_budget) AS general_public_budget,
           max(c.government_fund) AS government_fund, max(c.state_capital) AS state_capital
      FROM class AS c
     WHERE c.exp_func_code IS NULL
), year_end AS (
    SELECT sum(x.total) * 0.01 AS total, sum(x.general_public_budget) * 0.01 AS general_public_budget,
           sum(x.government_fund) * 0.01 AS government_fund, sum(x.state_capital) * 0.01 AS state_capital
      FROM pg_temp.export_year_end AS x
     WHERE x.form = 4 AND x.mof_div_code = $1 AND x.fiscal_year = $2::integer AND x.bgt_stage = $3
), grand AS (
    SELECT sum(t.total) AS total, sum(t.general_public_budget) AS general_public_budget,
           sum(t.government_fund) AS government_fund, sum(t.state_capital) AS state_capital
      FROM (SELECT * FROM all_classes UNION ALL SELECT * FROM year_end) AS t
), line AS (
    SELECT coalesce(r.line_no, e.line_no) AS line_no, 'plain' AS style, r.item AS revenue_item, r.amount, e.item, e.total,
           e.general_public_budget, e.government_fund, e.state_capital
      FROM revenue AS r
      FULL JOIN expenditure AS e ON e.line_no = r.line_no
    UNION ALL
    SELECT 1001, 'total', '本年收入合计', s.items, '本年支出合计', a.total, a.general_public_budget, a.government_fund,
           a.state_capital
      FROM sums AS s CROSS JOIN all_classes AS a
    UNION ALL
    SELECT 1002, 'plain', '上年财政拨款结转', s.carryover, '年终结转', y.total, y.general_public_budget,
           y.government_fund, y.state_capital
      FROM sums AS s CROSS JOIN year_end AS y
    UNION ALL
    SELECT v.line_no, 'plain', v.item, v.amount, NULL, NULL, NULL, NULL, NULL
      FROM sums AS s
     CROSS JOIN LATERAL (VALUES (1003, '一、一般公共预算', s.part_1), (1004, '二、政府性基金预算', s.part_2),
                                (1005, '三、国有资本经营预算', s.part_3)) AS v (line_no, item, amount)
    UNION ALL
    SELECT 1006, 'total', '收入总计',
           CASE WHEN num_nonnulls(s.items, s.carryover) > 0 THEN coalesce(s.items, 0) + coalesce(s.carryover, 0) END,
           '支出总计', g.total, g.general_public_budget, g.government_fund, g.state_capital
      FROM sums AS s CROSS JOIN grand AS g
)
SELECT l.style, l.revenue_item, l.amount, l.item, l.total, l.general_public_budget, l.government_fund, l.state_capital
  FROM line AS l
 ORDER BY l.line_no
