-- One row is one line of the comparison of the division $1 in the year $2 with the year $4, at the stage $3, in yuan: a
-- functional class, source, 三公 item or department, or the heading of such a group. What isn't in one of the years
-- counts as 0, where both years have a total.
WITH figure AS (
    SELECT 1 AS part, CASE WHEN r.exp_func_code IS NULL THEN '' ELSE r.exp_func_code END AS place,
           CASE WHEN r.exp_func_code IS NULL THEN '支出合计' ELSE r.exp_func_name END AS item,
           r.exp_func_code IS NULL AS is_total, r.fiscal_year, r.total AS amount
      FROM rollup.expenditure_by_function AS r
     WHERE r.mof_div_code = $1 AND r.fiscal_year IN ($2::integer, $4::integer) AND r.bgt_stage = $3
       AND r.entity_level = 'division' AND r.exp_func_level <= 1
    UNION ALL
    SELECT 2, k.place, k.label, k.source = 'total', r.fiscal_year, r.amount
      FROM rollup.revenue_by_source AS r
      JOIN (VALUES ('', 'total', '收入总计'), ('1', 'general_public_budget', '一般公共预算'),
                   ('2', 'government_fund', '政府性基金预算'), ('3', 'state_capital', '国有资本经营预算'),
                   ('4', 'fiscal_special_account', '财政专户管理资金'), ('5', 'agency_funds', '单位资金'),
                   ('6', 'non_fiscal_balance', '使用非财政拨款结余'), ('7', 'carryover', '上年结转'),
                   ('8', 'unresolved', '未能识别的来源')) AS k (place, source, label) ON k.source = r.source
     WHERE r.mof_div_code = $1 AND r.fiscal_year IN ($2::integer, $4::integer) AND r.bgt_stage = $3
       AND r.entity_level = 'division'
    UNION ALL
    SELECT 3, k.place, k.label, k.item = 'total', r.fiscal_year, r.total
      FROM rollup.three_public AS r
      JOIN (VALUES ('', 'total', '“三公”经费合计'), ('1', 'overseas_travel', '因公出国（境）费'),
                   ('2', 'reception', '公务接待费'), ('3', 'vehicles', '公务用车购置及运行费')) AS k (place, item, label)
        ON k.item = r.item
     WHERE r.mof_div_code = $1 AND r.fiscal_year IN ($2::integer, $4::integer) AND r.bgt_stage = $3
       AND r.entity_level = 'division'
    UNION ALL
    SELECT 4, '', '机关运行经费', true, r.fiscal_year, r.total
      FROM rollup.operating_expenses AS r
     WHERE r.mof_div_code = $1 AND r.fiscal_year IN ($2::integer, $4::integer) AND r.bgt_stage = $3
       AND r.entity_level = 'division'
    UNION ALL
    SELECT 5, coalesce(r.dept_code, ''), coalesce(r.dept_code, '各部门支出合计'), r.dept_code IS NULL, r.fiscal_year, r.total
      FROM rollup.expenditure_by_function AS r
     WHERE r.mof_div_code = $1 AND r.fiscal_year IN ($2::integer, $4::integer) AND r.bgt_stage = $3
       AND r.entity_level IN ('division', 'department') AND coalesce(r.exp_func_code, '') = '' -- as the index has it
), measured AS (
    SELECT f.part, f.place, max(f.item COLLATE "C") AS item, bool_or(f.is_total) AS is_total,
           sum(f.amount) FILTER (WHERE f.fiscal_year = $2::integer) AS current,
           sum(f.amount) FILTER (WHERE f.fiscal_year = $4::integer) AS prior
      FROM figure AS f
     GROUP BY f.part, f.place
), compared AS (
    SELECT m.*, max(m.prior) FILTER (WHERE m.is_total) OVER part AS total_prior,
           CASE WHEN m.part < 5 OR num_nonnulls(m.current, m.prior) = 2
                THEN CASE WHEN bool_or(m.current IS NOT NULL) OVER part AND bool_or(m.prior IS NOT NULL) OVER part
                          THEN coalesce(m.current, 0) - coalesce(m.prior, 0) END END AS change
      FROM measured AS m
    WINDOW part AS (PARTITION BY m.part)
), department AS (
    SELECT DISTINCT ON (n.dept_code) n.dept_code, n.name AS dept_name
      FROM facts.department_name AS n
     WHERE n.mof_div_code = $1 AND n.fiscal_year IN ($2::integer, $4::integer) AND n.name IS NOT NULL
     ORDER BY n.dept_code, n.fiscal_year DESC
), line AS (
    SELECT CASE WHEN c.is_total THEN 'total' ELSE 'level2' END AS style,
           CASE WHEN c.part = 5 AND NOT c.is_total THEN coalesce(d.dept_name, c.item) ELSE coalesce(c.item, c.place) END AS item,
           c.current, c.prior, c.change, round(c.change * 100 / nullif(abs(c.prior), 0), 2) AS change_pct,
           round(c.change * 100 / nullif(abs(c.total_prior), 0), 2) AS contribution_pp, c.part, c.place
      FROM compared AS c
      LEFT JOIN department AS d ON c.part = 5 AND d.dept_code = c.place
     WHERE num_nonnulls(c.current, c.prior) > 0
    UNION ALL
    SELECT 'note', '注：未按同口径调整。汇总所含公开文件：' || string_agg(y.text, '；' ORDER BY y.fiscal_year DESC) || '。'
                   || coalesce((SELECT '有' || nullif(count(*), 0) || '个部门只有其中一年的数，合计的增减包含其全部金额。'
                                  FROM compared AS c
                                 WHERE c.part = 5 AND NOT c.is_total AND num_nonnulls(c.current, c.prior) = 1), ''),
           NULL, NULL, NULL, NULL, NULL, 9, ''
      FROM (SELECT i.fiscal_year,
                   format('%s年单位 %s 份、部门 %s 份', i.fiscal_year, count(*) FILTER (WHERE i.scope = 'unit'),
                          count(*) FILTER (WHERE i.scope = 'department')) AS text
              FROM etl.in_force AS i
             WHERE i.mof_div_code = $1 AND i.fiscal_year IN ($2::integer, $4::integer) AND i.bgt_stage = $3
               AND i.counts
             GROUP BY i.fiscal_year) AS y
)
SELECT l.style, l.item, l.current, l.prior, l.change, l.change_pct, l.contribution_pp, l.part
  FROM line AS l
 ORDER BY l.part, l.place COLLATE "C"
