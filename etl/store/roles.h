/* The roles of the database: huizong_etl writes, huizong_analyst reads rollup, ref and etl,
 * huizong_rule is what the bureau's own rules run as. None logs in. */
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

/* *may: the role huizong_rule is there, and this session can become it. */
bool roles_may_take_rule(struct pg *pg, bool *may, struct err *err);

#endif
