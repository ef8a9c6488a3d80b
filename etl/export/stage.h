/* Private to export: the stages (budget, final) that a slice has figures of, with the rows that the
 * workbook and the page are made of. They are read first, so that both can be written while the
 * connection is in use for other things. */
#ifndef HUIZONG_EXPORT_STAGE_H
#define HUIZONG_EXPORT_STAGE_H

#include "export/slice.h"

/* The rows of one SELECT of sql/70_forms. */
struct stage_sheet {
    const char *path;
    struct pg_result *rows;
};

struct stage {
    const char *name;     /* "budget" */
    const char *division; /* "汾阳市" */
    const char *division_code, *year;
    char prior[8];                   /* the year to compare with; "" for none */
    const char *units, *departments; /* how many documents of them count */
    struct stage_sheet *sheets;
    size_t sheet_count, sheet_capacity;
};

struct stages {
    struct pg_result *rows; /* holds their texts */
    struct stage *items;
    size_t count;
};

/* The stages of a slice, in order, without sheets. Fails with ERR_DB. */
bool stages_read(struct stages *stages, const struct slice *slice, const struct slice_task *task,
                 struct err *err);
void stages_clear(struct stages *stages);

/* Reads the rows of a SELECT, unless they are there already. `with_prior` gives it a $4: the year
 * to compare with, NULL for none. */
bool stage_read(struct stage *stage, const char *path, bool with_prior, struct pg *pg,
                struct err *err);

/* Hands the rows over one by one, which were read before. */
bool stage_rows(const struct stage *stage, const char *path, pg_row_fn row, void *context,
                struct err *err);

/* "<stem>-<year>[-final]<suffix>", mem-allocated. */
char *stage_file_name(const struct stage *stage, const char *stem, const char *suffix);

/* 预算, or 决算. */
const char *stage_kind(const struct stage *stage);

/* `text` with {Y} and {P} replaced (the years), {K} (预算 or 决算) and {F} (决算 or nothing);
 * mem-allocated. */
char *stage_text(const struct stage *stage, const char *text);

#endif
