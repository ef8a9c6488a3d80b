/*
 * Private to export: the parts that the files of a large dataset are made of, so that a night in
 * which few documents came writes few rows anew. The rows stand in the order of stage, level
 * (agency, department, division), department; a part is those of one stage and level and of some
 * departments that follow one another ("-- parts: 8" in the file of the dataset says how many
 * documents they shall have, about). What a part holds follows from the documents in force of its
 * departments; its `state` is their hash, so that a part with the same state as in the export
 * before needn't be written, but is copied from there.
 *
 * Where parts begin follows from the departments alone, not from what was exported before: the same
 * data gives the same bytes.
 */
#ifndef HUIZONG_EXPORT_PARTS_H
#define HUIZONG_EXPORT_PARTS_H

#include "base/buf.h"
#include "export/amount.h"
#include "export/writer.h"
#include "io/gzout.h"
#include "pg/pg.h"

enum { PARTS_STATE_SIZE = 33, PARTS_CODE_SIZE = 40, PARTS_FILES_MAX = 2 };

/* One department of a division and year at one stage, with what its documents in force are. */
struct parts_department {
    char stage[16];
    char code[PARTS_CODE_SIZE];
    int64_t documents;
    char state[PARTS_STATE_SIZE];
};

struct parts_departments {
    struct parts_department *items; /* by stage, then code */
    size_t count;
};

bool parts_departments_read(struct parts_departments *out, const char *division, const char *year,
                            struct pg *pg, struct err *err);
void parts_departments_clear(struct parts_departments *departments);

enum parts_level { PARTS_AGENCY, PARTS_DEPARTMENT, PARTS_DIVISION };

/* What becomes of a part. */
enum parts_task {
    PARTS_WRITE,
    PARTS_COPY, /* from the export before */
    PARTS_READ  /* the same; but its text is wanted, because the next one is written */
};

struct part {
    const struct parts_department *first, *end; /* its departments */
    char stage[16];
    enum parts_level level;
    char code[PARTS_CODE_SIZE]; /* of the first department; "" for the division */
    char state[PARTS_STATE_SIZE];
    enum parts_task task;
    int64_t rows;
    struct amount_sum *totals;                /* one a column of the dataset */
    struct gzout_part files[PARTS_FILES_MAX]; /* one a format; all zero where it has no rows */
    int64_t offsets[PARTS_FILES_MAX];         /* of what is copied */
};

struct parts {
    struct part *items;
    size_t count;
    struct gzout_part heads[PARTS_FILES_MAX]; /* what comes before the first row */
};

/* The parts of a dataset, all to be written. `departments` must last as long. */
void parts_plan(struct parts *parts, const struct parts_departments *departments, int documents,
                size_t columns);

/* Decides which parts are copied from `before`, and takes over what is known of them. */
void parts_reuse(struct parts *parts, const struct parts *before, size_t columns);

/* Whether a row of this key belongs to the part or to one after it. */
bool parts_reached(const struct part *part, const char *stage, const char *level, const char *dept);

/* The departments of which rows are wanted, "" for the division, as an array for the dataset's $3.
 */
void parts_wanted(const struct parts *parts, struct buf *array);

/* As lines of text, for the export after this one. parts_get fails where they can't be read, or
 * aren't of this dataset as it is now. */
void parts_put(struct buf *out, const char *dataset, const struct parts *parts, size_t files,
               const struct writer_table *table);
bool parts_get(struct parts *out, const char *text, const char *dataset, size_t files,
               const struct writer_table *table);

void parts_clear(struct parts *parts);

#endif
