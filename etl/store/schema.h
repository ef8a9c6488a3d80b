/* The database's own shape: migrations of sql/10_schema, the staging tables of the descriptors, and
 * views. */
#ifndef HUIZONG_STORE_SCHEMA_H
#define HUIZONG_STORE_SCHEMA_H

#include "base/buf.h"
#include "base/err.h"
#include "doc/relation.h"
#include "pg/pg.h"

/*
 * Creates the schemas, or brings them up to date: the numbered migrations that have not run yet,
 * then the staging tables and columns of the descriptors that are missing, then the views and
 * functions of sql/20_staging and sql/40_facts, anew. In one transaction; can be run again at any
 * time. Refuses a database that a newer program has upgraded (ERR_CONFIG).
 */
bool schema_upgrade(struct pg *pg, struct err *err);

/* Whether the schemas are there and up to date; sets err (ERR_CONFIG, "run huizong init") where
 * not. */
bool schema_check(struct pg *pg, struct err *err);

/* Appends the DDL of one staging table: CREATE TABLE, missing columns, index, comments. */
void schema_staging_ddl(struct buf *out, const struct relation *relation);

/* Appends "COPY staging.<relation> (…) FROM STDIN (FORMAT binary)", columns in the order they are
 * encoded. */
void schema_staging_copy(struct buf *out, const struct relation *relation);

#endif
