/* datapackage.json: what is in a directory of an export, for tools and for `export --verify`. */
#ifndef HUIZONG_EXPORT_PACKAGE_H
#define HUIZONG_EXPORT_PACKAGE_H

#include "base/buf.h"
#include "export/slice.h"

#define PACKAGE_FILE "datapackage.json"
#define PACKAGE_NAME "huizong-%s-%s" /* division, year */

/*
 * Writes the description of the slice's files: a Data Package (version 2) whose fields carry the
 * columnType of the Fiscal Data Package. Beyond the standard each table has `rowCount` and
 * `controlTotals` (the sums of its amounts, as text), and the package what it was made from and by.
 * Fails with ERR_DB, ERR_CANTCREATE or ERR_IO.
 */
bool package_write(struct slice *slice, const struct slice_task *task, struct err *err);

/* The text that package_write writes. Fails with ERR_DB. */
bool package_text(const struct slice *slice, const struct slice_task *task, struct buf *text,
                  struct err *err);

/* The code lists a dataset refers to, one by one: "agencies(agency_code) …". False at the end. */
struct package_ref {
    char *list, *columns; /* "economic_subjects", "classification,eco_code" */
};
bool package_next_ref(const char **refs, struct package_ref *ref);
void package_ref_clear(struct package_ref *ref);

#endif
