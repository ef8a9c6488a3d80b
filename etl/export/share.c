#include "export/share.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "export/kept.h"
#include "export/slice_write.h"
#include "pg/sqlfile.h"

struct place {
    struct slice *slice;
};

/* The slices that one connection writes. */
struct share {
    struct slice_task task;
    struct place *slices;
    size_t count;
    int64_t documents;
    atomic_bool *failed; /* of any share: the others need not go on */
    pthread_t thread;
    bool started, ok;
    struct err err;
};

/* The planner takes division and document, by which everything is joined, for independent, expects
 * one row, and would go through whole tables once for each document. */
bool share_settings(struct pg *pg, struct err *err)
{
    return pg_exec(pg, "SET LOCAL enable_nestloop = off; SET LOCAL jit = off", err);
}

static bool list_slices(const struct share *share, struct err *err)
{
    static const char sql[] =
        "CREATE TEMPORARY TABLE export_slice ON COMMIT DROP AS"
        " SELECT s.mof_div_code COLLATE \"C\" AS mof_div_code, s.fiscal_year"
        " FROM unnest($1::text[], $2::integer[]) AS s (mof_div_code, fiscal_year)";
    struct buf divisions = {0};
    struct buf years = {0};
    for (size_t i = 0; i < share->count; i++) {
        buf_printf(&divisions, "%c%s", i == 0 ? '{' : ',', share->slices[i].slice->division);
        buf_printf(&years, "%c%s", i == 0 ? '{' : ',', share->slices[i].slice->year);
    }
    buf_putc(&divisions, '}');
    buf_putc(&years, '}');
    const char *const params[] = {buf_cstr(&divisions), buf_cstr(&years)};
    bool ok = pg_query(share->task.pg, sql, 2, params, NULL, err);
    buf_clear(&divisions);
    buf_clear(&years);
    return ok;
}

/* What the sheets of the workbook and the page need of all slices is computed once. */
static bool prepare(const struct share *share, struct err *err)
{
    const struct sqlfile *files;
    size_t count = sqlfile_list("66_shared", &files);
    if ((share->task.options->formats & (EXPORT_XLSX | EXPORT_HTML)) == 0 || share->count == 0) {
        return true;
    }
    bool ok = list_slices(share, err);
    for (size_t i = 0; ok && i < count; i++) {
        ok = pg_script(share->task.pg, files[i].path, files[i].text, err);
    }
    return ok;
}

static bool write_slice(struct slice *slice, const struct slice_task *task, struct err *err)
{
    bool ok =
        (!task->options->changed_only || kept_find_before(slice, task->pg, task->options, err)) &&
        slice_write(slice, task, err) &&
        (task->run_id == 0 || kept_note(slice, task->pg, task->options, task->run_id, err));
    slice_forget_parts(slice);
    log_debug("exported %s in %s", slice->division, slice->year);
    return ok;
}

static void *work(void *context)
{
    struct share *share = context;
    bool ok = prepare(share, &share->err);
    for (size_t i = 0; ok && i < share->count && !atomic_load(share->failed); i++) {
        ok = stop_check(&share->err) &&
             write_slice(share->slices[i].slice, &share->task, &share->err);
    }
    if (!ok) {
        atomic_store(share->failed, true);
    }
    share->ok = ok;
    return NULL;
}

static int by_documents(const void *a, const void *b)
{
    const struct place *one = a, *other = b;
    return (one->slice->documents < other->slice->documents) -
           (one->slice->documents > other->slice->documents);
}

/* Large slices first, each to the share that has least. */
static void share_out(struct share *shares, size_t share_count, struct slice *slices, size_t count)
{
    struct place *order = mem_alloc((count + 1) * sizeof *order);
    for (size_t i = 0; i < count; i++) {
        order[i].slice = &slices[i];
    }
    qsort(order, count, sizeof *order, by_documents);
    for (size_t i = 0; i < share_count; i++) {
        shares[i].slices = mem_alloc((count + 1) * sizeof *order);
    }
    for (size_t i = 0; i < count; i++) {
        struct share *least = shares;
        for (struct share *share = shares; share < shares + share_count; share++) {
            least = share->documents < least->documents ? share : least;
        }
        least->slices[least->count++] = order[i];
        least->documents += order[i].slice->documents + 1; /* an empty directory is work too */
    }
    free(order);
}

static bool join(struct share *share, const struct slice_task *task, const char *snapshot,
                 struct err *err)
{
    share->task = *task;
    share->task.pg = NULL;
    return pg_open(&share->task.pg, task->options->conninfo, err) &&
           pg_begin_at(share->task.pg, snapshot, err) && share_settings(share->task.pg, err);
}

/* Fills the shares from the second on; returns how many there are then. */
static bool connect(struct share *shares, size_t wanted, size_t *count, struct err *err)
{
    char snapshot[PG_SNAPSHOT_SIZE];
    struct err why = {0};
    if (wanted < 2) {
        return true;
    }
    if (!pg_snapshot(shares->task.pg, snapshot, err)) {
        return false;
    }
    while (*count < wanted && join(&shares[*count], &shares->task, snapshot, &why)) {
        ++*count;
    }
    if (*count < wanted) {
        pg_close(shares[*count].task.pg);
        log_warning("exported over a connection less: %s", why.message);
    }
    return true;
}

/* Those without a thread are written here, the first among them. */
static void run(struct share *shares, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        shares[i].started = pthread_create(&shares[i].thread, NULL, work, &shares[i]) == 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (!shares[i].started) {
            work(&shares[i]);
        }
    }
    for (size_t i = 1; i < count; i++) {
        if (shares[i].started) {
            pthread_join(shares[i].thread, NULL);
        }
    }
}

bool share_write(struct slice *slices, size_t count, const struct slice_task *task, struct err *err)
{
    size_t wanted = task->options->conninfo != NULL ? (size_t)task->options->connections : 1;
    wanted = wanted < count ? wanted : count;
    struct share *shares = mem_zalloc((wanted + 1) * sizeof *shares);
    size_t share_count = 1;
    atomic_bool failed = false;
    shares->task = *task;
    bool ok = connect(shares, wanted, &share_count, err);
    if (ok) {
        log_debug("%zu directories, over %zu connection%s", count, share_count,
                  share_count == 1 ? "" : "s");
        share_out(shares, share_count, slices, count);
        for (size_t i = 0; i < share_count; i++) {
            shares[i].failed = &failed;
        }
        run(shares, share_count);
    }
    for (size_t i = 0; ok && i < share_count; i++) {
        ok = shares[i].ok;
        if (!ok) {
            *err = shares[i].err;
        }
    }
    for (size_t i = 0; i < share_count; i++) {
        free(shares[i].slices);
        if (i > 0) {
            pg_close(shares[i].task.pg);
        }
    }
    free(shares);
    return ok;
}
