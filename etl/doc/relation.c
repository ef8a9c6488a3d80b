#include "doc/relation.h"

#include <string.h>

#include "doc/tables/tables.h"

const struct table doc_tables[TABLE_COUNT] = {
    {1, "budget_summary", "预算收支总表"},
    {2, "revenue", "预算收入总表"},
    {3, "expenditure", "预算支出总表"},
    {4, "appropriation_summary", "财政拨款收支总表"},
    {5, "general_public_expenditure", "一般公共预算支出预算表"},
    {6, "basic_expenditure_by_economic", "一般公共预算安排基本支出分经济科目表"},
    {7, "government_fund_revenue", "政府性基金预算收入表"},
    {8, "government_fund_expenditure", "政府性基金预算支出表"},
    {9, "state_capital", "国有资本经营预算收支预算表"},
    {10, "three_public", "财政拨款安排“三公”经费支出预算表"},
    {11, "operating_expenses", "财政拨款安排机关运行经费预算表"},
    {12, "projects_current", "项目支出预算表（本年预算）"},
    {13, "projects_carryover", "项目支出预算表（上年结转）"},
    {14, "basic_expenditure", "基本支出预算表"},
    {15, "procurement_budget", "政府采购预算表"},
};

const struct relation *const doc_relations[RELATION_COUNT] = {
    &part_document,
    &part_subordinate_agencies,
    &part_organization_divisions,
    &table_budget_summary_revenue,
    &table_budget_summary_expenditure,
    &table_revenue,
    &table_expenditure,
    &table_appropriation_summary_revenue,
    &table_appropriation_summary_expenditure,
    &table_general_public_expenditure,
    &table_basic_expenditure_by_economic,
    &table_government_fund_revenue,
    &table_government_fund_expenditure,
    &table_state_capital_revenue,
    &table_state_capital_expenditure,
    &table_three_public,
    &table_operating_expenses,
    &table_projects_current,
    &table_projects_carryover,
    &table_basic_expenditure,
    &table_procurement_budget,
    &part_narrative_changes,
    &part_narrative_shares,
    &part_narrative_items,
    &part_narrative_performance,
    &part_narrative_sections,
    &part_procurement,
    &part_state_assets,
    &part_performance_targets,
    &part_performance_indicators,
    &part_glossary,
};

const struct table *doc_table_find(const char *name)
{
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        if (strcmp(doc_tables[i].name, name) == 0) {
            return &doc_tables[i];
        }
    }
    return NULL;
}

const struct relation *doc_relation_find(const char *name)
{
    for (size_t i = 0; i < RELATION_COUNT; i++) {
        if (strcmp(doc_relations[i]->name, name) == 0) {
            return doc_relations[i];
        }
    }
    return NULL;
}

size_t relation_index(const struct relation *relation)
{
    size_t i = 0;
    while (doc_relations[i] != relation) {
        i++;
    }
    return i;
}

int relation_column(const struct relation *relation, const char *name)
{
    for (size_t i = 0; i < relation->column_count; i++) {
        const char *own = relation->columns[i].name;
        if (own[0] == name[0] && strcmp(own, name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

const char *column_sql_type(const struct column *column)
{
    switch (column->kind) {
    case COLUMN_AMOUNT:
        return "bigint";
    case COLUMN_NUMBER:
    case COLUMN_DERIVED_NUMBER:
        return "numeric";
    case COLUMN_DATE:
        return "date";
    case COLUMN_TEXT:
    case COLUMN_CODE:
    case COLUMN_UNIT:
    case COLUMN_DERIVED:
        break;
    }
    return "text";
}
