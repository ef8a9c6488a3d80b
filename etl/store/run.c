#include "store/run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "store/lock.h"

enum { NUMBER_SIZE = 24 }; /* any int64 as text */

/* Only who holds the lock can be running: what else says so died. */
static bool mark_dead(struct pg *pg, struct err *err)
{
    static const char update[] =
        "UPDATE etl.run SET state = 'aborted', finished_at = pg_catalog.clock_timestamp(),"
        " message = 'the process ended without closing its run' WHERE state = 'running'";
    struct pg_result *result;
    if (!pg_query(pg, update, 0, NULL, &result, err)) {
        return false;
    }
    int64_t dead = pg_affected(result);
    pg_free(result);
    if (dead > 0) {
        log_warning("%" PRId64 " earlier run%s ended without closing: marked as aborted", dead,
                    dead == 1 ? "" : "s");
    }
    return true;
}

static bool open_run(struct run *run, const char *command, struct err *err)
{
    static const char insert[] = "INSERT INTO etl.run (command, state, version, host, pid)"
                                 " VALUES ($1, 'running', $2, $3, $4::integer) RETURNING run_id";
    char host[256] = "";
    gethostname(host, sizeof host - 1);
    char pid[NUMBER_SIZE];
    snprintf(pid, sizeof pid, "%ld", (long)getpid());
    const char *const params[] = {command, HUIZONG_VERSION, host, pid};
    struct pg_result *result;
    if (!pg_query(run->pg, insert, 4, params, &result, err)) {
        return false;
    }
    run->id = strtoll(pg_value(result, 0, 0), NULL, 10);
    pg_free(result);
    return true;
}

bool run_begin(struct run *run, struct pg *pg, const char *command, struct err *err)
{
    *run = (struct run){.pg = pg};
    if (!lock_take(pg, LOCK_SESSION, err)) {
        return false;
    }
    if (mark_dead(pg, err) && open_run(run, command, err)) {
        return true;
    }
    struct err unlock;
    if (!lock_release(pg, &unlock)) {
        log_warning("can't give the lock back: %s", unlock.message);
    }
    return err_context(err, "can't open a run of %s", command);
}

static bool close_run(const struct run *run, enum err_code code, const char *message,
                      struct err *err)
{
    static const char update[] =
        "UPDATE etl.run SET state = $2, exit_code = $3::integer, message = $4,"
        " loaded = $5::bigint, unchanged = $6::bigint, refused = $7::bigint, rejected = $8::bigint,"
        " row_count = $9::bigint, byte_count = $10::bigint, checked = $11::bigint,"
        " findings = $12::bigint, slices = $13::bigint,"
        " finished_at = pg_catalog.clock_timestamp() WHERE run_id = $1::bigint";
    enum { COUNTS = 9, PARAMS = 4 + COUNTS };
    const int64_t counts[COUNTS] = {run->loaded,   run->unchanged, run->refused,
                                    run->rejected, run->rows,      run->bytes,
                                    run->checked,  run->findings,  run->slices};
    char numbers[2 + COUNTS][NUMBER_SIZE];
    bool complete = code == ERR_NONE || code == ERR_DATA;
    snprintf(numbers[0], NUMBER_SIZE, "%" PRId64, run->id);
    snprintf(numbers[1], NUMBER_SIZE, "%d", (int)code);
    const char *params[PARAMS] = {numbers[0], complete ? "complete" : "failed", numbers[1],
                                  message};
    for (int i = 0; i < COUNTS; i++) {
        snprintf(numbers[2 + i], NUMBER_SIZE, "%" PRId64, counts[i]);
        params[4 + i] = numbers[2 + i];
    }
    return pg_query(run->pg, update, PARAMS, params, NULL, err);
}

bool run_finish(struct run *run, enum err_code code, const char *message, struct err *err)
{
    /* A stage that failed may have left its transaction open. */
    if (pg_in_transaction(run->pg) && !pg_exec(run->pg, "ROLLBACK", err)) {
        return err_context(err, "can't close run %" PRId64, run->id);
    }
    if (!close_run(run, code, message, err) || !lock_release(run->pg, err)) {
        return err_context(err, "can't close run %" PRId64, run->id);
    }
    return true;
}
