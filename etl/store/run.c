#include "store/run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
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
    *run = (struct run){.pg = pg, .in_force = -1, .held = -1};
    for (int i = 0; i < RUN_STAGES; i++) {
        run->stage_ms[i] = -1;
    }
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

bool run_configured(const struct run *run, const char *config_hash, struct err *err)
{
    char id[NUMBER_SIZE];
    snprintf(id, sizeof id, "%" PRId64, run->id);
    const char *const params[] = {id, config_hash};
    return pg_query(run->pg, "UPDATE etl.run SET config_hash = $2 WHERE run_id = $1::bigint", 2,
                    params, NULL, err);
}

/* In the order of the statement's parameters from $5 on; -1 is NULL. */
enum { COUNTS = 22 };

static void list_counts(const struct run *run, int64_t counts[COUNTS])
{
    const int64_t list[] = {
        run->loaded,
        run->unchanged,
        run->refused,
        run->rejected,
        run->rows,
        run->bytes,
        run->checked,
        run->findings,
        run->slices,
        run->files,
        run->files_unread,
        run->errors,
        run->warnings,
        run->in_force,
        run->held,
        run->export_files,
        run->export_bytes,
        run->stage_ms[RUN_LOAD],
        run->stage_ms[RUN_CHECK],
        run->stage_ms[RUN_ROLLUP],
        run->stage_ms[RUN_EXPORT],
        run->files_gone,
    };
    _Static_assert(sizeof list / sizeof list[0] == COUNTS, "one parameter each");
    memcpy(counts, list, sizeof list);
}

static bool close_run(const struct run *run, struct pg *pg, enum err_code code, const char *message,
                      struct err *err)
{
    static const char update[] =
        "UPDATE etl.run SET state = $2, exit_code = $3::integer, message = $4,"
        " loaded = $5::bigint, unchanged = $6::bigint, refused = $7::bigint, rejected = $8::bigint,"
        " row_count = $9::bigint, byte_count = $10::bigint, checked = $11::bigint,"
        " findings = $12::bigint, slices = $13::bigint, files = $14::bigint,"
        " files_unread = $15::bigint, errors = $16::bigint, warnings = $17::bigint,"
        " in_force = $18::bigint, held = $19::bigint, export_files = $20::bigint,"
        " export_bytes = $21::bigint, load_ms = $22::bigint, check_ms = $23::bigint,"
        " rollup_ms = $24::bigint, export_ms = $25::bigint, files_gone = $26::bigint,"
        " finished_at = pg_catalog.clock_timestamp() WHERE run_id = $1::bigint";
    enum { OTHERS = 4 };
    int64_t counts[COUNTS];
    list_counts(run, counts);
    char numbers[2 + COUNTS][NUMBER_SIZE];
    bool complete = code == ERR_NONE || code == ERR_DATA;
    snprintf(numbers[0], NUMBER_SIZE, "%" PRId64, run->id);
    snprintf(numbers[1], NUMBER_SIZE, "%d", (int)code);
    /* It may name a file, in whatever encoding. */
    char *said = message != NULL ? text_printable(message) : NULL;
    const char *params[OTHERS + COUNTS] = {numbers[0], complete ? "complete" : "failed", numbers[1],
                                           said};
    for (int i = 0; i < COUNTS; i++) {
        snprintf(numbers[2 + i], NUMBER_SIZE, "%" PRId64, counts[i]);
        params[OTHERS + i] = counts[i] >= 0 ? numbers[2 + i] : NULL;
    }
    bool fine = pg_query(pg, update, OTHERS + COUNTS, params, NULL, err);
    free(said);
    return fine;
}

bool run_finish(struct run *run, enum err_code code, const char *message, struct err *err)
{
    bool open = pg_in_transaction(run->pg);
    if (open && code != ERR_NONE && code != ERR_DATA) {
        /* A stage that failed may have left its transaction open. */
        open = false;
        if (!pg_exec(run->pg, "ROLLBACK", err)) {
            return err_context(err, "can't close run %" PRId64, run->id);
        }
    }
    if (!close_run(run, run->pg, code, message, err) ||
        (open && !pg_exec(run->pg, "COMMIT", err))) {
        return err_context(err, "can't close run %" PRId64, run->id);
    }
    struct err unlock;
    if (!lock_release(run->pg, &unlock)) {
        log_warning("can't give the lock back: %s", unlock.message);
    }
    return true;
}

bool run_bury(const struct run *run, struct pg *pg, enum err_code code, const char *message,
              bool *complete, struct err *err)
{
    char id[NUMBER_SIZE];
    snprintf(id, sizeof id, "%" PRId64, run->id);
    const char *const params[] = {id};
    struct pg_result *result;
    if (!pg_query(pg, "SELECT state FROM etl.run WHERE run_id = $1::bigint", 1, params, &result,
                  err)) {
        return false;
    }
    *complete = pg_rows(result) == 1 && strcmp(pg_value(result, 0, 0), "complete") == 0;
    pg_free(result);
    return *complete || close_run(run, pg, code, message, err);
}

bool run_note_outcome(struct pg *pg, int64_t run_id, enum err_code code, const char *message,
                      struct err *err)
{
    char id[NUMBER_SIZE];
    char number[NUMBER_SIZE];
    snprintf(id, sizeof id, "%" PRId64, run_id);
    snprintf(number, sizeof number, "%d", (int)code);
    char *said = text_printable(message);
    const char *const params[] = {id, number, said};
    bool fine = pg_query(pg,
                         "UPDATE etl.run SET exit_code = $2::integer, message = $3"
                         " WHERE run_id = $1::bigint",
                         3, params, NULL, err);
    free(said);
    return fine;
}
