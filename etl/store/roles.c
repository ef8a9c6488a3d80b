#include "store/roles.h"

#include <string.h>

#include "base/log.h"

struct role {
    const char *name, *create, *grant;
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
     " GRANT USAGE ON SEQUENCES TO huizong_etl"},
    {"huizong_analyst", "CREATE ROLE huizong_analyst NOLOGIN",
     "GRANT USAGE ON SCHEMA rollup, ref, etl TO huizong_analyst;"
     "GRANT SELECT ON ALL TABLES IN SCHEMA rollup, ref, etl TO huizong_analyst;"
     "ALTER DEFAULT PRIVILEGES IN SCHEMA rollup, ref, etl GRANT SELECT ON TABLES TO "
     "huizong_analyst"},
    /* What the bureau's own rules run as. */
    {"huizong_rule", "CREATE ROLE huizong_rule NOLOGIN",
     "GRANT USAGE ON SCHEMA staging, ref, etl, facts TO huizong_rule;"
     "GRANT SELECT ON ALL TABLES IN SCHEMA staging, ref, etl, facts TO huizong_rule;"
     "ALTER DEFAULT PRIVILEGES IN SCHEMA staging, ref, etl, facts GRANT SELECT ON TABLES TO"
     " huizong_rule;"
     "GRANT huizong_rule TO CURRENT_USER"},
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

bool roles_grant(struct pg *pg, struct err *err)
{
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        bool found;
        bool refused = false;
        struct err why;
        if (!create(pg, &roles[i], &found, err) ||
            (found && !attempt(pg, roles[i].grant, &refused, &why, err))) {
            return err_context(err, "role %s", roles[i].name);
        }
        if (refused) {
            log_warning("role %s did not get its rights: %s", roles[i].name, why.message);
        }
    }
    return true;
}
