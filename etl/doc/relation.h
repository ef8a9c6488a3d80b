/*
 * Descriptors: what a disclosure holds, said once. A relation is one list of rows (or one object)
 * of the document and, of the same name, one table of the schema staging. Decoding, the DDL of
 * staging and the COPY of its rows all follow from the descriptor; adding a column is a line here.
 */
#ifndef HUIZONG_DOC_RELATION_H
#define HUIZONG_DOC_RELATION_H

#include <stdbool.h>
#include <stddef.h>

struct document;
struct rows;

enum column_kind {
    COLUMN_TEXT,    /* as printed; SQL text */
    COLUMN_CODE,    /* a code of digits, as printed; SQL text */
    COLUMN_AMOUNT,  /* money; SQL bigint, fen */
    COLUMN_NUMBER,  /* a count, a percentage, an area: exact decimal; SQL numeric */
    COLUMN_DATE,    /* YYYY-MM-DD; SQL date */
    COLUMN_UNIT,    /* amount_unit of the row itself, for relations with row_units; SQL text */
    COLUMN_DERIVED, /* filled by the derive hook, in no document; SQL text */
    COLUMN_DERIVED_NUMBER /* likewise; SQL numeric */
};

struct column {
    const char *name; /* of the database column */
    const char
        *key; /* of the document, dotted for an object within the row; NULL: the same as name */
    enum column_kind kind;
    const char *comment; /* Chinese, becomes the COMMENT of the column */
    bool required;       /* the key must be there and not null */
    bool filled;         /* COLUMN_TEXT, required: nor white space alone */
    const char *lengths; /* COLUMN_CODE: the numbers of digits allowed, "357"; NULL: any text */
    const char *const *among; /* COLUMN_TEXT, COLUMN_NUMBER: the values that the format knows, up to
                                 NULL; another is kept, and told of; NULL: any */
};

struct relation {
    const char *name;   /* of the staging table */
    const char *holder; /* the object that has title, amount_unit, decimals, note: "tables.revenue";
                           "" the root */
    const char *member; /* its array of rows; NULL: the holder itself is the only row */
    const char
        *nested; /* an array within each row of `member`, whose elements are the rows; else NULL */
    bool scalar_rows;    /* the rows are strings, not objects: they fill the first column */
    bool row_units;      /* amounts are in each row's own amount_unit, not the holder's */
    const char *comment; /* Chinese, becomes the COMMENT of the table */
    const struct column *columns;
    size_t column_count;
    void (*derive)(struct document *document, struct rows *rows); /* may be NULL */
};

/* One of the 15 disclosure tables. */
struct table {
    int number;
    const char *name;  /* key in `tables` */
    const char *title; /* Chinese, as the ministry's forms call it */
};

enum { TABLE_COUNT = 15, RELATION_COUNT = 31 };
extern const struct table doc_tables[TABLE_COUNT]; /* in order of number */
extern const struct relation
    *const doc_relations[RELATION_COUNT]; /* parents before their nested ones */

const struct table *doc_table_find(const char *name);       /* NULL where there is none */
const struct relation *doc_relation_find(const char *name); /* likewise */
size_t relation_index(const struct relation *relation);     /* its place in doc_relations */
int relation_column(const struct relation *relation, const char *name); /* -1 where it has none */
const char *column_sql_type(const struct column *column);

#define COLUMNS_OF(array) .columns = (array), .column_count = sizeof(array) / sizeof((array)[0])

#endif
