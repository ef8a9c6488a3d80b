/*
 * load, check, rollup and export as one run. Findings, rollups, the run's closing and the note of
 * what was exported are one transaction; the new exports, complete on disk beside the old, are
 * exchanged for them right before it is committed, and back where that fails. So a run that ends in
 * anything but 0 or 65 leaves rollups and exports as they were.
 */
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "base/text.h"
#include "cmd/report.h"
#include "cmd/stages.h"
#include "export/export.h"

struct nightly {
    struct stages_input input;
    struct export *export; /* NULL: no export */
    struct report report;
};

static bool begin_export(struct nightly *nightly, const struct cmd *cmd, struct err *err)
{
    struct export_options options = {
        .out = cmd->conf.out, .changed_only = true, .threads = cmd->jobs > 1};
    if (options.out == NULL) {
        return true;
    }
    if (!cmd_export_formats(cmd->conf.formats, &options.formats, err)) {
        err->code = ERR_CONFIG;
        return false;
    }
    return export_begin(&nightly->export, &options, err);
}

/* The export's directory is tried, and locked, before any work is done. */
static bool body(struct cmd *cmd, struct run *run, void *context, char *summary, struct err *err)
{
    struct nightly *nightly = context;
    if (!begin_export(nightly, cmd, err) || !stages_load(cmd, run, &nightly->input, summary, err) ||
        !stages_check(cmd, run, (struct stages_check){.keep_open = true}, summary, err) ||
        !stages_rollup(cmd, run, false, summary, err)) {
        return false;
    }
    struct err export_err = {0};
    if (nightly->export != NULL && !stages_export(run, nightly->export, summary, &export_err)) {
        *err = export_err;
        return err_context(err, "the rollups and exports of the run before are still in force");
    }
    return true;
}

static void settle(struct pg *pg, const struct run *run, bool complete, void *context)
{
    struct nightly *nightly = context;
    if (!complete) {
        export_undo(nightly->export);
    }
    export_end(nightly->export);
    nightly->export = NULL;
    nightly->report.opened = true;
    nightly->report.run = *run;
    if (pg != NULL && !pg_lost(pg)) {
        report_gather(&nightly->report, pg);
    }
}

/* The run is closed, as complete: that an output of it couldn't be written is said afterwards. */
static void note_outcome(struct cmd *cmd, const struct report *report)
{
    struct pg *pg = NULL;
    struct err err = {0};
    if (!cmd_connect(cmd, &pg, &err) ||
        !run_note_outcome(pg, report->run.id, report->code, report->message, &err)) {
        log_warning("the ledger doesn't say so: %s", err.message);
    }
    pg_close(pg);
}

/* What the run came to, summary and metrics included. */
static bool write_files(struct cmd *cmd, struct report *report, struct err *err)
{
    struct err unwritten = {0};
    if (report_write_files(report, &cmd->conf, &unwritten)) {
        return report->complete;
    }
    if (!report->complete) {
        log_warning("%s", unwritten.message);
        return false;
    }
    note_outcome(cmd, report);
    *err = unwritten;
    return err_context(err, "the run is complete, but summary or metrics can't be written");
}

/* It may name files, and is one line, as in the log. */
static void take_message(struct report *report, const char *message)
{
    struct buf line = {0};
    text_visible(&line, message);
    snprintf(report->message, sizeof report->message, "%s", buf_cstr(&line));
    buf_clear(&line);
}

static bool run_nightly(struct cmd *cmd, struct nightly *nightly, struct err *err)
{
    const struct stages_plan plan = {
        .name = "nightly", .body = body, .settle = settle, .context = nightly, .patient = true};
    char summary[STAGES_SUMMARY_MAX];
    struct report *report = &nightly->report;
    report->command = plan.name;
    report->database_bytes = -1;
    cmd_config_hash(&cmd->conf, report->config_hash);
    double began = clock_seconds();
    clock_gettime(CLOCK_REALTIME, &report->started);
    bool fine = stages_run_plan(cmd, &plan, summary, err);
    clock_gettime(CLOCK_REALTIME, &report->finished);
    report->seconds = clock_seconds() - began;
    report->code = err->code;
    report->complete = fine;
    take_message(report, fine ? summary : err->message);
    fine = write_files(cmd, report, err);
    report_run_hook(report, &cmd->conf);
    report_clear(report);
    return fine;
}

static bool take_options(struct cmd *cmd, struct nightly *nightly, int argc, char **argv,
                         struct err *err)
{
    const char *values[3] = {NULL};
    static const struct {
        enum conf_key key;
        const char *option;
    } keys[] = {{CONF_OUT, "--out"}, {CONF_SUMMARY, "--summary"}, {CONF_METRICS, "--metrics"}};
    const struct cmd_option options[] = {{"out", NULL, &values[0]},
                                         {"summary", NULL, &values[1]},
                                         {"metrics", NULL, &values[2]},
                                         {"rehash", &nightly->input.rehash, NULL},
                                         {0}};
    struct cmd_reader reader = {.options = options, .arguments = true};
    if (!cmd_options(&reader, argc, argv, err)) {
        return false;
    }
    for (size_t i = 0; i < 3; i++) {
        if (values[i] != NULL && values[i][0] == '\0') {
            return err_set(err, ERR_USAGE, "%s is empty", keys[i].option);
        }
        if (values[i] != NULL &&
            !conf_set(&cmd->conf, keys[i].key, values[i], keys[i].option, err)) {
            return false;
        }
    }
    return argv[1] != NULL || cmd->conf.paths != NULL ||
           err_set(err, ERR_USAGE, "nightly needs a PATH, or paths in the configuration");
}

bool cmd_nightly(struct cmd *cmd, int argc, char **argv, struct err *err)
{
    struct nightly nightly = {0};
    if (!take_options(cmd, &nightly, argc, argv, err)) {
        return false;
    }
    char *copy = argv[1] == NULL ? mem_strdup(cmd->conf.paths) : NULL;
    char **words = copy != NULL ? text_words(copy) : NULL;
    stop_begin(pg_interrupt_all);
    nightly.input.paths = words != NULL ? words : argv + 1;
    bool fine = run_nightly(cmd, &nightly, err);
    free(words);
    free(copy);
    return fine;
}
