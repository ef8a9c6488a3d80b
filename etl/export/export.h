/* Exports: the rollups as compressed files, one directory for each division and year, swapped in
 * whole. */
#ifndef HUIZONG_EXPORT_EXPORT_H
#define HUIZONG_EXPORT_EXPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "pg/pg.h"

enum export_format { EXPORT_CSV = 1, EXPORT_JSONL = 2 };

struct export_options {
    const char *out;      /* directory; made where it is missing */
    const char *division; /* mof_div_code; NULL for all */
    int year;             /* 0 for all */
    unsigned formats;     /* of enum export_format, or'ed */
};

struct export_summary {
    int64_t directories, files, rows, bytes; /* bytes: compressed */
};

/*
 * Writes DIR/<mof_div_code>/<fiscal_year>/<relation>.csv.gz and .jsonl.gz. The same data gives the
 * same bytes; a directory is replaced whole or not at all. Reads within one repeatable-read
 * transaction. Fails with ERR_CANTCREATE or ERR_IO (disk full), leaving the old export as it was.
 */
bool export_run(struct pg *pg, const struct export_options *options, struct export_summary *summary,
                struct err *err);

#endif
