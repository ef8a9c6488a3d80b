/* A document given back as it was handed in: JSON of the format, from staging. */
#ifndef HUIZONG_EXPORT_SHOW_H
#define HUIZONG_EXPORT_SHOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "pg/pg.h"

/*
 * Appends the document as pretty-printed JSON. Every figure equals the one handed in, in the unit
 * it was printed in; blanks are left out (as null and an absent key mean the same), amounts that
 * came as strings are numbers, rows stand in printed order. ERR_USAGE where there is no such
 * document.
 */
bool show_document(struct pg *pg, const char *mof_div_code, const char *doc_id, struct buf *out,
                   struct err *err);

#endif
