/* From documents in staging to the rollups: sql/40_facts and sql/50_rollups. */
#ifndef HUIZONG_TRANSFORM_ROLLUP_H
#define HUIZONG_TRANSFORM_ROLLUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/run.h"

enum rollup_hold { ROLLUP_HOLD_NEVER, ROLLUP_HOLD_ERROR };

struct rollup_summary {
    int64_t slices;    /* divisions × years × stages recomputed */
    int64_t unchanged; /* … left as they were */
    int64_t documents; /* in force after it */
    int64_t held;      /* documents held back */
};

/*
 * Decides which documents are in force and recomputes the rollups of the divisions, years and
 * stages in which that changed (all of them with `all`), in one transaction: readers see the state
 * before or after. The transaction is the caller's where one is open on run->pg, to be ended by the
 * caller; else its own.
 */
bool rollup_run(struct run *run, bool all, enum rollup_hold hold, struct rollup_summary *summary,
                struct err *err);

#endif
