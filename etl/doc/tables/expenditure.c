#include "doc/columns.h"
#include "doc/tables/tables.h"

static const struct column columns[] = {
    FUNCTION_SUBJECT,
    AMOUNT("total", "合计"),
    AMOUNT("basic", "基本支出"),
    AMOUNT("project", "项目支出"),
    AMOUNT("carry_forward", "结转下年"),
    FUNCTION_ROW_KIND,
};

const struct relation table_expenditure = {
    .name = "expenditure",
    .holder = "tables.expenditure",
    .member = "rows",
    .comment = "表3 预算支出总表（含上年结转）",
    COLUMNS_OF(columns),
    .derive = derive_function_rows,
};
