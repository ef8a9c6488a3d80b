#include "load/inputs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"

enum { NAME_BYTES_MAX = 2000 }; /* a key of PostgreSQL's index holds no more than 2,700 */

/* The path as text; of a very long one the end, from a whole character on. */
static char *name_of(const char *path)
{
    char *name = text_printable(path);
    size_t length = strlen(name);
    if (length <= NAME_BYTES_MAX) {
        return name;
    }
    const char *end = name + length - NAME_BYTES_MAX;
    while (((unsigned char)*end & 0xC0) == 0x80) {
        end++;
    }
    char *cut = mem_printf("…%s", end);
    free(name);
    return cut;
}

static struct input *add_input(struct inputs *inputs, const char *path)
{
    inputs->items =
        mem_grow(inputs->items, &inputs->capacity, inputs->count + 1, sizeof inputs->items[0]);
    struct input *input = &inputs->items[inputs->count++];
    *input = (struct input){.path = mem_strdup(path), .name = name_of(path)};
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

static void clear_input(const struct input *input)
{
    free(input->path);
    free(input->name);
    free(input->unread);
}

/* By name, path, and the order in which they were found. */
static int compare_inputs(const void *left, const void *right)
{
    const struct input *a = *(const struct input *const *)left;
    const struct input *b = *(const struct input *const *)right;
    int names = strcmp(a->name, b->name);
    int paths = names != 0 ? names : strcmp(a->path, b->path);
    return paths != 0 ? paths : (a > b) - (a < b);
}

/* Notes in `copy` which of those that have one name it is: 0 the first, REPEATED the same path as
 * one before it. */
enum { REPEATED = -1 };

static void count_copies(struct input **sorted, size_t count)
{
    const struct input *distinct = NULL;
    int copy = 0;
    for (size_t i = 0; i < count; i++) {
        bool same_name = distinct != NULL && strcmp(sorted[i]->name, distinct->name) == 0;
        if (same_name && strcmp(sorted[i]->path, distinct->path) == 0) {
            sorted[i]->copy = REPEATED;
            continue;
        }
        copy = same_name ? copy + 1 : 0;
        sorted[i]->copy = copy;
        distinct = sorted[i];
    }
}

static void drop(struct inputs *inputs, const struct input *input)
{
    log_warning("%s was given twice; it is read once", input->name);
    inputs->counts.files -= input->unread == NULL;
    inputs->counts.faults -= input->unread != NULL;
    inputs->counts.bytes -= input->size;
    clear_input(input);
}

static void make_unique(struct inputs *inputs)
{
    struct input **sorted = mem_alloc(inputs->count * sizeof(struct input *));
    for (size_t i = 0; i < inputs->count; i++) {
        sorted[i] = &inputs->items[i];
    }
    qsort(sorted, inputs->count, sizeof(struct input *), compare_inputs);
    count_copies(sorted, inputs->count);
    free(sorted);
    size_t kept = 0;
    for (size_t i = 0; i < inputs->count; i++) {
        struct input *input = &inputs->items[i];
        if (input->copy == REPEATED) {
            drop(inputs, input);
            continue;
        }
        if (input->copy > 0) {
            char *name = mem_printf("%s (%d)", input->name, input->copy + 1);
            free(input->name);
            input->name = name;
        }
        inputs->items[kept++] = *input;
    }
    inputs->count = kept;
}

/* "" where it has no name any more. */
static char *current_folder(void)
{
    char *folder = getcwd(NULL, 0);
    char *copy = text_printable(folder != NULL ? folder : "");
    free(folder);
    return copy;
}

char *inputs_place(const struct inputs *inputs, const char *name)
{
    return name[0] == '/' ? mem_strdup(name) : mem_printf("%s/%s", inputs->here, name);
}

bool inputs_is_below(const char *path, const char *folder)
{
    size_t length = strlen(folder);
    bool root = strcmp(folder, "/") == 0;
    return strncmp(path, folder, length) == 0 &&
           (root || path[length] == '/' || path[length] == '\0');
}

static void add_folder(struct inputs *inputs, const char *path, int64_t files)
{
    char *name = text_printable(path);
    char *place = inputs_place(inputs, name);
    free(name);
    for (size_t length = strlen(place); length > 1 && place[length - 1] == '/'; length--) {
        place[length - 1] = '\0';
    }
    for (size_t i = 0; i < inputs->folder_count; i++) {
        if (strcmp(inputs->folders[i].path, place) == 0) {
            free(place);
            return;
        }
    }
    inputs->folders = mem_grow(inputs->folders, &inputs->folder_capacity, inputs->folder_count + 1,
                               sizeof inputs->folders[0]);
    inputs->folders[inputs->folder_count++] = (struct folder){.path = place, .files = files};
}

static bool find_below(struct inputs *inputs, const char *path, const struct walk_events *events,
                       struct err *err)
{
    struct stat status;
    int64_t before = inputs->counts.files;
    if (!walk_path(path, events, &inputs->counts, err)) {
        return false;
    }
    if (strcmp(path, "-") != 0 && stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        add_folder(inputs, path, inputs->counts.files - before);
    }
    return true;
}

bool inputs_find(struct inputs *inputs, const char *const *paths, size_t count, struct err *err)
{
    struct walk_events events = {.file = on_file, .fault = on_fault, .context = inputs};
    inputs->here = current_folder();
    for (size_t i = 0; i < count; i++) {
        if (!find_below(inputs, paths[i], &events, err)) {
            return false;
        }
    }
    make_unique(inputs);
    if (inputs->counts.passed_over > 0) {
        log_info("%lld files passed over: hidden, or none of %s",
                 (long long)inputs->counts.passed_over, walk_suffixes());
    }
    if (count == 0) {
        log_warning("no input file was found, as no path was given");
    }
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    inputs->found_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
    return true;
}

void inputs_clear(struct inputs *inputs)
{
    for (size_t i = 0; i < inputs->count; i++) {
        clear_input(&inputs->items[i]);
    }
    for (size_t i = 0; i < inputs->folder_count; i++) {
        free(inputs->folders[i].path);
    }
    free(inputs->items);
    free(inputs->folders);
    free(inputs->here);
}
