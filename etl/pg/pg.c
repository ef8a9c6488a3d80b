#include "pg/pg_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"

void pg_one_line(struct buf *out, const char *text)
{
    size_t start = out->length;
    bool gap = false;
    for (const char *s = text; *s != '\0'; s++) {
        if (strchr(" \r\n\t", *s) != NULL) {
            gap = out->length > start;
            continue;
        }
        if (gap) {
            buf_putc(out, ' ');
            gap = false;
        }
        buf_putc(out, *s);
    }
}

static void receive_notice(void *context, const PGresult *result)
{
    (void)context;
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (severity == NULL || primary == NULL) {
        return; /* a message of libpq's own, which the failure that follows repeats */
    }
    struct buf message = {0};
    pg_one_line(&message, primary);
    if (strcmp(severity, "WARNING") == 0) {
        log_warning("PostgreSQL: %s", buf_cstr(&message));
    } else {
        log_debug("PostgreSQL: %s", buf_cstr(&message));
    }
    buf_clear(&message);
}

/* An @ too many in a URI: libpq would take a part of the password for the host and name it in its
 * message. */
static bool uri_ambiguous(const char *conninfo)
{
    const char *authority = strstr(conninfo, "://");
    if (authority == NULL || strncmp(conninfo, "postgres", 8) != 0) {
        return false;
    }
    authority += 3;
    const char *end = authority + strcspn(authority, "/?");
    const char *at = memchr(authority, '@', (size_t)(end - authority));
    return at != NULL && memchr(at + 1, '@', (size_t)(end - at - 1)) != NULL;
}

static bool is_malformed(const char *conninfo, struct buf *reason)
{
    char *message = NULL;
    PQconninfoOption *options = PQconninfoParse(conninfo, &message);
    bool malformed = options == NULL;
    if (malformed) {
        pg_one_line(reason, message != NULL ? message : "out of memory");
    }
    PQconninfoFree(options);
    PQfreemem(message);
    return malformed;
}

/* libpq quotes the words of a connection string that it can't read: they may be part of a password.
 */
static bool conninfo_readable(const char *conninfo, struct err *err)
{
    if (uri_ambiguous(conninfo)) {
        return err_set(err, ERR_DB,
                       "the connection URI can't be read: an @ in its password is to be written "
                       "%%40");
    }
    if (strchr(conninfo, '=') == NULL && strstr(conninfo, "://") == NULL) {
        return true; /* the name of a database */
    }
    struct buf reason = {0};
    bool malformed = is_malformed(conninfo, &reason);
    if (malformed && (strstr(conninfo, "pass") != NULL || strchr(conninfo, '@') != NULL)) {
        err_set(err, ERR_DB,
                "the connection string can't be read (it may hold a password and is not shown)");
    } else if (malformed) {
        err_set(err, ERR_DB, "the connection string can't be read: %s", buf_cstr(&reason));
    }
    buf_clear(&reason);
    return !malformed;
}

static bool connect_failed(const struct pg *pg, struct err *err)
{
    struct buf line = {0};
    pg_one_line(&line, PQerrorMessage(pg->connection));
    err_set(err, ERR_DB, "can't connect to the database: %s", buf_cstr(&line));
    buf_clear(&line);
    return false;
}

/* PostgreSQL's own name of a version goes into the message: 12.22, say. */
static bool check_version(const struct pg *pg, struct err *err)
{
    enum { MAJOR = 10000 };
    const char *version = PQparameterStatus(pg->connection, "server_version");
    return PQserverVersion(pg->connection) / MAJOR >= PG_OLDEST ||
           err_set(err, ERR_CONFIG,
                   "the server is PostgreSQL %s; huizong needs PostgreSQL %d or a newer one",
                   version != NULL ? version : "of an unknown version", PG_OLDEST);
}

/* Documents are UTF-8 and hold what no other encoding can. */
static bool check_encoding(const struct pg *pg, struct err *err)
{
    const char *encoding = PQparameterStatus(pg->connection, "server_encoding");
    return (encoding != NULL && strcmp(encoding, "UTF8") == 0) ||
           err_set(err, ERR_CONFIG,
                   "the database %s has the encoding %s; huizong needs one of UTF8:"
                   " CREATE DATABASE ... TEMPLATE template0 ENCODING 'UTF8'",
                   PQdb(pg->connection), encoding != NULL ? encoding : "unknown");
}

bool pg_open(struct pg **out, const char *conninfo, struct err *err)
{
    static const char settings[] = "SET search_path = pg_catalog; SET TimeZone = 'UTC';"
                                   "SET DateStyle = 'ISO, YMD'; SET bytea_output = 'hex';"
                                   "SET standard_conforming_strings = on;"
                                   "SET default_transaction_isolation = 'read committed'";
    const char *const keys[] = {"dbname", "application_name", "client_encoding", NULL};
    const char *const values[] = {conninfo, "huizong", "UTF8", NULL};
    *out = NULL;
    if (!conninfo_readable(conninfo, err)) {
        return false;
    }
    struct pg *pg = mem_zalloc(sizeof *pg);
    pg->connection = PQconnectdbParams(keys, values, 1);
    if (PQstatus(pg->connection) != CONNECTION_OK) {
        connect_failed(pg, err);
        pg_close(pg);
        return false;
    }
    PQsetNoticeReceiver(pg->connection, receive_notice, NULL);
    pg_enlist(pg);
    if (!check_version(pg, err) || !check_encoding(pg, err)) {
        pg_close(pg);
        return false;
    }
    if (!pg_exec(pg, settings, err)) {
        err_context(err, "can't set up the session");
        pg_close(pg);
        return false;
    }
    *out = pg;
    return true;
}

void pg_close(struct pg *pg)
{
    if (pg != NULL) {
        pg_delist(pg);
        PQfinish(pg->connection);
        for (size_t i = 0; i < pg->prepared_count; i++) {
            free(pg->prepared[i]);
        }
        free(pg->prepared);
        free(pg);
    }
}

int pg_server_version(const struct pg *pg)
{
    return PQserverVersion(pg->connection);
}

bool pg_in_transaction(const struct pg *pg)
{
    PGTransactionStatusType status = PQtransactionStatus(pg->connection);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

bool pg_lost(const struct pg *pg)
{
    return pg->lost;
}

const char *pg_sqlstate(const struct pg *pg)
{
    return pg->sqlstate;
}

static void describe(struct buf *line, const PGresult *result)
{
    static const struct {
        int field;
        const char *label;
    } parts[] = {
        {PG_DIAG_MESSAGE_DETAIL, " DETAIL: "},
        {PG_DIAG_MESSAGE_HINT, " HINT: "},
        {PG_DIAG_CONTEXT, " CONTEXT: "},
    };
    const char *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    pg_one_line(line, primary != NULL ? primary : PQresultErrorMessage(result));
    if (sqlstate != NULL) {
        buf_printf(line, " (SQLSTATE %s)", sqlstate);
    }
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const char *text = PQresultErrorField(result, parts[i].field);
        if (text != NULL) {
            buf_puts(line, parts[i].label);
            pg_one_line(line, text);
        }
    }
}

/* 57P01 … 57P03: the server ends the session, is stopping, or can't take it now. */
static bool is_lost(const struct pg *pg)
{
    return PQstatus(pg->connection) != CONNECTION_OK || strncmp(pg->sqlstate, "57P0", 4) == 0 ||
           strncmp(pg->sqlstate, "08", 2) == 0;
}

bool pg_failed(struct pg *pg, const PGresult *result, struct err *err)
{
    const char *sqlstate = result != NULL ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    snprintf(pg->sqlstate, sizeof pg->sqlstate, "%s", sqlstate != NULL ? sqlstate : "");
    pg->lost = pg->lost || is_lost(pg);
    struct buf line = {0};
    if (result != NULL && PQresultErrorMessage(result)[0] != '\0') {
        describe(&line, result);
    } else if (PQresultStatus(result) == PGRES_COPY_OUT) {
        buf_puts(&line, "COPY TO STDOUT is not read here");
    } else {
        pg_one_line(&line, PQerrorMessage(pg->connection));
    }
    if (line.length == 0) {
        buf_puts(&line, "libpq gave no result and no reason; it may be out of memory");
    }
    err_set(err, ERR_DB, "%s: %s",
            pg->lost ? "connection to the database lost" : "statement refused", buf_cstr(&line));
    buf_clear(&line);
    return false;
}

bool pg_went_well(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

void pg_drain(struct pg *pg)
{
    PGresult *result;
    while ((result = PQgetResult(pg->connection)) != NULL) {
        ExecStatusType status = PQresultStatus(result);
        PQclear(result);
        if (status == PGRES_COPY_IN) {
            PQputCopyEnd(pg->connection, "no data is sent by this statement");
        } else if (status == PGRES_COPY_OUT) {
            char *data = NULL;
            while (PQgetCopyData(pg->connection, &data, 0) > 0) {
                PQfreemem(data);
            }
        }
        /* A connection that is gone repeats the state of its COPY for ever. */
        if (PQstatus(pg->connection) != CONNECTION_OK) {
            break;
        }
    }
    pg->lost = pg->lost || PQstatus(pg->connection) != CONNECTION_OK;
}

bool pg_run(struct pg *pg, const char *sql, struct pg_script_failure *failure)
{
    *failure = (struct pg_script_failure){0};
    if (PQsendQuery(pg->connection, sql) != 1) {
        return false;
    }
    PGresult *result;
    while ((result = PQgetResult(pg->connection)) != NULL) {
        if (!pg_went_well(result)) {
            failure->result = result;
            if (PQresultStatus(result) == PGRES_COPY_IN) {
                PQputCopyEnd(pg->connection, "no data is sent by this statement");
            }
            pg_drain(pg);
            return false;
        }
        failure->done++;
        PQclear(result);
    }
    return true;
}

bool pg_exec(struct pg *pg, const char *sql, struct err *err)
{
    struct pg_script_failure failure;
    if (pg_run(pg, sql, &failure)) {
        return true;
    }
    pg_failed(pg, failure.result, err);
    PQclear(failure.result);
    return false;
}

bool pg_take(struct pg *pg, PGresult *result, struct pg_result **out, struct err *err)
{
    bool fine = pg_went_well(result);
    if (!fine) {
        pg_drain(pg);
        pg_failed(pg, result, err);
    }
    if (!fine || out == NULL) {
        PQclear(result);
        return fine;
    }
    *out = mem_zalloc(sizeof **out);
    (*out)->result = result;
    return true;
}

bool pg_query(struct pg *pg, const char *sql, int count, const char *const *params,
              struct pg_result **out, struct err *err)
{
    if (out != NULL) {
        *out = NULL;
    }
    PGresult *result = PQexecParams(pg->connection, sql, count, NULL, params, NULL, NULL, 0);
    return pg_take(pg, result, out, err);
}
