/* Columns that several disclosure tables share. */
#ifndef HUIZONG_DOC_COLUMNS_H
#define HUIZONG_DOC_COLUMNS_H

#include "doc/derive.h"
#include "doc/relation.h"

#define AMOUNT(column, zh)                                                                         \
    {                                                                                              \
        .name = (column), .kind = COLUMN_AMOUNT, .comment = zh "（分）"                         \
    }
#define TEXT(column, zh)                                                                           \
    {                                                                                              \
        .name = (column), .kind = COLUMN_TEXT, .comment = (zh)                                     \
    }
#define NUMBER(column, zh)                                                                         \
    {                                                                                              \
        .name = (column), .kind = COLUMN_NUMBER, .comment = (zh)                                   \
    }

#define ROW_KIND(values)                                                                           \
    {                                                                                              \
        .name = "row_kind", .kind = COLUMN_DERIVED, .comment = "行的性质（推导）：" values         \
    }

#define FUNCTION_SUBJECT                                                                           \
    {.name = "exp_func_code",                                                                      \
     .kind = COLUMN_CODE,                                                                          \
     .lengths = "357",                                                                             \
     .comment = "支出功能分类科目编码，合计行为空"},                                               \
        TEXT("exp_func_name", "支出功能分类科目名称，照印")

#define FUNCTION_ROW_KIND ROW_KIND("total 合计，group 表中另列有下级科目，leaf 最末级，计入汇总")

#define ECONOMIC_SUBJECT                                                                           \
    {.name = "dep_bgt_eco_code",                                                                   \
     .kind = COLUMN_CODE,                                                                          \
     .lengths = "35",                                                                              \
     .comment = "部门预算支出经济分类科目编码，照印，未印为空"},                                   \
        TEXT("dep_bgt_eco_name", "部门预算支出经济分类科目名称，照印"),                            \
        {.name = "gov_bgt_eco_code",                                                               \
         .kind = COLUMN_CODE,                                                                      \
         .lengths = "35",                                                                          \
         .comment = "政府预算支出经济分类科目编码，照印，未印为空"},                               \
        TEXT("gov_bgt_eco_name", "政府预算支出经济分类科目名称，照印")

#define ECONOMIC_DERIVED                                                                           \
    {.name = "dep_eco_code",                                                                       \
     .kind = COLUMN_DERIVED,                                                                       \
     .comment =                                                                                    \
         "部门预算支出经济分类科目编码（推导）：照印，或按名称与所属类查目录得出；查不到为空"},    \
        {.name = "gov_eco_code",                                                                   \
         .kind = COLUMN_DERIVED,                                                                   \
         .comment =                                                                                \
             "政府预算支出经济分类科目编码（推导）：照印，或按名称查对照表得出；无或不唯一为空"},  \
        ROW_KIND("total 合计，group 类小计，leaf 最末级，计入汇总")

#define REVENUE_DERIVED                                                                                      \
    ROW_KIND("item 本年收入项目，part 上一项目的其中项，current_total 本年收入合计，" \
             "extra 本年收入合计与收入总计之间的项目，extra_part 其中项，grand_total 收入总计"),             \
    {                                                                                                        \
        .name = "source", .kind = COLUMN_DERIVED,                                                            \
        .comment = "收入来源（推导），同 rollup.revenue_by_source；认不出为空"               \
    }

#define CLASS_DERIVED                                                                               \
    {.name = "exp_func_code",                                                                       \
     .kind = COLUMN_DERIVED,                                                                        \
     .comment = "支出功能分类的类（推导）：按名称得出，不看序号；认不出为空"},                      \
        ROW_KIND("item 功能分类的类，part 其中项，current_total 本年支出合计，"   \
                 "extra 本年支出合计与支出总计之间的项目，extra_part 其中项，" \
                 "grand_total 支出总计")

#define REVENUE_CODE_COLUMNS                                                                       \
    {.name = "rev_code", .kind = COLUMN_CODE, .comment = "收入科目编码，照印"},                    \
        TEXT("rev_name", "收入科目名称，照印"), AMOUNT("amount", "金额"),                          \
        ROW_KIND("total 合计，group 表中另列有下级科目，leaf 最末级，计入汇总")

#define THREE_FUNDS                                                                                \
    AMOUNT("general_public_budget", "一般公共预算"), AMOUNT("government_fund", "政府性基金预算"),  \
        AMOUNT("state_capital", "国有资本经营预算")

#define ALL_FUNDS                                                                                  \
    AMOUNT("fiscal_appropriation", "财政拨款小计"), THREE_FUNDS,                                   \
        AMOUNT("fiscal_special_account", "财政专户管理资金"), AMOUNT("agency_funds", "单位资金")

#define FUNDS_AND_BALANCES                                                                         \
    ALL_FUNDS, AMOUNT("non_fiscal_balance", "使用非财政拨款结余"), AMOUNT("carryover", "上年结转")

#define EXPENDITURE_COLUMNS                                                                        \
    FUNCTION_SUBJECT, AMOUNT("total", "合计"), AMOUNT("basic", "基本支出"),                        \
        AMOUNT("personnel", "人员经费"), AMOUNT("public", "公用经费"),                             \
        AMOUNT("project", "项目支出"), AMOUNT("carry_forward", "结转下年"), FUNCTION_ROW_KIND

#endif
