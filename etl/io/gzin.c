#include "io/gzin.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/mem.h"

enum { INPUT_SIZE = 128 * 1024 };

enum stage {
    UNKNOWN, /* nothing read yet */
    PLAIN,
    MEMBER,  /* inside a gzip member */
    BETWEEN, /* a member has ended: another one or the end of the file must follow */
    ENDED,
    FAILED
};

struct gzin {
    int fd;
    bool owned; /* fd is closed with the rest */
    char *name;
    enum stage stage;
    bool gzip;
    bool at_eof;
    struct err failure; /* of stage FAILED */
    z_stream stream;    /* next_in, avail_in: what was read and not yet used, of plain files too */
    int64_t read;
    unsigned char input[INPUT_SIZE];
};

static bool is_stdin(const char *path)
{
    return strcmp(path, "-") == 0;
}

bool gzin_open(struct gzin **out, const char *path, struct err *err)
{
    *out = NULL;
    int fd = is_stdin(path) ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        return err_errno(err, ERR_NOINPUT, "can't open %s", path);
    }
    struct stat status;
    if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
        if (!is_stdin(path)) {
            close(fd);
        }
        return err_set(err, ERR_NOINPUT, "can't read %s: it is a directory", path);
    }
    posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    struct gzin *in = mem_zalloc(sizeof *in);
    in->fd = fd;
    in->owned = !is_stdin(path);
    in->name = mem_strdup(is_stdin(path) ? "standard input" : path);
    *out = in;
    return true;
}

int64_t gzin_consumed(const struct gzin *in)
{
    return in->read - in->stream.avail_in;
}

bool gzin_is_gzip(const struct gzin *in)
{
    return in->gzip;
}

/* Reads once from the file, to `data`; 0 bytes are the end. */
static bool read_some(struct gzin *in, void *data, size_t size, size_t *got, struct err *err)
{
    ssize_t count;
    do {
        count = read(in->fd, data, size);
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
        return err_errno(err, ERR_IO, "reading %s failed at byte %lld", in->name,
                         (long long)in->read);
    }
    in->at_eof = count == 0;
    in->read += count;
    *got = (size_t)count;
    return true;
}

/* Makes sure that `wanted` bytes are waiting in the buffer, unless the file ends before. */
static bool fill(struct gzin *in, size_t wanted, struct err *err)
{
    while (in->stream.avail_in < wanted && !in->at_eof) {
        memmove(in->input, in->stream.next_in, in->stream.avail_in);
        in->stream.next_in = in->input;
        size_t got = 0;
        if (!read_some(in, in->input + in->stream.avail_in, INPUT_SIZE - in->stream.avail_in, &got,
                       err)) {
            return false;
        }
        in->stream.avail_in += (uInt)got;
    }
    return true;
}

static bool has_magic(const struct gzin *in)
{
    return in->stream.avail_in >= 2 && in->stream.next_in[0] == 0x1f &&
           in->stream.next_in[1] == 0x8b;
}

static bool truncated(const struct gzin *in, struct err *err)
{
    return err_set(err, ERR_DATA, "%s is truncated: it ends at byte %lld within a gzip stream",
                   in->name, (long long)in->read);
}

static bool starts_truncated(const struct gzin *in)
{
    size_t length = strlen(in->name);
    return in->stream.avail_in < 2 && length > 3 && strcmp(in->name + length - 3, ".gz") == 0;
}

static bool begin(struct gzin *in, struct err *err)
{
    in->stream.next_in = in->input;
    if (!fill(in, 2, err)) {
        return false;
    }
    if (starts_truncated(in)) {
        return truncated(in, err);
    }
    in->gzip = has_magic(in);
    if (in->gzip && inflateInit2(&in->stream, MAX_WBITS + 16) != Z_OK) {
        return err_set(err, ERR_INTERNAL, "%s can't be inflated: out of memory", in->name);
    }
    in->stage = in->gzip ? MEMBER : PLAIN;
    return true;
}

static bool read_plain(struct gzin *in, void *data, size_t size, size_t *got, struct err *err)
{
    size_t waiting = in->stream.avail_in;
    if (waiting == 0) {
        return in->at_eof || read_some(in, data, size, got, err);
    }
    *got = waiting < size ? waiting : size;
    memcpy(data, in->stream.next_in, *got);
    in->stream.next_in += *got;
    in->stream.avail_in -= (uInt)*got;
    return true;
}

/* Zeros up to the end of the file, as tapes and block devices leave them, are nothing. */
static bool skip_padding(struct gzin *in, struct err *err)
{
    do {
        while (in->stream.avail_in > 0 && *in->stream.next_in == 0) {
            in->stream.next_in++;
            in->stream.avail_in--;
        }
    } while (fill(in, 1, err) && in->stream.avail_in > 0 && *in->stream.next_in == 0);
    return in->at_eof || in->stream.avail_in > 0;
}

/* After a member: another one, or the end. */
static bool next_member(struct gzin *in, struct err *err)
{
    if (!skip_padding(in, err) || !fill(in, 2, err)) {
        return false;
    }
    if (in->stream.avail_in == 0) {
        in->stage = ENDED;
        return true;
    }
    if (!has_magic(in)) {
        return err_set(err, ERR_DATA, "%s has something at byte %lld that is no gzip member",
                       in->name, (long long)gzin_consumed(in));
    }
    inflateReset(&in->stream);
    in->stage = MEMBER;
    return true;
}

static bool inflate_some(struct gzin *in, void *data, size_t size, size_t *got, struct err *err)
{
    if (!fill(in, 1, err)) {
        return false;
    }
    uInt room = size < UINT_MAX ? (uInt)size : UINT_MAX;
    in->stream.next_out = data;
    in->stream.avail_out = room;
    int result = inflate(&in->stream, Z_NO_FLUSH);
    *got = room - in->stream.avail_out;
    if (result == Z_STREAM_END) {
        in->stage = BETWEEN;
        return true;
    }
    /* What is good before a fault is given out first: zlib tells of the fault again when next
     * asked. */
    if (result == Z_OK || *got > 0) {
        return true;
    }
    if (result == Z_BUF_ERROR) {
        return truncated(in, err);
    }
    if (result == Z_MEM_ERROR) {
        return err_set(err, ERR_INTERNAL, "%s can't be inflated: out of memory", in->name);
    }
    return err_set(err, ERR_DATA, "%s is corrupt at byte %lld: gzip: %s", in->name,
                   (long long)gzin_consumed(in),
                   in->stream.msg != NULL ? in->stream.msg : "invalid stream");
}

static bool step(struct gzin *in, void *data, size_t size, size_t *got, struct err *err)
{
    switch (in->stage) {
    case UNKNOWN:
        return begin(in, err);
    case PLAIN:
        if (!read_plain(in, data, size, got, err)) {
            return false;
        }
        in->stage = *got > 0 ? PLAIN : ENDED;
        return true;
    case MEMBER:
        return inflate_some(in, data, size, got, err);
    case BETWEEN:
        return next_member(in, err);
    case ENDED:
        return true;
    case FAILED:
        break;
    }
    *err = in->failure;
    return false;
}

bool gzin_read(struct gzin *in, void *data, size_t size, size_t *got, struct err *err)
{
    *got = 0;
    while (*got == 0 && in->stage != ENDED) {
        if (!step(in, data, size, got, err)) {
            if (in->stage != FAILED) {
                in->failure = *err;
                in->stage = FAILED;
            }
            *got = 0;
            return false;
        }
    }
    return true;
}

void gzin_close(struct gzin *in)
{
    if (in == NULL) {
        return;
    }
    if (in->gzip) {
        inflateEnd(&in->stream);
    }
    if (in->owned) {
        close(in->fd);
    }
    free(in->name);
    free(in);
}
