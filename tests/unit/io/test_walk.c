#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "io/walk.h"

static char dir[] = "/tmp/huizong-walk-XXXXXX";

static void set_up(void)
{
    cr_assert_not_null(mkdtemp(dir));
    cr_assert_eq(chdir(dir), 0);
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *where)
{
    (void)status;
    (void)type;
    (void)where;
    return remove(path);
}

static void tear_down(void)
{
    (void)chmod("in/locked", 0755);
    cr_assert_eq(chdir("/"), 0);
    cr_assert_eq(nftw(dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS), 0);
}

TestSuite(walk, .init = set_up, .fini = tear_down);

static void touch(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT, 0644);
    cr_assert_geq(fd, 0, "%s", path);
    cr_assert_eq(write(fd, "{}\n", 3), 3);
    close(fd);
}

/* What a walk told, as text: a line "kind path" a file, "! path" a fault. */
struct record {
    struct buf text;
    int stop_after; /* 0: never */
};

static bool on_file(const struct walk_file *file, void *context, struct err *err)
{
    struct record *record = context;
    static const char *const kinds[] = {"other", "json", "lines"};
    buf_printf(&record->text, "%s %s\n", kinds[file->kind], file->path);
    if (strcmp(file->path, "-") != 0) {
        cr_assert_eq(file->size, 3);
        cr_assert_gt(file->mtime_ns, INT64_C(1000000000000000000));
    }
    return --record->stop_after != 0 || err_set(err, ERR_DB, "stopped");
}

static void on_fault(const char *path, const char *reason, void *context)
{
    struct record *record = context;
    cr_assert_gt(strlen(reason), 0);
    buf_printf(&record->text, "! %s\n", path);
}

static bool walk(const char *path, struct record *record, struct walk_counts *counts,
                 struct err *err)
{
    struct walk_events events = {.file = on_file, .fault = on_fault, .context = record};
    *counts = (struct walk_counts){0};
    return walk_path(path, &events, counts, err);
}

static void expect(const char *path, const char *expected, int64_t passed_over)
{
    struct err err;
    struct record record = {0};
    struct walk_counts counts;
    cr_assert(walk(path, &record, &counts, &err), "%s", err.message);
    cr_assert_str_eq(buf_cstr(&record.text), expected);
    cr_assert_eq(counts.passed_over, passed_over, "%lld", (long long)counts.passed_over);
    cr_assert_eq(counts.bytes, strcmp(path, "-") == 0 ? 0 : counts.files * 3);
    buf_clear(&record.text);
}

static void expect_refused(const char *path, const char *words)
{
    struct err err;
    struct record record = {0};
    struct walk_counts counts;
    cr_assert_not(walk(path, &record, &counts, &err));
    cr_assert_eq(err.code, ERR_NOINPUT);
    cr_assert_not_null(strstr(err.message, words), "%s", err.message);
    cr_assert_eq(counts.files, 0);
}

Test(walk, kinds)
{
    cr_assert_eq(walk_kind("a/b.json"), WALK_JSON);
    cr_assert_eq(walk_kind("b.json.gz"), WALK_JSON);
    cr_assert_eq(walk_kind("b.jsonl"), WALK_LINES);
    cr_assert_eq(walk_kind("b.jsonl.gz"), WALK_LINES);
    cr_assert_eq(walk_kind("b.ndjson"), WALK_LINES);
    cr_assert_eq(walk_kind("b.ndjson.gz"), WALK_LINES);
    cr_assert_eq(walk_kind("b.JSON"), WALK_OTHER);
    cr_assert_eq(walk_kind("b.json.bak"), WALK_OTHER);
    cr_assert_eq(walk_kind("json"), WALK_OTHER);
    cr_assert_eq(walk_kind("a.json/gz"), WALK_OTHER);
    cr_assert_eq(walk_kind(""), WALK_OTHER);
}

Test(walk, name_order_and_what_is_passed_over)
{
    mkdir("in", 0755);
    mkdir("in/b", 0755);
    mkdir("in/.git", 0755);
    touch("in/c.json");
    touch("in/a.jsonl.gz");
    touch("in/B.json");
    touch("in/b/z.ndjson");
    touch("in/b/readme.txt");
    touch("in/b.json");
    touch("in/.git/x.json");
    touch("in/.hidden.json");
    touch("in/\xb9\xfa.json"); /* a name in GBK */
    mkfifo("in/pipe.json", 0644);
    const char *expected =
        "json in/B.json\nlines in/a.jsonl.gz\nlines in/b/z.ndjson\njson in/b.json\n"
        "json in/c.json\njson in/\xb9\xfa.json\n";
    expect("in", expected, 3);
}

Test(walk, slashes_are_not_doubled)
{
    mkdir("in", 0755);
    touch("in/a.json");
    expect("in/", "json in/a.json\n", 0);
    expect(".", "json ./in/a.json\n", 0);
}

Test(walk, named_directly)
{
    touch(".hidden.json");
    touch("notes.txt");
    expect(".hidden.json", "json .hidden.json\n", 0);
    expect("-", "lines -\n", 0);
    expect_refused("notes.txt", ".ndjson.gz");
    expect_refused("missing.json", "missing.json: No such file");
    expect_refused("missing", "No such file");
}

Test(walk, links)
{
    mkdir("in", 0755);
    mkdir("in/d", 0755);
    mkdir("other", 0755);
    touch("other/o.json");
    touch("in/d/x.json");
    cr_assert_eq(symlink("..", "in/d/up"), 0);
    cr_assert_eq(symlink(".", "in/self"), 0);
    cr_assert_eq(symlink("../other", "in/other"), 0);
    cr_assert_eq(symlink("../other/o.json", "in/link.json"), 0);
    cr_assert_eq(symlink("nowhere", "in/dangling.json"), 0);
    cr_assert_eq(symlink("round", "in/round"), 0);
    expect("in",
           "json in/d/x.json\n! in/dangling.json\njson in/link.json\njson in/other/o.json\n! "
           "in/round\n",
           0);
}

Test(walk, unreadable)
{
    mkdir("in", 0755);
    mkdir("in/locked", 0755);
    touch("in/locked/x.json");
    touch("in/a.json");
    touch("in/secret.json");
    touch("in/z.json");
    chmod("in/locked", 0);
    chmod("in/secret.json", 0);
    chmod(dir, 0755);
    bool root = geteuid() == 0;
    if (root) {
        cr_assert_eq(seteuid(65534), 0);
    }
    expect("in", "json in/a.json\n! in/locked\n! in/secret.json\njson in/z.json\n", 0);
    expect_refused("in/locked", "Permission denied");
    expect_refused("in/secret.json", "Permission denied");
    if (root) {
        cr_assert_eq(seteuid(0), 0);
    }
}

Test(walk, stopped_by_the_callback)
{
    struct err err;
    struct record record = {.stop_after = 2};
    struct walk_counts counts;
    mkdir("in", 0755);
    touch("in/a.json");
    touch("in/b.json");
    touch("in/c.json");
    cr_assert_not(walk("in", &record, &counts, &err));
    cr_assert_eq(err.code, ERR_DB);
    cr_assert_eq(counts.files, 2);
    buf_clear(&record.text);
}

Test(walk, faults_need_no_listener)
{
    struct err err;
    struct record record = {0};
    struct walk_events events = {.file = on_file, .context = &record};
    struct walk_counts counts = {0};
    mkdir("in", 0755);
    cr_assert_eq(symlink("nowhere", "in/x.json"), 0);
    cr_assert(walk_path("in", &events, &counts, &err));
    cr_assert_eq(counts.faults, 1);
}
