#include "doc/columns.h"
#include "doc/tables/tables.h"

static const struct column columns[] = {
    ECONOMIC_SUBJECT,
    AMOUNT("total", "合计"),
    FUNDS_AND_BALANCES,
    ECONOMIC_DERIVED,
};

const struct relation table_basic_expenditure = {
    .name = "basic_expenditure",
    .holder = "tables.basic_expenditure",
    .member = "rows",
    .comment = "表14 基本支出预算表（全部资金）",
    COLUMNS_OF(columns),
    .derive = derive_economic_rows,
};
