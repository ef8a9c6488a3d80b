#include "transform/planner.h"

bool planner_set(struct pg *pg, int64_t documents, struct err *err)
{
    enum { FEW = 10 };
    static const char any[] = "SET jit = off; SET work_mem = '256MB';"
                              "SET default_statistics_target = 10";
    static const char many[] = "SET enable_nestloop = off; SET enable_mergejoin = off";
    return pg_exec(pg, any, err) && (documents <= FEW || pg_exec(pg, many, err));
}

bool planner_reset(struct pg *pg, struct err *err)
{
    return pg_exec(pg,
                   "RESET work_mem; RESET jit; RESET enable_nestloop; RESET enable_mergejoin;"
                   "RESET default_statistics_target",
                   err);
}
