/*
 * Private to load: the files that earlier runs took whole (etl.file). A file whose size, time,
 * device and inode are still those costs a stat and isn't read.
 */
#ifndef HUIZONG_LOAD_TAKEN_H
#define HUIZONG_LOAD_TAKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "load/inputs.h"
#include "store/run.h"

struct taken {
    bool unsure;     /* the server refused a document: another copy of it may have counted as
                        unchanged, and so no file is noted */
    struct buf gone; /* its own, as the next: a JSON array of the paths that are no longer there */
    struct buf back; /* and of those that are there again */
};

/*
 * Forgets what runs took that failed, and, unless `rehash`, marks the inputs that need not be read
 * (settled, with the number of their documents). Counts them in the run, and the files that are
 * gone since: those below a folder that was given which no run before missed.
 */
bool taken_recall(struct taken *taken, struct inputs *inputs, struct run *run, bool rehash,
                  struct err *err);

/*
 * Notes the inputs that were read to their end without anything rejected or refused, and which
 * files are gone (etl.file.gone_run). It holds only if the run ends well. A file that was changed
 * in the last seconds is left out: it might be changed again within the same tick of its clock.
 */
bool taken_note(struct taken *taken, const struct inputs *inputs, const struct run *run,
                struct err *err);
void taken_clear(struct taken *taken);

#endif
