/* Writing to a file descriptor. */
#ifndef HUIZONG_BASE_FD_H
#define HUIZONG_BASE_FD_H

#include <stdbool.h>
#include <stddef.h>

/* Writes all of it, however many calls that takes, and whatever signals come. False, with errno,
 * where that fails: a part of it may be written then. */
bool fd_write(int fd, const void *data, size_t length);

#endif
