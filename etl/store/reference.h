/* Reference data: the CSV files of config/, into the schema ref; and from there the subjects for
 * the loader. */
#ifndef HUIZONG_STORE_REFERENCE_H
#define HUIZONG_STORE_REFERENCE_H

#include "base/err.h"
#include "doc/subject.h"
#include "pg/pg.h"

/*
 * Replaces the contents of the ref tables by the CSV files of `dir`: exp_func.csv, dep_bgt_eco.csv,
 * gov_bgt_eco.csv, eco_crossmap.csv, mof_div.csv, agencies.csv, reorganizations.csv,
 * subject_changes.csv, rules.csv (whose rules must be in ref.rule). Each has a header of the
 * table's columns. All in one transaction; a wrong file (ERR_CONFIG, with file and line) leaves
 * everything as it was.
 */
bool reference_load(struct pg *pg, const char *dir, struct err *err);

/* Whether there is any. Where init failed on it the schemas are there without: every label would be
 * read as that of an unknown subject. Sets err (ERR_CONFIG, "run huizong init") where not. */
bool reference_check(struct pg *pg, struct err *err);

/* The catalogues of the database, for the loader to resolve names by. NULL on error. */
struct subjects *reference_subjects(struct pg *pg, struct err *err);

#endif
