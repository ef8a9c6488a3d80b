/* status: what the last runs did, what is there and what isn't; and whether that is good enough. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/cmd.h"

/* The selection: $1 … $4. */
#define SELECTION(alias)                                                                           \
    " ($1::integer IS NULL OR " alias ".fiscal_year = $1::integer)"                                \
    " AND ($2::text IS NULL OR " alias ".mof_div_code = $2::text)"                                 \
    " AND ($3::text IS NULL OR " alias ".dept_code = $3::text)"                                    \
    " AND ($4::text IS NULL OR " alias ".agency_code = $4::text)"

struct section {
    const char *option, *heading, *sql;
    int params;
    bool always; /* shown where no section was asked for */
};

static const struct section sections[] = {
    {"runs", "最近的运行",
     "SELECT run_id, command, state, exit_code, started_at,"
     " CASE WHEN finished_at >= started_at THEN finished_at - started_at END AS duration,"
     " files, files_unread, files_gone, loaded, unchanged, refused, rejected, checked, errors, "
     "warnings, held,"
     " slices, message FROM etl.run ORDER BY run_id DESC LIMIT 10",
     0, true},
    {"database", "数据库",
     "SELECT (SELECT count(*) FROM etl.in_force) AS in_force,"
     " (SELECT count(*) FROM etl.document WHERE NOT orphan) AS documents,"
     " (SELECT count(*) FROM etl.document WHERE withdrawn_at IS NOT NULL) AS withdrawn,"
     " pg_database_size(current_database()) AS bytes,"
     " pg_size_pretty(pg_database_size(current_database())) AS size",
     0, true},
    {"divisions", "到位情况",
     "SELECT r.mof_div_code, r.fiscal_year, r.bgt_stage, r.expected, r.covered, r.percent,"
     " r.missing, r.held, r.rejected FROM etl.coverage_rate AS r"
     " WHERE ($1::integer IS NULL OR r.fiscal_year = $1::integer)"
     " AND ($2::text IS NULL OR r.mof_div_code = $2::text)"
     " ORDER BY r.mof_div_code, r.fiscal_year, r.bgt_stage",
     2, true},
    {"departments", "各部门到位情况",
     "SELECT c.mof_div_code, c.fiscal_year, c.bgt_stage, c.dept_code, c.basis, c.status, c.pending,"
     " c.agencies, c.agencies_loaded, c.errors, c.warnings, c.printed_total, c.rolled_total"
     " FROM rollup.coverage AS c WHERE c.entity_level = 'department' AND" SELECTION(
         "c") " ORDER BY c.mof_div_code, c.fiscal_year, c.bgt_stage, c.dept_code",
     4, false},
    {"missing", "没有公开的单位",
     "SELECT c.mof_div_code, c.fiscal_year, c.bgt_stage, c.dept_code, c.agency_code, a.agency_name"
     " FROM rollup.coverage AS c LEFT JOIN ref.agency AS a ON a.mof_div_code = c.mof_div_code"
     " AND a.fiscal_year = c.fiscal_year AND a.agency_code = c.agency_code"
     " WHERE c.entity_level = 'agency' AND c.status = 'missing' AND c.basis <> 'department'"
     " AND" SELECTION("c") " ORDER BY c.mof_div_code, c.fiscal_year, c.bgt_stage, c.dept_code,"
                           " c.agency_code",
     4, true},
    {"held", "暂缓的文件",
     "SELECT h.mof_div_code, h.fiscal_year, h.bgt_stage, h.entity_level, h.dept_code,"
     " h.agency_code, h.status, h.document, h.revision, h.errors, h.revision_in_force"
     " FROM etl.held AS h WHERE" SELECTION("h") " ORDER BY h.mof_div_code, h.fiscal_year,"
                                                " h.bgt_stage, h.dept_code, h.entity_level DESC,"
                                                " h.agency_code",
     4, true},
    {"rejected", "退回的文件",
     "SELECT r.file, r.document_no, r.fault_no, r.line_no, r.column_no, r.byte_offset, r.pointer,"
     " r.code, r.reason, r.excerpt, r.mof_div_code, r.fiscal_year, r.agency_code, r.agency_name"
     " FROM etl.rejection AS r"
     " WHERE r.run_id = (SELECT max(l.run_id) FROM etl.run AS l"
     " WHERE l.command IN ('load', 'nightly') AND l.state = 'complete')"
     " AND" SELECTION("r") " ORDER BY r.file COLLATE \"C\", r.document_no, r.fault_no",
     4, true},
    {"coverage", "全部单位",
     "SELECT c.mof_div_code, c.fiscal_year, c.bgt_stage, c.entity_level, c.dept_code,"
     " c.agency_code, c.basis, c.status, c.document, c.revision, c.tables_published, c.errors,"
     " c.warnings, c.printed_total, c.rolled_total FROM rollup.coverage AS c WHERE" SELECTION(
         "c") " ORDER BY c.mof_div_code, c.fiscal_year, c.bgt_stage, c.dept_code NULLS FIRST,"
              " c.agency_code NULLS FIRST",
     4, false},
};
enum { SECTIONS = sizeof sections / sizeof sections[0] };

struct status {
    struct cmd_selection selection;
    enum cmd_format format;
    bool chosen[SECTIONS];
    const char *max_age, *min_coverage;
    const char *params[4];
};

/* "26h" in seconds. */
static bool read_age(const char *text, long *seconds, struct err *err)
{
    static const struct {
        char unit;
        long seconds;
    } units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
    char *end = NULL;
    long number = strtol(text, &end, 10);
    for (size_t i = 0; end != text && number > 0 && number < 100000 && i < 4; i++) {
        if (end[0] == units[i].unit && end[1] == '\0') {
            *seconds = number * units[i].seconds;
            return true;
        }
    }
    return err_set(err, ERR_USAGE, "--max-age is a number and s, m, h or d, as in 26h; not \"%s\"",
                   text);
}

/* Of the last run by its number: times are those of a clock that may have been wrong. */
static bool judge_age(struct pg *pg, const char *max_age, struct err *err)
{
    static const char sql[] =
        "SELECT extract(epoch FROM clock_timestamp() - r.finished_at)::bigint FROM etl.run r"
        " WHERE r.state = 'complete' AND r.in_force IS NOT NULL ORDER BY r.run_id DESC LIMIT 1";
    long limit = 0;
    struct pg_result *result = NULL;
    if (!read_age(max_age, &limit, err) || !pg_query(pg, sql, 0, NULL, &result, err)) {
        return false;
    }
    const char *age = pg_rows(result) > 0 ? pg_value(result, 0, 0) : NULL;
    bool fine = true;
    if (age == NULL) {
        fine = err_set(err, ERR_DATA, "no run has brought the rollups up to date yet");
    } else if (strtol(age, NULL, 10) < 0) {
        fine = err_set(err, ERR_DATA,
                       "the last run that brought the rollups up to date ended %ld s in the future:"
                       " a clock was wrong, and its age can't be told",
                       -strtol(age, NULL, 10));
    } else if (strtol(age, NULL, 10) > limit) {
        fine = err_set(err, ERR_DATA,
                       "the last run that brought the rollups up to date ended %ld hours ago, more "
                       "than %s",
                       strtol(age, NULL, 10) / 3600, max_age);
    }
    pg_free(result);
    return fine;
}

/* A division or a year of which nothing is known is covered by nobody. */
static bool nothing_known(const struct status *status, struct err *err)
{
    return err_set(err, ERR_DATA, "nothing is known of the coverage of %s in %s",
                   status->params[1] != NULL ? status->params[1] : "any division",
                   status->params[0] != NULL ? status->params[0] : "any year");
}

static bool judge_coverage(struct pg *pg, const struct status *status, struct err *err)
{
    static const char sql[] =
        "SELECT r.mof_div_code, r.fiscal_year, r.bgt_stage, r.covered, r.expected, r.percent,"
        " r.percent < $3::numeric FROM etl.coverage_rate AS r"
        " WHERE ($1::integer IS NULL OR r.fiscal_year = $1::integer)"
        " AND ($2::text IS NULL OR r.mof_div_code = $2::text)"
        " ORDER BY r.percent, r.mof_div_code LIMIT 1";
    const char *const params[] = {status->params[0], status->params[1], status->min_coverage};
    struct pg_result *result = NULL;
    if (!cmd_number(status->min_coverage, "--min-coverage", err) ||
        !pg_query(pg, sql, 3, params, &result, err)) {
        return false;
    }
    bool fine = true;
    if (pg_rows(result) == 0) {
        fine = nothing_known(status, err);
    } else if (pg_value(result, 0, 6)[0] == 't') {
        fine = err_set(err, ERR_DATA,
                       "%s in %s (%s): %s of %s agencies are covered, %s%%, less than %s%%",
                       pg_value(result, 0, 0), pg_value(result, 0, 1), pg_value(result, 0, 2),
                       pg_value(result, 0, 3), pg_value(result, 0, 4), pg_value(result, 0, 5),
                       status->min_coverage);
    }
    pg_free(result);
    return fine;
}

static bool judge(struct pg *pg, const struct status *status, struct err *err)
{
    return (status->max_age == NULL || judge_age(pg, status->max_age, err)) &&
           (status->min_coverage == NULL || judge_coverage(pg, status, err));
}

static size_t count_chosen(const struct status *status)
{
    size_t count = 0;
    for (size_t i = 0; i < SECTIONS; i++) {
        count += status->chosen[i];
    }
    return count;
}

/* One section alone is a bare listing; several have headings, and are members of one JSON object.
 */
static bool print_sections(struct pg *pg, const struct status *status, struct err *err)
{
    bool json = status->format == CMD_JSON;
    bool alone = count_chosen(status) == 1;
    bool first = true;
    for (size_t i = 0; i < SECTIONS; i++) {
        if (alone ? !status->chosen[i] : !status->chosen[i] && !sections[i].always) {
            continue;
        }
        if (!alone && json) {
            printf("%s\"%s\": ", first ? "{" : ",", sections[i].option);
        } else if (!alone) {
            printf("%s%s\n", first ? "" : "\n", sections[i].heading);
        }
        first = false;
        if (!cmd_print(pg, status->format, sections[i].sql, sections[i].params, status->params,
                       err)) {
            return false;
        }
    }
    fputs(!alone && json ? "}\n" : "", stdout);
    return true;
}

static bool take_options(struct status *status, int argc, char **argv, struct err *err)
{
    struct cmd_option options[SECTIONS + 3] = {{0}};
    for (size_t i = 0; i < SECTIONS; i++) {
        options[i] = (struct cmd_option){sections[i].option, &status->chosen[i], NULL};
    }
    options[SECTIONS] = (struct cmd_option){"max-age", NULL, &status->max_age};
    options[SECTIONS + 1] = (struct cmd_option){"min-coverage", NULL, &status->min_coverage};
    struct cmd_reader reader = {
        .options = options, .selection = &status->selection, .format = &status->format};
    if (!cmd_options(&reader, argc, argv, err)) {
        return false;
    }
    long seconds = 0;
    return (status->max_age == NULL || read_age(status->max_age, &seconds, err)) &&
           cmd_number(status->min_coverage, "--min-coverage", err);
}

bool cmd_status(struct cmd *cmd, int argc, char **argv, struct err *err)
{
    struct status status = {0};
    struct pg *pg = NULL;
    if (!take_options(&status, argc, argv, err)) {
        return false;
    }
    status.params[0] = status.selection.year;
    status.params[1] = status.selection.division;
    status.params[2] = status.selection.dept;
    status.params[3] = status.selection.agency;
    bool fine = cmd_connect_ready(cmd, &pg, err) && print_sections(pg, &status, err) &&
                judge(pg, &status, err);
    pg_close(pg);
    return fine;
}
