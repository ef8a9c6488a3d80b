#include "doc/columns.h"
#include "doc/tables/tables.h"

static const struct column revenue_columns[] = {REVENUE_CODE_COLUMNS};

const struct relation table_government_fund_revenue = {
    .name = "government_fund_revenue",
    .holder = "tables.government_fund_revenue",
    .member = "rows",
    .comment = "表7 政府性基金预算收入表",
    COLUMNS_OF(revenue_columns),
    .derive = derive_revenue_codes,
};

static const struct column expenditure_columns[] = {EXPENDITURE_COLUMNS};

const struct relation table_government_fund_expenditure = {
    .name = "government_fund_expenditure",
    .holder = "tables.government_fund_expenditure",
    .member = "rows",
    .comment = "表8 政府性基金预算支出表",
    COLUMNS_OF(expenditure_columns),
    .derive = derive_function_rows,
};
