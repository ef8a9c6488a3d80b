#include "io/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/fd.h"
#include "io/iocode.h"

bool outfile_write(const char *path, const void *data, size_t length, struct syncer *syncer,
                   struct gzout_facts *facts, struct err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        return err_errno(err, iocode(errno), "can't create %s", path);
    }
    bool ok = fd_write(fd, data, length) || err_errno(err, ERR_IO, "writing %s failed", path);
    if (ok) {
        ok = syncer_take(syncer, fd, path, err);
    } else {
        close(fd);
    }
    if (ok) {
        *facts = (struct gzout_facts){.bytes_in = (int64_t)length, .bytes_out = (int64_t)length};
        digest_sha256(data, length, facts->sha256);
    }
    return ok;
}

static bool read_all(int fd, const char *path, struct gzout_facts *facts, struct err *err)
{
    struct digest digest;
    char block[64 * 1024];
    *facts = (struct gzout_facts){0};
    digest_init(&digest);
    for (;;) {
        ssize_t got = read(fd, block, sizeof block);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            digest_clear(&digest);
            return err_errno(err, ERR_IO, "reading %s failed", path);
        }
        if (got == 0) {
            digest_final(&digest, facts->sha256);
            facts->bytes_in = facts->bytes_out;
            return true;
        }
        digest_update(&digest, block, (size_t)got);
        facts->bytes_out += got;
    }
}

/* Opens and reads; the descriptor is left open, -1 where that failed. */
static int measure(const char *path, struct gzout_facts *facts, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        err_errno(err, ERR_IO, "can't read %s", path);
    } else if (!read_all(fd, path, facts, err)) {
        close(fd);
        fd = -1;
    }
    return fd;
}

bool outfile_seal(const char *path, struct syncer *syncer, struct gzout_facts *facts,
                  struct err *err)
{
    int fd = measure(path, facts, err);
    return fd >= 0 && syncer_take(syncer, fd, path, err);
}

bool outfile_measure(const char *path, struct gzout_facts *facts, struct err *err)
{
    int fd = measure(path, facts, err);
    if (fd >= 0) {
        close(fd);
    }
    return fd >= 0;
}
