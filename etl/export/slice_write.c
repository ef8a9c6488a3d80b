#include "export/slice_write.h"

#include <stdlib.h>

#include "base/mem.h"
#include "export/documents.h"
#include "export/feed.h"
#include "export/package.h"

static bool write_datasets(struct slice *slice, const struct slice_task *task, struct err *err)
{
    if ((task->options->formats & (EXPORT_CSV | EXPORT_JSONL)) == 0) {
        return true;
    }
    if (!parts_departments_read(&slice->departments, slice->division, slice->year, task->pg, err)) {
        return false;
    }
    slice->tables = mem_zalloc(task->datasets->count * sizeof *slice->tables);
    for (size_t i = 0; i < task->datasets->count; i++) {
        const struct dataset *dataset = &task->datasets->items[i];
        if (dataset_applies(dataset, &task->options->shape, (int)strtol(slice->year, NULL, 10)) &&
            !feed_write(slice, task, dataset, err)) {
            return false;
        }
    }
    return true;
}

static bool write_files(struct slice *slice, const struct slice_task *task, struct err *err)
{
    struct documents *documents;
    struct err second = {0};
    bool ok = documents_begin(&documents, slice, task, err) && write_datasets(slice, task, err);
    bool ended = documents_end(documents, slice, ok ? err : &second);
    return ok && ended;
}

bool slice_write(struct slice *slice, const struct slice_task *task, struct err *err)
{
    char *name = mem_printf("%s/%s", slice->division, slice->year);
    bool ok = swapdir_begin(&slice->directory, task->root, name, err);
    free(name);
    return ok && write_files(slice, task, err) && package_write(slice, task, err);
}
