#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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
