#include "cmd/stages.h"

static bool body(struct cmd *cmd, struct run *run, void *context, char *summary, struct err *err)
{
    return stages_rollup(cmd, run, *(bool *)context, summary, err);
}

bool cmd_rollup(struct cmd *cmd, int argc, char **argv, struct err *err)
{
    bool all = false;
    const struct cmd_option options[] = {{"all", &all, NULL}, {0}};
    struct cmd_reader reader = {.options = options};
    if (!cmd_options(&reader, argc, argv, err)) {
        return false;
    }
    return stages_run(cmd, "rollup", body, &all, err);
}
