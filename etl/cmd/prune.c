#include "store/prune.h"

#include <inttypes.h>
#include <stdlib.h>

#include "cmd/stages.h"

struct retention {
    const char *keep;
    bool superseded;
};

static bool body(struct cmd *cmd, struct run *run, void *context, char *summary, struct err *err)
{
    (void)cmd;
    const struct retention *retention = context;
    struct prune_summary pruned;
    int keep = (int)strtol(retention->keep, NULL, 10);
    if (!prune_run(run->pg, run->id, keep, retention->superseded, &pruned, err)) {
        return false;
    }
    snprintf(summary, STAGES_SUMMARY_MAX,
             "removed %" PRId64 " runs, %" PRId64 " rejections, %" PRId64
             " findings; emptied %" PRId64 " superseded revisions",
             pruned.runs, pruned.rejections, pruned.findings, pruned.documents);
    return true;
}

bool cmd_prune(struct cmd *cmd, int argc, char **argv, struct err *err)
{
    struct retention retention = {0};
    const struct cmd_option options[] = {
        {"keep-runs", NULL, &retention.keep}, {"superseded", &retention.superseded, NULL}, {0}};
    struct cmd_reader reader = {.options = options};
    if (!cmd_options(&reader, argc, argv, err)) {
        return false;
    }
    if (retention.keep == NULL) {
        return err_set(err, ERR_USAGE, "prune needs --keep-runs N");
    }
    if (!cmd_number(retention.keep, "--keep-runs", err)) {
        return false;
    }
    if (strtol(retention.keep, NULL, 10) < 1) {
        return err_set(err, ERR_USAGE, "--keep-runs must be at least 1");
    }
    return stages_run(cmd, "prune", body, &retention, err);
}
