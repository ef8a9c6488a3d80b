/* What the files of this room share, and nobody else sees. */
#ifndef HUIZONG_PG_PG_INTERNAL_H
#define HUIZONG_PG_PG_INTERNAL_H

#include <libpq-fe.h>

#include "base/buf.h"
#include "pg/pg.h"

enum { PG_SQLSTATE_SIZE = 6 };

struct pg {
    PGconn *connection;
    char sqlstate[PG_SQLSTATE_SIZE];
    bool lost;
    bool copying;
    /* The texts of statements that the server knows; number i is called huizong_i. */
    char **prepared;
    size_t prepared_count, prepared_capacity;
    PGcancel *cancel;
    struct pg *next; /* of all that are open */
};

struct pg_result {
    PGresult *result;
    int first; /* which of its rows is the first of those that are meant */
};

/* The list of connections that pg_interrupt_all goes through. */
void pg_enlist(struct pg *pg);
void pg_delist(struct pg *pg);

/* Makes what a statement gave the caller's (out may be NULL), or sets err. Frees the result
 * otherwise. */
bool pg_take(struct pg *pg, PGresult *result, struct pg_result **out, struct err *err);

/*
 * Sets err from a result that is an error (or NULL: from the connection), remembers its SQLSTATE,
 * and whether the connection is gone. Always returns false. The result stays the caller's.
 */
bool pg_failed(struct pg *pg, const PGresult *result, struct err *err);

/* Whether a result is that of a statement that went well; COPY is not: it waits for data. */
bool pg_went_well(const PGresult *result);

/* Reads what is left of the results, as libpq demands before the next statement, and ends a COPY
 * that began. */
void pg_drain(struct pg *pg);

/* What a script did before it failed. */
struct pg_script_failure {
    PGresult *result; /* NULL where no result came; cleared by the caller */
    size_t done;      /* statements that went well before it */
};

/* Runs the statements of `sql`; on failure says which result refused, for the caller to report. */
bool pg_run(struct pg *pg, const char *sql, struct pg_script_failure *failure);

/* Appends text on one line: line breaks become spaces, those at the end go. */
void pg_one_line(struct buf *out, const char *text);

#endif
