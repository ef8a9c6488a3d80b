/* Listings: the rows of a query as an aligned table, CSV or JSON. */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "cmd/cmd.h"

/* Columns on a terminal; what can't be measured counts a column a byte. */
static int display_width(const char *text)
{
    int width = 0;
    mbstate_t state = {0};
    size_t left = strlen(text);
    while (left > 0) {
        wchar_t c = 0;
        size_t used = mbrtowc(&c, text, left, &state);
        if (used == 0 || used > left) {
            return width + (int)left;
        }
        int columns = wcwidth(c);
        width += columns > 0 ? columns : 0;
        text += used;
        left -= used;
    }
    return width;
}

static bool is_number_type(uint32_t oid)
{
    return oid == 20 || oid == 21 || oid == 23 || oid == 1700;
}

static void pad(int columns)
{
    for (int i = 0; i < columns; i++) {
        putchar(' ');
    }
}

/* A cell is one line; *text is of the caller's buffer. */
static const char *visible(struct buf *cell, const char *text)
{
    cell->length = 0;
    text_visible(cell, text != NULL ? text : "");
    return buf_cstr(cell);
}

static void print_cell(const char *text, int width, bool right, bool last)
{
    int columns = display_width(text);
    pad(right ? width - columns : 0);
    fputs(text, stdout);
    if (!last) {
        pad(right ? 2 : width - columns + 2);
    }
}

static void print_table(const struct pg_result *result)
{
    int rows = pg_rows(result);
    int columns = pg_columns(result);
    int *widths = mem_zalloc((size_t)columns * sizeof *widths);
    struct buf cell = {0};
    for (int c = 0; c < columns; c++) {
        widths[c] = display_width(pg_column_name(result, c));
        for (int r = 0; r < rows; r++) {
            int width = display_width(visible(&cell, pg_value(result, r, c)));
            widths[c] = width > widths[c] ? width : widths[c];
        }
    }
    for (int r = -1; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
            const char *value = r < 0 ? pg_column_name(result, c) : pg_value(result, r, c);
            print_cell(visible(&cell, value), widths[c], is_number_type(pg_column_type(result, c)),
                       c + 1 == columns);
        }
        putchar('\n');
    }
    printf("(%d)\n", rows);
    buf_clear(&cell);
    free(widths);
}

static void print_csv_field(const char *value)
{
    if (value == NULL) {
        return;
    }
    if (value[0] != '\0' && strpbrk(value, ",\"\r\n") == NULL) {
        fputs(value, stdout);
        return;
    }
    putchar('"');
    for (const char *c = value; *c != '\0'; c++) {
        if (*c == '"') {
            putchar('"');
        }
        putchar(*c);
    }
    putchar('"');
}

static void print_csv(const struct pg_result *result)
{
    for (int r = -1; r < pg_rows(result); r++) {
        for (int c = 0; c < pg_columns(result); c++) {
            if (c > 0) {
                putchar(',');
            }
            print_csv_field(r < 0 ? pg_column_name(result, c) : pg_value(result, r, c));
        }
        fputs("\r\n", stdout);
    }
}

static void put_json_row(struct buf *out, const struct pg_result *result, int row)
{
    for (int c = 0; c < pg_columns(result); c++) {
        const char *value = pg_value(result, row, c);
        buf_puts(out, c > 0 ? ", " : "{");
        text_json_quote(out, pg_column_name(result, c));
        buf_puts(out, ": ");
        if (value == NULL) {
            buf_puts(out, "null");
        } else if (is_number_type(pg_column_type(result, c))) {
            buf_puts(out, value);
        } else {
            text_json_quote(out, value);
        }
    }
    buf_putc(out, '}');
}

void cmd_json_rows(struct buf *out, const struct pg_result *result)
{
    buf_putc(out, '[');
    for (int r = 0; r < pg_rows(result); r++) {
        buf_puts(out, r > 0 ? ",\n " : "\n ");
        put_json_row(out, result, r);
    }
    buf_puts(out, "\n]");
}

static void print_json(const struct pg_result *result)
{
    struct buf out = {0};
    cmd_json_rows(&out, result);
    buf_putc(&out, '\n');
    fwrite(out.data, 1, out.length, stdout);
    buf_clear(&out);
}

void cmd_print_rows(enum cmd_format format, const struct pg_result *result)
{
    if (format == CMD_TABLE) {
        print_table(result);
    } else if (format == CMD_CSV) {
        print_csv(result);
    } else {
        print_json(result);
    }
}

bool cmd_print(struct pg *pg, enum cmd_format format, const char *sql, int count,
               const char *const *params, struct err *err)
{
    struct pg_result *result = NULL;
    if (!pg_query(pg, sql, count, params, &result, err)) {
        return false;
    }
    cmd_print_rows(format, result);
    pg_free(result);
    return true;
}
