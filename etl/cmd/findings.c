#include <stdlib.h>

#include "cmd/cmd.h"

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

/* What the rules are, by the files that the last init or check read. */
static const char rules[] =
    "SELECT r.rule_id, r.severity, r.title, r.file, r.why,"
    " (SELECT string_agg(CASE s.mof_div_code WHEN '' THEN '*' ELSE s.mof_div_code END || ' ' ||"
    "  s.severity, ', ' ORDER BY s.mof_div_code) FROM ref.rule_setting s"
    "  WHERE s.rule_id = r.rule_id) AS settings"
    " FROM ref.rule r WHERE $1 IN ('all', r.rule_id) ORDER BY r.rule_id COLLATE \"C\"";

static void print_rule(const struct pg_result *result, int row)
{
    const char *settings = pg_value(result, row, 5);
    printf("%s | %s | %s\n    %s\n", pg_value(result, row, 0), pg_value(result, row, 1),
           pg_value(result, row, 2), pg_value(result, row, 3));
    if (settings != NULL) {
        printf("    rules.csv: %s\n", settings);
    }
    printf("    %s\n", pg_value(result, row, 4) != NULL ? pg_value(result, row, 4) : "");
}

static bool explain(struct pg *pg, enum cmd_format format, const char *rule, struct err *err)
{
    struct pg_result *result;
    if (!pg_query(pg, rules, 1, &rule, &result, err)) {
        return false;
    }
    int count = pg_rows(result);
    for (int row = 0; format == CMD_TABLE && row < count; row++) {
        print_rule(result, row);
    }
    pg_free(result);
    if (count == 0) {
        return err_set(err, ERR_USAGE, "there is no rule %s; --explain all lists those there are",
                       rule);
    }
    return format == CMD_TABLE || cmd_print(pg, format, rules, 1, &rule, err);
}

bool cmd_findings(struct cmd *cmd, int argc, char **argv, struct err *err)
{
    struct cmd_selection selection = {0};
    enum cmd_format format = CMD_TABLE;
    const char *rule = NULL;
    const char *severity = NULL;
    const char *explained = NULL;
    const struct cmd_option options[] = {
        {"rule", NULL, &rule}, {"severity", NULL, &severity}, {"explain", NULL, &explained}, {0}};
    struct cmd_reader reader = {.options = options, .selection = &selection, .format = &format};
    struct pg *pg = NULL;
    if (!cmd_options(&reader, argc, argv, err)) {
        return false;
    }
    if (argv[1] != NULL) {
        return err_set(err, ERR_USAGE, "findings takes no argument, but was given \"%s\"", argv[1]);
    }
    char year[12];
    snprintf(year, sizeof year, "%d", selection.year);
    const char *const params[] = {selection.year > 0 ? year : NULL,
                                  selection.division,
                                  selection.dept,
                                  selection.agency,
                                  rule,
                                  severity};
    bool fine = cmd_connect_ready(cmd, &pg, err) &&
                (explained != NULL ? explain(pg, format, explained, err)
                                   : cmd_print(pg, format, query, 6, params, err));
    pg_close(pg);
    return fine;
}
