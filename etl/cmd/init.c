#include "cmd/cmd.h"
#include "store/reference.h"
#include "store/schema.h"
#include "transform/check.h"

bool cmd_init(struct cmd *cmd, int argc, char **argv, struct err *err)
{
    static const struct cmd_option none[] = {{0}};
    struct cmd_reader reader = {.options = none};
    struct pg *pg = NULL;
    if (!cmd_options(&reader, argc, argv, err)) {
        return false;
    }
    if (!cmd_connect(cmd, &pg, err)) {
        return false;
    }
    bool fine = schema_upgrade(pg, err) && check_store_rules(pg, cmd->conf.rules_dir, err) &&
                reference_load(pg, cmd->conf.reference_dir, err);
    if (fine) {
        cmd_say(cmd, "init: the schemas are up to date, reference data loaded from %s.",
                cmd->conf.reference_dir);
    }
    pg_close(pg);
    return fine;
}
