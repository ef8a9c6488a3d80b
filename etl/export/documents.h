/* Private to export: the workbook and the page of a slice, which a thread of their own writes while
 * the datasets are read. */
#ifndef HUIZONG_EXPORT_DOCUMENTS_H
#define HUIZONG_EXPORT_DOCUMENTS_H

#include "export/slice.h"

struct documents;

/* Reads what they are made of, and begins to write those that are chosen into the slice's
 * directory. *out is to be ended in any case. Fails with ERR_DB. */
bool documents_begin(struct documents **out, const struct slice *slice,
                     const struct slice_task *task, struct err *err);

/* Waits until they are written, notes the files in the slice and frees. Fails with ERR_CANTCREATE
 * or ERR_IO. */
bool documents_end(struct documents *documents, struct slice *slice, struct err *err);

#endif
