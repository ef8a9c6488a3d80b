#include "load/folders.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

enum {
    PATH_MAX_BYTES = 2000, /* a key of PostgreSQL's index holds no more than 2,700 */
    NUMBER_SIZE = 24
};

/* How many files the last complete run found that was given the folder; 0 where there was none. */
static bool files_before(const struct folder *folder, const struct run *run, int64_t *files,
                         struct err *err)
{
    static const char sql[] =
        "SELECT i.files FROM etl.input AS i JOIN etl.run AS r ON r.run_id = i.run_id"
        " WHERE i.path = $1 AND r.state = 'complete' ORDER BY i.run_id DESC LIMIT 1";
    const char *const params[] = {folder->path};
    struct pg_result *result = NULL;
    if (!pg_query(run->pg, sql, 1, params, &result, err)) {
        return false;
    }
    *files = pg_rows(result) > 0 ? strtoll(pg_value(result, 0, 0), NULL, 10) : 0;
    pg_free(result);
    return true;
}

static bool tell_empty(const struct folder *folder, struct run *run, struct err *err)
{
    int64_t before = 0;
    if (!files_before(folder, run, &before, err)) {
        return false;
    }
    run->folders_empty++;
    if (before == 0) {
        log_warning("no input file was found in %s", folder->path);
        return true;
    }
    run->folders_emptied++;
    log_warning("no input file was found in %s, where the run before found %" PRId64
                ": is it mounted? (What was loaded stays in force.)",
                folder->path, before);
    return true;
}

static bool note(const struct folder *folder, const struct run *run, struct err *err)
{
    static const char insert[] = "INSERT INTO etl.input (path, run_id, files)"
                                 " VALUES ($1, $2::bigint, $3::bigint)";
    char id[NUMBER_SIZE];
    char files[NUMBER_SIZE];
    snprintf(id, sizeof id, "%" PRId64, run->id);
    snprintf(files, sizeof files, "%" PRId64, folder->files);
    const char *const params[] = {folder->path, id, files};
    return strlen(folder->path) > PATH_MAX_BYTES || pg_query(run->pg, insert, 3, params, NULL, err);
}

bool folders_note(const struct inputs *inputs, struct run *run, struct err *err)
{
    bool fine = true;
    for (size_t i = 0; fine && i < inputs->folder_count; i++) {
        const struct folder *folder = &inputs->folders[i];
        fine = (folder->files > 0 || tell_empty(folder, run, err)) && note(folder, run, err);
    }
    return fine;
}
