/*
 * Writing a gzip file. The same bytes in give the same bytes out: no name and no time stamp in its
 * header. Every write is checked, and the file is on disk when gzout_close has returned true; with
 * a syncer, when syncer_wait has.
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

struct gzout_facts {
    int64_t bytes_in;                  /* uncompressed */
    int64_t bytes_out;                 /* of the file */
    unsigned char sha256[DIGEST_SIZE]; /* of the file */
};

/*
 * Creates the file (or empties the one there). Fails with ERR_CANTCREATE, or ERR_IO where the disk
 * is full or broken. `level` is zlib's, 1 to 9.
 */
bool gzout_open(struct gzout **out, const char *path, int level, struct err *err);

/* Who sees to it that the file gets to the disk, once it is closed. */
void gzout_leave_to(struct gzout *out, struct syncer *syncer);

/* Fails with ERR_IO. */
bool gzout_write(struct gzout *out, const void *data, size_t length, struct err *err);

/* Ends the stream and syncs the file; frees `out` in any case. On failure (ERR_IO) the file is not
 * to be used. */
bool gzout_close(struct gzout *out, struct gzout_facts *facts, struct err *err);

/* Gives up: closes the file as it is and frees. NULL is fine. */
void gzout_abandon(struct gzout *out);

#endif
