#include "transform/rule_session.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "transform/planner.h"

enum { NUMBER_SIZE = 24, /* any int64 as text */ WATCHES_CLIENT = 140000 };

/* The rule's rows, as they come: those of our own rules at once to where all are gathered. */
static const char ours[] = "etl.check_finding", theirs[] = "pg_temp.rule_result";
static const char insert_before[] =
    " (run_id, mof_div_code, doc_id, rule_id, table_name, row_no,"
    " row_label, column_name, expected, actual, tolerance, unit, message, hint)\n"
    "SELECT $1::bigint, f.mof_div_code, f.doc_id,"
    " CASE WHEN f.doc_id IS NULL THEN etl.refuse_finding('it finds something without a doc_id')"
    " WHEN s.doc_id IS NULL THEN etl.refuse_finding("
    "'it finds something in a document that isn''t in etl.check_scope')"
    " WHEN f.rule_id <> ALL (string_to_array($2, ' ')) THEN etl.refuse_finding("
    "'it finds by rule ' || f.rule_id || ', which it doesn''t declare')"
    " ELSE f.rule_id END,"
    " f.table_name, f.row_no, f.row_label, f.column_name, f.expected, f.actual, f.tolerance,"
    " f.unit, f.message, f.hint\n"
    "FROM (\n";
static const char insert_after[] = "\n) AS f\n"
                                   "LEFT JOIN etl.check_scope AS s ON s.mof_div_code = "
                                   "f.mof_div_code AND s.doc_id = f.doc_id::bigint";

static void number(int64_t value, char text[NUMBER_SIZE])
{
    snprintf(text, NUMBER_SIZE, "%" PRId64, value);
}

bool rule_session_open(const struct rule_session *session, struct err *err)
{
    struct pg *pg = session->pg;
    static const char table[] = "CREATE TEMPORARY TABLE rule_result"
                                " (LIKE etl.check_finding INCLUDING CONSTRAINTS)";
    static const char grant[] = "GRANT INSERT ON pg_temp.rule_result TO huizong_rule";
    static const char set[] = "SELECT set_config('huizong.run_id', $1, false)";
    char id[NUMBER_SIZE];
    number(session->run_id, id);
    const char *const params[] = {id};
    return pg_exec(pg, table, err) && (!session->restricted || pg_exec(pg, grant, err)) &&
           pg_query(pg, set, 1, params, NULL, err) && planner_set(pg, session->documents, err) &&
           /* If this program dies, what it asked for is to end too. */
           (pg_server_version(pg) < WATCHES_CLIENT ||
            pg_exec(pg, "SET client_connection_check_interval = '1s'", err));
}

bool rule_session_close(const struct rule_session *session, struct err *err)
{
    struct pg *pg = session->pg;
    return pg_exec(pg, "DROP TABLE pg_temp.rule_result; RESET huizong.run_id", err) &&
           planner_reset(pg, err) &&
           (pg_server_version(pg) < WATCHES_CLIENT ||
            pg_exec(pg, "RESET client_connection_check_interval", err));
}

/* $1 of the statement is the run, $2 the rules that the file declares. */
static bool run_statement(const struct rule_session *session, const struct rule_file *file,
                          const char *prefix, const char *into, struct pg_result **result,
                          struct err *err)
{
    char id[NUMBER_SIZE];
    number(session->run_id, id);
    struct buf ids = {0};
    for (size_t i = 0; i < file->rule_count; i++) {
        buf_printf(&ids, "%s%s", i > 0 ? " " : "", file->rules[i].id);
    }
    const char *const params[] = {id, buf_cstr(&ids)};
    char *sql = mem_printf("%sINSERT INTO %s%s%s%s", prefix, into, insert_before, file->select,
                           insert_after);
    bool fine = pg_query(session->pg, sql, 2, params, result, err);
    free(sql);
    buf_clear(&ids);
    return fine;
}

static bool insert_rows(const struct rule_session *session, const struct rule_file *file,
                        const char *into, int64_t *rows, struct err *err)
{
    struct pg_result *result = NULL;
    bool fine = run_statement(session, file, "", into, &result, err);
    *rows = fine ? pg_affected(result) : 0;
    pg_free(result);
    return fine;
}

/* A rule of the bureau's reads, and does nothing else. */
static bool run_own(const struct rule_session *session, const struct rule_file *file, int64_t *rows,
                    struct err *err)
{
    static const char hand_over[] = "INSERT INTO etl.check_finding SELECT * FROM"
                                    " pg_temp.rule_result; TRUNCATE pg_temp.rule_result";
    return pg_exec(session->pg,
                   session->restricted ? "BEGIN READ ONLY; SET LOCAL ROLE huizong_rule"
                                       : "BEGIN READ ONLY",
                   err) &&
           insert_rows(session, file, theirs, rows, err) && pg_exec(session->pg, "COMMIT", err) &&
           (*rows == 0 || pg_exec(session->pg, hand_over, err));
}

bool rule_session_run(const struct rule_session *session, const struct rule_file *file, bool is_own,
                      int64_t *rows, struct err *err)
{
    return is_own ? run_own(session, file, rows, err) : insert_rows(session, file, ours, rows, err);
}

bool rule_session_clean(const struct rule_session *session, struct err *err)
{
    return (!pg_in_transaction(session->pg) || pg_exec(session->pg, "ROLLBACK", err)) &&
           pg_exec(session->pg, "TRUNCATE pg_temp.rule_result", err);
}

bool rule_session_try(const struct rule_session *session, const struct rule_file *file,
                      bool *accepted, struct err *why, struct err *err)
{
    if (!rule_session_open(session, err)) {
        return false;
    }
    *accepted = run_statement(session, file, "EXPLAIN ", theirs, NULL, why);
    if (!*accepted && pg_lost(session->pg)) {
        *err = *why;
        return false;
    }
    return rule_session_close(session, err);
}

bool rule_session_broken(const struct rule_session *session)
{
    const char *state = pg_sqlstate(session->pg);
    return pg_lost(session->pg) || strncmp(state, "53", 2) == 0 || strncmp(state, "58", 2) == 0;
}
