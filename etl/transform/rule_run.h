/*
 * Private to transform: runs rule files over the documents in etl.check_scope, several at a time,
 * each by itself: one that PostgreSQL refuses, or whose rows aren't findings, stops no other.
 */
#ifndef HUIZONG_TRANSFORM_RULE_RUN_H
#define HUIZONG_TRANSFORM_RULE_RUN_H

#include <stdint.h>

#include "pg/pg.h"
#include "transform/rule_book.h"

struct rule_run {
    struct pg *pg;        /* works too; in no transaction */
    const char *conninfo; /* of further connections */
    int jobs;             /* connections at most; 1: only pg */
    const struct rule_book *book;
    int64_t run_id;
    int64_t documents; /* in etl.check_scope */
    char **faults;     /* by file: NULL, or why it failed; such a file isn't run */
    const bool *only;  /* by file: those that failed before and are tried; NULL: all run */
};

/* Makes room for the faults, where the other fields are set. */
void rule_run_init(struct rule_run *run);
void rule_run_clear(struct rule_run *run);

/* Puts down what rules share, then runs them. The rows of the files that ran are in
 * etl.check_finding, committed, under run_id. False (ERR_DB) only where the database fails as a
 * whole. */
bool rule_run(struct rule_run *run, struct err *err);

/* Notes that a file failed. */
void rule_run_fault(struct rule_run *run, size_t file, const char *why);

#endif
