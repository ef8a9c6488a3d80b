#include "doc/columns.h"
#include "doc/tables/tables.h"

static const struct column columns[] = {
    FUNCTION_SUBJECT,
    AMOUNT("total", "合计"),
    ALL_FUNDS,
    AMOUNT("institution_income", "事业收入"),
    AMOUNT("superior_subsidy", "上级补助收入"),
    AMOUNT("subordinate_remittance", "附属单位上缴收入"),
    AMOUNT("institution_business_income", "事业单位经营收入"),
    AMOUNT("other_income", "其他收入"),
    AMOUNT("non_fiscal_balance", "使用非财政拨款结余"),
    AMOUNT("carryover", "上年结转"),
    FUNCTION_ROW_KIND,
};

const struct relation table_revenue = {
    .name = "revenue",
    .holder = "tables.revenue",
    .member = "rows",
    .comment = "表2 预算收入总表",
    COLUMNS_OF(columns),
    .derive = derive_function_rows,
};
