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

bool stage_each(const struct slice *slice, const struct slice_task *task, stage_fn each,
                void *context, struct err *err)
{
    char prior[8];
    const char *const params[] = {slice->division, slice->year,
                                  wanted_prior(slice, &task->options->shape, prior)};
    const struct sqlfile *file = find("70_forms/00_stages.sql", err);
    struct pg_result *result;
    if (file == NULL || !pg_query(task->pg, file->text, 3, params, &result, err)) {
        return false;
    }
    bool ok = true;
    for (int i = 0; ok && i < pg_rows(result); i++) {
        struct stage stage = {.name = pg_value(result, i, 0),
                              .division = pg_value(result, i, 1),
                              .division_code = slice->division,
                              .year = slice->year,
                              .units = pg_value(result, i, 3),
                              .departments = pg_value(result, i, 4)};
        if (pg_value(result, i, 2) != NULL) {
            snprintf(stage.prior, sizeof stage.prior, "%s", pg_value(result, i, 2));
        }
        ok = each(&stage, context, err);
    }
    pg_free(result);
    return ok;
}

bool stage_rows(const struct stage *stage, const char *path, bool with_prior, struct pg *pg,
                pg_row_fn row, void *context, struct err *err)
{
    const char *prior = stage->prior[0] != '\0' ? stage->prior : NULL;
    const char *const params[] = {stage->division_code, stage->year, stage->name, prior};
    const struct sqlfile *file = find(path, err);
    return file != NULL &&
           (pg_each_again(pg, file->text, with_prior ? 4 : 3, params, row, context, err) ||
            err_context(err, "sql/%s", path));
}

char *stage_file_name(const struct stage *stage, const char *stem, const char *suffix)
{
    const char *which = strcmp(stage->name, "budget") == 0 ? "" : "-final";
    return mem_printf("%s-%s%s%s", stem, stage->year, which, suffix);
}

char *stage_text(const struct stage *stage, const char *text)
{
    struct buf out = {0};
    const char *brace;
    while ((brace = strchr(text, '{')) != NULL) {
        buf_append(&out, text, (size_t)(brace - text));
        buf_puts(&out, brace[1] == 'Y' ? stage->year : stage->prior);
        text = brace + 3;
    }
    buf_puts(&out, text);
    char *made = mem_strdup(buf_cstr(&out));
    buf_clear(&out);
    return made;
}
