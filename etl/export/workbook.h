/* forms-<fiscal_year>.xlsx: the 13 disclosure tables of the city in their official layout, and
 * sheets of the comparison, of coverage and of findings. */
#ifndef HUIZONG_EXPORT_WORKBOOK_H
#define HUIZONG_EXPORT_WORKBOOK_H

#include "export/stage.h"

/* Reads the rows of its sheets. Fails with ERR_DB. */
bool workbook_read(struct stage *stage, struct pg *pg, struct err *err);

/*
 * Writes the workbook of a stage into the folder (the one of the final accounts is called
 * forms-<fiscal_year>-final.xlsx) and says in *file what came out; file->name is the caller's to
 * free. Amounts are numbers in 万元: a spreadsheet's double holds up to 15 digits exactly, which is
 * 10^13 yuan to the fen. Fails with ERR_CANTCREATE or ERR_IO.
 */
bool workbook_write(const struct stage *stage, const char *folder, struct syncer *syncer,
                    struct slice_file *file, struct err *err);

#endif
