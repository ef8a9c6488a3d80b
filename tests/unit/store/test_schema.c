/* The text of the statements that schema.c makes of the descriptors; tests/db runs them. */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/schema.h"

enum { COLUMNS_MAX = 128, NAME_SIZE = 64 };

struct names {
    char names[COLUMNS_MAX][NAME_SIZE];
    size_t count;
};

static void add_name(struct names *names, const char *start)
{
    size_t length = strspn(start, "abcdefghijklmnopqrstuvwxyz0123456789_");
    cr_assert_gt(length, 0, "no name at \"%.40s\"", start);
    cr_assert_lt(length, NAME_SIZE);
    cr_assert_lt(names->count, COLUMNS_MAX);
    memcpy(names->names[names->count], start, length);
    names->names[names->count++][length] = '\0';
}

/* The names that a comma-separated list in parentheses begins its elements with. */
static void add_list(struct names *names, const char *open)
{
    const char *s = open;
    do {
        add_name(names, s + 1 + (s[1] == ' '));
        s += 1 + strcspn(s + 1, ",)");
    } while (*s == ',');
}

static void ddl_columns(struct names *names, const char *ddl)
{
    add_list(names, strchr(ddl, '('));
    static const char add[] = "ADD COLUMN IF NOT EXISTS ";
    for (const char *s = strstr(ddl, add); s != NULL; s = strstr(s + 1, add)) {
        add_name(names, s + strlen(add));
    }
}

static size_t occurrences(const char *text, const char *what)
{
    size_t count = 0;
    for (const char *s = strstr(text, what); s != NULL; s = strstr(s + 1, what)) {
        count++;
    }
    return count;
}

static void check_relation(const struct relation *relation)
{
    struct buf ddl = {0};
    struct buf copy = {0};
    schema_staging_ddl(&ddl, relation);
    schema_staging_copy(&copy, relation);
    struct names *made = mem_zalloc(sizeof *made);
    struct names *copied = mem_zalloc(sizeof *copied);
    ddl_columns(made, buf_cstr(&ddl));
    add_list(copied, strchr(buf_cstr(&copy), '('));
    cr_expect_eq(made->count, copied->count, "%s", relation->name);
    for (size_t i = 0; i < made->count && i < copied->count; i++) {
        cr_expect_str_eq(made->names[i], copied->names[i], "%s", relation->name);
        for (size_t j = 0; j < i; j++) {
            cr_expect_str_neq(made->names[i], made->names[j], "%s", relation->name);
        }
    }
    cr_expect_eq(occurrences(ddl.data, "COMMENT ON COLUMN"), made->count, "%s", relation->name);
    cr_expect_eq(occurrences(ddl.data, "COMMENT ON TABLE"), 1);
    cr_expect_eq(occurrences(ddl.data, "'"), 2 * (made->count + 1), "%s: a quote in a comment",
                 relation->name);
    free(made);
    free(copied);
    buf_clear(&ddl);
    buf_clear(&copy);
}

Test(schema, the_columns_of_table_and_copy_agree)
{
    for (size_t i = 0; i < RELATION_COUNT; i++) {
        check_relation(doc_relations[i]);
    }
}

static void check_identity(const char *relation, const char *expected)
{
    struct buf copy = {0};
    schema_staging_copy(&copy, doc_relation_find(relation));
    cr_expect(strncmp(buf_cstr(&copy), expected, strlen(expected)) == 0, "%s", copy.data);
    cr_expect_not_null(strstr(copy.data, ") FROM STDIN (FORMAT binary)"));
    buf_clear(&copy);
}

Test(schema, the_identity_comes_first)
{
    check_identity("revenue",
                   "COPY staging.revenue (mof_div_code, doc_id, fiscal_year, bgt_stage, scope,"
                   " dept_code, agency_code, row_no, ");
    check_identity(
        "performance_indicators",
        "COPY staging.performance_indicators (mof_div_code, doc_id, fiscal_year, bgt_stage,"
        " scope, dept_code, agency_code, parent_no, row_no, ");
}

Test(schema, amounts_are_bigint)
{
    struct buf ddl = {0};
    schema_staging_ddl(&ddl, doc_relation_find("revenue"));
    cr_expect_not_null(strstr(buf_cstr(&ddl), "ADD COLUMN IF NOT EXISTS total bigint;"));
    cr_expect_not_null(strstr(ddl.data, "mof_div_code text COLLATE \"C\" NOT NULL"));
    buf_clear(&ddl);
}
