#include "export/report_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void report_puts(struct report_page *page, const char *text)
{
    char *made = stage_text(page->stage, text);
    buf_puts(page->out, made);
    free(made);
}

void report_open_section(struct report_page *page, const char *id, const char *title)
{
    buf_printf(page->out, "<section aria-labelledby=\"%s\"><h2 id=\"%s\">", id, id);
    report_puts(page, title);
    buf_puts(page->out, "</h2>\n");
}

void report_close_section(struct report_page *page)
{
    buf_puts(page->out, "</section>\n");
}

bool report_each(struct report_page *page, const char *path, pg_row_fn row, struct err *err)
{
    page->rows = 0;
    return stage_rows(page->stage, path, row, page, err);
}

void report_note_anchor(struct report_page *page, const char *prefix, const char *code)
{
    buf_printf(&page->anchors, "\n%s%s\n", prefix, code);
}

bool report_has_anchor(struct report_page *page, const char *prefix, const char *code)
{
    char *line = mem_printf("\n%s%s\n", prefix, code);
    bool found = strstr(buf_cstr(&page->anchors), line) != NULL;
    free(line);
    return found;
}
