/* forms-<fiscal_year>.xlsx: the 13 disclosure tables of the city in their official layout, and
 * sheets of the comparison, of coverage and of findings. */
#ifndef HUIZONG_EXPORT_WORKBOOK_H
#define HUIZONG_EXPORT_WORKBOOK_H

#include "export/slice.h"

/*
 * Writes one workbook for each stage of the slice (the one of the final accounts is called
 * forms-<fiscal_year>-final.xlsx). Amounts are numbers in 万元: a spreadsheet's double holds up to
 * 15 digits exactly, which is 10^13 yuan to the fen. Fails with ERR_DB, ERR_CANTCREATE or ERR_IO.
 */
bool workbook_write(struct slice *slice, const struct slice_task *task, struct err *err);

#endif
