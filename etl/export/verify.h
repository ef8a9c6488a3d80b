/* Re-reading an export: that its files are those that datapackage.json describes, and say what the
 * database says. */
#ifndef HUIZONG_EXPORT_VERIFY_H
#define HUIZONG_EXPORT_VERIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "pg/pg.h"

struct verify_summary {
    int64_t directories, files, rows;
    int64_t compared; /* tables compared with the database */
};

/*
 * Verifies every directory of an export below `dir` (or `dir` itself): that it is called after its
 * division and year; size and hash of each file, the number of rows and the control totals of each
 * table; that no other file of an export lies there; and, unless `pg` is NULL, that the database
 * gives the same rows and totals now and the same description, and has no division and year that a
 * night exported to `dir` and that isn't there, or of whose division and year there are others.
 * Every fault is logged. Fails with ERR_DATA where there is one, ERR_NOINPUT where there is no
 * export, ERR_IO, or ERR_DB.
 */
bool verify_run(const char *dir, struct pg *pg, struct verify_summary *summary, struct err *err);

#endif
