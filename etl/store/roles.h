/* The roles of the database: huizong_etl writes, huizong_analyst reads rollup, ref and etl. Neither
 * logs in. */
#ifndef HUIZONG_STORE_ROLES_H
#define HUIZONG_STORE_ROLES_H

#include <stdbool.h>

#include "base/err.h"
#include "pg/pg.h"

/*
 * Creates the roles and grants them their rights, within the transaction that is open. What this
 * user may not do is a warning in the log and no failure.
 */
bool roles_grant(struct pg *pg, struct err *err);

#endif
