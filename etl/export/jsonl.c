#include <string.h>

#include "base/text.h"
#include "export/writer.h"

/* NaN and Infinity are numbers to PostgreSQL, not to JSON: they go out as strings. */
static bool is_json_number(const char *text)
{
    return strspn(text, "-0123456789.") == strlen(text);
}

static void put_value(struct buf *out, enum writer_kind kind, const char *value)
{
    if (value == NULL) {
        buf_append(out, "null", 4);
    } else if (kind == WRITER_BOOLEAN) {
        buf_puts(out, value[0] == 't' ? "true" : "false");
    } else if (kind != WRITER_TEXT && is_json_number(value)) {
        buf_puts(out, value);
    } else {
        text_json_quote(out, value);
    }
}

static void jsonl_head(struct buf *out, const struct writer_table *table)
{
    (void)out;
    (void)table;
}

static void jsonl_row(struct buf *out, const struct writer_table *table, const char *const *values)
{
    char before = '{';
    for (size_t i = 0; i < table->column_count; i++) {
        buf_putc(out, before);
        text_json_quote(out, table->columns[i].name);
        buf_putc(out, ':');
        put_value(out, table->columns[i].kind, values[i]);
        before = ',';
    }
    buf_append(out, "}\n", 2);
}

const struct writer_format writer_jsonl = {
    .format = EXPORT_JSONL,
    .name = "jsonl",
    .suffix = ".jsonl.gz",
    .head = jsonl_head,
    .row = jsonl_row,
};
