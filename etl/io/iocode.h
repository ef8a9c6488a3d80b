/* Which code a failure to create or change something in the file system has. */
#ifndef HUIZONG_IO_IOCODE_H
#define HUIZONG_IO_IOCODE_H

#include <errno.h>

#include "base/err.h"

/* ERR_IO where the disk is full or broken, else ERR_CANTCREATE. `error` is an errno. */
static inline enum err_code iocode(int error)
{
    return error == ENOSPC || error == EDQUOT || error == EIO ? ERR_IO : ERR_CANTCREATE;
}

#endif
