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
    int64_t unchanged, refused, rejected; /* since the last flush */
};

/* A fault of the file or of syntax. */
struct flaw {
    struct fault fault;
    struct fault_place place;
};

enum { FLAWS_MAX = JSON_REPEATED_MAX + 1 };

/* What a job turned out to be. */
struct verdict {
    struct origin origin;
    atomic_bool *rejected; /* of the job */
    struct flaw flaws[FLAWS_MAX];
    size_t flaw_count;
    int told;     /* faults that were told */
    bool decoded; /* `document` is filled */
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

static void tell(struct worker *worker, struct verdict *verdict, const struct fault *fault,
                 const struct fault_place *place)
{
    if (verdict->told == DOCUMENT_FAULTS_MAX) {
        return;
    }
    struct whose whose =
        verdict->decoded ? encode_whose(&verdict->document) : (struct whose){.fiscal_year = 0};
    encode_fault(&worker->batch.streams[STREAM_REJECTION], &verdict->origin, ++verdict->told,
                 &whose, fault, place);
    log_fault(verdict, fault, place);
}

static void reject(struct worker *worker, struct verdict *verdict)
{
    const struct document *document = &verdict->document;
    const struct fault_place nowhere = {.byte_offset = -1};
    worker->rejected++;
    atomic_store(verdict->rejected, true);
    for (size_t i = 0; i < verdict->flaw_count; i++) {
        tell(worker, verdict, &verdict->flaws[i].fault, &verdict->flaws[i].place);
    }
    for (size_t i = 0; i < document->fault_count; i++) {
        tell(worker, verdict, &document->faults[i], &nowhere);
    }
    size_t total = verdict->flaw_count + document->fault_total;
    if (total > (size_t)verdict->told) {
        log_warning("%s: document %d: %zu further faults", verdict->origin.file,
                    verdict->origin.document_no, total - (size_t)verdict->told);
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
    if (!verdict->decoded) {
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
    if (verdict->flaw_count > 0 || verdict->document.fault_total > 0) {
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

/* A fault that has no text of its own: it stands where the document begins. */
static void add_flaw(struct verdict *verdict, const struct source_item *item, const char *code,
                     const char *reason)
{
    verdict->flaws[verdict->flaw_count++] = (struct flaw){
        .fault = {.code = code, .pointer = "", .reason = reason},
        .place = {item->byte_offset, item->line, item->column},
    };
}

/* Lines are counted from the start of the file, which holds more than this document. */
static void add_syntax_flaws(struct arena *arena, struct verdict *verdict,
                             const struct source_item *item, const struct json_fault *found)
{
    for (; found != NULL && verdict->flaw_count < FLAWS_MAX; found = found->next) {
        struct flaw *flaw = &verdict->flaws[verdict->flaw_count++];
        int before = item->line - 1;
        flaw->fault = (struct fault){.code = found->code,
                                     .pointer = found->pointer,
                                     .reason = found->message,
                                     .excerpt = excerpt_bytes(arena, item->data + found->offset,
                                                              item->length - found->offset)};
        if (found->earlier > 0) {
            flaw->fault.reason = arena_printf(arena, "%s（第%d行已经有过）", found->message,
                                              before + (int)found->earlier);
        }
        flaw->place =
            (struct fault_place){.byte_offset = item->byte_offset + (int64_t)found->offset,
                                 .line = before + (int)found->line,
                                 .column = (int)found->column};
        if (found->line == 1) {
            flaw->place.column += item->column - 1;
        }
    }
}

static void examine_document(struct worker *worker, const struct source_item *item,
                             struct verdict *verdict)
{
    struct arena *arena = &worker->arena;
    struct json_text text;
    struct json_fault *fault = arena_alloc(arena, sizeof *fault);
    if (!json_scan(arena, item->data, item->length, &text, fault)) {
        add_syntax_flaws(arena, verdict, item, fault);
        if (text.data == NULL) {
            return;
        }
    }
    if (item->unended) {
        add_flaw(verdict, item, "truncated", "文件到中途就结束了，数组没有以“]”结尾");
        return;
    }
    digest_sha256(text.data, text.length, verdict->origin.hash);
    const struct json *root = json_parse(arena, text);
    if (root == NULL) {
        add_flaw(verdict, item, "internal", "程序内部错误：解析失败");
        return;
    }
    document_decode(&verdict->document, arena, worker->shared->subjects, root);
    verdict->decoded = true;
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
        add_flaw(verdict, item, item->code, item->reason);
    } else {
        examine_document(worker, item, verdict);
    }
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
    pthread_mutex_unlock(&shared->pool.mutex);
    worker->rejected = worker->unchanged = worker->refused = 0;
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
