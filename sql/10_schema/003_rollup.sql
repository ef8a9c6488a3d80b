-- The rollups, what analysts query, and the slices they are recomputed by. A slice is one division, fiscal year and
-- stage. Unique keys begin with the division; a key column that is NULL (above its level, in total rows) counts as ''
-- in them, as PostgreSQL 13 knows no NULLS NOT DISTINCT. The indexes by subject hold the divisions alone: below them one
-- looks within a division, and an index that every row goes into would double the time of a rollup.

-- One row is one slice that was rolled up: by which run, by which SQL and subjects, from which arrivals.
CREATE TABLE etl.rollup_slice (
    mof_div_code   text COLLATE "C" NOT NULL,
    fiscal_year    integer NOT NULL,
    bgt_stage      text COLLATE "C" NOT NULL,
    run_id         bigint NOT NULL,
    rolled_at      timestamptz NOT NULL,
    logic_hash     text NOT NULL,
    arrival_hash   text NOT NULL,
    PRIMARY KEY (mof_div_code, fiscal_year, bgt_stage)
);
COMMENT ON TABLE etl.rollup_slice IS '各区划、年度、阶段最近一次汇总';
COMMENT ON COLUMN etl.rollup_slice.run_id IS '汇总的运行';
COMMENT ON COLUMN etl.rollup_slice.rolled_at IS '汇总时间';
COMMENT ON COLUMN etl.rollup_slice.logic_hash IS '汇总所用 SQL 与科目目录的散列值，不同即须重算';
COMMENT ON COLUMN etl.rollup_slice.arrival_hash IS '到达情况（有效、暂缓、退回、缺少）与勾稽的散列值，不同即须重列 rollup.coverage';

-- One row is one functional subject, or the total, of one division, department or agency.
CREATE TABLE rollup.expenditure_by_function (
    fiscal_year            integer NOT NULL,
    bgt_stage              text COLLATE "C" NOT NULL,
    mof_div_code           text COLLATE "C" NOT NULL,
    entity_level           text COLLATE "C" NOT NULL CHECK (entity_level IN ('division', 'department', 'agency')),
    dept_code              text COLLATE "C",
    agency_code            text COLLATE "C",
    exp_func_code          text COLLATE "C",
    exp_func_level         integer NOT NULL,
    exp_func_name          text,
    total                  numeric(20,2),
    basic                  numeric(20,2),
    project                numeric(20,2),
    current_year           numeric(20,2),
    carryover              numeric(20,2),
    general_public_budget  numeric(20,2),
    government_fund        numeric(20,2),
    state_capital          numeric(20,2),
    fiscal_special_account numeric(20,2),
    agency_funds           numeric(20,2),
    agencies               integer NOT NULL
);
CREATE UNIQUE INDEX expenditure_by_function_key ON rollup.expenditure_by_function
    (mof_div_code, fiscal_year, bgt_stage, entity_level, coalesce(dept_code, ''), coalesce(agency_code, ''), coalesce(exp_func_code, ''));
CREATE INDEX expenditure_by_function_subject ON rollup.expenditure_by_function (exp_func_code, fiscal_year) WHERE entity_level = 'division';
COMMENT ON TABLE rollup.expenditure_by_function IS '一行是一个层级的一个支出功能分类科目（类、款、项）或合计；金额由各文件最末级科目加总，单位元，各文件均未印的为空';
COMMENT ON COLUMN rollup.expenditure_by_function.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.expenditure_by_function.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.expenditure_by_function.mof_div_code IS '财政区划代码，9位';
COMMENT ON COLUMN rollup.expenditure_by_function.entity_level IS '汇总层级：division 全市（县、区），department 部门，agency 单位';
COMMENT ON COLUMN rollup.expenditure_by_function.dept_code IS '主管部门代码；全市行为空';
COMMENT ON COLUMN rollup.expenditure_by_function.agency_code IS '单位代码；单位级以上为空';
COMMENT ON COLUMN rollup.expenditure_by_function.exp_func_code IS '支出功能分类科目编码：3位类，5位款，7位项；合计行为空；unresolved 为没有编码的行';
COMMENT ON COLUMN rollup.expenditure_by_function.exp_func_level IS '0 合计，1 类，2 款，3 项';
COMMENT ON COLUMN rollup.expenditure_by_function.exp_func_name IS '科目名称，取该年度目录；目录没有的为空';
COMMENT ON COLUMN rollup.expenditure_by_function.total IS '支出合计，含上年结转（元；表3，未公开的取表2，再取表5，见 rollup.coverage.expenditure_source）';
COMMENT ON COLUMN rollup.expenditure_by_function.basic IS '基本支出（元）';
COMMENT ON COLUMN rollup.expenditure_by_function.project IS '项目支出（元）';
COMMENT ON COLUMN rollup.expenditure_by_function.current_year IS '本年预算安排，不含上年结转（元；表2）';
COMMENT ON COLUMN rollup.expenditure_by_function.carryover IS '上年结转（元；表2）';
COMMENT ON COLUMN rollup.expenditure_by_function.general_public_budget IS '一般公共预算，本年（元；表2，未分列的取表5）';
COMMENT ON COLUMN rollup.expenditure_by_function.government_fund IS '政府性基金预算，本年（元；表2，未分列的取表8）';
COMMENT ON COLUMN rollup.expenditure_by_function.state_capital IS '国有资本经营预算，本年（元；表2，未分列的取表9）';
COMMENT ON COLUMN rollup.expenditure_by_function.fiscal_special_account IS '财政专户管理资金（元）';
COMMENT ON COLUMN rollup.expenditure_by_function.agency_funds IS '单位资金：照印，未印合计的为各项自有收入之和（元）';
COMMENT ON COLUMN rollup.expenditure_by_function.agencies IS '有数的文件个数';

-- One row is one economic subject, or the total, of one classification of one division, department or agency.
CREATE TABLE rollup.expenditure_by_economic (
    fiscal_year    integer NOT NULL,
    bgt_stage      text COLLATE "C" NOT NULL,
    mof_div_code   text COLLATE "C" NOT NULL,
    entity_level   text COLLATE "C" NOT NULL CHECK (entity_level IN ('division', 'department', 'agency')),
    dept_code      text COLLATE "C",
    agency_code    text COLLATE "C",
    classification text COLLATE "C" NOT NULL CHECK (classification IN ('department', 'government')),
    eco_code       text COLLATE "C",
    eco_level      integer NOT NULL,
    eco_name       text,
    total          numeric(20,2),
    personnel      numeric(20,2),
    public         numeric(20,2),
    agencies       integer NOT NULL
);
CREATE UNIQUE INDEX expenditure_by_economic_key ON rollup.expenditure_by_economic
    (mof_div_code, fiscal_year, bgt_stage, entity_level, coalesce(dept_code, ''), coalesce(agency_code, ''), classification, coalesce(eco_code, ''));
CREATE INDEX expenditure_by_economic_code ON rollup.expenditure_by_economic (eco_code, fiscal_year) WHERE entity_level = 'division';
COMMENT ON TABLE rollup.expenditure_by_economic IS '一行是一个层级的一个支出经济分类科目（类、款）或合计：一般公共预算安排的基本支出（表6），单位元';
COMMENT ON COLUMN rollup.expenditure_by_economic.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.expenditure_by_economic.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.expenditure_by_economic.mof_div_code IS '财政区划代码，9位';
COMMENT ON COLUMN rollup.expenditure_by_economic.entity_level IS '汇总层级：division 全市（县、区），department 部门，agency 单位';
COMMENT ON COLUMN rollup.expenditure_by_economic.dept_code IS '主管部门代码；全市行为空';
COMMENT ON COLUMN rollup.expenditure_by_economic.agency_code IS '单位代码；单位级以上为空';
COMMENT ON COLUMN rollup.expenditure_by_economic.classification IS '分类：department 部门预算经济分类，government 政府预算经济分类';
COMMENT ON COLUMN rollup.expenditure_by_economic.eco_code IS '经济分类科目编码：3位类，5位款；合计行为空；unresolved 为未能识别的科目；U 加部门预算科目编码为没有唯一对应的政府预算科目';
COMMENT ON COLUMN rollup.expenditure_by_economic.eco_level IS '0 合计，1 类，2 款';
COMMENT ON COLUMN rollup.expenditure_by_economic.eco_name IS '科目名称，取目录；目录没有的为空';
COMMENT ON COLUMN rollup.expenditure_by_economic.total IS '合计（元）';
COMMENT ON COLUMN rollup.expenditure_by_economic.personnel IS '人员经费（元）';
COMMENT ON COLUMN rollup.expenditure_by_economic.public IS '公用经费（元）';
COMMENT ON COLUMN rollup.expenditure_by_economic.agencies IS '有数的文件个数';

-- One row is one source of revenue of one division, department or agency.
CREATE TABLE rollup.revenue_by_source (
    fiscal_year  integer NOT NULL,
    bgt_stage    text COLLATE "C" NOT NULL,
    mof_div_code text COLLATE "C" NOT NULL,
    entity_level text COLLATE "C" NOT NULL CHECK (entity_level IN ('division', 'department', 'agency')),
    dept_code    text COLLATE "C",
    agency_code  text COLLATE "C",
    source       text COLLATE "C" NOT NULL,
    amount       numeric(20,2),
    agencies     integer NOT NULL
);
CREATE UNIQUE INDEX revenue_by_source_key ON rollup.revenue_by_source
    (mof_div_code, fiscal_year, bgt_stage, entity_level, coalesce(dept_code, ''), coalesce(agency_code, ''), source);
CREATE INDEX revenue_by_source_source ON rollup.revenue_by_source (source, fiscal_year) WHERE entity_level = 'division';
COMMENT ON TABLE rollup.revenue_by_source IS '一行是一个层级的一项收入来源（表1），单位元';
COMMENT ON COLUMN rollup.revenue_by_source.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.revenue_by_source.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.revenue_by_source.mof_div_code IS '财政区划代码，9位';
COMMENT ON COLUMN rollup.revenue_by_source.entity_level IS '汇总层级：division 全市（县、区），department 部门，agency 单位';
COMMENT ON COLUMN rollup.revenue_by_source.dept_code IS '主管部门代码；全市行为空';
COMMENT ON COLUMN rollup.revenue_by_source.agency_code IS '单位代码；单位级以上为空';
COMMENT ON COLUMN rollup.revenue_by_source.source IS '收入来源：general_public_budget 一般公共预算，government_fund 政府性基金预算，state_capital 国有资本经营预算，fiscal_appropriation 财政拨款（前三项之和），fiscal_special_account 财政专户管理资金，institution_income 事业收入，superior_subsidy 上级补助收入，subordinate_remittance 附属单位上缴收入，institution_business_income 事业单位经营收入，other_income 其他收入，agency_funds 单位资金（照印，或前五项之和），non_fiscal_balance 使用非财政拨款结余，current_year_total 本年收入合计，carryover 上年结转，total 收入总计，total_without_internal_transfers 扣除上级补助收入与附属单位上缴收入的收入总计，unresolved 未能识别的项目';
COMMENT ON COLUMN rollup.revenue_by_source.amount IS '金额（元）';
COMMENT ON COLUMN rollup.revenue_by_source.agencies IS '有数的文件个数';

-- One row is one functional class, or the total, of the fiscal appropriation of one division, department or agency.
CREATE TABLE rollup.appropriation_by_function (
    fiscal_year           integer NOT NULL,
    bgt_stage             text COLLATE "C" NOT NULL,
    mof_div_code          text COLLATE "C" NOT NULL,
    entity_level          text COLLATE "C" NOT NULL CHECK (entity_level IN ('division', 'department', 'agency')),
    dept_code             text COLLATE "C",
    agency_code           text COLLATE "C",
    exp_func_code         text COLLATE "C",
    exp_func_name         text,
    total                 numeric(20,2),
    general_public_budget numeric(20,2),
    government_fund       numeric(20,2),
    state_capital         numeric(20,2),
    agencies              integer NOT NULL
);
CREATE UNIQUE INDEX appropriation_by_function_key ON rollup.appropriation_by_function
    (mof_div_code, fiscal_year, bgt_stage, entity_level, coalesce(dept_code, ''), coalesce(agency_code, ''), coalesce(exp_func_code, ''));
CREATE INDEX appropriation_by_function_subject ON rollup.appropriation_by_function (exp_func_code, fiscal_year) WHERE entity_level = 'division';
COMMENT ON TABLE rollup.appropriation_by_function IS '一行是一个层级的一个支出功能分类的类或合计：财政拨款支出（表4），单位元';
COMMENT ON COLUMN rollup.appropriation_by_function.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.appropriation_by_function.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.appropriation_by_function.mof_div_code IS '财政区划代码，9位';
COMMENT ON COLUMN rollup.appropriation_by_function.entity_level IS '汇总层级：division 全市（县、区），department 部门，agency 单位';
COMMENT ON COLUMN rollup.appropriation_by_function.dept_code IS '主管部门代码；全市行为空';
COMMENT ON COLUMN rollup.appropriation_by_function.agency_code IS '单位代码；单位级以上为空';
COMMENT ON COLUMN rollup.appropriation_by_function.exp_func_code IS '支出功能分类的类，3位；合计行为空；unresolved 为未能识别的类';
COMMENT ON COLUMN rollup.appropriation_by_function.exp_func_name IS '类的名称，取该年度目录；目录没有的为空';
COMMENT ON COLUMN rollup.appropriation_by_function.total IS '小计（元）';
COMMENT ON COLUMN rollup.appropriation_by_function.general_public_budget IS '一般公共预算（元）';
COMMENT ON COLUMN rollup.appropriation_by_function.government_fund IS '政府性基金预算（元）';
COMMENT ON COLUMN rollup.appropriation_by_function.state_capital IS '国有资本经营预算（元）';
COMMENT ON COLUMN rollup.appropriation_by_function.agencies IS '有数的文件个数';

-- One row is one item of 三公 expenses of one division, department or agency.
CREATE TABLE rollup.three_public (
    fiscal_year           integer NOT NULL,
    bgt_stage             text COLLATE "C" NOT NULL,
    mof_div_code          text COLLATE "C" NOT NULL,
    entity_level          text COLLATE "C" NOT NULL CHECK (entity_level IN ('division', 'department', 'agency')),
    dept_code             text COLLATE "C",
    agency_code           text COLLATE "C",
    item                  text COLLATE "C" NOT NULL,
    total                 numeric(20,2),
    general_public_budget numeric(20,2),
    government_fund       numeric(20,2),
    state_capital         numeric(20,2),
    agencies              integer NOT NULL
);
CREATE UNIQUE INDEX three_public_key ON rollup.three_public
    (mof_div_code, fiscal_year, bgt_stage, entity_level, coalesce(dept_code, ''), coalesce(agency_code, ''), item);
CREATE INDEX three_public_item ON rollup.three_public (item, fiscal_year) WHERE entity_level = 'division';
COMMENT ON TABLE rollup.three_public IS '一行是一个层级的一项“三公”经费（表10），单位元';
COMMENT ON COLUMN rollup.three_public.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.three_public.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.three_public.mof_div_code IS '财政区划代码，9位';
COMMENT ON COLUMN rollup.three_public.entity_level IS '汇总层级：division 全市（县、区），department 部门，agency 单位';
COMMENT ON COLUMN rollup.three_public.dept_code IS '主管部门代码；全市行为空';
COMMENT ON COLUMN rollup.three_public.agency_code IS '单位代码；单位级以上为空';
COMMENT ON COLUMN rollup.three_public.item IS '项目：overseas_travel 因公出国（境），reception 公务接待，vehicles 公务用车购置及运行维护，vehicle_purchase 公务用车购置，vehicle_operation 公务用车运行维护，total 合计';
COMMENT ON COLUMN rollup.three_public.total IS '合计（元）';
COMMENT ON COLUMN rollup.three_public.general_public_budget IS '一般公共预算（元）';
COMMENT ON COLUMN rollup.three_public.government_fund IS '政府性基金预算（元）';
COMMENT ON COLUMN rollup.three_public.state_capital IS '国有资本经营预算（元）';
COMMENT ON COLUMN rollup.three_public.agencies IS '有数的文件个数';

-- One row is the operating expenses of one division, department or agency.
CREATE TABLE rollup.operating_expenses (
    fiscal_year           integer NOT NULL,
    bgt_stage             text COLLATE "C" NOT NULL,
    mof_div_code          text COLLATE "C" NOT NULL,
    entity_level          text COLLATE "C" NOT NULL CHECK (entity_level IN ('division', 'department', 'agency')),
    dept_code             text COLLATE "C",
    agency_code           text COLLATE "C",
    total                 numeric(20,2),
    general_public_budget numeric(20,2),
    government_fund       numeric(20,2),
    state_capital         numeric(20,2),
    agencies              integer NOT NULL
);
CREATE UNIQUE INDEX operating_expenses_key ON rollup.operating_expenses
    (mof_div_code, fiscal_year, bgt_stage, entity_level, coalesce(dept_code, ''), coalesce(agency_code, ''));
COMMENT ON TABLE rollup.operating_expenses IS '一行是一个层级的机关运行经费（表11），单位元';
COMMENT ON COLUMN rollup.operating_expenses.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.operating_expenses.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.operating_expenses.mof_div_code IS '财政区划代码，9位';
COMMENT ON COLUMN rollup.operating_expenses.entity_level IS '汇总层级：division 全市（县、区），department 部门，agency 单位';
COMMENT ON COLUMN rollup.operating_expenses.dept_code IS '主管部门代码；全市行为空';
COMMENT ON COLUMN rollup.operating_expenses.agency_code IS '单位代码；单位级以上为空';
COMMENT ON COLUMN rollup.operating_expenses.total IS '合计（元）';
COMMENT ON COLUMN rollup.operating_expenses.general_public_budget IS '一般公共预算（元）';
COMMENT ON COLUMN rollup.operating_expenses.government_fund IS '政府性基金预算（元）';
COMMENT ON COLUMN rollup.operating_expenses.state_capital IS '国有资本经营预算（元）';
COMMENT ON COLUMN rollup.operating_expenses.agencies IS '有数的文件个数';

-- One row is one project as one agency printed it; or a department, where its own document is the basis.
CREATE TABLE rollup.projects (
    fiscal_year            integer NOT NULL,
    bgt_stage              text COLLATE "C" NOT NULL,
    mof_div_code           text COLLATE "C" NOT NULL,
    entity_level           text COLLATE "C" NOT NULL CHECK (entity_level IN ('division', 'department', 'agency')),
    dept_code              text COLLATE "C",
    agency_code            text COLLATE "C",
    pro_name               text,
    is_carryover           boolean NOT NULL,
    total                  numeric(20,2),
    general_public_budget  numeric(20,2),
    government_fund        numeric(20,2),
    state_capital          numeric(20,2),
    fiscal_special_account numeric(20,2),
    agency_funds           numeric(20,2),
    has_target             boolean NOT NULL,
    target_total           numeric(20,2),
    attribute              text,
    period                 text,
    pro_code               text COLLATE "C",
    pro_category           text,
    row_no                 integer NOT NULL
);
CREATE UNIQUE INDEX projects_key ON rollup.projects
    (mof_div_code, fiscal_year, bgt_stage, entity_level, coalesce(dept_code, ''), coalesce(agency_code, ''), is_carryover, row_no);
CREATE INDEX projects_code ON rollup.projects (pro_code, fiscal_year, entity_level);
COMMENT ON TABLE rollup.projects IS '一行是一个项目（表12、表13），单位元。单位文件的项目列在单位级；部门文件的项目不分单位，在该部门以部门文件为口径时列在部门级';
COMMENT ON COLUMN rollup.projects.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.projects.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.projects.mof_div_code IS '财政区划代码，9位';
COMMENT ON COLUMN rollup.projects.entity_level IS '汇总层级：division 全市（县、区），department 部门，agency 单位';
COMMENT ON COLUMN rollup.projects.dept_code IS '主管部门代码；全市行为空';
COMMENT ON COLUMN rollup.projects.agency_code IS '单位代码；部门文件的项目为空';
COMMENT ON COLUMN rollup.projects.pro_name IS '项目名称，照印';
COMMENT ON COLUMN rollup.projects.is_carryover IS '是否上年结转（表13）';
COMMENT ON COLUMN rollup.projects.total IS '合计（元）';
COMMENT ON COLUMN rollup.projects.general_public_budget IS '一般公共预算（元）';
COMMENT ON COLUMN rollup.projects.government_fund IS '政府性基金预算（元）';
COMMENT ON COLUMN rollup.projects.state_capital IS '国有资本经营预算（元）';
COMMENT ON COLUMN rollup.projects.fiscal_special_account IS '财政专户管理资金（元）';
COMMENT ON COLUMN rollup.projects.agency_funds IS '单位资金（元）';
COMMENT ON COLUMN rollup.projects.has_target IS '是否公开了绩效目标表（名称归一后相同，且为本部门的表）';
COMMENT ON COLUMN rollup.projects.target_total IS '绩效目标表的年度资金总额（元）';
COMMENT ON COLUMN rollup.projects.attribute IS '项目属性，照绩效目标表';
COMMENT ON COLUMN rollup.projects.period IS '项目期，照绩效目标表';
COMMENT ON COLUMN rollup.projects.pro_code IS '项目代码，照印';
COMMENT ON COLUMN rollup.projects.pro_category IS '项目类别，照印';
COMMENT ON COLUMN rollup.projects.row_no IS '在表12或表13中的行号；同名项目可有多行';

-- One row is the count and the sums of the projects and target forms of one division, department or agency.
CREATE TABLE rollup.project_totals (
    fiscal_year            integer NOT NULL,
    bgt_stage              text COLLATE "C" NOT NULL,
    mof_div_code           text COLLATE "C" NOT NULL,
    entity_level           text COLLATE "C" NOT NULL CHECK (entity_level IN ('division', 'department', 'agency')),
    dept_code              text COLLATE "C",
    agency_code            text COLLATE "C",
    projects               bigint,
    total                  numeric(20,2),
    general_public_budget  numeric(20,2),
    government_fund        numeric(20,2),
    state_capital          numeric(20,2),
    fiscal_special_account numeric(20,2),
    agency_funds           numeric(20,2),
    carryover_projects     bigint,
    carryover_total        numeric(20,2),
    targets                bigint NOT NULL,
    targets_total          numeric(20,2)
);
CREATE UNIQUE INDEX project_totals_key ON rollup.project_totals
    (mof_div_code, fiscal_year, bgt_stage, entity_level, coalesce(dept_code, ''), coalesce(agency_code, ''));
COMMENT ON TABLE rollup.project_totals IS '一行是一个层级的项目与绩效目标表的个数和金额，单位元';
COMMENT ON COLUMN rollup.project_totals.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.project_totals.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.project_totals.mof_div_code IS '财政区划代码，9位';
COMMENT ON COLUMN rollup.project_totals.entity_level IS '汇总层级：division 全市（县、区），department 部门，agency 单位';
COMMENT ON COLUMN rollup.project_totals.dept_code IS '主管部门代码；全市行为空';
COMMENT ON COLUMN rollup.project_totals.agency_code IS '单位代码；单位级以上为空';
COMMENT ON COLUMN rollup.project_totals.projects IS '本年项目个数（表12）';
COMMENT ON COLUMN rollup.project_totals.total IS '本年项目合计（元）';
COMMENT ON COLUMN rollup.project_totals.general_public_budget IS '一般公共预算（元）';
COMMENT ON COLUMN rollup.project_totals.government_fund IS '政府性基金预算（元）';
COMMENT ON COLUMN rollup.project_totals.state_capital IS '国有资本经营预算（元）';
COMMENT ON COLUMN rollup.project_totals.fiscal_special_account IS '财政专户管理资金（元）';
COMMENT ON COLUMN rollup.project_totals.agency_funds IS '单位资金（元）';
COMMENT ON COLUMN rollup.project_totals.carryover_projects IS '上年结转项目个数（表13）';
COMMENT ON COLUMN rollup.project_totals.carryover_total IS '上年结转项目合计（元）';
COMMENT ON COLUMN rollup.project_totals.targets IS '本部门的绩效目标表个数';
COMMENT ON COLUMN rollup.project_totals.targets_total IS '绩效目标表的年度资金总额之和（元）';

-- One row is the procurement budget of one division, department or agency.
CREATE TABLE rollup.procurement (
    fiscal_year  integer NOT NULL,
    bgt_stage    text COLLATE "C" NOT NULL,
    mof_div_code text COLLATE "C" NOT NULL,
    entity_level text COLLATE "C" NOT NULL CHECK (entity_level IN ('division', 'department', 'agency')),
    dept_code    text COLLATE "C",
    agency_code  text COLLATE "C",
    total        numeric(20,2),
    goods        numeric(20,2),
    works        numeric(20,2),
    services     numeric(20,2)
);
CREATE UNIQUE INDEX procurement_key ON rollup.procurement
    (mof_div_code, fiscal_year, bgt_stage, entity_level, coalesce(dept_code, ''), coalesce(agency_code, ''));
COMMENT ON TABLE rollup.procurement IS '一行是一个层级的政府采购预算，单位元';
COMMENT ON COLUMN rollup.procurement.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.procurement.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.procurement.mof_div_code IS '财政区划代码，9位';
COMMENT ON COLUMN rollup.procurement.entity_level IS '汇总层级：division 全市（县、区），department 部门，agency 单位';
COMMENT ON COLUMN rollup.procurement.dept_code IS '主管部门代码；全市行为空';
COMMENT ON COLUMN rollup.procurement.agency_code IS '单位代码；单位级以上为空';
COMMENT ON COLUMN rollup.procurement.total IS '总额（元）';
COMMENT ON COLUMN rollup.procurement.goods IS '货物（元）';
COMMENT ON COLUMN rollup.procurement.works IS '工程（元）';
COMMENT ON COLUMN rollup.procurement.services IS '服务（元）';

-- One row is the state assets of one division, department or agency.
CREATE TABLE rollup.state_assets (
    fiscal_year                          integer NOT NULL,
    bgt_stage                            text COLLATE "C" NOT NULL,
    mof_div_code                         text COLLATE "C" NOT NULL,
    entity_level                         text COLLATE "C" NOT NULL CHECK (entity_level IN ('division', 'department', 'agency')),
    dept_code                            text COLLATE "C",
    agency_code                          text COLLATE "C",
    vehicles_quota                       numeric,
    vehicles_actual                      numeric,
    vehicles_leadership                  numeric,
    vehicles_confidential_communications numeric,
    vehicles_emergency                   numeric,
    vehicles_law_enforcement             numeric,
    vehicles_special_technical           numeric,
    vehicles_general                     numeric,
    vehicles_retired_cadres              numeric,
    vehicles_institution_business        numeric,
    vehicles_other                       numeric,
    office_floor_area_m2                 numeric,
    equipment_over_500k_yuan             numeric,
    equipment_over_1m_yuan               numeric
);
CREATE UNIQUE INDEX state_assets_key ON rollup.state_assets
    (mof_div_code, fiscal_year, bgt_stage, entity_level, coalesce(dept_code, ''), coalesce(agency_code, ''));
COMMENT ON TABLE rollup.state_assets IS '一行是一个层级的国有资产占有使用情况，各单位之和';
COMMENT ON COLUMN rollup.state_assets.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.state_assets.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.state_assets.mof_div_code IS '财政区划代码，9位';
COMMENT ON COLUMN rollup.state_assets.entity_level IS '汇总层级：division 全市（县、区），department 部门，agency 单位';
COMMENT ON COLUMN rollup.state_assets.dept_code IS '主管部门代码；全市行为空';
COMMENT ON COLUMN rollup.state_assets.agency_code IS '单位代码；单位级以上为空';
COMMENT ON COLUMN rollup.state_assets.vehicles_quota IS '车辆编制数（辆）';
COMMENT ON COLUMN rollup.state_assets.vehicles_actual IS '车辆实有数（辆）';
COMMENT ON COLUMN rollup.state_assets.vehicles_leadership IS '领导干部用车（辆）';
COMMENT ON COLUMN rollup.state_assets.vehicles_confidential_communications IS '机要通信用车（辆）';
COMMENT ON COLUMN rollup.state_assets.vehicles_emergency IS '应急保障用车（辆）';
COMMENT ON COLUMN rollup.state_assets.vehicles_law_enforcement IS '执法执勤用车（辆）';
COMMENT ON COLUMN rollup.state_assets.vehicles_special_technical IS '特种专业技术用车（辆）';
COMMENT ON COLUMN rollup.state_assets.vehicles_general IS '一般公务用车（辆）';
COMMENT ON COLUMN rollup.state_assets.vehicles_retired_cadres IS '离退休干部用车（辆）';
COMMENT ON COLUMN rollup.state_assets.vehicles_institution_business IS '事业单位业务用车（辆）';
COMMENT ON COLUMN rollup.state_assets.vehicles_other IS '其他用车（辆）';
COMMENT ON COLUMN rollup.state_assets.office_floor_area_m2 IS '办公用房面积（平方米）';
COMMENT ON COLUMN rollup.state_assets.equipment_over_500k_yuan IS '单价50万元以上通用设备（台、套）';
COMMENT ON COLUMN rollup.state_assets.equipment_over_1m_yuan IS '单价100万元以上专用设备（台、套）';

-- One row says what has arrived of one division, department or agency, and whether it adds up.
CREATE TABLE rollup.coverage (
    fiscal_year        integer NOT NULL,
    bgt_stage          text COLLATE "C" NOT NULL,
    mof_div_code       text COLLATE "C" NOT NULL,
    entity_level       text COLLATE "C" NOT NULL CHECK (entity_level IN ('division', 'department', 'agency')),
    dept_code          text COLLATE "C",
    agency_code        text COLLATE "C",
    basis              text COLLATE "C" CHECK (basis IN ('agencies', 'department')),
    status             text COLLATE "C" NOT NULL CHECK (status IN ('loaded', 'held', 'rejected', 'missing')),
    document           text,
    revision           integer,
    tables_published   bigint,
    errors             bigint,
    warnings           bigint,
    printed_total      numeric(20,2),
    rolled_total       numeric(20,2),
    expenditure_source text COLLATE "C",
    pending            text COLLATE "C" CHECK (pending IN ('held', 'rejected')),
    agencies           bigint NOT NULL,
    agencies_loaded    bigint NOT NULL
);
CREATE UNIQUE INDEX coverage_key ON rollup.coverage
    (mof_div_code, fiscal_year, bgt_stage, entity_level, coalesce(dept_code, ''), coalesce(agency_code, ''));
COMMENT ON TABLE rollup.coverage IS '一行是一个层级的公开情况：谁公开了、以什么为口径、印的与加总的是否一致';
COMMENT ON COLUMN rollup.coverage.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.coverage.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.coverage.mof_div_code IS '财政区划代码，9位';
COMMENT ON COLUMN rollup.coverage.entity_level IS '汇总层级：division 全市（县、区），department 部门，agency 单位';
COMMENT ON COLUMN rollup.coverage.dept_code IS '主管部门代码；全市行为空';
COMMENT ON COLUMN rollup.coverage.agency_code IS '单位代码；单位级以上为空';
COMMENT ON COLUMN rollup.coverage.basis IS '口径：agencies 以各单位文件汇总，department 以部门文件为准；全市行各部门不一的为空';
COMMENT ON COLUMN rollup.coverage.status IS 'loaded 已入库有效，held 因勾稽错误暂缓，rejected 被退回，missing 名册上有而未公开；部门、全市行有计入的文件即为 loaded';
COMMENT ON COLUMN rollup.coverage.document IS '文件名与文件内序号；部门行为部门文件，全市行为空';
COMMENT ON COLUMN rollup.coverage.revision IS '版本';
COMMENT ON COLUMN rollup.coverage.tables_published IS '公开的表数（15张之中）；部门、全市行为计入的各文件之和，以下同';
COMMENT ON COLUMN rollup.coverage.errors IS '最近一次勾稽的错误数；未勾稽为空';
COMMENT ON COLUMN rollup.coverage.warnings IS '最近一次勾稽的提示数；未勾稽为空';
COMMENT ON COLUMN rollup.coverage.printed_total IS '支出总计，照印（元；表1，未印的取表3合计）';
COMMENT ON COLUMN rollup.coverage.rolled_total IS '支出总计，由最末级科目加总（元）';
COMMENT ON COLUMN rollup.coverage.expenditure_source IS '支出合计取自：table 3、table 2、table 5；各文件不一的为 mixed';
COMMENT ON COLUMN rollup.coverage.pending IS '有效版本之后另有到达：held 暂缓，rejected 被退回；没有为空';
COMMENT ON COLUMN rollup.coverage.agencies IS '单位个数：名册上的与已到达的';
COMMENT ON COLUMN rollup.coverage.agencies_loaded IS '有有效文件的单位个数';
