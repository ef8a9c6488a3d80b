/* UTF-8 text: checking, and bringing printed labels to a form in which they can be compared. */
#ifndef HUIZONG_BASE_TEXT_H
#define HUIZONG_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* The number of bytes from the start that are well-formed UTF-8 (== length where all is well). */
size_t text_utf8_valid(const char *text, size_t length);

/* The first character of what is there: the bytes it takes; 0 where it is no well-formed UTF-8. */
size_t text_code_point(const char *text, size_t length, uint32_t *code_point);

/* White space of all widths, the no-break and the zero-width ones and the byte-order mark too. */
bool text_is_space(uint32_t code_point);

/* A copy in which bytes that are no UTF-8 stand as \xNN; the caller frees it. For names of files.
 */
char *text_printable(const char *text);

/* Appends `text` with control characters (U+0080 to U+009F too) as \n or \xNN: what comes from
 * documents and names of files must not end a line or steer a terminal. */
void text_visible(struct buf *out, const char *text);

/* The words of a text, between blanks and tabs, and a NULL. The text is cut up; the array, which
 * points into it, is the caller's to free. */
char **text_words(char *text);

/* Appends `text` as a JSON string with its quotes; bytes that are no UTF-8 become U+FFFD. */
void text_json_quote(struct buf *out, const char *text);

/*
 * Brings a printed label to its comparable form and writes it to `out` (NUL-terminated, cut at
 * size): full-width ASCII to half-width, all kinds of brackets to ( ), all white space (U+3000 too)
 * dropped. Returns its length.
 */
size_t text_fold(const char *label, char *out, size_t size);

/* How a printed label is numbered. */
enum text_ordinal {
    TEXT_ORDINAL_NONE,
    TEXT_ORDINAL_CHINESE, /* 八、  (first level) */
    TEXT_ORDINAL_LOWER    /* 1.  1、  （一）  ①  其中：  (a part of what stands above) */
};

/*
 * Tells the ordinal that a folded label begins with, and, in *rest, what stands after it.
 * "八、社会保障和就业支出" → CHINESE, rest "社会保障和就业支出".
 */
enum text_ordinal text_ordinal(const char *folded, const char **rest);

#endif
