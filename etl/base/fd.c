#include "base/fd.h"

#include <errno.h>
#include <unistd.h>

bool fd_write(int fd, const void *data, size_t length)
{
    const char *next = data;
    while (length > 0) {
        ssize_t written = write(fd, next, length);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        size_t done = written > 0 ? (size_t)written : 0;
        next += done;
        length -= done;
    }
    return true;
}
