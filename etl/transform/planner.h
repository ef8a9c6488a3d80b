/* Private to transform: the planner's settings, which checks and rollups change for themselves. */
#ifndef HUIZONG_TRANSFORM_PLANNER_H
#define HUIZONG_TRANSFORM_PLANNER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "pg/pg.h"

/*
 * For the rest of the session, to check so many documents. For a few the planner does well by
 * itself. For many it takes the joins by division, document and table, whose keys depend on one
 * another, for thousands of times smaller than they are, and loops over them.
 */
bool planner_set(struct pg *pg, int64_t documents, struct err *err);

/* Back to the session's own, for what the caller does next. */
bool planner_reset(struct pg *pg, struct err *err);

#endif
