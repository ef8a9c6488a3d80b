/* findings: what doesn't reconcile, what of it is new, and what a rule is about. */
#include <stdlib.h>
#include <string.h>

#include "cmd/cmd.h"

enum { PARAMS = 7 };

static const char query[] =
    "SELECT f.rule_id, f.severity, d.mof_div_code, d.fiscal_year, d.scope, d.agency_code, "
    "d.agency_name,"
    " f.table_name, f.row_label, f.column_name, f.expected, f.actual, f.difference, f.tolerance, "
    "f.unit,"
    " f.message, f.hint"
    " FROM etl.finding f JOIN etl.document d ON d.mof_div_code = f.mof_div_code AND d.doc_id = "
    "f.doc_id"
    " JOIN (SELECT c.mof_div_code, c.doc_id, max(c.run_id) AS run_id FROM etl.document_check c"
    "       GROUP BY c.mof_div_code, c.doc_id) l"
    "   ON l.mof_div_code = f.mof_div_code AND l.doc_id = f.doc_id AND l.run_id = f.run_id"
    " WHERE d.withdrawn_at IS NULL AND NOT d.orphan"
    " AND NOT EXISTS (SELECT FROM etl.document n WHERE n.mof_div_code = d.mof_div_code"
    "   AND n.fiscal_year = d.fiscal_year AND n.bgt_stage = d.bgt_stage AND n.scope = d.scope"
    "   AND n.agency_code = d.agency_code AND n.revision > d.revision"
    "   AND n.withdrawn_at IS NULL AND NOT n.orphan)"
    " AND ($1::integer IS NULL OR d.fiscal_year = $1::integer)"
    " AND ($2::text IS NULL OR d.mof_div_code = $2::text)"
    " AND ($3::text IS NULL OR d.dept_code = $3::text)"
    " AND ($4::text IS NULL OR d.agency_code = $4::text)"
    " AND ($5::text IS NULL OR f.rule_id = $5::text)"
    " AND ($6::text IS NULL OR f.severity = $6::text)"
    " ORDER BY d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.agency_code, f.rule_id,"
    " f.table_name, f.row_no, f.column_name";

/* What became of them since the run before the last check, or since run $7. */
static const char changes_query[] =
    "SELECT f.state, f.rule_id, f.severity, f.mof_div_code, f.fiscal_year, f.scope, f.agency_code,"
    " f.table_name, f.row_label, f.column_name, f.expected, f.actual, f.difference, f.tolerance,"
    " f.unit, f.message, f.hint"
    " FROM rollup.last_check() AS l,"
    " LATERAL rollup.finding_changes(coalesce($7::bigint, l.from_run), l.to_run) AS f"
    " WHERE ($1::integer IS NULL OR f.fiscal_year = $1::integer)"
    " AND ($2::text IS NULL OR f.mof_div_code = $2::text)"
    " AND ($3::text IS NULL OR f.dept_code = $3::text)"
    " AND ($4::text IS NULL OR f.agency_code = $4::text)"
    " AND ($5::text IS NULL OR f.rule_id = $5::text)"
    " AND ($6::text IS NULL OR f.severity = $6::text)"
    " ORDER BY array_position(ARRAY['new', 'resolved', 'persists'], f.state), f.mof_div_code,"
    " f.fiscal_year, f.bgt_stage, f.scope, f.agency_code, f.rule_id, f.table_name, f.row_label,"
    " f.column_name, f.expected, f.actual";

/* What the rules are, by the files that the last init or check read; $1 is a rule, or all. */
static const char rules_query[] =
    "SELECT r.rule_id, r.severity, r.title, r.file, r.why,"
    " (SELECT string_agg(CASE s.mof_div_code WHEN '' THEN '*' ELSE s.mof_div_code END || ' ' ||"
    "  s.severity, ', ' ORDER BY s.mof_div_code) FROM ref.rule_setting s"
    "  WHERE s.rule_id = r.rule_id) AS settings"
    " FROM ref.rule r WHERE $1 IN ('all', r.rule_id) ORDER BY r.rule_id COLLATE \"C\"";

static void print_rule(const struct pg_result *rules, int row)
{
    const char *severity = pg_value(rules, row, 1);
    const char *why = pg_value(rules, row, 4);
    const char *settings = pg_value(rules, row, 5);
    printf("%s%s（%s）%s\n    %s\n    规则文件：%s\n", row > 0 ? "\n" : "", pg_value(rules, row, 0),
           strcmp(severity, "error") == 0 ? "错误" : "提示", pg_value(rules, row, 2),
           why != NULL ? why : "", pg_value(rules, row, 3));
    if (settings != NULL) {
        printf("    rules.csv 的设置：%s\n", settings);
    }
}

static bool explain(struct cmd *cmd, enum cmd_format format, const char *rule, struct err *err)
{
    struct pg *pg = NULL;
    struct pg_result *rules = NULL;
    if (!cmd_connect_ready(cmd, &pg, err) || !pg_query(pg, rules_query, 1, &rule, &rules, err)) {
        pg_close(pg);
        return false;
    }
    int count = pg_rows(rules);
    for (int row = 0; format == CMD_TABLE && row < count; row++) {
        print_rule(rules, row);
    }
    pg_free(rules);
    bool fine =
        count > 0 ||
        err_set(err, ERR_USAGE, "there is no rule %s; --explain all lists those there are", rule);
    fine = fine && (format == CMD_TABLE || cmd_print(pg, format, rules_query, 1, &rule, err));
    pg_close(pg);
    return fine;
}

static bool check_severity(const char *severity, struct err *err)
{
    return severity == NULL || strcmp(severity, "error") == 0 || strcmp(severity, "warning") == 0 ||
           strcmp(severity, "rounding") == 0 ||
           err_set(err, ERR_USAGE, "--severity is error, warning or rounding, not \"%s\"",
                   severity);
}

static bool list(struct cmd *cmd, enum cmd_format format, const char *const params[PARAMS],
                 bool changes, struct err *err)
{
    struct pg *pg = NULL;
    bool fine =
        cmd_connect_ready(cmd, &pg, err) && cmd_print(pg, format, changes ? changes_query : query,
                                                      changes ? PARAMS : PARAMS - 1, params, err);
    pg_close(pg);
    return fine;
}

bool cmd_findings(struct cmd *cmd, int argc, char **argv, struct err *err)
{
    struct cmd_selection selection = {0};
    enum cmd_format format = CMD_TABLE;
    const char *rule = NULL;
    const char *severity = NULL;
    const char *since = NULL;
    const char *explained = NULL;
    bool since_last = false;
    const struct cmd_option options[] = {
        {"rule", NULL, &rule},         {"severity", NULL, &severity},
        {"since", NULL, &since},       {"since-last", &since_last, NULL},
        {"explain", NULL, &explained}, {0}};
    struct cmd_reader reader = {.options = options, .selection = &selection, .format = &format};
    if (!cmd_options(&reader, argc, argv, err) || !cmd_number(since, "--since", err) ||
        !check_severity(severity, err)) {
        return false;
    }
    if (argv[1] != NULL) {
        return err_set(err, ERR_USAGE, "findings takes no argument, but was given \"%s\"", argv[1]);
    }
    if (explained != NULL) {
        return explain(cmd, format, explained, err);
    }
    char year[12];
    snprintf(year, sizeof year, "%d", selection.year);
    const char *const params[PARAMS] = {selection.year > 0 ? year : NULL,
                                        selection.division,
                                        selection.dept,
                                        selection.agency,
                                        rule,
                                        severity,
                                        since};
    return list(cmd, format, params, since_last || since != NULL, err);
}
