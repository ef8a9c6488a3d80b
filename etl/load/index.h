/*
 * What is loaded already, and so what a document that arrives is: new, a higher revision, the same
 * again, or a revision that isn't higher. Asked in the order in which the documents were read, by
 * one thread at a time.
 */
#ifndef HUIZONG_LOAD_INDEX_H
#define HUIZONG_LOAD_INDEX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "doc/document.h"
#include "pg/pg.h"

struct index;

/* Reads etl.document: about 100 bytes a document. */
bool index_load(struct index **out, struct pg *pg, struct err *err);
void index_free(struct index *index);

enum index_answer {
    INDEX_NEW,       /* load it */
    INDEX_UNCHANGED, /* the same content is loaded */
    INDEX_WITHDRAWN, /* the same content was loaded and taken back (*doc_id): it stays so */
    INDEX_ADOPT,     /* the same content was loaded by a run that died: make it ours (*doc_id) */
    INDEX_REFUSED    /* a revision as high or higher is loaded (*revision) */
};

/* The answer by content alone: INDEX_UNCHANGED, INDEX_WITHDRAWN, INDEX_ADOPT (which it notes), or
 * INDEX_NEW: not known. */
enum index_answer index_by_hash(struct index *index, const unsigned char hash[32], int64_t *doc_id);

/* The answer by identity and revision; notes the document as loaded where it says INDEX_NEW. */
enum index_answer index_claim(struct index *index, const struct document *document,
                              const unsigned char hash[32], int *revision);

#endif
