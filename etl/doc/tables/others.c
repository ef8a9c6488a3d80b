/* What a disclosure holds besides its 15 tables: identity, prose, procurement, assets, performance
 * targets. */
#include "doc/columns.h"
#include "doc/tables/tables.h"

static const char *const levels[] = {"1", "2", "3", NULL};

static const struct column document_columns[] = {
    {.name = "published_on", .kind = COLUMN_DATE, .comment = "公开日期"},
    TEXT("mof_div_name", "财政区划名称"),
    TEXT("dept_name", "主管部门名称"),
    {.name = "agency_name",
     .kind = COLUMN_TEXT,
     .comment = "单位名称",
     .required = true,
     .filled = true},
    {.name = "agency_level",
     .kind = COLUMN_NUMBER,
     .comment = "预算单位级次：1、2、3",
     .among = levels},
    {.name = "source_title", .key = "source.title", .kind = COLUMN_TEXT, .comment = "公开文件标题"},
    {.name = "source_url", .key = "source.url", .kind = COLUMN_TEXT, .comment = "公开网址"},
    {.name = "source_file", .key = "source.file", .kind = COLUMN_TEXT, .comment = "公开文件名"},
    TEXT("duties", "单位职责，照印"),
    {.name = "organization_text",
     .key = "organization.text",
     .kind = COLUMN_TEXT,
     .comment = "机构设置，照印"},
};

const struct relation part_document = {
    .name = "document",
    .holder = "",
    .comment = "公开文件本身：名称、来源、职责、机构设置",
    COLUMNS_OF(document_columns),
};

static const struct column subordinate_columns[] = {
    {.name = "subordinate_agency_code",
     .key = "agency_code",
     .kind = COLUMN_TEXT,
     .comment = "下属单位代码"},
    {.name = "subordinate_agency_name",
     .key = "agency_name",
     .kind = COLUMN_TEXT,
     .comment = "下属单位名称",
     .required = true},
};

const struct relation part_subordinate_agencies = {
    .name = "subordinate_agencies",
    .holder = "",
    .member = "subordinate_agencies",
    .comment = "部门所属预算单位",
    COLUMNS_OF(subordinate_columns),
};

static const struct column division_columns[] = {TEXT("internal_division", "内设机构名称")};

const struct relation part_organization_divisions = {
    .name = "organization_divisions",
    .holder = "organization",
    .member = "divisions",
    .scalar_rows = true,
    .comment = "机构设置：内设机构",
    COLUMNS_OF(division_columns),
};

#define SHARE_BASES                                                                                \
    "revenue_total 收入预算，expenditure_total 支出预算，"                               \
    "appropriation_total 财政拨款收支总预算，"                                           \
    "general_public_current_expenditure 一般公共预算当年支出"

static const char *const figures[] = {"revenue_total",
                                      "expenditure_total",
                                      "appropriation_total",
                                      "general_public_current_expenditure",
                                      "three_public.total",
                                      "three_public.overseas_travel",
                                      "three_public.reception",
                                      "three_public.vehicles",
                                      "three_public.vehicle_purchase",
                                      "three_public.vehicle_operation",
                                      "operating_expenses",
                                      "government_fund_expenditure",
                                      "state_capital_expenditure",
                                      NULL};
static const char *const share_bases[] = {"revenue_total", "expenditure_total",
                                          "appropriation_total",
                                          "general_public_current_expenditure", NULL};
static const char *const prior_kinds[] = {"budget", "outturn", NULL};
static const char *const periods[] = {"term", "annual", NULL};

static const struct column change_columns[] = {
    {.name = "figure",
     .kind = COLUMN_TEXT,
     .comment =
         "所说的数：" SHARE_BASES
         "，three_public.total “三公”经费，three_public.overseas_travel 因公出国（境）费，"
         "three_public.reception 公务接待费，three_public.vehicles 公务用车购置及运行费，"
         "three_public.vehicle_purchase 公务用车购置费，"
         "three_public.vehicle_operation 公务用车运行维护费，operating_expenses 机关运行经费，"
         "government_fund_expenditure 政府性基金预算支出，"
         "state_capital_expenditure 国有资本经营预算支出",
     .required = true,
     .among = figures},
    AMOUNT("amount", "本年数"),
    AMOUNT("change", "比上年增减"),
    NUMBER("change_pct", "比上年增减（%）"),
    TEXT("reason", "增减原因，照印"),
};

const struct relation part_narrative_changes = {
    .name = "narrative_changes",
    .holder = "narrative",
    .member = "changes",
    .comment = "文字说明：比上年增减",
    COLUMNS_OF(change_columns),
};

static const struct column share_columns[] = {
    {.name = "of_figure",
     .key = "of",
     .kind = COLUMN_TEXT,
     .comment = "占比的基数：" SHARE_BASES,
     .required = true,
     .among = share_bases},
    TEXT("item", "项目，照印"),
    AMOUNT("amount", "金额"),
    NUMBER("pct", "占比（%）"),
};

const struct relation part_narrative_shares = {
    .name = "narrative_shares",
    .holder = "narrative",
    .member = "shares",
    .comment = "文字说明：构成",
    COLUMNS_OF(share_columns),
};

static const struct column item_columns[] = {
    {.name = "exp_func_code",
     .kind = COLUMN_CODE,
     .lengths = "357",
     .comment = "支出功能分类科目编码"},
    TEXT("item", "科目名称，照印"),
    AMOUNT("amount", "本年数"),
    AMOUNT("prior_amount", "上年数"),
    {.name = "prior_kind",
     .kind = COLUMN_TEXT,
     .comment = "上年数的性质：budget 预算数，outturn 执行数",
     .among = prior_kinds},
};

const struct relation part_narrative_items = {
    .name = "narrative_items",
    .holder = "narrative",
    .member = "items",
    .comment = "文字说明：逐项说明的科目",
    COLUMNS_OF(item_columns),
};

#define COUNT_AND_AMOUNT(prefix, object, zh)                                                       \
    {.name = prefix "_count",                                                                      \
     .key = object ".count",                                                                       \
     .kind = COLUMN_NUMBER,                                                                        \
     .comment = zh "个数"},                                                                        \
    {                                                                                              \
        .name = prefix "_amount", .key = object ".amount", .kind = COLUMN_AMOUNT,                  \
        .comment = zh "金额（分）"                                                            \
    }

static const struct column performance_columns[] = {
    {.name = "overall_target_amount",
     .key = "performance.overall_target_amount",
     .kind = COLUMN_AMOUNT,
     .comment = "整体绩效目标涉及金额（分）"},
    COUNT_AND_AMOUNT("projects", "performance.projects", "纳入绩效目标管理的项目"),
    COUNT_AND_AMOUNT("other_operating_projects", "performance.other_operating_projects",
                     "其他运转类项目"),
    COUNT_AND_AMOUNT("specific_target_projects", "performance.specific_target_projects",
                     "特定目标类项目"),
    COUNT_AND_AMOUNT("published", "performance.published", "公开绩效目标的项目"),
    {.name = "published_pct",
     .key = "performance.published.pct_of_project_expenditure",
     .kind = COLUMN_NUMBER,
     .comment = "公开绩效目标项目占项目支出总额（%）"},
};

const struct relation part_narrative_performance = {
    .name = "narrative_performance",
    .holder = "narrative",
    .comment = "文字说明：绩效管理情况",
    COLUMNS_OF(performance_columns),
};

static const struct column section_columns[] = {
    TEXT("heading", "标题，照印"),
    {.name = "section_text", .key = "text", .kind = COLUMN_TEXT, .comment = "正文，照印"},
};

const struct relation part_narrative_sections = {
    .name = "narrative_sections",
    .holder = "narrative",
    .member = "sections",
    .comment = "文字说明：各节原文",
    COLUMNS_OF(section_columns),
};

static const struct column procurement_columns[] = {
    AMOUNT("total", "政府采购预算总额"),
    AMOUNT("goods", "货物"),
    AMOUNT("works", "工程"),
    AMOUNT("services", "服务"),
};

const struct relation part_procurement = {
    .name = "procurement",
    .holder = "procurement",
    .comment = "政府采购情况",
    COLUMNS_OF(procurement_columns),
};

#define VEHICLES(use, zh)                                                                          \
    {                                                                                              \
        .name = "vehicles_" use, .key = "vehicles." use, .kind = COLUMN_NUMBER,                    \
        .comment = zh "（辆）"                                                                  \
    }

static const struct column asset_columns[] = {
    {.name = "as_of", .kind = COLUMN_DATE, .comment = "截至日期"},
    VEHICLES("quota", "车辆编制数"),
    VEHICLES("actual", "车辆实有数"),
    VEHICLES("leadership", "领导干部用车"),
    VEHICLES("confidential_communications", "机要通信用车"),
    VEHICLES("emergency", "应急保障用车"),
    VEHICLES("law_enforcement", "执法执勤用车"),
    VEHICLES("special_technical", "特种专业技术用车"),
    VEHICLES("general", "一般公务用车"),
    VEHICLES("retired_cadres", "离退休干部用车"),
    VEHICLES("institution_business", "事业单位业务用车"),
    VEHICLES("other", "其他用车"),
    NUMBER("office_floor_area_m2", "办公用房面积（平方米）"),
    NUMBER("equipment_over_500k_yuan", "单价50万元以上通用设备（台、套）"),
    NUMBER("equipment_over_1m_yuan", "单价100万元以上专用设备（台、套）"),
};

const struct relation part_state_assets = {
    .name = "state_assets",
    .holder = "state_assets",
    .comment = "国有资产占有使用情况",
    COLUMNS_OF(asset_columns),
};

#define FUNDING(period, object, zh)                                                                \
    {.name = period "_total",                                                                      \
     .key = object ".total",                                                                       \
     .kind = COLUMN_AMOUNT,                                                                        \
     .comment = zh "资金总额（分）"},                                                              \
        {.name = period "_central",                                                                \
         .key = object ".central",                                                                 \
         .kind = COLUMN_AMOUNT,                                                                    \
         .comment = zh "中央财政资金（分）"},                                                      \
        {.name = period "_provincial",                                                             \
         .key = object ".provincial",                                                              \
         .kind = COLUMN_AMOUNT,                                                                    \
         .comment = zh "省级财政资金（分）"},                                                      \
        {.name = period "_local",                                                                  \
         .key = object ".local",                                                                   \
         .kind = COLUMN_AMOUNT,                                                                    \
         .comment = zh "市县（区）财政资金（分）"},                                                \
        {.name = period "_self_raised",                                                            \
         .key = object ".self_raised",                                                             \
         .kind = COLUMN_AMOUNT,                                                                    \
         .comment = zh "单位自筹（分）"},                                                          \
    {                                                                                              \
        .name = period "_other", .key = object ".other", .kind = COLUMN_AMOUNT,                    \
        .comment = zh "其他资金（分）"                                                      \
    }

static const struct column target_columns[] = {
    {.name = "pro_name", .kind = COLUMN_TEXT, .comment = "项目名称，照印", .required = true},
    {.name = "target_dept_code",
     .key = "dept_code",
     .kind = COLUMN_TEXT,
     .comment = "表上所印主管部门代码，可与公开单位不同"},
    {.name = "target_dept_name",
     .key = "dept_name",
     .kind = COLUMN_TEXT,
     .comment = "表上所印主管部门名称"},
    {.name = "target_agency_name",
     .key = "agency_name",
     .kind = COLUMN_TEXT,
     .comment = "实施单位"},
    TEXT("attribute", "项目属性"),
    TEXT("period", "项目期"),
    {.name = "amount_unit", .kind = COLUMN_UNIT, .comment = "本表金额单位，照印"},
    FUNDING("term", "term_funding", "实施期"),
    FUNDING("annual", "annual_funding", "年度"),
    TEXT("overview", "项目概况"),
    TEXT("basis", "立项依据"),
    TEXT("necessity", "项目设立必要性"),
    TEXT("safeguards", "保证项目实施的制度、措施"),
    TEXT("plan", "项目实施计划"),
    TEXT("term_goal", "实施期总体目标"),
    TEXT("annual_goal", "年度总体目标"),
    TEXT("filled_at", "填报日期，照印"),
};

const struct relation part_performance_targets = {
    .name = "performance_targets",
    .holder = "",
    .member = "performance_targets",
    .row_units = true,
    .comment = "项目支出绩效目标表",
    COLUMNS_OF(target_columns),
};

static const struct column indicator_columns[] = {
    {.name = "indicator_period",
     .key = "period",
     .kind = COLUMN_TEXT,
     .comment = "term 实施期，annual 年度",
     .among = periods},
    TEXT("level1", "一级指标"),
    TEXT("level2", "二级指标"),
    TEXT("level3", "三级指标"),
    TEXT("kpi_val", "指标值，照印"),
    {.name = "kpi_operator",
     .kind = COLUMN_DERIVED,
     .comment = "指标值的比较符（推导）：≤ ≥ = < >"},
    {.name = "kpi_number", .kind = COLUMN_DERIVED_NUMBER, .comment = "指标值的数值（推导）"},
    {.name = "kpi_unit", .kind = COLUMN_DERIVED, .comment = "指标值的计量单位（推导）"},
};

const struct relation part_performance_indicators = {
    .name = "performance_indicators",
    .holder = "",
    .member = "performance_targets",
    .nested = "indicators",
    .comment = "绩效目标表的绩效指标",
    COLUMNS_OF(indicator_columns),
    .derive = derive_kpi,
};

static const struct column glossary_columns[] = {
    TEXT("term", "名词"),
    TEXT("definition", "解释"),
};

const struct relation part_glossary = {
    .name = "glossary",
    .holder = "",
    .member = "glossary",
    .comment = "名词解释",
    COLUMNS_OF(glossary_columns),
};
