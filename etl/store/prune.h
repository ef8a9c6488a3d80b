/* Retention: what earlier runs left behind and nobody asks for any more. */
#ifndef HUIZONG_STORE_PRUNE_H
#define HUIZONG_STORE_PRUNE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "pg/pg.h"

struct prune_summary {
    int64_t runs, rejections, findings, documents; /* removed; documents: emptied */
};

/*
 * Keeps the last `keep` complete runs that loaded, and all runs since the first of them; removes of
 * the runs before them the rejections, notices and findings, and those runs that nothing refers to
 * any more. The last check of a document stays, whatever its run, and so does the one that stood
 * when the first kept run ended, or the one that the last check is compared with: what is new since
 * then can still be said. With `superseded` the rows of revisions that these runs loaded, and that
 * a higher one in force had superseded by then, are removed from staging too; the ledger keeps such
 * a document as withdrawn, so that its content is known if it comes again. Documents in force are
 * never touched. One transaction.
 */
bool prune_run(struct pg *pg, int64_t run_id, int keep, bool superseded,
               struct prune_summary *summary, struct err *err);

#endif
