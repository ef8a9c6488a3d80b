/* report-<fiscal_year>.html: the city's figures on one page, for people. */
#ifndef HUIZONG_EXPORT_REPORT_H
#define HUIZONG_EXPORT_REPORT_H

#include "export/stage.h"

/* Reads the rows of its sections. Fails with ERR_DB. */
bool report_read(struct stage *stage, struct pg *pg, struct err *err);

/*
 * Writes the page of a stage into the folder, and says in *file what came out; file->name is the
 * caller's to free. It needs nothing beside itself: no network, no script. Fails with
 * ERR_CANTCREATE or ERR_IO.
 */
bool report_write(const struct stage *stage, const char *folder, struct syncer *syncer,
                  struct slice_file *file, struct err *err);

#endif
