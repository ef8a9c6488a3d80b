/*
 * PostgreSQL: connections, statements, COPY. The only room that includes <libpq-fe.h>. Values go in
 * as parameters or by COPY, never into the text of a statement.
 */
#ifndef HUIZONG_PG_PG_H
#define HUIZONG_PG_PG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { PG_OLDEST = 13 }; /* the oldest major version that will do */

struct pg;        /* one connection */
struct pg_result; /* the rows of a query */

/*
 * Opens a connection. `conninfo` is a libpq conninfo or URI; "" means libpq's environment. The
 * session gets application_name huizong, client_encoding UTF8, search_path pg_catalog, TimeZone
 * UTC, DateStyle ISO, bytea_output hex, transactions that read what is committed, and messages in
 * the server's language untouched. Fails with ERR_DB; with ERR_CONFIG where the server is older
 * than PG_OLDEST or the database's encoding isn't UTF8.
 */
bool pg_open(struct pg **out, const char *conninfo, struct err *err);
void pg_close(struct pg *pg);               /* NULL is fine */
int pg_server_version(const struct pg *pg); /* 150018 */

/* One or more statements without parameters and without a result that is wanted. */
bool pg_exec(struct pg *pg, const char *sql, struct err *err);

/* As pg_exec, for a script: an error names `name` and the line of the script where PostgreSQL found
 * it. */
bool pg_script(struct pg *pg, const char *name, const char *sql, struct err *err);

/* What the transaction that is open on pg sees, which is to be a repeatable-read one; and the
 * beginning of one on another connection that sees the same, as long as that one lasts. */
enum { PG_SNAPSHOT_SIZE = 64 };
bool pg_snapshot(struct pg *pg, char snapshot[PG_SNAPSHOT_SIZE], struct err *err);
bool pg_begin_at(struct pg *pg, const char *snapshot, struct err *err);

/* One statement with text parameters $1 … $n (NULL for SQL NULL). *out may be NULL: no result
 * wanted. */
bool pg_query(struct pg *pg, const char *sql, int count, const char *const *params,
              struct pg_result **out, struct err *err);
int pg_rows(const struct pg_result *result);
int pg_columns(const struct pg_result *result);
const char *pg_column_name(const struct pg_result *result, int column);
uint32_t pg_column_type(const struct pg_result *result, int column); /* type OID */
int pg_column_modifier(const struct pg_result *result, int column);  /* atttypmod; -1 for none */
/* The OID of the relation that the column is taken from as it is, and its number there; 0 where it
 * is computed. */
uint32_t pg_column_origin(const struct pg_result *result, int column, int *attribute);
const char *pg_value(const struct pg_result *result, int row, int column); /* NULL for SQL NULL */
int64_t pg_affected(const struct pg_result *result); /* rows inserted, updated or removed */
void pg_free(struct pg_result *result);              /* NULL is fine */

/* A query whose rows are handed over one by one, in flat memory. `row` returns false (err set) to
 * stop. */
typedef bool (*pg_row_fn)(const struct pg_result *row, void *context, struct err *err);
bool pg_each(struct pg *pg, const char *sql, int count, const char *const *params, pg_row_fn row,
             void *context, struct err *err);

/* As pg_each, for a query that comes again and again: the server parses it once for the connection,
 * and plans it anew only as long as that pays. */
bool pg_each_again(struct pg *pg, const char *sql, int count, const char *const *params,
                   pg_row_fn row, void *context, struct err *err);

/* The same with all rows at once, and those of such a result one by one. */
bool pg_query_again(struct pg *pg, const char *sql, int count, const char *const *params,
                    struct pg_result **out, struct err *err);
bool pg_each_of(const struct pg_result *rows, pg_row_fn row, void *context, struct err *err);

/* COPY … FROM STDIN: begin, put any number of times, end (or abort, after which the transaction is
 * void). */
bool pg_copy_begin(struct pg *pg, const char *copy_sql, struct err *err);
bool pg_copy_put(struct pg *pg, const void *data, size_t length, struct err *err);
bool pg_copy_end(struct pg *pg, int64_t *rows, struct err *err);
void pg_copy_abort(struct pg *pg, const char *why);

/* Asks the server to break off the statements of all connections that are open, of whatever thread:
 * they fail. */
void pg_interrupt_all(void);

/* Whether a transaction is open, aborted ones included. */
bool pg_in_transaction(const struct pg *pg);

/* Whether the connection was lost, rather than a statement refused. */
bool pg_lost(const struct pg *pg);

/* The SQLSTATE of the last failed statement, "" where there is none. */
const char *pg_sqlstate(const struct pg *pg);

#endif
