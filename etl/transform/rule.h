/*
 * The reconciliation rules as the files of sql/30_rules describe themselves. A file begins with a
 * header of comment lines:
 *   -- rule: T01.1 | error | Chinese title     one line for each rule that the SELECT below checks
 *   -- why: Chinese text                       what is checked and why; may go on over further
 * comment lines and holds one SELECT of the rows that break these rules, with the columns that
 * check.c lists.
 */
#ifndef HUIZONG_TRANSFORM_RULE_H
#define HUIZONG_TRANSFORM_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "pg/sqlfile.h"

struct rule {
    const char *id;       /* "T01.1" */
    const char *severity; /* "error" or "warning" */
    const char *title;
};

struct rule_file {
    const char *path; /* of the sqlfile */
    const struct rule *rules;
    size_t rule_count; /* 1 or more */
    const char *why;
    const char *select; /* without its semicolon */
};

struct rule_set {
    struct arena arena; /* owns all texts but the paths, which are the sqlfiles' */
    struct rule_file *files;
    size_t file_count;
};

/*
 * Reads the headers of `count` files; `files` must outlive the set. Fails (ERR_CONFIG, naming file
 * and line) where a header breaks the form above, where a rule id stands twice, and where a file of
 * a single rule isn't named by it. The set is empty then.
 */
bool rule_set_read(struct rule_set *set, const struct sqlfile *files, size_t count,
                   struct err *err);
void rule_set_clear(struct rule_set *set);

#endif
