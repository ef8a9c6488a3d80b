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

/* The first DOCUMENT_EXCERPT_MAX characters of a text. */
const char *excerpt_text(struct arena *arena, const char *text);

/* The first line of what is there, or of its first DOCUMENT_EXCERPT_MAX characters: bytes that are
 * no UTF-8, and NUL, become U+FFFD. NULL where there is nothing. */
const char *excerpt_bytes(struct arena *arena, const char *text, size_t length);

/* Records a fault; `value` (may be NULL) gives the excerpt. Counts those beyond the limit. */
void fault_add(struct document *document, const struct place *place, const struct json *value,
               const char *code, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Notes a value that isn't among those the format knows. */
void fault_odd(struct document *document, const struct place *place, const char *value);

void fault_unknown(struct document *document, const struct place *place);

#endif
