#include "io/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/iocode.h"

static bool write_all(int fd, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, data, length);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        if (written > 0) {
            data += written;
            length -= (size_t)written;
        }
    }
    return fsync(fd) == 0 || errno == EINVAL;
}

static bool write_file(const char *path, const void *data, size_t length, struct err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        return err_errno(err, iocode(errno), "can't create %s", path);
    }
    bool fine = write_all(fd, data, length) || err_errno(err, ERR_IO, "writing %s failed", path);
    if (close(fd) != 0 && fine) {
        fine = err_errno(err, ERR_IO, "writing %s failed", path);
    }
    return fine;
}

bool replace_file(const char *path, const void *data, size_t length, struct err *err)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    char *fresh = mem_printf("%.*s.%s.new-%ld", (int)(name - path), path, name, (long)getpid());
    bool fine = write_file(fresh, data, length, err);
    if (fine && rename(fresh, path) != 0) {
        fine = err_errno(err, iocode(errno), "can't create %s", path);
    }
    if (!fine) {
        unlink(fresh);
    }
    free(fresh);
    return fine;
}
