#include "export/slice.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { FORMATS_MAX = 8, PENDING_MAX = 64 * 1024 };

/* One file that is being written. */
struct output {
    const struct writer_format *format;
    char *name;
    struct gzout *gz;
    struct buf pending; /* formatted, not yet compressed */
};

/* Where the rows of one SELECT go: all chosen formats at once. */
struct feed {
    const struct dataset *dataset;
    const char **values;
    int64_t rows;
    struct output outputs[FORMATS_MAX];
    size_t output_count;
};

bool slice_owns(const char *name)
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

static bool flush(struct output *output, struct err *err)
{
    bool ok = gzout_write(output->gz, output->pending.data, output->pending.length, err);
    buf_reset(&output->pending);
    return ok;
}

static bool open_output(struct feed *feed, const struct writer_format *format, const char *folder,
                        struct err *err)
{
    struct output *output = &feed->outputs[feed->output_count];
    output->format = format;
    output->name = mem_printf("%s%s", feed->dataset->name, format->suffix);
    char *path = mem_printf("%s/%s", folder, output->name);
    bool ok = gzout_open(&output->gz, path, GZOUT_LEVEL, err);
    free(path);
    feed->output_count++;
    if (ok) {
        format->head(&output->pending, &feed->dataset->table);
    }
    return ok;
}

static bool open_outputs(struct feed *feed, unsigned formats, const char *folder, struct err *err)
{
    for (size_t i = 0; writer_formats[i] != NULL; i++) {
        if ((formats & writer_formats[i]->format) != 0 &&
            !open_output(feed, writer_formats[i], folder, err)) {
            return false;
        }
    }
    return true;
}

static bool take_row(const struct pg_result *row, void *context, struct err *err)
{
    struct feed *feed = context;
    const struct writer_table *table = &feed->dataset->table;
    for (size_t i = 0; i < table->column_count; i++) {
        feed->values[i] = pg_value(row, 0, (int)i);
    }
    for (size_t i = 0; i < feed->output_count; i++) {
        struct output *output = &feed->outputs[i];
        output->format->row(&output->pending, table, feed->values);
        if (output->pending.length >= PENDING_MAX && !flush(output, err)) {
            return false;
        }
    }
    feed->rows++;
    return true;
}

/* Closes one file and notes what came out. */
static bool close_output(struct slice *slice, struct feed *feed, struct output *output,
                         struct err *err)
{
    struct slice_file file = {
        .dataset = feed->dataset, .format = output->format, .rows = feed->rows};
    if (!flush(output, err)) {
        return false;
    }
    struct gzout *gz = output->gz;
    output->gz = NULL;
    if (!gzout_close(gz, &file.facts, err)) {
        return false;
    }
    file.name = output->name;
    output->name = NULL;
    slice->files =
        mem_grow(slice->files, &slice->file_capacity, slice->file_count + 1, sizeof *slice->files);
    slice->files[slice->file_count++] = file;
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
        gzout_abandon(feed->outputs[i].gz);
        free(feed->outputs[i].name);
        buf_clear(&feed->outputs[i].pending);
    }
    free(feed->values);
}

static bool write_dataset(struct slice *slice, struct pg *pg, const struct dataset *dataset,
                          unsigned formats, struct err *err)
{
    const char *const params[] = {slice->division, slice->year};
    struct feed feed = {.dataset = dataset};
    feed.values = mem_zalloc(dataset->table.column_count * sizeof *feed.values);
    bool ok = open_outputs(&feed, formats, swapdir_path(slice->directory), err) &&
              pg_each(pg, dataset->sql, 2, params, take_row, &feed, err) &&
              close_outputs(slice, &feed, err);
    feed_clear(&feed);
    return ok || err_context(err, "%s of %s in %s", dataset->name, slice->division, slice->year);
}

bool slice_write(struct slice *slice, struct pg *pg, const struct dataset_list *datasets,
                 unsigned formats, const struct swapdir_root *root, struct err *err)
{
    char *name = mem_printf("%s/%s", slice->division, slice->year);
    bool ok = swapdir_begin(&slice->directory, root, name, err);
    free(name);
    for (size_t i = 0; ok && i < datasets->count; i++) {
        ok = write_dataset(slice, pg, &datasets->items[i], formats, err);
    }
    return ok;
}

void slice_clear(struct slice *slice)
{
    swapdir_end(slice->directory);
    for (size_t i = 0; i < slice->file_count; i++) {
        free(slice->files[i].name);
    }
    free(slice->files);
    free(slice->division);
    free(slice->year);
    *slice = (struct slice){0};
}
