#include "load/inputs.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"

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
    struct input *input = add_input(context, file->path);
    input->kind = file->kind;
    input->size = file->size;
    input->mtime_ns = file->mtime_ns;
    input->device = file->device;
    input->inode = file->inode;
    return true;
}

static void on_fault(const char *path, const char *reason, void *context)
{
    add_input(context, path)->unread = mem_strdup(reason);
}

bool inputs_find(struct inputs *inputs, const char *const *paths, size_t count, struct err *err)
{
    struct walk_events events = {.file = on_file, .fault = on_fault, .context = inputs};
    for (size_t i = 0; i < count; i++) {
        if (!walk_path(paths[i], &events, &inputs->counts, err)) {
            return false;
        }
    }
    if (inputs->counts.passed_over > 0) {
        log_info("%lld files passed over: hidden, or none of %s",
                 (long long)inputs->counts.passed_over, walk_suffixes());
    }
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    inputs->found_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
    return true;
}

void inputs_clear(struct inputs *inputs)
{
    for (size_t i = 0; i < inputs->count; i++) {
        free(inputs->items[i].path);
        free(inputs->items[i].name);
        free(inputs->items[i].unread);
    }
    free(inputs->items);
}
