/* The ledger of runs: every command that writes takes the lock, opens a row of etl.run, and closes
 * it. */
#ifndef HUIZONG_STORE_RUN_H
#define HUIZONG_STORE_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "pg/pg.h"

/* The parts of a run that are timed. */
enum run_stage { RUN_LOAD, RUN_CHECK, RUN_ROLLUP, RUN_EXPORT, RUN_STAGES };

struct run {
    struct pg *pg; /* the connection that holds the lock, for as long as the run lasts */
    int64_t id;    /* etl.run.run_id */
    int64_t loaded, unchanged, refused, rejected, rows, bytes; /* of load */
    int64_t withdrawn;           /* of load: of the unchanged, those that stay withdrawn */
    int64_t files, files_unread; /* of load: found; … and as an earlier run took them */
    int64_t files_gone; /* of load: that earlier runs took, no longer there since this run */
    int64_t folders_empty, folders_emptied; /* of load: given, without any file; … and in the last
                                               run that was given them there had been some */
    int64_t checked, findings, errors, warnings; /* of check */
    int64_t slices;                     /* of rollup: divisions × years × stages recomputed */
    int64_t in_force, held;             /* documents after the rollup; -1 where there was none */
    int64_t export_files, export_bytes; /* of export */
    int64_t exports_removed;            /* of export: directories of which nothing is left */
    int64_t stage_ms[RUN_STAGES];       /* -1 where the run has no such stage */
};

/*
 * Takes the lock (ERR_LOCKED, saying who holds it since when, where another run has it), marks runs
 * that died as aborted, and opens a run. `pg` must outlive the run.
 */
bool run_begin(struct run *run, struct pg *pg, const char *command, struct err *err);

/* Notes which configuration the run has: a hash of it. */
bool run_configured(const struct run *run, const char *config_hash, struct err *err);

/*
 * Closes the run with its exit code (state complete for 0 and 65, else failed) and gives the lock
 * back. A transaction that is open on run->pg is committed together with that where the run is
 * complete, so that its results become visible in one step; else it is rolled back first.
 * `message` may be NULL.
 */
bool run_finish(struct run *run, enum err_code code, const char *message, struct err *err);

/*
 * Closes as failed, by another connection, a run whose own was lost; or finds that it had been
 * closed as complete at the last moment (*complete) and leaves it so.
 */
bool run_bury(const struct run *run, struct pg *pg, enum err_code code, const char *message,
              bool *complete, struct err *err);

/* Says of a run that is closed what came to light afterwards; its state stays. */
bool run_note_outcome(struct pg *pg, int64_t run_id, enum err_code code, const char *message,
                      struct err *err);

#endif
