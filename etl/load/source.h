/*
 * The documents of one file, one after the other, in flat memory: the file as a whole, the elements
 * of an array, or the lines of JSON Lines. Only where one document ends is looked for here; whether
 * it is JSON comes later.
 */
#ifndef HUIZONG_LOAD_SOURCE_H
#define HUIZONG_LOAD_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/walk.h"

struct source;

enum source_event {
    SOURCE_DOCUMENT,
    SOURCE_FAULT, /* a document, or the rest of the file, can't be had: code and reason say why */
    SOURCE_END
};

struct source_item {
    char *data; /* of a document; mem-allocated, the caller's to free */
    size_t length;
    int document_no;     /* from 1; of a fault: the document it befell, 0 for the file as a whole */
    int64_t byte_offset; /* in the inflated file */
    int line, column;    /* likewise, from 1; 0 where a fault is of the file as a whole */
    bool unended;        /* the file ends before what must follow: the last of an array */
    const char *code;    /* of a fault: stable name */
    char reason[1200];   /* of a fault: Chinese, with the library's words */
};

/* Opening fails as a fault of the first source_next. */
struct source *source_open(const char *path, enum walk_kind kind, size_t max_document);
enum source_event source_next(struct source *source, struct source_item *item);
int64_t source_consumed(const struct source *source); /* bytes of the file read so far */
void source_close(struct source *source);

#endif
