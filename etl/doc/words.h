/* A set of texts in byte order, so that what a row is needn't be looked for in all others. Private
 * to doc/. */
#ifndef HUIZONG_DOC_WORDS_H
#define HUIZONG_DOC_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct words {
    const char **items;
    size_t count;
};

/* Room for `most` texts. */
void words_init(struct words *words, struct arena *arena, size_t most);
void words_add(struct words *words, const char *text); /* the text isn't copied */
void words_sort(struct words *words);                  /* before anything is looked for */

bool words_have(const struct words *words, const char *text);

/* The first that begins with `beginning`, and the first that does so and is longer; NULL for none.
 */
const char *words_beginning(const struct words *words, const char *beginning);
const char *words_beyond(const struct words *words, const char *beginning);

/* Whether two that begin with `beginning` aren't the same. */
bool words_differ(const struct words *words, const char *beginning);

#endif
