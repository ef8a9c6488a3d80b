#include "cmd/cmd.h"

static const char runs_query[] =
    "SELECT run_id, command, state, started_at, finished_at, loaded, unchanged, refused, rejected, "
    "checked,"
    " findings, slices, exit_code, message FROM etl.run ORDER BY run_id DESC LIMIT 10";

static const char rejected_query[] =
    "SELECT r.file, r.document_no, r.fault_no, r.line_no, r.column_no, r.byte_offset, r.pointer, "
    "r.code,"
    " r.reason, r.excerpt"
    " FROM etl.rejection r WHERE r.run_id = (SELECT max(l.run_id) FROM etl.run l"
    "   WHERE l.command IN ('load', 'nightly') AND l.state = 'complete')"
    " AND ($1::integer IS NULL OR r.fiscal_year = $1::integer)"
    " AND ($2::text IS NULL OR r.mof_div_code = $2::text)"
    " AND ($3::text IS NULL OR r.dept_code = $3::text)"
    " AND ($4::text IS NULL OR r.agency_code = $4::text)"
    " ORDER BY r.file COLLATE \"C\", r.document_no, r.fault_no";

#define COVERAGE_SELECTION                                                                         \
    " ($1::integer IS NULL OR c.fiscal_year = $1::integer)"                                        \
    " AND ($2::text IS NULL OR c.mof_div_code = $2::text)"                                         \
    " AND ($3::text IS NULL OR c.dept_code = $3::text)"                                            \
    " AND ($4::text IS NULL OR c.agency_code = $4::text)"

static const char coverage_query[] =
    "SELECT c.mof_div_code, c.fiscal_year, c.bgt_stage, c.entity_level, c.dept_code, c.agency_code,"
    " c.basis, c.status, c.document, c.revision, c.tables_published, c.errors, c.warnings,"
    " c.printed_total, c.rolled_total FROM rollup.coverage c WHERE" COVERAGE_SELECTION
    " ORDER BY c.mof_div_code, c.fiscal_year, c.bgt_stage, c.dept_code NULLS FIRST,"
    " c.agency_code NULLS FIRST";

static const char missing_query[] =
    "SELECT c.mof_div_code, c.fiscal_year, c.bgt_stage, c.entity_level, c.status, count(*) AS "
    "entities,"
    " sum(c.errors) AS errors, sum(c.warnings) AS warnings"
    " FROM rollup.coverage c WHERE" COVERAGE_SELECTION
    " GROUP BY c.mof_div_code, c.fiscal_year, c.bgt_stage, c.entity_level, c.status"
    " ORDER BY c.mof_div_code, c.fiscal_year, c.bgt_stage, c.entity_level DESC, c.status";

bool cmd_status(struct cmd *cmd, int argc, char **argv, struct err *err)
{
    struct cmd_selection selection = {0};
    enum cmd_format format = CMD_TABLE;
    bool rejected = false;
    bool coverage = false;
    const struct cmd_option options[] = {
        {"rejected", &rejected, NULL}, {"coverage", &coverage, NULL}, {0}};
    struct cmd_reader reader = {.options = options, .selection = &selection, .format = &format};
    struct pg *pg = NULL;
    if (!cmd_options(&reader, argc, argv, err)) {
        return false;
    }
    if (argv[1] != NULL) {
        return err_set(err, ERR_USAGE, "status takes no argument, but was given \"%s\"", argv[1]);
    }
    char year[12];
    snprintf(year, sizeof year, "%d", selection.year);
    const char *const params[] = {selection.year > 0 ? year : NULL, selection.division,
                                  selection.dept, selection.agency};
    bool fine = cmd_connect_ready(cmd, &pg, err);
    if (fine && rejected) {
        fine = cmd_print(pg, format, rejected_query, 4, params, err);
    } else if (fine && coverage) {
        fine = cmd_print(pg, format, coverage_query, 4, params, err);
    } else if (fine) {
        fine = cmd_print(pg, format, runs_query, 0, NULL, err) &&
               cmd_print(pg, format, missing_query, 4, params, err);
    }
    pg_close(pg);
    return fine;
}
