#include "testdb.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char conninfo[512];
static char name[64];

static struct pg *open_or_fail(const char *to)
{
    struct err err = {.code = ERR_NONE};
    struct pg *pg = NULL;
    cr_assert(pg_open(&pg, to, &err), "%s", err.message);
    return pg;
}

static const char *server(void)
{
    const char *given = getenv("HUIZONG_TEST_DB");
    cr_assert_not_null(given, "HUIZONG_TEST_DB names no server: run this test by ctest");
    return given;
}

static void on_server(const char *before, const char *after)
{
    char sql[256];
    snprintf(sql, sizeof sql, "%s %s %s", before, name, after);
    struct pg *pg = open_or_fail(server());
    testdb_exec(pg, sql);
    pg_close(pg);
}

void testdb_create(void)
{
    snprintf(name, sizeof name, "hz_c_%ld", (long)getpid());
    snprintf(conninfo, sizeof conninfo, "%s dbname=%s", server(), name);
    on_server("CREATE DATABASE", "TEMPLATE template0");
}

void testdb_drop(void)
{
    on_server("DROP DATABASE IF EXISTS", "WITH (FORCE)");
}

const char *testdb_conninfo(void)
{
    return conninfo;
}

struct pg *testdb_open(void)
{
    return open_or_fail(conninfo);
}

void testdb_exec(struct pg *pg, const char *sql)
{
    struct err err = {.code = ERR_NONE};
    cr_assert(pg_exec(pg, sql, &err), "%s: %s", sql, err.message);
}

#define OTHERS                                                                                     \
    " FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"

void testdb_end_others(struct pg *pg)
{
    enum { POLLS = 500, POLL_MICROSECONDS = 10 * 1000 };
    /* Its second argument, how long to wait, is of PostgreSQL 14. */
    testdb_value(pg, "SELECT count(pg_terminate_backend(pid))" OTHERS);
    for (int i = 0; strcmp(testdb_value(pg, "SELECT count(*)" OTHERS), "0") != 0; i++) {
        cr_assert_lt(i, POLLS, "sessions that were ended are still there");
        usleep(POLL_MICROSECONDS);
    }
}

const char *testdb_value(struct pg *pg, const char *sql)
{
    static char value[512];
    struct err err = {.code = ERR_NONE};
    struct pg_result *result = NULL;
    cr_assert(pg_query(pg, sql, 0, NULL, &result, &err), "%s: %s", sql, err.message);
    const char *text = pg_rows(result) > 0 ? pg_value(result, 0, 0) : NULL;
    snprintf(value, sizeof value, "%s", text != NULL ? text : "");
    pg_free(result);
    return value;
}
