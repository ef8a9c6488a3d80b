/*
 * The SQL of the project: the files below sql/, embedded in the program at build. --sql-dir (or
 * $HUIZONG_SQL_DIR) reads them from a folder instead, for who is changing them.
 */
#ifndef HUIZONG_PG_SQLFILE_H
#define HUIZONG_PG_SQLFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct sqlfile {
    const char *path; /* "30_rules/T01.1.sql" */
    const char *text; /* NUL-terminated */
};

/* Reads the files from a folder from now on; call before any other thread runs. */
bool sqlfile_use_dir(const char *dir, struct err *err);

/* The files of one folder ("30_rules"), in name order. Returns how many; *out stays owned here. */
size_t sqlfile_list(const char *folder, const struct sqlfile **out);

/* One file; NULL where there is none. */
const struct sqlfile *sqlfile_find(const char *path);

/*
 * Reads the SQL files of another folder (not below it), in name order; their paths hold `dir`. To
 * be freed with sqlfile_free. No other thread may read folders meanwhile. ERR_CONFIG.
 */
bool sqlfile_read_dir(const char *dir, struct sqlfile **files, size_t *count, struct err *err);
void sqlfile_free(struct sqlfile *files, size_t count);

#endif
