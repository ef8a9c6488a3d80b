/* Files that are written in one go, or by somebody else's library: on disk, and known by size and
 * hash. */
#ifndef HUIZONG_IO_OUTFILE_H
#define HUIZONG_IO_OUTFILE_H

#include "io/gzout.h"

/* Creates the file with this content; the syncer (may be NULL: at once) syncs it. Fails with
 * ERR_CANTCREATE or ERR_IO. */
bool outfile_write(const char *path, const void *data, size_t length, struct syncer *syncer,
                   struct gzout_facts *facts, struct err *err);

/* Reads size and hash of a file that is there; the syncer (may be NULL: at once) syncs it. Fails
 * with ERR_IO. */
bool outfile_seal(const char *path, struct syncer *syncer, struct gzout_facts *facts,
                  struct err *err);

/* The same without syncing, of a file that is only looked at. */
bool outfile_measure(const char *path, struct gzout_facts *facts, struct err *err);

#endif
