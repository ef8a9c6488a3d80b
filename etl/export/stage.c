#include "export/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "pg/sqlfile.h"

static const struct sqlfile *find(const char *path, struct err *err)
{
    const struct sqlfile *file = sqlfile_find(path);
    if (file == NULL) {
        err_set(err, ERR_CONFIG, "sql/%s is missing", path);
    }
    return file;
}

/* The year that --compare says, where it is about this one. */
static const char *wanted_prior(const struct slice *slice, const struct export_shape *shape,
                                char text[8])
{
    int year = (int)strtol(slice->year, NULL, 10);
    if (year <= shape->first || year > shape->last) {
        return NULL;
    }
    snprintf(text, 8, "%d", year - 1);
    return text;
}

bool stages_read(struct stages *stages, const struct slice *slice, const struct slice_task *task,
                 struct err *err)
{
    char prior[8];
    const char *const params[] = {slice->division, slice->year,
                                  wanted_prior(slice, &task->options->shape, prior)};
    const struct sqlfile *file = find("70_forms/00_stages.sql", err);
    *stages = (struct stages){0};
    if (file == NULL || !pg_query_again(task->pg, file->text, 3, params, &stages->rows, err)) {
        return false;
    }
    stages->count = (size_t)pg_rows(stages->rows);
    stages->items = mem_zalloc(stages->count * sizeof *stages->items);
    for (int i = 0; i < pg_rows(stages->rows); i++) {
        struct stage *stage = &stages->items[i];
        *stage = (struct stage){.name = pg_value(stages->rows, i, 0),
                                .division = pg_value(stages->rows, i, 1),
                                .division_code = slice->division,
                                .year = slice->year,
                                .units = pg_value(stages->rows, i, 3),
                                .departments = pg_value(stages->rows, i, 4)};
        if (pg_value(stages->rows, i, 2) != NULL) {
            snprintf(stage->prior, sizeof stage->prior, "%s", pg_value(stages->rows, i, 2));
        }
    }
    return true;
}

void stages_clear(struct stages *stages)
{
    for (size_t i = 0; i < stages->count; i++) {
        for (size_t k = 0; k < stages->items[i].sheet_count; k++) {
            pg_free(stages->items[i].sheets[k].rows);
        }
        free(stages->items[i].sheets);
    }
    free(stages->items);
    pg_free(stages->rows);
    *stages = (struct stages){0};
}

static const struct stage_sheet *find_sheet(const struct stage *stage, const char *path)
{
    for (size_t i = 0; i < stage->sheet_count; i++) {
        if (strcmp(stage->sheets[i].path, path) == 0) {
            return &stage->sheets[i];
        }
    }
    return NULL;
}

bool stage_read(struct stage *stage, const char *path, bool with_prior, struct pg *pg,
                struct err *err)
{
    if (find_sheet(stage, path) != NULL) {
        return true;
    }
    const char *prior = stage->prior[0] != '\0' ? stage->prior : NULL;
    const char *const params[] = {stage->division_code, stage->year, stage->name, prior};
    const struct sqlfile *file = find(path, err);
    struct pg_result *rows;
    if (file == NULL || !pg_query_again(pg, file->text, with_prior ? 4 : 3, params, &rows, err)) {
        return err_context(err, "sql/%s", path);
    }
    stage->sheets = mem_grow(stage->sheets, &stage->sheet_capacity, stage->sheet_count + 1,
                             sizeof *stage->sheets);
    stage->sheets[stage->sheet_count++] = (struct stage_sheet){path, rows};
    return true;
}

bool stage_rows(const struct stage *stage, const char *path, pg_row_fn row, void *context,
                struct err *err)
{
    const struct stage_sheet *sheet = find_sheet(stage, path);
    if (sheet == NULL) {
        return err_set(err, ERR_INTERNAL, "sql/%s was not read", path);
    }
    return pg_each_of(sheet->rows, row, context, err) || err_context(err, "sql/%s", path);
}

char *stage_file_name(const struct stage *stage, const char *stem, const char *suffix)
{
    const char *which = strcmp(stage->name, "budget") == 0 ? "" : "-final";
    return mem_printf("%s-%s%s%s", stem, stage->year, which, suffix);
}

const char *stage_kind(const struct stage *stage)
{
    return strcmp(stage->name, "budget") == 0 ? "预算" : "决算";
}

static const char *named(const struct stage *stage, char name)
{
    const char *kind = stage_kind(stage);
    switch (name) {
    case 'Y':
        return stage->year;
    case 'K':
        return kind;
    case 'F':
        return strcmp(kind, "决算") == 0 ? kind : "";
    default:
        return stage->prior;
    }
}

char *stage_text(const struct stage *stage, const char *text)
{
    struct buf out = {0};
    const char *brace;
    while ((brace = strchr(text, '{')) != NULL) {
        buf_append(&out, text, (size_t)(brace - text));
        buf_puts(&out, named(stage, brace[1]));
        text = brace + 3;
    }
    buf_puts(&out, text);
    char *made = mem_strdup(buf_cstr(&out));
    buf_clear(&out);
    return made;
}
