#include "doc/columns.h"
#include "doc/tables/tables.h"

static const struct column columns[] = {
    {.name = "pro_code", .kind = COLUMN_CODE, .comment = "项目代码"},
    TEXT("pro_name", "项目名称，照印"),
    AMOUNT("total", "合计"),
    THREE_FUNDS,
    ROW_KIND("total 单位合计行，leaf 项目，计入汇总"),
};

const struct relation table_projects_carryover = {
    .name = "projects_carryover",
    .holder = "tables.projects_carryover",
    .member = "rows",
    .comment = "表13 项目支出预算表（上年结转）",
    COLUMNS_OF(columns),
    .derive = derive_projects,
};
