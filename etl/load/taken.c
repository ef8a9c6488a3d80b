#include "load/taken.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "pg/copybin.h"

enum {
    PATH_MAX_BYTES = 2000, /* a key of PostgreSQL's index holds no more than 2,700 */
    NUMBER_SIZE = 24
};

/* Inputs by their absolute path. */
struct place {
    char *path;
    struct input *input;
};

struct places {
    struct place *items;
    size_t count;
    struct run *run; /* counts */
};

static bool is_file(const struct input *input)
{
    return input->unread == NULL && input->size > 0 && strcmp(input->path, "-") != 0;
}

static char *absolute(const char *folder, const char *name)
{
    return name[0] == '/' ? mem_strdup(name) : mem_printf("%s/%s", folder, name);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct place *)a)->path, ((const struct place *)b)->path);
}

/* The folder that relative paths start from; "" where it has no name any more. */
static char *here(void)
{
    char *folder = getcwd(NULL, 0);
    char *copy = mem_strdup(folder != NULL ? folder : "");
    free(folder);
    return copy;
}

static void sort_places(struct places *places, const struct inputs *inputs)
{
    char *folder = here();
    places->items = mem_zalloc((inputs->count + 1) * sizeof places->items[0]);
    for (size_t i = 0; i < inputs->count; i++) {
        struct input *input = &inputs->items[i];
        if (is_file(input)) {
            places->items[places->count++] =
                (struct place){.path = absolute(folder, input->name), .input = input};
        }
    }
    free(folder);
    qsort(places->items, places->count, sizeof places->items[0], by_path);
}

static void clear_places(struct places *places)
{
    for (size_t i = 0; i < places->count; i++) {
        free(places->items[i].path);
    }
    free(places->items);
}

static int64_t number(const struct pg_result *row, int column)
{
    return strtoll(pg_value(row, 0, column), NULL, 10);
}

static bool is_same(const struct input *input, const struct pg_result *row)
{
    return number(row, 1) == input->size && number(row, 2) == input->mtime_ns &&
           number(row, 3) == (int64_t)input->device && number(row, 4) == (int64_t)input->inode;
}

/* A path that was given twice stands in several places, next to one another. */
static bool on_row(const struct pg_result *row, void *context, struct err *err)
{
    (void)err;
    struct places *places = context;
    struct place wanted = {.path = (char *)pg_value(row, 0, 0)};
    const struct place *found =
        bsearch(&wanted, places->items, places->count, sizeof wanted, by_path);
    if (found == NULL || !is_same(found->input, row)) {
        return true;
    }
    while (found > places->items && by_path(found - 1, &wanted) == 0) {
        found--;
    }
    for (; found < places->items + places->count && by_path(found, &wanted) == 0; found++) {
        found->input->settled = true;
        found->input->documents = number(row, 5);
        places->run->unchanged += found->input->documents;
        places->run->files_unread++;
    }
    return true;
}

bool taken_recall(struct inputs *inputs, struct run *run, bool rehash, struct err *err)
{
    static const char forget[] = "DELETE FROM etl.file f USING etl.run r WHERE r.run_id = f.run_id"
                                 " AND r.state IN ('aborted', 'failed')";
    static const char recall[] =
        "SELECT path, size, mtime_ns, device, inode, documents FROM etl.file";
    run->files += inputs->counts.files;
    if (!pg_exec(run->pg, forget, err)) {
        return false;
    }
    if (rehash) {
        return true;
    }
    struct places places = {.run = run};
    sort_places(&places, inputs);
    bool fine = places.count == 0 || pg_each(run->pg, recall, 0, NULL, on_row, &places, err);
    clear_places(&places);
    return fine;
}

/* (A path too long for the index is read anew each time.) */
static bool is_to_be_noted(const struct inputs *inputs, const struct place *place)
{
    const struct input *input = place->input;
    const int64_t tick = INT64_C(2000000000);
    int64_t age = inputs->found_ns - input->mtime_ns;
    return input->read && is_file(input) && !atomic_load(&input->rejected) &&
           strlen(place->path) <= PATH_MAX_BYTES && (age > tick || age < -tick);
}

static void put_row(struct buf *out, const char *path, const struct input *input, int64_t run_id)
{
    copybin_row(out, 7);
    copybin_text(out, path, strlen(path));
    copybin_int8(out, run_id);
    copybin_int8(out, input->size);
    copybin_int8(out, input->mtime_ns);
    copybin_int8(out, (int64_t)input->device);
    copybin_int8(out, (int64_t)input->inode);
    copybin_int8(out, input->documents);
}

/* All of them as one COPY: some 150 bytes a file. Returns how many. */
static size_t put_rows(struct buf *out, const struct inputs *inputs, int64_t run_id)
{
    struct places places = {0};
    size_t noted = 0;
    const char *before = "";
    sort_places(&places, inputs);
    copybin_header(out);
    for (size_t i = 0; i < places.count; i++) {
        const struct place *place = &places.items[i];
        if (is_to_be_noted(inputs, place) && strcmp(place->path, before) != 0) {
            put_row(out, place->path, place->input, run_id);
            before = place->path;
            noted++;
        }
    }
    copybin_trailer(out);
    clear_places(&places);
    return noted;
}

static bool send(const struct run *run, const struct buf *rows, struct err *err)
{
    static const char copy[] = "COPY etl.file (path, run_id, size, mtime_ns, device, inode,"
                               " documents) FROM STDIN (FORMAT binary)";
    static const char replace[] = "DELETE FROM etl.file o USING etl.file n WHERE n.path = o.path"
                                  " AND n.run_id = $1::bigint AND o.run_id < n.run_id";
    char id[NUMBER_SIZE];
    snprintf(id, sizeof id, "%" PRId64, run->id);
    const char *const params[] = {id};
    return pg_exec(run->pg, "BEGIN", err) && pg_copy_begin(run->pg, copy, err) &&
           pg_copy_put(run->pg, rows->data, rows->length, err) && pg_copy_end(run->pg, NULL, err) &&
           pg_query(run->pg, replace, 1, params, NULL, err) && pg_exec(run->pg, "COMMIT", err);
}

bool taken_note(const struct inputs *inputs, const struct run *run, struct err *err)
{
    struct buf rows = {0};
    bool fine = put_rows(&rows, inputs, run->id) == 0 || send(run, &rows, err);
    buf_clear(&rows);
    return fine || err_context(err, "can't note the files that were taken");
}
