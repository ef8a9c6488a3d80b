#include <string.h>

#include "export/writer.h"

static void put_field(struct buf *out, const char *text)
{
    size_t length = strlen(text);
    if (length > 0 && strcspn(text, ",\"\r\n") == length) {
        buf_append(out, text, length);
        return;
    }
    buf_putc(out, '"');
    const char *quote;
    while ((quote = strchr(text, '"')) != NULL) {
        buf_append(out, text, (size_t)(quote - text) + 1);
        buf_putc(out, '"');
        text = quote + 1;
    }
    buf_puts(out, text);
    buf_putc(out, '"');
}

/* With these a spreadsheet would take a text for a formula. */
static bool is_like_formula(const char *text)
{
    return text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
}

/* What people open in a spreadsheet has an apostrophe before such a text; what programs read has
 * texts as they are. */
static void put_text(struct buf *out, const struct writer_table *table, const char *text)
{
    if (!table->chinese || !is_like_formula(text)) {
        put_field(out, text);
        return;
    }
    struct buf guarded = {0};
    buf_putc(&guarded, '\'');
    buf_puts(&guarded, text);
    put_field(out, buf_cstr(&guarded));
    buf_clear(&guarded);
}

const char *writer_header(const struct writer_table *table, size_t column)
{
    return table->chinese ? table->columns[column].title : table->columns[column].name;
}

static void csv_head(struct buf *out, const struct writer_table *table)
{
    if (table->chinese) {
        buf_puts(out, "\xEF\xBB\xBF");
    }
    for (size_t i = 0; i < table->column_count; i++) {
        if (i > 0) {
            buf_putc(out, ',');
        }
        put_field(out, writer_header(table, i));
    }
    buf_append(out, "\r\n", 2);
}

static void csv_row(struct buf *out, const struct writer_table *table, const char *const *values)
{
    for (size_t i = 0; i < table->column_count; i++) {
        if (i > 0) {
            buf_putc(out, ',');
        }
        if (values[i] == NULL) {
            continue;
        }
        if (table->columns[i].kind == WRITER_BOOLEAN) {
            buf_puts(out, values[i][0] == 't' ? "true" : "false");
        } else if (table->columns[i].kind == WRITER_TEXT) {
            put_text(out, table, values[i]);
        } else {
            put_field(out, values[i]);
        }
    }
    buf_append(out, "\r\n", 2);
}

const struct writer_format writer_csv = {
    .format = EXPORT_CSV,
    .name = "csv",
    .suffix = ".csv.gz",
    .mediatype = "text/csv",
    .head = csv_head,
    .row = csv_row,
};
