/* report-<fiscal_year>.html: the city's figures on one page, for people. */
#ifndef HUIZONG_EXPORT_REPORT_H
#define HUIZONG_EXPORT_REPORT_H

#include "export/slice.h"

/*
 * Writes one page for each stage of the slice. It needs nothing beside itself: no network, no
 * script. Fails with ERR_DB, ERR_CANTCREATE or ERR_IO.
 */
bool report_write(struct slice *slice, const struct slice_task *task, struct err *err);

#endif
