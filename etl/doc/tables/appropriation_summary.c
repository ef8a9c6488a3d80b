#include "doc/columns.h"
#include "doc/tables/tables.h"

static const struct column revenue_columns[] = {
    TEXT("item", "收入项目，照印"),
    AMOUNT("amount", "金额"),
    REVENUE_DERIVED,
};

const struct relation table_appropriation_summary_revenue = {
    .name = "appropriation_summary_revenue",
    .holder = "tables.appropriation_summary",
    .member = "revenue",
    .comment = "表4 财政拨款收支总表·收入",
    COLUMNS_OF(revenue_columns),
    .derive = derive_revenue_items,
};

static const struct column expenditure_columns[] = {
    TEXT("item", "支出项目，照印"),
    AMOUNT("total", "小计"),
    THREE_FUNDS,
    CLASS_DERIVED,
};

const struct relation table_appropriation_summary_expenditure = {
    .name = "appropriation_summary_expenditure",
    .holder = "tables.appropriation_summary",
    .member = "expenditure",
    .comment = "表4 财政拨款收支总表·支出",
    COLUMNS_OF(expenditure_columns),
    .derive = derive_class_labels,
};
