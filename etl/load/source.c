#include "load/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/gzin.h"

enum { READ_SIZE = 256 * 1024 };

enum mode {
    MODE_UNKNOWN,
    MODE_WHOLE,
    MODE_ARRAY,
    MODE_TAIL,     /* the array has ended: what follows is still to be looked at */
    MODE_UNCLOSED, /* what ended it is no ']' */
    MODE_LINES,
    MODE_DONE
};

struct source {
    struct gzin *in;
    char *path;
    bool proved;         /* a gzip file of several documents: its checksums hold */
    struct err open_err; /* code ERR_NONE where it is open */
    enum mode mode;
    size_t max_document;
    struct buf pending; /* read, but not given out */
    size_t start;       /* where in pending the next document begins */
    size_t scanned;     /* how far from there its end was looked for */
    int64_t base;       /* offset in the file of pending's first byte */
    int documents;      /* given out so far */
    bool eof;
    bool in_string, escaped; /* MODE_ARRAY: state at start + scanned */
    int depth;
    bool awaiting_element; /* MODE_ARRAY: nothing but white space of this element was seen */
    bool passing_over;     /* MODE_ARRAY: this element was told to be too large */
};

struct source *source_open(const char *path, enum walk_kind kind, size_t max_document)
{
    struct source *source = mem_zalloc(sizeof *source);
    source->mode = kind == WALK_LINES ? MODE_LINES : MODE_UNKNOWN;
    source->max_document = max_document;
    source->path = mem_strdup(path);
    if (!gzin_open(&source->in, path, &source->open_err)) {
        source->in = NULL;
    }
    return source;
}

void source_close(struct source *source)
{
    if (source != NULL) {
        gzin_close(source->in);
        buf_clear(&source->pending);
        free(source->path);
        free(source);
    }
}

int64_t source_consumed(const struct source *source)
{
    return source->in != NULL ? gzin_consumed(source->in) : 0;
}

static enum source_event fault(const struct source *source, struct source_item *item,
                               const char *code, const char *reason, const char *detail)
{
    item->data = NULL;
    item->length = 0;
    item->code = code;
    item->byte_offset = source->base + (int64_t)source->start;
    snprintf(item->reason, sizeof item->reason, "%s%s%s", reason, detail[0] != '\0' ? "：" : "",
             detail);
    return SOURCE_FAULT;
}

/* Drops what was given out; keeps the memory small. */
static void compact(struct source *source)
{
    if (source->start > 0) {
        source->pending.length -= source->start;
        memmove(source->pending.data, source->pending.data + source->start, source->pending.length);
        source->base += (int64_t)source->start;
        source->start = 0;
    }
}

/* The file can't be read on. */
static bool unreadable(struct source *source, struct source_item *item, int document_no,
                       const struct err *err)
{
    bool corrupt = err->code == ERR_DATA;
    source->mode = MODE_DONE;
    item->document_no = document_no;
    fault(source, item, corrupt ? "gzip" : "read",
          corrupt ? "压缩文件不完整或已损坏" : "读文件出错", err->message);
    return false;
}

/* Reads on. False: it can't, *item is a fault that ends the file. */
static bool refill(struct source *source, struct source_item *item)
{
    compact(source);
    struct err err = {0};
    size_t got = 0;
    char *place = buf_reserve(&source->pending, READ_SIZE);
    if (!gzin_read(source->in, place, READ_SIZE, &got, &err)) {
        return unreadable(source, item, source->documents + 1, &err);
    }
    source->pending.length += got;
    source->eof = got == 0;
    return true;
}

static bool inflates(const char *path, struct err *err)
{
    struct gzin *in;
    if (!gzin_open(&in, path, err)) {
        return false;
    }
    char *ignored = mem_alloc(READ_SIZE);
    size_t got = 0;
    bool fine;
    do {
        fine = gzin_read(in, ignored, READ_SIZE, &got, err);
    } while (fine && got > 0);
    free(ignored);
    gzin_close(in);
    return fine;
}

/*
 * The checksum of a gzip file stands at its end, and what one wrong bit makes of a digit may be
 * JSON all the same: a file of several documents is inflated once to prove it before the first of
 * them is given out. False: *item is a fault that ends the file. Standard input can't be proved.
 */
static bool prove(struct source *source, struct source_item *item)
{
    struct err err = {0};
    source->proved = true;
    if (source->mode == MODE_LINES && !refill(source, item)) {
        item->document_no = 0;
        return false;
    }
    bool several = source->mode == MODE_LINES || source->mode == MODE_ARRAY;
    if (!several || !gzin_is_gzip(source->in) || strcmp(source->path, "-") == 0 ||
        inflates(source->path, &err)) {
        return true;
    }
    return unreadable(source, item, 0, &err);
}

static enum source_event give(struct source *source, struct source_item *item, size_t length)
{
    item->data = mem_strndup(source->pending.data + source->start, length);
    item->length = length;
    item->document_no = ++source->documents;
    item->byte_offset = source->base + (int64_t)source->start;
    item->code = NULL;
    item->reason[0] = '\0';
    return SOURCE_DOCUMENT;
}

static enum source_event too_large(struct source *source, struct source_item *item)
{
    item->document_no = source->documents + 1;
    char limit[64];
    snprintf(limit, sizeof limit, "%zu MiB", source->max_document / 1024 / 1024);
    return fault(source, item, "too_large", "一份公开文件解压后超过了上限 max_document_mib", limit);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Finds out whether a .json file is one document or an array. False: *item is a fault. */
static bool detect_mode(struct source *source, struct source_item *item)
{
    size_t i = 0;
    for (;;) {
        if (i == 0 && source->base == 0 && source->pending.length >= 3 &&
            memcmp(source->pending.data, "\xef\xbb\xbf", 3) == 0) {
            i = 3;
        }
        while (i < source->pending.length && is_space(source->pending.data[i])) {
            i++;
        }
        if (i < source->pending.length) {
            break;
        }
        if (source->eof) {
            source->mode = MODE_DONE;
            item->document_no = 0;
            fault(source, item, "empty_file", "文件是空的", "");
            return false;
        }
        source->start = i; /* so much white space needn't be kept */
        if (!refill(source, item)) {
            return false;
        }
        i = 0;
    }
    source->mode = MODE_WHOLE;
    if (source->pending.data[i] == '[') {
        source->mode = MODE_ARRAY;
        source->start = i + 1;
        source->awaiting_element = true;
    }
    return true;
}

static enum source_event next_whole(struct source *source, struct source_item *item)
{
    while (!source->eof) {
        if (source->pending.length > source->max_document) {
            source->mode = MODE_DONE;
            return too_large(source, item);
        }
        if (!refill(source, item)) {
            return SOURCE_FAULT;
        }
    }
    source->mode = MODE_DONE;
    return give(source, item, source->pending.length);
}

/* Passes over a line that is too long, up to the end of the file at most. */
static bool skip_line(struct source *source, struct source_item *item)
{
    for (;;) {
        const char *from = source->pending.data + source->start;
        size_t length = source->pending.length - source->start;
        const char *end = length > 0 ? memchr(from, '\n', length) : NULL;
        if (end != NULL) {
            source->start += (size_t)(end - from) + 1;
            return true;
        }
        source->start = source->pending.length;
        if (source->eof) {
            return true;
        }
        if (!refill(source, item)) {
            return false;
        }
    }
}

static bool is_blank(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!is_space(text[i])) {
            return false;
        }
    }
    return true;
}

static enum source_event next_line(struct source *source, struct source_item *item)
{
    for (;;) {
        size_t length = source->pending.length - source->start;
        const char *from = source->pending.data + source->start;
        const char *end = length > source->scanned
                              ? memchr(from + source->scanned, '\n', length - source->scanned)
                              : NULL;
        if (end != NULL || (source->eof && length > 0)) {
            size_t line = end != NULL ? (size_t)(end - from) : length;
            size_t taken = line + (end != NULL);
            source->scanned = 0;
            if (is_blank(from, line)) {
                source->start += taken;
                continue;
            }
            enum source_event event = give(source, item, line);
            source->start += taken;
            return event;
        }
        if (source->eof) {
            source->mode = MODE_DONE;
            if (source->documents == 0) {
                item->document_no = 0;
                return fault(source, item, "empty_file", "文件是空的", "");
            }
            return SOURCE_END;
        }
        source->scanned = length;
        if (length > source->max_document) {
            enum source_event event = too_large(source, item);
            source->documents++;
            source->scanned = 0;
            struct source_item again;
            if (!skip_line(source, &again)) {
                source->mode =
                    MODE_LINES; /* what is wrong is met again by who reads on, and told */
            }
            return event;
        }
        if (!refill(source, item)) {
            return SOURCE_FAULT;
        }
    }
}

/* Looks for the end of an element of the array, as far as the text goes. Returns the character that
 * ends it. */
static char scan_element(struct source *source)
{
    const char *text = source->pending.data + source->start;
    size_t length = source->pending.length - source->start;
    for (size_t i = source->scanned; i < length; i++) {
        char c = text[i];
        if (source->in_string) {
            if (source->escaped) {
                source->escaped = false;
            } else if (c == '\\') {
                source->escaped = true;
            } else if (c == '"') {
                source->in_string = false;
            }
            continue;
        }
        bool ends = source->depth == 0 && (c == ',' || c == ']' || c == '}');
        if (ends) {
            source->scanned = i;
            return c;
        }
        source->in_string = c == '"';
        source->depth += (c == '{' || c == '[') - (c == '}' || c == ']');
        source->awaiting_element = source->awaiting_element && is_space(c);
    }
    source->scanned = length;
    return '\0';
}

/* What may follow the array: white space. */
static enum source_event behind_array(struct source *source, struct source_item *item)
{
    bool closed = source->mode == MODE_TAIL;
    source->mode = MODE_DONE;
    if (!closed) {
        return fault(source, item, "expected_comma", "数组应以“]”结尾，实际是“}”", "");
    }
    for (;;) {
        while (source->start < source->pending.length &&
               is_space(source->pending.data[source->start])) {
            source->start++;
        }
        if (source->start < source->pending.length) {
            item->document_no = 0;
            return fault(source, item, "trailing_bytes", "数组结束之后还有多余的内容", "");
        }
        if (source->eof) {
            return SOURCE_END;
        }
        if (!refill(source, item)) {
            return SOURCE_FAULT;
        }
    }
}

/* What stands before the character that ended an element, is given, unless it was too large. */
static bool end_element(struct source *source, struct source_item *item, char end)
{
    size_t length = source->scanned;
    bool empty_array = end == ']' && source->awaiting_element && source->documents == 0;
    bool gives = !empty_array && !source->passing_over;
    if (gives) {
        give(source, item, length);
    }
    source->start += length + 1;
    source->scanned = 0;
    source->awaiting_element = true;
    source->passing_over = false;
    source->mode = end == ',' ? MODE_ARRAY : end == ']' ? MODE_TAIL : MODE_UNCLOSED;
    return gives;
}

static enum source_event next_element(struct source *source, struct source_item *item)
{
    while (source->mode == MODE_ARRAY) {
        char end = scan_element(source);
        if (end != '\0') {
            if (end_element(source, item, end)) {
                return SOURCE_DOCUMENT;
            }
            continue;
        }
        if (source->eof) {
            source->mode = MODE_DONE;
            item->document_no = source->documents + !source->passing_over;
            return fault(source, item, "truncated", "文件到中途就结束了，数组没有以“]”结尾", "");
        }
        if (!source->passing_over && source->scanned > source->max_document) {
            source->passing_over = true;
            enum source_event event = too_large(source, item);
            source->documents++;
            return event;
        }
        if (source->passing_over) {
            source->start += source->scanned;
            source->scanned = 0;
        }
        if (!refill(source, item)) {
            return SOURCE_FAULT;
        }
    }
    return behind_array(source, item);
}

enum source_event source_next(struct source *source, struct source_item *item)
{
    memset(item, 0, sizeof *item);
    if (source->open_err.code != ERR_NONE) {
        source->open_err.code = ERR_NONE;
        source->mode = MODE_DONE;
        return fault(source, item, "read", "文件打不开", source->open_err.message);
    }
    if ((source->mode == MODE_UNKNOWN && !detect_mode(source, item)) ||
        (!source->proved && !prove(source, item))) {
        return SOURCE_FAULT;
    }
    switch (source->mode) {
    case MODE_WHOLE:
        return next_whole(source, item);
    case MODE_LINES:
        return next_line(source, item);
    case MODE_ARRAY:
        return next_element(source, item);
    case MODE_TAIL:
    case MODE_UNCLOSED:
        return behind_array(source, item);
    case MODE_UNKNOWN:
    case MODE_DONE:
        break;
    }
    return SOURCE_END;
}
