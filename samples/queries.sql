-- 分析人员常问的十个问题 / Ten questions that analysts ask. Run one, or all: huizong db psql -f samples/queries.sql
-- Amounts are in yuan. Add WHERE conditions on mof_div_code and fiscal_year for your own city and year.

-- 1. 各市社会保障和就业支出占总支出的比重 / The share of social security (208) in each city's expenditure
SELECT t.fiscal_year, d.mof_div_name, s.total AS social_security, t.total AS expenditure,
       pg_catalog.round(s.total * 100 / nullif(t.total, 0), 2) AS share_pct
  FROM rollup.expenditure_by_function AS t
  JOIN ref.mof_div AS d ON d.mof_div_code = t.mof_div_code
  LEFT JOIN rollup.expenditure_by_function AS s
    ON s.mof_div_code = t.mof_div_code AND s.fiscal_year = t.fiscal_year AND s.bgt_stage = t.bgt_stage
   AND s.entity_level = 'division' AND s.exp_func_code = '208'
 WHERE t.entity_level = 'division' AND t.exp_func_code IS NULL AND t.bgt_stage = 'budget'
 ORDER BY t.fiscal_year, share_pct DESC NULLS LAST, t.mof_div_code;

-- 2. 增长最快的项级科目（同口径） / The subjects (项) that grow fastest, on comparable basis
SELECT y.fiscal_year, y.mof_div_code, y.exp_func_code, y.exp_func_name, y.prior_comparable, y.current,
       y.change_comparable, y.change_comparable_pct
  FROM rollup.yoy_expenditure_by_function AS y
 WHERE y.entity_level = 'division' AND y.exp_func_level = 3 AND y.bgt_stage = 'budget'
   AND y.prior_comparable > 0 AND y.current IS NOT NULL
 ORDER BY y.change_comparable_pct DESC NULLS LAST, y.mof_div_code, y.exp_func_code
 LIMIT 20;

-- 3. 部门支出排名 / Departments by expenditure
SELECT b.fiscal_year, b.division, pg_catalog.rank() OVER (PARTITION BY b.fiscal_year, b.division
                                                          ORDER BY b.expenditure DESC) AS place,
       b.department, b.expenditure, b.basic, b.project
  FROM rollup.bi_overview AS b
 WHERE b.entity_level = '部门' AND b.stage = '年初预算' AND b.expenditure IS NOT NULL
 ORDER BY b.fiscal_year, b.division, place, b.department;

-- 4. “三公”经费与上年相比 / The three public expenses, year over year
SELECT y.fiscal_year, y.mof_div_code, y.item, y.prior, y.current, y.change, y.change_pct, y.prior_basis
  FROM rollup.yoy_three_public AS y
 WHERE y.entity_level = 'division' AND y.bgt_stage = 'budget' AND y.item <> 'vehicles'
 ORDER BY y.fiscal_year, y.mof_div_code, y.item;

-- 5. 项目集中度：最大的五个项目占项目支出的比重 / Project concentration: the share of the five largest projects
--    A department's document may stand beside its units': then only its projects count.
SELECT p.fiscal_year, p.mof_div_code, p.dept_code, pg_catalog.count(*) AS projects,
       pg_catalog.sum(p.total) AS total,
       pg_catalog.sum(p.total) FILTER (WHERE p.place <= 5) AS largest_five,
       pg_catalog.round(pg_catalog.sum(p.total) FILTER (WHERE p.place <= 5) * 100
                        / nullif(pg_catalog.sum(p.total), 0), 2) AS largest_five_pct
  FROM (SELECT r.fiscal_year, r.mof_div_code, r.dept_code, r.total,
               pg_catalog.row_number() OVER (PARTITION BY r.fiscal_year, r.mof_div_code, r.dept_code
                                             ORDER BY r.total DESC NULLS LAST, r.agency_code, r.row_no) AS place
          FROM rollup.projects AS r
          JOIN rollup.coverage AS c
            ON c.mof_div_code = r.mof_div_code AND c.fiscal_year = r.fiscal_year AND c.bgt_stage = r.bgt_stage
           AND c.entity_level = 'department' AND c.dept_code = r.dept_code
         WHERE r.entity_level = CASE c.basis WHEN 'department' THEN 'department' ELSE 'agency' END
           AND NOT r.is_carryover AND r.bgt_stage = 'budget') AS p
 GROUP BY p.fiscal_year, p.mof_div_code, p.dept_code
 ORDER BY p.fiscal_year, p.mof_div_code, p.dept_code;

-- 6. 哪些单位尚未公开 / Who has not handed in
SELECT c.fiscal_year, c.mof_div_code, c.dept_code, c.agency_code, a.agency_name, c.status, c.pending
  FROM rollup.coverage AS c
  LEFT JOIN ref.agency AS a
    ON a.mof_div_code = c.mof_div_code AND a.fiscal_year = c.fiscal_year AND a.agency_code = c.agency_code
 WHERE c.entity_level = 'agency' AND c.status <> 'loaded'
 ORDER BY c.fiscal_year, c.mof_div_code, c.dept_code, c.agency_code;

-- 7. 基本支出中人员经费与公用经费的构成 / Personnel and public expenses within basic expenditure
SELECT e.fiscal_year, e.mof_div_code, e.dept_code, e.total, e.personnel, e.public,
       pg_catalog.round(e.personnel * 100 / nullif(e.total, 0), 2) AS personnel_pct
  FROM rollup.expenditure_by_economic AS e
 WHERE e.entity_level = 'department' AND e.classification = 'department' AND e.eco_code IS NULL
   AND e.bgt_stage = 'budget'
 ORDER BY e.fiscal_year, e.mof_div_code, e.dept_code;

-- 8. 收入结构：财政拨款依存度与结转 / Where the money comes from: how far on the fiscal appropriation, how far on carryover
SELECT r.fiscal_year, r.mof_div_code,
       pg_catalog.max(r.amount) FILTER (WHERE r.source = 'total') AS total,
       pg_catalog.max(r.amount) FILTER (WHERE r.source = 'fiscal_appropriation') AS fiscal_appropriation,
       pg_catalog.max(r.amount) FILTER (WHERE r.source = 'carryover') AS carryover,
       pg_catalog.round(pg_catalog.max(r.amount) FILTER (WHERE r.source = 'fiscal_appropriation') * 100
                        / nullif(pg_catalog.max(r.amount) FILTER (WHERE r.source = 'total'), 0), 2) AS appropriation_pct
  FROM rollup.revenue_by_source AS r
 WHERE r.entity_level = 'division' AND r.bgt_stage = 'budget'
 GROUP BY r.fiscal_year, r.mof_div_code
 ORDER BY r.fiscal_year, r.mof_div_code;

-- 9. 没有公开绩效目标的大项目 / Large projects without a published target
SELECT p.fiscal_year, p.mof_div_code, p.dept_code, p.agency_code, p.pro_name, p.total
  FROM rollup.projects AS p
  JOIN rollup.coverage AS c
    ON c.mof_div_code = p.mof_div_code AND c.fiscal_year = p.fiscal_year AND c.bgt_stage = p.bgt_stage
   AND c.entity_level = 'department' AND c.dept_code = p.dept_code
 WHERE p.entity_level = CASE c.basis WHEN 'department' THEN 'department' ELSE 'agency' END
   AND NOT p.has_target AND NOT p.is_carryover AND p.total >= 1000000 AND p.bgt_stage = 'budget'
 ORDER BY p.total DESC, p.mof_div_code, p.dept_code, p.row_no
 LIMIT 50;

-- 10. 全省汇总及其覆盖面 / A province as far as it is loaded
SELECT r.fiscal_year, d.mof_div_name, r.total, r.basic, r.project, r.divisions, r.divisions_known, r.partial
  FROM rollup.region_expenditure_by_function AS r
  JOIN ref.mof_div AS d ON d.mof_div_code = r.mof_div_code
 WHERE d.parent_mof_div_code IS NULL AND r.exp_func_code IS NULL AND r.bgt_stage = 'budget'
 ORDER BY r.fiscal_year, r.mof_div_code;
