/* gzin against a file made by gzip 1.12, then gzout against gzin. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "io/digest.h"
#include "io/gzin.h"
#include "io/gzout.h"

static char dir[] = "/tmp/huizong-gz-XXXXXX";
static char path[128];

static void set_up(void)
{
    cr_assert_not_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/file", dir);
}

static void tear_down(void)
{
    unlink(path);
    rmdir(dir);
}

TestSuite(gz, .init = set_up, .fini = tear_down);

static void put_file(const void *data, size_t length)
{
    FILE *file = fopen(path, "wb");
    cr_assert_not_null(file);
    cr_assert_eq(fwrite(data, 1, length, file), length);
    cr_assert_eq(fclose(file), 0);
}

static void get_file(struct buf *out)
{
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file);
    char part[4096];
    size_t got;
    while ((got = fread(part, 1, sizeof part, file)) > 0) {
        buf_append(out, part, got);
    }
    fclose(file);
}

/* Appends a gzip member that holds `text`, made through gzout (itself checked against gzip below).
 */
static void add_member(struct buf *file, const char *text, size_t length)
{
    struct err err;
    struct gzout *out;
    struct gzout_facts facts;
    cr_assert(gzout_open(&out, path, GZOUT_LEVEL, &err), "%s", err.message);
    cr_assert(gzout_write(out, text, length, &err), "%s", err.message);
    cr_assert(gzout_close(out, &facts, &err), "%s", err.message);
    get_file(file);
}

/* Reads the whole file in pieces of `piece` bytes; what came before a fault stays in *out. */
static bool read_all(size_t piece, struct buf *out, int64_t *consumed, struct err *err)
{
    struct gzin *in;
    cr_assert(gzin_open(&in, path, err), "%s", err->message);
    size_t got;
    bool ok;
    do {
        ok = gzin_read(in, buf_reserve(out, piece), piece, &got, err);
        out->length += got;
    } while (ok && got > 0);
    *consumed = gzin_consumed(in);
    struct err again;
    cr_assert_eq(gzin_read(in, buf_reserve(out, piece), piece, &got, &again), ok);
    cr_assert(ok || strcmp(again.message, err->message) == 0);
    cr_assert_eq(got, 0);
    gzin_close(in);
    return ok;
}

static void expect_text(const char *expected, size_t length, int64_t file_size)
{
    static const size_t pieces[] = {1, 7, 4096, 1 << 20};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        struct err err;
        struct buf out = {0};
        int64_t consumed;
        cr_assert(read_all(pieces[i], &out, &consumed, &err), "%s", err.message);
        cr_assert_eq(out.length, length);
        cr_assert(length == 0 || memcmp(out.data, expected, length) == 0);
        cr_assert_eq(consumed, file_size);
        buf_clear(&out);
    }
}

static void expect_fault(const char *words, const char *good, int64_t offset)
{
    struct err err;
    struct buf out = {0};
    int64_t consumed;
    cr_assert_not(read_all(4096, &out, &consumed, &err));
    cr_assert_eq(err.code, ERR_DATA);
    cr_assert_not_null(strstr(err.message, words), "%s", err.message);
    cr_assert_eq(out.length, strlen(good));
    cr_assert_eq(memcmp(buf_cstr(&out), good, out.length), 0);
    if (offset >= 0) {
        char text[40];
        snprintf(text, sizeof text, "byte %lld", (long long)offset);
        cr_assert_not_null(strstr(err.message, text), "%s", err.message);
    }
    buf_clear(&out);
}

Test(gz, plain)
{
    put_file("{\"a\":1}\n", 8);
    expect_text("{\"a\":1}\n", 8, 8);
    put_file("", 0);
    expect_text("", 0, 0);
    put_file("x", 1);
    expect_text("x", 1, 1);
}

Test(gz, large_plain)
{
    struct buf text = {0};
    for (int i = 0; i < 40000; i++) {
        buf_printf(&text, "%d,", i);
    }
    put_file(text.data, text.length);
    expect_text(text.data, text.length, (int64_t)text.length);
    buf_clear(&text);
}

/* printf 'hello\n' | gzip -n */
Test(gz, made_by_gzip)
{
    static const unsigned char hello[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                                          0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0xe7, 0x02, 0x00,
                                          0x20, 0x30, 0x3a, 0x36, 0x06, 0x00, 0x00, 0x00};
    put_file(hello, sizeof hello);
    expect_text("hello\n", 6, sizeof hello);
}

Test(gz, members)
{
    struct buf file = {0};
    add_member(&file, "first\n", 6);
    add_member(&file, "", 0);
    add_member(&file, "second\n", 7);
    put_file(file.data, file.length);
    expect_text("first\nsecond\n", 13, (int64_t)file.length);
    buf_clear(&file);
}

Test(gz, large_gzip)
{
    struct buf text = {0};
    struct buf file = {0};
    unsigned seed = 1;
    for (int i = 0; i < 200000; i++) {
        seed = seed * 1103515245 + 12345;
        buf_printf(&text, "%u,", seed);
    }
    add_member(&file, text.data, text.length / 2);
    add_member(&file, text.data + text.length / 2, text.length - text.length / 2);
    cr_assert_gt(file.length, 262144);
    put_file(file.data, file.length);
    expect_text(text.data, text.length, (int64_t)file.length);
    buf_clear(&text);
    buf_clear(&file);
}

/* Wherever a gzip file is cut it is no whole one, but right between two members. */
Test(gz, truncated_anywhere)
{
    struct buf file = {0};
    add_member(&file, "first\n", 6);
    size_t first = file.length;
    add_member(&file, "second\n", 7);
    for (size_t length = 2; length < file.length; length++) {
        struct err err;
        struct buf out = {0};
        int64_t consumed;
        put_file(file.data, length);
        cr_assert_eq(read_all(4096, &out, &consumed, &err), length == first, "%zu", length);
        if (length == first + 1) {
            cr_assert_not_null(strstr(err.message, "no gzip member"), "%s", err.message);
        } else if (length != first) {
            cr_assert_eq(err.code, ERR_DATA);
            cr_assert_not_null(strstr(err.message, "truncated"), "%s", err.message);
            cr_assert_eq(consumed, (int64_t)length);
        }
        buf_clear(&out);
    }
    buf_clear(&file);
}

Test(gz, empty_by_the_name_of_gz)
{
    snprintf(path, sizeof path, "%s/file.gz", dir);
    put_file("", 0);
    expect_fault("truncated", "", 0);
}

Test(gz, trailing_garbage)
{
    struct buf file = {0};
    add_member(&file, "first\n", 6);
    int64_t end = (int64_t)file.length;
    buf_puts(&file, "garbage");
    put_file(file.data, file.length);
    expect_fault("no gzip member", "first\n", end);
    buf_clear(&file);
}

Test(gz, zeros_at_the_end_are_nothing)
{
    static const char zeros[300000];
    struct buf file = {0};
    add_member(&file, "first\n", 6);
    add_member(&file, "second\n", 7);
    buf_append(&file, zeros, sizeof zeros);
    put_file(file.data, file.length);
    expect_text("first\nsecond\n", 13, (int64_t)file.length);
    buf_puts(&file, "x");
    put_file(file.data, file.length);
    expect_fault("no gzip member", "first\nsecond\n", (int64_t)file.length - 1);
    buf_clear(&file);
}

Test(gz, wrong_checksum)
{
    struct buf file = {0};
    add_member(&file, "first\n", 6);
    file.data[file.length - 6] ^= 1;
    put_file(file.data, file.length);
    expect_fault("corrupt", "first\n", -1);
    buf_clear(&file);
}

/* One changed byte anywhere never passes unnoticed, but in the header's time, flags and system. */
Test(gz, corrupt_anywhere)
{
    struct buf file = {0};
    add_member(&file, "budget,budget,budget\n", 21);
    for (size_t i = 10; i < file.length; i++) {
        struct err err;
        struct buf out = {0};
        int64_t consumed;
        file.data[i] ^= 0x55;
        put_file(file.data, file.length);
        cr_assert_not(read_all(16, &out, &consumed, &err), "byte %zu", i);
        cr_assert_eq(err.code, ERR_DATA);
        cr_assert_leq(consumed, (int64_t)file.length);
        file.data[i] ^= 0x55;
        buf_clear(&out);
    }
    buf_clear(&file);
}

Test(gz, standard_input)
{
    struct err err;
    struct gzin *in;
    char got_text[16];
    size_t got;
    put_file("hello", 5);
    int saved = dup(STDIN_FILENO);
    int fd = open(path, O_RDONLY);
    dup2(fd, STDIN_FILENO);
    cr_assert(gzin_open(&in, "-", &err));
    cr_assert(gzin_read(in, got_text, sizeof got_text, &got, &err));
    cr_assert_eq(got, 5);
    cr_assert_not(gzin_is_gzip(in));
    gzin_close(in);
    cr_assert_neq(fcntl(STDIN_FILENO, F_GETFD), -1, "standard input stays open");
    dup2(saved, STDIN_FILENO);
    close(saved);
    close(fd);
}

Test(gz, cannot_open)
{
    struct err err;
    struct gzin *in;
    struct gzout *out;
    cr_assert_not(gzin_open(&in, "/nonexistent/x", &err));
    cr_assert_eq(err.code, ERR_NOINPUT);
    cr_assert_not(gzin_open(&in, "/tmp", &err));
    cr_assert_eq(err.code, ERR_NOINPUT);
    cr_assert_not(gzout_open(&out, "/nonexistent/x", GZOUT_LEVEL, &err));
    cr_assert_eq(err.code, ERR_CANTCREATE);
    gzin_close(NULL);
    gzout_abandon(NULL);
}

Test(gz, disk_full)
{
    struct err err;
    struct gzout *out;
    struct gzout_facts facts;
    cr_assert(gzout_open(&out, "/dev/full", GZOUT_LEVEL, &err), "%s", err.message);
    cr_assert(gzout_write(out, "x", 1, &err), "still in zlib's memory");
    cr_assert_not(gzout_close(out, &facts, &err));
    cr_assert_eq(err.code, ERR_IO);
    cr_assert_not_null(strstr(err.message, "No space left"), "%s", err.message);
}

Test(gz, disk_full_on_the_way)
{
    struct err err;
    struct gzout *out;
    cr_assert(gzout_open(&out, "/dev/full", 1, &err));
    bool ok = true;
    unsigned seed = 1;
    for (int i = 0; ok && i < 1000; i++) {
        char noise[4096];
        for (size_t k = 0; k < sizeof noise; k++) {
            seed = seed * 1103515245 + 12345;
            noise[k] = (char)(seed >> 16);
        }
        ok = gzout_write(out, noise, sizeof noise, &err);
    }
    cr_assert_not(ok);
    cr_assert_eq(err.code, ERR_IO);
    gzout_abandon(out);
}

/* The file reads back as it was written, its header says neither name nor time, and the facts
 * are its. */
Test(gz, written_file)
{
    struct err err;
    struct gzout *out;
    struct gzout_facts facts;
    struct buf text = {0};
    for (int i = 0; i < 100000; i++) {
        buf_printf(&text, "row %d\n", i);
    }
    cr_assert(gzout_open(&out, path, GZOUT_LEVEL, &err));
    for (size_t i = 0; i < text.length; i += 1000) {
        size_t left = text.length - i;
        cr_assert(gzout_write(out, text.data + i, left < 1000 ? left : 1000, &err));
    }
    cr_assert(gzout_close(out, &facts, &err));
    cr_assert_eq(facts.bytes_in, (int64_t)text.length);

    struct buf file = {0};
    get_file(&file);
    unsigned char sum[DIGEST_SIZE];
    digest_sha256(file.data, file.length, sum);
    cr_assert_eq(facts.bytes_out, (int64_t)file.length);
    cr_assert_eq(memcmp(sum, facts.sha256, sizeof sum), 0);
    cr_assert_eq(memcmp(file.data, "\x1f\x8b\x08\0\0\0\0\0\0\x03", 10), 0);

    expect_text(text.data, text.length, (int64_t)file.length);
    buf_clear(&text);
    buf_clear(&file);
}

/* Text that repeats within the reach of a part before it. */
static void put_text(struct buf *text, int seed, int lines)
{
    for (int i = 0; i < lines; i++) {
        buf_printf(text, "%d,budget,agency,%d.%02d\r\n", seed, i * 7919 % 1000, (i + seed) % 100);
    }
}

enum { PARTS = 5 };

/* Writes parts with these seeds; one that is listed in `copied` is taken from the file `from`, and
 * the text of one before a part that is written is told. */
static void write_parts(const char *to, const int *seeds, const char *copied, int from,
                        const struct gzout_part *parts, struct gzout_facts *facts)
{
    struct err err;
    struct gzout *out;
    int64_t offset = GZOUT_HEAD_SIZE;
    cr_assert(gzout_open(&out, to, GZOUT_LEVEL, &err));
    for (int i = 0; i < PARTS; i++) {
        struct buf text = {0};
        put_text(&text, seeds[i], 300 * (i + 1));
        if (copied[i] == '-') {
            cr_assert(gzout_write(out, text.data, text.length / 3, &err));
            cr_assert(
                gzout_write(out, text.data + text.length / 3, text.length - text.length / 3, &err));
            cr_assert(gzout_end_part(out, &err));
        } else {
            cr_assert(gzout_copy_part(out, from, offset, &parts[i], text.data,
                                      copied[i] == 't' ? text.length : 0, &err));
        }
        offset += parts != NULL ? parts[i].bytes_out : 0;
        buf_clear(&text);
    }
    cr_assert(gzout_close(out, facts, &err));
}

/* A file of which parts were copied is the very file that is written anew, and reads as any other.
 */
Test(gz, parts)
{
    static const int before[PARTS] = {1, 2, 3, 4, 5}, after[PARTS] = {1, 2, 9, 4, 5};
    struct err err;
    struct gzout_facts old, fresh, made;
    char copy[160];
    struct buf out = {0}, text = {0};
    int64_t consumed;
    snprintf(copy, sizeof copy, "%s.copy", path);
    write_parts(path, before, "-----", -1, NULL, &old);
    cr_assert_eq(old.part_count, PARTS);
    int fd = open(path, O_RDONLY);
    write_parts(copy, after, "-----", -1, NULL, &fresh);
    /* The third changed, so that the fourth, which refers to it, is written too. */
    write_parts(copy, after, "ct--c", fd, old.parts, &made);
    cr_assert_arr_eq(fresh.sha256, made.sha256, DIGEST_SIZE);
    cr_assert_eq(fresh.bytes_in, made.bytes_in);
    cr_assert_eq(fresh.bytes_out, made.bytes_out);
    cr_assert_eq(fresh.parts[4].bytes_in, made.parts[4].bytes_in);
    cr_assert_eq(fresh.parts[4].bytes_out, made.parts[4].bytes_out);
    cr_assert_eq(fresh.parts[4].crc, made.parts[4].crc);
    cr_assert_eq(rename(copy, path), 0);
    for (int i = 0; i < PARTS; i++) {
        put_text(&text, after[i], 300 * (i + 1));
    }
    cr_assert(read_all(5000, &out, &consumed, &err), "%s", err.message);
    cr_assert_eq(out.length, text.length);
    cr_assert_eq(memcmp(out.data, text.data, text.length), 0);
    close(fd);
    free(old.parts);
    free(fresh.parts);
    free(made.parts);
    buf_clear(&out);
    buf_clear(&text);
}

/* What can't be read from the file before is an error. */
Test(gz, part_that_is_not_there)
{
    struct err err;
    struct gzout *out;
    const struct gzout_part part = {.bytes_in = 100, .bytes_out = 50};
    put_file("short", 5);
    int fd = open(path, O_RDONLY);
    cr_assert(gzout_open(&out, "/dev/null", GZOUT_LEVEL, &err));
    cr_assert_not(gzout_copy_part(out, fd, 0, &part, NULL, 0, &err));
    cr_assert_eq(err.code, ERR_IO);
    gzout_abandon(out);
    close(fd);
}
