/* Private to verify: the divisions and years that the database has and an export hasn't. */
#ifndef HUIZONG_EXPORT_VERIFY_MISSING_H
#define HUIZONG_EXPORT_VERIFY_MISSING_H

#include "base/buf.h"
#include "base/err.h"
#include "pg/pg.h"

/*
 * Appends a line to `faults` for each directory that a night exported to `dir` and that isn't
 * there, or of whose division and year there are others; what an export of some divisions or years
 * leaves out is logged as a warning. Fails with ERR_DB.
 */
bool verify_missing(const char *dir, struct pg *pg, struct buf *faults, struct err *err);

#endif
