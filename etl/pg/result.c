/* The rows of a result, and results handed over row by row. */
#include "pg/pg_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { PREPARED_NAME_SIZE = 32 };

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
    row += result->first;
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

static bool hand_over(struct pg *pg, pg_row_fn row, void *context, struct err *err)
{
    if (PQsetSingleRowMode(pg->connection) != 1) { /* the rows would come as one result */
        pg_drain(pg);
        return pg_failed(pg, NULL, err);
    }
    struct pg_result one = {0};
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

bool pg_each(struct pg *pg, const char *sql, int count, const char *const *params, pg_row_fn row,
             void *context, struct err *err)
{
    if (PQsendQueryParams(pg->connection, sql, count, NULL, params, NULL, NULL, 0) != 1) {
        return pg_failed(pg, NULL, err);
    }
    return hand_over(pg, row, context, err);
}

bool pg_each_of(const struct pg_result *rows, pg_row_fn row, void *context, struct err *err)
{
    struct pg_result one = *rows;
    for (; one.first < PQntuples(one.result); one.first++) {
        if (!row(&one, context, err)) {
            return false;
        }
    }
    return true;
}

static bool prepare(struct pg *pg, const char *sql, char name[PREPARED_NAME_SIZE], struct err *err)
{
    size_t i = 0;
    while (i < pg->prepared_count && strcmp(pg->prepared[i], sql) != 0) {
        i++;
    }
    snprintf(name, PREPARED_NAME_SIZE, "huizong_%zu", i);
    if (i < pg->prepared_count) {
        return true;
    }
    PGresult *result = PQprepare(pg->connection, name, sql, 0, NULL);
    bool fine = pg_went_well(result) || pg_failed(pg, result, err);
    PQclear(result);
    if (fine) {
        pg->prepared =
            mem_grow(pg->prepared, &pg->prepared_capacity, i + 1, sizeof pg->prepared[0]);
        pg->prepared[pg->prepared_count++] = mem_strdup(sql);
    }
    return fine;
}

bool pg_each_again(struct pg *pg, const char *sql, int count, const char *const *params,
                   pg_row_fn row, void *context, struct err *err)
{
    char name[PREPARED_NAME_SIZE];
    if (!prepare(pg, sql, name, err)) {
        return false;
    }
    if (PQsendQueryPrepared(pg->connection, name, count, params, NULL, NULL, 0) != 1) {
        return pg_failed(pg, NULL, err);
    }
    return hand_over(pg, row, context, err);
}

bool pg_query_again(struct pg *pg, const char *sql, int count, const char *const *params,
                    struct pg_result **out, struct err *err)
{
    char name[PREPARED_NAME_SIZE];
    if (!prepare(pg, sql, name, err)) {
        return false;
    }
    PGresult *result = PQexecPrepared(pg->connection, name, count, params, NULL, NULL, 0);
    return pg_take(pg, result, out, err);
}
