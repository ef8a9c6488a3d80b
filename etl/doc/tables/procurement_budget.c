#include "doc/columns.h"
#include "doc/tables/tables.h"

static const struct column columns[] = {
    FUNCTION_SUBJECT,
    AMOUNT("total", "合计"),
    FUNDS_AND_BALANCES,
    FUNCTION_ROW_KIND,
};

const struct relation table_procurement_budget = {
    .name = "procurement_budget",
    .holder = "tables.procurement_budget",
    .member = "rows",
    .comment = "表15 政府采购预算表",
    COLUMNS_OF(columns),
    .derive = derive_function_rows,
};
