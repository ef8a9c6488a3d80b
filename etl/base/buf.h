/* A growing run of bytes. All zero is an empty one: struct buf b = {0}; */
#ifndef HUIZONG_BASE_BUF_H
#define HUIZONG_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

struct buf {
    char *data; /* not NUL-terminated unless buf_cstr was called since the last change */
    size_t length;
    size_t capacity;
};

char *buf_reserve(struct buf *buf,
                  size_t extra); /* room for extra bytes at the end; returns that place */
void buf_append(struct buf *buf, const void *data, size_t length);
void buf_puts(struct buf *buf, const char *text);
void buf_putc(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_be16(struct buf *buf, int16_t value); /* network byte order */
void buf_be32(struct buf *buf, int32_t value);
void buf_be64(struct buf *buf, int64_t value);
const char *buf_cstr(struct buf *buf); /* NUL-terminated; valid until the next change */
void buf_reset(struct buf *buf);       /* empty, keeps the memory */
void buf_clear(struct buf *buf);       /* empty, frees the memory */

#endif
