/*
 * Private to transform: the rules in force: those of sql/30_rules, and the bureau's own, files of
 * the same form in the folder that the configuration's rules_dir names.
 */
#ifndef HUIZONG_TRANSFORM_RULE_BOOK_H
#define HUIZONG_TRANSFORM_RULE_BOOK_H

#include "io/digest.h"
#include "pg/pg.h"
#include "transform/rule.h"

struct rule_book {
    struct rule_set set;
    struct sqlfile *own; /* the bureau's files; the last ones of the set */
    size_t own_count;
    struct sqlfile *all; /* what the set was read from */
};

/* Reads the rules; `rules_dir` NULL: there are none of the bureau's own. ERR_CONFIG, as of
 * rule_set_read. */
bool rule_book_open(struct rule_book *book, const char *rules_dir, struct err *err);
void rule_book_close(struct rule_book *book);

/* Whether the set's file of this number is the bureau's own. */
bool rule_book_is_own(const struct rule_book *book, size_t file);

/* Any change of a rule, of what rules share, call or may read, or of the reference data makes
 * another hash. */
bool rule_book_hash(const struct rule_book *book, struct pg *pg, char hex[DIGEST_HEX_SIZE],
                    struct err *err);

/* Makes ref.rule what the files say, within the caller's transaction. */
bool rule_book_store(const struct rule_book *book, struct pg *pg, struct err *err);

#endif
