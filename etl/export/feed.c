#include "export/feed.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "io/gzpipe.h"
#include "io/outfile.h"

enum { PENDING_MAX = 64 * 1024, KEYS = 3 };

/* One file that is being written. */
struct output {
    const struct writer_format *format;
    char *name;
    struct gzpipe *gz;
    struct buf pending; /* formatted, not yet compressed */
    int before; /* the file of the export before, to copy from; -1 where that isn't wanted */
};

/* Where the rows of one SELECT go: all chosen formats at once. */
struct feed {
    const struct dataset *dataset;
    struct slice_table *table;
    const char **values;
    char (*amounts)[AMOUNT_TEXT_MAX]; /* in 万元, one a column; NULL where they stay in yuan */
    struct output outputs[PARTS_FILES_MAX];
    size_t output_count;
    struct parts *parts;       /* NULL where the files have none */
    size_t keys[KEYS];         /* the columns that say to which part a row belongs */
    size_t place;              /* of the part that the rows are of */
    struct amount_sum *unused; /* for the amounts of rows that were counted before */
    bool copies;               /* some parts come from the export before */
};

static bool open_output(struct feed *feed, struct output *output, const char *folder,
                        const struct slice_task *task, struct err *err)
{
    char *path = mem_printf("%s/%s", folder, output->name);
    bool ok = gzpipe_open(&output->gz, path, GZOUT_LEVEL, task->options->threads && !feed->copies,
                          task->syncer, err);
    free(path);
    if (ok) {
        output->format->head(&output->pending, &feed->dataset->table);
    }
    return ok && (feed->parts == NULL || gzpipe_end_part(output->gz, &output->pending, err));
}

static bool open_outputs(struct feed *feed, const struct slice_task *task, const char *folder,
                         struct err *err)
{
    for (size_t i = 0; i < feed->output_count; i++) {
        if (!open_output(feed, &feed->outputs[i], folder, task, err)) {
            return false;
        }
    }
    return true;
}

/* Proves that the file of the export before is there as it was noted. */
static bool is_as_noted(const struct slice_before *before, const char *path, const char *name)
{
    struct gzout_facts facts;
    struct err err;
    char hex[DIGEST_HEX_SIZE];
    if (!outfile_measure(path, &facts, &err)) {
        log_warning("%s; nothing is copied from it", err.message);
        return false;
    }
    digest_hex(facts.sha256, hex);
    char *line = mem_printf("%s %" PRId64 " %s\n", name, facts.bytes_out, hex);
    bool same = strstr(before->content, line) != NULL;
    free(line);
    if (!same) {
        log_warning("%s isn't as it was exported; nothing is copied from it", path);
    }
    return same;
}

/* -1 where nothing can be copied from it. */
static int open_before(const struct slice_before *before, const char *folder, const char *name)
{
    char *path = mem_printf("%s/%s", folder, name);
    int fd = -1;
    if (is_as_noted(before, path, name)) {
        fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0) {
            log_warning("can't open %s: %s; nothing is copied from it", path, strerror(errno));
        }
    }
    free(path);
    return fd;
}

static bool open_all_before(struct feed *feed, const struct slice *slice,
                            const struct slice_task *task)
{
    char *folder = mem_printf("%s/%s/%s", task->options->out, slice->division, slice->year);
    bool ok = true;
    for (size_t i = 0; ok && i < feed->output_count; i++) {
        struct output *output = &feed->outputs[i];
        output->before = open_before(&slice->before, folder, output->name);
        ok = output->before >= 0;
    }
    free(folder);
    return ok;
}

/* Where most would be written anew, all is: that is read and compressed faster. */
static bool is_worth_copying(const struct feed *feed)
{
    const struct parts *parts = feed->parts;
    size_t copied = 0;
    for (size_t i = 0; i < parts->count; i++) {
        copied += parts->items[i].task == PARTS_COPY;
    }
    bool worth = copied > parts->count / 2;
    log_debug("%s: %zu of %zu parts are as before%s", feed->dataset->name, copied, parts->count,
              worth ? "" : ", too few to copy");
    return worth;
}

static void plan_parts(struct feed *feed, const struct slice *slice)
{
    feed->parts = &feed->table->parts;
    parts_plan(feed->parts, &slice->departments, feed->dataset->part_documents,
               feed->dataset->table.column_count);
}

/* Finds out what can be taken over from the export before. */
static void plan_copies(struct feed *feed, const struct slice *slice, const struct slice_task *task)
{
    const struct writer_table *table = &feed->dataset->table;
    struct parts before = {0};
    if (slice->before.parts != NULL &&
        parts_get(&before, slice->before.parts, feed->dataset->name, feed->output_count, table) &&
        open_all_before(feed, slice, task)) {
        parts_reuse(feed->parts, &before, table->column_count);
        feed->copies = is_worth_copying(feed);
        if (!feed->copies) {
            parts_clear(feed->parts);
            plan_parts(feed, slice);
        }
    }
    parts_clear(&before);
}

/* Adds an amount to its control total and puts it into the unit of the export. */
static bool take_amount(struct feed *feed, struct amount_sum *totals, size_t column,
                        struct err *err)
{
    if (feed->values[column] == NULL) {
        return true;
    }
    if (feed->amounts != NULL) {
        amount_to_wan(feed->values[column], feed->amounts[column]);
        feed->values[column] = feed->amounts[column];
    }
    return amount_sum_add(&totals[column], feed->values[column]) ||
           err_set(err, ERR_DB, "%s holds an amount that is no number: %s",
                   feed->dataset->table.columns[column].name, feed->values[column]);
}

static bool take_values(struct feed *feed, const struct pg_result *row, struct amount_sum *totals,
                        struct err *err)
{
    const struct writer_table *table = &feed->dataset->table;
    for (size_t i = 0; i < table->column_count; i++) {
        feed->values[i] = pg_value(row, 0, feed->dataset->fields[i].result_column);
        if (table->columns[i].kind == WRITER_AMOUNT && !take_amount(feed, totals, i, err)) {
            return false;
        }
    }
    return true;
}

/* Of a part that is copied only how its text ends is of interest. */
static void shorten(struct buf *text)
{
    if (text->length > (size_t)4 * GZOUT_REACH) {
        memmove(text->data, text->data + text->length - GZOUT_REACH, GZOUT_REACH);
        text->length = GZOUT_REACH;
    }
}

static bool put_row(struct feed *feed, bool is_copied, struct err *err)
{
    for (size_t i = 0; i < feed->output_count; i++) {
        struct output *output = &feed->outputs[i];
        output->format->row(&output->pending, &feed->dataset->table, feed->values);
        if (is_copied) {
            shorten(&output->pending);
        } else if (output->pending.length >= PENDING_MAX &&
                   !gzpipe_write(output->gz, &output->pending, err)) {
            return false;
        }
    }
    return true;
}

static bool copy_part(struct feed *feed, const struct part *part, struct err *err)
{
    for (size_t i = 0; part->rows > 0 && i < feed->output_count; i++) {
        struct output *output = &feed->outputs[i];
        if (!gzout_copy_part(gzpipe_file(output->gz), output->before, part->offsets[i],
                             &part->files[i], output->pending.data, output->pending.length, err)) {
            return false;
        }
        buf_reset(&output->pending);
    }
    return true;
}

static bool write_part(struct feed *feed, const struct part *part, struct err *err)
{
    bool ok = true;
    for (size_t i = 0; ok && part->rows > 0 && i < feed->output_count; i++) {
        ok = gzpipe_end_part(feed->outputs[i].gz, &feed->outputs[i].pending, err);
    }
    return ok;
}

static bool end_part(struct feed *feed, struct err *err)
{
    const struct part *part = &feed->parts->items[feed->place++];
    feed->table->rows += part->rows;
    for (size_t i = 0; i < feed->dataset->table.column_count; i++) {
        feed->table->totals[i].millionths += part->totals[i].millionths;
    }
    return part->task == PARTS_WRITE ? write_part(feed, part, err) : copy_part(feed, part, err);
}

/* Goes on to the part that a row belongs to. */
static bool find_part(struct feed *feed, const struct pg_result *row, struct err *err)
{
    const char *key[KEYS];
    for (size_t i = 0; i < KEYS; i++) {
        key[i] = pg_value(row, 0, feed->dataset->fields[feed->keys[i]].result_column);
    }
    const char *dept = key[2] != NULL ? key[2] : "";
    bool ok = true;
    while (ok && feed->place + 1 < feed->parts->count &&
           parts_reached(&feed->parts->items[feed->place + 1], key[0], key[1], dept)) {
        ok = end_part(feed, err);
    }
    return ok;
}

/* A row of a part that is copied was counted by the export before. */
static bool take_part_row(struct feed *feed, const struct pg_result *row, struct err *err)
{
    if (!find_part(feed, row, err)) {
        return false;
    }
    struct part *part = &feed->parts->items[feed->place];
    if (part->task == PARTS_COPY) {
        return true;
    }
    bool is_copied = part->task == PARTS_READ;
    struct amount_sum *totals = is_copied ? feed->unused : part->totals;
    part->rows += is_copied ? 0 : 1;
    return take_values(feed, row, totals, err) && put_row(feed, is_copied, err);
}

static bool take_row(const struct pg_result *row, void *context, struct err *err)
{
    struct feed *feed = context;
    if (feed->parts != NULL) {
        return take_part_row(feed, row, err);
    }
    feed->table->rows++;
    return take_values(feed, row, feed->table->totals, err) && put_row(feed, false, err);
}

static bool end_parts(struct feed *feed, struct err *err)
{
    bool ok = true;
    while (ok && feed->parts != NULL && feed->place < feed->parts->count) {
        ok = end_part(feed, err);
    }
    return ok;
}

/* Notes how long each part became; parts without rows have nothing in the file. */
static bool note_parts(struct feed *feed, size_t file, const struct gzout_facts *facts)
{
    size_t next = 0;
    feed->parts->heads[file] = facts->parts[next++];
    for (size_t i = 0; i < feed->parts->count; i++) {
        struct part *part = &feed->parts->items[i];
        if (part->rows > 0 && next < facts->part_count) {
            part->files[file] = facts->parts[next++];
        }
    }
    return next == facts->part_count;
}

/* Closes one file and notes what came out. */
static bool close_output(struct slice *slice, struct feed *feed, size_t place, struct err *err)
{
    struct output *output = &feed->outputs[place];
    struct gzout_facts facts;
    struct gzpipe *gz = output->gz;
    output->gz = NULL;
    if (!gzpipe_close(gz, &output->pending, &facts, err)) {
        return false;
    }
    bool ok = feed->parts == NULL || note_parts(feed, place, &facts) ||
              err_set(err, ERR_INTERNAL, "%s has other parts than planned", output->name);
    free(facts.parts);
    facts.parts = NULL;
    struct slice_file *file = slice_add_file(slice, output->name);
    output->name = NULL;
    file->table = feed->table;
    file->format = output->format;
    file->facts = facts;
    return ok;
}

static bool close_outputs(struct slice *slice, struct feed *feed, struct err *err)
{
    for (size_t i = 0; i < feed->output_count; i++) {
        if (!close_output(slice, feed, i, err)) {
            return false;
        }
    }
    return true;
}

/* The rows of a table that is written whole come in the order of its key's index, without sorting.
 * For a few departments of it, and where there is no such index, other plans are better. */
static bool set_planner(const struct feed *feed, struct pg *pg, struct err *err)
{
    static const char whole[] = "SET LOCAL enable_sort = off;"
                                "SET LOCAL plan_cache_mode = force_custom_plan";
    static const char some[] = "SET LOCAL enable_nestloop = on;"
                               "SET LOCAL plan_cache_mode = force_custom_plan";
    if (feed->copies) {
        return pg_exec(pg, some, err);
    }
    return feed->parts == NULL || feed->dataset->key[0] == '\0' || pg_exec(pg, whole, err);
}

static bool reset_planner(const struct feed *feed, struct pg *pg, struct err *err)
{
    static const char usual[] = "SET LOCAL enable_sort = on; SET LOCAL enable_nestloop = off;"
                                "SET LOCAL plan_cache_mode = auto";
    return feed->parts == NULL || pg_exec(pg, usual, err);
}

static bool read_rows(struct feed *feed, const struct slice *slice, const struct slice_task *task,
                      struct err *err)
{
    struct dataset_params params;
    struct buf wanted = {0};
    int count = dataset_params(feed->dataset, &task->options->shape, slice->division,
                               (int)strtol(slice->year, NULL, 10), &params);
    if (feed->copies) {
        parts_wanted(feed->parts, &wanted);
        params.values[DATASET_DEPARTMENTS] = buf_cstr(&wanted);
    }
    bool ok =
        set_planner(feed, task->pg, err) &&
        pg_each_again(task->pg, feed->dataset->sql, count, params.values, take_row, feed, err) &&
        reset_planner(feed, task->pg, err);
    buf_clear(&wanted);
    return ok;
}

static size_t column_of(const struct dataset *dataset, const char *name)
{
    size_t i = 0;
    while (i + 1 < dataset->table.column_count &&
           strcmp(dataset->table.columns[i].name, name) != 0) {
        i++;
    }
    return i;
}

static void prepare(struct feed *feed, const struct slice *slice, const struct slice_task *task)
{
    size_t columns = feed->dataset->table.column_count;
    feed->table->dataset = feed->dataset;
    feed->table->totals = mem_zalloc(columns * sizeof *feed->table->totals);
    feed->unused = mem_zalloc(columns * sizeof *feed->unused);
    feed->values = mem_zalloc(columns * sizeof *feed->values);
    feed->amounts = task->options->shape.wan ? mem_zalloc(columns * sizeof *feed->amounts) : NULL;
    for (size_t i = 0; writer_formats[i] != NULL; i++) {
        if ((task->options->formats & writer_formats[i]->format) != 0) {
            struct output *output = &feed->outputs[feed->output_count++];
            output->format = writer_formats[i];
            output->name = mem_printf("%s%s", feed->dataset->name, writer_formats[i]->suffix);
            output->before = -1;
        }
    }
    if (feed->dataset->part_documents > 0 && slice->departments.count > 0) {
        feed->keys[0] = column_of(feed->dataset, "bgt_stage");
        feed->keys[1] = column_of(feed->dataset, "entity_level");
        feed->keys[2] = column_of(feed->dataset, "dept_code");
        plan_parts(feed, slice);
        plan_copies(feed, slice, task);
    }
}

static void feed_clear(struct feed *feed)
{
    for (size_t i = 0; i < feed->output_count; i++) {
        gzpipe_abandon(feed->outputs[i].gz);
        free(feed->outputs[i].name);
        buf_clear(&feed->outputs[i].pending);
        if (feed->outputs[i].before >= 0) {
            close(feed->outputs[i].before);
        }
    }
    free(feed->unused);
    free(feed->values);
    free(feed->amounts);
}

bool feed_write(struct slice *slice, const struct slice_task *task, const struct dataset *dataset,
                struct err *err)
{
    struct feed feed = {.dataset = dataset, .table = &slice->tables[slice->table_count++]};
    prepare(&feed, slice, task);
    bool ok = open_outputs(&feed, task, swapdir_path(slice->directory), err) &&
              read_rows(&feed, slice, task, err) && end_parts(&feed, err) &&
              close_outputs(slice, &feed, err);
    feed_clear(&feed);
    return ok || err_context(err, "%s of %s in %s", dataset->name, slice->division, slice->year);
}
