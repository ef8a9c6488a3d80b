/* The reconciliation rules of sql/30_rules and the bureau's own, run over documents in staging;
 * results go to etl.finding. */
#ifndef HUIZONG_TRANSFORM_CHECK_H
#define HUIZONG_TRANSFORM_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/run.h"

struct check_options {
    const char *conninfo;  /* of further connections, to the database of run->pg */
    int jobs;              /* connections that rules run over, run->pg's included; at least 1 */
    const char *rules_dir; /* of the bureau's own rules; NULL: there are none */
    bool all;              /* check all documents again */
    bool keep_open;        /* leave the transaction open that makes the results visible */
};

struct check_summary {
    int64_t documents; /* checked now */
    int64_t errors, warnings, roundings;
    int64_t
        failed; /* rule files that failed, now or before, so that documents owe their findings */
};

/*
 * Checks the documents that were not yet checked with the present rules and settings. Reads
 * etl.document of complete runs and of this one. Adds to run->checked and run->findings.
 *
 * The rules run over tables of the check's own, committed, and what they find goes to one more;
 * only then, in one transaction on run->pg, do findings become visible. run->pg must be in no
 * transaction. What a run that died left in those tables is nobody's, and the next one empties
 * them.
 *
 * A rule file that PostgreSQL refuses, or whose rows aren't findings, is logged and noted in
 * etl.rule_fault; for it the findings of the check before stand. The next run tries it alone over
 * the documents that owe its findings, and checks them again where it runs now.
 */
bool check_run(struct run *run, const struct check_options *options, struct check_summary *summary,
               struct err *err);

/* Makes ref.rule what the rule files say, in a transaction of its own. ERR_CONFIG where they can't
 * be read as rules. */
bool check_store_rules(struct pg *pg, const char *rules_dir, struct err *err);

#endif
