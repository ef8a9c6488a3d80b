#include "doc/columns.h"
#include "doc/tables/tables.h"

static const struct column columns[] = {
    TEXT("item", "项目，照印"),
    AMOUNT("total", "合计"),
    THREE_FUNDS,
    AMOUNT("prior_total", "上年预算数"),
    {.name = "item_key",
     .kind = COLUMN_DERIVED,
     .comment = "项目（推导）：overseas_travel 因公出国（境）费，reception 公务接待费，vehicles "
                "公务用车购置及运行费，"
                "vehicle_purchase 公务用车购置费，vehicle_operation 公务用车运行维护费，"
                "total 合计；认不出的、是上面一项的其中项的为空"},
};

const struct relation table_three_public = {
    .name = "three_public",
    .holder = "tables.three_public",
    .member = "rows",
    .comment = "表10 财政拨款安排“三公”经费支出预算表",
    COLUMNS_OF(columns),
    .derive = derive_three_public,
};
