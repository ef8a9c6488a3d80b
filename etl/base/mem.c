#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"

_Noreturn void mem_exhausted(void)
{
    static const char message[] = "huizong: out of memory\n";
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
    _exit(ERR_INTERNAL);
}

void *mem_alloc(size_t size)
{
    return mem_realloc(NULL, size);
}

void *mem_zalloc(size_t size)
{
    void *block = calloc(1, size > 0 ? size : 1);
    if (block == NULL) {
        mem_exhausted();
    }
    return block;
}

void *mem_realloc(void *block, size_t size)
{
    void *moved = realloc(block, size > 0 ? size : 1);
    if (moved == NULL) {
        mem_exhausted();
    }
    return moved;
}

void *mem_grow(void *block, size_t *capacity, size_t needed, size_t element)
{
    if (needed <= *capacity) {
        return block;
    }
    size_t grown = *capacity > 0 ? *capacity : 8;
    while (grown < needed) {
        if (grown > SIZE_MAX / 2 / element) {
            mem_exhausted();
        }
        grown *= 2;
    }
    *capacity = grown;
    return mem_realloc(block, grown * element);
}

char *mem_strndup(const char *text, size_t length)
{
    char *copy = mem_alloc(length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *mem_strdup(const char *text)
{
    return mem_strndup(text, strlen(text));
}

char *mem_printf(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = NULL;
    int length = vasprintf(&text, format, args);
    va_end(args);
    if (length < 0) {
        mem_exhausted();
    }
    return text;
}
