-- Higher divisions: a prefecture or a province as the sum of itself and of the divisions below it that are loaded. Each
-- row of a region_ view has the columns of its relation at entity_level 'division', and how much of the region there is.
-- What a city files for itself (本级) counts once, beside its counties; a city with counties never counts by its own sum.
-- (Regions and their coverage are worked out once for each query: PostgreSQL expects one row of them, and would do so for each.)

-- One row is one region and year: how many of its divisions are loaded.
DROP VIEW IF EXISTS facts.region CASCADE;
CREATE VIEW facts.region AS
WITH known AS (
    SELECT a.higher_code, count(*) AS divisions_known
      FROM facts.division_above AS a
     GROUP BY a.higher_code
    HAVING count(*) > 1
)
SELECT s.fiscal_year, s.bgt_stage, a.higher_code, k.divisions_known, count(*) AS divisions,
       bool_or(s.mof_div_code = a.higher_code) AS has_own
  FROM etl.rollup_slice AS s
  JOIN facts.division_above AS a ON a.mof_div_code = s.mof_div_code
  JOIN known AS k ON k.higher_code = a.higher_code
 GROUP BY s.fiscal_year, s.bgt_stage, a.higher_code, k.divisions_known;

DROP VIEW IF EXISTS rollup.region_coverage CASCADE;
CREATE VIEW rollup.region_coverage AS
SELECT g.fiscal_year, g.bgt_stage, g.higher_code AS mof_div_code, 'division'::text AS entity_level,
       NULL::text AS dept_code, NULL::text AS agency_code, g.divisions, g.divisions_known, g.has_own,
       sum(c.agencies)::bigint AS agencies, sum(c.agencies_loaded)::bigint AS agencies_loaded,
       sum(c.printed_total)::numeric(20,2) AS printed_total, sum(c.rolled_total)::numeric(20,2) AS rolled_total,
       bool_or(c.status <> 'loaded' OR c.agencies_loaded < c.agencies) AS incomplete,
       (g.divisions < g.divisions_known OR bool_or(c.status <> 'loaded' OR c.agencies_loaded < c.agencies)) AS partial
  FROM facts.region AS g
  JOIN facts.division_above AS a ON a.higher_code = g.higher_code
  JOIN rollup.coverage AS c
    ON c.mof_div_code = a.mof_div_code AND c.fiscal_year = g.fiscal_year AND c.bgt_stage = g.bgt_stage
   AND c.entity_level = 'division'
 GROUP BY g.fiscal_year, g.bgt_stage, g.higher_code, g.divisions, g.divisions_known, g.has_own;
COMMENT ON VIEW rollup.region_coverage IS '一行是一个上级区划（地级市、省）一个年度的公开情况：已入库的区划、单位各有多少';
COMMENT ON COLUMN rollup.region_coverage.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.region_coverage.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.region_coverage.mof_div_code IS '上级区划代码，9位';
COMMENT ON COLUMN rollup.region_coverage.entity_level IS 'division';
COMMENT ON COLUMN rollup.region_coverage.dept_code IS '空';
COMMENT ON COLUMN rollup.region_coverage.agency_code IS '空';
COMMENT ON COLUMN rollup.region_coverage.divisions IS '计入的区划个数（本级与下级）';
COMMENT ON COLUMN rollup.region_coverage.divisions_known IS '目录中该地区的区划个数（本级与下级）';
COMMENT ON COLUMN rollup.region_coverage.has_own IS '是否含本级';
COMMENT ON COLUMN rollup.region_coverage.agencies IS '单位个数：名册上的与已到达的';
COMMENT ON COLUMN rollup.region_coverage.agencies_loaded IS '有有效文件的单位个数';
COMMENT ON COLUMN rollup.region_coverage.printed_total IS '支出总计，照印（元）';
COMMENT ON COLUMN rollup.region_coverage.rolled_total IS '支出总计，由最末级科目加总（元）';
COMMENT ON COLUMN rollup.region_coverage.incomplete IS '已入库的区划是否有单位未公开';
COMMENT ON COLUMN rollup.region_coverage.partial IS '是否不全：有区划未入库，或已入库的区划有单位未公开';

DROP VIEW IF EXISTS rollup.region_expenditure_by_function;
CREATE VIEW rollup.region_expenditure_by_function AS
WITH region AS MATERIALIZED (SELECT g.* FROM facts.region AS g),
     coverage AS MATERIALIZED (SELECT c.* FROM rollup.region_coverage AS c)
SELECT g.fiscal_year, g.bgt_stage, g.higher_code AS mof_div_code, 'division'::text AS entity_level,
       NULL::text AS dept_code, NULL::text AS agency_code, x.exp_func_code, x.exp_func_level, x.exp_func_name,
       x.total::numeric(20,2) AS total, x.basic::numeric(20,2) AS basic, x.project::numeric(20,2) AS project,
       x.current_year::numeric(20,2) AS current_year, x.carryover::numeric(20,2) AS carryover,
       x.general_public_budget::numeric(20,2) AS general_public_budget,
       x.government_fund::numeric(20,2) AS government_fund, x.state_capital::numeric(20,2) AS state_capital,
       x.fiscal_special_account::numeric(20,2) AS fiscal_special_account,
       x.agency_funds::numeric(20,2) AS agency_funds, x.agencies::bigint AS agencies, g.divisions, g.divisions_known,
       g.has_own, (g.divisions < g.divisions_known OR c.incomplete) AS partial
  FROM (SELECT r.fiscal_year, r.bgt_stage, a.higher_code, r.exp_func_code, r.exp_func_level,
               min(r.exp_func_name) AS exp_func_name, sum(r.total) AS total, sum(r.basic) AS basic,
               sum(r.project) AS project, sum(r.current_year) AS current_year, sum(r.carryover) AS carryover,
               sum(r.general_public_budget) AS general_public_budget, sum(r.government_fund) AS government_fund,
               sum(r.state_capital) AS state_capital, sum(r.fiscal_special_account) AS fiscal_special_account,
               sum(r.agency_funds) AS agency_funds, sum(r.agencies) AS agencies
          FROM rollup.expenditure_by_function AS r
          JOIN facts.division_above AS a ON a.mof_div_code = r.mof_div_code
         WHERE r.entity_level = 'division'
         GROUP BY r.fiscal_year, r.bgt_stage, a.higher_code, r.exp_func_code, r.exp_func_level) AS x
  JOIN region AS g
    ON g.fiscal_year = x.fiscal_year AND g.bgt_stage = x.bgt_stage AND g.higher_code = x.higher_code
  JOIN coverage AS c
    ON c.fiscal_year = x.fiscal_year AND c.bgt_stage = x.bgt_stage AND c.mof_div_code = x.higher_code;
COMMENT ON VIEW rollup.region_expenditure_by_function IS '上级区划（地级市、省）：本级与已入库的下级区划之和；一行是一个层级的一个支出功能分类科目（类、款、项）或合计；金额由各文件最末级科目加总，单位元，各文件均未印的为空';
COMMENT ON COLUMN rollup.region_expenditure_by_function.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.region_expenditure_by_function.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.region_expenditure_by_function.mof_div_code IS '上级区划代码，9位';
COMMENT ON COLUMN rollup.region_expenditure_by_function.entity_level IS 'division';
COMMENT ON COLUMN rollup.region_expenditure_by_function.dept_code IS '空';
COMMENT ON COLUMN rollup.region_expenditure_by_function.agency_code IS '空';
COMMENT ON COLUMN rollup.region_expenditure_by_function.exp_func_code IS '支出功能分类科目编码：3位类，5位款，7位项；合计行为空；unresolved 为没有编码的行';
COMMENT ON COLUMN rollup.region_expenditure_by_function.exp_func_level IS '0 合计，1 类，2 款，3 项';
COMMENT ON COLUMN rollup.region_expenditure_by_function.exp_func_name IS '科目名称，取该年度目录；目录没有的为空';
COMMENT ON COLUMN rollup.region_expenditure_by_function.total IS '支出合计，含上年结转（元；表3，未公开的取表2，再取表5，见 rollup.coverage.expenditure_source）';
COMMENT ON COLUMN rollup.region_expenditure_by_function.basic IS '基本支出（元）';
COMMENT ON COLUMN rollup.region_expenditure_by_function.project IS '项目支出（元）';
COMMENT ON COLUMN rollup.region_expenditure_by_function.current_year IS '本年预算安排，不含上年结转（元；表2）';
COMMENT ON COLUMN rollup.region_expenditure_by_function.carryover IS '上年结转（元；表2）';
COMMENT ON COLUMN rollup.region_expenditure_by_function.general_public_budget IS '一般公共预算，本年（元；表2，未分列的取表5）';
COMMENT ON COLUMN rollup.region_expenditure_by_function.government_fund IS '政府性基金预算，本年（元；表2，未分列的取表8）';
COMMENT ON COLUMN rollup.region_expenditure_by_function.state_capital IS '国有资本经营预算，本年（元；表2，未分列的取表9）';
COMMENT ON COLUMN rollup.region_expenditure_by_function.fiscal_special_account IS '财政专户管理资金（元）';
COMMENT ON COLUMN rollup.region_expenditure_by_function.agency_funds IS '单位资金：照印，未印合计的为各项自有收入之和（元）';
COMMENT ON COLUMN rollup.region_expenditure_by_function.agencies IS '有数的文件个数';
COMMENT ON COLUMN rollup.region_expenditure_by_function.divisions IS '计入的区划个数（本级与下级）';
COMMENT ON COLUMN rollup.region_expenditure_by_function.divisions_known IS '目录中该地区的区划个数（本级与下级）';
COMMENT ON COLUMN rollup.region_expenditure_by_function.has_own IS '是否含本级';
COMMENT ON COLUMN rollup.region_expenditure_by_function.partial IS '是否不全：有区划未入库，或已入库的区划有单位未公开';

DROP VIEW IF EXISTS rollup.region_expenditure_by_economic;
CREATE VIEW rollup.region_expenditure_by_economic AS
WITH region AS MATERIALIZED (SELECT g.* FROM facts.region AS g),
     coverage AS MATERIALIZED (SELECT c.* FROM rollup.region_coverage AS c)
SELECT g.fiscal_year, g.bgt_stage, g.higher_code AS mof_div_code, 'division'::text AS entity_level,
       NULL::text AS dept_code, NULL::text AS agency_code, x.classification, x.eco_code, x.eco_level, x.eco_name,
       x.total::numeric(20,2) AS total, x.personnel::numeric(20,2) AS personnel, x.public::numeric(20,2) AS public,
       x.agencies::bigint AS agencies, g.divisions, g.divisions_known, g.has_own,
       (g.divisions < g.divisions_known OR c.incomplete) AS partial
  FROM (SELECT r.fiscal_year, r.bgt_stage, a.higher_code, r.classification, r.eco_code, r.eco_level,
               min(r.eco_name) AS eco_name, sum(r.total) AS total, sum(r.personnel) AS personnel,
               sum(r.public) AS public, sum(r.agencies) AS agencies
          FROM rollup.expenditure_by_economic AS r
          JOIN facts.division_above AS a ON a.mof_div_code = r.mof_div_code
         WHERE r.entity_level = 'division'
         GROUP BY r.fiscal_year, r.bgt_stage, a.higher_code, r.classification, r.eco_code, r.eco_level) AS x
  JOIN region AS g
    ON g.fiscal_year = x.fiscal_year AND g.bgt_stage = x.bgt_stage AND g.higher_code = x.higher_code
  JOIN coverage AS c
    ON c.fiscal_year = x.fiscal_year AND c.bgt_stage = x.bgt_stage AND c.mof_div_code = x.higher_code;
COMMENT ON VIEW rollup.region_expenditure_by_economic IS '上级区划（地级市、省）：本级与已入库的下级区划之和；一行是一个层级的一个支出经济分类科目（类、款）或合计：一般公共预算安排的基本支出（表6），单位元';
COMMENT ON COLUMN rollup.region_expenditure_by_economic.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.region_expenditure_by_economic.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.region_expenditure_by_economic.mof_div_code IS '上级区划代码，9位';
COMMENT ON COLUMN rollup.region_expenditure_by_economic.entity_level IS 'division';
COMMENT ON COLUMN rollup.region_expenditure_by_economic.dept_code IS '空';
COMMENT ON COLUMN rollup.region_expenditure_by_economic.agency_code IS '空';
COMMENT ON COLUMN rollup.region_expenditure_by_economic.classification IS '分类：department 部门预算支出经济分类，government 政府预算支出经济分类';
COMMENT ON COLUMN rollup.region_expenditure_by_economic.eco_code IS '经济分类科目编码：3位类，5位款；合计行为空；unresolved 为未能识别的科目；U 加部门预算支出经济分类科目编码为没有唯一对应的政府预算支出经济分类科目';
COMMENT ON COLUMN rollup.region_expenditure_by_economic.eco_level IS '0 合计，1 类，2 款';
COMMENT ON COLUMN rollup.region_expenditure_by_economic.eco_name IS '科目名称，取目录；目录没有的为空';
COMMENT ON COLUMN rollup.region_expenditure_by_economic.total IS '合计（元）';
COMMENT ON COLUMN rollup.region_expenditure_by_economic.personnel IS '人员经费（元）';
COMMENT ON COLUMN rollup.region_expenditure_by_economic.public IS '公用经费（元）';
COMMENT ON COLUMN rollup.region_expenditure_by_economic.agencies IS '有数的文件个数';
COMMENT ON COLUMN rollup.region_expenditure_by_economic.divisions IS '计入的区划个数（本级与下级）';
COMMENT ON COLUMN rollup.region_expenditure_by_economic.divisions_known IS '目录中该地区的区划个数（本级与下级）';
COMMENT ON COLUMN rollup.region_expenditure_by_economic.has_own IS '是否含本级';
COMMENT ON COLUMN rollup.region_expenditure_by_economic.partial IS '是否不全：有区划未入库，或已入库的区划有单位未公开';

DROP VIEW IF EXISTS rollup.region_revenue_by_source;
CREATE VIEW rollup.region_revenue_by_source AS
WITH region AS MATERIALIZED (SELECT g.* FROM facts.region AS g),
     coverage AS MATERIALIZED (SELECT c.* FROM rollup.region_coverage AS c)
SELECT g.fiscal_year, g.bgt_stage, g.higher_code AS mof_div_code, 'division'::text AS entity_level,
       NULL::text AS dept_code, NULL::text AS agency_code, x.source, x.amount::numeric(20,2) AS amount,
       x.agencies::bigint AS agencies, g.divisions, g.divisions_known, g.has_own,
       (g.divisions < g.divisions_known OR c.incomplete) AS partial
  FROM (SELECT r.fiscal_year, r.bgt_stage, a.higher_code, r.source, sum(r.amount) AS amount,
               sum(r.agencies) AS agencies
          FROM rollup.revenue_by_source AS r
          JOIN facts.division_above AS a ON a.mof_div_code = r.mof_div_code
         WHERE r.entity_level = 'division'
         GROUP BY r.fiscal_year, r.bgt_stage, a.higher_code, r.source) AS x
  JOIN region AS g
    ON g.fiscal_year = x.fiscal_year AND g.bgt_stage = x.bgt_stage AND g.higher_code = x.higher_code
  JOIN coverage AS c
    ON c.fiscal_year = x.fiscal_year AND c.bgt_stage = x.bgt_stage AND c.mof_div_code = x.higher_code;
COMMENT ON VIEW rollup.region_revenue_by_source IS '上级区划（地级市、省）：本级与已入库的下级区划之和；一行是一个层级的一项收入来源（表1），单位元';
COMMENT ON COLUMN rollup.region_revenue_by_source.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.region_revenue_by_source.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.region_revenue_by_source.mof_div_code IS '上级区划代码，9位';
COMMENT ON COLUMN rollup.region_revenue_by_source.entity_level IS 'division';
COMMENT ON COLUMN rollup.region_revenue_by_source.dept_code IS '空';
COMMENT ON COLUMN rollup.region_revenue_by_source.agency_code IS '空';
COMMENT ON COLUMN rollup.region_revenue_by_source.source IS '收入来源：general_public_budget 一般公共预算，government_fund 政府性基金预算，state_capital 国有资本经营预算，fiscal_appropriation 财政拨款（前三项之和），fiscal_special_account 财政专户管理资金，institution_income 事业收入，superior_subsidy 上级补助收入，subordinate_remittance 附属单位上缴收入，institution_business_income 事业单位经营收入，other_income 其他收入，agency_funds 单位资金（照印，或前五项之和），non_fiscal_balance 使用非财政拨款结余，current_year_total 本年收入合计，carryover 上年结转，total 收入总计，total_without_internal_transfers 扣除上级补助收入与附属单位上缴收入的收入总计，unresolved 未能识别的项目';
COMMENT ON COLUMN rollup.region_revenue_by_source.amount IS '金额（元）';
COMMENT ON COLUMN rollup.region_revenue_by_source.agencies IS '有数的文件个数';
COMMENT ON COLUMN rollup.region_revenue_by_source.divisions IS '计入的区划个数（本级与下级）';
COMMENT ON COLUMN rollup.region_revenue_by_source.divisions_known IS '目录中该地区的区划个数（本级与下级）';
COMMENT ON COLUMN rollup.region_revenue_by_source.has_own IS '是否含本级';
COMMENT ON COLUMN rollup.region_revenue_by_source.partial IS '是否不全：有区划未入库，或已入库的区划有单位未公开';

DROP VIEW IF EXISTS rollup.region_appropriation_by_function;
CREATE VIEW rollup.region_appropriation_by_function AS
WITH region AS MATERIALIZED (SELECT g.* FROM facts.region AS g),
     coverage AS MATERIALIZED (SELECT c.* FROM rollup.region_coverage AS c)
SELECT g.fiscal_year, g.bgt_stage, g.higher_code AS mof_div_code, 'division'::text AS entity_level,
       NULL::text AS dept_code, NULL::text AS agency_code, x.exp_func_code, x.exp_func_name,
       x.total::numeric(20,2) AS total, x.general_public_budget::numeric(20,2) AS general_public_budget,
       x.government_fund::numeric(20,2) AS government_fund, x.state_capital::numeric(20,2) AS state_capital,
       x.agencies::bigint AS agencies, g.divisions, g.divisions_known, g.has_own,
       (g.divisions < g.divisions_known OR c.incomplete) AS partial
  FROM (SELECT r.fiscal_year, r.bgt_stage, a.higher_code, r.exp_func_code, min(r.exp_func_name) AS exp_func_name,
               sum(r.total) AS total, sum(r.general_public_budget) AS general_public_budget,
               sum(r.government_fund) AS government_fund, sum(r.state_capital) AS state_capital,
               sum(r.agencies) AS agencies
          FROM rollup.appropriation_by_function AS r
          JOIN facts.division_above AS a ON a.mof_div_code = r.mof_div_code
         WHERE r.entity_level = 'division'
         GROUP BY r.fiscal_year, r.bgt_stage, a.higher_code, r.exp_func_code) AS x
  JOIN region AS g
    ON g.fiscal_year = x.fiscal_year AND g.bgt_stage = x.bgt_stage AND g.higher_code = x.higher_code
  JOIN coverage AS c
    ON c.fiscal_year = x.fiscal_year AND c.bgt_stage = x.bgt_stage AND c.mof_div_code = x.higher_code;
COMMENT ON VIEW rollup.region_appropriation_by_function IS '上级区划（地级市、省）：本级与已入库的下级区划之和；一行是一个层级的一个支出功能分类的类或合计：财政拨款支出（表4），单位元';
COMMENT ON COLUMN rollup.region_appropriation_by_function.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.region_appropriation_by_function.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.region_appropriation_by_function.mof_div_code IS '上级区划代码，9位';
COMMENT ON COLUMN rollup.region_appropriation_by_function.entity_level IS 'division';
COMMENT ON COLUMN rollup.region_appropriation_by_function.dept_code IS '空';
COMMENT ON COLUMN rollup.region_appropriation_by_function.agency_code IS '空';
COMMENT ON COLUMN rollup.region_appropriation_by_function.exp_func_code IS '支出功能分类的类，3位；合计行为空；unresolved 为未能识别的类';
COMMENT ON COLUMN rollup.region_appropriation_by_function.exp_func_name IS '类的名称，取该年度目录；目录没有的为空';
COMMENT ON COLUMN rollup.region_appropriation_by_function.total IS '小计（元）';
COMMENT ON COLUMN rollup.region_appropriation_by_function.general_public_budget IS '一般公共预算（元）';
COMMENT ON COLUMN rollup.region_appropriation_by_function.government_fund IS '政府性基金预算（元）';
COMMENT ON COLUMN rollup.region_appropriation_by_function.state_capital IS '国有资本经营预算（元）';
COMMENT ON COLUMN rollup.region_appropriation_by_function.agencies IS '有数的文件个数';
COMMENT ON COLUMN rollup.region_appropriation_by_function.divisions IS '计入的区划个数（本级与下级）';
COMMENT ON COLUMN rollup.region_appropriation_by_function.divisions_known IS '目录中该地区的区划个数（本级与下级）';
COMMENT ON COLUMN rollup.region_appropriation_by_function.has_own IS '是否含本级';
COMMENT ON COLUMN rollup.region_appropriation_by_function.partial IS '是否不全：有区划未入库，或已入库的区划有单位未公开';

DROP VIEW IF EXISTS rollup.region_three_public;
CREATE VIEW rollup.region_three_public AS
WITH region AS MATERIALIZED (SELECT g.* FROM facts.region AS g),
     coverage AS MATERIALIZED (SELECT c.* FROM rollup.region_coverage AS c)
SELECT g.fiscal_year, g.bgt_stage, g.higher_code AS mof_div_code, 'division'::text AS entity_level,
       NULL::text AS dept_code, NULL::text AS agency_code, x.item, x.total::numeric(20,2) AS total,
       x.general_public_budget::numeric(20,2) AS general_public_budget,
       x.government_fund::numeric(20,2) AS government_fund, x.state_capital::numeric(20,2) AS state_capital,
       x.agencies::bigint AS agencies, g.divisions, g.divisions_known, g.has_own,
       (g.divisions < g.divisions_known OR c.incomplete) AS partial
  FROM (SELECT r.fiscal_year, r.bgt_stage, a.higher_code, r.item, sum(r.total) AS total,
               sum(r.general_public_budget) AS general_public_budget, sum(r.government_fund) AS government_fund,
               sum(r.state_capital) AS state_capital, sum(r.agencies) AS agencies
          FROM rollup.three_public AS r
          JOIN facts.division_above AS a ON a.mof_div_code = r.mof_div_code
         WHERE r.entity_level = 'division'
         GROUP BY r.fiscal_year, r.bgt_stage, a.higher_code, r.item) AS x
  JOIN region AS g
    ON g.fiscal_year = x.fiscal_year AND g.bgt_stage = x.bgt_stage AND g.higher_code = x.higher_code
  JOIN coverage AS c
    ON c.fiscal_year = x.fiscal_year AND c.bgt_stage = x.bgt_stage AND c.mof_div_code = x.higher_code;
COMMENT ON VIEW rollup.region_three_public IS '上级区划（地级市、省）：本级与已入库的下级区划之和；一行是一个层级的一项“三公”经费（表10），单位元';
COMMENT ON COLUMN rollup.region_three_public.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.region_three_public.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.region_three_public.mof_div_code IS '上级区划代码，9位';
COMMENT ON COLUMN rollup.region_three_public.entity_level IS 'division';
COMMENT ON COLUMN rollup.region_three_public.dept_code IS '空';
COMMENT ON COLUMN rollup.region_three_public.agency_code IS '空';
COMMENT ON COLUMN rollup.region_three_public.item IS '项目：overseas_travel 因公出国（境）费，reception 公务接待费，vehicles 公务用车购置及运行费，vehicle_purchase 公务用车购置费，vehicle_operation 公务用车运行维护费，total 合计';
COMMENT ON COLUMN rollup.region_three_public.total IS '合计（元）';
COMMENT ON COLUMN rollup.region_three_public.general_public_budget IS '一般公共预算（元）';
COMMENT ON COLUMN rollup.region_three_public.government_fund IS '政府性基金预算（元）';
COMMENT ON COLUMN rollup.region_three_public.state_capital IS '国有资本经营预算（元）';
COMMENT ON COLUMN rollup.region_three_public.agencies IS '有数的文件个数';
COMMENT ON COLUMN rollup.region_three_public.divisions IS '计入的区划个数（本级与下级）';
COMMENT ON COLUMN rollup.region_three_public.divisions_known IS '目录中该地区的区划个数（本级与下级）';
COMMENT ON COLUMN rollup.region_three_public.has_own IS '是否含本级';
COMMENT ON COLUMN rollup.region_three_public.partial IS '是否不全：有区划未入库，或已入库的区划有单位未公开';

DROP VIEW IF EXISTS rollup.region_operating_expenses;
CREATE VIEW rollup.region_operating_expenses AS
WITH region AS MATERIALIZED (SELECT g.* FROM facts.region AS g),
     coverage AS MATERIALIZED (SELECT c.* FROM rollup.region_coverage AS c)
SELECT g.fiscal_year, g.bgt_stage, g.higher_code AS mof_div_code, 'division'::text AS entity_level,
       NULL::text AS dept_code, NULL::text AS agency_code, x.total::numeric(20,2) AS total,
       x.general_public_budget::numeric(20,2) AS general_public_budget,
       x.government_fund::numeric(20,2) AS government_fund, x.state_capital::numeric(20,2) AS state_capital,
       x.agencies::bigint AS agencies, g.divisions, g.divisions_known, g.has_own,
       (g.divisions < g.divisions_known OR c.incomplete) AS partial
  FROM (SELECT r.fiscal_year, r.bgt_stage, a.higher_code, sum(r.total) AS total,
               sum(r.general_public_budget) AS general_public_budget, sum(r.government_fund) AS government_fund,
               sum(r.state_capital) AS state_capital, sum(r.agencies) AS agencies
          FROM rollup.operating_expenses AS r
          JOIN facts.division_above AS a ON a.mof_div_code = r.mof_div_code
         WHERE r.entity_level = 'division'
         GROUP BY r.fiscal_year, r.bgt_stage, a.higher_code) AS x
  JOIN region AS g
    ON g.fiscal_year = x.fiscal_year AND g.bgt_stage = x.bgt_stage AND g.higher_code = x.higher_code
  JOIN coverage AS c
    ON c.fiscal_year = x.fiscal_year AND c.bgt_stage = x.bgt_stage AND c.mof_div_code = x.higher_code;
COMMENT ON VIEW rollup.region_operating_expenses IS '上级区划（地级市、省）：本级与已入库的下级区划之和；一行是一个层级的机关运行经费（表11），单位元';
COMMENT ON COLUMN rollup.region_operating_expenses.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.region_operating_expenses.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.region_operating_expenses.mof_div_code IS '上级区划代码，9位';
COMMENT ON COLUMN rollup.region_operating_expenses.entity_level IS 'division';
COMMENT ON COLUMN rollup.region_operating_expenses.dept_code IS '空';
COMMENT ON COLUMN rollup.region_operating_expenses.agency_code IS '空';
COMMENT ON COLUMN rollup.region_operating_expenses.total IS '合计（元）';
COMMENT ON COLUMN rollup.region_operating_expenses.general_public_budget IS '一般公共预算（元）';
COMMENT ON COLUMN rollup.region_operating_expenses.government_fund IS '政府性基金预算（元）';
COMMENT ON COLUMN rollup.region_operating_expenses.state_capital IS '国有资本经营预算（元）';
COMMENT ON COLUMN rollup.region_operating_expenses.agencies IS '有数的文件个数';
COMMENT ON COLUMN rollup.region_operating_expenses.divisions IS '计入的区划个数（本级与下级）';
COMMENT ON COLUMN rollup.region_operating_expenses.divisions_known IS '目录中该地区的区划个数（本级与下级）';
COMMENT ON COLUMN rollup.region_operating_expenses.has_own IS '是否含本级';
COMMENT ON COLUMN rollup.region_operating_expenses.partial IS '是否不全：有区划未入库，或已入库的区划有单位未公开';

DROP VIEW IF EXISTS rollup.region_project_totals;
CREATE VIEW rollup.region_project_totals AS
WITH region AS MATERIALIZED (SELECT g.* FROM facts.region AS g),
     coverage AS MATERIALIZED (SELECT c.* FROM rollup.region_coverage AS c)
SELECT g.fiscal_year, g.bgt_stage, g.higher_code AS mof_div_code, 'division'::text AS entity_level,
       NULL::text AS dept_code, NULL::text AS agency_code, x.projects::bigint AS projects,
       x.total::numeric(20,2) AS total, x.general_public_budget::numeric(20,2) AS general_public_budget,
       x.government_fund::numeric(20,2) AS government_fund, x.state_capital::numeric(20,2) AS state_capital,
       x.fiscal_special_account::numeric(20,2) AS fiscal_special_account,
       x.agency_funds::numeric(20,2) AS agency_funds, x.carryover_projects::bigint AS carryover_projects,
       x.carryover_total::numeric(20,2) AS carryover_total, x.targets::bigint AS targets,
       x.targets_total::numeric(20,2) AS targets_total, g.divisions, g.divisions_known, g.has_own,
       (g.divisions < g.divisions_known OR c.incomplete) AS partial
  FROM (SELECT r.fiscal_year, r.bgt_stage, a.higher_code, sum(r.projects) AS projects, sum(r.total) AS total,
               sum(r.general_public_budget) AS general_public_budget, sum(r.government_fund) AS government_fund,
               sum(r.state_capital) AS state_capital, sum(r.fiscal_special_account) AS fiscal_special_account,
               sum(r.agency_funds) AS agency_funds, sum(r.carryover_projects) AS carryover_projects,
               sum(r.carryover_total) AS carryover_total, sum(r.targets) AS targets,
               sum(r.targets_total) AS targets_total
          FROM rollup.project_totals AS r
          JOIN facts.division_above AS a ON a.mof_div_code = r.mof_div_code
         WHERE r.entity_level = 'division'
         GROUP BY r.fiscal_year, r.bgt_stage, a.higher_code) AS x
  JOIN region AS g
    ON g.fiscal_year = x.fiscal_year AND g.bgt_stage = x.bgt_stage AND g.higher_code = x.higher_code
  JOIN coverage AS c
    ON c.fiscal_year = x.fiscal_year AND c.bgt_stage = x.bgt_stage AND c.mof_div_code = x.higher_code;
COMMENT ON VIEW rollup.region_project_totals IS '上级区划（地级市、省）：本级与已入库的下级区划之和；一行是一个层级的项目与绩效目标表的个数和金额，单位元';
COMMENT ON COLUMN rollup.region_project_totals.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.region_project_totals.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.region_project_totals.mof_div_code IS '上级区划代码，9位';
COMMENT ON COLUMN rollup.region_project_totals.entity_level IS 'division';
COMMENT ON COLUMN rollup.region_project_totals.dept_code IS '空';
COMMENT ON COLUMN rollup.region_project_totals.agency_code IS '空';
COMMENT ON COLUMN rollup.region_project_totals.projects IS '本年项目个数（表12）';
COMMENT ON COLUMN rollup.region_project_totals.total IS '本年项目合计（元）';
COMMENT ON COLUMN rollup.region_project_totals.general_public_budget IS '一般公共预算（元）';
COMMENT ON COLUMN rollup.region_project_totals.government_fund IS '政府性基金预算（元）';
COMMENT ON COLUMN rollup.region_project_totals.state_capital IS '国有资本经营预算（元）';
COMMENT ON COLUMN rollup.region_project_totals.fiscal_special_account IS '财政专户管理资金（元）';
COMMENT ON COLUMN rollup.region_project_totals.agency_funds IS '单位资金（元）';
COMMENT ON COLUMN rollup.region_project_totals.carryover_projects IS '上年结转项目个数（表13）';
COMMENT ON COLUMN rollup.region_project_totals.carryover_total IS '上年结转项目合计（元）';
COMMENT ON COLUMN rollup.region_project_totals.targets IS '本部门的绩效目标表个数';
COMMENT ON COLUMN rollup.region_project_totals.targets_total IS '绩效目标表的年度资金总额之和（元）';
COMMENT ON COLUMN rollup.region_project_totals.divisions IS '计入的区划个数（本级与下级）';
COMMENT ON COLUMN rollup.region_project_totals.divisions_known IS '目录中该地区的区划个数（本级与下级）';
COMMENT ON COLUMN rollup.region_project_totals.has_own IS '是否含本级';
COMMENT ON COLUMN rollup.region_project_totals.partial IS '是否不全：有区划未入库，或已入库的区划有单位未公开';

DROP VIEW IF EXISTS rollup.region_procurement;
CREATE VIEW rollup.region_procurement AS
WITH region AS MATERIALIZED (SELECT g.* FROM facts.region AS g),
     coverage AS MATERIALIZED (SELECT c.* FROM rollup.region_coverage AS c)
SELECT g.fiscal_year, g.bgt_stage, g.higher_code AS mof_div_code, 'division'::text AS entity_level,
       NULL::text AS dept_code, NULL::text AS agency_code, x.total::numeric(20,2) AS total,
       x.goods::numeric(20,2) AS goods, x.works::numeric(20,2) AS works, x.services::numeric(20,2) AS services,
       g.divisions, g.divisions_known, g.has_own, (g.divisions < g.divisions_known OR c.incomplete) AS partial
  FROM (SELECT r.fiscal_year, r.bgt_stage, a.higher_code, sum(r.total) AS total, sum(r.goods) AS goods,
               sum(r.works) AS works, sum(r.services) AS services
          FROM rollup.procurement AS r
          JOIN facts.division_above AS a ON a.mof_div_code = r.mof_div_code
         WHERE r.entity_level = 'division'
         GROUP BY r.fiscal_year, r.bgt_stage, a.higher_code) AS x
  JOIN region AS g
    ON g.fiscal_year = x.fiscal_year AND g.bgt_stage = x.bgt_stage AND g.higher_code = x.higher_code
  JOIN coverage AS c
    ON c.fiscal_year = x.fiscal_year AND c.bgt_stage = x.bgt_stage AND c.mof_div_code = x.higher_code;
COMMENT ON VIEW rollup.region_procurement IS '上级区划（地级市、省）：本级与已入库的下级区划之和；一行是一个层级的政府采购预算，单位元';
COMMENT ON COLUMN rollup.region_procurement.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.region_procurement.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.region_procurement.mof_div_code IS '上级区划代码，9位';
COMMENT ON COLUMN rollup.region_procurement.entity_level IS 'division';
COMMENT ON COLUMN rollup.region_procurement.dept_code IS '空';
COMMENT ON COLUMN rollup.region_procurement.agency_code IS '空';
COMMENT ON COLUMN rollup.region_procurement.total IS '总额（元）';
COMMENT ON COLUMN rollup.region_procurement.goods IS '货物（元）';
COMMENT ON COLUMN rollup.region_procurement.works IS '工程（元）';
COMMENT ON COLUMN rollup.region_procurement.services IS '服务（元）';
COMMENT ON COLUMN rollup.region_procurement.divisions IS '计入的区划个数（本级与下级）';
COMMENT ON COLUMN rollup.region_procurement.divisions_known IS '目录中该地区的区划个数（本级与下级）';
COMMENT ON COLUMN rollup.region_procurement.has_own IS '是否含本级';
COMMENT ON COLUMN rollup.region_procurement.partial IS '是否不全：有区划未入库，或已入库的区划有单位未公开';
