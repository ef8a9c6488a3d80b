/* Private to export: the stages (budget, final) that a slice has figures of. */
#ifndef HUIZONG_EXPORT_STAGE_H
#define HUIZONG_EXPORT_STAGE_H

#include "export/slice.h"

struct stage {
    const char *name;     /* "budget" */
    const char *division; /* "汾阳市" */
    const char *division_code, *year;
    char prior[8];                   /* the year to compare with; "" for none */
    const char *units, *departments; /* how many documents of them count */
};

/* Calls `each` for every stage of the slice, in order. Fails as `each` does, or with ERR_DB. */
typedef bool (*stage_fn)(const struct stage *stage, void *context, struct err *err);
bool stage_each(const struct slice *slice, const struct slice_task *task, stage_fn each,
                void *context, struct err *err);

/* The rows of one SELECT of sql/70_forms, one by one. `with_prior` gives it a $4: the year to
 * compare with, NULL for none. */
bool stage_rows(const struct stage *stage, const char *path, bool with_prior, struct pg *pg,
                pg_row_fn row, void *context, struct err *err);

/* Notes the file of a stage that was written by path "<stem>-<year>[-final]<suffix>". */
char *stage_file_name(const struct stage *stage, const char *stem, const char *suffix);

/* `text` with {Y} and {P} replaced; mem-allocated. */
char *stage_text(const struct stage *stage, const char *text);

#endif
