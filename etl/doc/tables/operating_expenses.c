#include "doc/columns.h"
#include "doc/tables/tables.h"

static const struct column columns[] = {
    {.name = "row_agency_name",
     .key = "agency_name",
     .kind = COLUMN_TEXT,
     .comment = "单位名称，照印"},
    AMOUNT("total", "合计"),
    THREE_FUNDS,
    ROW_KIND("total 合计，leaf 计入汇总"),
};

const struct relation table_operating_expenses = {
    .name = "operating_expenses",
    .holder = "tables.operating_expenses",
    .member = "rows",
    .comment = "表11 财政拨款安排机关运行经费预算表",
    COLUMNS_OF(columns),
    .derive = derive_operating_expenses,
};
