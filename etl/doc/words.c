#include "doc/words.h"

#include <stdlib.h>
#include <string.h>

void words_init(struct words *words, struct arena *arena, size_t most)
{
    words->items = arena_alloc(arena, most * sizeof words->items[0]);
    words->count = 0;
}

void words_add(struct words *words, const char *text)
{
    words->items[words->count++] = text;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void words_sort(struct words *words)
{
    if (words->count > 1) {
        qsort(words->items, words->count, sizeof words->items[0], compare);
    }
}

/* How many stand before `text`, or (beyond) are no greater. */
static size_t place_of(const struct words *words, const char *text, bool beyond)
{
    size_t low = 0;
    size_t high = words->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(words->items[middle], text);
        if (order < 0 || (beyond && order == 0)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static const char *find(const struct words *words, const char *beginning, bool beyond)
{
    size_t place = place_of(words, beginning, beyond);
    return place < words->count && strncmp(words->items[place], beginning, strlen(beginning)) == 0
               ? words->items[place]
               : NULL;
}

bool words_have(const struct words *words, const char *text)
{
    const char *found = find(words, text, false);
    return found != NULL && strcmp(found, text) == 0;
}

const char *words_beginning(const struct words *words, const char *beginning)
{
    return find(words, beginning, false);
}

const char *words_beyond(const struct words *words, const char *beginning)
{
    return find(words, beginning, true);
}

bool words_differ(const struct words *words, const char *beginning)
{
    const char *first = find(words, beginning, false);
    size_t behind = first != NULL ? place_of(words, first, true) : words->count;
    return behind < words->count &&
           strncmp(words->items[behind], beginning, strlen(beginning)) == 0;
}
