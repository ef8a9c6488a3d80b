/* Codes and row kinds of rows by subject: tables 2, 3, 5, 8, 9, 15 and 7, 9; 6 and 14. */
#include "doc/derive.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "doc/document.h"
#include "doc/words.h"

bool derive_is_total(const char *label)
{
    static const char *const totals[] = {"合计", "总计", "部门合计", "单位合计"};
    char folded[DERIVE_LABEL_MAX];
    text_fold(label != NULL ? label : "", folded, sizeof folded);
    for (size_t i = 0; i < sizeof totals / sizeof totals[0]; i++) {
        if (strcmp(folded, totals[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void kinds_by_code(struct document *document, struct rows *rows, const char *code_name,
                          const char *label_name)
{
    struct words codes;
    words_init(&codes, document->arena, rows->count);
    for (size_t r = 0; r < rows->count; r++) {
        const char *code = rows_text(rows, r, code_name);
        if (code != NULL) {
            words_add(&codes, code);
        }
    }
    words_sort(&codes);
    for (size_t r = 0; r < rows->count; r++) {
        const char *code = rows_text(rows, r, code_name);
        const char *kind = "leaf";
        if (code == NULL) {
            const char *label = rows_text(rows, r, label_name);
            kind = derive_is_total(label) ? "total" : "leaf";
            if (kind[0] == 'l') {
                document_unresolved(document, rows, label);
            }
        } else if (words_beyond(&codes, code) != NULL) {
            kind = "group";
        }
        rows_set(rows, r, "row_kind", kind);
    }
}

void derive_function_rows(struct document *document, struct rows *rows)
{
    kinds_by_code(document, rows, "exp_func_code", "exp_func_name");
}

void derive_revenue_codes(struct document *document, struct rows *rows)
{
    kinds_by_code(document, rows, "rev_code", "rev_name");
}

/* The department's code of a row: as printed, else by name, an item within the group above it. */
static const char *department_code(const struct document *document, const struct rows *rows,
                                   size_t r, const char *group)
{
    const char *printed = rows_text(rows, r, "dep_bgt_eco_code");
    const char *name = rows_text(rows, r, "dep_bgt_eco_name");
    if (printed != NULL || name == NULL) {
        return printed;
    }
    char folded[DERIVE_LABEL_MAX];
    text_fold(name, folded, sizeof folded);
    const char *item =
        group != NULL ? subjects_department(document->subjects, group, folded) : NULL;
    /* 其他支出 is a group (399) and its own item (39999): within its group it is the item. */
    return item != NULL ? item : subjects_department(document->subjects, NULL, folded);
}

static const char *government_code(const struct document *document, const struct rows *rows,
                                   size_t r, const char *department)
{
    const char *printed = rows_text(rows, r, "gov_bgt_eco_code");
    const char *name = rows_text(rows, r, "gov_bgt_eco_name");
    if (printed != NULL || name == NULL || name[0] == '\0') {
        return printed;
    }
    char folded[DERIVE_LABEL_MAX];
    text_fold(name, folded, sizeof folded);
    bool is_group = department != NULL && strlen(department) == 3;
    return subjects_government(document->subjects, department, folded, is_group ? 3 : 5);
}

enum { CLASS_DIGITS = 3 };

/* The pairs of 类, of department and government, that have items: "301501", and "301" where the
 * item has no government subject. */
static struct words classes_of_items(struct document *document, const struct rows *rows)
{
    struct words classes;
    words_init(&classes, document->arena, rows->count);
    for (size_t r = 0; r < rows->count; r++) {
        const char *item = rows_text(rows, r, "dep_eco_code");
        const char *government = rows_text(rows, r, "gov_eco_code");
        if (item != NULL && strlen(item) == 5) {
            words_add(&classes, arena_printf(document->arena, "%.*s%.*s", CLASS_DIGITS, item,
                                             CLASS_DIGITS, government != NULL ? government : ""));
        }
    }
    words_sort(&classes);
    return classes;
}

/* Whether a group has items: a missing government subject fits any. */
static bool has_items(const struct words *classes, const char *department, const char *government)
{
    char pair[2 * CLASS_DIGITS + 1];
    if (government == NULL) {
        return words_beginning(classes, department) != NULL;
    }
    snprintf(pair, sizeof pair, "%s%.*s", department, CLASS_DIGITS, government);
    return words_have(classes, pair) || words_have(classes, department);
}

void derive_economic_rows(struct document *document, struct rows *rows)
{
    const char *group = NULL;
    for (size_t r = 0; r < rows->count; r++) {
        const char *department = department_code(document, rows, r, group);
        if (department != NULL && strlen(department) == 3) {
            group = department;
        }
        rows_set(rows, r, "dep_eco_code", department);
        rows_set(rows, r, "gov_eco_code", government_code(document, rows, r, department));
    }
    struct words classes = classes_of_items(document, rows);
    for (size_t r = 0; r < rows->count; r++) {
        const char *department = rows_text(rows, r, "dep_eco_code");
        const char *kind = "leaf";
        if (department == NULL) {
            const char *label = rows_text(rows, r, "dep_bgt_eco_name");
            kind = derive_is_total(label) ? "total" : "leaf";
            if (kind[0] == 'l') {
                document_unresolved(document, rows, label);
            }
        } else if (strlen(department) == CLASS_DIGITS &&
                   has_items(&classes, department, rows_text(rows, r, "gov_eco_code"))) {
            kind = "group";
        }
        rows_set(rows, r, "row_kind", kind);
    }
}
