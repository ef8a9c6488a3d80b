-- For reporting tools: names instead of codes, one wide row. The codes stand at its end: to join with, and to ask for one
-- division by (names are joined to what has been computed for all divisions).

-- One row is one department, or agency, as it is called in a year: by the roster, else by its document.
DROP VIEW IF EXISTS facts.department_name CASCADE;
CREATE VIEW facts.department_name AS
SELECT x.mof_div_code, x.fiscal_year, x.dept_code,
       coalesce(min(x.name COLLATE "C") FILTER (WHERE x.place = 1), min(x.name COLLATE "C") FILTER (WHERE x.place = 2),
                min(x.name COLLATE "C")) AS name
  FROM (SELECT a.mof_div_code, a.fiscal_year, a.dept_code, a.dept_name AS name, 1 AS place FROM ref.agency AS a
        UNION ALL
        SELECT i.mof_div_code, i.fiscal_year, i.dept_code, d.agency_name, 2
          FROM etl.in_force AS i
          JOIN etl.document AS d ON d.mof_div_code = i.mof_div_code AND d.doc_id = i.doc_id
         WHERE i.scope = 'department'
        UNION ALL
        SELECT i.mof_div_code, i.fiscal_year, i.dept_code, d.dept_name, 3
          FROM etl.in_force AS i
          JOIN etl.document AS d ON d.mof_div_code = i.mof_div_code AND d.doc_id = i.doc_id
         WHERE i.scope = 'unit') AS x
 GROUP BY x.mof_div_code, x.fiscal_year, x.dept_code;

DROP VIEW IF EXISTS facts.agency_name CASCADE;
CREATE VIEW facts.agency_name AS
SELECT x.mof_div_code, x.fiscal_year, x.agency_code,
       coalesce(min(x.name COLLATE "C") FILTER (WHERE x.place = 1), min(x.name COLLATE "C")) AS name
  FROM (SELECT a.mof_div_code, a.fiscal_year, a.agency_code, a.agency_name AS name, 1 AS place FROM ref.agency AS a
        UNION ALL
        SELECT i.mof_div_code, i.fiscal_year, i.agency_code, d.agency_name, 2
          FROM etl.in_force AS i
          JOIN etl.document AS d ON d.mof_div_code = i.mof_div_code AND d.doc_id = i.doc_id
         WHERE i.scope = 'unit') AS x
 GROUP BY x.mof_div_code, x.fiscal_year, x.agency_code;

-- One row is one division, department or agency in one year, with the totals of all relations.
DROP VIEW IF EXISTS rollup.bi_overview;
CREATE VIEW rollup.bi_overview AS
SELECT r.fiscal_year, CASE r.bgt_stage WHEN 'budget' THEN '年初预算' ELSE '决算' END AS stage,
       coalesce(a.mof_div_name, p.mof_div_name) AS province,
       CASE WHEN a.mof_div_name IS NOT NULL THEN p.mof_div_name END AS prefecture,
       coalesce(v.mof_div_name, r.mof_div_code) AS division,
       CASE r.entity_level WHEN 'division' THEN '全市' WHEN 'department' THEN '部门' ELSE '单位' END AS entity_level,
       coalesce(d.name, r.dept_code) AS department, coalesce(n.name, r.agency_code) AS agency,
       f.total AS expenditure, f.basic, f.project, f.current_year, f.carryover, f.general_public_budget,
       f.government_fund, f.state_capital, f.fiscal_special_account, f.agency_funds, s.amount AS revenue,
       e.personnel, e.public, t.total AS three_public, t.overseas_travel, t.reception, t.vehicle_purchase,
       t.vehicle_operation, o.total AS operating_expenses, j.projects, j.total AS projects_total, j.targets,
       j.targets_total, q.total AS procurement,
       CASE r.status WHEN 'loaded' THEN '已公开' WHEN 'held' THEN '暂缓' WHEN 'rejected' THEN '退回' ELSE '未公开' END
           AS status,
       CASE r.basis WHEN 'agencies' THEN '单位汇总' WHEN 'department' THEN '部门文件' END AS basis, r.errors, r.warnings,
       r.agencies, r.agencies_loaded, r.mof_div_code, r.dept_code, r.agency_code
  FROM rollup.coverage AS r
  LEFT JOIN ref.mof_div AS v ON v.mof_div_code = r.mof_div_code
  LEFT JOIN ref.mof_div AS p ON p.mof_div_code = v.parent_mof_div_code
  LEFT JOIN ref.mof_div AS a ON a.mof_div_code = p.parent_mof_div_code
  LEFT JOIN facts.department_name AS d
    ON d.mof_div_code = r.mof_div_code AND d.fiscal_year = r.fiscal_year AND d.dept_code = r.dept_code
  LEFT JOIN facts.agency_name AS n
    ON n.mof_div_code = r.mof_div_code AND n.fiscal_year = r.fiscal_year AND n.agency_code = r.agency_code
  LEFT JOIN rollup.expenditure_by_function AS f
    ON f.mof_div_code = r.mof_div_code AND f.fiscal_year = r.fiscal_year AND f.bgt_stage = r.bgt_stage
   AND f.entity_level = r.entity_level AND coalesce(f.dept_code, '') = coalesce(r.dept_code, '')
   AND coalesce(f.agency_code, '') = coalesce(r.agency_code, '') AND f.exp_func_code IS NULL
  LEFT JOIN rollup.revenue_by_source AS s
    ON s.mof_div_code = r.mof_div_code AND s.fiscal_year = r.fiscal_year AND s.bgt_stage = r.bgt_stage
   AND s.entity_level = r.entity_level AND coalesce(s.dept_code, '') = coalesce(r.dept_code, '')
   AND coalesce(s.agency_code, '') = coalesce(r.agency_code, '') AND s.source = 'total'
  LEFT JOIN rollup.expenditure_by_economic AS e
    ON e.mof_div_code = r.mof_div_code AND e.fiscal_year = r.fiscal_year AND e.bgt_stage = r.bgt_stage
   AND e.entity_level = r.entity_level AND coalesce(e.dept_code, '') = coalesce(r.dept_code, '')
   AND coalesce(e.agency_code, '') = coalesce(r.agency_code, '')
   AND e.classification = 'department' AND e.eco_code IS NULL
  LEFT JOIN (SELECT x.mof_div_code, x.fiscal_year, x.bgt_stage, x.entity_level, x.dept_code, x.agency_code,
                    max(x.total) FILTER (WHERE x.item = 'total') AS total,
                    max(x.total) FILTER (WHERE x.item = 'overseas_travel') AS overseas_travel,
                    max(x.total) FILTER (WHERE x.item = 'reception') AS reception,
                    max(x.total) FILTER (WHERE x.item = 'vehicle_purchase') AS vehicle_purchase,
                    max(x.total) FILTER (WHERE x.item = 'vehicle_operation') AS vehicle_operation
               FROM rollup.three_public AS x
              GROUP BY x.mof_div_code, x.fiscal_year, x.bgt_stage, x.entity_level, x.dept_code, x.agency_code) AS t
    ON t.mof_div_code = r.mof_div_code AND t.fiscal_year = r.fiscal_year AND t.bgt_stage = r.bgt_stage
   AND t.entity_level = r.entity_level AND coalesce(t.dept_code, '') = coalesce(r.dept_code, '')
   AND coalesce(t.agency_code, '') = coalesce(r.agency_code, '')
  LEFT JOIN rollup.operating_expenses AS o
    ON o.mof_div_code = r.mof_div_code AND o.fiscal_year = r.fiscal_year AND o.bgt_stage = r.bgt_stage
   AND o.entity_level = r.entity_level AND coalesce(o.dept_code, '') = coalesce(r.dept_code, '')
   AND coalesce(o.agency_code, '') = coalesce(r.agency_code, '')
  LEFT JOIN rollup.project_totals AS j
    ON j.mof_div_code = r.mof_div_code AND j.fiscal_year = r.fiscal_year AND j.bgt_stage = r.bgt_stage
   AND j.entity_level = r.entity_level AND coalesce(j.dept_code, '') = coalesce(r.dept_code, '')
   AND coalesce(j.agency_code, '') = coalesce(r.agency_code, '')
  LEFT JOIN rollup.procurement AS q
    ON q.mof_div_code = r.mof_div_code AND q.fiscal_year = r.fiscal_year AND q.bgt_stage = r.bgt_stage
   AND q.entity_level = r.entity_level AND coalesce(q.dept_code, '') = coalesce(r.dept_code, '')
   AND coalesce(q.agency_code, '') = coalesce(r.agency_code, '');
COMMENT ON VIEW rollup.bi_overview IS '报表用宽表：一行是一个层级一个年度的各项合计，名称代替代码，单位元';
COMMENT ON COLUMN rollup.bi_overview.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.bi_overview.stage IS '阶段：年初预算、决算';
COMMENT ON COLUMN rollup.bi_overview.province IS '省';
COMMENT ON COLUMN rollup.bi_overview.prefecture IS '地级市；本身即地级市的为空';
COMMENT ON COLUMN rollup.bi_overview.division IS '区划名称';
COMMENT ON COLUMN rollup.bi_overview.entity_level IS '层级：全市、部门、单位';
COMMENT ON COLUMN rollup.bi_overview.department IS '主管部门名称；全市行为空';
COMMENT ON COLUMN rollup.bi_overview.agency IS '单位名称；单位级以上为空';
COMMENT ON COLUMN rollup.bi_overview.expenditure IS '支出合计，含上年结转（元）';
COMMENT ON COLUMN rollup.bi_overview.basic IS '基本支出（元）';
COMMENT ON COLUMN rollup.bi_overview.project IS '项目支出（元）';
COMMENT ON COLUMN rollup.bi_overview.current_year IS '本年预算安排（元）';
COMMENT ON COLUMN rollup.bi_overview.carryover IS '上年结转（元）';
COMMENT ON COLUMN rollup.bi_overview.general_public_budget IS '一般公共预算（元）';
COMMENT ON COLUMN rollup.bi_overview.government_fund IS '政府性基金预算（元）';
COMMENT ON COLUMN rollup.bi_overview.state_capital IS '国有资本经营预算（元）';
COMMENT ON COLUMN rollup.bi_overview.fiscal_special_account IS '财政专户管理资金（元）';
COMMENT ON COLUMN rollup.bi_overview.agency_funds IS '单位资金（元）';
COMMENT ON COLUMN rollup.bi_overview.revenue IS '收入总计（元）';
COMMENT ON COLUMN rollup.bi_overview.personnel IS '人员经费（元；一般公共预算基本支出）';
COMMENT ON COLUMN rollup.bi_overview.public IS '公用经费（元；一般公共预算基本支出）';
COMMENT ON COLUMN rollup.bi_overview.three_public IS '“三公”经费合计（元）';
COMMENT ON COLUMN rollup.bi_overview.overseas_travel IS '因公出国（境）费（元）';
COMMENT ON COLUMN rollup.bi_overview.reception IS '公务接待费（元）';
COMMENT ON COLUMN rollup.bi_overview.vehicle_purchase IS '公务用车购置费（元）';
COMMENT ON COLUMN rollup.bi_overview.vehicle_operation IS '公务用车运行维护费（元）';
COMMENT ON COLUMN rollup.bi_overview.operating_expenses IS '机关运行经费（元）';
COMMENT ON COLUMN rollup.bi_overview.projects IS '本年项目个数';
COMMENT ON COLUMN rollup.bi_overview.projects_total IS '本年项目合计（元）';
COMMENT ON COLUMN rollup.bi_overview.targets IS '绩效目标表个数';
COMMENT ON COLUMN rollup.bi_overview.targets_total IS '绩效目标表金额（元）';
COMMENT ON COLUMN rollup.bi_overview.procurement IS '政府采购预算（元）';
COMMENT ON COLUMN rollup.bi_overview.status IS '公开情况：已公开、暂缓、退回、未公开';
COMMENT ON COLUMN rollup.bi_overview.basis IS '口径：单位汇总、部门文件';
COMMENT ON COLUMN rollup.bi_overview.errors IS '勾稽错误数';
COMMENT ON COLUMN rollup.bi_overview.warnings IS '勾稽提示数';
COMMENT ON COLUMN rollup.bi_overview.agencies IS '单位个数';
COMMENT ON COLUMN rollup.bi_overview.agencies_loaded IS '已公开的单位个数';
COMMENT ON COLUMN rollup.bi_overview.mof_div_code IS '财政区划代码，9位';
COMMENT ON COLUMN rollup.bi_overview.dept_code IS '主管部门代码；全市行为空';
COMMENT ON COLUMN rollup.bi_overview.agency_code IS '单位代码；单位级以上为空';

-- One row is one functional subject of one division, department or agency in one year, beside the year before.
DROP VIEW IF EXISTS rollup.bi_expenditure;
CREATE VIEW rollup.bi_expenditure AS
SELECT r.fiscal_year, CASE r.bgt_stage WHEN 'budget' THEN '年初预算' ELSE '决算' END AS stage,
       coalesce(a.mof_div_name, p.mof_div_name) AS province,
       CASE WHEN a.mof_div_name IS NOT NULL THEN p.mof_div_name END AS prefecture,
       coalesce(v.mof_div_name, r.mof_div_code) AS division,
       CASE r.entity_level WHEN 'division' THEN '全市' WHEN 'department' THEN '部门' ELSE '单位' END AS entity_level,
       coalesce(d.name, r.dept_code) AS department, coalesce(n.name, r.agency_code) AS agency,
       CASE r.exp_func_level WHEN 0 THEN '合计' WHEN 1 THEN '类' WHEN 2 THEN '款' ELSE '项' END AS subject_level,
       CASE r.exp_func_code WHEN 'unresolved' THEN r.exp_func_name
                            ELSE coalesce(c1.exp_func_name, left(r.exp_func_code, 3)) END AS class,
       CASE WHEN r.exp_func_level >= 2 THEN coalesce(c2.exp_func_name, left(r.exp_func_code, 5)) END AS subject,
       CASE WHEN r.exp_func_level = 3 THEN coalesce(r.exp_func_name, r.exp_func_code) END AS item,
       r.exp_func_code, r.current, r.prior, r.change, r.change_pct, r.prior_comparable, r.change_comparable,
       r.change_comparable_pct, r.prior_basis, r.mof_div_code, r.dept_code, r.agency_code
  FROM rollup.yoy_expenditure_by_function AS r
  LEFT JOIN ref.mof_div AS v ON v.mof_div_code = r.mof_div_code
  LEFT JOIN ref.mof_div AS p ON p.mof_div_code = v.parent_mof_div_code
  LEFT JOIN ref.mof_div AS a ON a.mof_div_code = p.parent_mof_div_code
  LEFT JOIN facts.department_name AS d
    ON d.mof_div_code = r.mof_div_code AND d.fiscal_year = r.fiscal_year AND d.dept_code = r.dept_code
  LEFT JOIN facts.agency_name AS n
    ON n.mof_div_code = r.mof_div_code AND n.fiscal_year = r.fiscal_year AND n.agency_code = r.agency_code
  LEFT JOIN facts.function_name AS c1
    ON c1.fiscal_year = r.fiscal_year AND c1.exp_func_code = left(r.exp_func_code, 3)
  LEFT JOIN facts.function_name AS c2
    ON c2.fiscal_year = r.fiscal_year AND c2.exp_func_code = left(r.exp_func_code, 5);
COMMENT ON VIEW rollup.bi_expenditure IS '报表用宽表：一行是一个层级一个年度的一个支出功能分类科目及其上年数，名称代替代码，单位元';
COMMENT ON COLUMN rollup.bi_expenditure.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.bi_expenditure.stage IS '阶段：年初预算、决算';
COMMENT ON COLUMN rollup.bi_expenditure.province IS '省';
COMMENT ON COLUMN rollup.bi_expenditure.prefecture IS '地级市；本身即地级市的为空';
COMMENT ON COLUMN rollup.bi_expenditure.division IS '区划名称';
COMMENT ON COLUMN rollup.bi_expenditure.entity_level IS '层级：全市、部门、单位';
COMMENT ON COLUMN rollup.bi_expenditure.department IS '主管部门名称；全市行为空';
COMMENT ON COLUMN rollup.bi_expenditure.agency IS '单位名称；单位级以上为空';
COMMENT ON COLUMN rollup.bi_expenditure.subject_level IS '科目级次：合计、类、款、项';
COMMENT ON COLUMN rollup.bi_expenditure.class IS '类的名称；合计行为空';
COMMENT ON COLUMN rollup.bi_expenditure.subject IS '款的名称；类以上为空';
COMMENT ON COLUMN rollup.bi_expenditure.item IS '项的名称；款以上为空';
COMMENT ON COLUMN rollup.bi_expenditure.exp_func_code IS '支出功能分类科目编码；合计行为空';
COMMENT ON COLUMN rollup.bi_expenditure.current IS '本年（元）';
COMMENT ON COLUMN rollup.bi_expenditure.prior IS '上年（元）；来源与是否不全见 prior_basis';
COMMENT ON COLUMN rollup.bi_expenditure.change IS '增减（元）';
COMMENT ON COLUMN rollup.bi_expenditure.change_pct IS '增减幅度（%）';
COMMENT ON COLUMN rollup.bi_expenditure.prior_comparable IS '上年同口径（元）';
COMMENT ON COLUMN rollup.bi_expenditure.change_comparable IS '同口径增减（元）';
COMMENT ON COLUMN rollup.bi_expenditure.change_comparable_pct IS '同口径增减幅度（%）';
COMMENT ON COLUMN rollup.bi_expenditure.prior_basis IS '上年数的来源，同 rollup.yoy_expenditure_by_function；partial 为不全，增减不可比';
COMMENT ON COLUMN rollup.bi_expenditure.mof_div_code IS '财政区划代码，9位';
COMMENT ON COLUMN rollup.bi_expenditure.dept_code IS '主管部门代码；全市行为空';
COMMENT ON COLUMN rollup.bi_expenditure.agency_code IS '单位代码；单位级以上为空';
