#include "export/export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "export/dataset.h"
#include "export/gone.h"
#include "export/kept.h"
#include "export/leftovers.h"
#include "export/share.h"
#include "export/slice.h"

struct job {
    struct pg *pg;
    const struct export_options *options;
    struct swapdir_root *root;
    struct syncer *syncer; /* NULL where threads aren't wanted */
    int64_t run_id;        /* that notes what is written; 0 for none */
    struct dataset_list datasets;
    struct slice *slices;
    size_t slice_count;
    struct gone gone;
};

/* A division code becomes a directory: nothing but nine digits will do. */
static bool add_slice(struct job *job, const char *division, const char *year,
                      const char *documents, struct err *err)
{
    if (strlen(division) != 9 || strspn(division, "0123456789") != 9) {
        return err_set(err, ERR_DB, "rollup.coverage holds \"%s\", which is no division code",
                       division);
    }
    if (strlen(year) != 4 || strspn(year, "0123456789") != 4) {
        return err_set(err, ERR_DB, "rollup.coverage holds the year %s", year);
    }
    struct slice *slice = &job->slices[job->slice_count++];
    slice->division = mem_strdup(division);
    slice->year = mem_strdup(year);
    slice->documents = strtoll(documents, NULL, 10);
    return true;
}

static bool find_slices(struct job *job, struct err *err)
{
    static const char sql[] =
        "SELECT c.mof_div_code, c.fiscal_year,"
        " count(*) FILTER (WHERE c.entity_level = 'agency' AND c.status = 'loaded')"
        " FROM rollup.coverage AS c"
        " WHERE ($1::text IS NULL OR c.mof_div_code = $1)"
        " AND ($2::integer IS NULL OR c.fiscal_year = $2::integer) GROUP BY 1, 2 ORDER BY 1, 2";
    char year[16];
    snprintf(year, sizeof year, "%d", job->options->year);
    const char *const params[] = {job->options->division, job->options->year > 0 ? year : NULL};
    struct pg_result *result;
    if (!pg_query(job->pg, sql, 2, params, &result, err)) {
        return false;
    }
    int rows = pg_rows(result);
    job->slices = mem_zalloc((size_t)rows * sizeof *job->slices);
    bool ok = true;
    for (int i = 0; ok && i < rows; i++) {
        ok = add_slice(job, pg_value(result, i, 0), pg_value(result, i, 1), pg_value(result, i, 2),
                       err);
    }
    pg_free(result);
    return ok;
}

static bool write_slices(struct job *job, struct err *err)
{
    const struct slice_task task = {.pg = job->pg,
                                    .options = job->options,
                                    .datasets = &job->datasets,
                                    .root = job->root,
                                    .syncer = job->syncer,
                                    .run_id = job->run_id};
    return share_write(job->slices, job->slice_count, &task, err);
}

static bool read_all(struct job *job, struct err *err)
{
    return share_settings(job->pg, err) &&
           dataset_list_read(&job->datasets, &job->options->shape, job->pg, err) &&
           find_slices(job, err) &&
           (!job->options->changed_only ||
            kept_drop(job->slices, &job->slice_count, job->pg, job->options, err)) &&
           write_slices(job, err) &&
           gone_begin(&job->gone, job->pg, job->options, job->root, err) &&
           (job->run_id == 0 || gone_forget(job->pg, job->options->out, err));
}

/* All reading happens in one snapshot: what is exported fits together. */
static bool read_in_own_transaction(struct job *job, struct err *err)
{
    if (!pg_exec(job->pg, "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ", err)) {
        return false;
    }
    bool ok = read_all(job, err);
    if (ok) {
        return pg_exec(job->pg, "COMMIT", err);
    }
    struct err second;
    if (!pg_exec(job->pg, "ROLLBACK", &second)) {
        log_debug("%s", second.message);
    }
    return false;
}

/* Those that are written, then those that go. */
static size_t directory_count(const struct job *job)
{
    return job->slice_count + job->gone.count;
}

static struct swapdir *directory(const struct job *job, size_t i)
{
    return i < job->slice_count ? job->slices[i].directory
                                : job->gone.directories[i - job->slice_count];
}

static void take_back(struct job *job, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct err second;
        if (!swapdir_undo(directory(job, i), &second)) {
            log_error("%s", second.message);
        }
    }
}

/* Nothing is put in place before everything is on disk. */
static bool swap_all(struct job *job, struct err *err)
{
    if (job->syncer != NULL && !syncer_wait(job->syncer, err)) {
        return false;
    }
    for (size_t i = 0; i < directory_count(job); i++) {
        if (!swapdir_swap(directory(job, i), err)) {
            take_back(job, i);
            return false;
        }
    }
    return true;
}

static void summarise(const struct job *job, struct export_summary *summary)
{
    *summary = (struct export_summary){.directories = (int64_t)job->slice_count,
                                       .removed = (int64_t)job->gone.count};
    for (size_t i = 0; i < job->slice_count; i++) {
        const struct slice *slice = &job->slices[i];
        for (size_t k = 0; k < slice->file_count; k++) {
            summary->files++;
            summary->bytes += slice->files[k].facts.bytes_out;
        }
        for (size_t k = 0; k < slice->table_count; k++) {
            summary->rows += slice->tables[k].rows;
        }
    }
}

struct export
{
    struct export_options options;
    struct job job;
    bool swapped;
};

bool export_begin(struct export **out, const struct export_options *options, struct err *err)
{
    struct export *export = mem_zalloc(sizeof *export);
    export->options = *options;
    export->job.options = &export->options;
    export->job.syncer = options->threads ? syncer_new() : NULL;
    *out = export;
    if (!swapdir_root_open(&export->job.root, options->out, slice_owns, err)) {
        return false;
    }
    leftovers_clear(export->job.root, options->out);
    return true;
}

bool export_write(struct export *export, struct pg *pg, int64_t run_id, struct err *err)
{
    export->job.pg = pg;
    export->job.run_id = run_id;
    return pg_in_transaction(pg) ? read_all(&export->job, err)
                                 : read_in_own_transaction(&export->job, err);
}

bool export_swap(struct export *export, struct export_summary *summary, struct err *err)
{
    export->swapped = swap_all(&export->job, err);
    if (export->swapped) {
        summarise(&export->job, summary);
    }
    return export->swapped;
}

void export_undo(struct export *export)
{
    if (export != NULL && export->swapped) {
        take_back(&export->job, directory_count(&export->job));
        export->swapped = false;
    }
}

void export_end(struct export *export)
{
    if (export == NULL) {
        return;
    }
    struct job *job = &export->job;
    syncer_free(job->syncer);
    for (size_t i = 0; i < job->slice_count; i++) {
        slice_clear(&job->slices[i]);
    }
    free(job->slices);
    gone_end(&job->gone);
    dataset_list_clear(&job->datasets);
    swapdir_root_close(job->root);
    free(export);
}

bool export_run(struct pg *pg, const struct export_options *options, struct export_summary *summary,
                struct err *err)
{
    struct export *export = NULL;
    bool ok = export_begin(&export, options, err) && export_write(export, pg, 0, err) &&
              export_swap(export, summary, err);
    export_end(export);
    return ok;
}
