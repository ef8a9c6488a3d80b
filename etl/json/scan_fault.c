/* Faults: nothing here runs as long as a text is valid, so places are counted from its start. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "json/scan.h"

/* The start of the line in which `at` stands. A line ends with LF, CR or both. */
static const char *line_start(const struct scan *scan, const char *at, unsigned *line)
{
    const char *start = scan->start;
    *line = 1;
    for (const char *p = scan->start; p < at; p++) {
        if (*p == '\n' || (*p == '\r' && !(p + 1 < scan->end && p[1] == '\n'))) {
            (*line)++;
            start = p + 1;
        }
    }
    return start;
}

unsigned scan_line(const struct scan *scan, const char *at)
{
    unsigned line;
    line_start(scan, at, &line);
    return line;
}

static void set_place(const struct scan *scan, const char *at)
{
    struct json_fault *fault = scan->fault;
    fault->offset = (size_t)(at - scan->text);
    fault->column = 1;
    for (const char *p = line_start(scan, at, &fault->line); p < at; p++) {
        fault->column += ((unsigned char)*p & 0xC0) != 0x80;
    }
}

/* A JSON pointer that is being written; what doesn't fit is cut off, with "…" in its place. */
struct pointer {
    char *text;
    size_t length;
    bool cut;
};

static void put(struct pointer *pointer, const char *text, size_t length)
{
    static const char dots[] = "…";
    if (!pointer->cut && pointer->length + length + sizeof dots > JSON_POINTER_MAX) {
        pointer->cut = true;
        memcpy(pointer->text + pointer->length, dots, sizeof dots);
    }
    if (!pointer->cut) {
        memcpy(pointer->text + pointer->length, text, length);
        pointer->length += length;
        pointer->text[pointer->length] = '\0';
    }
}

static void put_key(struct pointer *pointer, const char *key, size_t length)
{
    for (size_t i = 0; i < length && !pointer->cut;) {
        uint32_t c;
        size_t bytes = text_code_point(key + i, length - i, &c);
        if (key[i] == '~') {
            put(pointer, "~0", 2);
        } else if (key[i] == '/') {
            put(pointer, "~1", 2);
        } else {
            put(pointer, key + i, bytes);
        }
        i += bytes > 0 ? bytes : 1;
    }
}

static void set_pointer(const struct scan *scan)
{
    struct pointer pointer = {.text = scan->fault->pointer};
    pointer.text[0] = '\0';
    for (size_t i = 0; i < scan->depth && scan->frames[i].within; i++) {
        put(&pointer, "/", 1);
        if (scan->frames[i].object) {
            size_t behind = i + 1 < scan->depth ? scan->frames[i + 1].first_key : scan->keys.count;
            const struct scan_key *key = &scan->keys.stack[behind - 1];
            put_key(&pointer, key->text, key->length);
        } else {
            char index[24];
            int length = snprintf(index, sizeof index, "%zu", scan->frames[i].index);
            put(&pointer, index, (size_t)length);
        }
    }
}

bool scan_fault(const struct scan *scan, const char *at, const char *code, const char *format, ...)
{
    struct json_fault *fault = scan->fault;
    set_place(scan, at);
    set_pointer(scan);
    fault->code = code;
    fault->next = NULL;
    fault->earlier = 0;
    va_list args;
    va_start(args, format);
    vsnprintf(fault->message, sizeof fault->message, format, args);
    va_end(args);
    fault->message[text_utf8_valid(fault->message, strlen(fault->message))] = '\0';
    return false;
}

bool scan_truncated(const struct scan *scan, const char *missing)
{
    return scan_fault(scan, scan->end, "truncated",
                      "内容到此中断，文件可能没有保存或传送完整：缺少%s", missing);
}

/* Whether the bytes up to the end are the beginning of a character. */
static bool begins_character(const char *at, const char *end)
{
    size_t left = (size_t)(end - at);
    char low[4];
    char high[4];
    uint32_t ignored;
    if (left == 0 || left > 3) {
        return false;
    }
    memset(low, 0x80, sizeof low);
    memset(high, 0xBF, sizeof high);
    memcpy(low, at, left);
    memcpy(high, at, left);
    return text_code_point(low, sizeof low, &ignored) > left ||
           text_code_point(high, sizeof high, &ignored) > left;
}

bool scan_not_utf8(const struct scan *scan, const char *at)
{
    if (begins_character(at, scan->end)) {
        return scan_truncated(scan, "一个汉字或符号的后半");
    }
    bool utf16 = at == scan->text && scan->end - at >= 2 &&
                 (memcmp(at, "\xFF\xFE", 2) == 0 || memcmp(at, "\xFE\xFF", 2) == 0);
    return scan_fault(scan, at, "invalid_utf8",
                      utf16
                          ? "文件是 UTF-16 编码（首字节 0x%02X），请另存为 UTF-8"
                          : "字节 0x%02X 不是 UTF-8 编码；文件若以 GBK 等编码保存，请另存为 UTF-8",
                      (unsigned char)*at);
}

/* What stands at `at`, in words. */
static void name_character(const char *at, uint32_t c, size_t bytes, char *out, size_t size)
{
    static const struct {
        uint32_t c;
        const char *name;
    } named[] = {
        {'\n', "换行"},
        {'\r', "换行"},
        {'\t', "制表符"},
        {' ', "空格"},
        {0x3000, "全角空格"},
        {0xA0, "不间断空格"},
        {0xFEFF, "字节顺序标记"},
        {0x201C, "中文引号“"},
        {0x201D, "中文引号”"},
        {'"', "双引号"},
        {'\'', "单引号（应为双引号）"},
    };
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
        if (c == named[i].c) {
            snprintf(out, size, "%s", named[i].name);
            return;
        }
    }
    if (c >= 0xFF01 && c <= 0xFF5E) {
        snprintf(out, size, "全角的“%.*s”", (int)bytes, at);
    } else if (c < 0x20 || c == 0x7F || text_is_space(c)) {
        snprintf(out, size, "不可见字符 U+%04X", (unsigned)c);
    } else {
        snprintf(out, size, "“%.*s”", (int)bytes, at);
    }
}

static bool begins_comment(const struct scan *scan)
{
    const char *p = scan->p;
    return *p == '#' || (*p == '/' && scan->end - p > 1 && (p[1] == '/' || p[1] == '*'));
}

bool scan_unexpected(const struct scan *scan, const char *code, const char *expected)
{
    uint32_t c;
    char found[64];
    if (scan->p == scan->end) {
        return scan_truncated(scan, expected);
    }
    size_t bytes = text_code_point(scan->p, (size_t)(scan->end - scan->p), &c);
    if (bytes == 0) {
        return scan_not_utf8(scan, scan->p);
    }
    if (begins_comment(scan)) {
        return scan_fault(scan, scan->p, "comment", "JSON 不能有注释，请删去“%c”起的注释", (int)c);
    }
    name_character(scan->p, c, bytes, found, sizeof found);
    return scan_fault(scan, scan->p, code, "此处应为%s，实际是%s", expected, found);
}
