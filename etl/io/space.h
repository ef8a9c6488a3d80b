/* Room on a disk, for what a library writes without telling when the disk is full. */
#ifndef HUIZONG_IO_SPACE_H
#define HUIZONG_IO_SPACE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* Whether a file of so many bytes fits below `dir` now; ERR_IO (no space), ERR_CANTCREATE. */
bool space_is_left(const char *dir, int64_t bytes, struct err *err);

#endif
