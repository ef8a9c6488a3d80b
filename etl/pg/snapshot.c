#include <stdio.h>
#include <string.h>

#include "pg/pg_internal.h"

bool pg_snapshot(struct pg *pg, char snapshot[PG_SNAPSHOT_SIZE], struct err *err)
{
    struct pg_result *result;
    if (!pg_query(pg, "SELECT pg_export_snapshot()", 0, NULL, &result, err)) {
        return false;
    }
    int length = snprintf(snapshot, PG_SNAPSHOT_SIZE, "%s", pg_value(result, 0, 0));
    pg_free(result);
    return length < PG_SNAPSHOT_SIZE ||
           err_set(err, ERR_DB, "PostgreSQL gives a snapshot a name that is too long");
}

/* SET TRANSACTION SNAPSHOT takes no parameter. */
bool pg_begin_at(struct pg *pg, const char *snapshot, struct err *err)
{
    char sql[PG_SNAPSHOT_SIZE + 100];
    if (strspn(snapshot, "0123456789ABCDEFabcdef-") != strlen(snapshot)) {
        return err_set(err, ERR_DB, "\"%s\" is no snapshot of PostgreSQL", snapshot);
    }
    snprintf(sql, sizeof sql,
             "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ; SET TRANSACTION SNAPSHOT '%s'",
             snapshot);
    return pg_exec(pg, sql, err);
}
