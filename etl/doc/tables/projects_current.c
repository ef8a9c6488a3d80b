#include "doc/columns.h"
#include "doc/tables/tables.h"

static const struct column columns[] = {
    {.name = "pro_code", .kind = COLUMN_CODE, .comment = "项目代码"},
    TEXT("pro_name", "项目名称，照印"),
    TEXT("pro_category", "项目类别"),
    AMOUNT("total", "合计"),
    FUNDS_AND_BALANCES,
    ROW_KIND("total 单位合计行，leaf 项目，计入汇总"),
};

const struct relation table_projects_current = {
    .name = "projects_current",
    .holder = "tables.projects_current",
    .member = "rows",
    .comment = "表12 项目支出预算表（本年预算）",
    COLUMNS_OF(columns),
    .derive = derive_projects,
};
