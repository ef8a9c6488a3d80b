#include <criterion/criterion.h>
#include <string.h>

#include "transform/rule.h"

#define WHY "-- why: 为什么\n"
#define SELECT "SELECT 1\n"

static struct rule_set set;
static struct err err;

static bool read_one(const char *path, const char *text)
{
    const struct sqlfile file = {path, text};
    return rule_set_read(&set, &file, 1, &err);
}

/* The file is refused, for a reason that says so, and nothing is left in the set. */
static void refused(const char *path, const char *text, const char *reason)
{
    cr_assert_not(read_one(path, text));
    cr_expect_eq(err.code, ERR_CONFIG);
    cr_expect_not_null(strstr(err.message, path), "%s", err.message);
    cr_expect_not_null(strstr(err.message, reason), "%s", err.message);
    cr_expect_eq(set.file_count, 0);
}

Test(rule, reads_one_rule)
{
    cr_assert(read_one("30_rules/T01.1.sql", "-- rule: T01.1 | error | 表1 各项之和\n" WHY SELECT));
    cr_assert_eq(set.file_count, 1);
    const struct rule_file *file = &set.files[0];
    cr_expect_str_eq(file->path, "30_rules/T01.1.sql");
    cr_assert_eq(file->rule_count, 1);
    cr_expect_str_eq(file->rules[0].id, "T01.1");
    cr_expect_str_eq(file->rules[0].severity, "error");
    cr_expect_str_eq(file->rules[0].title, "表1 各项之和");
    cr_expect_str_eq(file->why, "为什么");
    cr_expect_str_eq(file->select, "SELECT 1");
    rule_set_clear(&set);
    cr_expect_eq(set.file_count, 0);
}

Test(rule, reads_a_family)
{
    cr_assert(read_one("30_rules/HS.sql", "-- rule: H02 | error | 甲\n"
                                          "--rule:S15|warning|乙 | 丙\n" WHY SELECT));
    const struct rule_file *file = &set.files[0];
    cr_assert_eq(file->rule_count, 2);
    cr_expect_str_eq(file->rules[0].id, "H02");
    cr_expect_str_eq(file->rules[1].id, "S15");
    cr_expect_str_eq(file->rules[1].severity, "warning");
    cr_expect_str_eq(file->rules[1].title, "乙 | 丙");
    rule_set_clear(&set);
}

Test(rule, why_spans_lines)
{
    cr_assert(read_one("30_rules/T01.1.sql", "-- rule: T01.1 | error | 甲\r\n"
                                             "-- why: 一，\r\n--      二。\r\nSELECT 1;\r\n"));
    cr_expect_str_eq(set.files[0].why, "一，二。");
    cr_expect_str_eq(set.files[0].select, "SELECT 1");
    rule_set_clear(&set);
}

Test(rule, keeps_comments_within_the_select)
{
    cr_assert(read_one("30_rules/T01.1.sql", "-- rule: T01.1 | error | 甲\n" WHY
                                             "SELECT 1 -- rule: no\n-- the end\n ;\n\n"));
    cr_expect_str_eq(set.files[0].select, "SELECT 1 -- rule: no\n-- the end");
    rule_set_clear(&set);
}

Test(rule, reads_no_files)
{
    cr_assert(rule_set_read(&set, NULL, 0, &err));
    cr_expect_eq(set.file_count, 0);
    rule_set_clear(&set);
}

Test(rule, refuses_a_bad_header)
{
    static const char path[] = "30_rules/X.sql";
    refused(path, SELECT, "line 1: no \"rule:\"");
    refused(path, "", "no \"rule:\"");
    refused(path, WHY SELECT, "no \"rule:\"");
    refused(path, "-- rule: H02 | error | 甲\n" SELECT, "line 2: no \"why:\"");
    refused(path, "-- rule: H02 | error | 甲\n-- why:\n" SELECT, "no \"why:\"");
    refused(path, "-- a remark\n-- rule: H02 | error | 甲\n" WHY SELECT, "line 1: neither");
    refused(path, "-- rule: H02 | error | 甲\n" WHY "-- rule: H03 | error | 乙\n" SELECT,
            "line 3: a \"rule:\" line");
}

Test(rule, refuses_a_bad_rule_line)
{
    static const char path[] = "30_rules/X.sql";
    refused(path, "-- rule: t01 | error | 甲\n" WHY SELECT, "line 1: no rule id");
    refused(path, "-- rule: T | error | 甲\n" WHY SELECT, "no rule id");
    refused(path, "-- rule: T01. | error | 甲\n" WHY SELECT, "no rule id");
    refused(path, "-- rule: T.1 | error | 甲\n" WHY SELECT, "no rule id");
    refused(path, "-- rule: T01 1 | error | 甲\n" WHY SELECT, "no rule id");
    refused(path, "-- rule: T01.1 | fatal | 甲\n" WHY SELECT, "severity");
    refused(path, "-- rule: T01.1 | rounding | 甲\n" WHY SELECT, "severity");
    refused(path, "-- rule: T01.1\n" WHY SELECT, "severity");
    refused(path, "-- rule: T01.1 | error\n" WHY SELECT, "no title");
    refused(path, "-- rule: T01.1 | error | \n" WHY SELECT, "no title");
}

Test(rule, refuses_a_file_without_select)
{
    refused("30_rules/T01.1.sql", "-- rule: T01.1 | error | 甲\n" WHY " ;\n", "no SELECT");
    refused("30_rules/T01.1.sql", "-- rule: T01.1 | error | 甲\n-- why: 乙", "no SELECT");
}

Test(rule, refuses_a_file_not_named_by_its_rule)
{
    refused("30_rules/T01.2.sql", "-- rule: T01.1 | error | 甲\n" WHY SELECT, "must be T01.1.sql");
    refused("30_rules/T01.10.sql", "-- rule: T01.1 | error | 甲\n" WHY SELECT, "must be T01.1.sql");
}

Test(rule, refuses_a_rule_twice)
{
    refused("30_rules/HS.sql", "-- rule: H02 | error | 甲\n-- rule: H02 | error | 乙\n" WHY SELECT,
            "rule H02 stands in 30_rules/HS.sql and again in 30_rules/HS.sql");
    const struct sqlfile files[] = {
        {"30_rules/A.sql", "-- rule: H02 | error | 甲\n-- rule: H03 | error | 乙\n" WHY SELECT},
        {"30_rules/H03.sql", "-- rule: H03 | error | 丙\n" WHY SELECT},
    };
    cr_assert_not(rule_set_read(&set, files, 2, &err));
    cr_expect_str_eq(err.message,
                     "rule H03 stands in 30_rules/A.sql and again in 30_rules/H03.sql");
    cr_expect_eq(set.file_count, 0);
}
