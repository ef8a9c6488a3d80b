#include "export/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "export/report_page.h"
#include "io/outfile.h"

enum { BAR_ROW = 46 };

static const char no_figures[] = "<p class=\"note\">没有可汇总的数字。</p>\n";

static bool headline_row(const struct pg_result *row, void *context, struct err *err)
{
    struct report_page *page = context;
    const char *note = pg_value(row, 0, 5);
    (void)err;
    page->headline_note = note != NULL ? note : page->headline_note;
    if (page->rows++ == 0) {
        buf_puts(page->out, "<dl class=\"cards\">\n");
    }
    buf_puts(page->out, "<div><dt>");
    html_text(page->out, pg_value(row, 0, 0));
    buf_puts(page->out, "</dt><dd class=\"big\">");
    html_figure(page->out, 'n', pg_value(row, 0, 1));
    buf_puts(page->out, " <small>万元</small></dd>");
    if (pg_value(row, 0, 4) != NULL) {
        buf_puts(page->out, "<dd><small>");
        report_puts(page, "比{P}年 ");
        html_figure(page->out, 'c', pg_value(row, 0, 4));
        buf_puts(page->out, "（");
        html_figure(page->out, 's', pg_value(row, 0, 3));
        buf_puts(page->out, "）</small></dd>");
    }
    buf_puts(page->out, "</div>\n");
    return true;
}

static bool put_headline(struct report_page *page, struct err *err)
{
    report_open_section(page, "headline", "主要数字");
    bool ok = report_each(page, "70_forms/20_headline.sql", headline_row, err);
    buf_puts(page->out, page->rows > 0 ? "</dl>\n" : no_figures);
    if (page->headline_note != NULL) {
        buf_puts(page->out, "<p class=\"note\">");
        html_text(page->out, page->headline_note);
        buf_puts(page->out, "</p>\n");
    }
    if (page->has_prior) {
        report_puts(page, "<p class=\"note\">与{P}年相比未按同口径调整；两年公开的单位可能不同，"
                          "见“{Y}年与{P}年对比”表下的注。</p>\n");
    }
    report_close_section(page);
    return ok;
}

enum {
    CLASS_CODE,
    CLASS_NAME,
    CLASS_CURRENT,
    CLASS_SHARE,
    CLASS_CHANGE = 7,
    CLASS_BAR = 9,
    CLASS_PRIOR_BAR
};

/* Bars in percent of the width and text in pixels: legible however wide the screen is. */
static void put_bar(struct report_page *page, const struct pg_result *row)
{
    struct buf *chart = &page->chart;
    int64_t top = page->rows * BAR_ROW;
    const char *bar = pg_value(row, 0, CLASS_BAR);
    const char *prior = pg_value(row, 0, CLASS_PRIOR_BAR);
    buf_printf(chart, "<text x=\"0\" y=\"%" PRId64 "\">", top + 14);
    html_text(chart, pg_value(row, 0, CLASS_NAME));
    buf_printf(chart, "</text><text x=\"100%%\" y=\"%" PRId64 "\" text-anchor=\"end\">", top + 14);
    html_figure(chart, 'n', pg_value(row, 0, CLASS_CURRENT));
    buf_puts(chart, "</text>");
    if (bar != NULL) {
        buf_printf(chart,
                   "<rect class=\"bar\" x=\"0\" y=\"%" PRId64 "\" width=\"%s%%\" height=\"12\"/>",
                   top + 20, bar);
    }
    if (prior != NULL) {
        buf_printf(chart,
                   "<rect class=\"prior\" x=\"0\" y=\"%" PRId64 "\" width=\"%s%%\" height=\"6\"/>",
                   top + 33, prior);
    }
    buf_putc(chart, '\n');
}

static bool class_row(const struct pg_result *row, void *context, struct err *err)
{
    static const char kinds[] = "npnnnsc";
    struct report_page *page = context;
    (void)err;
    put_bar(page, row);
    buf_puts(page->out, "<tr id=\"");
    html_id(page->out, "class-", pg_value(row, 0, CLASS_CODE));
    report_note_anchor(page, "class-", pg_value(row, 0, CLASS_CODE));
    buf_puts(page->out, "\">");
    html_cell(page->out, 'h', pg_value(row, 0, CLASS_NAME));
    size_t count = page->has_prior ? 7 : 4;
    for (size_t i = 0; i < count; i++) {
        html_cell(page->out, kinds[i], pg_value(row, 0, CLASS_CURRENT + (int)i));
    }
    buf_puts(page->out, "</tr>\n");
    page->rows++;
    return true;
}

static void put_chart(struct report_page *page)
{
    report_puts(page, "<figure><figcaption>{Y}年支出，按功能分类的类（万元）");
    if (page->has_prior) {
        report_puts(page, "<span class=\"legend\"><span class=\"key\" "
                          "style=\"background:#1f5fa8\"></span>{Y}年</span>"
                          "<span class=\"legend\"><span class=\"key\" "
                          "style=\"background:#7d93ab\"></span>{P}年</span>");
    }
    buf_printf(page->out,
               "</figcaption><svg role=\"img\" aria-labelledby=\"chart-title chart-desc\" "
               "height=\"%" PRId64 "\"><title id=\"chart-title\">",
               page->rows * BAR_ROW);
    report_puts(page, "{Y}年支出，按功能分类的类</title><desc id=\"chart-desc\">"
                      "横条图，从大到小；每一条的数字见下表。</desc>\n");
    buf_append(page->out, page->chart.data, page->chart.length);
    buf_puts(page->out, "</svg></figure>\n");
}

static bool put_classes(struct report_page *page, struct err *err)
{
    char *prior = stage_text(page->stage, "{P}年");
    const struct html_column columns[] = {{'h', "类"},       {'n', "支出合计"}, {'p', "占比"},
                                          {'n', "基本支出"}, {'n', "项目支出"}, {'n', prior},
                                          {'s', "增减额"},   {'c', "增减"}};
    struct buf table = {0};
    struct buf *whole = page->out;
    page->out = &table;
    html_table_open(page->out, "支出，按功能分类的类（万元）", columns, page->has_prior ? 8 : 5);
    bool ok = report_each(page, "70_forms/21_classes.sql", class_row, err);
    html_table_close(page->out);
    page->out = whole;
    free(prior);
    report_open_section(page, "classes", "支出，按功能分类");
    if (page->rows > 0) {
        put_chart(page);
        buf_append(page->out, table.data, table.length);
    } else {
        buf_puts(page->out, no_figures);
    }
    report_close_section(page);
    buf_clear(&table);
    buf_clear(&page->chart);
    return ok;
}

static bool comparison_row(const struct pg_result *row, void *context, struct err *err)
{
    static const char kinds[] = "hnnscg";
    struct report_page *page = context;
    (void)err;
    const char *style = pg_value(row, 0, 0);
    if (strcmp(style, "note") == 0) {
        buf_puts(page->out, "</tbody><tfoot><tr><td colspan=\"6\" class=\"note\">");
        html_text(page->out, pg_value(row, 0, 1));
        buf_puts(page->out, "</td></tr></tfoot><tbody>");
        return true;
    }
    buf_printf(page->out, "<tr class=\"%s\">", strcmp(style, "total") == 0 ? "total" : "unit");
    for (int i = 0; i < 6; i++) {
        html_cell(page->out, kinds[i], pg_value(row, 0, i + 1));
    }
    buf_puts(page->out, "</tr>\n");
    return true;
}

static bool put_comparison(struct report_page *page, struct err *err)
{
    if (!page->has_prior) {
        return true;
    }
    char *current = stage_text(page->stage, "{Y}年");
    char *prior = stage_text(page->stage, "{P}年");
    const struct html_column columns[] = {{'h', "项目"}, {'n', current},
                                          {'n', prior},  {'s', "增减额"},
                                          {'c', "增减"}, {'g', "对增长的贡献（百分点）"}};
    report_open_section(page, "comparison", "{Y}年与{P}年对比");
    html_table_open(page->out, "增减（万元）", columns, 6);
    bool ok = report_each(page, "70_forms/14_comparison.sql", comparison_row, err);
    html_table_close(page->out);
    report_close_section(page);
    free(current);
    free(prior);
    return ok;
}

static bool three_public_row(const struct pg_result *row, void *context, struct err *err)
{
    static const char kinds[] = "hnnnn";
    struct report_page *page = context;
    (void)err;
    bool is_total = strcmp(pg_value(row, 0, 0), "total") == 0;
    buf_puts(page->out, is_total ? "<tr class=\"total\">" : "<tr>");
    for (int i = 0; i < 5; i++) {
        html_cell(page->out, kinds[i], pg_value(row, 0, i + 1));
    }
    buf_puts(page->out, "</tr>\n");
    return true;
}

static bool put_three_public(struct report_page *page, struct err *err)
{
    static const struct html_column columns[] = {{'h', "项目"},
                                                 {'n', "合计"},
                                                 {'n', "一般公共预算"},
                                                 {'n', "政府性基金预算"},
                                                 {'n', "国有资本经营预算"}};
    report_open_section(page, "three-public", "财政拨款安排的“三公”经费");
    html_table_open(page->out, "“三公”经费（万元）", columns, 5);
    bool ok = report_each(page, "70_forms/10_three_public.sql", three_public_row, err);
    html_table_close(page->out);
    report_close_section(page);
    return ok;
}

static void put_top(struct report_page *page)
{
    const struct stage *stage = page->stage;
    const char *kind = stage_kind(stage);
    buf_puts(page->out, "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                        "<title>");
    char *title = mem_printf("%s%s年度单位%s公开汇总", stage->division, stage->year, kind);
    html_text(page->out, title);
    buf_printf(page->out, "</title><style>\n%s</style></head><body>\n", html_style);
    buf_puts(page->out, "<a class=\"skip\" href=\"#main\">跳到正文</a><header><h1>");
    html_text(page->out, title);
    free(title);
    buf_printf(
        page->out,
        "</h1><p class=\"lead\">财政区划 %s。由公开的%s表逐级汇总，计入单位文件 %s 份、部门文件 %s "
        "份；金额单位万元，四舍五入到两位小数。</p>\n",
        stage->division_code, kind, stage->units, stage->departments);
    buf_puts(page->out, "<nav aria-label=\"目录\"><ul><li><a href=\"#headline\">主要数字</a></li>"
                        "<li><a href=\"#classes\">支出，按功能分类</a></li>");
    buf_puts(page->out, page->has_prior ? "<li><a href=\"#comparison\">年度对比</a></li>" : "");
    buf_puts(page->out, "<li><a href=\"#three-public\">“三公”经费</a></li>"
                        "<li><a href=\"#departments\">部门</a></li>"
                        "<li><a href=\"#coverage\">公开情况</a></li>"
                        "<li><a href=\"#findings\">勾稽发现</a></li></ul></nav></header>\n"
                        "<main id=\"main\">\n");
}

/* A section written into a buffer of its own, to be put in its place later. */
static bool put_aside(struct report_page *page, bool (*put)(struct report_page *, struct err *),
                      struct buf *section, struct err *err)
{
    struct buf *whole = page->out;
    page->out = section;
    bool ok = put(page, err);
    page->out = whole;
    return ok;
}

/* Findings stand last, but are written before what links to them, and after the classes that they
 * link to. */
static bool put_page(struct report_page *page, struct err *err)
{
    struct buf classes = {0};
    struct buf findings = {0};
    bool ok = put_aside(page, put_classes, &classes, err) &&
              put_aside(page, report_put_findings, &findings, err);
    put_top(page);
    ok = ok && put_headline(page, err);
    buf_append(page->out, classes.data, classes.length);
    ok = ok && put_comparison(page, err) && put_three_public(page, err) &&
         report_put_departments(page, err) && report_put_coverage(page, err);
    buf_append(page->out, findings.data, findings.length);
    buf_puts(page->out,
             "</main><footer><p>数字出自同一目录中的数据文件，逐项说明见 datapackage.json；"
             "13 张公开表见 forms 工作簿。</p></footer></body></html>\n");
    buf_clear(&classes);
    buf_clear(&findings);
    buf_clear(&page->anchors);
    return ok;
}

bool report_read(struct stage *stage, struct pg *pg, struct err *err)
{
    static const struct {
        const char *path;
        bool with_prior;
    } sections[] = {{"70_forms/20_headline.sql", true},    {"70_forms/21_classes.sql", true},
                    {"70_forms/14_comparison.sql", true},  {"70_forms/10_three_public.sql", false},
                    {"70_forms/22_departments.sql", true}, {"70_forms/15_coverage.sql", false},
                    {"70_forms/16_findings.sql", false}};
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        if (!stage_read(stage, sections[i].path, sections[i].with_prior, pg, err)) {
            return false;
        }
    }
    return true;
}

bool report_write(const struct stage *stage, const char *folder, struct syncer *syncer,
                  struct slice_file *file, struct err *err)
{
    struct buf text = {0};
    struct report_page page = {.out = &text, .stage = stage, .has_prior = stage->prior[0] != '\0'};
    file->name = stage_file_name(stage, "report", ".html");
    file->title = "汇总情况，一页";
    file->mediatype = "text/html";
    char *path = mem_printf("%s/%s", folder, file->name);
    bool ok = put_page(&page, err) &&
              outfile_write(path, text.data, text.length, syncer, &file->facts, err);
    buf_clear(&text);
    free(path);
    return ok;
}
