#include "cmd/report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "cmd/hook.h"
#include "io/replace.h"

#define LIMIT "100"
_Static_assert(REPORT_LIST_MAX == 100, "the queries' limit");

static const char rejected_query[] =
    "SELECT r.file, r.document_no, count(*) AS faults,"
    " (array_agg(r.reason ORDER BY r.fault_no))[1] AS reason,"
    " (array_agg(coalesce(nullif(r.pointer, ''),"
    " '第' || r.line_no || '行第' || r.column_no || '列') ORDER BY r.fault_no))[1] AS place,"
    " (array_agg(left(nullif(r.excerpt, ''), 60) ORDER BY r.fault_no))[1] AS excerpt"
    " FROM etl.rejection AS r WHERE r.run_id = $1::bigint GROUP BY r.file, r.document_no"
    " ORDER BY r.file COLLATE \"C\", r.document_no LIMIT " LIMIT;

/* Agencies, and departments whose own document is held or rejected or of which no agency is known
 * (agency_code is NULL then); the name is that of the roster, else of a document of the year. */
static const char absent_query[] =
    "WITH absent AS (SELECT c.mof_div_code, c.fiscal_year, c.bgt_stage, c.dept_code, c.agency_code,"
    " c.status FROM rollup.coverage AS c WHERE c.status <> 'loaded'"
    " AND (c.entity_level = 'agency' AND c.basis <> 'department'"
    " OR c.entity_level = 'department' AND (c.agencies = 0 OR c.document IS NOT NULL))"
    " ORDER BY c.fiscal_year DESC, c.mof_div_code, c.bgt_stage, c.dept_code,"
    " c.agency_code NULLS FIRST LIMIT " LIMIT ")"
    " SELECT c.mof_div_code, c.fiscal_year, c.bgt_stage, c.dept_code, c.agency_code,"
    " coalesce((SELECT min(CASE WHEN c.agency_code IS NULL THEN a.dept_name ELSE a.agency_name END)"
    " FROM ref.agency AS a WHERE a.mof_div_code = c.mof_div_code AND a.fiscal_year = c.fiscal_year"
    " AND CASE WHEN c.agency_code IS NULL THEN a.dept_code = c.dept_code"
    " ELSE a.agency_code = c.agency_code END),"
    " (SELECT d.agency_name FROM etl.document AS d WHERE d.mof_div_code = c.mof_div_code"
    " AND d.fiscal_year = c.fiscal_year AND NOT d.orphan AND CASE WHEN c.agency_code IS NULL"
    " THEN d.scope = 'department' AND d.dept_code = c.dept_code"
    " ELSE d.scope = 'unit' AND d.agency_code = c.agency_code END"
    " ORDER BY d.revision DESC, d.doc_id DESC LIMIT 1)) AS agency_name, c.status FROM absent AS c"
    " ORDER BY c.fiscal_year DESC, c.mof_div_code, c.bgt_stage, c.dept_code,"
    " c.agency_code NULLS FIRST";

static const char rates_query[] =
    "SELECT r.mof_div_code, r.fiscal_year, r.bgt_stage, r.expected, r.covered, r.missing, r.held,"
    " r.rejected, r.percent FROM etl.coverage_rate AS r"
    " ORDER BY r.fiscal_year DESC, r.mof_div_code, r.bgt_stage";

static void ask(struct pg *pg, const char *sql, int count, const char *const *params,
                struct pg_result **result)
{
    struct err err = {0};
    if (!pg_query(pg, sql, count, params, result, &err)) {
        log_warning("the summary has gaps: %s", err.message);
    }
}

void report_gather(struct report *report, struct pg *pg)
{
    char id[24];
    snprintf(id, sizeof id, "%" PRId64, report->run.id);
    const char *const params[] = {id};
    struct pg_result *size = NULL;
    ask(pg, rejected_query, 1, params, &report->rejected);
    ask(pg, absent_query, 0, NULL, &report->absent);
    ask(pg, rates_query, 0, NULL, &report->rates);
    ask(pg, "SELECT pg_database_size(current_database())", 0, NULL, &size);
    if (size != NULL) {
        report->database_bytes = strtoll(pg_value(size, 0, 0), NULL, 10);
        pg_free(size);
    }
}

void report_clear(struct report *report)
{
    pg_free(report->rejected);
    pg_free(report->absent);
    pg_free(report->rates);
}

double report_seconds(const struct report *report)
{
    return (double)(report->finished.tv_sec - report->started.tv_sec) +
           (double)(report->finished.tv_nsec - report->started.tv_nsec) / 1e9;
}

static bool is_json(const char *path)
{
    size_t length = strlen(path);
    return length >= 5 && strcmp(path + length - 5, ".json") == 0;
}

static bool write_summary(const struct report *report, const char *path, struct err *err)
{
    struct buf text = {0};
    if (is_json(path)) {
        report_json(&text, report);
    } else {
        report_text(&text, report);
    }
    bool fine = replace_file(path, text.data, text.length, err);
    buf_clear(&text);
    return fine;
}

/* NULL where there is none, or what is no file: reading a device or a pipe may never end. */
static char *read_before(const char *path)
{
    struct stat status;
    bool is_file = stat(path, &status) == 0 && S_ISREG(status.st_mode);
    FILE *file = is_file ? fopen(path, "re") : NULL;
    if (file == NULL) {
        return NULL;
    }
    struct buf text = {0};
    size_t got = 0;
    do {
        got = fread(buf_reserve(&text, BUFSIZ), 1, BUFSIZ, file);
        text.length += got;
    } while (got > 0);
    fclose(file);
    char *before = mem_strdup(buf_cstr(&text));
    buf_clear(&text);
    return before;
}

static bool write_metrics(const struct report *report, const char *path, struct err *err)
{
    struct buf text = {0};
    char *before = read_before(path);
    report_metrics(&text, report, before);
    bool fine = replace_file(path, text.data, text.length, err);
    buf_clear(&text);
    free(before);
    return fine;
}

/* One that fails keeps the other from nothing. */
static bool write_both(const struct report *report, const struct conf *conf, struct err *err)
{
    struct err second = {0};
    bool summary = conf->summary == NULL || write_summary(report, conf->summary, err);
    bool metrics =
        conf->metrics == NULL || write_metrics(report, conf->metrics, summary ? err : &second);
    if (!summary && !metrics) {
        log_warning("%s", second.message);
    }
    return summary && metrics;
}

bool report_write_files(struct report *report, const struct conf *conf, struct err *err)
{
    struct err known = {0};
    if (write_both(report, conf, err)) {
        return true;
    }
    if (report->complete) {
        size_t length = strlen(report->message);
        report->code = err->code;
        snprintf(report->message + length, sizeof report->message - length, "; %s", err->message);
        write_both(report, conf, &known);
    }
    return false;
}

static const char *chosen_hook(const struct report *report, const struct conf *conf)
{
    if (report->code == ERR_NONE && report->run.errors == 0) {
        return conf->on_success;
    }
    return report->code == ERR_NONE || report->code == ERR_DATA ? conf->on_findings
                                                                : conf->on_failure;
}

void report_run_hook(const struct report *report, const struct conf *conf)
{
    const char *command = chosen_hook(report, conf);
    if (command == NULL) {
        return;
    }
    const struct run *run = &report->run;
    int64_t held = run->held > 0 ? run->held : 0;
    struct hook hook = {0};
    hook_tell(&hook, "HUIZONG_RUN_ID=%" PRId64, report->opened ? run->id : 0);
    hook_tell(&hook, "HUIZONG_EXIT_CODE=%d", (int)report->code);
    hook_tell(&hook, "HUIZONG_STATE=%s", report->complete ? "complete" : "failed");
    hook_tell(&hook, "HUIZONG_MESSAGE=%s", report->message);
    hook_tell(&hook, "HUIZONG_SUMMARY_FILE=%s", conf->summary != NULL ? conf->summary : "");
    hook_tell(&hook, "HUIZONG_LOADED=%" PRId64, report->opened ? run->loaded : 0);
    hook_tell(&hook, "HUIZONG_REJECTED=%" PRId64, report->opened ? run->rejected : 0);
    hook_tell(&hook, "HUIZONG_HELD=%" PRId64, report->opened ? held : 0);
    hook_tell(&hook, "HUIZONG_ERRORS=%" PRId64, report->opened ? run->errors : 0);
    struct err err = {0};
    if (!hook_run(&hook, command, &err)) {
        log_warning("%s", err.message);
    }
    hook_clear(&hook);
}
