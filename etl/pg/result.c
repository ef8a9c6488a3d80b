/* The rows of a result, and results handed over row by row. */
#include "pg/pg_internal.h"

#include <stdlib.h>

int pg_rows(const struct pg_result *result)
{
    return PQntuples(result->result);
}

int pg_columns(const struct pg_result *result)
{
    return PQnfields(result->result);
}

const char *pg_column_name(const struct pg_result *result, int column)
{
    return PQfname(result->result, column);
}

uint32_t pg_column_type(const struct pg_result *result, int column)
{
    return PQftype(result->result, column);
}

int pg_column_modifier(const struct pg_result *result, int column)
{
    return PQfmod(result->result, column);
}

uint32_t pg_column_origin(const struct pg_result *result, int column, int *attribute)
{
    *attribute = PQftablecol(result->result, column);
    return PQftable(result->result, column);
}

const char *pg_value(const struct pg_result *result, int row, int column)
{
    return PQgetisnull(result->result, row, column) ? NULL
                                                    : PQgetvalue(result->result, row, column);
}

int64_t pg_affected(const struct pg_result *result)
{
    return strtoll(PQcmdTuples(result->result), NULL, 10);
}

void pg_free(struct pg_result *result)
{
    if (result != NULL) {
        PQclear(result->result);
        free(result);
    }
}

/* Tells the server to stop sending rows that nobody wants any more. */
static void cancel(struct pg *pg)
{
    char reason[256];
    PGcancel *request = PQgetCancel(pg->connection);
    if (request != NULL) {
        PQcancel(request, reason, sizeof reason);
        PQfreeCancel(request);
    }
    pg_drain(pg);
}

bool pg_each(struct pg *pg, const char *sql, int count, const char *const *params, pg_row_fn row,
             void *context, struct err *err)
{
    if (PQsendQueryParams(pg->connection, sql, count, NULL, params, NULL, NULL, 0) != 1) {
        return pg_failed(pg, NULL, err);
    }
    if (PQsetSingleRowMode(pg->connection) != 1) { /* the rows would come as one result */
        pg_drain(pg);
        return pg_failed(pg, NULL, err);
    }
    struct pg_result one;
    while ((one.result = PQgetResult(pg->connection)) != NULL) {
        bool fine = true;
        if (PQresultStatus(one.result) == PGRES_SINGLE_TUPLE) {
            fine = row(&one, context, err);
            if (!fine) {
                cancel(pg);
            }
        } else if (!pg_went_well(one.result)) {
            pg_drain(pg);
            fine = pg_failed(pg, one.result, err);
        }
        PQclear(one.result);
        if (!fine) {
            return false;
        }
    }
    return true;
}
