#include "load/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "load/source_internal.h"

enum { READ_SIZE = 256 * 1024 };

struct source *source_open(const char *path, enum walk_kind kind, size_t max_document)
{
    struct source *source = mem_zalloc(sizeof *source);
    source->mode = kind == WALK_LINES ? MODE_LINES : MODE_UNKNOWN;
    source->max_document = max_document;
    source->line = 1;
    source->column = 1;
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

enum source_event source_fault(const struct source *source, struct source_item *item,
                               const char *code, const char *reason, const char *detail)
{
    item->data = NULL;
    item->length = 0;
    item->code = code;
    item->byte_offset = source->base + (int64_t)source->start;
    item->line = source->line;
    item->column = source->column;
    snprintf(item->reason, sizeof item->reason, "%s%s%s", reason, detail[0] != '\0' ? "：" : "",
             detail);
    return SOURCE_FAULT;
}

/* A fault of the file as a whole, or of reading it: it stands in no line. */
static enum source_event file_fault(const struct source *source, struct source_item *item,
                                    const char *code, const char *reason, const char *detail)
{
    source_fault(source, item, code, reason, detail);
    item->line = 0;
    item->column = 0;
    return SOURCE_FAULT;
}

void source_pass(struct source *source, size_t length)
{
    if (length == 0) {
        return; /* before the first read there is no text to point to */
    }
    const char *p = source->pending.data + source->start;
    const char *end = p + length;
    const char *feed;
    while (p < end && (feed = memchr(p, '\n', (size_t)(end - p))) != NULL) {
        source->line++;
        source->column = 1;
        p = feed + 1;
    }
    for (; p < end; p++) {
        source->column += ((unsigned char)*p & 0xC0) != 0x80;
    }
    source->start += length;
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
    file_fault(source, item, corrupt ? "gzip" : "read",
               corrupt ? "压缩文件不完整或已损坏" : "读文件出错", err->message);
    return false;
}

bool source_refill(struct source *source, struct source_item *item)
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
    if (source->mode == MODE_LINES && !source_refill(source, item)) {
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

enum source_event source_give(struct source *source, struct source_item *item, size_t length)
{
    item->data = mem_strndup(source->pending.data + source->start, length);
    item->length = length;
    item->document_no = ++source->documents;
    item->byte_offset = source->base + (int64_t)source->start;
    item->line = source->line;
    item->column = source->column;
    item->code = NULL;
    item->reason[0] = '\0';
    return SOURCE_DOCUMENT;
}

enum source_event source_too_large(struct source *source, struct source_item *item)
{
    item->document_no = ++source->documents;
    char limit[64];
    snprintf(limit, sizeof limit, "%zu MiB", source->max_document / 1024 / 1024);
    return source_fault(source, item, "too_large", "一份公开文件解压后超过了上限 max_document_mib",
                        limit);
}

bool source_is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The length of the byte-order mark that the file begins with, or 0. */
static size_t mark_length(const struct source *source)
{
    return source->base == 0 && source->pending.length >= 3 &&
                   memcmp(source->pending.data, "\xef\xbb\xbf", 3) == 0
               ? 3
               : 0;
}

/* Finds out whether a .json file is one document or an array. False: *item is a fault. */
static bool detect_mode(struct source *source, struct source_item *item)
{
    size_t mark = 0;
    size_t i = 0;
    for (;;) {
        mark = mark_length(source);
        i = mark;
        while (i < source->pending.length && source_is_space(source->pending.data[i])) {
            i++;
        }
        bool decided = i < source->pending.length && (mark > 0 || source->pending.length >= 3);
        if (decided || (source->eof && i < source->pending.length)) {
            break;
        }
        if (source->eof) {
            source->mode = MODE_DONE;
            item->document_no = 0;
            file_fault(source, item, "empty_file", "文件是空的", "");
            return false;
        }
        if (i == source->pending.length) { /* so much white space needn't be kept */
            source->start = mark;
            source_pass(source, i - mark);
        }
        if (!source_refill(source, item)) {
            return false;
        }
    }
    source->mode = MODE_WHOLE;
    if (source->pending.data[i] == '[') {
        source->mode = MODE_ARRAY;
        source->start = mark;
        source_pass(source, i + 1 - mark);
    }
    return true;
}

static enum source_event next_whole(struct source *source, struct source_item *item)
{
    while (!source->eof) {
        if (source->pending.length > source->max_document) {
            source->mode = MODE_DONE;
            return source_too_large(source, item);
        }
        if (!source_refill(source, item)) {
            return SOURCE_FAULT;
        }
    }
    source->mode = MODE_DONE;
    return source_give(source, item, source->pending.length);
}

bool source_is_blank(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!source_is_space(text[i])) {
            return false;
        }
    }
    return true;
}

enum line { LINE_FOUND, LINE_TOO_LONG, LINE_NONE, LINE_BROKEN };

/* The line that begins at start, and its length without what ends it. LINE_BROKEN: *item is a
 * fault. */
static enum line find_line(struct source *source, struct source_item *item, size_t *length)
{
    for (;;) {
        size_t there = source->pending.length - source->start;
        const char *from = source->pending.data + source->start;
        const char *end = there > source->scanned
                              ? memchr(from + source->scanned, '\n', there - source->scanned)
                              : NULL;
        source->scanned = 0;
        *length = end != NULL ? (size_t)(end - from) : there;
        if (end != NULL) {
            return LINE_FOUND;
        }
        if (source->eof) {
            return there > 0 ? LINE_FOUND : LINE_NONE;
        }
        if (there > source->max_document) {
            return LINE_TOO_LONG;
        }
        source->scanned = there;
        if (!source_refill(source, item)) {
            return LINE_BROKEN;
        }
    }
}

static void pass_line(struct source *source, size_t length)
{
    bool ended = source->start + length < source->pending.length;
    source_pass(source, length + ended);
}

/* Passes over the rest of a line that is too long. False: *item is a fault. */
static bool skip_line(struct source *source, struct source_item *item)
{
    size_t length;
    enum line line;
    while ((line = find_line(source, item, &length)) == LINE_TOO_LONG) {
        source_pass(source, length);
    }
    source->skipping = false;
    if (line == LINE_FOUND) {
        pass_line(source, length);
    }
    return line != LINE_BROKEN;
}

/* Whether nothing but the bracket that opens a document stands in the line. */
static bool opens_alone(const char *line, size_t length)
{
    return length > 0 && (*line == '{' || *line == '[') && source_is_blank(line + 1, length - 1);
}

/*
 * Passes over a document that is laid out over several lines, up to the one that closes it, or that
 * may be a document again. False: *item is a fault.
 */
static bool skip_layout(struct source *source, struct source_item *item)
{
    size_t length;
    enum line line;
    bool closed = false;
    while (!closed && (line = find_line(source, item, &length)) != LINE_NONE) {
        const char *from = source->pending.data + source->start;
        if (line == LINE_BROKEN) {
            return false;
        }
        if (length > 1 && *from == '{' && !opens_alone(from, length)) {
            break;
        }
        closed = length > 0 && (*from == '}' || *from == ']');
        if (line == LINE_FOUND) {
            pass_line(source, length);
        } else if (!skip_line(source, item)) {
            return false;
        }
    }
    source->laid_out = false;
    return true;
}

static enum source_event no_line(struct source *source, struct source_item *item)
{
    source->mode = MODE_DONE;
    if (source->documents > 0) {
        return SOURCE_END;
    }
    item->document_no = 0;
    return file_fault(source, item, "empty_file", "文件是空的", "");
}

static enum source_event next_line(struct source *source, struct source_item *item)
{
    size_t length;
    enum line line;
    if ((source->skipping && !skip_line(source, item)) ||
        (source->laid_out && !skip_layout(source, item))) {
        return SOURCE_FAULT;
    }
    while ((line = find_line(source, item, &length)) == LINE_FOUND &&
           source_is_blank(source->pending.data + source->start, length)) {
        pass_line(source, length);
    }
    if (line == LINE_BROKEN) {
        return SOURCE_FAULT;
    }
    if (line == LINE_NONE) {
        return no_line(source, item);
    }
    if (line == LINE_TOO_LONG) {
        source->skipping = true;
        return source_too_large(source, item);
    }
    if (opens_alone(source->pending.data + source->start, length)) {
        source->laid_out = true;
        item->document_no = ++source->documents;
        source_fault(source, item, "not_a_line",
                     "JSON Lines（.jsonl）每行须是一份完整的文档，从这一行起却是分行排版的；"
                     "请压成每行一份，或写成数组并把后缀改为 .json",
                     "");
        pass_line(source, length);
        return SOURCE_FAULT;
    }
    enum source_event event = source_give(source, item, length);
    pass_line(source, length);
    return event;
}

enum source_event source_next(struct source *source, struct source_item *item)
{
    memset(item, 0, sizeof *item);
    if (source->open_err.code != ERR_NONE) {
        source->open_err.code = ERR_NONE;
        source->mode = MODE_DONE;
        return file_fault(source, item, "read", "文件打不开", source->open_err.message);
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
        return source_next_element(source, item);
    case MODE_TAIL:
        return source_after_array(source, item);
    case MODE_UNCLOSED:
        source->mode = MODE_DONE;
        return source_fault(source, item, "expected_comma", "数组应以“]”结尾，实际是“}”", "");
    case MODE_UNKNOWN:
    case MODE_DONE:
        break;
    }
    return SOURCE_END;
}
