#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

char *buf_reserve(struct buf *buf, size_t extra)
{
    buf->data = mem_grow(buf->data, &buf->capacity, buf->length + extra, 1);
    return buf->data + buf->length;
}

void buf_append(struct buf *buf, const void *data, size_t length)
{
    if (length > 0) {
        memcpy(buf_reserve(buf, length), data, length);
        buf->length += length;
    }
}

void buf_puts(struct buf *buf, const char *text)
{
    buf_append(buf, text, strlen(text));
}

void buf_putc(struct buf *buf, char c)
{
    *buf_reserve(buf, 1) = c;
    buf->length++;
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length > 0) {
        vsnprintf(buf_reserve(buf, (size_t)length + 1), (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
}

static void put_big_endian(struct buf *buf, uint64_t value, int bytes)
{
    char *place = buf_reserve(buf, (size_t)bytes);
    for (int i = 0; i < bytes; i++) {
        place[i] = (char)(value >> (8 * (bytes - 1 - i)) & 0xff);
    }
    buf->length += (size_t)bytes;
}

void buf_be16(struct buf *buf, int16_t value)
{
    put_big_endian(buf, (uint16_t)value, 2);
}

void buf_be32(struct buf *buf, int32_t value)
{
    put_big_endian(buf, (uint32_t)value, 4);
}

void buf_be64(struct buf *buf, int64_t value)
{
    put_big_endian(buf, (uint64_t)value, 8);
}

const char *buf_cstr(struct buf *buf)
{
    *buf_reserve(buf, 1) = '\0';
    return buf->data;
}

void buf_reset(struct buf *buf)
{
    buf->length = 0;
}

void buf_clear(struct buf *buf)
{
    free(buf->data);
    buf->data = NULL;
    buf->length = 0;
    buf->capacity = 0;
}
