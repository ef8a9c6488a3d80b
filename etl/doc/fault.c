#include "doc/fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

static void append_pointer(struct buf *out, const struct place *place)
{
    if (place->up != NULL) {
        append_pointer(out, place->up);
    }
    if (place->up == NULL) {
        return;
    }
    if (place->key == NULL) {
        buf_printf(out, "/%zu", place->index);
        return;
    }
    buf_putc(out, '/');
    for (const char *c = place->key; *c != '\0'; c++) {
        if (*c == '~' || *c == '/') {
            buf_puts(out, *c == '~' ? "~0" : "~1");
        } else {
            buf_putc(out, *c);
        }
    }
}

/* The JSON pointer of a place. One of JSON_POINTER_MAX bytes and more is cut between characters and
 * ends in "…". */
static const char *place_pointer(struct arena *arena, const struct place *place)
{
    struct buf out = {0};
    append_pointer(&out, place);
    if (out.length >= JSON_POINTER_MAX) {
        static const char dots[] = "…";
        out.length = text_utf8_valid(out.data, JSON_POINTER_MAX - sizeof dots);
        buf_puts(&out, dots);
    }
    const char *pointer = arena_strndup(arena, out.data != NULL ? out.data : "", out.length);
    buf_clear(&out);
    return pointer;
}

const char *excerpt_text(struct arena *arena, const char *text)
{
    size_t length = 0;
    for (int characters = 0; text[length] != '\0' && characters < DOCUMENT_EXCERPT_MAX;
         characters++) {
        length++;
        while (((unsigned char)text[length] & 0xc0) == 0x80) {
            length++;
        }
    }
    return arena_strndup(arena, text, length);
}

const char *excerpt_bytes(struct arena *arena, const char *text, size_t length)
{
    struct buf out = {0};
    size_t taken = 0;
    for (int i = 0;
         i < DOCUMENT_EXCERPT_MAX && taken < length && text[taken] != '\n' && text[taken] != '\r';
         i++) {
        uint32_t c;
        size_t size = text_code_point(text + taken, length - taken, &c);
        if (size == 0 || c == 0) {
            buf_puts(&out, "\xef\xbf\xbd");
            size = 1;
        } else {
            buf_append(&out, text + taken, size);
        }
        taken += size;
    }
    const char *line = out.length > 0 ? arena_strndup(arena, out.data, out.length) : NULL;
    buf_clear(&out);
    return line;
}

static const char *excerpt(struct arena *arena, const struct json *value)
{
    if (value == NULL) {
        return NULL;
    }
    const char *text = json_string(value);
    if (text == NULL) {
        text = json_number_text(value);
    }
    if (text != NULL) {
        return excerpt_text(arena, text);
    }
    switch (json_type(value)) {
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    case JSON_NULL:
        return "null";
    case JSON_ARRAY:
        return "[…]";
    case JSON_OBJECT:
    case JSON_NUMBER:
    case JSON_STRING:
        break;
    }
    return "{…}";
}

void fault_add(struct document *document, const struct place *place, const struct json *value,
               const char *code, const char *format, ...)
{
    document->fault_total++;
    if (document->fault_count == DOCUMENT_FAULTS_MAX) {
        return;
    }
    char reason[512];
    va_list args;
    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    document->faults[document->fault_count++] = (struct fault){
        .code = code,
        .pointer = place_pointer(document->arena, place),
        .reason = excerpt_text(document->arena, reason),
        .excerpt = excerpt(document->arena, value),
    };
}

void fault_odd(struct document *document, const struct place *place, const char *value)
{
    if (document->odd_count < DOCUMENT_UNKNOWN_MAX) {
        document->odd[document->odd_count++] =
            arena_printf(document->arena, "%s: %s", place_pointer(document->arena, place),
                         excerpt_text(document->arena, value));
    }
    document->odd_total++;
}

void fault_unknown(struct document *document, const struct place *place)
{
    if (document->unknown_count < DOCUMENT_UNKNOWN_MAX) {
        document->unknown[document->unknown_count++] = place_pointer(document->arena, place);
    }
    document->unknown_total++;
}
