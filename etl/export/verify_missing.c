#include "export/verify_missing.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "export/package.h"

/* A division and year that the database has. */
struct expected {
    const char *division, *year;
    bool noted; /* a night exported it to this directory */
    bool there;
};

/* What etl.export calls the directory `dir`; "" where no night wrote to it. */
static bool find_out(struct pg *pg, const char *dir, char **out, struct err *err)
{
    struct stat here, there;
    struct pg_result *result;
    *out = NULL;
    if (!pg_query(pg, "SELECT DISTINCT e.out FROM etl.export AS e", 0, NULL, &result, err)) {
        return false;
    }
    bool known = stat(dir, &here) == 0;
    for (int i = 0; known && *out == NULL && i < pg_rows(result); i++) {
        if (stat(pg_value(result, i, 0), &there) == 0 && there.st_dev == here.st_dev &&
            there.st_ino == here.st_ino) {
            *out = mem_strdup(pg_value(result, i, 0));
        }
    }
    pg_free(result);
    *out = *out != NULL ? *out : mem_strdup("");
    return true;
}

/* An export of one division, or of one year, leaves out whole divisions or years only. */
static bool must_be_there(const struct expected *all, size_t count, const struct expected *one)
{
    bool division = false, year = false;
    for (size_t i = 0; i < count; i++) {
        division = division || (all[i].there && strcmp(all[i].division, one->division) == 0);
        year = year || (all[i].there && strcmp(all[i].year, one->year) == 0);
    }
    return one->noted || (division && year);
}

static void judge(const char *dir, const struct expected *all, size_t count, struct buf *faults)
{
    size_t there = 0;
    for (size_t i = 0; i < count; i++) {
        there += all[i].there;
    }
    for (size_t i = 0; there > 0 && i < count; i++) {
        if (all[i].there) {
            continue;
        }
        if (must_be_there(all, count, &all[i])) {
            buf_printf(faults, "%s/%s: is missing, but the database has it\n", all[i].division,
                       all[i].year);
        } else {
            log_warning("%s/%s/%s: isn't there, but the database has it", dir, all[i].division,
                        all[i].year);
        }
    }
}

/* The directories that an export of the whole database would have. */
bool verify_missing(const char *dir, struct pg *pg, struct buf *faults, struct err *err)
{
    static const char sql[] =
        "SELECT DISTINCT c.mof_div_code, c.fiscal_year, e.out IS NOT NULL"
        " FROM rollup.coverage AS c LEFT JOIN etl.export AS e ON e.out = $1"
        " AND e.mof_div_code = c.mof_div_code AND e.fiscal_year = c.fiscal_year ORDER BY 1, 2";
    char *out = NULL;
    struct pg_result *result;
    if (!find_out(pg, dir, &out, err)) {
        return false;
    }
    const char *const params[] = {out};
    bool ok = pg_query(pg, sql, 1, params, &result, err);
    free(out);
    if (!ok) {
        return false;
    }
    size_t count = (size_t)pg_rows(result);
    struct expected *all = mem_zalloc((count + 1) * sizeof *all);
    for (size_t i = 0; i < count; i++) {
        all[i] = (struct expected){.division = pg_value(result, (int)i, 0),
                                   .year = pg_value(result, (int)i, 1),
                                   .noted = pg_value(result, (int)i, 2)[0] == 't'};
        char *path = mem_printf("%s/%s/%s/%s", dir, all[i].division, all[i].year, PACKAGE_FILE);
        all[i].there = access(path, F_OK) == 0;
        free(path);
    }
    judge(dir, all, count, faults);
    free(all);
    pg_free(result);
    return true;
}
