#include "export/dataset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "export/dataset_head.h"
#include "pg/sqlfile.h"

static const struct {
    const char *folder;
    enum dataset_kind kind;
} folders[] = {
    {"60_exports", DATASET_ROLLUP}, {"61_yoy", DATASET_YOY}, {"62_years", DATASET_YEARS}};
enum { FOLDER_COUNT = sizeof folders / sizeof folders[0] };

/* numeric(20,2), the type of every amount in rollup, as PostgreSQL packs it into atttypmod. */
enum { AMOUNT_MODIFIER = (20 << 16 | 2) + 4 };

/* The types are those of pg_type's rows, which never change. */
static enum writer_kind kind_of(uint32_t type, int modifier)
{
    switch (type) {
    case 16: /* bool */
        return WRITER_BOOLEAN;
    case 20: /* int8 */
    case 21: /* int2 */
    case 23: /* int4 */
        return WRITER_INTEGER;
    case 1700: /* numeric */
        return modifier == AMOUNT_MODIFIER ? WRITER_AMOUNT : WRITER_NUMBER;
    default:
        return WRITER_TEXT;
    }
}

/* What the database says of the column that another is taken from. */
static bool ask_origin(struct dataset_field *field, const struct pg_result *columns, int column,
                       struct pg *pg, struct err *err)
{
    static const char sql[] =
        "SELECT pg_catalog.col_description(a.attrelid, a.attnum), a.attnotnull"
        "  FROM pg_catalog.pg_attribute AS a"
        " WHERE a.attrelid = $1::pg_catalog.oid AND a.attnum = $2::pg_catalog.int2";
    int attribute;
    char relation_text[16], attribute_text[16];
    snprintf(relation_text, sizeof relation_text, "%u",
             pg_column_origin(columns, column, &attribute));
    snprintf(attribute_text, sizeof attribute_text, "%d", attribute);
    const char *const params[] = {relation_text, attribute_text};
    struct pg_result *result;
    if (!pg_query(pg, sql, 2, params, &result, err)) {
        return false;
    }
    if (pg_rows(result) == 1) {
        const char *comment = pg_value(result, 0, 0);
        field->description = comment != NULL ? mem_strdup(comment) : NULL;
        field->required = pg_value(result, 0, 1)[0] == 't';
    }
    pg_free(result);
    return true;
}

/* The year of a column y0 … y9; 0 where it is none of these. */
static int year_of(const struct dataset *dataset, const char *name,
                   const struct export_shape *shape)
{
    bool is_year = dataset->kind == DATASET_YEARS && name[0] == 'y' && name[1] >= '0' &&
                   name[1] <= '9' && name[2] == '\0';
    return is_year ? shape->first + (name[1] - '0') : 0;
}

/* Adds a column of the result to the table; one of a year that isn't asked for is left out. */
static bool add_column(struct dataset *dataset, const struct pg_result *result, int column,
                       const struct export_shape *shape, struct pg *pg, struct err *err)
{
    const char *name = pg_column_name(result, column);
    int year = year_of(dataset, name, shape);
    if (year > shape->last) {
        return true;
    }
    struct writer_column *made =
        (struct writer_column *)&dataset->table.columns[dataset->table.column_count];
    struct dataset_field *field = &dataset->fields[dataset->table.column_count];
    dataset->table.column_count++;
    made->kind = kind_of(pg_column_type(result, column), pg_column_modifier(result, column));
    made->name = year > 0 ? mem_printf("y%d", year) : mem_strdup(name);
    field->result_column = column;
    if (!ask_origin(field, result, column, pg, err)) {
        return false;
    }
    char *title = year > 0 ? mem_printf("%d年", year)
                           : dataset_head_title(dataset->sql, name, field->description);
    const char *unit = made->kind != WRITER_AMOUNT ? "" : shape->wan ? "（万元）" : "（元）";
    field->title = mem_printf("%s%s", title, unit);
    made->title = field->title;
    free(title);
    return true;
}

/* Runs the SELECT for a division and year that don't exist: what comes back is the columns alone.
 */
static bool ask_columns(struct dataset *dataset, const struct export_shape *shape, struct pg *pg,
                        struct err *err)
{
    struct dataset_params params;
    int count = dataset_params(dataset, shape, "", 0, &params);
    struct pg_result *result;
    if (!pg_query(pg, dataset->sql, count, params.values, &result, err)) {
        return false;
    }
    size_t columns = (size_t)pg_columns(result);
    dataset->table.columns = mem_zalloc(columns * sizeof *dataset->table.columns);
    dataset->table.chinese = shape->chinese;
    dataset->fields = mem_zalloc(columns * sizeof *dataset->fields);
    bool ok = true;
    for (size_t i = 0; ok && i < columns; i++) {
        ok = add_column(dataset, result, (int)i, shape, pg, err);
    }
    pg_free(result);
    return ok;
}

static bool read_one(struct dataset *dataset, const char *folder, const struct sqlfile *file,
                     const struct export_shape *shape, struct pg *pg, struct err *err)
{
    if (!dataset_parse_header(file->text, &dataset->name, &dataset->title)) {
        return err_set(err, ERR_CONFIG, "sql/%s doesn't open with \"-- dataset: name | title\"",
                       file->path);
    }
    dataset->sql = file->text;
    dataset->key = dataset_head_value(file->text, "key");
    dataset->refs = dataset_head_value(file->text, "refs");
    char *parts = dataset_head_value(file->text, "parts");
    dataset->part_documents = (int)strtol(parts, NULL, 10);
    free(parts);
    const char *stem = file->path + strlen(folder) + 1;
    size_t length = strlen(dataset->name);
    if (strncmp(stem, dataset->name, length) != 0 || strcmp(stem + length, ".sql") != 0) {
        return err_set(err, ERR_CONFIG, "sql/%s says that its dataset is %s", file->path,
                       dataset->name);
    }
    return ask_columns(dataset, shape, pg, err) || err_context(err, "sql/%s", file->path);
}

bool dataset_list_read(struct dataset_list *list, const struct export_shape *shape, struct pg *pg,
                       struct err *err)
{
    *list = (struct dataset_list){0};
    size_t capacity = 0;
    size_t folder_count = shape->last > 0 ? FOLDER_COUNT : 1;
    for (size_t f = 0; f < folder_count; f++) {
        const struct sqlfile *files;
        size_t count = sqlfile_list(folders[f].folder, &files);
        for (size_t i = 0; i < count; i++) {
            list->items = mem_grow(list->items, &capacity, list->count + 1, sizeof *list->items);
            struct dataset *dataset = &list->items[list->count++];
            *dataset = (struct dataset){.kind = folders[f].kind};
            if (!read_one(dataset, folders[f].folder, &files[i], shape, pg, err)) {
                dataset_list_clear(list);
                return false;
            }
        }
    }
    return true;
}

void dataset_list_clear(struct dataset_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct dataset *dataset = &list->items[i];
        for (size_t k = 0; k < dataset->table.column_count; k++) {
            free((char *)dataset->table.columns[k].name);
            free(dataset->fields[k].title);
            free(dataset->fields[k].description);
        }
        free((struct writer_column *)dataset->table.columns);
        free(dataset->fields);
        free(dataset->name);
        free(dataset->title);
        free(dataset->key);
        free(dataset->refs);
    }
    free(list->items);
    *list = (struct dataset_list){0};
}

const struct dataset *dataset_find(const struct dataset_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].name, name) == 0) {
            return &list->items[i];
        }
    }
    return NULL;
}

bool dataset_applies(const struct dataset *dataset, const struct export_shape *shape, int year)
{
    switch (dataset->kind) {
    case DATASET_YOY:
        return year > shape->first && year <= shape->last;
    case DATASET_YEARS:
        return year == shape->last && shape->last - shape->first >= 2;
    default:
        return true;
    }
}

int dataset_params(const struct dataset *dataset, const struct export_shape *shape,
                   const char *division, int year, struct dataset_params *params)
{
    snprintf(params->texts[0], sizeof params->texts[0], "%d", year);
    snprintf(params->texts[1], sizeof params->texts[1], "%d", shape->first);
    params->values[0] = division;
    params->values[1] = params->texts[0];
    params->values[2] = dataset->kind == DATASET_YEARS ? params->texts[1] : NULL;
    return dataset->kind == DATASET_YEARS || dataset->part_documents > 0 ? 3 : 2;
}
