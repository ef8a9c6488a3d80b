#include "store/roles.h"

#include <string.h>

#include "base/log.h"

/*
 * What pg_has_role is to be asked: whether SET ROLE will do. Since PostgreSQL 16 who creates a role
 * is a member of it, but one that may only pass it on.
 */
#define MAY_SET                                                                                    \
    "CASE WHEN pg_catalog.current_setting('server_version_num')::integer >= 160000 THEN 'SET'"     \
    " ELSE 'MEMBER' END"

struct role {
    const char *name, *create, *grant;
    const char *join; /* who may take the role, where they may not yet; NULL */
};

static const struct role roles[] = {
    {"huizong_etl", "CREATE ROLE huizong_etl NOLOGIN",
     "GRANT USAGE ON SCHEMA staging, ref, etl, facts, rollup TO huizong_etl;"
     "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE"
     " ON ALL TABLES IN SCHEMA staging, ref, etl, facts, rollup TO huizong_etl;"
     "GRANT USAGE ON ALL SEQUENCES IN SCHEMA staging, ref, etl, facts, rollup TO huizong_etl;"
     "ALTER DEFAULT PRIVILEGES IN SCHEMA staging, ref, etl, facts, rollup"
     " GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON TABLES TO huizong_etl;"
     "ALTER DEFAULT PRIVILEGES IN SCHEMA staging, ref, etl, facts, rollup"
     " GRANT USAGE ON SEQUENCES TO huizong_etl",
     NULL},
    {"huizong_analyst", "CREATE ROLE huizong_analyst NOLOGIN",
     "GRANT USAGE ON SCHEMA rollup, ref, etl TO huizong_analyst;"
     "GRANT SELECT ON ALL TABLES IN SCHEMA rollup, ref, etl TO huizong_analyst;"
     "ALTER DEFAULT PRIVILEGES IN SCHEMA rollup, ref, etl GRANT SELECT ON TABLES TO "
     "huizong_analyst",
     NULL},
    /* What the bureau's own rules run as. */
    {"huizong_rule", "CREATE ROLE huizong_rule NOLOGIN",
     "GRANT USAGE ON SCHEMA staging, ref, etl, facts TO huizong_rule;"
     "GRANT SELECT ON ALL TABLES IN SCHEMA staging, ref, etl, facts TO huizong_rule;"
     "ALTER DEFAULT PRIVILEGES IN SCHEMA staging, ref, etl, facts GRANT SELECT ON TABLES TO"
     " huizong_rule",
     "DO $$ BEGIN"
     " IF NOT pg_has_role(current_user, 'huizong_rule', " MAY_SET ") THEN"
     "  GRANT huizong_rule TO CURRENT_USER; END IF;"
     " IF EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = 'huizong_etl'"
     "            AND NOT pg_has_role(r.oid, 'huizong_rule', " MAY_SET ")) THEN"
     "  GRANT huizong_rule TO huizong_etl; END IF;"
     " END $$"},
};

/* Runs a statement that may be refused without spoiling the transaction. *refused tells whether it
 * was. */
static bool attempt(struct pg *pg, const char *sql, bool *refused, struct err *why, struct err *err)
{
    if (!pg_exec(pg, "SAVEPOINT roles", err)) {
        return false;
    }
    *refused = !pg_exec(pg, sql, why);
    if (*refused && pg_lost(pg)) {
        *err = *why;
        return false;
    }
    return pg_exec(pg, *refused ? "ROLLBACK TO SAVEPOINT roles" : "RELEASE SAVEPOINT roles", err);
}

static bool exists(struct pg *pg, const char *name, bool *found, struct err *err)
{
    struct pg_result *result;
    if (!pg_query(pg, "SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = $1", 1, &name, &result,
                  err)) {
        return false;
    }
    *found = pg_rows(result) > 0;
    pg_free(result);
    return true;
}

/* Roles belong to the whole cluster: an init of another database may create the same one at this
 * moment. */
static bool already_there(const struct pg *pg)
{
    return strcmp(pg_sqlstate(pg), "42710") == 0 || strcmp(pg_sqlstate(pg), "23505") == 0;
}

static bool create(struct pg *pg, const struct role *role, bool *found, struct err *err)
{
    if (!exists(pg, role->name, found, err)) {
        return false;
    }
    if (*found) {
        return true;
    }
    bool refused;
    struct err why;
    if (!attempt(pg, role->create, &refused, &why, err)) {
        return false;
    }
    *found = !refused || already_there(pg);
    if (!*found) {
        log_warning("role %s was not created (an administrator can: %s; then run init again): %s",
                    role->name, role->create, why.message);
    }
    return true;
}

/* Rights that can't be given are a warning: an administrator may give them. */
static bool give(struct pg *pg, const struct role *role, const char *sql, const char *what,
                 struct err *err)
{
    bool refused = false;
    struct err why;
    if (!attempt(pg, sql, &refused, &why, err)) {
        return false;
    }
    if (refused) {
        log_warning("role %s %s: %s", role->name, what, why.message);
    }
    return true;
}

bool roles_grant(struct pg *pg, struct err *err)
{
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        const struct role *role = &roles[i];
        bool found;
        if (!create(pg, role, &found, err) ||
            (found && !give(pg, role, role->grant, "did not get its rights", err)) ||
            (found && role->join != NULL &&
             !give(pg, role, role->join,
                   "can't be taken by huizong_etl and this user (an administrator can GRANT it)",
                   err))) {
            return err_context(err, "role %s", role->name);
        }
    }
    return true;
}

bool roles_may_take_rule(struct pg *pg, bool *may, struct err *err)
{
    static const char find[] = "SELECT 1 FROM pg_catalog.pg_roles AS r"
                               " WHERE r.rolname = 'huizong_rule'"
                               " AND pg_catalog.pg_has_role(current_user, r.oid, " MAY_SET ")";
    struct pg_result *result;
    if (!pg_query(pg, find, 0, NULL, &result, err)) {
        return false;
    }
    *may = pg_rows(result) > 0;
    pg_free(result);
    return true;
}
