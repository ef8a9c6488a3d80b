/* Faults of a document, and where they stand. Private to doc/. */
#ifndef HUIZONG_DOC_FAULT_H
#define HUIZONG_DOC_FAULT_H

#include "doc/document.h"

/* A place in a document, as a chain from the value up to the root; lives on the stack of who
 * descends. */
struct place {
    const struct place *up; /* NULL at the root */
    const char *key;        /* of a member, or NULL */
    size_t index;           /* of an element, where key is NULL */
};

const char *place_pointer(struct arena *arena, const struct place *place);

/* Records a fault; `value` (may be NULL) gives the excerpt. Counts those beyond the limit. */
void fault_add(struct document *document, const struct place *place, const struct json *value,
               const char *code, const char *format, ...) __attribute__((format(printf, 5, 6)));

void fault_unknown(struct document *document, const struct place *place);

#endif
