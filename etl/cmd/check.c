#include "cmd/stages.h"

static bool body(struct cmd *cmd, struct run *run, void *context, char *summary, struct err *err)
{
    return stages_check(cmd, run, *(struct stages_check *)context, summary, err);
}

bool cmd_check(struct cmd *cmd, int argc, char **argv, struct err *err)
{
    struct stages_check check = {0};
    const struct cmd_option options[] = {{"all", &check.all, NULL}, {0}};
    struct cmd_reader reader = {.options = options};
    if (!cmd_options(&reader, argc, argv, err)) {
        return false;
    }
    return stages_run(cmd, "check", body, &check, err);
}
