/* COPY … FROM STDIN. What the server has against the data comes only with the results after the
 * end. */
#include "pg/pg_internal.h"

#include <stdlib.h>

/* libpq keeps what it could not send yet: pieces of this size keep that small. */
enum { COPY_PIECE = 256 * 1024 };

bool pg_copy_begin(struct pg *pg, const char *copy_sql, struct err *err)
{
    PGresult *result = PQexec(pg->connection, copy_sql);
    if (PQresultStatus(result) == PGRES_COPY_IN) {
        PQclear(result);
        pg->copying = true;
        return true;
    }
    pg_drain(pg);
    if (pg_went_well(result) || PQresultStatus(result) == PGRES_COPY_OUT) {
        err_set(err, ERR_INTERNAL, "no COPY FROM STDIN: %s", copy_sql);
    } else {
        pg_failed(pg, result, err);
    }
    PQclear(result);
    return false;
}

/* Reads the results of a COPY. The first that is an error stays in *refused. */
static void read_results(struct pg *pg, PGresult **refused, int64_t *rows)
{
    PGresult *result;
    while ((result = PQgetResult(pg->connection)) != NULL) {
        ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_COMMAND_OK && rows != NULL) {
            *rows = strtoll(PQcmdTuples(result), NULL, 10);
        }
        if (status != PGRES_COMMAND_OK && status != PGRES_COPY_IN && *refused == NULL) {
            *refused = result;
        } else {
            PQclear(result);
        }
        if (status == PGRES_COPY_IN || PQstatus(pg->connection) != CONNECTION_OK) {
            break;
        }
    }
    pg->copying = false;
    pg->lost = pg->lost || PQstatus(pg->connection) != CONNECTION_OK;
}

static bool broken_off(struct pg *pg, struct err *err)
{
    PGresult *refused = NULL;
    read_results(pg, &refused, NULL);
    pg_failed(pg, refused, err);
    PQclear(refused);
    return false;
}

bool pg_copy_put(struct pg *pg, const void *data, size_t length, struct err *err)
{
    const char *next = data;
    while (length > 0) {
        int piece = length < COPY_PIECE ? (int)length : COPY_PIECE;
        if (PQputCopyData(pg->connection, next, piece) != 1) {
            return broken_off(pg, err);
        }
        next += piece;
        length -= (size_t)piece;
    }
    return true;
}

bool pg_copy_end(struct pg *pg, int64_t *rows, struct err *err)
{
    if (PQputCopyEnd(pg->connection, NULL) != 1) {
        return broken_off(pg, err);
    }
    PGresult *refused = NULL;
    read_results(pg, &refused, rows);
    if (refused != NULL || pg->lost) {
        pg_failed(pg, refused, err);
        PQclear(refused);
        return false;
    }
    return true;
}

void pg_copy_abort(struct pg *pg, const char *why)
{
    if (!pg->copying) {
        return;
    }
    PGresult *refused = NULL;
    PQputCopyEnd(pg->connection, why);
    read_results(pg, &refused, NULL);
    PQclear(refused);
}
