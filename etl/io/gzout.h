/*
 * Writing a gzip file. The same bytes in give the same bytes out: no name and no time stamp in its
 * header. Every write is checked, and the file is on disk when gzout_close has returned true; with
 * a syncer, when syncer_wait has.
 *
 * A file may be made of parts, so that a later file can take over those that are the same:
 *   open → (write … → end_part | copy_part) … → close
 * What comes out is one gzip member all the same, as any reader expects. The bytes of a part follow
 * from its own text and the end of the text of the part before it: that is what it may refer to.
 */
#ifndef HUIZONG_IO_GZOUT_H
#define HUIZONG_IO_GZOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "io/digest.h"
#include "io/syncer.h"

enum { GZOUT_LEVEL = 6 };

struct gzout;

/* A part of a file. */
struct gzout_part {
    int64_t bytes_in, bytes_out;
    uint32_t crc; /* of the text */
};

struct gzout_facts {
    int64_t bytes_in;                  /* uncompressed */
    int64_t bytes_out;                 /* of the file */
    unsigned char sha256[DIGEST_SIZE]; /* of the file */
    struct gzout_part *parts;          /* in order; the caller's to free; NULL for none */
    size_t part_count;
};

/* Where the first part of a file begins. */
enum { GZOUT_HEAD_SIZE = 10 };

/*
 * Creates the file (or empties the one there). Fails with ERR_CANTCREATE, or ERR_IO where the disk
 * is full or broken. `level` is zlib's, 1 to 9.
 */
bool gzout_open(struct gzout **out, const char *path, int level, struct err *err);

/* Who sees to it that the file gets to the disk, once it is closed. */
void gzout_leave_to(struct gzout *out, struct syncer *syncer);

/* Fails with ERR_IO. */
bool gzout_write(struct gzout *out, const void *data, size_t length, struct err *err);

/* Ends a part that isn't empty. Fails with ERR_IO. */
bool gzout_end_part(struct gzout *out, struct err *err);

/*
 * Takes a part over from `offset` of another file, where it was written after the same part. `text`
 * is its text, or the last GZOUT_REACH bytes of it; only where another copy comes next it may be
 * left out (length 0). Fails with ERR_IO.
 */
enum { GZOUT_REACH = 32 * 1024 };
bool gzout_copy_part(struct gzout *out, int fd, int64_t offset, const struct gzout_part *part,
                     const void *text, size_t length, struct err *err);

/* Ends the stream and syncs the file; frees `out` in any case. On failure (ERR_IO) the file is not
 * to be used. */
bool gzout_close(struct gzout *out, struct gzout_facts *facts, struct err *err);

/* Gives up: closes the file as it is and frees. NULL is fine. */
void gzout_abandon(struct gzout *out);

#endif
