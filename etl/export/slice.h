/* One division and year of an export: its directory, under construction beside the one there, and
 * the files in it. */
#ifndef HUIZONG_EXPORT_SLICE_H
#define HUIZONG_EXPORT_SLICE_H

#include <stdint.h>

#include "base/err.h"
#include "export/amount.h"
#include "export/dataset.h"
#include "export/parts.h"
#include "export/writer.h"
#include "io/gzout.h"
#include "io/swapdir.h"
#include "pg/pg.h"

/* One dataset as it was read. */
struct slice_table {
    const struct dataset *dataset;
    int64_t rows;
    struct amount_sum *totals; /* one a column; of the amounts, in the unit of the export */
    struct parts parts;        /* none where it isn't split */
};

/* What is known of a file that was written. */
struct slice_file {
    const struct slice_table *table;    /* NULL for the workbook and the page */
    const struct writer_format *format; /* likewise */
    const char *title, *mediatype;      /* of these two */
    char *name;                         /* in the directory */
    struct gzout_facts facts;
};

enum { SLICE_FILES_MAX = 512 };

/* What etl.export says of the directory that is there, where parts of its files may be taken over;
 * else NULL. */
struct slice_before {
    char *content; /* "name size sha256" a line */
    char *parts;   /* see parts_put */
};

struct slice {
    char *division;
    char *year;
    int64_t documents;         /* about how many it is made of */
    struct swapdir *directory; /* NULL before slice_write */
    struct parts_departments departments;
    struct slice_before before;
    struct slice_table *tables;
    size_t table_count;
    struct slice_file *files;
    size_t file_count;
};

/* What all slices of an export have in common. */
struct slice_task {
    struct pg *pg;
    const struct export_options *options;
    const struct dataset_list *datasets;
    const struct swapdir_root *root;
    struct syncer *syncer; /* NULL: each file is synced as it is closed */
    int64_t run_id;        /* that notes what is written; 0 for none */
};

/* Whether an export makes files of this name; see swapdir_owns_fn. */
bool slice_owns(const char *name);

/* Notes a file; `name` is taken over. */
struct slice_file *slice_add_file(struct slice *slice, char *name);

/* Frees what is known of the parts of its files. */
void slice_forget_parts(struct slice *slice);

void slice_clear(struct slice *slice); /* ends the directory too */

#endif
