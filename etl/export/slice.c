#include "export/slice.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "export/package.h"

/* A name of letters, digits and underscores, and a suffix of a writer's. */
static bool is_table(const char *name)
{
    size_t stem = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");
    if (stem == 0) {
        return false;
    }
    for (size_t i = 0; writer_formats[i] != NULL; i++) {
        if (strcmp(name + stem, writer_formats[i]->suffix) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_document(const char *name, const char *stem, const char *suffix)
{
    size_t length = strlen(stem);
    if (strncmp(name, stem, length) != 0) {
        return false;
    }
    size_t digits = strspn(name + length, "0123456789");
    const char *rest = name + length + digits;
    if (strncmp(rest, "-final", 6) == 0) {
        rest += 6;
    }
    return digits == 4 && strcmp(rest, suffix) == 0;
}

bool slice_owns(const char *name)
{
    return is_table(name) || is_document(name, "forms-", ".xlsx") ||
           is_document(name, "report-", ".html") || strcmp(name, PACKAGE_FILE) == 0;
}

struct slice_file *slice_add_file(struct slice *slice, char *name)
{
    if (slice->files == NULL) {
        slice->files = mem_zalloc(SLICE_FILES_MAX * sizeof *slice->files);
    }
    struct slice_file *file = &slice->files[slice->file_count++];
    file->name = name;
    return file;
}

void slice_forget_parts(struct slice *slice)
{
    for (size_t i = 0; i < slice->table_count; i++) {
        parts_clear(&slice->tables[i].parts);
    }
    parts_departments_clear(&slice->departments);
    free(slice->before.content);
    free(slice->before.parts);
    slice->before = (struct slice_before){0};
}

void slice_clear(struct slice *slice)
{
    slice_forget_parts(slice);
    swapdir_end(slice->directory);
    for (size_t i = 0; i < slice->file_count; i++) {
        free(slice->files[i].name);
    }
    for (size_t i = 0; i < slice->table_count; i++) {
        free(slice->tables[i].totals);
    }
    free(slice->tables);
    free(slice->files);
    free(slice->division);
    free(slice->year);
    *slice = (struct slice){0};
}
