#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "io/replace.h"

static char folder[] = "/tmp/huizong-replace-XXXXXX";
static char file[64];

static void set_up(void)
{
    cr_assert_not_null(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/summary.txt", folder);
}

static int entries(void)
{
    DIR *dir = opendir(folder);
    int count = 0;
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    }
    closedir(dir);
    return count;
}

static void tear_down(void)
{
    unlink(file);
    rmdir(folder);
}

TestSuite(replace, .init = set_up, .fini = tear_down);

Test(replace, a_reader_of_the_old_file_keeps_it)
{
    struct err err = {0};
    cr_assert(replace_file(file, "old", 3, &err), "%s", err.message);
    int fd = open(file, O_RDONLY);
    cr_assert(replace_file(file, "newer", 5, &err), "%s", err.message);
    char text[16] = "";
    cr_expect_eq(read(fd, text, sizeof text), 3);
    cr_expect_str_eq(text, "old");
    close(fd);
    struct stat status;
    cr_assert_eq(stat(file, &status), 0);
    cr_expect_eq(status.st_size, 5);
    cr_expect_eq(entries(), 1);
}

Test(replace, a_failure_leaves_nothing)
{
    struct err err = {0};
    cr_expect_not(replace_file("/nonexistent/x", "a", 1, &err));
    cr_expect_eq(err.code, ERR_CANTCREATE);
    cr_assert_eq(mkdir(file, 0700), 0);
    cr_expect_not(replace_file(file, "a", 1, &err));
    cr_expect_eq(entries(), 1);
    rmdir(file);
}

static void expect_content(const char *path, const char *content)
{
    char text[16] = "";
    int fd = open(path, O_RDONLY);
    cr_assert_geq(fd, 0, "%s", path);
    cr_expect_geq(read(fd, text, sizeof text - 1), 0);
    cr_expect_str_eq(text, content);
    close(fd);
}

Test(replace, a_link_stays_and_what_it_points_to_is_replaced)
{
    struct err err = {0};
    char target[64];
    struct stat status;
    snprintf(target, sizeof target, "%s/target", folder);
    cr_assert_eq(symlink("target", file), 0);
    for (int i = 0; i < 2; i++) { /* first there is no target yet */
        cr_assert(replace_file(file, "text", 4, &err), "%s", err.message);
        cr_assert_eq(lstat(file, &status), 0);
        cr_expect(S_ISLNK(status.st_mode));
        expect_content(target, "text");
        cr_expect_eq(entries(), 2);
    }
    unlink(target);
}

Test(replace, a_pipe_is_written_to)
{
    struct err err = {0};
    struct stat status;
    cr_assert_eq(mkfifo(file, 0600), 0);
    cr_expect_not(replace_file(file, "text", 4, &err), "nobody reads it");
    cr_expect_eq(err.code, ERR_CANTCREATE);
    int fd = open(file, O_RDONLY | O_NONBLOCK);
    cr_assert(replace_file(file, "text", 4, &err), "%s", err.message);
    char text[8] = "";
    cr_expect_eq(read(fd, text, sizeof text), 4);
    cr_expect_str_eq(text, "text");
    close(fd);
    cr_assert_eq(lstat(file, &status), 0);
    cr_expect(S_ISFIFO(status.st_mode));
}

Test(replace, a_device_stays_one)
{
    struct err err = {0};
    struct stat status;
    cr_assert(replace_file("/dev/null", "text", 4, &err), "%s", err.message);
    cr_expect_not(replace_file("/dev/full", "text", 4, &err));
    cr_expect_eq(err.code, ERR_IO);
    if (mknod(file, S_IFCHR | 0600, makedev(1, 3)) == 0) {
        cr_assert(replace_file(file, "text", 4, &err), "%s", err.message);
        cr_assert_eq(lstat(file, &status), 0);
        cr_expect(S_ISCHR(status.st_mode));
    }
    cr_assert_eq(lstat("/dev/null", &status), 0);
    cr_expect(S_ISCHR(status.st_mode));
}

static void leave(const char *name, long pid, time_t written)
{
    char path[128];
    snprintf(path, sizeof path, "%s/.%s.new-%ld", folder, name, pid);
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    cr_assert_geq(fd, 0);
    const struct timespec times[2] = {{.tv_sec = written}, {.tv_sec = written}};
    cr_assert_eq(futimens(fd, times), 0);
    close(fd);
}

static void expect_left(const char *name, long pid, bool there)
{
    char path[128];
    snprintf(path, sizeof path, "%s/.%s.new-%ld", folder, name, pid);
    cr_expect_eq(unlink(path) == 0, there, "%s", path);
}

Test(replace, what_dead_runs_left_is_cleared_away)
{
    struct err err = {0};
    pid_t dead = fork();
    if (dead == 0) {
        _exit(0);
    }
    cr_assert_eq(waitpid(dead, NULL, 0), dead);
    time_t now = time(NULL);
    leave("summary.txt", dead, now - 3600);
    leave("other.txt", dead, now - 3600);
    leave("summary.txt", 1, now - 3600);
    cr_assert(replace_file(file, "text", 4, &err), "%s", err.message);
    expect_left("summary.txt", dead, false);
    expect_left("other.txt", dead, true);
    expect_left("summary.txt", 1, true);
    leave("summary.txt", dead, now);
    cr_assert(replace_file(file, "text", 4, &err), "%s", err.message);
    expect_left("summary.txt", dead, true);
}
