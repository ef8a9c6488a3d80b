/* Private to export: counting and adding up a table that was exported. */
#ifndef HUIZONG_EXPORT_VERIFY_TABLE_H
#define HUIZONG_EXPORT_VERIFY_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "export/amount.h"

/* A column with a control total. */
struct verify_total {
    const char *name; /* of the field */
    size_t column;    /* its place in the table */
    struct amount_sum sum;
};

struct verify_table {
    struct verify_total *totals;
    size_t total_count;
    size_t column_count;
    int64_t rows;
};

/* Read a whole file and fill rows and sums. Fail with ERR_DATA where it isn't of the format, and as
 * gzin does. */
bool verify_table_csv(struct verify_table *table, const char *path, struct err *err);
bool verify_table_jsonl(struct verify_table *table, const char *path, struct err *err);

#endif
