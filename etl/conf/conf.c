#include "conf/conf.h"

#include <errno.h>
#include <ini.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

struct reader {
    struct conf *conf;
    struct err *err;
    bool failed;
};

static bool set_text(char **place, const char *value)
{
    free(*place);
    *place = mem_strdup(value);
    return true;
}

static bool parse_number(const char *value, long low, long high, long *out)
{
    char *end = NULL;
    errno = 0;
    *out = strtol(value, &end, 10);
    return errno == 0 && end != value && *end == '\0' && *out >= low && *out <= high;
}

static bool set_db(struct conf *conf, const char *value, struct err *err)
{
    (void)err;
    return set_text(&conf->db, value);
}

/* A relative folder is relative to the configuration file. */
static bool set_reference_dir(struct conf *conf, const char *value, struct err *err)
{
    (void)err;
    const char *slash = value[0] != '/' && conf->file != NULL ? strrchr(conf->file, '/') : NULL;
    free(conf->reference_dir);
    conf->reference_dir = slash == NULL
                              ? mem_strdup(value)
                              : mem_printf("%.*s/%s", (int)(slash - conf->file), conf->file, value);
    return true;
}

static bool set_jobs(struct conf *conf, const char *value, struct err *err)
{
    long number = 0;
    if (!parse_number(value, 0, 64, &number)) {
        return err_set(err, ERR_CONFIG, "jobs must be a number from 0 to 64, not \"%s\"", value);
    }
    conf->jobs = (int)number;
    return true;
}

static bool set_hold_on(struct conf *conf, const char *value, struct err *err)
{
    if (strcmp(value, "never") != 0 && strcmp(value, "error") != 0) {
        return err_set(err, ERR_CONFIG, "hold_on must be never or error, not \"%s\"", value);
    }
    conf->hold_on_error = strcmp(value, "error") == 0;
    return true;
}

static bool set_max_document(struct conf *conf, const char *value, struct err *err)
{
    long number = 0;
    if (!parse_number(value, 1, 1024, &number)) {
        return err_set(err, ERR_CONFIG,
                       "max_document_mib must be a number from 1 to 1024, not \"%s\"", value);
    }
    conf->max_document = (size_t)number * 1024 * 1024;
    return true;
}

static const struct {
    const char *key;
    bool (*set)(struct conf *conf, const char *value, struct err *err);
} keys[] = {
    {"db", set_db},           {"reference_dir", set_reference_dir},   {"jobs", set_jobs},
    {"hold_on", set_hold_on}, {"max_document_mib", set_max_document},
};
enum { KEY_COUNT = sizeof keys / sizeof keys[0] };

/* Levenshtein's distance of two short words. */
static size_t distance(const char *a, const char *b)
{
    enum { LIMIT = 40 };
    size_t row[LIMIT + 1];
    size_t width = strnlen(b, LIMIT);
    for (size_t j = 0; j <= width; j++) {
        row[j] = j;
    }
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t change = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            size_t best = change < row[j] + 1 ? change : row[j] + 1;
            row[j] = best < row[j - 1] + 1 ? best : row[j - 1] + 1;
        }
    }
    return row[width];
}

static const char *nearest_key(const char *word)
{
    size_t best = 0;
    for (size_t i = 1; i < KEY_COUNT; i++) {
        if (distance(word, keys[i].key) < distance(word, keys[best].key)) {
            best = i;
        }
    }
    return keys[best].key;
}

static int on_key(void *context, const char *section, const char *name, const char *value)
{
    struct reader *reader = context;
    if (reader->failed) {
        return 1;
    }
    if (section[0] != '\0') {
        reader->failed = !err_set(reader->err, ERR_CONFIG, "section [%s] is not known", section);
        return 0;
    }
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (strcmp(keys[i].key, name) == 0) {
            reader->failed = !keys[i].set(reader->conf, value != NULL ? value : "", reader->err);
            return !reader->failed;
        }
    }
    reader->failed =
        !err_set(reader->err, ERR_CONFIG, "key \"%s\" is not known; did you mean \"%s\"?", name,
                 nearest_key(name));
    return 0;
}

static bool read_file(struct conf *conf, struct err *err)
{
    struct reader reader = {.conf = conf, .err = err};
    int line = ini_parse(conf->file, on_key, &reader);
    if (line == -1) {
        return err_errno(err, ERR_CONFIG, "configuration %s", conf->file);
    }
    if (reader.failed) {
        return line > 0 ? err_context(err, "%s:%d", conf->file, line)
                        : err_context(err, "%s", conf->file);
    }
    if (line != 0) {
        return err_set(err, ERR_CONFIG, "%s:%d: not of the form key = value", conf->file, line);
    }
    return true;
}

bool conf_load(struct conf *conf, const char *path, struct err *err)
{
    memset(conf, 0, sizeof *conf);
    conf->max_document = (size_t)64 * 1024 * 1024;
    const char *environment = getenv("HUIZONG_CONFIG");
    if (path != NULL) {
        conf->file = mem_strdup(path);
    } else if (environment != NULL && environment[0] != '\0') {
        conf->file = mem_strdup(environment);
    } else if (access(HUIZONG_SYSCONF_DIR "/huizong.conf", F_OK) == 0) {
        conf->file = mem_strdup(HUIZONG_SYSCONF_DIR "/huizong.conf");
    }
    if (conf->file != NULL && !read_file(conf, err)) {
        return false;
    }
    if (conf->reference_dir == NULL) {
        bool installed = access(HUIZONG_SYSCONF_DIR "/exp_func.csv", F_OK) == 0;
        conf->reference_dir =
            mem_strdup(installed ? HUIZONG_SYSCONF_DIR : HUIZONG_SOURCE_CONFIG_DIR);
    }
    return true;
}

void conf_clear(struct conf *conf)
{
    free(conf->file);
    free(conf->db);
    free(conf->reference_dir);
    memset(conf, 0, sizeof *conf);
}
