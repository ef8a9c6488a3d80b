/* The reconciliation rules of sql/30_rules, run over documents in staging; results go to
 * etl.finding. */
#ifndef HUIZONG_TRANSFORM_CHECK_H
#define HUIZONG_TRANSFORM_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/run.h"

struct check_summary {
    int64_t documents; /* checked now */
    int64_t errors, warnings, roundings;
};

/*
 * Checks the documents that were not yet checked with the present set of rules (all of them with
 * `all`), in one transaction: the caller's where one is open on run->pg, to be ended by the caller,
 * else its own. Reads etl.document of complete runs and of this one. Adds to
 * run->checked and run->findings.
 */
bool check_run(struct run *run, bool all, struct check_summary *summary, struct err *err);

#endif
