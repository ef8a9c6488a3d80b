/* The rows of COPY … (FORMAT binary), written to a buffer. A field of NULL is copybin_null. */
#ifndef HUIZONG_PG_COPYBIN_H
#define HUIZONG_PG_COPYBIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

void copybin_header(struct buf *out);  /* once, before the first row */
void copybin_trailer(struct buf *out); /* once, after the last */
void copybin_row(struct buf *out, int fields);
void copybin_null(struct buf *out);
void copybin_int4(struct buf *out, int32_t value);
void copybin_int8(struct buf *out, int64_t value);
void copybin_text(struct buf *out, const char *text, size_t length);
void copybin_bytea(struct buf *out, const void *data, size_t length);
void copybin_date(struct buf *out, int year, int month, int day);

/* A decimal number as JSON writes it ("-12.50", "1e3") as numeric, exactly; false where it is none
 * or absurd (more than 1000 digits). The scale is that of the text. */
bool copybin_numeric(struct buf *out, const char *text, size_t length);

/* A numeric that the server refuses (22P03): for a value that can't be sent, and must not be lost.
 */
void copybin_no_numeric(struct buf *out);

#endif
