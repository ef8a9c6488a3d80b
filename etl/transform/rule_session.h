/*
 * Private to transform: a connection that rules run on. A rule reads and never writes: its
 * transaction is read only, and what it finds goes to a table of the session first.
 */
#ifndef HUIZONG_TRANSFORM_RULE_SESSION_H
#define HUIZONG_TRANSFORM_RULE_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "pg/pg.h"
#include "transform/rule.h"

struct rule_session {
    struct pg *pg;     /* in no transaction */
    int64_t run_id;    /* of the check */
    int64_t documents; /* in etl.check_scope */
    bool restricted;   /* the role huizong_rule is there to be taken */
};

bool rule_session_open(const struct rule_session *session, struct err *err);

/* The connection is as it was before. */
bool rule_session_close(const struct rule_session *session, struct err *err);

/*
 * The rows of a file go to etl.check_finding. One of the bureau's own (is_own) reads only, where it
 * can be as the role huizong_rule, and what it finds is looked at before. Where a file fails,
 * nothing of it is there, and rule_session_clean makes the session ready for the next.
 */
bool rule_session_run(const struct rule_session *session, const struct rule_file *file, bool is_own,
                      int64_t *rows, struct err *err);
bool rule_session_clean(const struct rule_session *session, struct err *err);

/* Whether PostgreSQL would take the statement of a file, without running it; *why where not. */
bool rule_session_try(const struct rule_session *session, const struct rule_file *file,
                      bool *accepted, struct err *why, struct err *err);

/* Whether what went wrong last has nothing to do with the rule: the connection, or resources of the
 * server (disk full, out of memory, no more connections; errors of the operating system). */
bool rule_session_broken(const struct rule_session *session);

#endif
