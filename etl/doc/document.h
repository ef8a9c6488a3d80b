/*
 * One disclosure, decoded: its identity, its rows by relation, and, where it is bad, its faults.
 * Everything lives in the arena it was decoded into. No database, no files.
 */
#ifndef HUIZONG_DOC_DOCUMENT_H
#define HUIZONG_DOC_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/money.h"
#include "doc/relation.h"
#include "doc/subject.h"
#include "json/json.h"

enum {
    DOCUMENT_FAULTS_MAX = 50,   /* faults reported of one document */
    DOCUMENT_UNKNOWN_MAX = 50,  /* of unknown keys, unresolved labels and odd values, each */
    DOCUMENT_EXCERPT_MAX = 200, /* characters of the offending text */
    DOCUMENT_PUBLISHED_MAX = TABLE_COUNT + 2
};

/* One value. Amounts (fen) are in number; text, dates and exact decimals in text. */
struct cell {
    const char *text;
    int64_t number;
    bool present; /* false is SQL NULL */
};

struct rows {
    const struct relation *relation;
    size_t count;
    struct cell *cells; /* count × relation->column_count, row after row */
    int32_t *row_no;    /* from 1 in printed order; of a nested relation within its parent */
    int32_t *parent_no; /* of a nested relation, the row_no of the parent; else NULL */
};

/* What is printed around a table; narrative and procurement have one too, for their unit. */
struct published {
    const char *name;                       /* "revenue", "narrative", … */
    const char *title, *amount_unit, *note; /* as printed, NULL where not */
    int decimals;                           /* -1 where not printed */
    int32_t row_count;
    enum money_unit unit;
    int64_t last_place_fen;
};

struct fault {
    const char *code;    /* stable name: "required", "type", "amount_too_fine", … */
    const char *pointer; /* JSON pointer */
    const char *reason;  /* Chinese */
    const char *excerpt; /* the offending text, at most DOCUMENT_EXCERPT_MAX characters; NULL where
                            there is none */
};

struct document {
    struct arena *arena;
    const struct subjects *subjects;

    int fiscal_year;
    const char *bgt_stage, *scope;
    int revision;
    const char *mof_div_code, *dept_code, *agency_code; /* NULL where the document doesn't tell */
    const char *agency_name, *dept_name;

    struct rows rows[RELATION_COUNT];
    struct published published[DOCUMENT_PUBLISHED_MAX];
    size_t published_count;

    struct fault faults[DOCUMENT_FAULTS_MAX];
    size_t fault_count;                        /* of those kept */
    size_t fault_total;                        /* of all that were found */
    const char *unknown[DOCUMENT_UNKNOWN_MAX]; /* JSON pointers of keys the format doesn't know */
    size_t unknown_count, unknown_total;
    const char
        *unresolved[DOCUMENT_UNKNOWN_MAX]; /* "relation: label" of rows whose subject is unknown */
    size_t unresolved_count, unresolved_total;
    const char *odd[DOCUMENT_UNKNOWN_MAX]; /* "pointer: value" of values the format doesn't know */
    size_t odd_count, odd_total;
};

/*
 * Decodes a document. Looks at all of it whatever it finds, so that all faults are reported in one
 * go. Returns whether it is good; where not, `document` holds the faults and as much of the
 * identity as could be read.
 */
bool document_decode(struct document *document, struct arena *arena,
                     const struct subjects *subjects, const struct json *root);

size_t document_row_count(const struct document *document); /* over all relations */

/* Notes that what the label of this row means could not be found out. */
void document_unresolved(struct document *document, const struct rows *rows, const char *label);

/* The cell of a column that the relation is known to have. */
struct cell *rows_cell(const struct rows *rows, size_t row, const char *column);
const char *rows_text(const struct rows *rows, size_t row, const char *column); /* NULL for blank */
void rows_set(struct rows *rows, size_t row, const char *column,
              const char *text); /* NULL for blank */
struct rows *document_rows(struct document *document, const char *relation);

#endif
