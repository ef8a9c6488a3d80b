#include "load/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "load/index.h"
#include "load/pool.h"
#include "load/progress.h"
#include "load/worker.h"
#include "store/reference.h"

struct input {
    char *path;
    char *name;   /* the path as text: bytes that are no UTF-8 as \xNN */
    char *unread; /* why it can't be read, else NULL */
    enum walk_kind kind;
};

struct inputs {
    struct input *items;
    size_t count, capacity;
    struct walk_counts counts;
};

static struct input *add_input(struct inputs *inputs, const char *path)
{
    inputs->items =
        mem_grow(inputs->items, &inputs->capacity, inputs->count + 1, sizeof inputs->items[0]);
    struct input *input = &inputs->items[inputs->count++];
    *input = (struct input){.path = mem_strdup(path), .name = text_printable(path)};
    return input;
}

static bool on_file(const struct walk_file *file, void *context, struct err *err)
{
    (void)err;
    add_input(context, file->path)->kind = file->kind;
    return true;
}

static void on_fault(const char *path, const char *reason, void *context)
{
    add_input(context, path)->unread = mem_strdup(reason);
}

static bool find_inputs(struct inputs *inputs, const struct load_options *options, struct err *err)
{
    struct walk_events events = {.file = on_file, .fault = on_fault, .context = inputs};
    for (size_t i = 0; i < options->path_count; i++) {
        if (!walk_path(options->paths[i], &events, &inputs->counts, err)) {
            return false;
        }
    }
    if (inputs->counts.passed_over > 0) {
        log_info("%lld files passed over: hidden, or none of %s",
                 (long long)inputs->counts.passed_over, walk_suffixes());
    }
    return true;
}

static void free_inputs(struct inputs *inputs)
{
    for (size_t i = 0; i < inputs->count; i++) {
        free(inputs->items[i].path);
        free(inputs->items[i].name);
        free(inputs->items[i].unread);
    }
    free(inputs->items);
}

struct reader {
    struct worker_shared *shared;
    struct progress *progress;
    int64_t turn, bytes;
};

static bool put(struct reader *reader, const struct input *input, enum source_event event,
                const struct source_item *item)
{
    struct job job = {.turn = reader->turn++, .file = input->name, .event = event, .item = *item};
    char *reason = text_printable(item->reason); /* it may name the file, in whatever encoding */
    snprintf(job.item.reason, sizeof job.item.reason, "%s", reason);
    job.item.reason[text_utf8_valid(job.item.reason, strlen(job.item.reason))] = '\0';
    free(reason);
    return pool_put(&reader->shared->pool, &job);
}

/* Reads one file and hands its documents over. False: a worker failed. */
static bool read_file(struct reader *reader, const struct input *input, size_t max_document)
{
    struct source_item item = {0};
    if (input->unread != NULL) {
        item.code = "read";
        snprintf(item.reason, sizeof item.reason, "文件或目录读不了：%s", input->unread);
        return put(reader, input, SOURCE_FAULT, &item);
    }
    struct source *source = source_open(input->path, input->kind, max_document);
    bool fine = true;
    enum source_event event = SOURCE_DOCUMENT;
    while (fine && (event = source_next(source, &item)) != SOURCE_END) {
        fine = put(reader, input, event, &item);
        progress_show(reader->progress, reader->shared, reader->bytes + source_consumed(source));
    }
    reader->bytes += source_consumed(source);
    source_close(source);
    return fine;
}

static void read_all(struct reader *reader, const struct inputs *inputs, size_t max_document)
{
    for (size_t i = 0; i < inputs->count; i++) {
        if (!read_file(reader, &inputs->items[i], max_document)) {
            return;
        }
    }
}

/* Starts the workers, reads everything, waits for them. False: one failed, or none could be
 * started. */
static bool run_workers(struct worker_shared *shared, const struct inputs *inputs,
                        const struct load_options *options, struct run *run, struct err *err)
{
    enum { WORKERS_MAX = 64 };
    pthread_t threads[WORKERS_MAX];
    int started = 0;
    while (started < options->jobs && started < WORKERS_MAX &&
           pthread_create(&threads[started], NULL, worker_run, shared) == 0) {
        started++;
    }
    if (started == 0) {
        return err_set(err, ERR_INTERNAL, "no thread could be started");
    }
    struct progress progress = {.shown = options->progress, .total = inputs->counts.bytes};
    struct reader reader = {.shared = shared, .progress = &progress};
    read_all(&reader, inputs, options->max_document);
    pool_close(&shared->pool);
    for (int i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
    }
    progress_end(&progress);
    run->bytes += reader.bytes;
    if (shared->pool.err.code != ERR_NONE) {
        *err = shared->pool.err;
        return false;
    }
    return true;
}

/* Documents of runs that died are taken over when the same content comes again; the rest is cleared
 * away. */
static bool mark_orphans(struct pg *pg, struct err *err)
{
    return pg_exec(
        pg,
        "UPDATE etl.document d SET orphan = true FROM etl.run r"
        " WHERE r.run_id = d.run_id AND r.state IN ('aborted', 'failed') AND NOT d.orphan",
        err);
}

static bool clear_orphans(struct pg *pg, struct err *err)
{
    struct pg_result *result = NULL;
    if (!pg_query(pg, "SELECT FROM etl.document WHERE orphan LIMIT 1", 0, NULL, &result, err)) {
        return false;
    }
    bool any = pg_rows(result) > 0;
    pg_free(result);
    if (!any) {
        return true;
    }
    bool fine = pg_exec(pg, "BEGIN", err);
    for (size_t i = 0; fine && i <= RELATION_COUNT; i++) {
        const char *relation = i < RELATION_COUNT ? doc_relations[i]->name : "published_tables";
        char *sql = mem_printf("DELETE FROM staging.%s s USING etl.document d WHERE d.orphan"
                               " AND s.mof_div_code = d.mof_div_code AND s.doc_id = d.doc_id",
                               relation);
        fine = pg_exec(pg, sql, err);
        free(sql);
    }
    fine = fine && pg_exec(pg, "DELETE FROM etl.document WHERE orphan; COMMIT", err);
    if (!fine && !pg_lost(pg)) {
        struct err ignored = {0};
        pg_exec(pg, "ROLLBACK", &ignored);
    }
    return fine;
}

static bool load_inputs(struct run *run, const struct load_options *options,
                        const struct inputs *inputs, struct err *err)
{
    struct subjects *subjects = reference_subjects(run->pg, err);
    struct worker_shared *shared = mem_zalloc(sizeof *shared);
    shared->subjects = subjects;
    shared->conninfo = options->conninfo;
    shared->run_id = run->id;
    pool_init(&shared->pool);
    bool fine = subjects != NULL && mark_orphans(run->pg, err) &&
                index_load(&shared->index, run->pg, err) &&
                run_workers(shared, inputs, options, run, err) && clear_orphans(run->pg, err);
    run->loaded += shared->loaded;
    run->unchanged += shared->unchanged;
    run->refused += shared->refused;
    run->rejected += shared->rejected;
    run->rows += shared->rows;
    pool_clear(&shared->pool);
    index_free(shared->index);
    subjects_free(subjects);
    free(shared);
    return fine;
}

bool load_run(struct run *run, const struct load_options *options, struct err *err)
{
    struct inputs inputs = {0};
    bool fine = find_inputs(&inputs, options, err) && load_inputs(run, options, &inputs, err);
    free_inputs(&inputs);
    return fine;
}
