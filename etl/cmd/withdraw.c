#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/stages.h"

struct withdrawal {
    struct cmd_selection selection;
    const char *scope, *stage, *revision, *why;
};

static const char update[] =
    "UPDATE etl.document d SET withdrawn_at = clock_timestamp(), withdrawn_why = $8, withdrawn_run "
    "= $9::bigint"
    " WHERE d.withdrawn_at IS NULL AND NOT d.orphan AND d.fiscal_year = $1::integer AND "
    "d.agency_code = $2"
    " AND ($3::text IS NULL OR d.mof_div_code = $3) AND d.scope = $4 AND d.bgt_stage = $5"
    " AND ($6::text IS NULL OR d.dept_code = $6) AND ($7::integer IS NULL OR d.revision = "
    "$7::integer)"
    " RETURNING d.mof_div_code, d.revision";

/* One agency is meant; a code that several divisions use must be told apart. */
static bool is_one_division(const struct pg_result *withdrawn, struct err *err)
{
    for (int r = 1; r < pg_rows(withdrawn); r++) {
        if (strcmp(pg_value(withdrawn, r, 0), pg_value(withdrawn, 0, 0)) != 0) {
            return err_set(err, ERR_USAGE, "agencies of %s and %s have this code: give --division",
                           pg_value(withdrawn, 0, 0), pg_value(withdrawn, r, 0));
        }
    }
    return true;
}

static bool withdraw(struct run *run, const struct withdrawal *w, char *summary, struct err *err)
{
    char id[24];
    snprintf(id, sizeof id, "%" PRId64, run->id);
    const char *const params[] = {w->selection.year,
                                  w->selection.agency,
                                  w->selection.division,
                                  w->scope != NULL ? w->scope : "unit",
                                  w->stage != NULL ? w->stage : "budget",
                                  w->selection.dept,
                                  w->revision,
                                  w->why,
                                  id};
    struct pg_result *withdrawn = NULL;
    if (!pg_query(run->pg, update, 9, params, &withdrawn, err)) {
        return false;
    }
    bool fine =
        pg_rows(withdrawn) > 0 ||
        err_set(err, ERR_USAGE, "no loaded document of agency %s, %s, scope %s, stage %s fits",
                params[1], params[0], params[3], params[4]);
    fine = fine && is_one_division(withdrawn, err);
    if (fine) {
        snprintf(summary, STAGES_SUMMARY_MAX,
                 "%d revision%s of agency %s, %s withdrawn; the next rollup leaves it out",
                 pg_rows(withdrawn), cmd_plural(pg_rows(withdrawn)), params[1], params[0]);
    }
    pg_free(withdrawn);
    return fine;
}

static bool body(struct cmd *cmd, struct run *run, void *context, char *summary, struct err *err)
{
    (void)cmd;
    bool fine = pg_exec(run->pg, "BEGIN", err) && withdraw(run, context, summary, err) &&
                pg_exec(run->pg, "COMMIT", err);
    if (!fine && !pg_lost(run->pg)) {
        struct err ignored = {0};
        pg_exec(run->pg, "ROLLBACK", &ignored);
    }
    return fine;
}

bool cmd_withdraw(struct cmd *cmd, int argc, char **argv, struct err *err)
{
    struct withdrawal w = {0};
    const struct cmd_option options[] = {{"scope", NULL, &w.scope},
                                         {"stage", NULL, &w.stage},
                                         {"revision", NULL, &w.revision},
                                         {"why", NULL, &w.why},
                                         {0}};
    struct cmd_reader reader = {.options = options, .selection = &w.selection};
    if (!cmd_options(&reader, argc, argv, err)) {
        return false;
    }
    if (w.selection.agency == NULL || w.selection.year == NULL || w.why == NULL ||
        w.why[0] == '\0') {
        return err_set(err, ERR_USAGE, "withdraw needs --agency, --year and --why");
    }
    return cmd_number(w.revision, "--revision", err) && stages_run(cmd, "withdraw", body, &w, err);
}
