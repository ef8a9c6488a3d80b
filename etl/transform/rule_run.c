#include "transform/rule_run.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "transform/planner.h"

enum { NUMBER_SIZE = 24 }; /* any int64 as text */

/* What many rules look at is put down once, before: the rows, subjects and totals of the documents
 * under check. What takes longest comes first; the totals, last, are made of rows. */
static const char *const fills[] = {
    "SELECT etl.fill_check_codes(); SELECT etl.analyze_check('codes')",
    "SELECT etl.fill_check_rows_other(); SELECT etl.analyze_check('rows')",
    "SELECT etl.fill_check_rows_by_function(); SELECT etl.analyze_check('rows by function')",
    "SELECT etl.fill_check_totals(); SELECT etl.analyze_check('totals')",
};
enum { FILLS = sizeof fills / sizeof fills[0], LAST_FILL = FILLS - 1 };

/* What the connections share. */
struct shared {
    struct rule_run *run;
    size_t *order; /* files, those that take long first */
    atomic_size_t next_fill, next;
    atomic_bool stop;
    bool restricted; /* the role of the bureau's own rules is there to be taken */
    pthread_mutex_t mutex;
    pthread_cond_t filled; /* of what is under the mutex: */
    size_t fills_done;
    struct err err; /* what ended it */
};

struct worker {
    struct shared *shared;
    struct pg *pg;
    pthread_t thread;
};

/* The rule's rows, as they come. A rule reads and never writes: its transaction is read only, and
 * what it finds goes to a table of the session first. */
static const char insert_before[] =
    "INSERT INTO pg_temp.rule_result (run_id, mof_div_code, doc_id, rule_id, table_name, row_no,"
    " row_label, column_name, expected, actual, tolerance, unit, message, hint)\n"
    "SELECT $1::bigint, f.mof_div_code, f.doc_id, f.rule_id, f.table_name, f.row_no, f.row_label,"
    " f.column_name, f.expected, f.actual, f.tolerance, f.unit, f.message, f.hint\n"
    "FROM (\n";
static const char insert_after[] = "\n) AS f";

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static void number(int64_t value, char text[NUMBER_SIZE])
{
    snprintf(text, NUMBER_SIZE, "%" PRId64, value);
}

static char *statement(const struct rule_file *file, const char *prefix)
{
    return mem_printf("%s%s%s%s", prefix, insert_before, file->select, insert_after);
}

/* What a session needs before it runs rules; close_session takes it back. */
static bool open_session(struct pg *pg, const struct rule_run *run, bool restricted,
                         struct err *err)
{
    static const char table[] = "CREATE TEMPORARY TABLE rule_result"
                                " (LIKE etl.check_finding INCLUDING CONSTRAINTS)";
    static const char grant[] = "GRANT INSERT ON pg_temp.rule_result TO huizong_rule";
    static const char set[] = "SELECT set_config('huizong.run_id', $1, false)";
    enum { WATCHES_CLIENT = 140000 };
    char id[NUMBER_SIZE];
    number(run->run_id, id);
    const char *const params[] = {id};
    return pg_exec(pg, table, err) && (!restricted || pg_exec(pg, grant, err)) &&
           pg_query(pg, set, 1, params, NULL, err) && planner_set(pg, run->documents, err) &&
           /* If this program dies, what it asked for is to end too. */
           (pg_server_version(pg) < WATCHES_CLIENT ||
            pg_exec(pg, "SET client_connection_check_interval = '1s'", err));
}

static bool close_session(struct pg *pg, struct err *err)
{
    enum { WATCHES_CLIENT = 140000 };
    return pg_exec(pg, "DROP TABLE pg_temp.rule_result; RESET huizong.run_id", err) &&
           planner_reset(pg, err) &&
           (pg_server_version(pg) < WATCHES_CLIENT ||
            pg_exec(pg, "RESET client_connection_check_interval", err));
}

/* Whether what went wrong has nothing to do with the rule: the connection, or resources of the
 * server (disk full, out of memory, no more connections; errors of the operating system). */
static bool beyond_rule(const struct pg *pg)
{
    const char *state = pg_sqlstate(pg);
    return pg_lost(pg) || strncmp(state, "53", 2) == 0 || strncmp(state, "58", 2) == 0;
}

static bool run_select(struct worker *worker, size_t index, int64_t *rows, struct err *err)
{
    const struct rule_run *run = worker->shared->run;
    bool own = rule_book_is_own(run->book, index);
    char id[NUMBER_SIZE];
    number(run->run_id, id);
    const char *const params[] = {id};
    struct pg_result *result = NULL;
    char *sql = statement(&run->book->set.files[index], "");
    bool fine =
        pg_exec(worker->pg,
                own && worker->shared->restricted ? "BEGIN READ ONLY; SET LOCAL ROLE huizong_rule"
                                                  : "BEGIN READ ONLY",
                err) &&
        pg_query(worker->pg, sql, 1, params, &result, err);
    free(sql);
    *rows = fine ? pg_affected(result) : 0;
    pg_free(result);
    return fine && pg_exec(worker->pg, "COMMIT", err);
}

/* Whether all rows are of rules that the file declares and of documents under check. */
static bool look_at_rows(struct worker *worker, const struct rule_file *file, struct err *err)
{
    static const char look[] =
        "SELECT r.rule_id, s.doc_id IS NULL FROM pg_temp.rule_result AS r"
        " LEFT JOIN etl.check_scope AS s"
        " ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id"
        " WHERE s.doc_id IS NULL OR r.rule_id <> ALL (string_to_array($1, ' ')) LIMIT 1";
    struct buf ids = {0};
    for (size_t i = 0; i < file->rule_count; i++) {
        buf_printf(&ids, "%s%s", i > 0 ? " " : "", file->rules[i].id);
    }
    const char *const params[] = {buf_cstr(&ids)};
    struct pg_result *result;
    bool fine = pg_query(worker->pg, look, 1, params, &result, err);
    buf_clear(&ids);
    if (!fine) {
        return false;
    }
    if (pg_rows(result) > 0) {
        const char *rule = pg_value(result, 0, 0);
        fine =
            pg_value(result, 0, 1)[0] == 't'
                ? err_set(err, ERR_CONFIG,
                          "it finds something in a document that isn't in"
                          " etl.check_scope")
                : err_set(err, ERR_CONFIG, "it finds by rule %s, which it doesn't declare", rule);
    }
    pg_free(result);
    return fine;
}

static bool run_file(struct worker *worker, size_t index, int64_t *rows, struct err *err)
{
    static const char hand_over[] = "INSERT INTO etl.check_finding SELECT * FROM"
                                    " pg_temp.rule_result; TRUNCATE pg_temp.rule_result";
    const struct rule_file *file = &worker->shared->run->book->set.files[index];
    return run_select(worker, index, rows, err) &&
           (*rows == 0 || (look_at_rows(worker, file, err) && pg_exec(worker->pg, hand_over, err)));
}

/* The session is ready for the next rule again. */
static bool clean_up(struct worker *worker, struct err *err)
{
    return (!pg_in_transaction(worker->pg) || pg_exec(worker->pg, "ROLLBACK", err)) &&
           pg_exec(worker->pg, "TRUNCATE pg_temp.rule_result", err);
}

static void give_up(struct shared *shared, const struct err *why)
{
    pthread_mutex_lock(&shared->mutex);
    if (shared->err.code == ERR_NONE) {
        shared->err = *why;
    }
    atomic_store(&shared->stop, true);
    pthread_cond_broadcast(&shared->filled);
    pthread_mutex_unlock(&shared->mutex);
}

/* Waits until so many fills are done, or it is over. */
static void await_fills(struct shared *shared, size_t count)
{
    pthread_mutex_lock(&shared->mutex);
    while (shared->fills_done < count && !atomic_load(&shared->stop)) {
        pthread_cond_wait(&shared->filled, &shared->mutex);
    }
    pthread_mutex_unlock(&shared->mutex);
}

static void run_fill(struct worker *worker, const char *sql)
{
    struct shared *shared = worker->shared;
    struct timespec start;
    struct err err = {0};
    clock_gettime(CLOCK_MONOTONIC, &start);
    if (!pg_exec(worker->pg, sql, &err)) {
        give_up(shared, &err);
        return;
    }
    log_debug("%.*s: %.2f s", (int)strcspn(sql, ";"), sql, seconds_since(&start));
    pthread_mutex_lock(&shared->mutex);
    shared->fills_done++;
    pthread_cond_broadcast(&shared->filled);
    pthread_mutex_unlock(&shared->mutex);
}

/* Takes its part in the fills and waits for the others. */
static void fill(struct worker *worker)
{
    struct shared *shared = worker->shared;
    size_t place;
    while ((place = atomic_fetch_add(&shared->next_fill, 1)) < FILLS) {
        await_fills(shared, place == LAST_FILL ? LAST_FILL : 0);
        if (atomic_load(&shared->stop)) {
            return;
        }
        run_fill(worker, fills[place]);
    }
    await_fills(shared, FILLS);
}

static void take_file(struct worker *worker, size_t index)
{
    struct rule_run *run = worker->shared->run;
    const struct rule_file *file = &run->book->set.files[index];
    struct err err = {0};
    struct timespec start;
    int64_t rows = 0;
    clock_gettime(CLOCK_MONOTONIC, &start);
    if (run_file(worker, index, &rows, &err)) {
        log_debug("%s: %" PRId64 " findings in %.2f s", file->path, rows, seconds_since(&start));
        return;
    }
    if (err.code == ERR_DB && beyond_rule(worker->pg)) {
        err_context(&err, "rule file %s", file->path);
        give_up(worker->shared, &err);
        return;
    }
    log_error("rule file %s failed, the other rules go on: %s", file->path, err.message);
    rule_run_fault(run, index, err.message);
    err_clear(&err);
    if (!clean_up(worker, &err)) {
        give_up(worker->shared, &err);
    }
}

static void *work(void *context)
{
    struct worker *worker = context;
    struct shared *shared = worker->shared;
    fill(worker);
    while (!atomic_load(&shared->stop)) {
        size_t place = atomic_fetch_add(&shared->next, 1);
        if (place >= shared->run->book->set.file_count) {
            break;
        }
        take_file(worker, shared->order[place]);
    }
    return NULL;
}

/* Longer texts take longer, by and large. */
static void order_files(struct shared *shared)
{
    const struct rule_set *set = &shared->run->book->set;
    shared->order = mem_alloc((set->file_count + 1) * sizeof *shared->order);
    for (size_t i = 0; i < set->file_count; i++) {
        size_t length = strlen(set->files[i].select);
        size_t place = i;
        for (; place > 0 && strlen(set->files[shared->order[place - 1]].select) < length; place--) {
            shared->order[place] = shared->order[place - 1];
        }
        shared->order[place] = i;
    }
}

/* Whether the bureau's own rules can run as a role that reads and nothing more. */
static bool find_role(struct shared *shared, struct err *err)
{
    static const char find[] = "SELECT 1 FROM pg_catalog.pg_roles AS r"
                               " WHERE r.rolname = 'huizong_rule'"
                               " AND pg_catalog.pg_has_role(current_user, r.oid, 'MEMBER')";
    struct pg_result *result;
    if (shared->run->book->own_count == 0) {
        return true;
    }
    if (!pg_query(shared->run->pg, find, 0, NULL, &result, err)) {
        return false;
    }
    shared->restricted = pg_rows(result) > 0;
    pg_free(result);
    if (!shared->restricted) {
        log_warning("there is no role huizong_rule to take: the rules of rules_dir run with the"
                    " rights of this session, in transactions that are read only");
    }
    return true;
}

/* A further connection. One that can't be had is done without. */
static bool start(struct worker *worker)
{
    const struct rule_run *run = worker->shared->run;
    struct err err = {0};
    if (pg_open(&worker->pg, run->conninfo, &err) &&
        open_session(worker->pg, run, worker->shared->restricted, &err)) {
        if (pthread_create(&worker->thread, NULL, work, worker) == 0) {
            return true;
        }
        err_set(&err, ERR_INTERNAL, "no thread");
    }
    log_warning("the rules run with a connection less: %s", err.message);
    pg_close(worker->pg);
    return false;
}

static void run_together(struct shared *shared)
{
    struct rule_run *run = shared->run;
    size_t wanted = run->jobs > 1 ? (size_t)run->jobs - 1 : 0;
    struct worker *workers = mem_zalloc((wanted + 1) * sizeof *workers);
    size_t count = 0;
    for (; count < wanted; count++) {
        workers[count].shared = shared;
        if (!start(&workers[count])) {
            break;
        }
    }
    struct worker here = {.shared = shared, .pg = run->pg};
    work(&here);
    for (size_t i = 0; i < count; i++) {
        pthread_join(workers[i].thread, NULL);
        pg_close(workers[i].pg);
    }
    free(workers);
}

bool rule_run(struct rule_run *run, struct err *err)
{
    struct shared shared = {.run = run};
    if (!find_role(&shared, err) || !open_session(run->pg, run, shared.restricted, err)) {
        return false;
    }
    pthread_mutex_init(&shared.mutex, NULL);
    pthread_cond_init(&shared.filled, NULL);
    order_files(&shared);
    run_together(&shared);
    pthread_cond_destroy(&shared.filled);
    pthread_mutex_destroy(&shared.mutex);
    free(shared.order);
    if (shared.err.code != ERR_NONE) {
        *err = shared.err;
        return false;
    }
    return close_session(run->pg, err);
}

bool rule_run_try(struct rule_run *run, size_t file, bool *accepted, struct err *why,
                  struct err *err)
{
    char id[NUMBER_SIZE];
    number(run->run_id, id);
    const char *const params[] = {id};
    if (!open_session(run->pg, run, false, err)) {
        return false;
    }
    char *sql = statement(&run->book->set.files[file], "EXPLAIN ");
    *accepted = pg_query(run->pg, sql, 1, params, NULL, why);
    free(sql);
    if (!*accepted && pg_lost(run->pg)) {
        *err = *why;
        return false;
    }
    return close_session(run->pg, err);
}

void rule_run_init(struct rule_run *run)
{
    run->faults = mem_zalloc((run->book->set.file_count + 1) * sizeof *run->faults);
}

void rule_run_fault(struct rule_run *run, size_t file, const char *why)
{
    free(run->faults[file]);
    run->faults[file] = mem_strdup(why);
}

void rule_run_clear(struct rule_run *run)
{
    for (size_t i = 0; i < run->book->set.file_count; i++) {
        free(run->faults[i]);
    }
    free(run->faults);
    run->faults = NULL;
}
