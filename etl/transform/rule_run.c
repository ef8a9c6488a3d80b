#include "transform/rule_run.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "store/roles.h"
#include "transform/rule_session.h"

/* What many rules look at is put down once, before: the rows of the documents under check, then
 * what is made of these. `after` so many before it must be done; a file whose text has one of the
 * `words` waits for it. */
static const struct {
    const char *sql;
    size_t after;
    const char *words[2];
} fills[] = {
    {"SELECT etl.fill_check_rows_other(); SELECT etl.analyze_check('rows')", 0, {"etl."}},
    {"SELECT etl.fill_check_rows_by_function(); SELECT etl.analyze_check('rows by function')",
     0,
     {"etl."}},
    {"SELECT etl.fill_check_codes(); SELECT etl.analyze_check('codes')", 2, {"etl.check_codes"}},
    {"SELECT etl.fill_check_facts(); SELECT etl.analyze_check('facts')",
     2,
     {"etl.check_facts", "etl.basic_project_breaks"}},
    {"SELECT etl.fill_check_totals(); SELECT etl.analyze_check('totals')",
     2,
     {"etl.check_totals", "etl.check_named_figures"}},
};
enum { FILLS = sizeof fills / sizeof fills[0], WORDS = 2 };

/* What the connections share. */
struct shared {
    struct rule_run *run;
    size_t *order; /* files, those that take long first */
    atomic_size_t next_fill;
    atomic_bool stop;
    bool restricted; /* the role of the bureau's own rules is there to be taken */
    pthread_mutex_t mutex;
    pthread_cond_t filled; /* of what is under the mutex: */
    bool fill_done[FILLS];
    size_t left;    /* of order: not taken yet */
    struct err err; /* what ended it */
};

struct worker {
    struct shared *shared;
    struct rule_session session;
    pthread_t thread;
};

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

/* Waits until the first `count` fills are done, or it is over. */
static void await_fills(struct shared *shared, size_t count)
{
    pthread_mutex_lock(&shared->mutex);
    for (size_t i = 0; i < count; i++) {
        while (!shared->fill_done[i] && !atomic_load(&shared->stop)) {
            pthread_cond_wait(&shared->filled, &shared->mutex);
        }
    }
    pthread_mutex_unlock(&shared->mutex);
}

static void run_fill(struct worker *worker, size_t place)
{
    struct shared *shared = worker->shared;
    const char *sql = fills[place].sql;
    double start = clock_seconds();
    struct err err = {0};
    if (!pg_exec(worker->session.pg, sql, &err)) {
        give_up(shared, &err);
        return;
    }
    log_debug("%.*s: %.2f s", (int)strcspn(sql, ";"), sql, clock_seconds() - start);
    pthread_mutex_lock(&shared->mutex);
    shared->fill_done[place] = true;
    pthread_cond_broadcast(&shared->filled);
    pthread_mutex_unlock(&shared->mutex);
}

/* Takes its part in the fills. */
static void fill(struct worker *worker)
{
    struct shared *shared = worker->shared;
    size_t place;
    while ((place = atomic_fetch_add(&shared->next_fill, 1)) < FILLS) {
        await_fills(shared, fills[place].after);
        if (atomic_load(&shared->stop)) {
            return;
        }
        run_fill(worker, place);
    }
}

/* Under the mutex: whether all is put down that a file reads. */
static bool is_ready(const struct shared *shared, size_t index)
{
    const char *text = shared->run->book->set.files[index].select;
    for (size_t i = 0; i < FILLS; i++) {
        for (size_t w = 0; w < WORDS && fills[i].words[w] != NULL && !shared->fill_done[i]; w++) {
            if (strstr(text, fills[i].words[w]) != NULL) {
                return false;
            }
        }
    }
    return true;
}

/* The next file that can run, waiting for one if need be; false: there is no other. */
static bool next_file(struct shared *shared, size_t *index)
{
    bool found = false;
    pthread_mutex_lock(&shared->mutex);
    while (!found && shared->left > 0 && !atomic_load(&shared->stop)) {
        for (size_t i = 0; i < shared->left && !found; i++) {
            if (is_ready(shared, shared->order[i])) {
                found = true;
                *index = shared->order[i];
                shared->left--;
                memmove(&shared->order[i], &shared->order[i + 1],
                        (shared->left - i) * sizeof *shared->order);
            }
        }
        if (!found) {
            pthread_cond_wait(&shared->filled, &shared->mutex);
        }
    }
    pthread_mutex_unlock(&shared->mutex);
    return found;
}

static void take_file(struct worker *worker, size_t index)
{
    struct rule_run *run = worker->shared->run;
    const struct rule_file *file = &run->book->set.files[index];
    struct err err = {0};
    double start = clock_seconds();
    int64_t rows = 0;
    if (rule_session_run(&worker->session, file, rule_book_is_own(run->book, index), &rows, &err)) {
        log_debug("%s: %" PRId64 " findings in %.2f s", file->path, rows, clock_seconds() - start);
        return;
    }
    if (!stop_check(&err)) {
        give_up(worker->shared, &err);
        return;
    }
    if (err.code == ERR_DB && rule_session_broken(&worker->session)) {
        err_context(&err, "rule file %s", file->path);
        give_up(worker->shared, &err);
        return;
    }
    log_error("rule file %s %s: %s", file->path,
              run->only != NULL ? "still fails" : "failed, the other rules go on", err.message);
    rule_run_fault(run, index, err.message);
    err_clear(&err);
    if (!rule_session_clean(&worker->session, &err)) {
        give_up(worker->shared, &err);
    }
}

static void *work(void *context)
{
    struct worker *worker = context;
    struct shared *shared = worker->shared;
    fill(worker);
    size_t index;
    while (next_file(shared, &index)) {
        take_file(worker, index);
    }
    return NULL;
}

static bool is_wanted(const struct rule_run *run, size_t file)
{
    return run->faults[file] == NULL && (run->only == NULL || run->only[file]);
}

/* Longer texts take longer, by and large. */
static void order_files(struct shared *shared)
{
    const struct rule_set *set = &shared->run->book->set;
    shared->order = mem_alloc((set->file_count + 1) * sizeof *shared->order);
    for (size_t i = 0; i < set->file_count; i++) {
        if (!is_wanted(shared->run, i)) {
            continue;
        }
        size_t length = strlen(set->files[i].select);
        size_t place = shared->left++;
        for (; place > 0 && strlen(set->files[shared->order[place - 1]].select) < length; place--) {
            shared->order[place] = shared->order[place - 1];
        }
        shared->order[place] = i;
    }
}

/* Whether the bureau's own rules can run as a role that reads and nothing more. */
static bool find_role(struct shared *shared, struct err *err)
{
    if (shared->run->book->own_count == 0) {
        return true;
    }
    if (!roles_may_take_rule(shared->run->pg, &shared->restricted, err)) {
        return false;
    }
    if (!shared->restricted) {
        log_warning("there is no role huizong_rule to take: the rules of rules_dir run with the"
                    " rights of this session, in transactions that are read only");
    }
    return true;
}

static struct rule_session session_on(const struct shared *shared, struct pg *pg)
{
    return (struct rule_session){.pg = pg,
                                 .run_id = shared->run->run_id,
                                 .documents = shared->run->documents,
                                 .restricted = shared->restricted};
}

/* A further connection. One that can't be had is done without. */
static bool start(struct worker *worker)
{
    struct rule_session *session = &worker->session;
    struct err err = {0};
    *session = session_on(worker->shared, NULL);
    if (pg_open(&session->pg, worker->shared->run->conninfo, &err) &&
        rule_session_open(session, &err)) {
        if (pthread_create(&worker->thread, NULL, work, worker) == 0) {
            return true;
        }
        err_set(&err, ERR_INTERNAL, "no thread");
    }
    log_warning("the rules run with a connection less: %s", err.message);
    pg_close(session->pg);
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
    struct worker here = {.shared = shared, .session = session_on(shared, run->pg)};
    work(&here);
    for (size_t i = 0; i < count; i++) {
        pthread_join(workers[i].thread, NULL);
        pg_close(workers[i].session.pg);
    }
    free(workers);
}

bool rule_run(struct rule_run *run, struct err *err)
{
    struct shared shared = {.run = run};
    if (!find_role(&shared, err)) {
        return false;
    }
    struct rule_session session = session_on(&shared, run->pg);
    if (!rule_session_open(&session, err)) {
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
    return rule_session_close(&session, err);
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
