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
    " AND ($5::text IS NULL OR upper(f.rule_id) = upper($5::text))"
    " AND ($6::text IS NULL OR f.severity = $6::text)"
    " ORDER BY d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.agency_code,"
    " array_position(ARRAY['error', 'warning', 'rounding'], f.severity), f.rule_id,"
    " f.table_name, f.row_no, f.column_name";

/* What became of them since the check before the last one, or since run $7. */
static const char changes_query[] =
    "SELECT f.state, f.rule_id, f.severity, f.mof_div_code, f.fiscal_year, f.scope, f.agency_code,"
    " n.agency_name, f.table_name, f.row_label, f.column_name, f.expected, f.actual, f.difference, "
    "f.tolerance,"
    " f.unit, f.message, f.hint"
    " FROM rollup.last_check() AS l,"
    " LATERAL rollup.finding_changes(coalesce($7::bigint, l.from_run), l.to_run) AS f"
    " LEFT JOIN (SELECT DISTINCT ON (d.agency_code, d.fiscal_year, d.mof_div_code, d.bgt_stage,"
    "                                d.scope)"
    "                   d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.agency_code,"
    "                   d.agency_name"
    "              FROM etl.document AS d"
    "             ORDER BY d.agency_code, d.fiscal_year, d.mof_div_code, d.bgt_stage, d.scope,"
    "                      d.revision DESC, d.doc_id DESC) AS n"
    "   ON n.mof_div_code = f.mof_div_code AND n.fiscal_year = f.fiscal_year"
    "  AND n.bgt_stage = f.bgt_stage AND n.scope = f.scope AND n.agency_code = f.agency_code"
    " WHERE ($1::integer IS NULL OR f.fiscal_year = $1::integer)"
    " AND ($2::text IS NULL OR f.mof_div_code = $2::text)"
    " AND ($3::text IS NULL OR f.dept_code = $3::text)"
    " AND ($4::text IS NULL OR f.agency_code = $4::text)"
    " AND ($5::text IS NULL OR upper(f.rule_id) = upper($5::text))"
    " AND ($6::text IS NULL OR f.severity = $6::text)"
    " ORDER BY array_position(ARRAY['new', 'resolved', 'persists'], f.state), f.mof_div_code,"
    " f.fiscal_year, f.bgt_stage, f.scope, f.agency_code,"
    " array_position(ARRAY['error', 'warning', 'rounding'], f.severity), f.rule_id, f.table_name,"
    " f.row_label, f.column_name, f.expected, f.actual";

/* What the rules are, by the files that the last init or check read; $1 is a rule, or all. */
static const char rules_query[] =
    "SELECT r.rule_id, r.severity, r.title, r.file, r.why,"
    " (SELECT string_agg(CASE s.mof_div_code WHEN '' THEN '*' ELSE s.mof_div_code END || ' ' ||"
    "  s.severity, ', ' ORDER BY s.mof_div_code) FROM ref.rule_setting s"
    "  WHERE s.rule_id = r.rule_id) AS settings"
    " FROM ref.rule r WHERE $1 = 'all' OR upper($1) = upper(r.rule_id)"
    " ORDER BY r.rule_id COLLATE \"C\"";

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

/* Whether the rule is one that there is, or was when something was found by it. */
static bool check_rule(struct pg *pg, const char *rule, struct err *err)
{
    static const char sql[] =
        "SELECT EXISTS (SELECT FROM ref.rule r WHERE upper(r.rule_id) = upper($1))"
        " OR EXISTS (SELECT FROM etl.finding f WHERE upper(f.rule_id) = upper($1))";
    struct pg_result *result = NULL;
    if (rule == NULL) {
        return true;
    }
    bool fine =
        pg_query(pg, sql, 1, &rule, &result, err) &&
        (strcmp(pg_value(result, 0, 0), "t") == 0 ||
         err_set(err, ERR_USAGE,
                 "there is no rule %s; findings --explain all lists those there are", rule));
    pg_free(result);
    return fine;
}

static bool check_severity(const char *severity, struct err *err)
{
    return severity == NULL || strcmp(severity, "error") == 0 || strcmp(severity, "warning") == 0 ||
           strcmp(severity, "rounding") == 0 ||
           err_set(err, ERR_USAGE, "--severity is error, warning or rounding, not \"%s\"",
                   severity);
}

/* A value by its column's name; empty where it is blank or there is no such column. */
static const char *value_of(const struct pg_result *result, int row, const char *name)
{
    for (int c = 0; c < pg_columns(result); c++) {
        if (strcmp(pg_column_name(result, c), name) == 0) {
            const char *value = pg_value(result, row, c);
            return value != NULL ? value : "";
        }
    }
    return "";
}

static bool same(const struct pg_result *result, int a, int b, const char *name)
{
    return strcmp(value_of(result, a, name), value_of(result, b, name)) == 0;
}

/* How a clerk calls what the columns say in one word. */
static const char *word(const char *value)
{
    static const struct {
        const char *value, *word;
    } words[] = {{"error", "错误    "},  {"warning", "提示    "}, {"rounding", "四舍五入"},
                 {"new", "新出现 "},     {"resolved", "已消除 "}, {"persists", "仍在 "},
                 {"department", "部门"}, {"unit", "单位"}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(value, words[i].value) == 0) {
            return words[i].word;
        }
    }
    return value;
}

static void print_document(const struct pg_result *result, int row)
{
    printf("%s%s%s%s %s年（%s，区划%s）\n", row > 0 ? "\n" : "",
           value_of(result, row, "agency_name"),
           value_of(result, row, "agency_name")[0] != '\0' ? " " : "",
           value_of(result, row, "agency_code"), value_of(result, row, "fiscal_year"),
           word(value_of(result, row, "scope")), value_of(result, row, "mof_div_code"));
}

/* Findings to be read: below each document's name a line each, errors first, and how many. */
static void print_findings(const struct pg_result *result)
{
    int counts[3] = {0};
    for (int row = 0; row < pg_rows(result); row++) {
        if (row == 0 || !same(result, row, row - 1, "mof_div_code") ||
            !same(result, row, row - 1, "fiscal_year") || !same(result, row, row - 1, "scope") ||
            !same(result, row, row - 1, "agency_code")) {
            print_document(result, row);
        }
        const char *severity = value_of(result, row, "severity");
        const char *hint = value_of(result, row, "hint");
        counts[strcmp(severity, "error") == 0 ? 0 : strcmp(severity, "warning") == 0 ? 1 : 2]++;
        printf("  %s%s %-5s %s\n", word(value_of(result, row, "state")), word(severity),
               value_of(result, row, "rule_id"), value_of(result, row, "message"));
        if (hint[0] != '\0') {
            printf("                 %s\n", hint);
        }
    }
    printf("%s错误%d处，提示%d处，四舍五入%d处\n", pg_rows(result) > 0 ? "\n" : "", counts[0],
           counts[1], counts[2]);
}

static bool list(struct cmd *cmd, enum cmd_format format, const char *const params[PARAMS],
                 bool changes, struct err *err)
{
    struct pg *pg = NULL;
    struct pg_result *result = NULL;
    const char *sql = changes ? changes_query : query;
    int count = changes ? PARAMS : PARAMS - 1;
    bool fine = cmd_connect_ready(cmd, &pg, err) && check_rule(pg, params[4], err) &&
                cmd_run_known(pg, changes ? params[6] : NULL, "--since", err);
    if (fine && format == CMD_TABLE) {
        fine = pg_query(pg, sql, count, params, &result, err);
        if (fine) {
            print_findings(result);
        }
    } else if (fine) {
        fine = cmd_print(pg, format, sql, count, params, err);
    }
    pg_free(result);
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
    if (explained != NULL) {
        return explain(cmd, format, explained, err);
    }
    const char *const params[PARAMS] = {
        selection.year, selection.division, selection.dept, selection.agency,
        rule,           severity,           since};
    return list(cmd, format, params, since_last || since != NULL, err);
}
