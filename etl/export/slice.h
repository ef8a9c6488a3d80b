/* One division and year of an export: its directory, under construction beside the one there, and
 * the files in it. */
#ifndef HUIZONG_EXPORT_SLICE_H
#define HUIZONG_EXPORT_SLICE_H

#include <stdint.h>

#include "base/err.h"
#include "export/dataset.h"
#include "export/writer.h"
#include "io/gzout.h"
#include "io/swapdir.h"
#include "pg/pg.h"

/* What is known of a file that was written. */
struct slice_file {
    const struct dataset *dataset;
    const struct writer_format *format;
    char *name; /* in the directory */
    int64_t rows;
    struct gzout_facts facts;
};

struct slice {
    char *division;
    char *year;
    struct swapdir *directory; /* NULL before slice_write */
    struct slice_file *files;
    size_t file_count, file_capacity;
};

/* Whether an export makes files of this name; see swapdir_owns_fn. */
bool slice_owns(const char *name);

/*
 * Writes all datasets in the formats chosen (or'ed of enum export_format) to a new directory beside
 * the slice's, which slice->directory then holds for swapping in. Fails with ERR_DB, ERR_CANTCREATE
 * or ERR_IO.
 */
bool slice_write(struct slice *slice, struct pg *pg, const struct dataset_list *datasets,
                 unsigned formats, const struct swapdir_root *root, struct err *err);

void slice_clear(struct slice *slice); /* ends the directory too */

#endif
