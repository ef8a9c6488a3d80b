#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf/conf.h"

static char path[] = "/tmp/huizong-conf-XXXXXX";

static void write_conf(const char *text)
{
    strcpy(path + sizeof path - 7, "XXXXXX");
    int fd = mkstemp(path);
    cr_assert(fd >= 0);
    cr_assert_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

Test(conf, reads_keys_and_comments)
{
    write_conf("# a comment\ndb = host=/tmp dbname=x\njobs=3 ; another\nhold_on = error\n"
               "reference_dir = ref\nmax_document_mib = 2\n");
    struct conf conf;
    struct err err = {0};
    cr_assert(conf_load(&conf, path, &err), "%s", err.message);
    cr_assert_str_eq(conf.db, "host=/tmp dbname=x");
    cr_assert_eq(conf.jobs, 3);
    cr_assert(conf.hold_on_error);
    cr_assert_str_eq(conf.reference_dir, "/tmp/ref");
    cr_assert_eq(conf.max_document, (size_t)2 * 1024 * 1024);
    conf_clear(&conf);
    unlink(path);
}

static void check_error(const char *text, const char *words)
{
    write_conf(text);
    struct conf conf;
    struct err err = {0};
    cr_assert(!conf_load(&conf, path, &err));
    cr_assert_eq(err.code, ERR_CONFIG);
    cr_assert_not_null(strstr(err.message, words), "%s", err.message);
    cr_assert_not_null(strstr(err.message, path), "%s", err.message);
    conf_clear(&conf);
    unlink(path);
}

Test(conf, an_unknown_key_is_refused_with_the_nearest_known)
{
    check_error("db = x\nholdon = error\n", "did you mean \"hold_on\"");
    check_error("db = x\nholdon = error\n", ":2");
}

Test(conf, wrong_values_and_forms)
{
    check_error("jobs = many\n", "jobs must be");
    check_error("hold_on = warning\n", "hold_on must be");
    check_error("max_document_mib = 0\n", "max_document_mib must be");
    check_error("[section]\ndb = x\n", "section [section]");
    check_error("just words\n", ":1");
}

Test(conf, a_missing_file_is_an_error)
{
    struct conf conf;
    struct err err = {0};
    cr_assert(!conf_load(&conf, "/nonexistent/huizong.conf", &err));
    cr_assert_eq(err.code, ERR_CONFIG);
    conf_clear(&conf);
}
