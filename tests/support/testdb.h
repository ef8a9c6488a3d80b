/* Throw-away databases for the C tests, on the server that $HUIZONG_TEST_DB leads to. */
#ifndef HUIZONG_TESTS_TESTDB_H
#define HUIZONG_TESTS_TESTDB_H

#include "pg/pg.h"

/* Init and fini of a test or suite: a database of this process's own. */
void testdb_create(void);
void testdb_drop(void);

const char *testdb_conninfo(void);
struct pg *testdb_open(void);
void testdb_exec(struct pg *pg, const char *sql);

/* Ends all other sessions of the database, and returns when they are gone. */
void testdb_end_others(struct pg *pg);

/* The first value of a query, "" for NULL or no row; valid until the next call. */
const char *testdb_value(struct pg *pg, const char *sql);

#endif
