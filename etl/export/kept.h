/*
 * Private to export: directories that are as an earlier run exported them (etl.export). What a
 * directory holds depends on the rollups of its division in all years, on the reference data, the
 * program and the options: while none has changed and its files are there, it needn't be written
 * again.
 */
#ifndef HUIZONG_EXPORT_KEPT_H
#define HUIZONG_EXPORT_KEPT_H

#include "export/export.h"
#include "export/slice.h"

/* Takes those slices out of the list that needn't be written. */
bool kept_drop(struct slice *slices, size_t *count, struct pg *pg,
               const struct export_options *options, struct err *err);

/* Finds out whether parts of the files that are there may be taken over, and notes what is known of
 * them in slice->before. */
bool kept_find_before(struct slice *slice, struct pg *pg, const struct export_options *options,
                      struct err *err);

/* Notes a slice that was written by the run, in the transaction that is open. */
bool kept_note(const struct slice *slice, struct pg *pg, const struct export_options *options,
               int64_t run_id, struct err *err);

#endif
