/* The queue in front of a gzip file gives the very bytes that gzout gives, with a thread or
 * without. */
#include "io/gzpipe.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "io/outfile.h"

enum { BLOCKS = 200, BLOCK_BYTES = 10000 };

static void fill(struct buf *block, int number)
{
    for (int i = 0; block->length < BLOCK_BYTES; i++) {
        buf_printf(block, "%d,%d,%d\r\n", number, i, (number * 7919 + i * 104729) % 1000003);
    }
}

static void write_blocks(const char *path, bool threaded, int blocks, struct gzout_facts *facts)
{
    struct gzpipe *gz;
    struct err err;
    struct buf block = {0};
    cr_assert(gzpipe_open(&gz, path, 6, threaded, NULL, &err));
    for (int i = 0; i < blocks; i++) {
        fill(&block, i);
        bool ends_part = i % 3 == 2;
        cr_assert(ends_part ? gzpipe_end_part(gz, &block, &err) : gzpipe_write(gz, &block, &err),
                  "%s", err.message);
        cr_assert_eq(block.length, 0);
    }
    buf_puts(&block, "the last");
    cr_assert(gzpipe_close(gz, &block, facts, &err), "%s", err.message);
    buf_clear(&block);
}

Test(gzpipe, same_bytes_with_a_thread_and_without)
{
    char path[] = "/tmp/hz-gzpipe.XXXXXX";
    close(mkstemp(path));
    struct gzout_facts with, without, file;
    struct err err;
    write_blocks(path, false, BLOCKS, &without);
    write_blocks(path, true, BLOCKS, &with);
    cr_assert_eq(with.bytes_in, without.bytes_in);
    cr_assert_eq(with.part_count, BLOCKS / 3);
    cr_assert_eq(without.part_count, BLOCKS / 3);
    free(with.parts);
    free(without.parts);
    cr_assert_arr_eq(with.sha256, without.sha256, DIGEST_SIZE);
    cr_assert(outfile_measure(path, &file, &err));
    cr_assert_arr_eq(with.sha256, file.sha256, DIGEST_SIZE);
    cr_assert_eq(file.bytes_out, with.bytes_out);
    write_blocks(path, true, 0, &with);
    cr_assert_eq(with.bytes_in, 8);
    unlink(path);
}

Test(gzpipe, given_up)
{
    char path[] = "/tmp/hz-gzpipe.XXXXXX";
    close(mkstemp(path));
    struct gzpipe *gz;
    struct err err;
    struct buf block = {0};
    cr_assert(gzpipe_open(&gz, path, 6, true, NULL, &err));
    fill(&block, 1);
    cr_assert(gzpipe_write(gz, &block, &err));
    gzpipe_abandon(gz);
    gzpipe_abandon(NULL);
    buf_clear(&block);
    unlink(path);
}

/* A full disk is played by a limit on the file's size. */
Test(gzpipe, a_failure_in_the_thread_is_told)
{
    char path[] = "/tmp/hz-gzpipe.XXXXXX";
    close(mkstemp(path));
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit = {.rlim_cur = 100000, .rlim_max = 100000};
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    struct gzpipe *gz;
    struct gzout_facts facts;
    struct err err = {0};
    struct buf block = {0};
    cr_assert(gzpipe_open(&gz, path, 6, true, NULL, &err));
    bool ok = true;
    for (int i = 0; ok && i < BLOCKS; i++) {
        fill(&block, i);
        ok = gzpipe_write(gz, &block, &err);
    }
    cr_assert_not(gzpipe_close(gz, &block, &facts, &err) && ok);
    cr_assert_eq(err.code, ERR_IO);
    buf_clear(&block);
    unlink(path);
}

Test(outfile, writes_and_knows_what_it_wrote)
{
    char path[] = "/tmp/hz-outfile.XXXXXX";
    close(mkstemp(path));
    struct gzout_facts facts, sealed;
    struct err err;
    char hex[DIGEST_HEX_SIZE];
    cr_assert(outfile_write(path, "abc", 3, NULL, &facts, &err));
    digest_hex(facts.sha256, hex);
    cr_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    cr_assert(outfile_seal(path, NULL, &sealed, &err));
    cr_assert_eq(sealed.bytes_out, 3);
    cr_assert_arr_eq(facts.sha256, sealed.sha256, DIGEST_SIZE);
    unlink(path);
    cr_assert_not(outfile_seal(path, NULL, &sealed, &err));
    cr_assert_eq(err.code, ERR_IO);
    cr_assert_not(outfile_write("/proc/nowhere", "abc", 3, NULL, &facts, &err));
    cr_assert_eq(err.code, ERR_CANTCREATE);
}
