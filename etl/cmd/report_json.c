/* The summary as JSON, and the metrics for Prometheus. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "cmd/report.h"

static const char *const stages[RUN_STAGES] = {"load", "check", "rollup", "export"};

struct fact {
    const char *name;
    int64_t value;
};

enum { FACTS = 18 };

/* -1 is unknown. */
static void list_facts(const struct report *report, struct fact facts[FACTS])
{
    const struct run *run = &report->run;
    const struct fact list[] = {{"files", run->files},
                                {"files_unread", run->files_unread},
                                {"bytes", run->bytes},
                                {"rows", run->rows},
                                {"loaded", run->loaded},
                                {"unchanged", run->unchanged},
                                {"refused", run->refused},
                                {"rejected", run->rejected},
                                {"checked", run->checked},
                                {"errors", run->errors},
                                {"warnings", run->warnings},
                                {"roundings", run->findings - run->errors - run->warnings},
                                {"in_force", run->in_force},
                                {"held", run->held},
                                {"export_files", run->export_files},
                                {"export_bytes", run->export_bytes},
                                {"exports_removed", run->exports_removed},
                                {"database_bytes", report->database_bytes}};
    _Static_assert(sizeof list / sizeof list[0] == FACTS, "all of them");
    memcpy(facts, list, sizeof list);
}

static void put_string(struct buf *out, const char *name, const char *value)
{
    buf_printf(out, "  \"%s\": ", name);
    text_json_quote(out, value);
    buf_puts(out, ",\n");
}

static void put_time(struct buf *out, const char *name, const struct timespec *time)
{
    struct tm utc;
    char text[40];
    gmtime_r(&time->tv_sec, &utc);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    put_string(out, name, text);
}

static void put_numbers(struct buf *out, const struct report *report)
{
    struct fact facts[FACTS];
    list_facts(report, facts);
    for (int i = 0; i < FACTS; i++) {
        if (facts[i].value >= 0) {
            buf_printf(out, "  \"%s\": %" PRId64 ",\n", facts[i].name, facts[i].value);
        }
    }
    for (int i = 0; i < RUN_STAGES; i++) {
        if (report->run.stage_ms[i] >= 0) {
            buf_printf(out, "  \"%s_seconds\": %.3f,\n", stages[i],
                       (double)report->run.stage_ms[i] / 1000);
        }
    }
}

static void put_list(struct buf *out, const char *name, const struct pg_result *list)
{
    if (list != NULL) {
        buf_printf(out, "  \"%s\": ", name);
        cmd_json_rows(out, list);
        buf_puts(out, ",\n");
    }
}

void report_json(struct buf *out, const struct report *report)
{
    char host[256] = "";
    gethostname(host, sizeof host - 1);
    buf_puts(out, "{\n");
    put_string(out, "command", report->command);
    put_string(out, "state", report->complete ? "complete" : "failed");
    put_string(out, "message", report->message);
    put_string(out, "host", host);
    put_string(out, "version", HUIZONG_VERSION);
    put_string(out, "config_hash", report->config_hash);
    put_time(out, "started_at", &report->started);
    put_time(out, "finished_at", &report->finished);
    buf_printf(out, "  \"seconds\": %.3f,\n", report_seconds(report));
    if (report->opened) {
        buf_printf(out, "  \"run_id\": %" PRId64 ",\n", report->run.id);
        put_numbers(out, report);
    }
    put_list(out, "coverage", report->rates);
    put_list(out, "rejected_documents", report->rejected);
    put_list(out, "absent_agencies", report->absent);
    buf_printf(out, "  \"exit_code\": %d\n}\n", (int)report->code);
}

static void head(struct buf *out, const char *name, const char *help)
{
    buf_printf(out, "# HELP huizong_%s %s\n# TYPE huizong_%s gauge\n", name, help, name);
}

static void put_run_metrics(struct buf *out, const struct report *report)
{
    struct fact facts[FACTS];
    list_facts(report, facts);
    head(out, "last_run_count", "What the last nightly run counted.");
    for (int i = 0; i < FACTS; i++) {
        if (facts[i].value >= 0) {
            buf_printf(out, "huizong_last_run_count{of=\"%s\"} %" PRId64 "\n", facts[i].name,
                       facts[i].value);
        }
    }
    head(out, "last_run_stage_seconds", "How long each stage of the last nightly run took.");
    for (int i = 0; i < RUN_STAGES; i++) {
        if (report->run.stage_ms[i] >= 0) {
            buf_printf(out, "huizong_last_run_stage_seconds{stage=\"%s\"} %.3f\n", stages[i],
                       (double)report->run.stage_ms[i] / 1000);
        }
    }
}

static void put_coverage_metrics(struct buf *out, const struct pg_result *rates)
{
    head(out, "agencies", "Agencies of a division, year and stage: expected, and covered.");
    for (int r = 0; r < pg_rows(rates); r++) {
        for (int c = 3; c <= 4; c++) {
            buf_printf(out,
                       "huizong_agencies{division=\"%s\",year=\"%s\",stage=\"%s\",which=\"%s\"} "
                       "%s\n",
                       pg_value(rates, r, 0), pg_value(rates, r, 1), pg_value(rates, r, 2),
                       pg_column_name(rates, c), pg_value(rates, r, c));
        }
    }
}

#define SUCCESS "huizong_last_success_timestamp_seconds "

/* What the run before knew; NULL where it knew nothing. */
static char *success_before(const char *before)
{
    const char *line = before != NULL ? strstr(before, "\n" SUCCESS) : NULL;
    if (line == NULL) {
        return NULL;
    }
    line += 1 + strlen(SUCCESS);
    return mem_strndup(line, strspn(line, "0123456789"));
}

static void put_success(struct buf *out, const struct report *report, const char *before)
{
    char *time = report->complete ? mem_printf("%lld", (long long)report->finished.tv_sec)
                                  : success_before(before);
    if (time != NULL) {
        head(out, "last_success_timestamp_seconds", "When a nightly run last ended well.");
        buf_printf(out, SUCCESS "%s\n", time);
        free(time);
    }
}

void report_metrics(struct buf *out, const struct report *report, const char *before)
{
    head(out, "build_info", "The program.");
    buf_printf(out, "huizong_build_info{version=\"%s\"} 1\n", HUIZONG_VERSION);
    head(out, "last_run_timestamp_seconds", "When the last nightly run ended.");
    buf_printf(out, "huizong_last_run_timestamp_seconds %lld\n",
               (long long)report->finished.tv_sec);
    put_success(out, report, before);
    head(out, "last_run_exit_code", "Exit code of the last nightly run: 0, or 65 with rejections.");
    buf_printf(out, "huizong_last_run_exit_code %d\n", (int)report->code);
    head(out, "last_run_seconds", "How long the last nightly run took.");
    buf_printf(out, "huizong_last_run_seconds %.3f\n", report_seconds(report));
    if (report->opened) {
        put_run_metrics(out, report);
    }
    if (report->rates != NULL) {
        put_coverage_metrics(out, report->rates);
    }
}
