/* What the fuzz targets share: each takes any bytes and aborts where something isn't as promised.
 */
#ifndef HUIZONG_TESTS_FUZZ_H
#define HUIZONG_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Not assert: NDEBUG must not take it away. */
#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                        \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static inline bool is_utf8(const char *text)
{
    size_t length = strlen(text);
    return text_utf8_valid(text, length) == length;
}

/* A file in memory that holds the bytes; it can be opened by the path. The caller closes the
 * descriptor. */
static inline int file_of(const uint8_t *data, size_t size, char path[32])
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    REQUIRE(fd >= 0 && write(fd, data, size) == (ssize_t)size && lseek(fd, 0, SEEK_SET) == 0);
    snprintf(path, 32, "/proc/self/fd/%d", fd);
    return fd;
}

#endif
