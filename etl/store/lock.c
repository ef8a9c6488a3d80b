#include "store/lock.h"

#include <string.h>

#include "base/mem.h"

/* The pair of keys: "huzh" in ASCII, then what is locked. */
#define LOCK_CLASS "1752529512"
#define LOCK_RUN "1"
#define LOCK_SCHEMA "2"

static const char *const run_keys[] = {LOCK_CLASS, LOCK_RUN};
static const char *const schema_keys[] = {LOCK_CLASS, LOCK_SCHEMA};

static bool first_row(struct pg *pg, const char *sql, struct pg_result **out, struct err *err)
{
    if (!pg_query(pg, sql, 0, NULL, out, err)) {
        return false;
    }
    if (pg_rows(*out) == 0) {
        pg_free(*out);
        *out = NULL;
    }
    return true;
}

/* What the ledger says of the run that holds the lock; *out NULL where it says nothing. */
static bool find_run(struct pg *pg, struct pg_result **out, struct err *err)
{
    static const char exists[] = "SELECT 1 WHERE pg_catalog.to_regclass('etl.run') IS NOT NULL";
    static const char run[] =
        "SELECT command, host, pid, pg_catalog.to_char(started_at, 'YYYY-MM-DD HH24:MI:SS'), run_id"
        " FROM etl.run WHERE state = 'running' ORDER BY run_id DESC LIMIT 1";
    if (!first_row(pg, exists, out, err)) {
        return false;
    }
    if (*out == NULL) {
        return true;
    }
    pg_free(*out);
    return first_row(pg, run, out, err);
}

/* The session that holds it: for who has no row in the ledger, as init. */
static bool find_session(struct pg *pg, struct pg_result **out, struct err *err)
{
    static const char session[] =
        "SELECT l.pid, coalesce(pg_catalog.host(a.client_addr), 'the server''s own host'),"
        " pg_catalog.to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS')"
        " FROM pg_catalog.pg_locks AS l"
        " LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid"
        " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2"
        " AND l.classid = " LOCK_CLASS " AND l.objid = " LOCK_RUN
        " AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d"
        " WHERE d.datname = pg_catalog.current_database())";
    return first_row(pg, session, out, err);
}

static const char *or_unknown(const char *value)
{
    return value != NULL ? value : "unknown";
}

static bool say_who(struct pg *pg, struct err *err)
{
    struct pg_result *session = NULL;
    struct pg_result *run = NULL;
    err_clear(err);
    if (!find_session(pg, &session, err) || !find_run(pg, &run, err)) {
        pg_free(session);
        return err_context(err, "another run holds the lock, and the database does not say who");
    }
    if (run != NULL && session != NULL) {
        err_set(err, ERR_LOCKED,
                "another run holds the lock: %s (run %s) of process %s on %s, since %s UTC;"
                " its database session is %s; try again later",
                pg_value(run, 0, 0), pg_value(run, 0, 4), pg_value(run, 0, 2), pg_value(run, 0, 1),
                pg_value(run, 0, 3), pg_value(session, 0, 0));
    } else if (session != NULL) {
        err_set(err, ERR_LOCKED,
                "another run holds the lock: database session %s from %s, connected since %s UTC;"
                " try again later",
                or_unknown(pg_value(session, 0, 0)), or_unknown(pg_value(session, 0, 1)),
                or_unknown(pg_value(session, 0, 2)));
    } else {
        err_set(err, ERR_LOCKED, "another run held the lock and ended just now; try again");
    }
    pg_free(session);
    pg_free(run);
    return false;
}

bool lock_take(struct pg *pg, enum lock_span span, struct err *err)
{
    static const char *const statements[] = {
        [LOCK_SESSION] = "SELECT pg_catalog.pg_try_advisory_lock($1::integer, $2::integer)",
        [LOCK_TRANSACTION] =
            "SELECT pg_catalog.pg_try_advisory_xact_lock($1::integer, $2::integer)",
    };
    struct pg_result *result;
    if (!pg_query(pg, statements[span], 2, run_keys, &result, err)) {
        return false;
    }
    bool taken = strcmp(pg_value(result, 0, 0), "t") == 0;
    pg_free(result);
    return taken || say_who(pg, err);
}

bool lock_release(struct pg *pg, struct err *err)
{
    return pg_query(pg, "SELECT pg_catalog.pg_advisory_unlock($1::integer, $2::integer)", 2,
                    run_keys, NULL, err);
}

bool lock_schema(struct pg *pg, struct err *err)
{
    return pg_query(pg, "SELECT pg_catalog.pg_advisory_xact_lock($1::integer, $2::integer)", 2,
                    schema_keys, NULL, err);
}
