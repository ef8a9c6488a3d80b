#include "export/verify_table.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "io/gzin.h"
#include "json/json.h"

enum { BLOCK_SIZE = 64 * 1024 };

/* A CSV file as it is read, byte after byte (RFC 4180). */
struct csv_reader {
    struct verify_table *table;
    struct buf field;
    size_t column;
    bool quoted;    /* within quotes */
    bool closing;   /* after a quote within quotes: the end of the field, or half of a pair */
    bool in_record; /* something of a record was read */
    bool head_read;
};

static bool add(struct verify_table *table, size_t column, const char *text, struct err *err)
{
    for (size_t i = 0; i < table->total_count; i++) {
        struct verify_total *total = &table->totals[i];
        if (total->column == column && text[0] != '\0' && !amount_sum_add(&total->sum, text)) {
            return err_set(err, ERR_DATA, "row %" PRId64 ": %s is no amount: %s", table->rows + 1,
                           total->name, text);
        }
    }
    return true;
}

static bool end_field(struct csv_reader *reader, struct err *err)
{
    bool ok =
        !reader->head_read || add(reader->table, reader->column, buf_cstr(&reader->field), err);
    buf_reset(&reader->field);
    reader->column++;
    reader->closing = false;
    return ok;
}

static bool end_record(struct csv_reader *reader, struct err *err)
{
    if (!end_field(reader, err)) {
        return false;
    }
    if (reader->column != reader->table->column_count) {
        return err_set(err, ERR_DATA, "row %" PRId64 " has %zu columns instead of %zu",
                       reader->table->rows + 1, reader->column, reader->table->column_count);
    }
    reader->table->rows += reader->head_read;
    reader->head_read = true;
    reader->in_record = false;
    reader->column = 0;
    return true;
}

static bool take_byte(struct csv_reader *reader, char c, struct err *err)
{
    reader->in_record = true;
    if (reader->quoted && !(reader->closing && c != '"')) {
        if (c != '"') {
            buf_putc(&reader->field, c);
        } else if (reader->closing) {
            buf_putc(&reader->field, c);
            reader->closing = false;
        } else {
            reader->closing = true;
        }
        return true;
    }
    reader->quoted = false;
    switch (c) {
    case '"':
        reader->quoted = true;
        reader->closing = false;
        return true;
    case ',':
        return end_field(reader, err);
    case '\r':
        return true;
    case '\n':
        return end_record(reader, err);
    default:
        buf_putc(&reader->field, c);
        return true;
    }
}

static bool read_csv(struct csv_reader *reader, struct gzin *in, struct err *err)
{
    char block[BLOCK_SIZE];
    size_t got;
    do {
        if (!gzin_read(in, block, sizeof block, &got, err)) {
            return false;
        }
        for (size_t i = 0; i < got; i++) {
            if (!take_byte(reader, block[i], err)) {
                return false;
            }
        }
    } while (got > 0);
    return (!reader->in_record && reader->head_read) ||
           err_set(err, ERR_DATA, "the last line is not whole");
}

bool verify_table_csv(struct verify_table *table, const char *path, struct err *err)
{
    struct csv_reader reader = {.table = table};
    struct gzin *in;
    if (!gzin_open(&in, path, err)) {
        return false;
    }
    bool ok = read_csv(&reader, in, err);
    buf_clear(&reader.field);
    gzin_close(in);
    return ok;
}

static bool take_object(struct verify_table *table, const struct json *object, struct err *err)
{
    if (json_type(object) != JSON_OBJECT || json_size(object) != table->column_count) {
        return err_set(err, ERR_DATA, "row %" PRId64 " is no object of %zu members",
                       table->rows + 1, table->column_count);
    }
    for (size_t i = 0; i < table->total_count; i++) {
        const struct json *value = json_get(object, table->totals[i].name);
        const char *text = value == NULL || json_type(value) == JSON_NULL ? ""
                           : json_type(value) == JSON_NUMBER              ? json_number_text(value)
                                                                          : "?";
        if (!add(table, table->totals[i].column, text, err)) {
            return false;
        }
    }
    table->rows++;
    return true;
}

static bool take_line(struct verify_table *table, struct arena *arena, const char *line,
                      size_t length, struct err *err)
{
    struct json_text text;
    struct json_fault fault;
    if (!json_scan(arena, line, length, &text, &fault)) {
        return err_set(err, ERR_DATA, "row %" PRId64 ": %s", table->rows + 1, fault.message);
    }
    const struct json *object = json_parse(arena, text);
    bool ok = object != NULL
                  ? take_object(table, object, err)
                  : err_set(err, ERR_INTERNAL, "row %" PRId64 " can't be parsed", table->rows + 1);
    arena_reset(arena);
    return ok;
}

/* Takes the whole lines that are there and keeps the rest. */
static bool take_lines(struct verify_table *table, struct arena *arena, struct buf *pending,
                       struct err *err)
{
    size_t start = 0;
    const char *end;
    while (start < pending->length &&
           (end = memchr(pending->data + start, '\n', pending->length - start)) != NULL) {
        size_t length = (size_t)(end - pending->data) - start;
        if (!take_line(table, arena, pending->data + start, length, err)) {
            return false;
        }
        start += length + 1;
    }
    if (start > 0) {
        memmove(pending->data, pending->data + start, pending->length - start);
        pending->length -= start;
    }
    return true;
}

static bool read_jsonl(struct verify_table *table, struct gzin *in, struct arena *arena,
                       struct buf *pending, struct err *err)
{
    size_t got;
    do {
        char *place = buf_reserve(pending, BLOCK_SIZE);
        if (!gzin_read(in, place, BLOCK_SIZE, &got, err)) {
            return false;
        }
        pending->length += got;
        if (!take_lines(table, arena, pending, err)) {
            return false;
        }
    } while (got > 0);
    return pending->length == 0 || err_set(err, ERR_DATA, "the last line is not whole");
}

bool verify_table_jsonl(struct verify_table *table, const char *path, struct err *err)
{
    struct gzin *in;
    struct arena arena = {0};
    struct buf pending = {0};
    if (!gzin_open(&in, path, err)) {
        return false;
    }
    bool ok = read_jsonl(table, in, &arena, &pending, err);
    buf_clear(&pending);
    arena_clear(&arena);
    gzin_close(in);
    return ok;
}
