#include "transform/rollup.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "pg/sqlfile.h"
#include "store/logic.h"
#include "transform/planner.h"

enum { NUMBER_SIZE = 24 }; /* any int64 as text */

static const char folder[] = "50_rollups";
static const char summary_path[] = "50_rollups/990_summary.sql";

/* What the scripts read with current_setting; it ends with the transaction. */
static bool set_parameters(struct run *run, bool all, enum rollup_hold hold, struct err *err)
{
    static const char set[] = "SELECT set_config('huizong.run_id', $1, true),"
                              " set_config('huizong.all', $2, true),"
                              " set_config('huizong.hold_on', $3, true),"
                              " set_config('huizong.logic_hash', $4, true)";
    static const char *const logic[] = {"40_facts", "50_rollups"};
    char run_id[NUMBER_SIZE];
    char hash[DIGEST_HEX_SIZE];
    snprintf(run_id, sizeof run_id, "%" PRId64, run->id);
    logic_hash(logic, sizeof logic / sizeof logic[0], hash);
    const char *const params[] = {run_id, all ? "true" : "false",
                                  hold == ROLLUP_HOLD_ERROR ? "error" : "never", hash};
    return pg_query(run->pg, set, 4, params, NULL, err);
}

static bool run_scripts(struct run *run, struct err *err)
{
    const struct sqlfile *files;
    size_t count = sqlfile_list(folder, &files);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(files[i].path, summary_path) == 0) {
            continue;
        }
        double start = clock_seconds();
        if (!pg_script(run->pg, files[i].path, files[i].text, err)) {
            return false;
        }
        log_debug("%s: %.2f s", files[i].path, clock_seconds() - start);
    }
    return true;
}

static bool read_summary(struct run *run, struct rollup_summary *summary, struct err *err)
{
    const struct sqlfile *file = sqlfile_find(summary_path);
    if (file == NULL) {
        return err_set(err, ERR_CONFIG, "%s is missing", summary_path);
    }
    struct pg_result *result;
    if (!pg_query(run->pg, file->text, 0, NULL, &result, err)) {
        return err_context(err, "%s", summary_path);
    }
    const struct {
        const char *name;
        int64_t *value;
    } counts[] = {{"slices", &summary->slices},
                  {"unchanged", &summary->unchanged},
                  {"documents", &summary->documents},
                  {"held", &summary->held}};
    bool fine = true;
    for (int i = 0; fine && i < (int)(sizeof counts / sizeof counts[0]); i++) {
        fine = pg_rows(result) == 1 && i < pg_columns(result) &&
               strcmp(pg_column_name(result, i), counts[i].name) == 0;
        if (fine) {
            *counts[i].value = strtoll(pg_value(result, 0, i), NULL, 10);
        }
    }
    pg_free(result);
    return fine ||
           err_set(err, ERR_CONFIG, "%s must give one row of slices, unchanged, documents, held",
                   summary_path);
}

static bool roll_up(struct run *run, bool all, enum rollup_hold hold,
                    struct rollup_summary *summary, struct err *err)
{
    return set_parameters(run, all, hold, err) && run_scripts(run, err) &&
           read_summary(run, summary, err) && planner_reset(run->pg, err);
}

static bool in_own_transaction(struct run *run, bool all, enum rollup_hold hold,
                               struct rollup_summary *summary, struct err *err)
{
    if (!pg_exec(run->pg, "BEGIN", err)) {
        return false;
    }
    if (roll_up(run, all, hold, summary, err) && pg_exec(run->pg, "COMMIT", err)) {
        return true;
    }
    struct err undo;
    if (!pg_lost(run->pg) && !pg_exec(run->pg, "ROLLBACK", &undo)) {
        log_warning("can't roll the rollup back: %s", undo.message);
    }
    return false;
}

bool rollup_run(struct run *run, bool all, enum rollup_hold hold, struct rollup_summary *summary,
                struct err *err)
{
    *summary = (struct rollup_summary){0};
    bool fine = pg_in_transaction(run->pg) ? roll_up(run, all, hold, summary, err)
                                           : in_own_transaction(run, all, hold, summary, err);
    if (!fine) {
        return err_context(err, "can't roll up");
    }
    run->slices += summary->slices;
    return true;
}
