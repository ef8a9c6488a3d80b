/* Who a document is of, and what stands around its tables. Private to doc/. */
#ifndef HUIZONG_DOC_IDENTITY_H
#define HUIZONG_DOC_IDENTITY_H

#include "doc/document.h"
#include "doc/fault.h"

/* Reads the identity fields. False only where the document is of another format or version
 * altogether. */
bool identity_decode(struct document *document, const struct json *root, const struct place *place);

/* Reads title, unit, decimals and note of each published table, of narrative and of procurement. */
void holders_decode(struct document *document, const struct json *root, const struct place *place);

/* An object that holds rows, with its place (which points into itself: don't copy it). */
struct holder {
    const struct json *object;
    struct place tables, place;
};

/* "tables.revenue" → that object; "" → the root. False where it is absent or no object. */
bool holder_find(const struct json *root, const struct place *root_place, const char *path,
                 struct holder *holder);

enum money_unit holder_unit(const struct document *document, const char *path);
void holder_count_rows(struct document *document, const char *path, size_t rows);

/* Whether the format knows `path` (dotted) within the holder, besides the columns of a relation. */
bool holder_knows(const char *holder, const char *path);

#endif
