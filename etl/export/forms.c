#include "export/forms.h"

#define HEADS(list) .heads = (list), .head_count = sizeof(list) / sizeof((list)[0])

static const char no_data[] = "注：本表无数据";

static const struct form_head summary_heads[] = {
    {0, 0, 1, 2, "收入"},        {0, 2, 1, 4, "支出"},         {1, 0, 1, 1, "项目"},
    {1, 1, 1, 1, "{Y}年"},       {1, 2, 1, 1, "项目"},         {1, 3, 1, 1, "{Y}年合计"},
    {1, 4, 1, 1, "当年{K}安排"}, {1, 5, 1, 1, "上年结转安排"},
};

static const struct form_head revenue_heads[] = {
    {0, 0, 1, 2, "项目"},
    {0, 2, 1, 6, "本年收入"},
    {0, 8, 2, 1, "上年结转"},
    {1, 0, 1, 1, "科目编码"},
    {1, 1, 1, 1, "科目名称"},
    {1, 2, 1, 1, "合计"},
    {1, 3, 1, 1, "一般公共预算"},
    {1, 4, 1, 1, "政府性基金"},
    {1, 5, 1, 1, "国有资本经营预算"},
    {1, 6, 1, 1, "财政专户管理资金"},
    {1, 7, 1, 1, "单位资金"},
};

static const struct form_head expenditure_heads[] = {
    {0, 0, 1, 2, "项目"},     {0, 2, 1, 3, "{Y}年{K}数"}, {1, 0, 1, 1, "科目编码"},
    {1, 1, 1, 1, "科目名称"}, {1, 2, 1, 1, "合计"},       {1, 3, 1, 1, "基本支出"},
    {1, 4, 1, 1, "项目支出"},
};

static const struct form_head appropriation_heads[] = {
    {0, 0, 1, 2, "收入"},           {0, 2, 1, 5, "支出"},
    {1, 0, 2, 1, "项目"},           {1, 1, 2, 1, "金额"},
    {1, 2, 2, 1, "项目"},           {1, 3, 1, 4, "金额"},
    {2, 3, 1, 1, "小计"},           {2, 4, 1, 1, "一般公共预算"},
    {2, 5, 1, 1, "政府性基金预算"}, {2, 6, 1, 1, "国有资本经营预算"},
};

static const struct form_head economic_heads[] = {
    {0, 0, 2, 1, "部门预算支出经济科目名称"},
    {0, 1, 2, 1, "政府预算支出经济科目名称"},
    {0, 2, 1, 3, "{Y}年{K}数"},
    {1, 2, 1, 1, "合计"},
    {1, 3, 1, 1, "人员经费"},
    {1, 4, 1, 1, "公用经费"},
};

static const struct form_head fund_revenue_heads[] = {
    {0, 0, 1, 2, "项目"},
    {0, 2, 2, 1, "政府性基金收入{K}"},
    {1, 0, 1, 1, "收入科目编码"},
    {1, 1, 1, 1, "科目名称"},
};

static const struct form_head fund_expenditure_heads[] = {
    {0, 0, 1, 1, "科目编码"}, {0, 1, 1, 1, "科目名称"}, {0, 2, 1, 1, "合计"},
    {0, 3, 1, 1, "基本支出"}, {0, 4, 1, 1, "项目支出"},
};

static const struct form_head capital_heads[] = {
    {0, 0, 1, 3, "国有资本经营预算收入"},
    {0, 3, 1, 5, "国有资本经营预算支出"},
    {1, 0, 1, 2, "项目"},
    {1, 2, 2, 1, "国有资本经营收入{K}"},
    {1, 3, 2, 1, "科目编码"},
    {1, 4, 2, 1, "科目名称"},
    {1, 5, 2, 1, "合计"},
    {1, 6, 2, 1, "基本支出"},
    {1, 7, 2, 1, "项目支出"},
    {2, 0, 1, 1, "收入科目编码"},
    {2, 1, 1, 1, "科目名称"},
};

static const struct form_head three_public_heads[] = {
    {0, 0, 2, 1, "项目"},         {0, 1, 1, 4, "{Y}年{K}数"},     {1, 1, 1, 1, "合计"},
    {1, 2, 1, 1, "一般公共预算"}, {1, 3, 1, 1, "政府性基金预算"}, {1, 4, 1, 1, "国有资本经营预算"},
};

static const struct form_head operating_heads[] = {
    {0, 0, 2, 1, "单位名称"},     {0, 1, 1, 4, "{Y}年{K}数"},     {1, 1, 1, 1, "合计"},
    {1, 2, 1, 1, "一般公共预算"}, {1, 3, 1, 1, "政府性基金预算"}, {1, 4, 1, 1, "国有资本经营预算"},
};

static const struct form_head project_heads[] = {
    {0, 0, 2, 1, "项目名称"},       {0, 1, 2, 1, "合计"},
    {0, 2, 1, 3, "{Y}年财政拨款"},  {0, 5, 2, 1, "财政专户管理资金"},
    {0, 6, 2, 1, "单位资金"},       {1, 2, 1, 1, "一般公共预算"},
    {1, 3, 1, 1, "政府性基金预算"}, {1, 4, 1, 1, "国有资本经营预算"},
};

static const struct form_head carryover_heads[] = {
    {0, 0, 2, 1, "项目名称"},     {0, 1, 2, 1, "合计"},           {0, 2, 1, 3, "{Y}年财政拨款"},
    {1, 2, 1, 1, "一般公共预算"}, {1, 3, 1, 1, "政府性基金预算"}, {1, 4, 1, 1, "国有资本经营预算"},
};

static const struct form_head comparison_heads[] = {
    {0, 0, 1, 1, "项目"},   {0, 1, 1, 1, "{Y}年"}, {0, 2, 1, 1, "{P}年"},
    {0, 3, 1, 1, "增减额"}, {0, 4, 1, 1, "增减%"}, {0, 5, 1, 1, "对总额增长的贡献（百分点）"},
};

static const struct form_head coverage_heads[] = {
    {0, 0, 1, 1, "代码"},
    {0, 1, 1, 1, "名称"},
    {0, 2, 1, 1, "口径"},
    {0, 3, 1, 1, "公开情况"},
    {0, 4, 1, 1, "公开的表数"},
    {0, 5, 1, 1, "错误"},
    {0, 6, 1, 1, "提示"},
    {0, 7, 1, 1, "单位数"},
    {0, 8, 1, 1, "已公开单位数"},
    {0, 9, 1, 1, "支出总计，照印"},
    {0, 10, 1, 1, "支出总计，加总"},
    {0, 11, 1, 1, "差额"},
};

static const struct form_head finding_heads[] = {
    {0, 0, 1, 1, "程度"}, {0, 1, 1, 1, "规则"}, {0, 2, 1, 1, "单位"},      {0, 3, 1, 1, "表"},
    {0, 4, 1, 1, "行"},   {0, 5, 1, 1, "列"},   {0, 6, 1, 1, "应为"},      {0, 7, 1, 1, "所印"},
    {0, 8, 1, 1, "差额"}, {0, 9, 1, 1, "容差"}, {0, 10, 1, 1, "计量单位"}, {0, 11, 1, 1, "说明"},
};

static const double summary_widths[] = {25, 12, 32, 13, 13, 13};
static const double subject_widths[] = {11, 40, 14, 14, 14, 14, 14, 14, 14};
static const double appropriation_widths[] = {25, 12, 32, 12, 13, 15, 17};
static const double economic_widths[] = {32, 32, 14, 14, 14};
static const double fund_revenue_widths[] = {14, 44, 22};
static const double capital_widths[] = {14, 26, 14, 11, 36, 13, 13, 13};
static const double item_widths[] = {40, 14, 14, 14, 14};
static const double project_widths[] = {52, 14, 14, 14, 14, 14, 14};
static const double comparison_widths[] = {40, 14, 14, 14, 11, 20};
static const double coverage_widths[] = {10, 36, 10, 16, 8, 7, 7, 8, 8, 15, 15, 12};
static const double finding_widths[] = {9, 8, 10, 24, 24, 16, 15, 15, 13, 10, 9, 60};

const struct form forms[] = {
    {.sheet = "表1 收支总表",
     .corner = "{K}公开表1",
     .title = "{Y}年{K}收支总表",
     .unit = "单位：万元",
     .sql = "70_forms/01_budget_summary.sql",
     .kinds = "tntnnn",
     .widths = summary_widths,
     HEADS(summary_heads),
     .head_rows = 2,
     .empty_note = no_data},
    {.sheet = "表2 收入总表",
     .corner = "{K}公开表2",
     .title = "{Y}年{K}收入总表",
     .unit = "单位：万元",
     .sql = "70_forms/02_revenue.sql",
     .kinds = "cwnnnnnnn",
     .widths = subject_widths,
     HEADS(revenue_heads),
     .head_rows = 2,
     .frozen_columns = 2,
     .landscape = true,
     .empty_note = no_data},
    {.sheet = "表3 支出总表",
     .corner = "{K}公开表3",
     .title = "{Y}年{K}支出总表",
     .unit = "单位：万元",
     .sql = "70_forms/03_expenditure.sql",
     .kinds = "cwnnn",
     .widths = subject_widths,
     HEADS(expenditure_heads),
     .head_rows = 2,
     .frozen_columns = 2,
     .empty_note = no_data},
    {.sheet = "表4 财政拨款收支总表",
     .corner = "{K}公开表4",
     .title = "{Y}年财政拨款收支{F}总表",
     .unit = "单位：万元",
     .sql = "70_forms/04_appropriation_summary.sql",
     .kinds = "tntnnnn",
     .widths = appropriation_widths,
     HEADS(appropriation_heads),
     .head_rows = 3,
     .empty_note = no_data},
    {.sheet = "表5 一般公共预算支出",
     .corner = "{K}公开表5",
     .title = "{Y}年一般公共预算支出{K}表（不含上年结转）",
     .unit = "单位：万元",
     .sql = "70_forms/05_general_public_expenditure.sql",
     .kinds = "cwnnn",
     .widths = subject_widths,
     HEADS(expenditure_heads),
     .head_rows = 2,
     .frozen_columns = 2,
     .empty_note = no_data},
    {.sheet = "表6 基本支出经济科目",
     .corner = "{K}公开表6",
     .title = "{Y}年一般公共预算安排基本支出分经济科目{F}表（不含上年结转）",
     .unit = "单位：万元",
     .sql = "70_forms/06_basic_expenditure_by_economic.sql",
     .kinds = "wwnnn",
     .widths = economic_widths,
     HEADS(economic_heads),
     .head_rows = 2,
     .frozen_columns = 2,
     .empty_note = no_data},
    {.sheet = "表7 政府性基金收入",
     .corner = "{K}公开表7",
     .title = "{Y}年政府性基金预算收入{F}表（不含上年结转）",
     .unit = "单位：万元",
     .sql = "70_forms/07_government_fund_revenue.sql",
     .kinds = "cwn",
     .widths = fund_revenue_widths,
     HEADS(fund_revenue_heads),
     .head_rows = 2,
     .frozen_columns = 2,
     .empty_note = no_data},
    {.sheet = "表8 政府性基金支出",
     .corner = "{K}公开表8",
     .title = "{Y}年政府性基金预算支出{F}表（不含上年结转）",
     .unit = "单位：万元",
     .sql = "70_forms/08_government_fund_expenditure.sql",
     .kinds = "cwnnn",
     .widths = subject_widths,
     HEADS(fund_expenditure_heads),
     .head_rows = 1,
     .frozen_columns = 2,
     .empty_note = no_data},
    {.sheet = "表9 国有资本经营",
     .corner = "{K}公开表9",
     .title = "{Y}年国有资本经营预算收支{K}表（不含上年结转）",
     .unit = "单位：万元",
     .sql = "70_forms/09_state_capital.sql",
     .kinds = "cwncwnnn",
     .widths = capital_widths,
     HEADS(capital_heads),
     .head_rows = 3,
     .landscape = true,
     .empty_note = no_data},
    {.sheet = "表10 “三公”经费",
     .corner = "{K}公开表10",
     .title = "{Y}年财政拨款安排“三公”经费支出{K}表",
     .unit = "单位：万元",
     .sql = "70_forms/10_three_public.sql",
     .kinds = "wnnnn",
     .widths = item_widths,
     HEADS(three_public_heads),
     .head_rows = 2,
     .frozen_columns = 1,
     .empty_note = no_data},
    {.sheet = "表11 机关运行经费",
     .corner = "{K}公开表11",
     .title = "{Y}年财政拨款安排机关运行经费{K}表",
     .unit = "单位：万元",
     .sql = "70_forms/11_operating_expenses.sql",
     .kinds = "wnnnn",
     .widths = item_widths,
     HEADS(operating_heads),
     .head_rows = 2,
     .frozen_columns = 1,
     .empty_note = no_data},
    {.sheet = "表12 项目支出本年",
     .corner = "{K}公开表12",
     .title = "{Y}年项目支出{K}表（本年{K}）",
     .unit = "单位：万元",
     .sql = "70_forms/12_projects_current.sql",
     .kinds = "wnnnnnn",
     .widths = project_widths,
     HEADS(project_heads),
     .head_rows = 2,
     .frozen_columns = 1,
     .landscape = true,
     .empty_note = no_data},
    {.sheet = "表13 项目支出结转",
     .corner = "{K}公开表13",
     .title = "{Y}年项目支出{K}表（上年结转）",
     .unit = "单位：万元",
     .sql = "70_forms/13_projects_carryover.sql",
     .kinds = "wnnnn",
     .widths = project_widths,
     HEADS(carryover_heads),
     .head_rows = 2,
     .frozen_columns = 1,
     .landscape = true,
     .empty_note = no_data},
    {.sheet = "年度对比",
     .title = "{Y}年与{P}年对比",
     .unit = "单位：万元",
     .sql = "70_forms/14_comparison.sql",
     .kinds = "wnnnpp",
     .widths = comparison_widths,
     HEADS(comparison_heads),
     .head_rows = 1,
     .frozen_columns = 1,
     .needs_prior = true,
     .has_chart = true},
    {.sheet = "公开情况",
     .title = "{Y}年公开与汇总情况",
     .unit = "单位：万元",
     .sql = "70_forms/15_coverage.sql",
     .kinds = "cwttiiiiinnn",
     .widths = coverage_widths,
     HEADS(coverage_heads),
     .head_rows = 1,
     .frozen_columns = 2,
     .landscape = true},
    {.sheet = "勾稽发现",
     .title = "{Y}年勾稽发现",
     .unit = "金额的单位见“计量单位”列",
     .sql = "70_forms/16_findings.sql",
     .kinds = "ttcwwwddddtw",
     .widths = finding_widths,
     HEADS(finding_heads),
     .head_rows = 1,
     .frozen_columns = 2,
     .landscape = true},
};
const size_t form_count = sizeof forms / sizeof forms[0];
