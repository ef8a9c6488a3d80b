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

/* Whose a rejected document is, as far as it tells; NULL and 0 where it doesn't. */
struct whose {
    const char *mof_div_code, *bgt_stage, *scope, *dept_code, *agency_code, *agency_name;
    int fiscal_year;
};

/* Where a fault stands: what a struct fault has no place for. */
struct fault_place {
    int64_t byte_offset; /* -1 where unknown */
    int line, column;    /* 0 where unknown */
};

/* Appends the rows of a good document to the streams. Returns how many staging rows. */
int64_t encode_document(struct buf streams[STREAM_COUNT], const struct document *document,
                        const struct origin *origin);

/* As long as the document. */
struct whose encode_whose(const struct document *document);

/* Appends one fault. */
void encode_fault(struct buf *stream, const struct origin *origin, int fault_no,
                  const struct whose *whose, const struct fault *fault,
                  const struct fault_place *place);

void encode_notice(struct buf *stream, const struct origin *origin, const char *kind,
                   const char *message);

/* The COPY statement of a stream; constant for the life of the program. */
const char *encode_copy_sql(int stream);

#endif
