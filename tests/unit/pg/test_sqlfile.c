#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pg/sqlfile.h"

static struct err err;
static char dir[64];

static void put(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs(text, file);
    fclose(file);
}

static void make_dir(void)
{
    snprintf(dir, sizeof dir, "/tmp/hz-sqlfile-XXXXXX");
    cr_assert_not_null(mkdtemp(dir));
    char path[128];
    snprintf(path, sizeof path, "%s/30_rules", dir);
    cr_assert_eq(mkdir(path, 0700), 0);
}

static void remove_dir(void)
{
    static const char *const names[] = {"30_rules/B.sql",
                                        "30_rules/A.sql",
                                        "30_rules/notes.txt",
                                        "30_rules/.B.sql",
                                        "top.sql",
                                        "30_rules",
                                        ""};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        remove(path);
    }
}

Test(sqlfile, embedded_files_are_there_in_name_order)
{
    const struct sqlfile *files;
    size_t count = sqlfile_list("10_schema", &files);
    cr_assert_geq(count, 2);
    cr_expect_str_eq(files[0].path, "10_schema/001_etl.sql");
    cr_expect_str_eq(files[1].path, "10_schema/002_ref.sql");
    for (size_t i = 1; i < count; i++) {
        cr_expect_lt(strcmp(files[i - 1].path, files[i].path), 0);
    }
    cr_expect_not_null(strstr(files[0].text, "CREATE TABLE etl.run"));
}

Test(sqlfile, what_is_not_there)
{
    const struct sqlfile *files;
    cr_expect_eq(sqlfile_list("10_sch", &files), 0);
    cr_expect_eq(sqlfile_list("", &files), 0);
    cr_expect_null(sqlfile_find("10_schema/nope.sql"));
    cr_expect_null(sqlfile_find("10_schema"));
}

Test(sqlfile, a_folder_instead, .init = make_dir, .fini = remove_dir)
{
    put("30_rules/B.sql", "SELECT 2;");
    put("30_rules/A.sql", "SELECT 1;");
    put("30_rules/notes.txt", "no SQL");
    put("30_rules/.B.sql", "left by an editor");
    put("top.sql", "");
    cr_assert(sqlfile_use_dir(dir, &err), "%s", err.message);
    const struct sqlfile *files;
    cr_assert_eq(sqlfile_list("30_rules", &files), 2);
    cr_expect_str_eq(files[0].path, "30_rules/A.sql");
    cr_expect_str_eq(files[1].text, "SELECT 2;");
    cr_expect_str_eq(sqlfile_find("top.sql")->text, "");
    cr_expect_null(sqlfile_find("10_schema/001_etl.sql"));
}

Test(sqlfile, a_folder_that_is_none, .init = make_dir, .fini = remove_dir)
{
    cr_expect_not(sqlfile_use_dir("/nowhere/at/all", &err));
    cr_expect_eq(err.code, ERR_CONFIG);
    cr_expect_not_null(strstr(err.message, "/nowhere/at/all"));
    cr_expect_not(sqlfile_use_dir(dir, &err));
    cr_expect_not_null(strstr(err.message, "no SQL files"));
    cr_expect_not_null(sqlfile_find("10_schema/001_etl.sql"));
}

static char *in_dir(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    return path;
}

static bool read_own(void)
{
    struct sqlfile *files;
    size_t count;
    err = (struct err){0};
    bool fine = sqlfile_read_dir(dir, &files, &count, &err);
    sqlfile_free(files, count);
    return fine;
}

Test(sqlfile, what_cannot_be_read_is_refused_by_its_name, .init = make_dir, .fini = remove_dir)
{
    cr_assert_eq(symlink("/nowhere/Z09.sql", in_dir("Z09.sql")), 0);
    cr_expect_not(read_own());
    cr_expect_eq(err.code, ERR_CONFIG);
    cr_expect_not_null(strstr(err.message, "Z09.sql: a link that leads nowhere"), "%s",
                       err.message);
    cr_assert_eq(unlink(in_dir("Z09.sql")), 0);
    cr_assert_eq(mkfifo(in_dir("Z11.sql"), 0600), 0);
    cr_expect_not(read_own());
    cr_expect_not_null(strstr(err.message, "Z11.sql: is no regular file"), "%s", err.message);
    cr_assert_eq(unlink(in_dir("Z11.sql")), 0);
    cr_expect(read_own(), "%s", err.message);
}
