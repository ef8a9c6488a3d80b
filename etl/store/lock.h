/* The lock that only one run of a database can hold at a time: an advisory lock of PostgreSQL. */
#ifndef HUIZONG_STORE_LOCK_H
#define HUIZONG_STORE_LOCK_H

#include <stdbool.h>

#include "base/err.h"
#include "pg/pg.h"

enum lock_span {
    LOCK_SESSION,    /* until lock_release, or the end of the connection */
    LOCK_TRANSACTION /* until the end of the transaction */
};

/* Takes the lock; ERR_LOCKED, saying who has it since when, where another session does. Does not
 * wait. */
bool lock_take(struct pg *pg, enum lock_span span, struct err *err);
bool lock_release(struct pg *pg, struct err *err);

/* Waits for whoever else is changing the schemas of this database; until the end of the
 * transaction. */
bool lock_schema(struct pg *pg, struct err *err);

#endif
