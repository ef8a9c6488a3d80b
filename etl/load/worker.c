#include "load/worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/mem.h"
#include "doc/fault.h"
#include "io/digest.h"
#include "load/batch.h"

/* doc_id = run_id × DOCUMENTS_PER_RUN + a number from 1. */
enum { DOCUMENTS_PER_RUN = 10000000 };

struct worker {
    struct worker_shared *shared;
    struct pg *pg;
    struct arena arena;
    struct batch batch;
    int64_t unchanged, refused, rejected, done; /* since the last flush */
};

/* What a job turned out to be. */
struct verdict {
    struct origin origin;
    atomic_bool *rejected; /* of the job */
    bool syntax;           /* `fault` is one of syntax (or of the file) */
    struct fault fault;
    struct fault_place place; /* of that fault */
    bool decoded;             /* `document` is filled */
    struct document document;
};

static void log_fault(const struct verdict *verdict, const struct fault *fault,
                      const struct fault_place *place)
{
    char where[160] = "";
    if (place->line > 0) {
        snprintf(where, sizeof where, ", line %d, column %d", place->line, place->column);
    } else if (place->byte_offset > 0) {
        snprintf(where, sizeof where, ", byte %lld", (long long)place->byte_offset);
    }
    log_warning("%s: document %d%s%s%s: %s%s%s%s", verdict->origin.file,
                verdict->origin.document_no, where, fault->pointer[0] != '\0' ? ", " : "",
                fault->pointer, fault->reason, fault->excerpt != NULL ? "（原文：" : "",
                fault->excerpt != NULL ? fault->excerpt : "", fault->excerpt != NULL ? "）" : "");
}

static void reject(struct worker *worker, struct verdict *verdict)
{
    struct buf *stream = &worker->batch.streams[STREAM_REJECTION];
    worker->rejected++;
    atomic_store(verdict->rejected, true);
    if (verdict->syntax) {
        encode_fault(stream, &verdict->origin, 1, NULL, &verdict->fault, &verdict->place);
        log_fault(verdict, &verdict->fault, &verdict->place);
        return;
    }
    const struct document *document = &verdict->document;
    struct fault_place nowhere = {.byte_offset = -1};
    for (size_t i = 0; i < document->fault_count; i++) {
        encode_fault(stream, &verdict->origin, (int)i + 1, document, &document->faults[i],
                     &nowhere);
        log_fault(verdict, &document->faults[i], &nowhere);
    }
    if (document->fault_total > document->fault_count) {
        log_warning("%s: document %d: %zu further faults", verdict->origin.file,
                    verdict->origin.document_no, document->fault_total - document->fault_count);
    }
}

/* Once a document, in the log and in etl.notice: things that were left out or not understood. */
static void report_list(struct worker *worker, const struct verdict *verdict, const char *kind,
                        const char *words, const char *const *items, size_t count, size_t total)
{
    if (total == 0) {
        return;
    }
    struct buf list = {0};
    for (size_t i = 0; i < count; i++) {
        buf_printf(&list, "%s%s", i > 0 ? "; " : "", items[i]);
    }
    log_warning("%s: document %d: %zu %s: %s", verdict->origin.file, verdict->origin.document_no,
                total, words, buf_cstr(&list));
    encode_notice(&worker->batch.streams[STREAM_NOTICE], &verdict->origin, kind, buf_cstr(&list));
    buf_clear(&list);
}

static void report(struct worker *worker, const struct verdict *verdict)
{
    const struct document *d = &verdict->document;
    report_list(worker, verdict, "unknown_keys", "keys that the format doesn't know, left out",
                d->unknown, d->unknown_count, d->unknown_total);
    report_list(worker, verdict, "unknown_values",
                "values that the format doesn't know, kept but not checked", d->odd, d->odd_count,
                d->odd_total);
    report_list(worker, verdict, "unresolved",
                "labels whose subject is unknown, counted under \"unresolved\"", d->unresolved,
                d->unresolved_count, d->unresolved_total);
}

static void refuse(struct worker *worker, struct verdict *verdict, int revision)
{
    const struct document *d = &verdict->document;
    const char *message = arena_printf(
        &worker->arena,
        "%s %d年 %s：第%d版不高于已入库的第%d版，未采用；如确需更正，请以第%d版或更高版本报送",
        d->agency_code, d->fiscal_year, d->agency_name != NULL ? d->agency_name : "", d->revision,
        revision, revision + 1);
    log_warning("%s: document %d refused: %s", verdict->origin.file, verdict->origin.document_no,
                message);
    encode_notice(&worker->batch.streams[STREAM_NOTICE], &verdict->origin, "refused", message);
    worker->refused++;
    atomic_store(verdict->rejected, true);
}

/* In its turn: what the document is, and what becomes of it. */
static void decide(struct worker *worker, struct verdict *verdict)
{
    struct worker_shared *shared = worker->shared;
    if (verdict->syntax) {
        reject(worker, verdict);
        return;
    }
    int64_t doc_id = 0;
    enum index_answer answer = index_by_hash(shared->index, verdict->origin.hash, &doc_id);
    if (answer == INDEX_WITHDRAWN) {
        withdrawn_came(&shared->withdrawn, doc_id);
    }
    if (answer == INDEX_UNCHANGED || answer == INDEX_WITHDRAWN) {
        worker->unchanged++;
        return;
    }
    if (!verdict->decoded || verdict->document.fault_total > 0) {
        reject(worker, verdict);
        return;
    }
    int revision = 0;
    if (index_claim(shared->index, &verdict->document, verdict->origin.hash, &revision) ==
        INDEX_REFUSED) {
        refuse(worker, verdict, revision);
        return;
    }
    report(worker, verdict);
    if (answer == INDEX_ADOPT) {
        batch_adopt(&worker->batch, doc_id, &verdict->document);
        return;
    }
    verdict->origin.doc_id = shared->run_id * DOCUMENTS_PER_RUN + ++shared->last_document;
    batch_add(&worker->batch, &verdict->document, &verdict->origin);
}

static void examine(struct worker *worker, const struct job *job, struct verdict *verdict)
{
    const struct source_item *item = &job->item;
    verdict->rejected = job->rejected;
    verdict->origin = (struct origin){.run_id = worker->shared->run_id,
                                      .file = job->file,
                                      .document_no = item->document_no,
                                      .byte_offset = item->byte_offset,
                                      .byte_count = (int64_t)item->length};
    if (job->event == SOURCE_FAULT) {
        verdict->syntax = true;
        verdict->fault = (struct fault){.code = item->code, .pointer = "", .reason = item->reason};
        verdict->place.byte_offset = item->byte_offset;
        return;
    }
    struct json_text text;
    struct json_fault *fault = arena_alloc(&worker->arena, sizeof *fault);
    if (!json_scan(&worker->arena, item->data, item->length, &text, fault)) {
        verdict->syntax = true;
        verdict->fault =
            (struct fault){.code = fault->code,
                           .pointer = fault->pointer,
                           .reason = fault->message,
                           .excerpt = excerpt_bytes(&worker->arena, item->data + fault->offset,
                                                    item->length - fault->offset)};
        verdict->place =
            (struct fault_place){.byte_offset = item->byte_offset + (int64_t)fault->offset,
                                 .line = (int)fault->line,
                                 .column = (int)fault->column};
        return;
    }
    digest_sha256(text.data, text.length, verdict->origin.hash);
    const struct json *root = json_parse(&worker->arena, text);
    if (root == NULL) {
        verdict->syntax = true;
        verdict->fault =
            (struct fault){.code = "internal", .pointer = "", .reason = "程序内部错误：解析失败"};
        verdict->place.byte_offset = item->byte_offset;
        return;
    }
    document_decode(&verdict->document, &worker->arena, worker->shared->subjects, root);
    verdict->decoded = true;
}

static void add_sums(struct worker *worker, const struct batch_result *result)
{
    struct worker_shared *shared = worker->shared;
    pthread_mutex_lock(&shared->pool.mutex);
    shared->loaded += result->loaded;
    shared->rows += result->rows;
    shared->rejected += worker->rejected + result->refused_by_server;
    shared->refused_by_server += result->refused_by_server;
    shared->unchanged += worker->unchanged;
    shared->refused += worker->refused;
    shared->done += worker->done;
    pthread_mutex_unlock(&shared->pool.mutex);
    worker->rejected = worker->unchanged = worker->refused = worker->done = 0;
}

static bool flush(struct worker *worker, struct err *err)
{
    struct batch_result result = {.loaded = (int64_t)worker->batch.adopted_count,
                                  .rows = worker->batch.adopted_rows};
    if (!batch_flush(&worker->batch, worker->pg, &result, err)) {
        return false;
    }
    add_sums(worker, &result);
    return true;
}

static bool work(struct worker *worker, struct err *err)
{
    struct verdict *verdict = mem_alloc(sizeof *verdict);
    struct job job;
    bool fine = true;
    while (fine && pool_take(&worker->shared->pool, &job)) {
        memset(verdict, 0, sizeof *verdict);
        examine(worker, &job, verdict);
        free(job.item.data);
        job.item.data = NULL;
        if (!pool_begin_turn(&worker->shared->pool, job.turn)) {
            break;
        }
        decide(worker, verdict);
        pool_end_turn(&worker->shared->pool);
        arena_reset(&worker->arena);
        worker->done++;
        if (batch_is_full(&worker->batch)) {
            fine = flush(worker, err);
        }
    }
    free(verdict);
    return fine && flush(worker, err);
}

void *worker_run(void *argument)
{
    struct worker worker = {.shared = argument};
    struct err err = {0};
    batch_init(&worker.batch, worker.shared->run_id);
    if (!pg_open(&worker.pg, worker.shared->conninfo, &err) || !work(&worker, &err)) {
        pool_fail(&worker.shared->pool, &err);
    }
    batch_clear(&worker.batch);
    arena_clear(&worker.arena);
    pg_close(worker.pg);
    return NULL;
}
