#include "export/documents.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"
#include "export/report.h"
#include "export/stage.h"
#include "export/workbook.h"

struct documents {
    struct stages stages;
    unsigned formats;
    const char *folder;
    struct syncer *syncer;
    pthread_t thread;
    bool started;
    /* The thread's, until it has ended. */
    struct slice_file *files;
    size_t file_count;
    bool failed;
    struct err err;
};

static bool read_stages(struct documents *documents, struct pg *pg, struct err *err)
{
    for (size_t i = 0; i < documents->stages.count; i++) {
        struct stage *stage = &documents->stages.items[i];
        if (((documents->formats & EXPORT_XLSX) != 0 && !workbook_read(stage, pg, err)) ||
            ((documents->formats & EXPORT_HTML) != 0 && !report_read(stage, pg, err))) {
            return false;
        }
    }
    return true;
}

typedef bool (*write_fn)(const struct stage *stage, const char *folder, struct syncer *syncer,
                         struct slice_file *file, struct err *err);

static bool write_all(struct documents *documents, write_fn write)
{
    for (size_t i = 0; i < documents->stages.count; i++) {
        if (!write(&documents->stages.items[i], documents->folder, documents->syncer,
                   &documents->files[documents->file_count++], &documents->err)) {
            return false;
        }
    }
    return true;
}

static void *work(void *context)
{
    struct documents *documents = context;
    documents->failed =
        ((documents->formats & EXPORT_XLSX) != 0 && !write_all(documents, workbook_write)) ||
        ((documents->formats & EXPORT_HTML) != 0 && !write_all(documents, report_write));
    return NULL;
}

bool documents_begin(struct documents **out, const struct slice *slice,
                     const struct slice_task *task, struct err *err)
{
    struct documents *documents = mem_zalloc(sizeof *documents);
    *out = documents;
    documents->formats = task->options->formats & (EXPORT_XLSX | EXPORT_HTML);
    documents->folder = swapdir_path(slice->directory);
    documents->syncer = task->syncer;
    if (documents->formats == 0) {
        return true;
    }
    if (!stages_read(&documents->stages, slice, task, err) ||
        !read_stages(documents, task->pg, err)) {
        documents->formats = 0;
        return false;
    }
    documents->files = mem_zalloc(2 * documents->stages.count * sizeof *documents->files);
    documents->started =
        task->options->threads && pthread_create(&documents->thread, NULL, work, documents) == 0;
    return true;
}

bool documents_end(struct documents *documents, struct slice *slice, struct err *err)
{
    if (documents->started) {
        pthread_join(documents->thread, NULL);
    } else {
        work(documents);
    }
    for (size_t i = 0; i < documents->file_count; i++) {
        *slice_add_file(slice, documents->files[i].name) = documents->files[i];
    }
    bool ok = !documents->failed;
    if (!ok) {
        *err = documents->err;
    }
    stages_clear(&documents->stages);
    free(documents->files);
    free(documents);
    return ok;
}
