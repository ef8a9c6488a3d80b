#include "json/scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

static bool scan_value(struct scan *scan);

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static void copy_run(struct scan *scan)
{
    size_t length = (size_t)(scan->p - scan->run);
    memcpy(scan->out, scan->run, length);
    scan->out += length;
}

/* Passes over the white space between tokens, which doesn't come into the compact text. */
static void skip_space(struct scan *scan)
{
    if (scan->p == scan->end || !is_space(*scan->p)) {
        return;
    }
    copy_run(scan);
    const char *p = scan->p;
    while (p < scan->end && is_space(*p)) {
        p++;
    }
    scan->p = p;
    scan->run = p;
}

static bool at(const struct scan *scan, char c)
{
    return scan->p < scan->end && *scan->p == c;
}

/* Past the bracket that opens a container. */
static bool enter(struct scan *scan, bool object)
{
    if (scan->depth == JSON_DEPTH_MAX) {
        return scan_fault(scan, scan->p, "too_deep", "对象和数组的嵌套超过%d层", JSON_DEPTH_MAX);
    }
    scan->frames[scan->depth++] =
        (struct scan_frame){.object = object, .first_key = scan->keys.count};
    scan->p++;
    skip_space(scan);
    return true;
}

/* Past the bracket that closes it. */
static bool leave(struct scan *scan)
{
    scan->depth--;
    scan->p++;
    return true;
}

static struct scan_frame *top(struct scan *scan)
{
    return &scan->frames[scan->depth - 1];
}

/* Tells of a repeated key. False where no more are to be told. */
static bool scan_repeated(struct scan *scan, const struct scan_key *key,
                          const struct scan_key *same)
{
    size_t shown = text_utf8_valid(key->text, key->length > 60 ? 60 : key->length);
    scan_fault(scan, key->place, "duplicate_key", "同一对象中的键“%.*s”重复，每个键只能出现一次",
               (int)shown, key->text);
    scan->fault->earlier = scan_line(scan, same->place);
    scan->repeated = scan->fault;
    if (++scan->repeated_count == JSON_REPEATED_MAX) {
        return false;
    }
    scan->fault = arena_alloc(scan->arena, sizeof *scan->fault);
    scan->repeated->next = scan->fault; /* unless all else is well */
    return true;
}

static bool scan_key(struct scan *scan)
{
    bool escaped = false;
    const char *place = scan->p;
    if (!at(scan, '"')) {
        bool figure =
            top(scan)->index > 0 && scan->p < scan->end && *scan->p >= '0' && *scan->p <= '9';
        return scan_unexpected(
            scan, "expected_key",
            figure ? "用半角双引号括起的键（数值里的千位分隔逗号须去掉，或给数值加双引号）"
                   : "用半角双引号括起的键");
    }
    if (!scan_string(scan, &escaped)) {
        return false;
    }
    struct scan_key key = {.text = place + 1, .place = place};
    key.length = (size_t)(scan->p - place) - 2;
    if (escaped) {
        key.text = scan_decode(scan, key.text, key.length, &key.length);
    }
    const struct scan_key *same = scan_keys_push(&scan->keys, top(scan)->first_key, key);
    top(scan)->within = true;
    return same == NULL || scan_repeated(scan, &key, same);
}

static bool scan_member(struct scan *scan)
{
    if (!scan_key(scan)) {
        return false;
    }
    skip_space(scan);
    if (!at(scan, ':')) {
        return scan_unexpected(scan, "expected_colon", "键之后的半角冒号“:”");
    }
    scan->p++;
    return scan_value(scan);
}

static bool scan_element(struct scan *scan)
{
    top(scan)->within = true;
    return scan_value(scan);
}

/* What follows an element: a comma (*more) or the end of the container. */
static bool scan_separator(struct scan *scan, char closing, bool *more)
{
    top(scan)->within = false;
    skip_space(scan);
    *more = at(scan, ',');
    if (!*more) {
        return at(scan, closing) || scan_unexpected(scan, "expected_comma",
                                                    closing == '}' ? "半角逗号“,”或对象的结束“}”"
                                                                   : "半角逗号“,”或数组的结束“]”");
    }
    const char *comma = scan->p++;
    skip_space(scan);
    if (at(scan, closing)) {
        return scan_fault(scan, comma, "trailing_comma", "“%c”之前多了一个逗号，请删去", closing);
    }
    top(scan)->index++;
    return true;
}

static bool scan_object(struct scan *scan)
{
    if (!enter(scan, true)) {
        return false;
    }
    bool more = !at(scan, '}');
    while (more) {
        if (!scan_member(scan) || !scan_separator(scan, '}', &more)) {
            return false;
        }
    }
    scan_keys_drop(&scan->keys, top(scan)->first_key);
    return leave(scan);
}

static bool scan_array(struct scan *scan)
{
    if (!enter(scan, false)) {
        return false;
    }
    bool more = !at(scan, ']');
    while (more) {
        if (!scan_element(scan) || !scan_separator(scan, ']', &more)) {
            return false;
        }
    }
    return leave(scan);
}

static bool note_and_scan_number(struct scan *scan)
{
    scan->numbers = mem_grow(scan->numbers, &scan->number_capacity, scan->number_count + 1,
                             sizeof *scan->numbers);
    scan->numbers[scan->number_count++] =
        (size_t)(scan->out - scan->compact + (scan->p - scan->run));
    return scan_number(scan);
}

static bool scan_value(struct scan *scan)
{
    bool escaped;
    skip_space(scan);
    switch (scan->p < scan->end ? *scan->p : '\0') {
    case '{':
        return scan_object(scan);
    case '[':
        return scan_array(scan);
    case '"':
        return scan_string(scan, &escaped);
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        return note_and_scan_number(scan);
    default:
        return scan_literal(scan);
    }
}

static bool scan_document(struct scan *scan)
{
    skip_space(scan);
    if (scan->p == scan->end) {
        return scan_fault(scan, scan->p, "empty", "内容为空，应为一份 JSON 文档");
    }
    if (!scan_value(scan)) {
        return false;
    }
    skip_space(scan);
    if (scan->p < scan->end) {
        return scan_unexpected(scan, "trailing_bytes",
                               at(scan, '{')
                                   ? "文档的结束（几份文档在一个文件里时，用数组并以逗号隔开，"
                                     "或每行一份、后缀改为 .jsonl）"
                                   : "文档的结束（其后不能再有内容）");
    }
    copy_run(scan);
    return true;
}

static void hand_over(struct scan *scan, struct json_text *compact)
{
    size_t size = scan->number_count * sizeof *scan->numbers;
    size_t *numbers = arena_alloc(scan->arena, size);
    if (size > 0) {
        memcpy(numbers, scan->numbers, size);
    }
    *scan->out = '\0';
    *compact = (struct json_text){.data = scan->compact,
                                  .length = (size_t)(scan->out - scan->compact),
                                  .numbers = numbers,
                                  .number_count = scan->number_count};
}

bool json_scan(struct arena *arena, const char *text, size_t length, struct json_text *compact,
               struct json_fault *fault)
{
    text = length > 0 ? text : ""; /* it may be NULL */
    bool marked = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
    const char *start = text + (marked ? 3 : 0);
    char *out = arena_alloc(arena, length + 1);
    *compact = (struct json_text){0};
    struct scan scan = {.arena = arena,
                        .text = text,
                        .start = start,
                        .end = text + length,
                        .p = start,
                        .run = start,
                        .out = out,
                        .compact = out,
                        .fault = fault};
    scan_keys_init(&scan.keys);
    bool valid = scan_document(&scan);
    if (valid) {
        hand_over(&scan, compact);
    }
    if (valid && scan.repeated != NULL) {
        scan.repeated->next = NULL;
    }
    scan_keys_clear(&scan.keys);
    free(scan.numbers);
    return valid && scan.repeated == NULL;
}
