/*
 * A gzip file that is compressed by a thread of its own while its writer goes on: gzout behind a
 * short queue. A small file never starts the thread.
 */
#ifndef HUIZONG_IO_GZPIPE_H
#define HUIZONG_IO_GZPIPE_H

#include "base/buf.h"
#include "io/gzout.h"

struct gzpipe;

/* As gzout_open, and gzout_leave_to (`syncer` may be NULL). `threaded` false: everything happens in
 * the calls below. */
bool gzpipe_open(struct gzpipe **out, const char *path, int level, bool threaded,
                 struct syncer *syncer, struct err *err);

/*
 * Takes what is in the buffer and leaves it empty. Waits where the queue is full. Fails with
 * ERR_IO, threaded with the failure of an earlier block.
 */
bool gzpipe_write(struct gzpipe *pipe, struct buf *block, struct err *err);

/* As gzpipe_write, and ends a part (gzout_end_part) with it. */
bool gzpipe_end_part(struct gzpipe *pipe, struct buf *block, struct err *err);

/* The file itself, for who copies parts into it; only where it isn't threaded. */
struct gzout *gzpipe_file(struct gzpipe *pipe);

/* Writes the last block and closes as gzout_close does. Waits for the thread. */
bool gzpipe_close(struct gzpipe *pipe, struct buf *last, struct gzout_facts *facts,
                  struct err *err);

/* As gzout_abandon. */
void gzpipe_abandon(struct gzpipe *pipe);

#endif
