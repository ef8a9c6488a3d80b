/*
 * Configuration: an INI file with comments (read by inih). A key that isn't known is refused. What
 * the command line says comes later and wins.
 */
#ifndef HUIZONG_CONF_CONF_H
#define HUIZONG_CONF_CONF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct conf {
    char *file;          /* the file that was read; NULL where there is none */
    char *db;            /* conninfo or URI; NULL: libpq's environment, else the embedded server */
    char *reference_dir; /* where the CSV files of reference data are */
    int jobs;            /* workers; 0: as many as there are processors, at most 8 */
    bool hold_on_error;  /* hold_on = error */
    size_t max_document; /* bytes of one document, inflated */
};

/*
 * Reads `path`, or, where that is NULL, $HUIZONG_CONFIG, else <sysconfdir>/huizong/huizong.conf
 * where it exists, else no file. Errors (ERR_CONFIG) name file, line and, of an unknown key, the
 * nearest known one.
 */
bool conf_load(struct conf *conf, const char *path, struct err *err);
void conf_clear(struct conf *conf);

#endif
