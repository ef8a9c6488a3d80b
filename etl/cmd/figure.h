/* What the figures of the rollups are called: for the commands that ask for one by name. */
#ifndef HUIZONG_CMD_FIGURE_H
#define HUIZONG_CMD_FIGURE_H

#include <stdbool.h>

#include "base/err.h"

/* Each fails with ERR_USAGE, and says what there is; NULL: the option wasn't given. */
bool figure_check_stage(const char *stage, struct err *err);
bool figure_check_classification(const char *classification, struct err *err);

/* A relation of which changes are kept. */
bool figure_check_relation(const char *relation, struct err *err);

/* A column of the relation that trace knows the cells of. */
bool figure_check_measure(const char *relation, const char *measure, struct err *err);

/* What an option names a row of the relation by: a code of a subject, total, or a source or item.
 */
bool figure_check_subject(const char *relation, const char *option, const char *subject,
                          struct err *err);

/* What changes are kept of: the total (""), a class, an item, a source (but for the total without
 * transfers, which isn't a document's: it is made of sums). */
bool figure_check_class(const char *relation, const char *subject, struct err *err);

#endif
