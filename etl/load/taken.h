/*
 * Private to load: the files that earlier runs took whole (etl.file). A file whose size, time,
 * device and inode are still those costs a stat and isn't read.
 */
#ifndef HUIZONG_LOAD_TAKEN_H
#define HUIZONG_LOAD_TAKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "load/inputs.h"
#include "store/run.h"

/*
 * Forgets what runs took that failed, and, unless `rehash`, marks the inputs that need not be read
 * (settled, with the number of their documents) and counts them in the run.
 */
bool taken_recall(struct inputs *inputs, struct run *run, bool rehash, struct err *err);

/*
 * Notes the inputs that were read to their end without anything rejected or refused. It holds only
 * if the run ends well. A file that was changed in the last seconds is left out: it might be
 * changed again within the same tick of its clock.
 */
bool taken_note(const struct inputs *inputs, const struct run *run, struct err *err);

#endif
