#include "load/batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "pg/copybin.h"

void batch_init(struct batch *batch, int64_t run_id)
{
    memset(batch, 0, sizeof *batch);
    batch->run_id = run_id;
}

void batch_clear(struct batch *batch)
{
    for (int i = 0; i < STREAM_COUNT; i++) {
        buf_clear(&batch->streams[i]);
    }
    free(batch->marks);
    free(batch->adopted);
    arena_clear(&batch->names);
}

static const char *copy_text(struct arena *arena, const char *text)
{
    return text != NULL ? arena_strndup(arena, text, strlen(text)) : NULL;
}

static struct whose copy_whose(struct arena *arena, const struct document *document)
{
    struct whose whose = encode_whose(document);
    whose.mof_div_code = copy_text(arena, whose.mof_div_code);
    whose.bgt_stage = copy_text(arena, whose.bgt_stage);
    whose.scope = copy_text(arena, whose.scope);
    whose.dept_code = copy_text(arena, whose.dept_code);
    whose.agency_code = copy_text(arena, whose.agency_code);
    whose.agency_name = copy_text(arena, whose.agency_name);
    return whose;
}

void batch_add(struct batch *batch, const struct document *document, const struct origin *origin)
{
    batch->marks = mem_grow(batch->marks, &batch->marks_capacity, batch->documents + 1,
                            sizeof batch->marks[0]);
    struct batch_mark *mark = &batch->marks[batch->documents++];
    for (int i = 0; i < STREAM_COUNT; i++) {
        mark->start[i] = batch->streams[i].length;
    }
    mark->origin = *origin;
    mark->whose = copy_whose(&batch->names, document);
    mark->rows = encode_document(batch->streams, document, origin);
}

void batch_adopt(struct batch *batch, int64_t doc_id, const struct document *document)
{
    batch->adopted_rows += (int64_t)(document_row_count(document) + document->published_count);
    batch->adopted = mem_grow(batch->adopted, &batch->adopted_capacity, batch->adopted_count + 1,
                              sizeof batch->adopted[0]);
    batch->adopted[batch->adopted_count++] = doc_id;
}

bool batch_is_full(const struct batch *batch)
{
    size_t bytes = 0;
    for (int i = 0; i < STREAM_COUNT; i++) {
        bytes += batch->streams[i].length;
    }
    return batch->documents >= BATCH_DOCUMENTS || batch->adopted_count >= BATCH_DOCUMENTS ||
           bytes >= BATCH_BYTES;
}

static bool send_stream(struct pg *pg, int stream, const char *data, size_t length, struct err *err)
{
    if (length == 0) {
        return true;
    }
    struct buf frame = {0};
    copybin_header(&frame);
    size_t header = frame.length;
    copybin_trailer(&frame);
    bool fine = pg_copy_begin(pg, encode_copy_sql(stream), err) &&
                pg_copy_put(pg, frame.data, header, err) && pg_copy_put(pg, data, length, err) &&
                pg_copy_put(pg, frame.data + header, frame.length - header, err) &&
                pg_copy_end(pg, NULL, err);
    buf_clear(&frame);
    return fine;
}

static bool adopt(struct batch *batch, struct pg *pg, struct err *err)
{
    if (batch->adopted_count == 0) {
        return true;
    }
    struct buf list = {0};
    buf_putc(&list, '{');
    for (size_t i = 0; i < batch->adopted_count; i++) {
        buf_printf(&list, "%s%lld", i > 0 ? "," : "", (long long)batch->adopted[i]);
    }
    buf_putc(&list, '}');
    char run[24];
    snprintf(run, sizeof run, "%lld", (long long)batch->run_id);
    const char *params[] = {run, buf_cstr(&list)};
    bool fine = pg_query(pg,
                         "UPDATE etl.document SET run_id = $1::bigint, orphan = false"
                         " WHERE doc_id = ANY ($2::bigint[]) AND orphan",
                         2, params, NULL, err);
    buf_clear(&list);
    return fine;
}

/* What can't be mended by sending the documents one by one. */
static bool is_hopeless(const struct pg *pg)
{
    const char *state = pg_sqlstate(pg);
    /* 53: insufficient resources (disk full, …); 57: operator intervention; 58: system error. */
    return pg_lost(pg) || strncmp(state, "53", 2) == 0 || strncmp(state, "57", 2) == 0 ||
           strncmp(state, "58", 2) == 0;
}

static void roll_back(struct pg *pg)
{
    struct err ignored = {0};
    if (!pg_lost(pg)) {
        pg_exec(pg, "ROLLBACK", &ignored);
    }
}

static bool send_all(struct batch *batch, struct pg *pg, struct err *err)
{
    bool fine = pg_exec(pg, "BEGIN", err) && adopt(batch, pg, err);
    for (int i = 0; fine && i < STREAM_COUNT; i++) {
        fine = send_stream(pg, i, batch->streams[i].data, batch->streams[i].length, err);
    }
    fine = fine && pg_exec(pg, "COMMIT", err);
    if (!fine) {
        roll_back(pg);
    }
    return fine;
}

static bool is_of_documents(int stream)
{
    return stream != STREAM_REJECTION && stream != STREAM_NOTICE;
}

static bool send_one(struct batch *batch, size_t d, struct pg *pg, struct err *err)
{
    const struct batch_mark *mark = &batch->marks[d];
    bool fine = pg_exec(pg, "BEGIN", err);
    for (int i = 0; fine && i < STREAM_COUNT; i++) {
        if (is_of_documents(i)) {
            size_t end =
                d + 1 < batch->documents ? batch->marks[d + 1].start[i] : batch->streams[i].length;
            fine = send_stream(pg, i, batch->streams[i].data + mark->start[i], end - mark->start[i],
                               err);
        }
    }
    fine = fine && pg_exec(pg, "COMMIT", err);
    if (!fine) {
        roll_back(pg);
    }
    return fine;
}

static void note_refusal(struct batch *batch, const struct batch_mark *mark, const struct err *why)
{
    char *reason = mem_printf("数据库拒收：%s", why->message);
    struct fault fault = {.code = "database", .pointer = "", .reason = reason};
    struct fault_place place = {.byte_offset = -1};
    encode_fault(&batch->streams[STREAM_REJECTION], &mark->origin, 1, &mark->whose, &fault, &place);
    log_warning("%s: document %d rejected: %s（%s %s）", mark->origin.file,
                mark->origin.document_no, reason, mark->whose.agency_code, mark->whose.agency_name);
    free(reason);
}

static bool send_one_by_one(struct batch *batch, struct pg *pg, struct batch_result *result,
                            struct err *err)
{
    for (size_t d = 0; d < batch->documents; d++) {
        if (send_one(batch, d, pg, err)) {
            result->loaded++;
            result->rows += batch->marks[d].rows;
            continue;
        }
        if (is_hopeless(pg)) {
            return false;
        }
        note_refusal(batch, &batch->marks[d], err);
        result->refused_by_server++;
    }
    bool fine = pg_exec(pg, "BEGIN", err) && adopt(batch, pg, err);
    for (int i = 0; fine && i < STREAM_COUNT; i++) {
        if (!is_of_documents(i)) {
            fine = send_stream(pg, i, batch->streams[i].data, batch->streams[i].length, err);
        }
    }
    return fine && pg_exec(pg, "COMMIT", err);
}

static void empty(struct batch *batch)
{
    for (int i = 0; i < STREAM_COUNT; i++) {
        buf_reset(&batch->streams[i]);
    }
    arena_reset(&batch->names);
    batch->documents = 0;
    batch->adopted_count = 0;
    batch->adopted_rows = 0;
}

bool batch_flush(struct batch *batch, struct pg *pg, struct batch_result *result, struct err *err)
{
    if (send_all(batch, pg, err)) {
        result->loaded += (int64_t)batch->documents;
        for (size_t d = 0; d < batch->documents; d++) {
            result->rows += batch->marks[d].rows;
        }
    } else if (is_hopeless(pg) || !send_one_by_one(batch, pg, result, err)) {
        return false;
    }
    err_clear(err);
    empty(batch);
    return true;
}
