/*
 * Export formats of one file a dataset. A format turns rows into bytes and knows nothing of files,
 * compression or the database. A new one is a file with a struct writer_format and a line in
 * writer.c.
 */
#ifndef HUIZONG_EXPORT_WRITER_H
#define HUIZONG_EXPORT_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "export/export.h"

enum writer_kind {
    WRITER_TEXT,
    WRITER_INTEGER, /* exact decimal text, as PostgreSQL prints it */
    WRITER_NUMBER,  /* likewise, with decimals */
    WRITER_AMOUNT,  /* likewise: money, in the unit of the export */
    WRITER_BOOLEAN  /* "t" or "f" */
};

struct writer_column {
    const char *name;
    enum writer_kind kind;
    const char *title; /* Chinese; may be NULL where the table's headers are English */
};

struct writer_table {
    size_t column_count;
    const struct writer_column *columns;
    bool chinese; /* people read it: column titles instead of names, and Excel shall know UTF-8 */
};

struct writer_format {
    enum export_format format;
    const char *name;   /* "csv" */
    const char *suffix; /* ".csv.gz" */
    const char *mediatype;
    /* Append to `out`. A value of NULL is SQL NULL; `head` comes once, before the first row. */
    void (*head)(struct buf *out, const struct writer_table *table);
    void (*row)(struct buf *out, const struct writer_table *table, const char *const *values);
};

/*
 * RFC 4180, UTF-8: CRLF, a header of column names; NULL is nothing, the empty string "". With
 * Chinese headers the titles, after a byte-order mark, and an apostrophe before texts that a
 * spreadsheet would take for formulas (those that begin with = + - @, a tab or a return).
 */
extern const struct writer_format writer_csv;

/* What heads a column in a CSV file. */
const char *writer_header(const struct writer_table *table, size_t column);

/* An object a line, keys in column order; numbers in their exact decimal text. */
extern const struct writer_format writer_jsonl;

/* All formats, in the order in which they are listed; ends with NULL. */
extern const struct writer_format *const writer_formats[];

#endif
