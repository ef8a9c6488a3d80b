/* One JSON value to one cell. Private to doc/. */
#ifndef HUIZONG_DOC_CELL_H
#define HUIZONG_DOC_CELL_H

#include "doc/document.h"
#include "doc/fault.h"

void cell_decode(struct document *document, const struct column *column, const struct json *value,
                 enum money_unit unit, const struct place *place, struct cell *cell);

/* The amount_unit of an object; 万元 where it has none (or a wrong one, which is a fault). */
enum money_unit unit_decode(struct document *document, const struct json *object,
                            const struct place *place);

/* A text member, NULL where absent or null. */
const char *text_decode(struct document *document, const struct json *object, const char *key,
                        const struct place *place);

#endif
