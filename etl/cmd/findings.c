/* findings: what doesn't reconcile, what of it is new, and what a rule is about. */
#include <stdlib.h>
#include <string.h>

#include "cmd/cmd.h"
#include "transform/rule.h"

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

/* "T01.1" of a file that checks several rules: only this one's title, but why they all stand. */
static void print_rule(const struct rule_file *file, const struct rule *rule)
{
    printf("%s（%s）%s\n\n%s\n\n规则文件：%s\n", rule->id,
           strcmp(rule->severity, "error") == 0 ? "错误" : "提示", rule->title, file->why,
           file->path);
}

static bool explain(const char *id, struct err *err)
{
    const struct sqlfile *files;
    size_t count = sqlfile_list("30_rules", &files);
    struct rule_set set;
    if (!rule_set_read(&set, files, count, err)) {
        return false;
    }
    bool found = false;
    for (size_t i = 0; i < set.file_count; i++) {
        for (size_t j = 0; j < set.files[i].rule_count; j++) {
            if (strcmp(set.files[i].rules[j].id, id) == 0) {
                print_rule(&set.files[i], &set.files[i].rules[j]);
                found = true;
            }
        }
    }
    rule_set_clear(&set);
    return found || err_set(err, ERR_USAGE, "there is no rule \"%s\"", id);
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
        return explain(explained, err);
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
