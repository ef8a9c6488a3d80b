#include <string.h>

#include "base/text.h"
#include "export/writer.h"

/* NaN and Infinity are numbers to PostgreSQL, not to JSON: they go out as strings. */
static bool is_json_number(const char *text)
{
    return strspn(text, "-0123456789.") == strlen(text);
}

/* Keys and codes, which most strings are, need no escape: they are spared the closer look. */
static void put_string(struct buf *out, const char *text)
{
    size_t length = 0;
    while ((signed char)text[length] >= ' ' && text[length] != '"' && text[length] != '\\') {
        length++;
    }
    if (text[length] != '\0') {
        text_json_quote(out, text);
        return;
    }
    char *place = buf_reserve(out, length + 2);
    place[0] = '"';
    memcpy(place + 1, text, length);
    place[length + 1] = '"';
    out->length += length + 2;
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
        put_string(out, value);
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
        put_string(out, table->columns[i].name);
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
    .mediatype = "application/jsonl",
    .head = jsonl_head,
    .row = jsonl_row,
};
