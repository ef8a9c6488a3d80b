#include "doc/columns.h"
#include "doc/tables/tables.h"

static const struct column columns[] = {EXPENDITURE_COLUMNS};

const struct relation table_general_public_expenditure = {
    .name = "general_public_expenditure",
    .holder = "tables.general_public_expenditure",
    .member = "rows",
    .comment = "表5 一般公共预算支出预算表（不含上年结转）",
    COLUMNS_OF(columns),
    .derive = derive_function_rows,
};
