/* Private to export: one dataset of a slice on its way from the database to its files. */
#ifndef HUIZONG_EXPORT_FEED_H
#define HUIZONG_EXPORT_FEED_H

#include "export/slice.h"

/* Writes the files of a dataset, in all formats chosen at once, and notes them. Of a large one that
 * was exported before only the parts are read that changed, and the others are copied. Fails with
 * ERR_DB, ERR_CANTCREATE or ERR_IO. */
bool feed_write(struct slice *slice, const struct slice_task *task, const struct dataset *dataset,
                struct err *err);

#endif
