#include "base/fd.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SIZE = 3 << 20 }; /* many times what a pipe holds */

static char *sent;

static void on_signal(int number)
{
    (void)number;
}

struct reader {
    int fd;
    pthread_t writer;
    size_t got;
    bool same;
};

/* Interrupts the writer, which waits for room in the pipe, between any two pieces. */
static void *read_slowly(void *argument)
{
    struct reader *reader = argument;
    static char piece[50000];
    ssize_t got;
    reader->same = true;
    while ((got = read(reader->fd, piece, sizeof piece)) > 0) {
        reader->same = reader->same && reader->got + (size_t)got <= SIZE &&
                       memcmp(sent + reader->got, piece, (size_t)got) == 0;
        reader->got += (size_t)got;
        if (reader->got < SIZE) {
            pthread_kill(reader->writer, SIGUSR1);
        }
    }
    return NULL;
}

Test(fd, all_is_written_in_pieces_and_through_signals)
{
    struct sigaction action = {.sa_handler = on_signal}; /* no SA_RESTART */
    cr_assert_eq(sigaction(SIGUSR1, &action, NULL), 0);
    sent = malloc(SIZE);
    cr_assert_not_null(sent);
    for (size_t i = 0; i < SIZE; i++) {
        sent[i] = (char)(i * 7 + i / 251);
    }
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    struct reader reader = {.fd = ends[0], .writer = pthread_self()};
    pthread_t thread;
    cr_assert_eq(pthread_create(&thread, NULL, read_slowly, &reader), 0);
    cr_expect(fd_write(ends[1], sent, SIZE));
    close(ends[1]);
    pthread_join(thread, NULL);
    cr_expect(reader.same);
    cr_expect_eq(reader.got, SIZE);
    free(sent);
}

Test(fd, a_full_disk_fails_with_its_error)
{
    int fd = open("/dev/full", O_WRONLY);
    cr_assert(fd >= 0);
    cr_expect_not(fd_write(fd, "a", 1));
    cr_expect_eq(errno, ENOSPC);
    cr_expect(fd_write(fd, "", 0));
    close(fd);
}
