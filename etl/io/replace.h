/* Replacing a small file in one step, for readers that must never see half of one. */
#ifndef HUIZONG_IO_REPLACE_H
#define HUIZONG_IO_REPLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * Writes a new file beside `path` (".<name>.new-<pid>"), syncs it, and renames it to `path`. Fails
 * with ERR_CANTCREATE, or ERR_IO where the disk is full or broken; `path` is as before then. Where
 * `path` is a symbolic link, what it points to is replaced; what is no regular file (a device, a
 * pipe) is written to as it is. What runs that died left beside the target is cleared away.
 */
bool replace_file(const char *path, const void *data, size_t length, struct err *err);

#endif
