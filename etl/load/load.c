#include "load/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/stop.h"
#include "base/text.h"
#include "load/folders.h"
#include "load/index.h"
#include "load/inputs.h"
#include "load/pool.h"
#include "load/progress.h"
#include "load/taken.h"
#include "load/withdrawn.h"
#include "load/worker.h"
#include "store/emptying.h"
#include "store/reference.h"

struct reader {
    struct worker_shared *shared;
    struct progress *progress;
    int64_t turn, bytes;
};

static bool put(struct reader *reader, struct input *input, enum source_event event,
                const struct source_item *item)
{
    struct job job = {.turn = reader->turn++,
                      .file = input->name,
                      .rejected = &input->rejected,
                      .event = event,
                      .item = *item};
    input->documents += event == SOURCE_DOCUMENT;
    char *reason = text_printable(item->reason); /* it may name the file, in whatever encoding */
    snprintf(job.item.reason, sizeof job.item.reason, "%s", reason);
    job.item.reason[text_utf8_valid(job.item.reason, strlen(job.item.reason))] = '\0';
    free(reason);
    return pool_put(&reader->shared->pool, &job);
}

/* Where all is as it was, no statement of a worker's is there to be interrupted. */
static bool goes_on(struct reader *reader)
{
    struct err err = {0};
    if (stop_check(&err)) {
        return true;
    }
    pool_fail(&reader->shared->pool, &err);
    return false;
}

/* Whether a pipe or the like has taken the place of a file that was found: it might never end. */
static bool was_replaced(const struct input *input)
{
    struct stat status;
    return input->size > 0 && stat(input->path, &status) == 0 && !S_ISREG(status.st_mode);
}

/* Reads one file and hands its documents over. False: a worker failed. */
static bool read_file(struct reader *reader, struct input *input, size_t max_document)
{
    struct source_item item = {0};
    const char *unread = input->unread;
    if (unread == NULL && was_replaced(input)) {
        unread = "已不是普通文件";
    }
    if (unread != NULL) {
        item.code = "read";
        snprintf(item.reason, sizeof item.reason, "文件或目录读不了：%s", unread);
        return put(reader, input, SOURCE_FAULT, &item);
    }
    struct source *source = source_open(input->path, input->kind, max_document);
    bool fine = true;
    enum source_event event = SOURCE_DOCUMENT;
    while (fine && (event = source_next(source, &item)) != SOURCE_END) {
        fine = put(reader, input, event, &item) && goes_on(reader);
        progress_show(reader->progress, reader->shared, reader->bytes + source_consumed(source));
    }
    reader->bytes += source_consumed(source);
    source_close(source);
    input->read = fine;
    return fine;
}

static void read_all(struct reader *reader, struct inputs *inputs, size_t max_document)
{
    for (size_t i = 0; i < inputs->count; i++) {
        struct input *input = &inputs->items[i];
        if (!input->settled && !read_file(reader, input, max_document)) {
            return;
        }
    }
}

static int64_t bytes_to_read(const struct inputs *inputs)
{
    int64_t bytes = 0;
    for (size_t i = 0; i < inputs->count; i++) {
        bytes += inputs->items[i].settled ? 0 : inputs->items[i].size;
    }
    return bytes;
}

static bool all_settled(const struct inputs *inputs)
{
    size_t i = 0;
    while (i < inputs->count && inputs->items[i].settled) {
        i++;
    }
    return i == inputs->count;
}

/* Starts the workers, reads everything, waits for them. False: one failed, or none could be
 * started. */
static bool run_workers(struct worker_shared *shared, struct inputs *inputs,
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
    struct progress progress = {.shown = options->progress, .total = bytes_to_read(inputs)};
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
    static const char orphans[] =
        "(SELECT d.mof_div_code, d.doc_id FROM etl.document AS d WHERE d.orphan)";
    bool fine = pg_exec(pg, "BEGIN", err) && emptying_run(pg, orphans, err) &&
                pg_exec(pg, "DELETE FROM etl.document WHERE orphan; COMMIT", err);
    if (!fine && !pg_lost(pg)) {
        struct err ignored = {0};
        pg_exec(pg, "ROLLBACK", &ignored);
    }
    return fine;
}

static bool load_inputs(struct run *run, const struct load_options *options, struct inputs *inputs,
                        struct taken *taken, struct withdrawn *withdrawn, struct err *err)
{
    struct subjects *subjects = reference_subjects(run->pg, err);
    struct worker_shared *shared = mem_zalloc(sizeof *shared);
    shared->subjects = subjects;
    shared->conninfo = options->conninfo;
    shared->run_id = run->id;
    pool_init(&shared->pool);
    bool fine = subjects != NULL && index_load(&shared->index, run->pg, err) &&
                run_workers(shared, inputs, options, run, err);
    taken->unsure = shared->refused_by_server > 0;
    run->loaded += shared->loaded;
    run->unchanged += shared->unchanged;
    run->refused += shared->refused;
    run->rejected += shared->rejected;
    run->rows += shared->rows;
    *withdrawn = shared->withdrawn;
    pool_clear(&shared->pool);
    index_free(shared->index);
    subjects_free(subjects);
    free(shared);
    return fine;
}

bool load_run(struct run *run, const struct load_options *options, struct err *err)
{
    struct inputs inputs = {0};
    struct taken taken = {.unsure = false};
    struct withdrawn withdrawn = {0};
    bool fine =
        inputs_find(&inputs, options->paths, options->path_count, err) &&
        mark_orphans(run->pg, err) && taken_recall(&taken, &inputs, run, options->rehash, err) &&
        folders_note(&inputs, run, err) &&
        (all_settled(&inputs) || load_inputs(run, options, &inputs, &taken, &withdrawn, err)) &&
        taken_note(&taken, &inputs, run, err) && clear_orphans(run->pg, err) &&
        withdrawn_tell(&withdrawn, &inputs, run, err);
    withdrawn_clear(&withdrawn);
    taken_clear(&taken);
    inputs_clear(&inputs);
    return fine;
}
