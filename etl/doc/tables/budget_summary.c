#include "doc/columns.h"
#include "doc/tables/tables.h"

static const struct column revenue_columns[] = {
    TEXT("item", "收入项目，照印"),
    AMOUNT("amount", "金额"),
    REVENUE_DERIVED,
};

const struct relation table_budget_summary_revenue = {
    .name = "budget_summary_revenue",
    .holder = "tables.budget_summary",
    .member = "revenue",
    .comment = "表1 预算收支总表·收入",
    COLUMNS_OF(revenue_columns),
    .derive = derive_revenue_items,
};

static const struct column expenditure_columns[] = {
    TEXT("item", "支出项目，照印"),
    AMOUNT("total", "合计"),
    AMOUNT("current", "当年预算安排"),
    AMOUNT("carryover", "上年结转安排"),
    AMOUNT("basic", "基本支出"),
    AMOUNT("personnel", "人员经费"),
    AMOUNT("public", "公用经费"),
    AMOUNT("project", "项目支出"),
    CLASS_DERIVED,
};

const struct relation table_budget_summary_expenditure = {
    .name = "budget_summary_expenditure",
    .holder = "tables.budget_summary",
    .member = "expenditure",
    .comment = "表1 预算收支总表·支出",
    COLUMNS_OF(expenditure_columns),
    .derive = derive_class_labels,
};
