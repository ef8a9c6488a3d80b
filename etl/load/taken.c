#include "load/taken.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
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
    const struct inputs *inputs;
    struct run *run; /* counts */
    bool rehash;
    struct taken *taken;
};

static bool is_file(const struct input *input)
{
    return input->unread == NULL && input->size > 0;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct place *)a)->path, ((const struct place *)b)->path);
}

static void sort_places(struct places *places, const struct inputs *inputs)
{
    places->items = mem_zalloc((inputs->count + 1) * sizeof places->items[0]);
    for (size_t i = 0; i < inputs->count; i++) {
        struct input *input = &inputs->items[i];
        if (strcmp(input->path, "-") != 0) {
            places->items[places->count++] =
                (struct place){.path = inputs_place(inputs, input->name), .input = input};
        }
    }
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

/* Whether this run looked at what lies there: it was given a folder above, all of which it could
 * read. */
static bool was_looked_for(const struct places *places, const char *path)
{
    const struct inputs *inputs = places->inputs;
    bool below = false;
    for (size_t i = 0; !below && i < inputs->folder_count; i++) {
        below = inputs_is_below(path, inputs->folders[i].path);
    }
    for (size_t i = 0; below && inputs->counts.faults > 0 && i < places->count; i++) {
        below =
            places->items[i].input->unread == NULL || !inputs_is_below(path, places->items[i].path);
    }
    return below;
}

static void list_path(struct buf *list, const char *path)
{
    buf_putc(list, list->length == 0 ? '[' : ',');
    text_json_quote(list, path);
}

static void recall(struct places *places, struct input *input, const struct pg_result *row)
{
    if (places->rehash || !is_file(input) || !is_same(input, row)) {
        return;
    }
    input->settled = true;
    input->documents = number(row, 5);
    places->run->unchanged += input->documents;
    places->run->files_unread++;
}

/* A path that was given twice stands in several places, next to one another. */
static bool on_row(const struct pg_result *row, void *context, struct err *err)
{
    (void)err;
    struct places *places = context;
    const char *path = pg_value(row, 0, 0);
    bool was_gone = pg_value(row, 0, 6)[0] == 't';
    struct place wanted = {.path = (char *)path};
    const struct place *found =
        places->count == 0 ? NULL
                           : bsearch(&wanted, places->items, places->count, sizeof wanted, by_path);
    if (found == NULL) {
        if (!was_gone && was_looked_for(places, path)) {
            list_path(&places->taken->gone, path);
            places->run->files_gone++;
        }
        return true;
    }
    if (was_gone) {
        list_path(&places->taken->back, path);
    }
    while (found > places->items && by_path(found - 1, &wanted) == 0) {
        found--;
    }
    for (; found < places->items + places->count && by_path(found, &wanted) == 0; found++) {
        recall(places, found->input, row);
    }
    return true;
}

bool taken_recall(struct taken *taken, struct inputs *inputs, struct run *run, bool rehash,
                  struct err *err)
{
    static const char forget[] =
        "DELETE FROM etl.file f USING etl.run r WHERE r.run_id = f.run_id"
        " AND r.state IN ('aborted', 'failed');"
        " UPDATE etl.file f SET gone_run = NULL FROM etl.run r WHERE r.run_id = f.gone_run"
        " AND r.state IN ('aborted', 'failed')";
    static const char recall_all[] =
        "SELECT path, size, mtime_ns, device, inode, documents, gone_run IS NOT NULL FROM etl.file";
    run->files += inputs->counts.files;
    struct places places = {.inputs = inputs, .run = run, .rehash = rehash, .taken = taken};
    sort_places(&places, inputs);
    bool fine = pg_exec(run->pg, forget, err) &&
                pg_each(run->pg, recall_all, 0, NULL, on_row, &places, err);
    clear_places(&places);
    return fine;
}

/* (A path too long for the index is read anew each time.) */
static bool is_to_be_noted(const struct inputs *inputs, const struct place *place)
{
    const struct input *input = place->input;
    const int64_t tick = INT64_C(2000000000);
    int64_t age = (int64_t)((uint64_t)inputs->found_ns - (uint64_t)input->mtime_ns);
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

/* Which of the files that earlier runs took are gone, and which are back. */
static bool mark(const struct run *run, struct buf *list, bool gone, struct err *err)
{
    static const char update[] =
        "UPDATE etl.file f SET gone_run = $1::bigint WHERE f.path IN"
        " (SELECT p.path FROM pg_catalog.jsonb_array_elements_text($2::jsonb) AS p (path))";
    if (list->length == 0) {
        return true;
    }
    buf_putc(list, ']');
    char id[NUMBER_SIZE];
    snprintf(id, sizeof id, "%" PRId64, run->id);
    const char *const params[] = {gone ? id : NULL, buf_cstr(list)};
    return pg_query(run->pg, update, 2, params, NULL, err);
}

bool taken_note(struct taken *taken, const struct inputs *inputs, const struct run *run,
                struct err *err)
{
    struct buf rows = {0};
    bool fine = mark(run, &taken->gone, true, err) && mark(run, &taken->back, false, err) &&
                (taken->unsure || put_rows(&rows, inputs, run->id) == 0 || send(run, &rows, err));
    buf_clear(&rows);
    return fine || err_context(err, "can't note the files that were taken");
}

void taken_clear(struct taken *taken)
{
    buf_clear(&taken->gone);
    buf_clear(&taken->back);
}
