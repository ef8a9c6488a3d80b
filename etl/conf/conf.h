/*
 * Configuration: an INI file with comments (read by inih), over it the environment (HUIZONG_<KEY>),
 * over that the command line. A key that isn't known is refused. config/huizong.conf documents
 * every key.
 */
#ifndef HUIZONG_CONF_CONF_H
#define HUIZONG_CONF_CONF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum conf_key {
    CONF_DB,
    CONF_REFERENCE_DIR,
    CONF_RULES_DIR,
    CONF_JOBS,
    CONF_HOLD_ON,
    CONF_MAX_DOCUMENT_MIB,
    CONF_LOG_FORMAT,
    CONF_PATHS,
    CONF_OUT,
    CONF_FORMATS,
    CONF_SUMMARY,
    CONF_METRICS,
    CONF_ON_SUCCESS,
    CONF_ON_FINDINGS,
    CONF_ON_FAILURE,
    CONF_KEYS
};

/* What is in force of one key, as it was written, and where that was. */
struct conf_origin {
    char *value; /* NULL where there is none */
    char *from;  /* "/etc/huizong/huizong.conf:3", "$HUIZONG_DB", "--db"; NULL for the default */
};

struct conf {
    char *file;          /* the file that was read; NULL where there is none */
    char *db;            /* conninfo or URI; NULL: libpq's environment, else the embedded server */
    char *reference_dir; /* where the CSV files of reference data are */
    char *rules_dir;     /* where the bureau's own rules are; NULL: there are none */
    int jobs;            /* workers; 0: as many as there are processors, at most 8 */
    bool hold_on_error;  /* hold_on = error */
    size_t max_document; /* bytes of one document, inflated */
    bool log_json;       /* log_format = json */
    /* Of nightly; NULL where not wanted. */
    char *paths;                                 /* words: what to load */
    char *out;                                   /* where the exports go */
    char *formats;                               /* of the exports: csv,jsonl,… */
    char *summary;                               /* file */
    char *metrics;                               /* file */
    char *on_success, *on_findings, *on_failure; /* words of a command */
    struct conf_origin origins[CONF_KEYS];
};

/*
 * Reads `path`, or, where that is NULL, $HUIZONG_CONFIG, else <sysconfdir>/huizong/huizong.conf
 * where it exists, else no file; then the environment. Errors (ERR_CONFIG) name file and line, or
 * the variable, and, of an unknown key, the nearest known one.
 */
bool conf_load(struct conf *conf, const char *path, struct err *err);

/* Sets one key over what is there; `from` is where the value comes from. An empty value takes the
 * key's default. ERR_CONFIG. */
bool conf_set(struct conf *conf, enum conf_key key, const char *value, const char *from,
              struct err *err);

const char *conf_name(enum conf_key key);
void conf_clear(struct conf *conf);

#endif
