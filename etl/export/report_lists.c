#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "export/report_page.h"

/* More findings, and more units than these that there is nothing to say of, are in the files of
 * data. */
enum { FINDINGS_MAX = 300, UNITS_MAX = 400 };

/* A unit may have its department's code: their anchors differ. */
static const char *anchor_of(bool is_department)
{
    return is_department ? "dept-" : "unit-";
}

static const char *findings_of(bool is_department)
{
    return is_department ? "findings-dept-" : "findings-unit-";
}

static bool department_row(const struct pg_result *row, void *context, struct err *err)
{
    static const char kinds[] = "nnnnnnc";
    struct report_page *page = context;
    (void)err;
    buf_puts(page->out, "<tr><th scope=\"row\"><a href=\"#");
    html_id(page->out, anchor_of(true), pg_value(row, 0, 0));
    buf_puts(page->out, "\">");
    html_text(page->out, pg_value(row, 0, 1));
    buf_puts(page->out, "</a></th>");
    int count = page->has_prior ? 7 : 5;
    for (int i = 0; i < count; i++) {
        html_cell(page->out, kinds[i], pg_value(row, 0, i + 2));
    }
    buf_puts(page->out, "</tr>\n");
    return true;
}

bool report_put_departments(struct report_page *page, struct err *err)
{
    char *prior = stage_text(page->stage, "{P}年支出");
    const struct html_column columns[] = {
        {'h', "部门"},       {'n', "支出合计"},     {'n', "基本支出"}, {'n', "项目支出"},
        {'n', "“三公”经费"}, {'n', "机关运行经费"}, {'n', prior},      {'c', "增减"}};
    report_open_section(page, "departments", "部门");
    html_table_open(page->out, "各部门（万元），从大到小", columns, page->has_prior ? 8 : 6);
    bool ok = report_each(page, "70_forms/22_departments.sql", department_row, err);
    html_table_close(page->out);
    report_close_section(page);
    free(prior);
    return ok;
}

enum {
    COVERAGE_CODE = 1,
    COVERAGE_NAME,
    COVERAGE_BASIS,
    COVERAGE_STATUS,
    COVERAGE_TABLES,
    COVERAGE_ERRORS,
    COVERAGE_WARNINGS,
    COVERAGE_PRINTED = 10,
    COVERAGE_ROLLED,
    COVERAGE_DIFFERENCE
};

/* A count of findings, as a link to the first of them. */
static void put_count(struct report_page *page, const char *code, bool is_department,
                      const char *count)
{
    const char *findings = findings_of(is_department);
    if (count == NULL || strcmp(count, "0") == 0 || code == NULL ||
        !report_has_anchor(page, findings, code)) {
        html_cell(page->out, 'i', count);
        return;
    }
    buf_puts(page->out, "<td class=\"n\"><a href=\"#");
    html_id(page->out, findings, code);
    buf_puts(page->out, "\">");
    html_text(page->out, count);
    buf_puts(page->out, "</a></td>");
}

/* Of many units only those are listed that there is something to say of, or that findings lead to.
 */
static bool is_worth_a_row(struct report_page *page, const struct pg_result *row)
{
    const char *difference = pg_value(row, 0, COVERAGE_DIFFERENCE);
    const char *errors = pg_value(row, 0, COVERAGE_ERRORS);
    bool is_unit = strcmp(pg_value(row, 0, 0), "level2") == 0;
    bool plain = strcmp(pg_value(row, 0, COVERAGE_STATUS), "已公开") == 0 &&
                 (difference == NULL || strcmp(difference, "0.00") == 0) &&
                 (errors == NULL || strcmp(errors, "0") == 0);
    return !is_unit || page->rows < UNITS_MAX || !plain ||
           report_has_anchor(page, findings_of(false), pg_value(row, 0, COVERAGE_CODE));
}

static bool coverage_row(const struct pg_result *row, void *context, struct err *err)
{
    struct report_page *page = context;
    (void)err;
    if (!is_worth_a_row(page, row)) {
        page->units_left_out++;
        return true;
    }
    const char *style = pg_value(row, 0, 0);
    const char *code = pg_value(row, 0, COVERAGE_CODE);
    bool is_department = strcmp(style, "level1") == 0;
    buf_printf(page->out, "<tr class=\"%s\" id=\"",
               strcmp(style, "total") == 0 ? "total"
               : is_department             ? "department"
                                           : "unit");
    html_id(page->out, anchor_of(is_department), code != NULL ? code : "all");
    buf_puts(page->out, "\"><th scope=\"row\">");
    html_text(page->out, code);
    buf_puts(page->out, code != NULL ? " " : "");
    html_text(page->out, pg_value(row, 0, COVERAGE_NAME));
    buf_puts(page->out, "</th>");
    html_cell(page->out, 't', pg_value(row, 0, COVERAGE_BASIS));
    html_cell(page->out, 't', pg_value(row, 0, COVERAGE_STATUS));
    html_cell(page->out, 'i', pg_value(row, 0, COVERAGE_TABLES));
    put_count(page, code, is_department, pg_value(row, 0, COVERAGE_ERRORS));
    put_count(page, code, is_department, pg_value(row, 0, COVERAGE_WARNINGS));
    html_cell(page->out, 'n', pg_value(row, 0, COVERAGE_PRINTED));
    html_cell(page->out, 'n', pg_value(row, 0, COVERAGE_ROLLED));
    html_cell(page->out, 's', pg_value(row, 0, COVERAGE_DIFFERENCE));
    buf_puts(page->out, "</tr>\n");
    page->rows++;
    return true;
}

bool report_put_coverage(struct report_page *page, struct err *err)
{
    static const struct html_column columns[] = {
        {'h', "部门、单位"},     {'t', "口径"},           {'t', "公开情况"},
        {'i', "公开的表数"},     {'i', "错误"},           {'i', "提示"},
        {'n', "支出总计，照印"}, {'n', "支出总计，加总"}, {'s', "差额"}};
    report_open_section(page, "coverage", "公开情况");
    html_table_open(page->out, "谁公开了，印的与加总的是否一致（万元）", columns, 9);
    bool ok = report_each(page, "70_forms/15_coverage.sql", coverage_row, err);
    html_table_close(page->out);
    if (page->units_left_out > 0) {
        buf_printf(page->out,
                   "<p class=\"note\">另有 %" PRId64
                   " 个已公开、无差额、无错误的单位未列，见 coverage.csv.gz。</p>\n",
                   page->units_left_out);
    }
    report_close_section(page);
    return ok;
}

enum {
    FINDING_SEVERITY = 1,
    FINDING_RULE,
    FINDING_CODE,
    FINDING_TABLE,
    FINDING_ROW,
    FINDING_COLUMN,
    FINDING_MESSAGE = 12,
    FINDING_HINT,
    FINDING_DOCUMENT,
    FINDING_OF_DEPARTMENT
};

/* How many roundings a rule found: no place of its own. */
static void put_roundings(struct report_page *page, const struct pg_result *row)
{
    buf_puts(page->out, "<tr><td><span class=\"tag rounding\">");
    html_text(page->out, pg_value(row, 0, FINDING_SEVERITY));
    buf_puts(page->out, "</span></td><td></td><td class=\"words\">");
    html_text(page->out, pg_value(row, 0, FINDING_MESSAGE));
    buf_puts(page->out, "</td><td></td><td></td><td></td>");
    html_cell(page->out, 't', pg_value(row, 0, FINDING_RULE));
    buf_puts(page->out, "</tr>\n");
}

/* The functional class that a row's label begins with, as a link to its figures if the page has
 * them. */
static void put_row_label(struct report_page *page, const char *label)
{
    char code[4] = "";
    if (label != NULL && strspn(label, "0123456789") >= 3) {
        memcpy(code, label, 3);
    }
    bool linked = code[0] != '\0' && report_has_anchor(page, "class-", code);
    if (linked) {
        buf_printf(page->out, "<a href=\"#class-%s\">", code);
    }
    html_text(page->out, label);
    buf_puts(page->out, linked ? "</a>" : "");
}

static void put_unit(struct report_page *page, const char *code, bool is_department)
{
    const char *findings = findings_of(is_department);
    buf_puts(page->out, "<td><a href=\"#");
    html_id(page->out, anchor_of(is_department), code);
    buf_puts(page->out, "\"");
    if (!report_has_anchor(page, findings, code)) {
        buf_puts(page->out, " id=\"");
        html_id(page->out, findings, code);
        buf_puts(page->out, "\"");
        report_note_anchor(page, findings, code);
    }
    buf_puts(page->out, ">");
    html_text(page->out, code);
    buf_puts(page->out, "</a></td>");
}

static bool finding_row(const struct pg_result *row, void *context, struct err *err)
{
    struct report_page *page = context;
    const char *severity = pg_value(row, 0, FINDING_SEVERITY);
    (void)err;
    if (strcmp(pg_value(row, 0, 0), "note") == 0) {
        return true; /* the page lists fewer, and says so itself */
    }
    if (pg_value(row, 0, FINDING_CODE) == NULL) {
        page->has_roundings = true;
        put_roundings(page, row);
        return true;
    }
    if (page->rows++ >= FINDINGS_MAX) {
        return true;
    }
    buf_printf(page->out,
               "<tr id=\"finding-%" PRId64 "\"><td><span class=\"tag %s\">%s</span></td>",
               page->rows, strcmp(severity, "错误") == 0 ? "error" : "warning", severity);
    put_unit(page, pg_value(row, 0, FINDING_CODE),
             pg_value(row, 0, FINDING_OF_DEPARTMENT)[0] == 't');
    buf_puts(page->out, "<td class=\"words\">");
    html_text(page->out, pg_value(row, 0, FINDING_MESSAGE));
    buf_printf(page->out,
               " <a href=\"#finding-%" PRId64 "\" aria-label=\"第 %" PRId64 " 处的链接\">#%" PRId64
               "</a></td>",
               page->rows, page->rows, page->rows);
    html_cell(page->out, 't', pg_value(row, 0, FINDING_TABLE));
    buf_puts(page->out, "<td>");
    put_row_label(page, pg_value(row, 0, FINDING_ROW));
    buf_puts(page->out, "</td>");
    html_cell(page->out, 't', pg_value(row, 0, FINDING_COLUMN));
    html_cell(page->out, 't', pg_value(row, 0, FINDING_RULE));
    buf_puts(page->out, "</tr>\n");
    return true;
}

bool report_put_findings(struct report_page *page, struct err *err)
{
    static const struct html_column columns[] = {{'t', "程度"}, {'t', "单位"}, {'t', "说明"},
                                                 {'t', "表"},   {'t', "行"},   {'t', "列"},
                                                 {'t', "规则"}};
    report_open_section(page, "findings", "勾稽发现");
    html_table_open(page->out, "每处一行，错误在先", columns, 7);
    bool ok = report_each(page, "70_forms/16_findings.sql", finding_row, err);
    html_table_close(page->out);
    if (page->rows > FINDINGS_MAX) {
        buf_printf(page->out,
                   "<p class=\"note\">错误和提示只列出前 %d 处，全部见 findings.csv.gz。</p>\n",
                   FINDINGS_MAX);
    } else if (page->rows == 0 && !page->has_roundings) {
        buf_puts(page->out, "<p class=\"note\">没有勾稽发现。</p>\n");
    }
    report_close_section(page);
    return ok;
}
