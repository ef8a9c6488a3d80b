/*
 * A batch: the rows of many documents, sent in one transaction. If the server refuses it, it is
 * sent again document by document, so that one bad row costs one document.
 */
#ifndef HUIZONG_LOAD_BATCH_H
#define HUIZONG_LOAD_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "load/encode.h"
#include "pg/pg.h"

/* A batch is full at this many documents or bytes. */
enum { BATCH_DOCUMENTS = 1000, BATCH_BYTES = 12 * 1024 * 1024 };

/* Where in the streams the rows of one document begin, and what to say if it fails. */
struct batch_mark {
    size_t start[STREAM_COUNT];
    struct origin origin;
    struct whose whose; /* in the batch's arena */
    int64_t rows;
};

struct batch {
    struct buf streams[STREAM_COUNT];
    struct batch_mark *marks;
    size_t documents, marks_capacity;
    struct arena names; /* of the marks */
    int64_t *adopted;   /* documents of dead runs to take over */
    size_t adopted_count, adopted_capacity;
    int64_t adopted_rows;
    int64_t run_id;
};

struct batch_result {
    int64_t loaded, rows;
    int64_t refused_by_server; /* documents rejected in the second attempt */
};

void batch_init(struct batch *batch, int64_t run_id);
void batch_clear(struct batch *batch);

void batch_add(struct batch *batch, const struct document *document, const struct origin *origin);
void batch_adopt(struct batch *batch, int64_t doc_id, const struct document *document);
bool batch_is_full(const struct batch *batch);

/* Sends and empties it. False only where nothing can be sent at all (the connection, the disk). */
bool batch_flush(struct batch *batch, struct pg *pg, struct batch_result *result, struct err *err);

#endif
