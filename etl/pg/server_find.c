/* Where the programs of PostgreSQL are. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "pg/pg.h"
#include "pg/server_internal.h"

/* Debian and Ubuntu; Red Hat and openEuler with the packages of postgresql.org. %s is the major
 * version. */
static const char *const patterns[] = {"/usr/lib/postgresql/%s/bin", "/usr/pgsql-%s/bin"};
enum { PATTERNS = sizeof patterns / sizeof patterns[0] };

static bool has_program(const char *dir, const char *program)
{
    char *path = mem_printf("%s/%s", dir, program);
    bool there = access(path, X_OK) == 0;
    free(path);
    return there;
}

static bool has_programs(const char *dir)
{
    return has_program(dir, "initdb") && has_program(dir, "pg_ctl") && has_program(dir, "postgres");
}

/* The major version, from "postgres (PostgreSQL) 15.4 (Debian …)"; 0 where it doesn't tell. */
static int version_of(const char *dir)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return 0;
    }
    char *program = mem_printf("%s/postgres", dir);
    const char *const argv[] = {program, "--version", NULL};
    struct err ignored;
    int version = 0;
    bool ran = server_run(argv, "/", ends[1], &ignored);
    close(ends[1]);
    char text[128];
    ssize_t got = ran ? read(ends[0], text, sizeof text - 1) : 0;
    close(ends[0]);
    free(program);
    if (got > 0) {
        text[got] = '\0';
        const char *number = strstr(text, ") ");
        version = number != NULL ? (int)strtol(number + 2, NULL, 10) : 0;
    }
    return version;
}

static char *in_usual_place(int version)
{
    char number[16];
    snprintf(number, sizeof number, "%d", version);
    for (size_t i = 0; i < PATTERNS; i++) {
        const char *gap = strstr(patterns[i], "%s");
        char *dir = mem_printf("%.*s%s%s", (int)(gap - patterns[i]), patterns[i], number, gap + 2);
        if (has_programs(dir)) {
            return dir;
        }
        free(dir);
    }
    return NULL;
}

static int newest_of_pattern(const char *pattern)
{
    const char *gap = strstr(pattern, "%s");
    size_t before = (size_t)(gap - pattern);
    char *wildcard = mem_printf("%.*s*%s", (int)before, pattern, gap + 2);
    glob_t found = {0};
    int newest = 0;
    if (glob(wildcard, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            int version = (int)strtol(found.gl_pathv[i] + before, NULL, 10);
            if (version >= PG_OLDEST && version > newest && has_programs(found.gl_pathv[i])) {
                newest = version;
            }
        }
    }
    globfree(&found);
    free(wildcard);
    return newest;
}

static char *newest_in_usual_place(void)
{
    int newest = 0;
    for (size_t i = 0; i < PATTERNS; i++) {
        int version = newest_of_pattern(patterns[i]);
        newest = version > newest ? version : newest;
    }
    return newest > 0 ? in_usual_place(newest) : NULL;
}

/* The folder of PATH that holds `program`. */
static char *in_path(const char *program)
{
    const char *rest = getenv("PATH");
    while (rest != NULL && *rest != '\0') {
        size_t length = strcspn(rest, ":");
        char *dir = mem_strndup(rest, length);
        if (dir[0] == '/' && has_program(dir, program)) {
            return dir;
        }
        free(dir);
        rest += length + (rest[length] == ':');
    }
    return NULL;
}

/* `version` 0: any that will do. */
static bool serves(const char *dir, int version)
{
    int found = version_of(dir);
    return version != 0 ? found == version : found >= PG_OLDEST;
}

static char *server_in_path(int version)
{
    char *dir = in_path("initdb");
    if (dir != NULL && (!has_programs(dir) || !serves(dir, version))) {
        free(dir);
        dir = NULL;
    }
    return dir;
}

static bool use_given(struct server *server, const char *dir, int version, struct err *err)
{
    if (!has_programs(dir)) {
        return err_set(err, ERR_CONFIG,
                       "HUIZONG_PG_BINDIR: %s does not hold initdb, pg_ctl and postgres", dir);
    }
    int found = version_of(dir);
    if (found == 0) {
        return err_set(err, ERR_CONFIG, "HUIZONG_PG_BINDIR: %s/postgres doesn't tell its version",
                       dir);
    }
    if (version == 0 && found < PG_OLDEST) {
        return err_set(err, ERR_CONFIG,
                       "HUIZONG_PG_BINDIR: the programs of %s are of PostgreSQL %d; huizong needs"
                       " PostgreSQL %d or a newer one",
                       dir, found, PG_OLDEST);
    }
    if (version != 0 && found != version) {
        return err_set(err, ERR_CONFIG,
                       "HUIZONG_PG_BINDIR: the programs of %s are of PostgreSQL %d, but the cluster"
                       " %s was made by PostgreSQL %d and needs its programs (how to bring it to"
                       " another version: huizong db --help)",
                       dir, found, server->data, version);
    }
    server->bindir = mem_strdup(dir);
    return true;
}

static bool find_bindir(struct server *server, int version, struct err *err)
{
    const char *given = getenv("HUIZONG_PG_BINDIR");
    if (given != NULL && given[0] != '\0') {
        return use_given(server, given, version, err);
    }
    server->bindir = version != 0 ? in_usual_place(version) : newest_in_usual_place();
    if (server->bindir == NULL) {
        server->bindir = server_in_path(version);
    }
    if (server->bindir == NULL && version != 0) {
        return err_set(err, ERR_CONFIG,
                       "the cluster %s was made by PostgreSQL %d, whose programs are not installed:"
                       " install the package postgresql-%d, or name their folder in"
                       " HUIZONG_PG_BINDIR (how to bring it to another version then: huizong db"
                       " --help)",
                       server->data, version, version);
    }
    if (server->bindir == NULL) {
        return err_set(
            err, ERR_CONFIG,
            "no programs of PostgreSQL %d or newer were found (looked in /usr/lib/postgresql,"
            " /usr/pgsql-*, PATH): install the package postgresql, or name their folder in"
            " HUIZONG_PG_BINDIR, or use a database of your own by --db",
            PG_OLDEST);
    }
    return true;
}

bool server_find_programs(struct server *server, int version, struct err *err)
{
    if (!find_bindir(server, version, err)) {
        return false;
    }
    /* psql comes in a package of its own and may stand elsewhere. */
    char *dir = has_program(server->bindir, "psql") ? mem_strdup(server->bindir) : in_path("psql");
    server->psql = mem_printf("%s/psql", dir != NULL ? dir : server->bindir);
    free(dir);
    return true;
}
