#include <stdlib.h>
#include <string.h>

#include "cmd/cmd.h"
#include "cmd/figure.h"

enum { PARAMS = 9 };

/*
 * Rollups by default: the last one in which something of what is selected ($3 … $9, as below)
 * changed, and the one before it. What an agency's document brings changes where a row of the
 * history ends or begins and the next or the last one says something else.
 */
static const char runs_query[] =
    "WITH part AS (SELECT h.from_run, h.until_run, h.mof_div_code, h.fiscal_year, h.bgt_stage,"
    " h.scope, h.dept_code, h.agency_code, CASE WHEN h.counts THEN"
    " coalesce((h.figures ->> ($3::text || '/' || $4::text))::numeric, 0) ELSE 0 END AS amount"
    " FROM etl.figure_history AS h"
    " WHERE ($5::integer IS NULL OR h.fiscal_year = $5::integer)"
    " AND ($6::text IS NULL OR h.mof_div_code = $6)"
    " AND ($7::text IS NULL OR h.dept_code = $7)"
    " AND ($8::text IS NULL OR h.agency_code = $8)"
    " AND ($9::text IS NULL OR h.bgt_stage = $9)"
    "), step AS (SELECT p.from_run, p.until_run, p.amount,"
    " CASE WHEN lag(p.until_run) OVER own = p.from_run THEN lag(p.amount) OVER own ELSE 0 END"
    " AS before, lead(p.from_run) OVER own AS next_run FROM part AS p"
    " WINDOW own AS (PARTITION BY p.mof_div_code, p.fiscal_year, p.bgt_stage, p.scope,"
    "                p.dept_code, p.agency_code ORDER BY p.from_run)"
    "), changed AS (SELECT greatest("
    " pg_catalog.max(s.from_run) FILTER (WHERE s.amount <> s.before),"
    " pg_catalog.max(s.until_run) FILTER (WHERE s.amount <> 0"
    "                                     AND s.next_run IS DISTINCT FROM s.until_run)) AS run_id"
    " FROM step AS s"
    "), last AS (SELECT coalesce($2::bigint, greatest(coalesce(c.run_id,"
    " (SELECT pg_catalog.max(r.run_id) FROM etl.rollup_run AS r)), $1::bigint)) AS run_id"
    " FROM changed AS c)"
    " SELECT l.run_id, coalesce($1::bigint,"
    " (SELECT pg_catalog.max(r.run_id) FROM etl.rollup_run AS r WHERE r.run_id < l.run_id))"
    " FROM last AS l";

#define SELECTED                                                                                   \
    " WHERE c.relation = $3 AND c.subject = $4"                                                    \
    " AND ($5::integer IS NULL OR c.fiscal_year = $5::integer)"                                    \
    " AND ($6::text IS NULL OR c.mof_div_code = $6)"                                               \
    " AND ($7::text IS NULL OR c.dept_code = $7)"                                                  \
    " AND ($8::text IS NULL OR c.agency_code = $8)"                                                \
    " AND ($9::text IS NULL OR c.bgt_stage = $9)"

static const char list_query[] =
    "SELECT c.fiscal_year, c.bgt_stage, c.mof_div_code, c.dept_code, c.agency_code, c.cause,"
    " c.before, c.after, c.change, d.file || '#' || d.document_no AS document"
    " FROM rollup.changes($1::bigint, $2::bigint) AS c"
    " LEFT JOIN etl.document AS d ON d.mof_div_code = c.mof_div_code"
    " AND d.doc_id = coalesce(c.document_after, c.document_before)" SELECTED
    " ORDER BY c.mof_div_code, c.fiscal_year, c.bgt_stage, c.dept_code, c.agency_code";

/* The whole change, from the totals of both runs, and its parts by cause. */
static const char sum_query[] =
    "SELECT pg_catalog.to_char(coalesce(pg_catalog.sum(g.change), 0),"
    " 'FM999,999,999,999,999,990.00'),"
    " pg_catalog.string_agg(g.cause || ' '"
    " || pg_catalog.to_char(g.change, 'FMSG999,999,999,999,999,990.00'), ', ' ORDER BY g.cause)"
    " FROM (SELECT c.cause, pg_catalog.sum(c.change) AS change"
    " FROM rollup.changes($1::bigint, $2::bigint) AS c" SELECTED " GROUP BY c.cause) AS g";

/* Fills in the first two of the parameters. */
static bool find_runs(struct pg *pg, const char *params[PARAMS], struct pg_result **runs,
                      struct err *err)
{
    if (!cmd_run_known(pg, params[0], "--from", err) ||
        !cmd_run_known(pg, params[1], "--to", err) ||
        !pg_query(pg, runs_query, PARAMS, params, runs, err)) {
        return false;
    }
    params[1] = pg_value(*runs, 0, 0);
    params[0] = pg_value(*runs, 0, 1);
    if (params[1] == NULL) {
        return err_set(err, ERR_USAGE, "there was no rollup yet");
    }
    if (params[0] == NULL) {
        params[0] = "0";
    }
    return strtoll(params[0], NULL, 10) <= strtoll(params[1], NULL, 10) ||
           err_set(err, ERR_USAGE, "--from %s is later than --to %s", params[0], params[1]);
}

static bool say_sum(struct cmd *cmd, struct pg *pg, const char *const *params, struct err *err)
{
    struct pg_result *sum = NULL;
    if (!pg_query(pg, sum_query, PARAMS, params, &sum, err)) {
        return false;
    }
    const char *parts = pg_value(sum, 0, 1);
    cmd_say(cmd, "run %s to run %s: %s%s%s", params[0], params[1],
            parts != NULL ? pg_value(sum, 0, 0) : "no change", parts != NULL ? " = " : "",
            parts != NULL ? parts : "");
    pg_free(sum);
    return true;
}

bool cmd_changes(struct cmd *cmd, int argc, char **argv, struct err *err)
{
    struct cmd_selection selection = {0};
    enum cmd_format format = CMD_TABLE;
    const char *from = NULL;
    const char *to = NULL;
    const char *relation = "expenditure_by_function";
    const char *subject = "";
    const char *stage = NULL;
    const struct cmd_option options[] = {{"from", NULL, &from},         {"to", NULL, &to},
                                         {"relation", NULL, &relation}, {"subject", NULL, &subject},
                                         {"stage", NULL, &stage},       {0}};
    struct cmd_reader reader = {.options = options, .selection = &selection, .format = &format};
    if (!cmd_options(&reader, argc, argv, err) || !cmd_number(from, "--from", err) ||
        !cmd_number(to, "--to", err) || !figure_check_relation(relation, err) ||
        !figure_check_class(relation, subject, err) || !figure_check_stage(stage, err)) {
        return false;
    }
    struct pg *pg = NULL;
    struct pg_result *runs = NULL;
    const char *params[PARAMS] = {from,           to,
                                  relation,       subject,
                                  selection.year, selection.division,
                                  selection.dept, selection.agency,
                                  stage};
    bool fine = cmd_connect_ready(cmd, &pg, err) && find_runs(pg, params, &runs, err) &&
                cmd_print(pg, format, list_query, PARAMS, params, err) &&
                say_sum(cmd, pg, params, err);
    pg_free(runs);
    pg_close(pg);
    return fine;
}
