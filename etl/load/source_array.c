/* The elements of an array. What is wrong with one costs that one, wherever its end can be made
 * out.
 */
#include <string.h>

#include "load/source_internal.h"

/* Looking for where an element probably ends takes its time, so it isn't done more often in a file.
 */
enum { RESCUES_MAX = 20 };

/* One character of the element, inside a string. */
static void scan_in_string(struct source_element *element, char c)
{
    if (element->escaped) {
        element->escaped = false;
    } else if (c == '\\') {
        element->escaped = true;
    } else {
        element->in_string = c != '"';
    }
}

/* One character of the element, outside of strings. */
static void scan_outside(struct source_element *element, char c, size_t behind)
{
    element->begun = true;
    element->beyond_stray = element->stray > 0;
    if (c == '}' && element->depth == 0) {
        element->stray = element->stray > 0 ? element->stray : behind;
        return;
    }
    element->in_string = c == '"';
    element->depth += (c == '{' || c == '[') - (c == '}' || c == ']');
}

/* Looks for the end of an element, as far as the text goes. Returns the character that ends it. */
static char scan_element(struct source *source)
{
    const char *text = source->pending.data + source->start;
    size_t length = source->pending.length - source->start;
    struct source_element *element = &source->element;
    for (size_t i = source->scanned; i < length; i++) {
        char c = text[i];
        if (element->in_string) {
            scan_in_string(element, c);
        } else if (element->depth == 0 && (c == ',' || c == ']')) {
            source->scanned = i;
            return c;
        } else if (!source_is_space(c)) {
            scan_outside(element, c, i + 1);
        }
    }
    source->scanned = length;
    return '\0';
}

enum source_event source_after_array(struct source *source, struct source_item *item)
{
    source->mode = MODE_DONE;
    for (;;) {
        while (source->start < source->pending.length &&
               source_is_space(source->pending.data[source->start])) {
            source_pass(source, 1);
        }
        if (source->start < source->pending.length) {
            item->document_no = 0;
            return source_fault(source, item, "trailing_bytes", "数组结束之后还有多余的内容", "");
        }
        if (source->eof) {
            return SOURCE_END;
        }
        if (!source_refill(source, item)) {
            return SOURCE_FAULT;
        }
    }
}

/* Moves start on by so many bytes, to where the next element begins. */
static void pass_element(struct source *source, size_t length)
{
    source_pass(source, length);
    source->scanned = 0;
    source->element = (struct source_element){0};
    source->skipping = false;
}

/* Where, from start, behind the element's first character, a document begins: {"format". 0 for
 * nowhere. */
static size_t next_document(const struct source *source)
{
    static const char key[] = "\"format\"";
    const char *text = source->pending.data + source->start;
    const char *end = source->pending.data + source->pending.length;
    const char *from = text;
    const char *found;
    while (from < end &&
           (found = memmem(from, (size_t)(end - from), key, sizeof key - 1)) != NULL) {
        const char *brace = found;
        while (brace > text && source_is_space(brace[-1])) {
            brace--;
        }
        if (brace > text && brace[-1] == '{' &&
            !source_is_blank(text, (size_t)(brace - 1 - text))) {
            return (size_t)(brace - 1 - text);
        }
        from = found + 1;
    }
    return 0;
}

/*
 * An element seems to go on for ever: a quote or a bracket of it is missing. It probably ends where
 * a document begins as documents do. False: there is none, *item is unchanged.
 */
static bool rescue(struct source *source, struct source_item *item)
{
    size_t next = source->skipping || source->rescued == RESCUES_MAX ? 0 : next_document(source);
    size_t length = next;
    const char *text = source->pending.data + source->start;
    if (next == 0) {
        return false;
    }
    while (length > 0 && source_is_space(text[length - 1])) {
        length--;
    }
    source->rescued++;
    source_give(source, item, length - (text[length - 1] == ','));
    pass_element(source, next);
    return true;
}

/* The file ends before the array does. */
static enum source_event cut_off(struct source *source, struct source_item *item)
{
    const struct source_element *element = &source->element;
    enum source_event event;
    source->mode = MODE_DONE;
    if (source->skipping || !element->begun) {
        item->document_no = source->skipping ? 0 : source->documents + 1;
        return source_fault(source, item, "truncated", "文件到中途就结束了，数组没有以“]”结尾", "");
    }
    if (element->stray > 0 && !element->beyond_stray) {
        source->mode = MODE_UNCLOSED;
        event = source_give(source, item, element->stray - 1);
        source_pass(source, element->stray - 1);
        return event;
    }
    event = source_give(source, item, source->scanned);
    item->unended = true;
    return event;
}

/* What stands before the character that ended an element is given, unless it was too large. */
static bool end_element(struct source *source, struct source_item *item, char end)
{
    bool none = end == ']' && !source->element.begun && source->documents == 0;
    bool gives = !none && !source->skipping;
    if (gives) {
        source_give(source, item, source->scanned);
    }
    pass_element(source, source->scanned + 1);
    source->mode = end == ',' ? MODE_ARRAY : MODE_TAIL;
    return gives;
}

/* Moves start on to where something but white space stands, and tells of what begins there. */
static enum source_event large_element(struct source *source, struct source_item *item)
{
    while (source_is_space(source->pending.data[source->start])) {
        source_pass(source, 1);
        source->scanned--;
    }
    source->skipping = true;
    return source_too_large(source, item);
}

enum source_event source_next_element(struct source *source, struct source_item *item)
{
    while (source->mode == MODE_ARRAY) {
        char end = scan_element(source);
        if (end != '\0') {
            if (end_element(source, item, end)) {
                return SOURCE_DOCUMENT;
            }
            continue;
        }
        bool large = !source->skipping && source->scanned > source->max_document;
        if ((large || source->eof) && rescue(source, item)) {
            return SOURCE_DOCUMENT;
        }
        if (source->eof) {
            return cut_off(source, item);
        }
        if (large) {
            return large_element(source, item);
        }
        if (source->skipping) {
            source_pass(source, source->scanned);
            source->scanned = 0;
        }
        if (!source_refill(source, item)) {
            return SOURCE_FAULT;
        }
    }
    return source_after_array(source, item);
}
