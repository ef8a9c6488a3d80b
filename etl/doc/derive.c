/* Codes and row kinds of rows by subject: tables 2, 3, 5, 8, 9, 15 and 7, 9; 6 and 14. */
#include "doc/derive.h"

#include <string.h>

#include "base/text.h"
#include "doc/document.h"

enum { LABEL_MAX = 400 };

static bool is_total_label(const char *label)
{
    char folded[LABEL_MAX];
    text_fold(label != NULL ? label : "", folded, sizeof folded);
    return strcmp(folded, "合计") == 0 || strcmp(folded, "总计") == 0 ||
           strcmp(folded, "部门合计") == 0;
}

/* Whether some row's code begins with `code` and is longer. */
static bool has_descendant(const char *const *codes, size_t count, const char *code)
{
    size_t length = strlen(code);
    for (size_t r = 0; r < count; r++) {
        /* Most codes differ in their last compared digit: looking there first spares the call. */
        const char *other = codes[r];
        if (other != NULL && strnlen(other, length + 1) > length &&
            other[length - 1] == code[length - 1] && memcmp(other, code, length) == 0) {
            return true;
        }
    }
    return false;
}

static void kinds_by_code(struct document *document, struct rows *rows, const char *code_name,
                          const char *label_name)
{
    const char **codes = arena_alloc(document->arena, rows->count * sizeof codes[0]);
    for (size_t r = 0; r < rows->count; r++) {
        codes[r] = rows_text(rows, r, code_name);
    }
    for (size_t r = 0; r < rows->count; r++) {
        const char *kind = "leaf";
        if (codes[r] == NULL) {
            const char *label = rows_text(rows, r, label_name);
            kind = is_total_label(label) ? "total" : "leaf";
            if (kind[0] == 'l') {
                document_unresolved(document, rows, label);
            }
        } else if (has_descendant(codes, rows->count, codes[r])) {
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
    char folded[LABEL_MAX];
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
    char folded[LABEL_MAX];
    text_fold(name, folded, sizeof folded);
    bool is_group = department != NULL && strlen(department) == 3;
    return subjects_government(document->subjects, department, folded, is_group ? 3 : 5);
}

/* Whether one code begins with the other's 类; a missing code fits any. */
static bool same_class(const char *group, const char *item)
{
    return group == NULL || item == NULL || strncmp(group, item, 3) == 0;
}

static bool has_items(const struct rows *rows, size_t group_row)
{
    const char *department = rows_text(rows, group_row, "dep_eco_code");
    const char *government = rows_text(rows, group_row, "gov_eco_code");
    for (size_t r = 0; r < rows->count; r++) {
        const char *item = rows_text(rows, r, "dep_eco_code");
        if (item != NULL && strlen(item) == 5 && same_class(department, item) &&
            same_class(government, rows_text(rows, r, "gov_eco_code"))) {
            return true;
        }
    }
    return false;
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
    for (size_t r = 0; r < rows->count; r++) {
        const char *department = rows_text(rows, r, "dep_eco_code");
        const char *kind = "leaf";
        if (department == NULL) {
            const char *label = rows_text(rows, r, "dep_bgt_eco_name");
            kind = is_total_label(label) ? "total" : "leaf";
            if (kind[0] == 'l') {
                document_unresolved(document, rows, label);
            }
        } else if (strlen(department) == 3 && has_items(rows, r)) {
            kind = "group";
        }
        rows_set(rows, r, "row_kind", kind);
    }
}
