/*
 * The datasets that are exported: the files of sql/60_exports, one SELECT each. Its parameters are
 * $1, the mof_div_code, and $2, the fiscal_year. One of the comment lines it opens with says
 *     -- dataset: three_public | “三公”经费
 * the name, which is also the file's and that of what is exported, and the title.
 */
#ifndef HUIZONG_EXPORT_DATASET_H
#define HUIZONG_EXPORT_DATASET_H

#include "base/err.h"
#include "export/writer.h"
#include "pg/pg.h"

struct dataset {
    char *name;
    char *title;
    const char *sql; /* owned by pg/sqlfile */
    struct writer_table table;
};

struct dataset_list {
    struct dataset *items;
    size_t count;
};

/* Reads "dataset: name | title" from the text of a file; false where it isn't there or the name
 * isn't [a-z0-9_]+. */
bool dataset_parse_header(const char *sql, char **name, char **title);

/* Reads the list, in name order, and asks the database for the columns. The list is the caller's to
 * clear. */
bool dataset_list_read(struct dataset_list *list, struct pg *pg, struct err *err);
void dataset_list_clear(struct dataset_list *list);

#endif
