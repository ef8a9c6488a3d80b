/*
 * JSON, strictly RFC 8259: the only place that knows cJSON. A document is scanned once, strictly,
 * which finds every fault of syntax with its place; what passes is parsed by cJSON into an arena.
 * Numbers keep the text they were written with, so that no amount goes through a double. Strings
 * hold no U+0000 (PostgreSQL text can't), so every string is a C string.
 */
#ifndef HUIZONG_JSON_JSON_H
#define HUIZONG_JSON_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct json; /* one value; lives in the arena it was parsed into */

enum json_type {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
};

enum { JSON_DEPTH_MAX = 64, JSON_POINTER_MAX = 512, JSON_REPEATED_MAX = 50 };

/*
 * A fault of syntax: where, and what in words (Chinese: the clerk who must mend it reads it).
 *
 * The codes: empty, truncated (the text ends too early), trailing_bytes, expected_value,
 * expected_key, expected_colon, expected_comma, trailing_comma, comment, invalid_literal,
 * invalid_number, control_character (bare, in a string), invalid_escape, lone_surrogate,
 * null_character (\u0000), invalid_utf8, duplicate_key, too_deep.
 *
 * The pointer is that of the innermost value in which the fault stands ("" is the root), of the
 * member where a key is repeated; one that doesn't fit is cut between characters and ends in "…".
 */
struct json_fault {
    const struct json_fault *next; /* where keys are repeated: what else was found, else NULL */
    size_t offset;                 /* bytes from the start of the text */
    unsigned line, column;         /* from 1; column in characters, a byte-order mark not counted */
    unsigned earlier; /* duplicate_key: the line in which the same key stands before, else 0 */
    const char *code;
    char pointer[JSON_POINTER_MAX];
    char message[256];
};

/* What a scan gives besides validity: the text without its insignificant white space. */
struct json_text {
    const char *data; /* in the arena, NUL-terminated; NULL where it is no JSON */
    size_t length;
    const size_t *numbers; /* the offsets in data at which its numbers begin, in order */
    size_t number_count;
};

/*
 * Scans `text` strictly (a byte-order mark at the start is passed over). On success gives the
 * compact text, of which the content hash is taken: white space between tokens doesn't make a
 * document another one.
 *
 * A repeated key is a fault that ends nothing: *fault is the first of up to JSON_REPEATED_MAX of
 * them, and of what ends the scan behind them. Where keys are repeated and nothing else is wrong,
 * false is returned, but there is a compact text, so that what else is wrong with it can be found.
 */
bool json_scan(struct arena *arena, const char *text, size_t length, struct json_text *compact,
               struct json_fault *fault);

/* Parses a compact text that json_scan gave. NULL only where cJSON refuses what the scan let pass:
 * a defect. */
const struct json *json_parse(struct arena *arena, struct json_text compact);

enum json_type json_type(const struct json *value);
const char *
json_type_name(const struct json *value); /* Chinese: 对象, 数组, 字符串, 数值, 布尔值, 空值 */
const struct json *json_get(const struct json *object,
                            const char *key);                /* NULL where absent or no object */
const struct json *json_first(const struct json *container); /* NULL where empty */
const struct json *json_next(const struct json *value);
const char *json_key(const struct json *member); /* of a member of an object */
size_t json_size(const struct json *container);
const char *json_string(const struct json *value);      /* NULL unless a string */
const char *json_number_text(const struct json *value); /* as written; NULL unless a number */

/* A whole number within int64, also when written 2025.0 or 2.025e3; false otherwise. */
bool json_integer(const struct json *value, int64_t *out);

#endif
