#include "export/gone.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/mem.h"
#include "export/package.h"
#include "io/iocode.h"

/* Whether a description of files is that of this division and year: its name stands at its head. */
static bool describes(const char *path, const char *division, const char *year)
{
    char head[1024];
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        if (errno != ENOENT && errno != ENOTDIR) {
            log_warning("can't read %s: %s", path, strerror(errno));
        }
        return false;
    }
    size_t got = fread(head, 1, sizeof head - 1, file);
    fclose(file);
    head[got] = '\0';
    char *name = mem_printf("\"" PACKAGE_NAME "\"", division, year);
    bool found = strstr(head, name) != NULL;
    free(name);
    return found;
}

/* *empty is true only of a directory that is there itself, rather than by a link. */
static bool look(const char *directory, bool *empty, struct err *err)
{
    struct stat status;
    *empty = false;
    DIR *dir = opendir(directory);
    if (dir == NULL) {
        return errno == ENOENT || errno == ENOTDIR ||
               err_errno(err, iocode(errno), "can't look into %s", directory);
    }
    *empty = lstat(directory, &status) == 0 && S_ISDIR(status.st_mode);
    const struct dirent *entry;
    while ((errno = 0, entry = readdir(dir)) != NULL) {
        *empty = *empty && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
    }
    bool ok = errno == 0 || err_errno(err, ERR_IO, "reading the directory %s failed", directory);
    closedir(dir);
    return ok;
}

/* An empty directory is what a run that died while removing it left. */
static bool is_export(const char *directory, const char *division, const char *year, bool *is,
                      struct err *err)
{
    char *package = mem_printf("%s/" PACKAGE_FILE, directory);
    *is = describes(package, division, year);
    free(package);
    return *is || look(directory, is, err);
}

static bool begin_one(struct gone *gone, const struct swapdir_root *root, const char *name,
                      struct err *err)
{
    struct swapdir *directory;
    if (!swapdir_begin(&directory, root, name, err)) {
        return false;
    }
    swapdir_remove_target(directory);
    gone->directories[gone->count++] = directory;
    log_info("nothing is left of %s: its exports are to go", name);
    return true;
}

static bool try_one(struct gone *gone, const struct export_options *options,
                    const struct swapdir_root *root, const char *division, const char *year,
                    struct err *err)
{
    char *name = mem_printf("%s/%s", division, year);
    char *directory = mem_printf("%s/%s", options->out, name);
    bool is = false;
    bool ok =
        is_export(directory, division, year, &is, err) && (!is || begin_one(gone, root, name, err));
    free(directory);
    free(name);
    return ok;
}

bool gone_begin(struct gone *gone, struct pg *pg, const struct export_options *options,
                const struct swapdir_root *root, struct err *err)
{
    static const char sql[] =
        "SELECT d.mof_div_code, d.fiscal_year"
        " FROM (SELECT x.mof_div_code, x.fiscal_year FROM etl.document AS x"
        " WHERE x.withdrawn_at IS NOT NULL"
        " UNION SELECT e.mof_div_code, e.fiscal_year FROM etl.export AS e) AS d"
        " WHERE ($1::text IS NULL OR d.mof_div_code = $1)"
        " AND ($2::integer IS NULL OR d.fiscal_year = $2::integer)"
        " AND d.mof_div_code ~ '^[0-9]{9}$'"
        " AND NOT EXISTS (SELECT FROM rollup.coverage AS c WHERE c.mof_div_code = d.mof_div_code"
        " AND c.fiscal_year = d.fiscal_year) ORDER BY 1, 2";
    char year[16];
    snprintf(year, sizeof year, "%d", options->year);
    const char *const params[] = {options->division, options->year > 0 ? year : NULL};
    struct pg_result *result;
    if (!pg_query(pg, sql, 2, params, &result, err)) {
        return false;
    }
    int rows = pg_rows(result);
    gone->directories = mem_zalloc((size_t)rows * sizeof(struct swapdir *));
    bool ok = true;
    for (int i = 0; ok && i < rows; i++) {
        ok = try_one(gone, options, root, pg_value(result, i, 0), pg_value(result, i, 1), err);
    }
    pg_free(result);
    return ok;
}

bool gone_forget(struct pg *pg, const char *out, struct err *err)
{
    static const char sql[] =
        "DELETE FROM etl.export AS e WHERE e.out = $1"
        " AND NOT EXISTS (SELECT FROM rollup.coverage AS c WHERE c.mof_div_code = e.mof_div_code"
        " AND c.fiscal_year = e.fiscal_year)";
    return pg_query(pg, sql, 1, &out, NULL, err);
}

void gone_end(struct gone *gone)
{
    for (size_t i = 0; i < gone->count; i++) {
        swapdir_end(gone->directories[i]);
    }
    free(gone->directories);
    *gone = (struct gone){0};
}
