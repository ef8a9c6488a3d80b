#include "doc/columns.h"
#include "doc/tables/tables.h"

static const struct column columns[] = {
    ECONOMIC_SUBJECT,
    AMOUNT("total", "合计"),
    AMOUNT("personnel", "人员经费"),
    AMOUNT("public", "公用经费"),
    ECONOMIC_DERIVED,
};

const struct relation table_basic_expenditure_by_economic = {
    .name = "basic_expenditure_by_economic",
    .holder = "tables.basic_expenditure_by_economic",
    .member = "rows",
    .comment = "表6 一般公共预算安排基本支出分经济科目表",
    COLUMNS_OF(columns),
    .derive = derive_economic_rows,
};
