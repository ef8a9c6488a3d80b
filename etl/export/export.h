/* Exports: the rollups as compressed files, a workbook and a page, one directory for each division
 * and year, swapped in whole. */
#ifndef HUIZONG_EXPORT_EXPORT_H
#define HUIZONG_EXPORT_EXPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "pg/pg.h"

enum export_format { EXPORT_CSV = 1, EXPORT_JSONL = 2, EXPORT_XLSX = 4, EXPORT_HTML = 8 };

/* How many years one comparison holds. */
enum { EXPORT_YEARS_MAX = 10 };

/* What changes the columns of the files. */
struct export_shape {
    bool chinese;    /* Chinese titles head the columns of CSV files, for Excel */
    bool wan;        /* amounts in 万元 instead of 元 */
    int first, last; /* the years compared; 0 for no comparison */
};

struct export_options {
    const char *out;      /* directory; made where it is missing */
    const char *division; /* mof_div_code; NULL for all */
    int year;             /* 0 for all */
    unsigned formats;     /* of enum export_format, or'ed */
    bool changed_only;    /* leave directories that etl.export knows and that would be the same, and
                             copy from the others the parts of files that would be the same */
    struct export_shape shape;
    bool threads;         /* compress, and wait for the disk, in threads of their own */
    int connections;      /* export_run: directories are written over so many at a time … */
    const char *conninfo; /* … that are made by this; NULL for no more than the one given */
};

struct export_summary {
    int64_t directories, files, rows, bytes; /* bytes: compressed */
    int64_t removed; /* directories of which nothing is left in the rollups */
};

/*
 * Writes DIR/<mof_div_code>/<fiscal_year>/: <relation>.csv.gz and .jsonl.gz,
 * forms-<fiscal_year>.xlsx, report-<fiscal_year>.html, and datapackage.json, which describes them.
 * The same data gives the same bytes; a directory is replaced whole or not at all. One of which
 * nothing is left in the rollups is taken away, with what exports wrote in it. Reads within one
 * repeatable-read transaction, and others that see the same. Fails with ERR_CANTCREATE or ERR_IO
 * (disk full), leaving the old export as it was.
 */
bool export_run(struct pg *pg, const struct export_options *options, struct export_summary *summary,
                struct err *err);

/*
 * The same in steps, for who makes the export part of something larger:
 *   begin → write → swap → end            the new exports stand
 *   begin → … → end                       nothing has changed
 *   begin → write → swap → undo → end     nothing has changed
 */
struct export;

/* Makes the directory and takes its lock: ERR_LOCKED, ERR_CANTCREATE. *out is to be ended in any
 * case. */
bool export_begin(struct export **out, const struct export_options *options, struct err *err);

/* Writes everything beside what is there, from what the transaction that is open on pg sees; else
 * in one of its own. With a run_id (else 0) etl.export notes what was written, for changed_only. */
bool export_write(struct export *export, struct pg *pg, int64_t run_id, struct err *err);

/* Puts it in place, all or nothing. */
bool export_swap(struct export *export, struct export_summary *summary, struct err *err);
void export_undo(struct export *export); /* NULL is fine */
void export_end(struct export *export);  /* NULL is fine */

#endif
