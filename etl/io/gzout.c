#include "io/gzout.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/fd.h"
#include "base/mem.h"
#include "io/iocode.h"

enum { OUTPUT_SIZE = 64 * 1024, MEMORY_LEVEL = 8 };

struct gzout {
    int fd;
    char *path;
    z_stream stream; /* without header and trailer, which are written here */
    struct digest digest;
    int64_t bytes_out;
    struct gzout_part part, whole; /* what is open; all before it */
    int64_t parts_end;             /* of what is written */
    bool part_ended;               /* and nothing was written since */
    struct gzout_part *parts;
    size_t part_count, part_capacity;
    /* The end of the text of the part that is open, for the next one. */
    struct buf tail;
    struct syncer *syncer; /* may be NULL */
    unsigned char output[OUTPUT_SIZE];
};

static bool write_all(struct gzout *out, const unsigned char *data, size_t length, struct err *err)
{
    digest_update(&out->digest, data, length);
    out->bytes_out += (int64_t)length;
    return fd_write(out->fd, data, length) ||
           err_errno(err, ERR_IO, "writing %s failed", out->path);
}

/* Writes what the buffer of compressed bytes holds, and empties it. */
static bool drain(struct gzout *out, struct err *err)
{
    size_t length = OUTPUT_SIZE - out->stream.avail_out;
    out->stream.next_out = out->output;
    out->stream.avail_out = OUTPUT_SIZE;
    return write_all(out, out->output, length, err);
}

/* Compresses what is in stream.next_in; with Z_SYNC_FLUSH to a whole byte, with Z_FINISH to the
 * end of the stream. */
static bool run(struct gzout *out, int flush, struct err *err)
{
    for (;;) {
        if (out->stream.avail_out == 0 && !drain(out, err)) {
            return false;
        }
        int result = deflate(&out->stream, flush);
        if (result == Z_STREAM_ERROR) {
            return err_set(err, ERR_INTERNAL, "deflate failed for %s", out->path);
        }
        if (result == Z_STREAM_END || (flush == Z_NO_FLUSH && out->stream.avail_in == 0) ||
            (flush == Z_SYNC_FLUSH && out->stream.avail_out > 0)) {
            return true;
        }
    }
}

/* deflate, no flags, no time, Unix: what zlib itself writes. */
static void put_head(struct gzout *out)
{
    static const unsigned char head[GZOUT_HEAD_SIZE] = {0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3};
    memcpy(out->output, head, sizeof head);
    out->stream.next_out = out->output + sizeof head;
    out->stream.avail_out = OUTPUT_SIZE - sizeof head;
}

bool gzout_open(struct gzout **out, const char *path, int level, struct err *err)
{
    *out = NULL;
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        return err_errno(err, iocode(errno), "can't create %s", path);
    }
    struct gzout *made = mem_zalloc(sizeof *made);
    made->fd = fd;
    made->path = mem_strdup(path);
    digest_init(&made->digest);
    made->parts_end = GZOUT_HEAD_SIZE;
    put_head(made);
    if (deflateInit2(&made->stream, level, Z_DEFLATED, -MAX_WBITS, MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
        gzout_abandon(made);
        return err_set(err, ERR_INTERNAL, "can't set up deflate at level %d", level);
    }
    *out = made;
    return true;
}

void gzout_leave_to(struct gzout *out, struct syncer *syncer)
{
    out->syncer = syncer;
}

/* Keeps the last GZOUT_REACH bytes, and up to as many before them. */
static void keep_tail(struct gzout *out, const char *text, size_t length)
{
    struct buf *tail = &out->tail;
    if (length >= GZOUT_REACH) {
        buf_reset(tail);
        text += length - GZOUT_REACH;
        length = GZOUT_REACH;
    } else if (tail->length + length > (size_t)2 * GZOUT_REACH) {
        memmove(tail->data, tail->data + tail->length - GZOUT_REACH, GZOUT_REACH);
        tail->length = GZOUT_REACH;
    }
    buf_append(tail, text, length);
}

/* Counts the part that is open to what is written. */
static void close_part(struct gzout *out)
{
    out->whole.crc =
        (uint32_t)crc32_combine(out->whole.crc, out->part.crc, (z_off_t)out->part.bytes_in);
    out->whole.bytes_in += out->part.bytes_in;
    out->part = (struct gzout_part){0};
}

/* Notes a part as complete. */
static void note_part(struct gzout *out)
{
    out->part.bytes_out = out->bytes_out - out->parts_end;
    out->parts_end = out->bytes_out;
    out->parts = mem_grow(out->parts, &out->part_capacity, out->part_count + 1, sizeof *out->parts);
    out->parts[out->part_count++] = out->part;
    close_part(out);
    out->part_ended = true;
}

/* After a part: what comes next may refer to the end of its text. */
static bool begin_part(struct gzout *out, struct err *err)
{
    struct buf *tail = &out->tail;
    size_t reach = tail->length < GZOUT_REACH ? tail->length : GZOUT_REACH;
    const char *end = buf_cstr(tail) + tail->length;
    bool ok = deflateReset(&out->stream) == Z_OK &&
              deflateSetDictionary(&out->stream, (const Bytef *)(end - reach), (uInt)reach) == Z_OK;
    buf_reset(tail);
    out->part_ended = false;
    return ok || err_set(err, ERR_INTERNAL, "deflate can't begin anew for %s", out->path);
}

bool gzout_write(struct gzout *out, const void *data, size_t length, struct err *err)
{
    const unsigned char *next = data;
    if (out->part_ended && !begin_part(out, err)) {
        return false;
    }
    keep_tail(out, data, length);
    while (length > 0) {
        uInt part = length < UINT_MAX ? (uInt)length : UINT_MAX;
        /* zlib doesn't write to next_in; it only declares it so. */
        out->stream.next_in = (unsigned char *)next;
        out->stream.avail_in = part;
        if (!run(out, Z_NO_FLUSH, err)) {
            return false;
        }
        out->part.crc = (uint32_t)crc32(out->part.crc, next, part);
        out->part.bytes_in += part;
        next += part;
        length -= part;
    }
    return true;
}

bool gzout_end_part(struct gzout *out, struct err *err)
{
    bool ok = run(out, Z_SYNC_FLUSH, err) && drain(out, err);
    if (ok) {
        note_part(out);
    }
    return ok;
}

/* The output's buffer is free to copy by. */
static bool copy_bytes(struct gzout *out, int fd, int64_t offset, int64_t length, struct err *err)
{
    while (length > 0) {
        size_t wanted = length < OUTPUT_SIZE ? (size_t)length : OUTPUT_SIZE;
        ssize_t got = pread(fd, out->output, wanted, offset);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return err_errno(err, ERR_IO, "what %s shall take over can't be read", out->path);
        }
        if (got == 0) {
            return err_set(err, ERR_IO, "what %s shall take over is cut short", out->path);
        }
        if (!write_all(out, out->output, (size_t)got, err)) {
            return false;
        }
        offset += got;
        length -= got;
    }
    return true;
}

bool gzout_copy_part(struct gzout *out, int fd, int64_t offset, const struct gzout_part *part,
                     const void *text, size_t length, struct err *err)
{
    if (!drain(out, err) || !copy_bytes(out, fd, offset, part->bytes_out, err)) {
        return false;
    }
    out->part = *part;
    buf_reset(&out->tail);
    keep_tail(out, text, length);
    note_part(out);
    return true;
}

/* Little-endian, as the trailer of gzip has it. */
static void put_le32(unsigned char *place, uint32_t value)
{
    for (int i = 0; i < 4; i++) {
        place[i] = (unsigned char)(value >> (8 * i));
    }
}

static bool write_trailer(struct gzout *out, struct err *err)
{
    unsigned char trailer[8];
    close_part(out);
    put_le32(trailer, out->whole.crc);
    put_le32(trailer + 4, (uint32_t)out->whole.bytes_in);
    return write_all(out, trailer, sizeof trailer, err);
}

bool gzout_close(struct gzout *out, struct gzout_facts *facts, struct err *err)
{
    bool ok = (!out->part_ended || begin_part(out, err)) && run(out, Z_FINISH, err) &&
              drain(out, err) && write_trailer(out, err);
    if (ok) {
        int fd = out->fd;
        out->fd = -1;
        ok = syncer_take(out->syncer, fd, out->path, err);
    }
    if (ok) {
        *facts = (struct gzout_facts){.bytes_in = out->whole.bytes_in,
                                      .bytes_out = out->bytes_out,
                                      .parts = out->parts,
                                      .part_count = out->part_count};
        out->parts = NULL;
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
    free(out->parts);
    buf_clear(&out->tail);
    free(out);
}
