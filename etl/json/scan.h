/* The state of a scan, which its files share; nobody else includes this. */
#ifndef HUIZONG_JSON_SCAN_H
#define HUIZONG_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "json/json.h"
#include "json/scan_keys.h"

/* An object or array that is open. */
struct scan_frame {
    bool object;
    bool within;      /* in the value of a member or element, not between two of them */
    size_t index;     /* of the element */
    size_t first_key; /* where the object's keys begin in the stack of keys */
};

struct scan {
    struct arena *arena;
    const char *text;  /* the first byte */
    const char *start; /* behind the byte-order mark */
    const char *end;
    const char *p;
    const char *run; /* what stands from here to p isn't yet copied to out */
    char *out;
    char *compact;   /* where out began */
    size_t *numbers; /* as in struct json_text */
    size_t number_count;
    size_t number_capacity;
    struct scan_keys keys;
    struct scan_frame frames[JSON_DEPTH_MAX];
    size_t depth;
    struct json_fault *fault;    /* to be filled */
    struct json_fault *repeated; /* the last that was: a repeated key; NULL for none */
    size_t repeated_count;
};

/* The string that begins at p, with its quotes; *escaped tells whether escapes stand in it. */
bool scan_string(struct scan *scan, bool *escaped);

/* The number that begins at p. */
bool scan_number(struct scan *scan);

/* true, false or null at p; anything else there is told as a fault. */
bool scan_literal(struct scan *scan);

/* Decodes the escapes of a string that was scanned (without its quotes) into the arena. */
const char *scan_decode(struct scan *scan, const char *string, size_t length, size_t *decoded);

/* Sets the fault at `at`, with its place. Always returns false. */
bool scan_fault(const struct scan *scan, const char *at, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The text ends before what stands in `missing` came. */
bool scan_truncated(const struct scan *scan, const char *missing);

/*
 * Something else stands at p than was expected: says what, or that the text ends, or that these
 * bytes are no UTF-8.
 */
bool scan_unexpected(const struct scan *scan, const char *code, const char *expected);

/* The bytes at `at` are no UTF-8; or the text ends within a character. */
bool scan_not_utf8(const struct scan *scan, const char *at);

/* The line, from 1, in which a place of the text stands. */
unsigned scan_line(const struct scan *scan, const char *at);

#endif
