/* Private to export: pieces of an HTML page. Text is escaped, also where it comes from documents.
 */
#ifndef HUIZONG_EXPORT_HTML_H
#define HUIZONG_EXPORT_HTML_H

#include "base/buf.h"

/* Appends text, with & < > " as entities; NULL is nothing. */
void html_text(struct buf *out, const char *text);

/* A code or label as the value of an id: "unit-407001"; what isn't a letter, digit or - becomes _.
 */
void html_id(struct buf *out, const char *prefix, const char *name);

/*
 * A column of a table. Kinds: h the row's header, t text, n amount (yuan, shown in 万元), s amount
 * as a change (with its sign), p percent, c percent as a change, g percentage points of change, i
 * whole number.
 */
struct html_column {
    char kind;
    const char *heading;
};

/* Opens a table within a region that scrolls sideways on a narrow screen, up to its <tbody>. */
void html_table_open(struct buf *out, const char *caption, const struct html_column *columns,
                     size_t count);
void html_table_close(struct buf *out);

/* A cell without further markup, by kind. */
void html_cell(struct buf *out, char kind, const char *value);

/* The figure alone, as html_cell shows it. */
void html_figure(struct buf *out, char kind, const char *value);

/* The page's style sheet. */
extern const char html_style[];

#endif
