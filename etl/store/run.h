/* The ledger of runs: every command that writes takes the lock, opens a row of etl.run, and closes
 * it. */
#ifndef HUIZONG_STORE_RUN_H
#define HUIZONG_STORE_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "pg/pg.h"

struct run {
    struct pg *pg; /* the connection that holds the lock, for as long as the run lasts */
    int64_t id;    /* etl.run.run_id */
    int64_t loaded, unchanged, refused, rejected, rows, bytes; /* of load */
    int64_t checked, findings;                                 /* of check */
    int64_t slices; /* of rollup: divisions × years × stages recomputed */
};

/*
 * Takes the lock (ERR_LOCKED, saying who holds it since when, where another run has it), marks runs
 * that died as aborted, and opens a run. `pg` must outlive the run.
 */
bool run_begin(struct run *run, struct pg *pg, const char *command, struct err *err);

/*
 * Closes the run with its exit code (state complete for 0 and 65, else failed) and gives the lock
 * back. A transaction that is still open on run->pg is rolled back first. `message` may be NULL.
 */
bool run_finish(struct run *run, enum err_code code, const char *message, struct err *err);

#endif
