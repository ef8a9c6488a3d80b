/* From JSON to rows, as the descriptors say. */
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "doc/cell.h"
#include "doc/document.h"
#include "doc/fault.h"
#include "doc/identity.h"

/* One row being filled. */
struct target {
    struct document *document;
    const struct relation *relation;
    struct cell *cells;
    enum money_unit unit;
    size_t next; /* the column that probably comes next: keys mostly stand in the same order */
};

static const char *column_key(const struct column *column)
{
    return column->key != NULL ? column->key : column->name;
}

static bool is_derived(const struct column *column)
{
    return column->kind == COLUMN_DERIVED || column->kind == COLUMN_DERIVED_NUMBER;
}

static bool column_matches(const struct column *column, const char *prefix, const char *key)
{
    const char *full = column_key(column);
    for (; *prefix != '\0'; prefix++, full++) {
        if (*full != *prefix) {
            return false;
        }
    }
    return *full == *key && strcmp(full, key) == 0 && !is_derived(column);
}

static int find_column(struct target *target, const char *prefix, const char *key)
{
    const struct relation *relation = target->relation;
    for (size_t i = 0; i < relation->column_count; i++) {
        size_t c = (target->next + i) % relation->column_count;
        if (column_matches(&relation->columns[c], prefix, key)) {
            target->next = c + 1;
            return (int)c;
        }
    }
    return -1;
}

/* Whether some column's key begins with "prefix key ." */
static bool has_columns_within(const struct relation *relation, const char *path)
{
    size_t length = strlen(path);
    for (size_t i = 0; i < relation->column_count; i++) {
        const char *key = column_key(&relation->columns[i]);
        if (strncmp(key, path, length) == 0 && key[length] == '.') {
            return true;
        }
    }
    return false;
}

/* Whether holder.path (a key that is no column) is something that another descriptor, or the
 * header, reads. */
static bool is_known_elsewhere(const struct relation *relation, const char *path)
{
    if (relation->member != NULL) {
        for (size_t i = 0; i < RELATION_COUNT; i++) {
            const struct relation *other = doc_relations[i];
            if (other->nested != NULL && strcmp(other->holder, relation->holder) == 0 &&
                strcmp(other->member, relation->member) == 0 && strcmp(other->nested, path) == 0) {
                return true;
            }
        }
        return false;
    }
    return holder_knows(relation->holder, path);
}

static void decode_members(struct target *target, const struct json *object,
                           const struct place *place, const char *prefix)
{
    for (const struct json *m = json_first(object); m != NULL; m = json_next(m)) {
        const char *key = json_key(m);
        struct place here = {.up = place, .key = key};
        if (strchr(key, '.') != NULL) { /* "source.title" is no title of a source */
            fault_unknown(target->document, &here);
            continue;
        }
        int column = find_column(target, prefix, key);
        if (column >= 0) {
            cell_decode(target->document, &target->relation->columns[column], m, target->unit,
                        &here, &target->cells[column]);
            continue;
        }
        const char *path = arena_printf(target->document->arena, "%s%s", prefix, key);
        if (has_columns_within(target->relation, path)) {
            if (json_type(m) == JSON_OBJECT) {
                decode_members(target, m, &here,
                               arena_printf(target->document->arena, "%s.", path));
            } else if (json_type(m) != JSON_NULL) {
                fault_add(target->document, &here, m, "type", "这里应当是对象，却是%s",
                          json_type_name(m));
            }
        } else if (!is_known_elsewhere(target->relation, path)) {
            fault_unknown(target->document, &here);
        }
    }
}

/* Whether it is a text of nothing but white space. */
static bool is_blank(const struct json *value)
{
    const char *text = json_string(value);
    uint32_t c;
    while (text != NULL && *text != '\0') {
        size_t length = text_code_point(text, strlen(text), &c);
        if (length == 0 || !text_is_space(c)) {
            return false;
        }
        text += length;
    }
    return text != NULL;
}

/* What is there but of a wrong type has been told already. */
static void check_required(struct target *target, const struct json *row, const struct place *place)
{
    for (size_t i = 0; i < target->relation->column_count; i++) {
        const struct column *column = &target->relation->columns[i];
        const struct json *value = column->required ? json_get(row, column_key(column)) : NULL;
        if (column->required &&
            (json_type(value) == JSON_NULL || (column->filled && is_blank(value)))) {
            struct place here = {.up = place, .key = column_key(column)};
            fault_add(target->document, &here, NULL, "required", "缺少必填项“%s”（%s）",
                      column_key(column), column->comment);
        }
    }
}

static void decode_row(struct document *document, const struct relation *relation,
                       const struct json *row, enum money_unit unit, const struct place *place,
                       struct cell *cells)
{
    struct target target = {
        .document = document, .relation = relation, .cells = cells, .unit = unit};
    if (relation->scalar_rows) {
        cell_decode(document, &relation->columns[0], row, unit, place, &cells[0]);
        return;
    }
    if (json_type(row) != JSON_OBJECT) {
        fault_add(document, place, row, "type", "每一行应当是对象，却是%s", json_type_name(row));
        return;
    }
    if (relation->row_units) {
        target.unit = unit_decode(document, row, place);
    }
    decode_members(&target, row, place, "");
    check_required(&target, row, place);
}

/* An array member, or NULL where it is absent or null; anything else is a fault. */
static const struct json *array_member(struct document *document, const struct json *object,
                                       const char *key, const struct place *place)
{
    const struct json *array = json_get(object, key);
    if (array == NULL || json_type(array) == JSON_NULL) {
        return NULL;
    }
    if (json_type(array) != JSON_ARRAY) {
        struct place here = {.up = place, .key = key};
        fault_add(document, &here, array, "type", "这里应当是数组，却是%s", json_type_name(array));
        return NULL;
    }
    return array;
}

static void rows_allocate(struct rows *rows, struct arena *arena, size_t count)
{
    size_t columns = rows->relation->column_count;
    rows->cells = arena_zalloc(arena, count * columns * sizeof rows->cells[0]);
    rows->row_no = arena_zalloc(arena, count * sizeof rows->row_no[0]);
    if (rows->relation->nested != NULL) {
        rows->parent_no = arena_zalloc(arena, count * sizeof rows->parent_no[0]);
    }
}

static void decode_array(struct document *document, struct rows *rows, const struct json *array,
                         enum money_unit unit, const struct place *place)
{
    const struct relation *relation = rows->relation;
    rows_allocate(rows, document->arena, json_size(array));
    for (const struct json *row = json_first(array); row != NULL; row = json_next(row)) {
        struct place here = {.up = place, .index = rows->count};
        struct cell *cells = rows->cells + rows->count * relation->column_count;
        rows->row_no[rows->count] = (int32_t)rows->count + 1;
        decode_row(document, relation, row, unit, &here, cells);
        rows->count++;
    }
}

static void decode_nested(struct document *document, struct rows *rows, const struct json *parents,
                          const struct place *place)
{
    const struct relation *relation = rows->relation;
    size_t count = 0;
    for (const struct json *p = json_first(parents); p != NULL; p = json_next(p)) {
        count += json_size(json_get(p, relation->nested));
    }
    rows_allocate(rows, document->arena, count);
    size_t parent = 0;
    for (const struct json *p = json_first(parents); p != NULL; p = json_next(p), parent++) {
        struct place parent_place = {.up = place, .index = parent};
        const struct json *array = array_member(document, p, relation->nested, &parent_place);
        struct place array_place = {.up = &parent_place, .key = relation->nested};
        size_t index = 0;
        for (const struct json *row = json_first(array); row != NULL;
             row = json_next(row), index++) {
            struct place here = {.up = &array_place, .index = index};
            rows->row_no[rows->count] = (int32_t)index + 1;
            rows->parent_no[rows->count] = (int32_t)parent + 1;
            decode_row(document, relation, row, MONEY_WAN, &here,
                       rows->cells + rows->count * relation->column_count);
            rows->count++;
        }
    }
}

static void decode_single(struct document *document, struct rows *rows, const struct json *object,
                          enum money_unit unit, const struct place *place)
{
    const struct relation *relation = rows->relation;
    rows_allocate(rows, document->arena, 1);
    rows->row_no[0] = 1;
    decode_row(document, relation, object, unit, place, rows->cells);
    for (size_t i = 0; i < relation->column_count; i++) {
        if (rows->cells[i].present) {
            rows->count = 1;
        }
    }
}

static void decode_relation(struct document *document, const struct json *root,
                            const struct place *root_place, size_t index)
{
    const struct relation *relation = doc_relations[index];
    struct rows *rows = &document->rows[index];
    rows->relation = relation;
    struct holder holder;
    if (!holder_find(root, root_place, relation->holder, &holder)) {
        return;
    }
    enum money_unit unit = holder_unit(document, relation->holder);
    if (relation->member == NULL) {
        decode_single(document, rows, holder.object, unit, &holder.place);
        return;
    }
    struct place place = {.up = &holder.place, .key = relation->member};
    if (relation->nested != NULL) {
        const struct json *parents = json_get(holder.object, relation->member);
        if (json_type(parents) == JSON_ARRAY) { /* where not, the parents' relation tells */
            decode_nested(document, rows, parents, &place);
        }
        return;
    }
    const struct json *array =
        array_member(document, holder.object, relation->member, &holder.place);
    if (array != NULL) {
        decode_array(document, rows, array, unit, &place);
        holder_count_rows(document, relation->holder, rows->count);
    }
}

bool document_decode(struct document *document, struct arena *arena,
                     const struct subjects *subjects, const struct json *root)
{
    memset(document, 0, sizeof *document);
    document->arena = arena;
    document->subjects = subjects;
    struct place place = {0};
    if (json_type(root) != JSON_OBJECT) {
        fault_add(document, &place, root, "type", "公开文件应当是一个 JSON 对象，却是%s",
                  json_type_name(root));
        return false;
    }
    if (!identity_decode(document, root, &place)) {
        return false; /* another format: its faults in this one would tell nothing */
    }
    holders_decode(document, root, &place);
    for (size_t i = 0; i < RELATION_COUNT; i++) {
        decode_relation(document, root, &place, i);
    }
    for (size_t i = 0; i < RELATION_COUNT && document->fault_total == 0; i++) {
        if (doc_relations[i]->derive != NULL && document->rows[i].count > 0) {
            doc_relations[i]->derive(document, &document->rows[i]);
        }
    }
    const struct cell *name = rows_cell(&document->rows[0], 0, "agency_name");
    document->agency_name = document->rows[0].count > 0 ? name->text : NULL;
    document->dept_name =
        document->rows[0].count > 0 ? rows_text(&document->rows[0], 0, "dept_name") : NULL;
    return document->fault_total == 0;
}

size_t document_row_count(const struct document *document)
{
    size_t count = 0;
    for (size_t i = 0; i < RELATION_COUNT; i++) {
        count += document->rows[i].count;
    }
    return count;
}

void document_unresolved(struct document *document, const struct rows *rows, const char *label)
{
    if (document->unresolved_count < DOCUMENT_UNKNOWN_MAX) {
        document->unresolved[document->unresolved_count++] =
            arena_printf(document->arena, "%s: %s", rows->relation->name,
                         label != NULL ? excerpt_text(document->arena, label) : "");
    }
    document->unresolved_total++;
}

struct cell *rows_cell(const struct rows *rows, size_t row, const char *column)
{
    return rows->cells + row * rows->relation->column_count +
           (size_t)relation_column(rows->relation, column);
}

const char *rows_text(const struct rows *rows, size_t row, const char *column)
{
    const struct cell *cell = rows_cell(rows, row, column);
    return cell->present ? cell->text : NULL;
}

void rows_set(struct rows *rows, size_t row, const char *column, const char *text)
{
    struct cell *cell = rows_cell(rows, row, column);
    cell->text = text;
    cell->present = text != NULL;
}

struct rows *document_rows(struct document *document, const char *relation)
{
    return &document->rows[relation_index(doc_relation_find(relation))];
}
