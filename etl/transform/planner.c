#include "transform/planner.h"

bool planner_reset(struct pg *pg, struct err *err)
{
    return pg_exec(pg, "RESET work_mem; RESET jit; RESET enable_nestloop; RESET enable_mergejoin",
                   err);
}
