#include "export/slice.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "export/package.h"
#include "export/report.h"
#include "export/workbook.h"
#include "io/gzpipe.h"

enum { FORMATS_MAX = 8, PENDING_MAX = 64 * 1024 };

/* One file that is being written. */
struct output {
    const struct writer_format *format;
    char *name;
    struct gzpipe *gz;
    struct buf pending; /* formatted, not yet compressed */
};

/* Where the rows of one SELECT go: all chosen formats at once. */
struct feed {
    const struct dataset *dataset;
    struct slice_table *table;
    const char **values;
    char (*amounts)[AMOUNT_TEXT_MAX]; /* in 万元, one a column; NULL where they stay in yuan */
    struct output outputs[FORMATS_MAX];
    size_t output_count;
};

/* A name of letters, digits and underscores, and a suffix of a writer's. */
static bool is_table(const char *name)
{
    size_t stem = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");
    if (stem == 0) {
        return false;
    }
    for (size_t i = 0; writer_formats[i] != NULL; i++) {
        if (strcmp(name + stem, writer_formats[i]->suffix) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_document(const char *name, const char *stem, const char *suffix)
{
    size_t length = strlen(stem);
    if (strncmp(name, stem, length) != 0) {
        return false;
    }
    size_t digits = strspn(name + length, "0123456789");
    const char *rest = name + length + digits;
    if (strncmp(rest, "-final", 6) == 0) {
        rest += 6;
    }
    return digits == 4 && strcmp(rest, suffix) == 0;
}

bool slice_owns(const char *name)
{
    return is_table(name) || is_document(name, "forms-", ".xlsx") ||
           is_document(name, "report-", ".html") || strcmp(name, PACKAGE_FILE) == 0;
}

struct slice_file *slice_add_file(struct slice *slice, char *name)
{
    if (slice->files == NULL) {
        slice->files = mem_zalloc(SLICE_FILES_MAX * sizeof *slice->files);
    }
    struct slice_file *file = &slice->files[slice->file_count++];
    file->name = name;
    return file;
}

static bool open_output(struct feed *feed, const struct writer_format *format, const char *folder,
                        const struct slice_task *task, struct err *err)
{
    struct output *output = &feed->outputs[feed->output_count];
    output->format = format;
    output->name = mem_printf("%s%s", feed->dataset->name, format->suffix);
    char *path = mem_printf("%s/%s", folder, output->name);
    bool ok =
        gzpipe_open(&output->gz, path, GZOUT_LEVEL, task->options->threads, task->syncer, err);
    free(path);
    feed->output_count++;
    if (ok) {
        format->head(&output->pending, &feed->dataset->table);
    }
    return ok;
}

static bool open_outputs(struct feed *feed, const struct slice_task *task, const char *folder,
                         struct err *err)
{
    for (size_t i = 0; writer_formats[i] != NULL; i++) {
        if ((task->options->formats & writer_formats[i]->format) != 0 &&
            !open_output(feed, writer_formats[i], folder, task, err)) {
            return false;
        }
    }
    return true;
}

/* Adds an amount to its control total and puts it into the unit of the export. */
static bool take_amount(struct feed *feed, size_t column, struct err *err)
{
    if (feed->values[column] == NULL) {
        return true;
    }
    if (feed->amounts != NULL) {
        amount_to_wan(feed->values[column], feed->amounts[column]);
        feed->values[column] = feed->amounts[column];
    }
    return amount_sum_add(&feed->table->totals[column], feed->values[column]) ||
           err_set(err, ERR_DB, "%s holds an amount that is no number: %s",
                   feed->dataset->table.columns[column].name, feed->values[column]);
}

static bool take_row(const struct pg_result *row, void *context, struct err *err)
{
    struct feed *feed = context;
    const struct writer_table *table = &feed->dataset->table;
    for (size_t i = 0; i < table->column_count; i++) {
        feed->values[i] = pg_value(row, 0, feed->dataset->fields[i].result_column);
        if (table->columns[i].kind == WRITER_AMOUNT && !take_amount(feed, i, err)) {
            return false;
        }
    }
    for (size_t i = 0; i < feed->output_count; i++) {
        struct output *output = &feed->outputs[i];
        output->format->row(&output->pending, table, feed->values);
        if (output->pending.length >= PENDING_MAX &&
            !gzpipe_write(output->gz, &output->pending, err)) {
            return false;
        }
    }
    feed->table->rows++;
    return true;
}

/* Closes one file and notes what came out. */
static bool close_output(struct slice *slice, struct feed *feed, struct output *output,
                         struct err *err)
{
    struct gzout_facts facts;
    struct gzpipe *gz = output->gz;
    output->gz = NULL;
    if (!gzpipe_close(gz, &output->pending, &facts, err)) {
        return false;
    }
    struct slice_file *file = slice_add_file(slice, output->name);
    output->name = NULL;
    file->table = feed->table;
    file->format = output->format;
    file->facts = facts;
    return true;
}

static bool close_outputs(struct slice *slice, struct feed *feed, struct err *err)
{
    for (size_t i = 0; i < feed->output_count; i++) {
        if (!close_output(slice, feed, &feed->outputs[i], err)) {
            return false;
        }
    }
    return true;
}

static void feed_clear(struct feed *feed)
{
    for (size_t i = 0; i < feed->output_count; i++) {
        gzpipe_abandon(feed->outputs[i].gz);
        free(feed->outputs[i].name);
        buf_clear(&feed->outputs[i].pending);
    }
    free(feed->values);
    free(feed->amounts);
}

static bool write_dataset(struct slice *slice, const struct slice_task *task,
                          const struct dataset *dataset, struct err *err)
{
    const struct export_shape *shape = &task->options->shape;
    size_t columns = dataset->table.column_count;
    struct dataset_params params;
    int count = dataset_params(dataset, shape, slice->division, (int)strtol(slice->year, NULL, 10),
                               &params);
    struct feed feed = {.dataset = dataset, .table = &slice->tables[slice->table_count++]};
    feed.table->dataset = dataset;
    feed.table->totals = mem_zalloc(columns * sizeof *feed.table->totals);
    feed.values = mem_zalloc(columns * sizeof *feed.values);
    feed.amounts = shape->wan ? mem_zalloc(columns * sizeof *feed.amounts) : NULL;
    bool ok = open_outputs(&feed, task, swapdir_path(slice->directory), err) &&
              pg_each_again(task->pg, dataset->sql, count, params.values, take_row, &feed, err) &&
              close_outputs(slice, &feed, err);
    feed_clear(&feed);
    return ok || err_context(err, "%s of %s in %s", dataset->name, slice->division, slice->year);
}

static bool write_datasets(struct slice *slice, const struct slice_task *task, struct err *err)
{
    if ((task->options->formats & (EXPORT_CSV | EXPORT_JSONL)) == 0) {
        return true;
    }
    slice->tables = mem_zalloc(task->datasets->count * sizeof *slice->tables);
    for (size_t i = 0; i < task->datasets->count; i++) {
        const struct dataset *dataset = &task->datasets->items[i];
        if (dataset_applies(dataset, &task->options->shape, (int)strtol(slice->year, NULL, 10)) &&
            !write_dataset(slice, task, dataset, err)) {
            return false;
        }
    }
    return true;
}

bool slice_write(struct slice *slice, const struct slice_task *task, struct err *err)
{
    char *name = mem_printf("%s/%s", slice->division, slice->year);
    bool ok = swapdir_begin(&slice->directory, task->root, name, err);
    free(name);
    unsigned formats = task->options->formats;
    return ok && write_datasets(slice, task, err) &&
           ((formats & EXPORT_XLSX) == 0 || workbook_write(slice, task, err)) &&
           ((formats & EXPORT_HTML) == 0 || report_write(slice, task, err)) &&
           package_write(slice, task, err);
}

void slice_clear(struct slice *slice)
{
    swapdir_end(slice->directory);
    for (size_t i = 0; i < slice->file_count; i++) {
        free(slice->files[i].name);
    }
    for (size_t i = 0; i < slice->table_count; i++) {
        free(slice->tables[i].totals);
    }
    free(slice->tables);
    free(slice->files);
    free(slice->division);
    free(slice->year);
    *slice = (struct slice){0};
}
