/*
 * An arena: memory that is given back all at once. One serves one document and is reset after it,
 * so that memory stays flat however many documents there are. Not for use by two threads.
 */
#ifndef HUIZONG_BASE_ARENA_H
#define HUIZONG_BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *blocks; /* the newest first */
    char *next;
    size_t left;
};

/* All zero is an empty arena: struct arena a = {0}; */
void *arena_alloc(struct arena *arena, size_t size);  /* aligned to 16 bytes, uninitialised */
void *arena_zalloc(struct arena *arena, size_t size); /* zeroed */
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Gives everything back but one block of ordinary size, which is used again. */
void arena_reset(struct arena *arena);
void arena_clear(struct arena *arena);

#endif
