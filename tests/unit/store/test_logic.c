#include "store/logic.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pg/sqlfile.h"

Test(logic, names_every_folder)
{
    static const char *const folders[] = {"40_facts", "50_rollups"};
    char both[DIGEST_HEX_SIZE];
    char again[DIGEST_HEX_SIZE];
    char one[DIGEST_HEX_SIZE];
    logic_hash(folders, 2, both);
    logic_hash(folders, 2, again);
    logic_hash(folders, 1, one);
    cr_assert_eq(strlen(both), 64);
    cr_assert_str_eq(both, again);
    cr_assert_str_neq(both, one);
}

/* SHA-256 of "40_facts/a.sql\0SELECT 1\0", by sha256sum. */
Test(logic, is_the_digest_of_names_and_texts)
{
    static const char *const folders[] = {"40_facts"};
    char dir[] = "/tmp/hz-logic.XXXXXX";
    char path[64];
    char hex[DIGEST_HEX_SIZE];
    struct err err = {0};
    cr_assert_not_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/40_facts", dir);
    cr_assert_eq(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/40_facts/a.sql", dir);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs("SELECT 1", file);
    fclose(file);
    cr_assert(sqlfile_use_dir(dir, &err), "%s", err.message);
    logic_hash(folders, 1, hex);
    cr_expect_str_eq(hex, "a6c61895f90263a0b81896d52c7876735a1e5c756b8cb005b6b13f1d2cced951");
    unlink(path);
    snprintf(path, sizeof path, "%s/40_facts", dir);
    rmdir(path);
    rmdir(dir);
}
