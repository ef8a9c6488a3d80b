/* What the opening comment of a dataset's SQL file says. */
#include "export/dataset_head.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "export/package.h"

static const char sql[] = "-- One row is a thing.\n"
                          "-- dataset: things | 物品\n"
                          "-- key: a b\r\n"
                          "-- column: total | 总数\n"
                          "-- column: name | 名称\n"
                          "SELECT 1 -- key: not this\n"
                          "-- refs: nor this\n";

static void expect(char *text, const char *expected)
{
    cr_assert_str_eq(text, expected);
    free(text);
}

Test(dataset_head, values)
{
    expect(dataset_head_value(sql, "key"), "a b");
    expect(dataset_head_value(sql, "refs"), "");
    expect(dataset_head_value("SELECT 1", "key"), "");
}

Test(dataset_head, titles)
{
    expect(dataset_head_title(sql, "total", "合计（元）"), "总数");
    expect(dataset_head_title(sql, "name", NULL), "名称");
    expect(dataset_head_title(sql, "basic", "基本支出（元）"), "基本支出");
    expect(dataset_head_title(sql, "stage", "预算阶段：budget 年初预算，final 决算"), "预算阶段");
    expect(dataset_head_title(sql, "code", "主管部门代码；全市行为空"), "主管部门代码");
    expect(dataset_head_title(sql, "code", "财政区划代码，9位"), "财政区划代码");
    expect(dataset_head_title(sql, "other", NULL), "other");
}

Test(dataset_head, references)
{
    const char *refs = "divisions(mof_div_code) subjects(classification,eco_code) broken(";
    struct package_ref ref;
    cr_assert(package_next_ref(&refs, &ref));
    cr_assert_str_eq(ref.list, "divisions");
    cr_assert_str_eq(ref.columns, "mof_div_code");
    package_ref_clear(&ref);
    cr_assert(package_next_ref(&refs, &ref));
    cr_assert_str_eq(ref.list, "subjects");
    cr_assert_str_eq(ref.columns, "classification,eco_code");
    package_ref_clear(&ref);
    cr_assert_not(package_next_ref(&refs, &ref));
}
