#include "cmd/stages.h"

static bool body(struct cmd *cmd, struct run *run, void *context, char *summary, struct err *err)
{
    return stages_load(cmd, run, context, summary, err) && stages_outcome(run, 0, err);
}

bool cmd_load(struct cmd *cmd, int argc, char **argv, struct err *err)
{
    struct stages_input input = {0};
    const struct cmd_option options[] = {{"rehash", &input.rehash, NULL}, {0}};
    struct cmd_reader reader = {.options = options, .arguments = true};
    if (!cmd_options(&reader, argc, argv, err)) {
        return false;
    }
    if (argv[1] == NULL) {
        return err_set(err, ERR_USAGE, "load needs a PATH");
    }
    input.paths = argv + 1;
    return stages_run(cmd, "load", body, &input, err);
}
