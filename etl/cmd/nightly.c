#include <string.h>

#include "cmd/stages.h"
#include "export/export.h"

struct nightly {
    char **paths;
    const char *out; /* NULL: no export */
};

static bool body(struct cmd *cmd, struct run *run, void *context, char *summary, struct err *err)
{
    struct nightly *nightly = context;
    if (!stages_load(cmd, run, &(struct stages_input){.paths = nightly->paths}, summary, err) ||
        !stages_check(run, false, summary, err)) {
        return false;
    }
    return stages_rollup(cmd, run, false, summary, err);
}

bool cmd_nightly(struct cmd *cmd, int argc, char **argv, struct err *err)
{
    struct nightly nightly = {0};
    const struct cmd_option options[] = {{"out", NULL, &nightly.out}, {0}};
    struct cmd_reader reader = {.options = options};
    if (!cmd_options(&reader, argc, argv, err)) {
        return false;
    }
    if (argv[1] == NULL) {
        return err_set(err, ERR_USAGE, "nightly needs a PATH");
    }
    nightly.paths = argv + 1;
    if (!stages_run(cmd, "nightly", body, &nightly, err) || nightly.out == NULL) {
        return err->code == ERR_NONE || err->code == ERR_DATA;
    }
    enum err_code outcome = err->code;
    char *words[] = {"export", "--out", (char *)nightly.out, NULL};
    bool fine = cmd_export(cmd, 3, words, err);
    if (fine) {
        err->code = outcome;
    }
    return fine;
}
