/*
 * Memory that never comes back NULL. Running out of memory ends the process with exit code 70 and a
 * message: the server then rolls back what was under way, and exports under construction stay in
 * their own temporary directory, so nothing is left half done.
 */
#ifndef HUIZONG_BASE_MEM_H
#define HUIZONG_BASE_MEM_H

#include <stddef.h>

_Noreturn void mem_exhausted(void); /* that end; for what a library could not allocate */
void *mem_alloc(size_t size);       /* uninitialised */
void *mem_zalloc(size_t size);      /* zeroed */
void *mem_realloc(void *block, size_t size);
void *mem_grow(void *block, size_t *capacity, size_t needed, size_t element); /* doubles */
char *mem_strdup(const char *text);
char *mem_strndup(const char *text, size_t length);
char *mem_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
