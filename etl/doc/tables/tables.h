/* The relations of the 15 disclosure tables, one file each; the registry in doc/relation.c lists
 * them. */
#ifndef HUIZONG_DOC_TABLES_TABLES_H
#define HUIZONG_DOC_TABLES_TABLES_H

#include "doc/relation.h"

extern const struct relation table_budget_summary_revenue;
extern const struct relation table_budget_summary_expenditure;
extern const struct relation table_revenue;
extern const struct relation table_expenditure;
extern const struct relation table_appropriation_summary_revenue;
extern const struct relation table_appropriation_summary_expenditure;
extern const struct relation table_general_public_expenditure;
extern const struct relation table_basic_expenditure_by_economic;
extern const struct relation table_government_fund_revenue;
extern const struct relation table_government_fund_expenditure;
extern const struct relation table_state_capital_revenue;
extern const struct relation table_state_capital_expenditure;
extern const struct relation table_three_public;
extern const struct relation table_operating_expenses;
extern const struct relation table_projects_current;
extern const struct relation table_projects_carryover;
extern const struct relation table_basic_expenditure;
extern const struct relation table_procurement_budget;

/* What a disclosure holds besides: doc/tables/others.c. */
extern const struct relation part_document;
extern const struct relation part_subordinate_agencies;
extern const struct relation part_organization_divisions;
extern const struct relation part_narrative_changes;
extern const struct relation part_narrative_shares;
extern const struct relation part_narrative_items;
extern const struct relation part_narrative_performance;
extern const struct relation part_narrative_sections;
extern const struct relation part_procurement;
extern const struct relation part_state_assets;
extern const struct relation part_performance_targets;
extern const struct relation part_performance_indicators;
extern const struct relation part_glossary;

#endif
