/* Documents of which nothing is to be left but their row in the ledger. */
#ifndef HUIZONG_STORE_EMPTYING_H
#define HUIZONG_STORE_EMPTYING_H

#include <stdbool.h>

#include "base/err.h"
#include "pg/pg.h"

/* Removes all that staging holds of documents, and that checks noted of them; etl.document stays.
 * `documents` is a relation, or a SELECT in brackets, of mof_div_code and doc_id. Fails with
 * ERR_DB. */
bool emptying_run(struct pg *pg, const char *documents, struct err *err);

#endif
