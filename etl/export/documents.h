/* Private to export: the workbook and the page of a slice, which a thread of their own writes while
 * what comes next is read. */
#ifndef HUIZONG_EXPORT_DOCUMENTS_H
#define HUIZONG_EXPORT_DOCUMENTS_H

#include "export/slice.h"

struct documents;

/* Reads what those that are chosen are made of. *out is to be ended in any case. Fails with
 * ERR_DB. */
bool documents_read(struct documents **out, const struct slice *slice,
                    const struct slice_task *task, struct err *err);

/* Begins to write them into the slice's directory. */
void documents_start(struct documents *documents);

/* Waits until they are written and notes the files in the slice. Fails with ERR_CANTCREATE or
 * ERR_IO. */
bool documents_finish(struct documents *documents, struct slice *slice, struct err *err);

/* Frees, after waiting where need be; NULL is none. */
void documents_end(struct documents *documents);

#endif
