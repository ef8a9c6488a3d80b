/* Private to export: everything that a slice's directory holds. */
#ifndef HUIZONG_EXPORT_SLICE_WRITE_H
#define HUIZONG_EXPORT_SLICE_WRITE_H

#include "export/slice.h"

/*
 * Writes all datasets in the formats chosen, the workbook, the page and the package's description
 * to a new directory beside the slice's, which slice->directory then holds for swapping in. Fails
 * with ERR_DB, ERR_CANTCREATE or ERR_IO.
 */
bool slice_write(struct slice *slice, const struct slice_task *task, struct err *err);

#endif
