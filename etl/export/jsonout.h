/* Private to export: a JSON text written member by member, indented. Names of keys are constants.
 */
#ifndef HUIZONG_EXPORT_JSONOUT_H
#define HUIZONG_EXPORT_JSONOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct jsonout {
    struct buf *out;
    int depth;
    bool first; /* of the object or array that is open */
};

/* `key` is NULL for an element of an array, and for the whole. */
void jsonout_open(struct jsonout *json, const char *key, char bracket);     /* '{' or '[' */
void jsonout_close(struct jsonout *json, char bracket);                     /* '}' or ']' */
void jsonout_text(struct jsonout *json, const char *key, const char *text); /* NULL: left out */
void jsonout_integer(struct jsonout *json, const char *key, int64_t number);
void jsonout_raw(struct jsonout *json, const char *key, const char *token); /* a number, true … */

#endif
