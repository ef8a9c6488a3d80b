/* Private to verify: whether datapackage.json says what an export of the same data would say. */
#ifndef HUIZONG_EXPORT_VERIFY_PACKAGE_H
#define HUIZONG_EXPORT_VERIFY_PACKAGE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "export/dataset.h"
#include "pg/pg.h"
#include "json/json.h"

/* The text of a member; "" where there is none. */
const char *verify_text(const struct json *object, const char *key);

/* Whether the directory is called like the division and year that it is described as being of;
 * `directory` ends in <division>/<year>, or has other names, which say nothing. Appends a line to
 * `faults` where not. */
void verify_place(const struct json *package, const char *directory, struct buf *faults);

/* Appends a line for each file that is described twice, and for each dataset that is missing in a
 * format that others are there in. */
void verify_names(const struct json *package, const struct dataset_list *datasets,
                  const struct export_shape *shape, struct buf *faults);

/*
 * Writes the description anew and appends a line for each member that differs, some at most. What
 * stands there of sizes, hashes, rows and totals of files isn't compared, as the files have to be
 * read for that; nor is the number of the run, which an upgrade changes, nor anything in what
 * another version of the program wrote. Fails with ERR_DB.
 */
bool verify_package(const struct json *package, const struct dataset_list *datasets,
                    const struct export_shape *shape, struct pg *pg, struct arena *arena,
                    struct buf *faults, struct err *err);

#endif
