#include "store/prune.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "store/emptying.h"

enum { NUMBER_SIZE = 24 };

struct prune {
    struct pg *pg;
    char first[NUMBER_SIZE]; /* run_id of the first run that is kept */
    char shown[NUMBER_SIZE]; /* of the first whose findings are kept, for others to be compared */
    char run_id[NUMBER_SIZE];
};

/* *found false: there are no more than that many runs. */
static bool find_first_kept(struct prune *prune, int keep, bool *found, struct err *err)
{
    static const char sql[] = "SELECT r.run_id FROM etl.run AS r WHERE r.state = 'complete'"
                              " AND r.command IN ('load', 'nightly')"
                              " ORDER BY r.run_id DESC OFFSET $1::integer - 1 LIMIT 1";
    char number[NUMBER_SIZE];
    snprintf(number, sizeof number, "%d", keep);
    const char *const params[] = {number};
    struct pg_result *result;
    if (!pg_query(prune->pg, sql, 1, params, &result, err)) {
        return false;
    }
    *found = pg_rows(result) == 1;
    if (*found) {
        snprintf(prune->first, sizeof prune->first, "%s", pg_value(result, 0, 0));
    }
    pg_free(result);
    return true;
}

/* The first run that is kept, or the one that findings --since-last compares with, if that is
 * earlier. */
static bool find_first_shown(struct prune *prune, struct err *err)
{
    static const char sql[] =
        "SELECT least($1::bigint, nullif(l.from_run, 0)) FROM rollup.last_check() AS l";
    const char *const params[] = {prune->first};
    struct pg_result *result;
    if (!pg_query(prune->pg, sql, 1, params, &result, err)) {
        return false;
    }
    snprintf(prune->shown, sizeof prune->shown, "%s", pg_value(result, 0, 0));
    pg_free(result);
    return true;
}

/* A statement of which $1 is a run. */
static bool remove_rows(const struct prune *prune, const char *run, const char *sql, int64_t *count,
                        struct err *err)
{
    const char *const params[] = {run};
    struct pg_result *result;
    if (!pg_query(prune->pg, sql, 1, params, &result, err)) {
        return false;
    }
    if (count != NULL) {
        *count += pg_affected(result);
    }
    pg_free(result);
    return true;
}

/* Checks that a later one of the same document had replaced when run $1 ended, and that are none of
 * the rollups. */
#define OLD_CHECK                                                                                  \
    " FROM etl.document_check AS c WHERE c.run_id < $1::bigint"                                    \
    " AND EXISTS (SELECT FROM etl.document_check AS l WHERE l.mof_div_code = c.mof_div_code"       \
    " AND l.doc_id = c.doc_id AND l.run_id > c.run_id AND l.run_id <= $1::bigint)"                 \
    " AND NOT EXISTS (SELECT FROM etl.in_force AS i WHERE i.mof_div_code = c.mof_div_code"         \
    " AND i.doc_id = c.doc_id AND i.check_run_id = c.run_id)"

static bool remove_checks(struct prune *prune, struct prune_summary *summary, struct err *err)
{
    return remove_rows(prune, prune->shown,
                       "DELETE FROM etl.finding AS f USING (SELECT c.mof_div_code, c.doc_id,"
                       " c.run_id" OLD_CHECK ") AS o WHERE f.mof_div_code = o.mof_div_code"
                       " AND f.doc_id = o.doc_id AND f.run_id = o.run_id",
                       &summary->findings, err) &&
           remove_rows(prune, prune->shown,
                       "DELETE FROM etl.document_check AS d USING (SELECT c.mof_div_code, c.doc_id,"
                       " c.run_id" OLD_CHECK ") AS o WHERE d.mof_div_code = o.mof_div_code"
                       " AND d.doc_id = o.doc_id AND d.run_id = o.run_id",
                       NULL, err);
}

/* A run that failed took no file; load forgets such notes by the run's row. */
static bool remove_runs(struct prune *prune, struct prune_summary *summary, struct err *err)
{
    static const char *const statements[] = {
        "DELETE FROM etl.notice AS n WHERE n.run_id < $1::bigint",
        /* What documents still owe findings for is needed to try it again. */
        ("DELETE FROM etl.rule_fault AS f WHERE f.run_id < $1::bigint AND NOT EXISTS"
         " (SELECT FROM etl.document_check AS c WHERE c.run_id = f.run_id AND NOT c.complete)"),
        ("DELETE FROM etl.file AS f USING etl.run AS r WHERE r.run_id = f.run_id"
         " AND r.run_id < $1::bigint AND r.state IN ('aborted', 'failed')"),
        /* Files that were gone by then, and those in folders that no run that is kept was given:
         * should they come again, they are read again. */
        ("DELETE FROM etl.file AS f WHERE f.gone_run < $1::bigint OR (f.run_id < $1::bigint"
         " AND EXISTS (SELECT FROM etl.input AS i WHERE i.run_id >= $1::bigint)"
         " AND NOT EXISTS (SELECT FROM (SELECT DISTINCT i.path FROM etl.input AS i"
         " WHERE i.run_id >= $1::bigint) AS g"
         " WHERE starts_with(f.path, rtrim(g.path, '/') || '/')))"),
        "DELETE FROM etl.input AS i WHERE i.run_id < $1::bigint",
        /* Where nights write elsewhere now. */
        ("DELETE FROM etl.export AS e WHERE EXISTS (SELECT FROM etl.export AS n"
         " WHERE n.run_id >= $1::bigint) AND NOT EXISTS (SELECT FROM etl.export AS n"
         " WHERE n.out = e.out AND n.run_id >= $1::bigint)"),
    };
    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++) {
        if (!remove_rows(prune, prune->first, statements[i], NULL, err)) {
            return false;
        }
    }
    return remove_rows(prune, prune->first,
                       "DELETE FROM etl.rejection AS r WHERE r.run_id < $1::bigint",
                       &summary->rejections, err) &&
           remove_rows(prune, prune->first,
                       "DELETE FROM etl.run AS r USING (SELECT x.run_id FROM etl.run AS x"
                       " WHERE x.run_id < $1::bigint AND x.state <> 'running'"
                       " EXCEPT SELECT d.run_id FROM etl.document AS d"
                       " EXCEPT SELECT d.withdrawn_run FROM etl.document AS d"
                       " EXCEPT SELECT c.run_id FROM etl.document_check AS c"
                       " EXCEPT SELECT l.from_run FROM rollup.last_check() AS l"
                       " EXCEPT SELECT i.run_id FROM etl.in_force AS i"
                       " EXCEPT SELECT h.from_run FROM etl.figure_history AS h"
                       " EXCEPT SELECT h.until_run FROM etl.figure_history AS h"
                       " EXCEPT SELECT s.run_id FROM etl.rollup_slice AS s) AS o"
                       " WHERE r.run_id = o.run_id",
                       &summary->runs, err) &&
           remove_rows(prune, prune->first,
                       "DELETE FROM etl.rollup_run AS u WHERE u.run_id < $1::bigint"
                       " AND NOT EXISTS (SELECT FROM etl.run AS r WHERE r.run_id = u.run_id)",
                       NULL, err);
}

/* Of the same agency, year, stage and scope a higher revision is in force, and one was when run $1
 * ended: be it the same or one that came in between, and this one has not been since. */
static bool choose_superseded(struct prune *prune, struct err *err)
{
    return pg_exec(prune->pg,
                   "CREATE TEMPORARY TABLE prune_document (mof_div_code text COLLATE \"C\","
                   " doc_id bigint, PRIMARY KEY (mof_div_code, doc_id)) ON COMMIT DROP",
                   err) &&
           remove_rows(prune, prune->shown,
                       "INSERT INTO pg_temp.prune_document (mof_div_code, doc_id)"
                       " SELECT d.mof_div_code, d.doc_id FROM etl.document AS d"
                       " JOIN etl.in_force AS i ON i.mof_div_code = d.mof_div_code"
                       " AND i.fiscal_year = d.fiscal_year AND i.bgt_stage = d.bgt_stage"
                       " AND i.scope = d.scope AND i.agency_code = d.agency_code"
                       " AND i.revision > d.revision"
                       " JOIN etl.figure_history AS h ON h.mof_div_code = d.mof_div_code"
                       " AND h.fiscal_year = d.fiscal_year AND h.bgt_stage = d.bgt_stage"
                       " AND h.scope = d.scope AND h.agency_code = d.agency_code"
                       " AND h.from_run <= $1::bigint"
                       " AND (h.until_run IS NULL OR h.until_run > $1::bigint)"
                       " JOIN etl.document AS n ON n.mof_div_code = h.mof_div_code"
                       " AND n.doc_id = h.doc_id AND n.revision > d.revision"
                       " WHERE d.run_id < $1::bigint AND NOT d.orphan AND d.withdrawn_at IS NULL"
                       " AND NOT EXISTS (SELECT FROM etl.figure_history AS l"
                       " WHERE l.mof_div_code = d.mof_div_code AND l.doc_id = d.doc_id"
                       " AND (l.until_run IS NULL OR l.until_run > $1::bigint))",
                       NULL, err);
}

static bool note_emptied(struct prune *prune, int64_t *documents, struct err *err)
{
    static const char sql[] =
        "UPDATE etl.document AS d SET withdrawn_at = clock_timestamp(),"
        " withdrawn_why = '已有更高版本，明细已清理', withdrawn_run = $1::bigint"
        " FROM pg_temp.prune_document AS p WHERE p.mof_div_code = d.mof_div_code"
        " AND p.doc_id = d.doc_id";
    const char *const params[] = {prune->run_id};
    struct pg_result *result;
    if (!pg_query(prune->pg, sql, 1, params, &result, err)) {
        return false;
    }
    *documents = pg_affected(result);
    pg_free(result);
    return true;
}

static bool remove_superseded(struct prune *prune, struct prune_summary *summary, struct err *err)
{
    return choose_superseded(prune, err) &&
           emptying_run(prune->pg, "pg_temp.prune_document", err) &&
           note_emptied(prune, &summary->documents, err);
}

bool prune_run(struct pg *pg, int64_t run_id, int keep, bool superseded,
               struct prune_summary *summary, struct err *err)
{
    struct prune prune = {.pg = pg};
    bool found = false;
    *summary = (struct prune_summary){0};
    snprintf(prune.run_id, sizeof prune.run_id, "%" PRId64, run_id);
    if (!find_first_kept(&prune, keep, &found, err)) {
        return false;
    }
    if (!found) {
        return true;
    }
    return find_first_shown(&prune, err) &&
           pg_exec(pg, "BEGIN; SET LOCAL work_mem = '64MB'", err) &&
           (!superseded || remove_superseded(&prune, summary, err)) &&
           remove_checks(&prune, summary, err) && remove_runs(&prune, summary, err) &&
           pg_exec(pg, "COMMIT", err);
}
