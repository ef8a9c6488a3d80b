#include <criterion/criterion.h>

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/gzout.h"
#include "io/syncer.h"

static int open_descriptors(void)
{
    int count = 0;
    for (int fd = 0; fd < 1024; fd++) {
        count += fcntl(fd, F_GETFD) >= 0;
    }
    return count;
}

static int make_file(char *path)
{
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    cr_assert_eq(write(fd, "abc", 3), 3);
    return fd;
}

/* More files than fit into the queue: all are closed, and nothing failed. */
Test(syncer, takes_any_number_of_files)
{
    int before = open_descriptors();
    struct syncer *syncer = syncer_new();
    struct err err = {0};
    for (int i = 0; i < 300; i++) {
        char path[] = "/tmp/hz-syncer.XXXXXX";
        int fd = make_file(path);
        unlink(path);
        cr_assert(syncer_take(syncer, fd, path, &err));
    }
    cr_assert(syncer_wait(syncer, &err), "%s", err.message);
    cr_assert_eq(open_descriptors(), before);
    syncer_free(syncer);
}

/* A pipe can't be synced: that is told by the wait, with the name, and again. */
Test(syncer, tells_what_failed)
{
    struct syncer *syncer = syncer_new();
    struct err err = {0};
    int ends[2];
    char path[] = "/tmp/hz-syncer.XXXXXX";
    cr_assert_eq(pipe(ends), 0);
    cr_assert(syncer_take(syncer, ends[1], "the pipe", &err));
    cr_assert(syncer_take(syncer, make_file(path), path, &err));
    unlink(path);
    for (int i = 0; i < 2; i++) {
        err = (struct err){0};
        cr_assert_not(syncer_wait(syncer, &err));
        cr_assert_eq(err.code, ERR_IO);
        cr_assert_not_null(strstr(err.message, "the pipe"));
    }
    syncer_free(syncer);
    close(ends[0]);
}

Test(syncer, without_one_the_file_is_synced_at_once)
{
    struct err err = {0};
    int ends[2];
    char path[] = "/tmp/hz-syncer.XXXXXX";
    int fd = make_file(path);
    cr_assert(syncer_take(NULL, fd, path, &err));
    cr_assert_eq(fcntl(fd, F_GETFD), -1);
    unlink(path);
    cr_assert_eq(pipe(ends), 0);
    cr_assert_not(syncer_take(NULL, ends[1], "the pipe", &err));
    cr_assert_eq(err.code, ERR_IO);
    cr_assert_eq(fcntl(ends[1], F_GETFD), -1);
    close(ends[0]);
}

/* What is left to a syncer is closed by it, and its failure is the syncer's to tell. */
Test(syncer, takes_over_from_gzout)
{
    struct syncer *syncer = syncer_new();
    struct err err = {0};
    struct gzout *gz;
    struct gzout_facts facts;
    char path[] = "/tmp/hz-syncer.XXXXXX";
    close(make_file(path));
    cr_assert(gzout_open(&gz, path, GZOUT_LEVEL, &err));
    gzout_leave_to(gz, syncer);
    cr_assert(gzout_write(gz, "abc", 3, &err));
    cr_assert(gzout_close(gz, &facts, &err));
    cr_assert(syncer_wait(syncer, &err));
    struct stat status;
    cr_assert_eq(stat(path, &status), 0);
    cr_assert_eq(status.st_size, facts.bytes_out);
    unlink(path);
    syncer_free(syncer);
}
