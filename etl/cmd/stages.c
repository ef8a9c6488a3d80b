#include "cmd/stages.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/stop.h"
#include "export/export.h"
#include "load/load.h"
#include "transform/check.h"
#include "transform/rollup.h"

static void append(char *summary, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void append(char *summary, const char *format, ...)
{
    size_t used = strlen(summary);
    if (used > 0 && used + 2 < STAGES_SUMMARY_MAX) {
        strcpy(summary + used, "; "); // NOLINT(clang-analyzer-security.insecureAPI.strcpy)
        used += 2;
    }
    va_list args;
    va_start(args, format);
    vsnprintf(summary + used, STAGES_SUMMARY_MAX - used, format, args);
    va_end(args);
}

/* Who hands a document in again to undo its withdrawal isn't to read that all is well. */
static void say_withdrawn(char *summary, const struct run *run)
{
    if (run->withdrawn > 0) {
        append(summary,
               "%" PRId64 " of the unchanged %s withdrawn and %s so: a higher revision is needed",
               run->withdrawn, run->withdrawn == 1 ? "is" : "are",
               run->withdrawn == 1 ? "stays" : "stay");
    }
}

/* Files that are gone change nothing, and so must be told of: the disk may not be mounted. */
static void say_gone(char *summary, const struct run *run)
{
    if (run->files_gone > 0) {
        append(summary, "%" PRId64 " file%s of earlier runs %s gone", run->files_gone,
               cmd_plural(run->files_gone), run->files_gone == 1 ? "is" : "are");
    }
    if (run->folders_empty > 0) {
        append(summary, "%" PRId64 " folder%s held no file at all", run->folders_empty,
               cmd_plural(run->folders_empty));
    }
}

static int64_t now_ms(void)
{
    return (int64_t)(clock_seconds() * 1000);
}

static bool load(struct cmd *cmd, struct run *run, const struct stages_input *input,
                 struct err *err)
{
    struct load_options options = {
        .paths = (const char *const *)input->paths,
        .jobs = cmd->jobs,
        .max_document = cmd->conf.max_document,
        .progress = cmd->show_progress,
        .rehash = input->rehash,
    };
    while (input->paths[options.path_count] != NULL) {
        options.path_count++;
    }
    options.conninfo = cmd_conninfo(cmd, err);
    return options.conninfo != NULL && load_run(run, &options, err);
}

bool stages_load(struct cmd *cmd, struct run *run, const struct stages_input *input, char *summary,
                 struct err *err)
{
    int64_t start = now_ms();
    bool fine = load(cmd, run, input, err);
    run->stage_ms[RUN_LOAD] = now_ms() - start;
    if (!fine) {
        return false;
    }
    log_debug("%" PRId64 " of %" PRId64 " files are as an earlier run took them: not read",
              run->files_unread, run->files);
    if (run->loaded + run->refused + run->rejected == 0) {
        append(summary, "nothing changed: %" PRId64 " document%s already loaded", run->unchanged,
               cmd_plural(run->unchanged));
        say_withdrawn(summary, run);
        say_gone(summary, run);
        return true;
    }
    append(summary,
           "%" PRId64 " document%s loaded (%" PRId64 " rows), %" PRId64 " unchanged, %" PRId64
           " refused as no higher revision, %" PRId64 " rejected",
           run->loaded, cmd_plural(run->loaded), run->rows, run->unchanged, run->refused,
           run->rejected);
    say_withdrawn(summary, run);
    say_gone(summary, run);
    return true;
}

static bool check(struct cmd *cmd, struct run *run, struct stages_check input,
                  struct check_summary *checked, struct err *err)
{
    struct check_options options = {
        .conninfo = cmd_conninfo(cmd, err),
        .jobs = cmd->jobs,
        .rules_dir = cmd->conf.rules_dir,
        .all = input.all,
        .keep_open = input.keep_open,
    };
    return options.conninfo != NULL && check_run(run, &options, checked, err);
}

bool stages_check(struct cmd *cmd, struct run *run, struct stages_check input, char *summary,
                  struct err *err)
{
    struct check_summary checked;
    int64_t start = now_ms();
    bool fine = check(cmd, run, input, &checked, err);
    run->stage_ms[RUN_CHECK] = now_ms() - start;
    if (!fine) {
        return false;
    }
    run->errors += checked.errors;
    run->warnings += checked.warnings;
    if (checked.documents == 0) {
        append(summary, "nothing new to check");
    } else {
        append(summary,
               "%" PRId64 " document%s checked: %" PRId64 " error%s, %" PRId64
               " warning%s, %" PRId64 " rounding%s",
               checked.documents, cmd_plural(checked.documents), checked.errors,
               cmd_plural(checked.errors), checked.warnings, cmd_plural(checked.warnings),
               checked.roundings, cmd_plural(checked.roundings));
    }
    if (checked.failed > 0) {
        append(summary, "%" PRId64 " rule file%s failed", checked.failed,
               cmd_plural(checked.failed));
        err->code = ERR_DATA;
    }
    return true;
}

bool stages_rollup(struct cmd *cmd, struct run *run, bool all, char *summary, struct err *err)
{
    struct rollup_summary rolled;
    enum rollup_hold hold = cmd->conf.hold_on_error ? ROLLUP_HOLD_ERROR : ROLLUP_HOLD_NEVER;
    int64_t start = now_ms();
    bool fine = rollup_run(run, all, hold, &rolled, err);
    run->stage_ms[RUN_ROLLUP] = now_ms() - start;
    if (!fine) {
        return false;
    }
    run->in_force = rolled.documents;
    run->held = rolled.held;
    if (rolled.slices == 0) {
        append(summary, "rollups unchanged");
    } else {
        append(summary, "%" PRId64 " division-year%s rolled up, %" PRId64 " unchanged",
               rolled.slices, cmd_plural(rolled.slices), rolled.unchanged);
    }
    append(summary, "%" PRId64 " document%s in force", rolled.documents,
           cmd_plural(rolled.documents));
    if (rolled.held > 0) {
        append(summary, "%" PRId64 " held", rolled.held);
    }
    return stages_outcome(run, rolled.held, err);
}

bool stages_outcome(const struct run *run, int64_t held, struct err *err)
{
    if (run->rejected + held > 0) {
        err->code = ERR_DATA;
    }
    return true;
}

bool stages_export(struct run *run, struct export *export, char *summary, struct err *err)
{
    struct export_summary exported = {0};
    int64_t start = now_ms();
    bool fine = export_write(export, run->pg, run->id, err) && export_swap(export, &exported, err);
    run->stage_ms[RUN_EXPORT] = now_ms() - start;
    if (!fine) {
        return false;
    }
    run->export_files = exported.files;
    run->export_bytes = exported.bytes;
    run->exports_removed = exported.removed;
    if (exported.directories > 0) {
        append(summary, "%" PRId64 " division-year%s exported in %" PRId64 " files",
               exported.directories, cmd_plural(exported.directories), exported.files);
    }
    if (exported.removed > 0) {
        append(summary, "%" PRId64 " division-year%s taken away, as nothing is left of it",
               exported.removed, cmd_plural(exported.removed));
    }
    if (exported.directories + exported.removed == 0) {
        append(summary, "exports unchanged");
    }
    return true;
}

/* What the body came to, and whether it was told to stop: that comes before what it failed of. */
static bool end_work(const struct run *run, bool fine, struct err *err)
{
    struct err late = {0};
    if (stop_end(err)) {
        return fine;
    }
    /* An interruption that is still on its way is to meet a statement that doesn't matter. */
    if (!pg_exec(run->pg, "SELECT", &late)) {
        log_debug("%s", late.message);
    }
    return false;
}

/* The server may be restarting: then the ledger can say at once what happened to the run. */
static struct pg *reopen(struct cmd *cmd)
{
    struct pg *pg = NULL;
    struct err err = {0};
    if (!cmd_connect_patiently(cmd, &pg, &err)) {
        log_warning("the run is not closed in the ledger; the next one marks it as aborted: %s",
                    err.message);
    }
    return pg;
}

/* Returns whether the run turned out to be complete all the same. */
static bool bury(const struct run *run, struct pg *pg, const struct err *why)
{
    struct err err = {0};
    bool complete = false;
    if (!run_bury(run, pg, why->code, why->message, &complete, &err)) {
        log_warning("the run is not closed in the ledger: %s", err.message);
    }
    return complete;
}

/* Closes a run that failed, or whose closing failed. Returns whether it is complete, which only a
 * connection that was lost in the last moment leaves open. */
static bool close_failed(struct cmd *cmd, struct run *run, struct pg **pg, const struct err *why)
{
    struct err closing = {0};
    if (!pg_lost(*pg) && run_finish(run, why->code, why->message, &closing)) {
        return false;
    }
    if (!pg_lost(*pg)) {
        log_warning("%s", closing.message);
        return false;
    }
    pg_close(*pg);
    *pg = reopen(cmd);
    return *pg != NULL && bury(run, *pg, why);
}

static bool work(struct cmd *cmd, const struct stages_plan *plan, struct pg **pg, char *summary,
                 struct err *err)
{
    struct run run;
    char hash[DIGEST_HEX_SIZE];
    if (!run_begin(&run, *pg, plan->name, err)) {
        return false;
    }
    cmd_config_hash(&cmd->conf, hash);
    bool fine =
        run_configured(&run, hash, err) && plan->body(cmd, &run, plan->context, summary, err);
    fine = end_work(&run, fine, err);
    enum err_code outcome = err->code;
    bool complete = fine && run_finish(&run, outcome, summary, err);
    if (!complete && close_failed(cmd, &run, pg, err)) {
        complete = fine;
        err_clear(err);
        err->code = outcome;
    }
    if (plan->settle != NULL) {
        plan->settle(*pg, &run, complete, plan->context);
    }
    return complete;
}

bool stages_run_plan(struct cmd *cmd, const struct stages_plan *plan,
                     char summary[STAGES_SUMMARY_MAX], struct err *err)
{
    struct pg *pg = NULL;
    summary[0] = '\0';
    bool fine = plan->patient ? cmd_connect_patiently(cmd, &pg, err) : cmd_connect(cmd, &pg, err);
    fine = fine && cmd_check_ready(pg, err) && work(cmd, plan, &pg, summary, err);
    if (fine) {
        cmd_say(cmd, "%s: %s.", plan->name, summary);
    } else {
        stop_end(err);
    }
    pg_close(pg);
    return fine;
}

bool stages_run(struct cmd *cmd, const char *name, stages_body body, void *context, struct err *err)
{
    const struct stages_plan plan = {.name = name, .body = body, .context = context};
    char summary[STAGES_SUMMARY_MAX];
    return stages_run_plan(cmd, &plan, summary, err);
}
