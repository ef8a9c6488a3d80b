/* Documents, rejections and notices as rows of COPY BINARY, gathered in a batch. */
#ifndef HUIZONG_LOAD_ENCODE_H
#define HUIZONG_LOAD_ENCODE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "doc/document.h"

/* The streams of a batch: one for each staging relation, and these. */
enum {
    STREAM_PUBLISHED = RELATION_COUNT,
    STREAM_DOCUMENT,
    STREAM_REJECTION,
    STREAM_NOTICE,
    STREAM_COUNT
};

/* Where a document came from, and what the run makes of it. */
struct origin {
    int64_t run_id, doc_id;
    const char *file;
    int document_no;     /* from 1; 0 for a file as a whole */
    int64_t byte_offset; /* of the document in the (inflated) file */
    int64_t byte_count;
    unsigned char hash[32];
};

/* Where a fault stands: what a struct fault has no place for. */
struct fault_place {
    int64_t byte_offset; /* -1 where unknown */
    int line, column;    /* 0 where unknown */
};

/* Appends the rows of a good document to the streams. Returns how many staging rows. */
int64_t encode_document(struct buf streams[STREAM_COUNT], const struct document *document,
                        const struct origin *origin);

/* Appends one fault; `document` (may be NULL) gives the identity as far as it is known. */
void encode_fault(struct buf *stream, const struct origin *origin, int fault_no,
                  const struct document *document, const struct fault *fault,
                  const struct fault_place *place);

void encode_notice(struct buf *stream, const struct origin *origin, const char *kind,
                   const char *message);

/* The COPY statement of a stream; constant for the life of the program. */
const char *encode_copy_sql(int stream);

#endif
