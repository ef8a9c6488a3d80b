/* Private to export: the page under construction, for the files that write its sections. */
#ifndef HUIZONG_EXPORT_REPORT_PAGE_H
#define HUIZONG_EXPORT_REPORT_PAGE_H

#include "export/html.h"
#include "export/stage.h"

struct report_page {
    struct buf *out;
    const struct stage *stage;
    bool has_prior;
    int64_t rows, units_left_out;
    bool has_roundings;
    const char *headline_note; /* NULL where there is none */
    struct buf chart;
    struct buf anchors; /* what the page's links may lead to, each between line feeds */
};

/* Appends text in which {Y} and {P} are the years; it is markup already. */
void report_puts(struct report_page *page, const char *text);

void report_open_section(struct report_page *page, const char *id, const char *title);
void report_close_section(struct report_page *page);

/* The rows of a SELECT of sql/70_forms, with `page` as context; page->rows begins at 0. */
bool report_each(struct report_page *page, const char *path, pg_row_fn row, struct err *err);

/* An id that links may lead to, such as "class-" and "208": notes it, and says whether it was
 * noted. */
void report_note_anchor(struct report_page *page, const char *prefix, const char *code);
bool report_has_anchor(struct report_page *page, const char *prefix, const char *code);

/* The sections that list departments, units and findings, linked with one another. */
bool report_put_departments(struct report_page *page, struct err *err);
bool report_put_coverage(struct report_page *page, struct err *err);
bool report_put_findings(struct report_page *page, struct err *err);

#endif
