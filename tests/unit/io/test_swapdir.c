#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/swapdir.h"

static char dir[] = "/tmp/huizong-swap-XXXXXX";
static bool cannot_exchange; /* as on NFS */

/* Stands in front of the C library's. */
int renameat2(int old_dir, const char *old_path, int new_dir, const char *new_path, unsigned flags)
{
    if (cannot_exchange && (flags & RENAME_EXCHANGE) != 0) {
        errno = EINVAL;
        return -1;
    }
    return (int)syscall(SYS_renameat2, old_dir, old_path, new_dir, new_path, flags);
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *where)
{
    (void)status;
    (void)type;
    (void)where;
    return remove(path);
}

static void set_up(void)
{
    log_configure((struct log_options){.level = LOG_ERROR});
    cr_assert_not_null(mkdtemp(dir));
    cr_assert_eq(chdir(dir), 0);
}

static void tear_down(void)
{
    cr_assert_eq(chdir("/"), 0);
    cr_assert_eq(nftw(dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS), 0);
}

TestSuite(swapdir, .init = set_up, .fini = tear_down);

static bool owns(const char *name)
{
    return strncmp(name, "data", 4) == 0;
}

static void put(const char *folder, const char *name, const char *content)
{
    char *path = mem_printf("%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file, "%s", path);
    cr_assert_geq(fputs(content, file), 0);
    cr_assert_eq(fclose(file), 0);
    free(path);
}

static void expect(const char *path, const char *content)
{
    char got[64] = "";
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s", path);
    cr_assert_not_null(fgets(got, sizeof got, file));
    fclose(file);
    cr_assert_str_eq(got, content);
}

static int entries(const char *path)
{
    int count = 0;
    DIR *found = opendir(path);
    cr_assert_not_null(found, "%s", path);
    while (readdir(found) != NULL) {
        count++;
    }
    closedir(found);
    return count - 2;
}

static struct swapdir_root *root; /* one at a time */

static struct swapdir *begin(const char *name)
{
    struct err err;
    struct swapdir *swap;
    if (root == NULL) {
        cr_assert(swapdir_root_open(&root, "out", owns, &err), "%s", err.message);
    }
    cr_assert(swapdir_begin(&swap, root, name, &err), "%s", err.message);
    return swap;
}

static void end(struct swapdir *swap)
{
    swapdir_end(swap);
    swapdir_root_close(root);
    root = NULL;
}

static void replace(const char *target, const char *content)
{
    struct err err;
    struct swapdir *swap = begin(target);
    put(swapdir_path(swap), "data", content);
    cr_assert(swapdir_swap(swap, &err), "%s", err.message);
    end(swap);
}

static void expect_refused(const char *name, const char *words)
{
    struct err err;
    struct swapdir *swap;
    cr_assert_not(swapdir_begin(&swap, root, name, &err));
    cr_assert_null(swap);
    cr_assert_eq(err.code, ERR_CANTCREATE);
    cr_assert_not_null(strstr(err.message, words), "%s", err.message);
}

static void expect_root_refused(const char *path, enum err_code code, const char *words)
{
    struct err err;
    struct swapdir_root *opened;
    cr_assert_not(swapdir_root_open(&opened, path, owns, &err));
    cr_assert_null(opened);
    cr_assert_eq(err.code, code);
    cr_assert_not_null(strstr(err.message, words), "%s", err.message);
}

Test(swapdir, mode_and_group_stay)
{
    struct stat status;
    replace("a/t", "first");
    gid_t group = geteuid() == 0 ? 12345 : getegid();
    cr_assert_eq(chown("out/a/t", (uid_t)-1, group), 0);
    cr_assert_eq(chmod("out/a/t", 02750), 0);
    replace("a/t", "second");
    expect("out/a/t/data", "second");
    cr_assert_eq(stat("out/a/t", &status), 0);
    cr_expect_eq(status.st_mode & 07777, 02750);
    cr_expect_eq(status.st_gid, group);
    cr_assert_eq(stat("out/a/t/data", &status), 0);
    cr_expect_eq(status.st_gid, group);
}

Test(swapdir, first_and_second)
{
    for (int i = 0; i < 2; i++) {
        cannot_exchange = i == 1;
        replace("a/t", "first");
        expect("out/a/t/data", "first");
        replace("a/t", "second");
        expect("out/a/t/data", "second");
        cr_assert_eq(entries("out/a"), 1);
        cr_assert_eq(entries("out/a/t"), 1);
    }
}

Test(swapdir, root_is_made)
{
    struct err err;
    cr_assert(swapdir_root_open(&root, "deep/er", owns, &err), "%s", err.message);
    struct swapdir *swap = begin("t");
    cr_assert(swapdir_swap(swap, &err), "%s", err.message);
    end(swap);
    cr_assert_eq(entries("deep/er"), 1);
}

Test(swapdir, given_up)
{
    replace("t", "first");
    struct swapdir *swap = begin("t");
    put(swapdir_path(swap), "data", "second");
    cr_assert_eq(entries("out"), 2);
    end(swap);
    expect("out/t/data", "first");
    cr_assert_eq(entries("out"), 1);
    end(NULL);
}

Test(swapdir, taken_back)
{
    struct err err;
    for (int i = 0; i < 2; i++) {
        cannot_exchange = i == 1;
        replace("t", "first");
        struct swapdir *old = begin("t");
        struct swapdir *new = begin("u");
        put(swapdir_path(old), "data", "second");
        put(swapdir_path(new), "data", "second");
        cr_assert(swapdir_swap(old, &err));
        cr_assert(swapdir_swap(new, &err));
        expect("out/t/data", "second");
        expect("out/u/data", "second");
        cr_assert(swapdir_undo(old, &err));
        cr_assert(swapdir_undo(new, &err));
        cr_assert(swapdir_undo(new, &err), "once more changes nothing");
        swapdir_end(old);
        end(new);
        expect("out/t/data", "first");
        cr_assert_eq(entries("out"), 1);
    }
}

Test(swapdir, what_is_not_ours_moves_on)
{
    replace("t", "first");
    put("out/t", "notes.txt", "mine");
    mkdir("out/t/data.d", 0755);
    replace("t", "second");
    expect("out/t/data", "second");
    expect("out/t/notes.txt", "mine");
    cr_assert_eq(entries("out/t"), 3);
    cr_assert_eq(entries("out"), 1);
}

static struct swapdir *remove_swapped(const char *target)
{
    struct err err;
    struct swapdir *swap = begin(target);
    swapdir_remove_target(swap);
    cr_assert(swapdir_swap(swap, &err), "%s", err.message);
    return swap;
}

Test(swapdir, removed)
{
    struct err err;
    for (int i = 0; i < 2; i++) {
        cannot_exchange = i == 1;
        replace("a/t", "first");
        struct swapdir *swap = remove_swapped("a/t");
        cr_assert_eq(entries("out/a/t"), 0, "what was there is gone at once");
        cr_assert(swapdir_undo(swap, &err), "%s", err.message);
        end(swap);
        expect("out/a/t/data", "first");
        end(remove_swapped("a/t"));
        cr_assert_eq(entries("out/a"), 0);
        replace("a/t", "second");
        expect("out/a/t/data", "second");
    }
}

Test(swapdir, removed_but_for_what_is_not_ours)
{
    replace("t", "first");
    put("out/t", "notes.txt", "mine");
    end(remove_swapped("t"));
    expect("out/t/notes.txt", "mine");
    cr_assert_eq(entries("out/t"), 1);
    cr_assert_eq(entries("out"), 1);
}

Test(swapdir, a_link_is_not_removed)
{
    mkdir("real", 0755);
    mkdir("out", 0755);
    put("real", "data", "first");
    cr_assert_eq(symlink("../real", "out/t"), 0);
    end(remove_swapped("t"));
    cr_assert_eq(entries("real"), 0);
    replace("t", "second");
    expect("real/data", "second");
}

Test(swapdir, symbolic_link)
{
    mkdir("disk", 0755);
    mkdir("disk/real", 0755);
    mkdir("out", 0755);
    put("disk/real", "data", "first");
    cr_assert_eq(symlink("../disk/real", "out/t"), 0);
    replace("t", "second");
    struct stat status;
    cr_assert_eq(lstat("out/t", &status), 0);
    cr_assert(S_ISLNK(status.st_mode));
    expect("out/t/data", "second");
    cr_assert_eq(entries("disk"), 1);
    cr_assert_eq(entries("out"), 1);
}

Test(swapdir, refused)
{
    struct swapdir *swap = begin("u");
    put("out", "t", "a file");
    expect_refused("t", "no directory");
    expect_refused("t/x", "can't make");
    end(swap);
    expect("out/t", "a file");
    cr_assert_eq(entries("out"), 1);
    expect_root_refused("out/t", ERR_CANTCREATE, "out/t");
    expect_root_refused("/proc/nowhere/t", ERR_CANTCREATE, "/proc/nowhere");
    swapdir_root_close(NULL);
}

Test(swapdir, one_process_at_a_time)
{
    struct swapdir *swap = begin("t");
    expect_root_refused("out", ERR_LOCKED, "another process");
    end(swap);
    end(begin("t"));
}

Test(swapdir, unwritable)
{
    mkdir("out", 0555);
    chmod(dir, 0755);
    bool is_root = geteuid() == 0;
    if (is_root) {
        cr_assert_eq(seteuid(65534), 0);
    }
    struct err err;
    cr_assert(swapdir_root_open(&root, "out", owns, &err), "%s", err.message);
    expect_refused("t", "Permission denied");
    expect_root_refused("out/t", ERR_CANTCREATE, "Permission denied");
    end(NULL);
    if (is_root) {
        cr_assert_eq(seteuid(0), 0);
    }
}

/* Runs `what` in a process that then dies by a signal. */
static void die_after(void (*what)(void))
{
    pid_t pid = fork();
    cr_assert_geq(pid, 0);
    if (pid == 0) {
        what();
        kill(getpid(), SIGKILL);
    }
    int status;
    cr_assert_eq(waitpid(pid, &status, 0), pid);
    cr_assert(WIFSIGNALED(status));
}

static void fill_only(void)
{
    struct swapdir *swap = begin("t");
    put(swapdir_path(swap), "data", "half");
}

static void fill_and_swap(void)
{
    struct err err;
    struct swapdir *swap = begin("t");
    put(swapdir_path(swap), "data", "second");
    swapdir_swap(swap, &err);
}

Test(swapdir, died_while_filling)
{
    replace("t", "first");
    die_after(fill_only);
    expect("out/t/data", "first");
    cr_assert_eq(entries("out"), 2);
    end(begin("t"));
    expect("out/t/data", "first");
    cr_assert_eq(entries("out"), 1);
}

Test(swapdir, died_after_the_swap)
{
    replace("t", "first");
    put("out/t", "notes.txt", "mine");
    die_after(fill_and_swap);
    expect("out/t/data", "second");
    cr_assert_eq(entries("out"), 2);
    end(begin("t"));
    expect("out/t/data", "second");
    expect("out/t/notes.txt", "mine");
    cr_assert_eq(entries("out"), 1);
}

Test(swapdir, cleared_up_without_being_replaced)
{
    struct err err;
    replace("t", "first");
    die_after(fill_and_swap);
    cr_assert_eq(entries("out"), 2);
    cr_assert(swapdir_root_open(&root, "out", owns, &err), "%s", err.message);
    swapdir_recover(root, "t");
    end(NULL);
    expect("out/t/data", "second");
    cr_assert_eq(entries("out"), 1);
}

Test(swapdir, directories_of_targets_that_did_not_come_go_again)
{
    mkdir("out", 0755);
    mkdir("out/before", 0755);
    struct swapdir *first = begin("a/t");
    struct swapdir *second = begin("a/u");
    struct swapdir *third = begin("before/t");
    swapdir_end(first);
    swapdir_end(second);
    end(third);
    cr_assert_eq(entries("out"), 1, "only the one that was there before");
    replace("b/t", "stays");
    expect("out/b/t/data", "stays");
}

/* Between the two renames of a file system that can't exchange. */
Test(swapdir, died_between_the_renames)
{
    mkdir("out", 0755);
    mkdir("out/.t.new-999999999", 0755);
    mkdir("out/.t.old-999999999", 0755);
    put("out/.t.new-999999999", "data", "second");
    put("out/.t.old-999999999", "data", "first");
    end(begin("t"));
    expect("out/t/data", "first");
    cr_assert_eq(entries("out"), 1);
}

Test(swapdir, leaves_what_others_made)
{
    mkdir("out", 0755);
    mkdir("out/.t.new-12x", 0755);
    mkdir("out/.t.new-", 0755);
    mkdir("out/.other.new-999999999", 0755);
    put("out", ".t.new-999999998", "a file");
    end(begin("t"));
    cr_assert_eq(entries("out"), 4);
}
