/* Private to transform: the planner's settings, which checks and rollups change for themselves. */
#ifndef HUIZONG_TRANSFORM_PLANNER_H
#define HUIZONG_TRANSFORM_PLANNER_H

#include <stdbool.h>

#include "base/err.h"
#include "pg/pg.h"

/* Back to the session's own, for what the caller does next in its transaction. */
bool planner_reset(struct pg *pg, struct err *err);

#endif
