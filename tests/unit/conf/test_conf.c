#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf/conf.h"

static char path[] = "/tmp/huizong-conf-XXXXXX";

static void write_conf(const char *text)
{
    memset(path + sizeof path - 7, 'X', 6);
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

static struct conf loaded(const char *text)
{
    struct conf conf;
    struct err err = {0};
    write_conf(text);
    cr_assert(conf_load(&conf, path, &err), "%s", err.message);
    unlink(path);
    return conf;
}

Test(conf, the_environment_overrides_the_file_and_the_command_line_both)
{
    setenv("HUIZONG_JOBS", "5", 1);
    setenv("HUIZONG_HOLD_ON", "error", 1);
    setenv("HUIZONG_OUT", "", 1); /* as if it weren't there */
    struct conf conf = loaded("jobs = 3\nout = exports\nmax_document_mib = 7\n");
    struct err err = {0};
    cr_expect_eq(conf.jobs, 5);
    cr_expect(conf.hold_on_error);
    cr_expect_str_eq(conf.out, "/tmp/exports");
    cr_expect_str_eq(conf.origins[CONF_JOBS].from, "$HUIZONG_JOBS");
    cr_expect_str_eq(conf.origins[CONF_JOBS].value, "5");
    char from[64];
    snprintf(from, sizeof from, "%s:3", path);
    cr_expect_str_eq(conf.origins[CONF_MAX_DOCUMENT_MIB].from, from);
    cr_expect_null(conf.origins[CONF_LOG_FORMAT].from);
    cr_expect_str_eq(conf.origins[CONF_LOG_FORMAT].value, "text");
    cr_expect(conf_set(&conf, CONF_JOBS, "2", "--jobs", &err));
    cr_expect_eq(conf.jobs, 2);
    cr_expect_str_eq(conf.origins[CONF_JOBS].from, "--jobs");
    cr_expect(conf_set(&conf, CONF_OUT, "here", "--out", &err));
    cr_expect_str_eq(conf.out, "here");
    conf_clear(&conf);
}

Test(conf, a_wrong_value_in_the_environment_names_the_variable)
{
    setenv("HUIZONG_JOBS", "many", 1);
    struct conf conf;
    struct err err = {0};
    cr_expect_not(conf_load(&conf, NULL, &err));
    cr_expect_not_null(strstr(err.message, "$HUIZONG_JOBS"), "%s", err.message);
    conf_clear(&conf);
}

Test(conf, paths_go_on_over_lines)
{
    struct conf conf = loaded("paths = /a  /b\n   /c/d\non_failure = /bin/x  -s\n");
    cr_expect_str_eq(conf.paths, "/a  /b /c/d");
    cr_expect_str_eq(conf.on_failure, "/bin/x  -s");
    conf_clear(&conf);
    check_error("paths = /a b\n", "absolute");
    conf = loaded("paths = /a ; the one\n   /b ; the other\n\t; none\n\t/c;d\t; a third\n");
    cr_expect_str_eq(conf.paths, "/a /b /c;d");
    conf_clear(&conf);
}

Test(conf, a_key_twice_or_a_line_too_long)
{
    check_error("jobs = 1\njobs = 2\n", "twice");
    check_error("jobs = 2\n   out = /x\n", ":2: a line that begins with a blank");
    char text[400] = "db = ";
    memset(text + 5, 'x', 300);
    text[305] = '\n';
    check_error(text, ":1: longer than");
}

Test(conf, the_example_documents_every_key_with_its_default)
{
    char file[512];
    snprintf(file, sizeof file, "%s/../config/huizong.conf", HUIZONG_SAMPLES_DIR);
    struct conf example;
    struct err err = {0};
    cr_assert(conf_load(&example, file, &err), "%s", err.message);
    char text[16384] = "";
    FILE *in = fopen(file, "r");
    text[fread(text, 1, sizeof text - 1, in)] = '\0';
    fclose(in);
    for (enum conf_key key = 0; key < CONF_KEYS; key++) {
        char line[128];
        snprintf(line, sizeof line, "\n;%s = ", conf_name(key));
        const char *place = strstr(text, line);
        cr_expect_not_null(place, "%s", conf_name(key));
        const char *value = example.origins[key].value;
        if (place != NULL && value != NULL && key != CONF_REFERENCE_DIR) {
            cr_expect_eq(strncmp(place + strlen(line), value, strlen(value)), 0, "%s",
                         conf_name(key));
        }
        cr_expect_null(example.origins[key].from, "%s", conf_name(key));
    }
    conf_clear(&example);
}
