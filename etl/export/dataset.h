/*
 * The datasets that are exported: the files of sql/60_exports, 61_yoy and 62_years, one SELECT
 * each. The parameters are $1, the mof_div_code, and $2, the fiscal_year; in 62_years also $3, the
 * first of the years, whose figures are the columns y0, y1 … y9 ($3, $3 + 1 …). The comment lines
 * that a file opens with say
 *     -- dataset: three_public | “三公”经费
 * the name, which is also the file's and that of what is exported, and the title;
 *     -- key: fiscal_year bgt_stage … dept_code?
 * the columns that tell one row from another, with a question mark behind those that may be blank;
 *     -- refs: divisions(mof_div_code) economic_subjects(classification,eco_code) …
 * the code lists, which are datasets too, and the columns by which they are looked up;
 *     -- parts: 8
 * that its files are made of parts, of about so many documents each (see parts.h); it then has a
 * parameter $3, the departments of which rows are wanted ("" for the division's own), NULL for all;
 *     -- column: exp_func_level | 科目级次
 * the title of a column where the COMMENT of what it is taken from doesn't open with a good one.
 */
#ifndef HUIZONG_EXPORT_DATASET_H
#define HUIZONG_EXPORT_DATASET_H

#include "base/err.h"
#include "export/writer.h"
#include "pg/pg.h"

enum dataset_kind { DATASET_ROLLUP, DATASET_YOY, DATASET_YEARS };

/* What people are told of a column. */
struct dataset_field {
    char *title;       /* of an amount with its unit: "基本支出（元）" */
    char *description; /* the COMMENT; NULL where there is none */
    bool required;     /* never NULL */
    int result_column; /* in the result of the SELECT */
};

struct dataset {
    enum dataset_kind kind;
    char *name;
    char *title;
    char *key, *refs;   /* as in the file; "" where it says none */
    int part_documents; /* 0 where its files have no parts */
    const char *sql;    /* owned by pg/sqlfile */
    struct writer_table table;
    struct dataset_field *fields; /* one a column of the table */
};

struct dataset_list {
    struct dataset *items;
    size_t count;
};

/* Reads "dataset: name | title" from the text of a file; false where it isn't there or the name
 * isn't [a-z0-9_]+. */
bool dataset_parse_header(const char *sql, char **name, char **title);

/* Reads the list, in name order within each folder, and asks the database for the columns. The list
 * is the caller's to clear. */
bool dataset_list_read(struct dataset_list *list, const struct export_shape *shape, struct pg *pg,
                       struct err *err);
void dataset_list_clear(struct dataset_list *list);

/* NULL where there is none of this name. */
const struct dataset *dataset_find(const struct dataset_list *list, const char *name);

/* Whether it is written for this year. */
bool dataset_applies(const struct dataset *dataset, const struct export_shape *shape, int year);

/* The parameters of its SELECT; `texts` holds the years. Returns how many. All departments are
 * wanted. */
enum { DATASET_DEPARTMENTS = 2, DATASET_PARAMS_MAX = 3 };
struct dataset_params {
    const char *values[DATASET_PARAMS_MAX];
    char texts[2][16];
};
int dataset_params(const struct dataset *dataset, const struct export_shape *shape,
                   const char *division, int year, struct dataset_params *params);

#endif
