#include "io/gzout.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/mem.h"
#include "io/iocode.h"

enum { OUTPUT_SIZE = 64 * 1024, MEMORY_LEVEL = 8 };

struct gzout {
    int fd;
    char *path;
    z_stream stream;
    struct digest digest;
    int64_t bytes_in, bytes_out;
    struct syncer *syncer; /* may be NULL */
    unsigned char output[OUTPUT_SIZE];
};

bool gzout_open(struct gzout **out, const char *path, int level, struct err *err)
{
    *out = NULL;
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        return err_errno(err, iocode(errno), "can't create %s", path);
    }
    struct gzout *made = mem_zalloc(sizeof *made);
    if (deflateInit2(&made->stream, level, Z_DEFLATED, MAX_WBITS + 16, MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
        close(fd);
        free(made);
        return err_set(err, ERR_INTERNAL, "can't set up deflate at level %d", level);
    }
    made->fd = fd;
    made->stream.next_out = made->output;
    made->stream.avail_out = OUTPUT_SIZE;
    made->path = mem_strdup(path);
    digest_init(&made->digest);
    *out = made;
    return true;
}

static bool write_all(struct gzout *out, const unsigned char *data, size_t length, struct err *err)
{
    digest_update(&out->digest, data, length);
    while (length > 0) {
        ssize_t written = write(out->fd, data, length);
        if (written < 0 && errno != EINTR) {
            return err_errno(err, ERR_IO, "writing %s failed", out->path);
        }
        size_t done = written > 0 ? (size_t)written : 0;
        data += done;
        length -= done;
        out->bytes_out += (int64_t)done;
    }
    return true;
}

/* Writes what the buffer of compressed bytes holds, and empties it. */
static bool drain(struct gzout *out, struct err *err)
{
    size_t length = OUTPUT_SIZE - out->stream.avail_out;
    out->stream.next_out = out->output;
    out->stream.avail_out = OUTPUT_SIZE;
    return write_all(out, out->output, length, err);
}

/* Compresses what is in stream.next_in; with Z_FINISH to the end of the stream. */
static bool run(struct gzout *out, int flush, struct err *err)
{
    for (;;) {
        if (out->stream.avail_out == 0 && !drain(out, err)) {
            return false;
        }
        int result = deflate(&out->stream, flush);
        if (result == Z_STREAM_END || (flush == Z_NO_FLUSH && out->stream.avail_in == 0)) {
            return true;
        }
        if (result == Z_STREAM_ERROR) {
            return err_set(err, ERR_INTERNAL, "deflate failed for %s", out->path);
        }
    }
}

void gzout_leave_to(struct gzout *out, struct syncer *syncer)
{
    out->syncer = syncer;
}

bool gzout_write(struct gzout *out, const void *data, size_t length, struct err *err)
{
    const unsigned char *next = data;
    while (length > 0) {
        uInt part = length < UINT_MAX ? (uInt)length : UINT_MAX;
        /* zlib doesn't write to next_in; it only declares it so. */
        out->stream.next_in = (unsigned char *)next;
        out->stream.avail_in = part;
        if (!run(out, Z_NO_FLUSH, err)) {
            return false;
        }
        next += part;
        length -= part;
        out->bytes_in += part;
    }
    return true;
}

bool gzout_close(struct gzout *out, struct gzout_facts *facts, struct err *err)
{
    bool ok = run(out, Z_FINISH, err) && drain(out, err);
    if (ok) {
        int fd = out->fd;
        out->fd = -1;
        ok = syncer_take(out->syncer, fd, out->path, err);
    }
    if (ok) {
        facts->bytes_in = out->bytes_in;
        facts->bytes_out = out->bytes_out;
        digest_final(&out->digest, facts->sha256);
    }
    gzout_abandon(out);
    return ok;
}

void gzout_abandon(struct gzout *out)
{
    if (out == NULL) {
        return;
    }
    deflateEnd(&out->stream);
    digest_clear(&out->digest);
    if (out->fd >= 0) {
        close(out->fd);
    }
    free(out->path);
    free(out);
}
