/* The formats, on rows made up here; what is expected is written by hand from RFC 4180 and RFC
 * 8259. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "export/dataset.h"
#include "export/slice.h"
#include "export/writer.h"

static const struct writer_column columns[] = {
    {"fiscal_year", WRITER_INTEGER, "预算年度"}, {"dept_code", WRITER_TEXT, "部门代码"},
    {"pro_name", WRITER_TEXT, "项目, 名称"},     {"total", WRITER_AMOUNT, "合计"},
    {"has_target", WRITER_BOOLEAN, "有无目标"},
};
static const struct writer_table table = {.column_count = 5, .columns = columns};

static const char *const rows[][5] = {
    {"2025", "407", "信息化建设", "1234567.80", "t"},
    {"2025", NULL, "", NULL, "f"},
    {"2025", "407", "a,b", "-0.05", NULL},
    {"2025", "407", "说“好”\"x\"\"", "99999999999999999.99", "t"},
    {"2025", "007", "two\r\nlines\t\\", "0.00", "t"},
    {"2025", "407", " spaces ", "NaN", "t"},
};

static void expect(const struct writer_format *format, const char *head, const char *const *lines)
{
    struct buf out = {0};
    format->head(&out, &table);
    cr_assert_str_eq(buf_cstr(&out), head);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        buf_reset(&out);
        format->row(&out, &table, rows[i]);
        cr_assert_str_eq(buf_cstr(&out), lines[i]);
    }
    buf_clear(&out);
}

Test(writers, csv)
{
    static const char *const lines[] = {
        "2025,407,信息化建设,1234567.80,true\r\n",
        "2025,,\"\",,false\r\n",
        "2025,407,\"a,b\",-0.05,\r\n",
        "2025,407,\"说“好”\"\"x\"\"\"\"\",99999999999999999.99,true\r\n",
        "2025,007,\"two\r\nlines\t\\\",0.00,true\r\n",
        "2025,407, spaces ,NaN,true\r\n",
    };
    expect(&writer_csv, "fiscal_year,dept_code,pro_name,total,has_target\r\n", lines);
}

Test(writers, csv_in_chinese)
{
    struct writer_table chinese = table;
    chinese.chinese = true;
    struct buf out = {0};
    writer_csv.head(&out, &chinese);
    cr_assert_str_eq(buf_cstr(&out),
                     "\xEF\xBB\xBF预算年度,部门代码,\"项目, 名称\",合计,有无目标\r\n");
    buf_reset(&out);
    writer_jsonl.head(&out, &chinese);
    cr_assert_eq(out.length, 0);
    buf_clear(&out);
}

/* Texts, but not amounts; and only where people read it. */
Test(writers, no_formulas_for_people)
{
    static const char *const names[][2] = {
        {"=HYPERLINK(\"http://a\",\"b\")", "\"'=HYPERLINK(\"\"http://a\"\",\"\"b\"\")\""},
        {"+1+1局", "'+1+1局"},
        {"-2局", "'-2局"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"\t=1", "'\t=1"},
        {"\r=1", "\"'\r=1\""},
        {"a=1", "a=1"},
    };
    struct writer_table chinese = table;
    struct buf out = {0};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *const row[] = {"2025", "-1", names[i][0], "-0.05", NULL};
        char expected[128];
        chinese.chinese = true;
        snprintf(expected, sizeof expected, "2025,'-1,%s,-0.05,\r\n", names[i][1]);
        writer_csv.row(&out, &chinese, row);
        cr_assert_str_eq(buf_cstr(&out), expected);
        buf_reset(&out);
    }
    const char *const row[] = {"2025", "407", "=1", "-0.05", NULL};
    writer_csv.row(&out, &table, row);
    cr_assert_str_eq(buf_cstr(&out), "2025,407,=1,-0.05,\r\n");
    buf_clear(&out);
}

Test(writers, jsonl)
{
#define ROW(dept, name, total, target)                                                             \
    "{\"fiscal_year\":2025,\"dept_code\":" dept ",\"pro_name\":" name ",\"total\":" total          \
    ",\"has_target\":" target "}\n"
    static const char *const lines[] = {
        ROW("\"407\"", "\"信息化建设\"", "1234567.80", "true"),
        ROW("null", "\"\"", "null", "false"),
        ROW("\"407\"", "\"a,b\"", "-0.05", "null"),
        ROW("\"407\"", "\"说“好”\\\"x\\\"\\\"\"", "99999999999999999.99", "true"),
        ROW("\"007\"", "\"two\\r\\nlines\\t\\\\\"", "0.00", "true"),
        ROW("\"407\"", "\" spaces \"", "\"NaN\"", "true"),
    };
    expect(&writer_jsonl, "", lines);
}

static void expect_header(const char *sql, const char *name, const char *title)
{
    char *got_name = NULL;
    char *got_title = NULL;
    cr_assert(dataset_parse_header(sql, &got_name, &got_title));
    cr_assert_str_eq(got_name, name);
    cr_assert_str_eq(got_title, title);
    free(got_name);
    free(got_title);
}

Test(writers, dataset_header)
{
    expect_header("-- One row.\n-- dataset: three_public | “三公”经费\nSELECT 1", "three_public",
                  "“三公”经费");
    expect_header("-- dataset:x2|y  \r\n", "x2", "y");
    static const char *const wrong[] = {
        "SELECT 1\n-- dataset: a | b\n",
        "-- dataset: a\n",
        "-- dataset: ../a | b\n",
        "-- dataset: | b\n",
        "",
        "-- dataset: A b | c",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char *name = NULL;
        char *title = NULL;
        cr_assert_not(dataset_parse_header(wrong[i], &name, &title), "%s", wrong[i]);
    }
}

Test(writers, files_of_ours)
{
    cr_assert(slice_owns("three_public.csv.gz"));
    cr_assert(slice_owns("projects.jsonl.gz"));
    cr_assert(slice_owns("forms-2025.xlsx"));
    cr_assert(slice_owns("forms-2025-final.xlsx"));
    cr_assert(slice_owns("report-2025.html"));
    cr_assert(slice_owns("datapackage.json"));
    cr_assert_not(slice_owns("forms-.xlsx"));
    cr_assert_not(slice_owns("forms-2025.xlsx.bak"));
    cr_assert_not(slice_owns("report-20255.html"));
    cr_assert_not(slice_owns("report.html"));
    cr_assert_not(slice_owns(".csv.gz"));
    cr_assert_not(slice_owns("three_public.csv"));
    cr_assert_not(slice_owns("Three.csv.gz"));
    cr_assert_not(slice_owns("notes.txt"));
    cr_assert_not(slice_owns("three_public.csv.gz.bak"));
}
