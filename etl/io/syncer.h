/*
 * Files on their way to the disk while others are being written. Waiting for each file by itself
 * costs a turn of the disk a file; a file system joins those that are waited for at the same time.
 */
#ifndef HUIZONG_IO_SYNCER_H
#define HUIZONG_IO_SYNCER_H

#include <stdbool.h>

#include "base/err.h"

struct syncer;

/* Its threads begin with the first file; where none can be had, files are synced as they come. */
struct syncer *syncer_new(void);

/*
 * Takes a file that is written: syncs it and closes `fd`, in any case. Without a syncer (NULL) that
 * is done on return, or it has failed with ERR_IO; with one, syncer_wait tells. Waits where many
 * are under way already. Any thread may hand files over.
 */
bool syncer_take(struct syncer *syncer, int fd, const char *path, struct err *err);

/* Until all files taken are on disk. Fails with ERR_IO and the first that isn't, and ever after. */
bool syncer_wait(struct syncer *syncer, struct err *err);

void syncer_free(struct syncer *syncer); /* waits too; NULL is fine */

#endif
