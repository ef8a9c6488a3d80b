/* Private to export: the comment lines that the SQL file of a dataset opens with; see dataset.h. */
#ifndef HUIZONG_EXPORT_DATASET_HEAD_H
#define HUIZONG_EXPORT_DATASET_HEAD_H

/* What stands behind "-- <word>:", trimmed; "" where there is no such line. mem-allocated. */
char *dataset_head_value(const char *sql, const char *word);

/*
 * The title of a column: what "-- column: <name> | title" says, else how the comment opens (up to
 * the first ：（，；), else its name. mem-allocated.
 */
char *dataset_head_title(const char *sql, const char *name, const char *comment);

#endif
