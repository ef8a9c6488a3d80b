/*
 * Derive hooks: what the printed labels say, as codes. They run when all rows of a document are
 * decoded, fill the columns of kind COLUMN_DERIVED, and change nothing that was printed.
 */
#ifndef HUIZONG_DOC_DERIVE_H
#define HUIZONG_DOC_DERIVE_H

#include <stdbool.h>

struct document;
struct rows;

enum { DERIVE_LABEL_MAX = 400 }; /* bytes of a folded label that are looked at */

/* Whether a label without a code is that of a total row: 合计, 总计, 部门合计, 单位合计. NULL is
 * none. */
bool derive_is_total(const char *label);

/* Tables 2, 3, 5, 8, 9, 15: row_kind of rows by functional subject. */
void derive_function_rows(struct document *document, struct rows *rows);
/* Tables 1 and 4, expenditure: row_kind, and exp_func_code of the class by its name, never by its
 * ordinal. */
void derive_class_labels(struct document *document, struct rows *rows);
/* Tables 1 and 4, revenue: row_kind and source. */
void derive_revenue_items(struct document *document, struct rows *rows);
/* Tables 6 and 14: dep_eco_code, gov_eco_code, row_kind. */
void derive_economic_rows(struct document *document, struct rows *rows);
/* Tables 7 and 9, revenue: row_kind by rev_code. */
void derive_revenue_codes(struct document *document, struct rows *rows);
/* Table 10: item_key. */
void derive_three_public(struct document *document, struct rows *rows);
/* Table 11: row_kind: 部门合计 and 合计 are totals where agencies are listed too. */
void derive_operating_expenses(struct document *document, struct rows *rows);
/* Tables 12 and 13: row_kind: rows named like the agency (or one of its subordinates), 部门合计,
 * 合计 are totals. */
void derive_projects(struct document *document, struct rows *rows);
/* Indicators: operator, number and unit of kpi_val. */
void derive_kpi(struct document *document, struct rows *rows);

#endif
