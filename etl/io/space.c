#include "io/space.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/iocode.h"

bool space_is_left(const char *dir, int64_t bytes, struct err *err)
{
    char *path = mem_printf("%s/.space-%ld", dir, (long)getpid());
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool fine = fd >= 0 || err_errno(err, iocode(errno), "can't create %s", path);
    if (fd >= 0) {
        int error = posix_fallocate(fd, 0, bytes);
        close(fd);
        unlink(path);
        errno = error;
        fine = error == 0 || err_errno(err, iocode(error), "%s has no room for %lld bytes", dir,
                                       (long long)bytes);
    }
    free(path);
    return fine;
}
