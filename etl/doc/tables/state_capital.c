#include "doc/columns.h"
#include "doc/tables/tables.h"

static const struct column revenue_columns[] = {REVENUE_CODE_COLUMNS};

const struct relation table_state_capital_revenue = {
    .name = "state_capital_revenue",
    .holder = "tables.state_capital",
    .member = "revenue",
    .comment = "表9 国有资本经营预算收支预算表·收入",
    COLUMNS_OF(revenue_columns),
    .derive = derive_revenue_codes,
};

static const struct column expenditure_columns[] = {EXPENDITURE_COLUMNS};

const struct relation table_state_capital_expenditure = {
    .name = "state_capital_expenditure",
    .holder = "tables.state_capital",
    .member = "expenditure",
    .comment = "表9 国有资本经营预算收支预算表·支出",
    COLUMNS_OF(expenditure_columns),
    .derive = derive_function_rows,
};
