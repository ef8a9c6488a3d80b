#include "export/dataset.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pg/sqlfile.h"

static const char folder[] = "60_exports";

static char *trimmed(const char *start, const char *end)
{
    while (start < end && *start == ' ') {
        start++;
    }
    while (end > start && strchr(" \r", end[-1]) != NULL) {
        end--;
    }
    return mem_strndup(start, (size_t)(end - start));
}

static bool parse_line(const char *line, const char *end, char **name, char **title)
{
    const char *bar = memchr(line, '|', (size_t)(end - line));
    if (bar == NULL) {
        return false;
    }
    *name = trimmed(line, bar);
    *title = trimmed(bar + 1, end);
    size_t length = strlen(*name);
    if (length > 0 && strspn(*name, "abcdefghijklmnopqrstuvwxyz0123456789_") == length) {
        return true;
    }
    free(*name);
    free(*title);
    return false;
}

bool dataset_parse_header(const char *sql, char **name, char **title)
{
    static const char mark[] = "-- dataset:";
    while (strncmp(sql, "--", 2) == 0) {
        const char *end = sql + strcspn(sql, "\n");
        if (strncmp(sql, mark, sizeof mark - 1) == 0) {
            return parse_line(sql + sizeof mark - 1, end, name, title);
        }
        sql = *end == '\n' ? end + 1 : end;
    }
    return false;
}

/* The types are those of pg_type's rows, which never change. */
static enum writer_kind kind_of(uint32_t type)
{
    switch (type) {
    case 16: /* bool */
        return WRITER_BOOLEAN;
    case 20: /* int8 */
    case 21: /* int2 */
    case 23: /* int4 */
        return WRITER_INTEGER;
    case 1700: /* numeric */
        return WRITER_NUMBER;
    default:
        return WRITER_TEXT;
    }
}

/* Runs the SELECT for a division and year that don't exist: what comes back is the columns alone.
 */
static bool ask_columns(struct dataset *dataset, struct pg *pg, struct err *err)
{
    static const char *const nowhere[] = {"", "0"};
    struct pg_result *result;
    if (!pg_query(pg, dataset->sql, 2, nowhere, &result, err)) {
        return false;
    }
    size_t count = (size_t)pg_columns(result);
    struct writer_column *columns = mem_zalloc(count * sizeof *columns);
    for (size_t i = 0; i < count; i++) {
        columns[i].name = mem_strdup(pg_column_name(result, (int)i));
        columns[i].kind = kind_of(pg_column_type(result, (int)i));
    }
    dataset->table = (struct writer_table){.column_count = count, .columns = columns};
    pg_free(result);
    return true;
}

static bool read_one(struct dataset *dataset, const struct sqlfile *file, struct pg *pg,
                     struct err *err)
{
    if (!dataset_parse_header(file->text, &dataset->name, &dataset->title)) {
        return err_set(err, ERR_CONFIG, "sql/%s doesn't open with \"-- dataset: name | title\"",
                       file->path);
    }
    dataset->sql = file->text;
    const char *stem = file->path + sizeof folder;
    size_t length = strlen(dataset->name);
    if (strncmp(stem, dataset->name, length) != 0 || strcmp(stem + length, ".sql") != 0) {
        return err_set(err, ERR_CONFIG, "sql/%s says that its dataset is %s", file->path,
                       dataset->name);
    }
    return ask_columns(dataset, pg, err) || err_context(err, "sql/%s", file->path);
}

bool dataset_list_read(struct dataset_list *list, struct pg *pg, struct err *err)
{
    const struct sqlfile *files;
    size_t count = sqlfile_list(folder, &files);
    *list = (struct dataset_list){.items = mem_zalloc(count * sizeof *list->items)};
    for (size_t i = 0; i < count; i++) {
        list->count = i + 1;
        if (!read_one(&list->items[i], &files[i], pg, err)) {
            dataset_list_clear(list);
            return false;
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
        }
        free((struct writer_column *)dataset->table.columns);
        free(dataset->name);
        free(dataset->title);
    }
    free(list->items);
    *list = (struct dataset_list){0};
}
