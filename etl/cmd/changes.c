#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/cmd.h"

enum { PARAMS = 9 };

/* Rollups by default: the last one, and the last one before it that said something else. */
static const char runs_query[] =
    "SELECT t.run_id, coalesce($1::bigint,"
    " (SELECT pg_catalog.max(r.run_id) FROM etl.rollup_run AS r WHERE r.run_id < t.run_id))"
    " FROM (SELECT coalesce($2::bigint, (SELECT pg_catalog.max(greatest(h.from_run, h.until_run))"
    " FROM etl.figure_history AS h)) AS run_id) AS t";

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

static bool find_runs(struct pg *pg, const char **from, const char **to, struct pg_result **runs,
                      struct err *err)
{
    const char *const params[] = {*from, *to};
    if (!pg_query(pg, runs_query, 2, params, runs, err)) {
        return false;
    }
    *to = pg_value(*runs, 0, 0);
    *from = pg_value(*runs, 0, 1);
    if (*to == NULL) {
        return err_set(err, ERR_USAGE, "there was no rollup yet");
    }
    if (*from == NULL) {
        *from = "0";
    }
    return true;
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
        !cmd_number(to, "--to", err)) {
        return false;
    }
    if (argv[1] != NULL) {
        return err_set(err, ERR_USAGE, "changes takes no argument, but was given \"%s\"", argv[1]);
    }
    char year[12];
    snprintf(year, sizeof year, "%d", selection.year);
    struct pg *pg = NULL;
    struct pg_result *runs = NULL;
    bool fine = cmd_connect_ready(cmd, &pg, err) && find_runs(pg, &from, &to, &runs, err);
    const char *const params[PARAMS] = {from,
                                        to,
                                        relation,
                                        subject,
                                        selection.year > 0 ? year : NULL,
                                        selection.division,
                                        selection.dept,
                                        selection.agency,
                                        stage};
    fine = fine && cmd_print(pg, format, list_query, PARAMS, params, err) &&
           say_sum(cmd, pg, params, err);
    pg_free(runs);
    pg_close(pg);
    return fine;
}
