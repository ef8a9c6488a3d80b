#include "export/parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/digest.h"
#include "pg/sqlfile.h"

static const char *const level_names[] = {"agency", "department", "division"};

bool parts_departments_read(struct parts_departments *out, const char *division, const char *year,
                            struct pg *pg, struct err *err)
{
    static const char path[] = "65_package/departments.sql";
    const struct sqlfile *file = sqlfile_find(path);
    const char *const params[] = {division, year};
    struct pg_result *result;
    *out = (struct parts_departments){0};
    if (file == NULL) {
        return err_set(err, ERR_CONFIG, "sql/%s is missing", path);
    }
    if (!pg_query(pg, file->text, 2, params, &result, err)) {
        return err_context(err, "sql/%s", path);
    }
    out->count = (size_t)pg_rows(result);
    out->items = mem_zalloc(out->count * sizeof *out->items);
    for (int i = 0; i < pg_rows(result); i++) {
        struct parts_department *made = &out->items[i];
        snprintf(made->stage, sizeof made->stage, "%s", pg_value(result, i, 0));
        snprintf(made->code, sizeof made->code, "%s", pg_value(result, i, 1));
        made->documents = strtoll(pg_value(result, i, 2), NULL, 10);
        snprintf(made->state, sizeof made->state, "%s", pg_value(result, i, 3));
    }
    pg_free(result);
    return true;
}

void parts_departments_clear(struct parts_departments *departments)
{
    free(departments->items);
    *departments = (struct parts_departments){0};
}

/* Whether a part begins here in any case, so that a department that comes or goes moves only the
 * parts up to the next such place. Nothing but its code decides (FNV-1a, and the end of
 * MurmurHash3, which mixes it). */
static bool is_anchor(const struct parts_department *department)
{
    enum { ONE_IN = 32 };
    uint32_t hash = 2166136261U;
    for (const char *c = department->code; *c != '\0'; c++) {
        hash = (hash ^ (unsigned char)*c) * 16777619U;
    }
    hash = (hash ^ hash >> 16) * 0x85EBCA6BU;
    hash = (hash ^ hash >> 13) * 0xC2B2AE35U;
    hash ^= hash >> 16;
    return hash % ONE_IN == 0;
}

/* Where the part that begins with a department ends. */
static const struct parts_department *part_end(const struct parts_department *begin,
                                               const struct parts_department *end, int documents)
{
    int64_t held = begin->documents;
    const struct parts_department *next = begin + 1;
    while (next < end && held < documents && !is_anchor(next)) {
        held += next->documents;
        next++;
    }
    return next;
}

static void add_part(struct parts *parts, const struct parts_department *first,
                     const struct parts_department *end, enum parts_level level)
{
    struct part *part = &parts->items[parts->count++];
    struct digest digest;
    unsigned char sum[DIGEST_SIZE];
    char hex[DIGEST_HEX_SIZE];
    digest_init(&digest);
    for (const struct parts_department *d = first; d < end; d++) {
        digest_update(&digest, d->code, strlen(d->code) + 1);
        digest_update(&digest, d->state, strlen(d->state) + 1);
    }
    digest_final(&digest, sum);
    digest_hex(sum, hex);
    part->first = first;
    part->end = end;
    part->level = level;
    memcpy(part->stage, first->stage, sizeof part->stage);
    if (level != PARTS_DIVISION) {
        memcpy(part->code, first->code, sizeof part->code);
    }
    snprintf(part->state, sizeof part->state, "%.32s", hex);
}

static void plan_stage(struct parts *parts, const struct parts_department *first,
                       const struct parts_department *end, int documents)
{
    for (enum parts_level level = PARTS_AGENCY; level <= PARTS_DEPARTMENT; level++) {
        const struct parts_department *next;
        for (const struct parts_department *begin = first; begin < end; begin = next) {
            next = part_end(begin, end, documents);
            add_part(parts, begin, next, level);
        }
    }
    add_part(parts, first, end, PARTS_DIVISION);
}

void parts_plan(struct parts *parts, const struct parts_departments *departments, int documents,
                size_t columns)
{
    const struct parts_department *first = departments->items;
    const struct parts_department *all = first + departments->count;
    *parts =
        (struct parts){.items = mem_zalloc((3 * departments->count + 1) * sizeof(struct part))};
    while (first < all) {
        const struct parts_department *end = first + 1;
        while (end < all && strcmp(end->stage, first->stage) == 0) {
            end++;
        }
        plan_stage(parts, first, end, documents);
        first = end;
    }
    for (size_t i = 0; i < parts->count; i++) {
        parts->items[i].totals = mem_zalloc(columns * sizeof(struct amount_sum));
    }
}

static int compare(const struct part *part, const char *stage, const char *level, const char *dept)
{
    int order = strcmp(part->stage, stage);
    order = order != 0 ? order : strcmp(level_names[part->level], level);
    return order != 0 ? order : strcmp(part->code, dept);
}

bool parts_reached(const struct part *part, const char *stage, const char *level, const char *dept)
{
    return compare(part, stage, level, dept) <= 0;
}

static void take_over(struct part *part, const struct part *before, size_t columns)
{
    part->task = PARTS_COPY;
    part->rows = before->rows;
    memcpy(part->totals, before->totals, columns * sizeof *part->totals);
    memcpy(part->files, before->files, sizeof part->files);
    memcpy(part->offsets, before->offsets, sizeof part->offsets);
}

/*
 * A part can be copied where it is the same and stands after the same text: where all before it,
 * back to the last with rows, are the same too, and nothing with rows stood between them.
 */
void parts_reuse(struct parts *parts, const struct parts *before, size_t columns)
{
    const struct part *old = before->items, *end = old + before->count;
    bool follows = true;      /* what stands before is as it was */
    struct part *last = NULL; /* the last with rows, if that is copied */
    for (struct part *part = parts->items; part < parts->items + parts->count; part++) {
        const char *level = level_names[part->level];
        for (; old < end && compare(old, part->stage, level, part->code) < 0; old++) {
            follows = follows && old->rows == 0;
        }
        bool same = old < end && compare(old, part->stage, level, part->code) == 0 &&
                    strcmp(old->state, part->state) == 0;
        if (same && (follows || old->rows == 0)) {
            take_over(part, old, columns);
            last = part->rows > 0 ? part : last;
        } else if (last != NULL) {
            last->task = PARTS_READ;
        }
        if (part->task == PARTS_WRITE) {
            last = NULL;
            follows = same;
        } else if (part->rows > 0) {
            follows = true;
        }
        old += old < end && compare(old, part->stage, level, part->code) == 0;
    }
}

static int by_code(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void put_codes(struct buf *array, const char **codes, size_t count)
{
    if (count > 0) {
        qsort(codes, count, sizeof *codes, by_code);
    }
    buf_putc(array, '{');
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || strcmp(codes[i], codes[i - 1]) != 0) {
            buf_printf(array, "%s\"%s\"", i > 0 ? "," : "", codes[i]);
        }
    }
    buf_putc(array, '}');
}

struct codes {
    const char **items;
    size_t count, capacity;
};

static void add_code(struct codes *codes, const char *code)
{
    codes->items = mem_grow(codes->items, &codes->capacity, codes->count + 1, sizeof code);
    codes->items[codes->count++] = code;
}

void parts_wanted(const struct parts *parts, struct buf *array)
{
    struct codes codes = {0};
    for (const struct part *part = parts->items; part < parts->items + parts->count; part++) {
        if (part->task != PARTS_COPY && part->level == PARTS_DIVISION) {
            add_code(&codes, part->code);
        } else if (part->task != PARTS_COPY) {
            for (const struct parts_department *d = part->first; d < part->end; d++) {
                add_code(&codes, d->code);
            }
        }
    }
    put_codes(array, codes.items, codes.count);
    free(codes.items);
}

static void put_file(struct buf *out, const struct gzout_part *file)
{
    buf_printf(out, "\t%" PRId64 "\t%" PRId64 "\t%" PRIu32, file->bytes_in, file->bytes_out,
               file->crc);
}

static void put_part(struct buf *out, const struct part *part, size_t files,
                     const struct writer_table *table)
{
    char sum[AMOUNT_TEXT_MAX];
    buf_printf(out, "%s\t%s\t%s\t%s\t%" PRId64, part->stage, level_names[part->level], part->code,
               part->state, part->rows);
    for (size_t i = 0; part->rows > 0 && i < files; i++) {
        put_file(out, &part->files[i]);
    }
    for (size_t i = 0; part->rows > 0 && i < table->column_count; i++) {
        if (table->columns[i].kind == WRITER_AMOUNT) {
            amount_sum_text(&part->totals[i], sum);
            buf_printf(out, "\t%s", sum);
        }
    }
    buf_putc(out, '\n');
}

void parts_put(struct buf *out, const char *dataset, const struct parts *parts, size_t files,
               const struct writer_table *table)
{
    buf_printf(out, "dataset\t%s\t%zu", dataset, parts->count);
    for (size_t i = 0; i < files; i++) {
        put_file(out, &parts->heads[i]);
    }
    buf_putc(out, '\n');
    for (size_t i = 0; i < parts->count; i++) {
        put_part(out, &parts->items[i], files, table);
    }
}

/* Reads the fields of a line, one after the other; `failed` from the first that isn't there. */
struct reader {
    const char *next;
    bool failed;
};

/* The next field, up to a tab or the line's end, which it leaves. */
static void get_text(struct reader *reader, char *field, size_t size)
{
    size_t length = strcspn(reader->next, "\t\n");
    reader->failed = reader->failed || length >= size;
    length = reader->failed ? 0 : length;
    memcpy(field, reader->next, length);
    field[length] = '\0';
    reader->next += length;
    reader->next += *reader->next == '\t';
}

static int64_t get_number(struct reader *reader)
{
    char field[24];
    get_text(reader, field, sizeof field);
    reader->failed =
        reader->failed || field[0] == '\0' || strspn(field, "0123456789") != strlen(field);
    return reader->failed ? 0 : strtoll(field, NULL, 10);
}

static void end_line(struct reader *reader)
{
    reader->failed = reader->failed || *reader->next != '\n';
    reader->next += *reader->next == '\n';
}

static void get_file(struct reader *reader, struct gzout_part *file)
{
    file->bytes_in = get_number(reader);
    file->bytes_out = get_number(reader);
    file->crc = (uint32_t)get_number(reader);
}

static void get_level(struct reader *reader, enum parts_level *level)
{
    char name[16];
    get_text(reader, name, sizeof name);
    *level = PARTS_AGENCY;
    while (*level < PARTS_DIVISION && strcmp(level_names[*level], name) != 0) {
        ++*level;
    }
    reader->failed = reader->failed || strcmp(level_names[*level], name) != 0;
}

static void get_part(struct reader *reader, struct part *part, size_t files,
                     const struct writer_table *table)
{
    char sum[AMOUNT_TEXT_MAX];
    get_text(reader, part->stage, sizeof part->stage);
    get_level(reader, &part->level);
    get_text(reader, part->code, sizeof part->code);
    get_text(reader, part->state, sizeof part->state);
    part->rows = get_number(reader);
    part->totals = mem_zalloc(table->column_count * sizeof *part->totals);
    for (size_t i = 0; part->rows > 0 && i < files; i++) {
        get_file(reader, &part->files[i]);
    }
    for (size_t i = 0; part->rows > 0 && i < table->column_count; i++) {
        if (table->columns[i].kind == WRITER_AMOUNT) {
            get_text(reader, sum, sizeof sum);
            reader->failed = reader->failed || !amount_sum_add(&part->totals[i], sum);
        }
    }
    end_line(reader);
}

static void find_offsets(struct parts *parts, size_t files)
{
    for (size_t f = 0; f < files; f++) {
        int64_t offset = GZOUT_HEAD_SIZE + parts->heads[f].bytes_out;
        for (size_t i = 0; i < parts->count; i++) {
            parts->items[i].offsets[f] = offset;
            offset += parts->items[i].files[f].bytes_out;
        }
    }
}

bool parts_get(struct parts *out, const char *text, const char *dataset, size_t files,
               const struct writer_table *table)
{
    enum { COUNT_MAX = 1000000 };
    char *head = mem_printf("dataset\t%s\t", dataset);
    const char *place = strstr(text, head);
    struct reader reader = {.next = place != NULL ? place + strlen(head) : "", place == NULL};
    free(head);
    *out = (struct parts){0};
    int64_t count = get_number(&reader);
    reader.failed = reader.failed || count > COUNT_MAX;
    for (size_t i = 0; i < files; i++) {
        get_file(&reader, &out->heads[i]);
    }
    end_line(&reader);
    out->items = mem_zalloc((size_t)(reader.failed ? 1 : count) * sizeof *out->items);
    while (!reader.failed && out->count < (size_t)count) {
        get_part(&reader, &out->items[out->count++], files, table);
    }
    find_offsets(out, files);
    return !reader.failed;
}

void parts_clear(struct parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        free(parts->items[i].totals);
    }
    free(parts->items);
    *parts = (struct parts){0};
}
