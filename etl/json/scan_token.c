/* The tokens of which a JSON text is made: strings, numbers, literals. */
#include <string.h>

#include "base/text.h"
#include "json/scan.h"

static const uint64_t each_byte = UINT64_C(0x0101010101010101);

/* Not 0 where one of the eight bytes ends a run: a quote, a backslash or a control character. */
static uint64_t stops(uint64_t eight)
{
    uint64_t quote = eight ^ (each_byte * '"');
    uint64_t backslash = eight ^ (each_byte * '\\');
    uint64_t found = ((quote - each_byte) & ~quote) | ((backslash - each_byte) & ~backslash) |
                     ((eight - each_byte * 0x20) & ~eight);
    return found & (each_byte * 0x80);
}

/* The end of a run of ordinary characters; *high tells of bytes beyond ASCII in it. */
static const char *run_end(const char *p, const char *end, bool *high)
{
    uint64_t seen = 0;
    for (; end - p >= 8; p += 8) {
        uint64_t eight;
        memcpy(&eight, p, sizeof eight);
        if (stops(eight) != 0) {
            break;
        }
        seen |= eight;
    }
    for (; p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20; p++) {
        seen |= (unsigned char)*p;
    }
    *high = (seen & (each_byte * 0x80)) != 0;
    return p;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four hexadecimal digits at p; -1 where there are others. */
static int hex_unit(const char *p)
{
    int unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(p[i]);
        if (digit < 0) {
            return -1;
        }
        unit = unit << 4 | digit;
    }
    return unit;
}

static const char string_open[] = "字符串的右引号";

/* \uXXXX at p; the unit it stands for. */
static bool scan_unit(struct scan *scan, int *unit)
{
    const char *p = scan->p + 2;
    for (int i = 0; i < 4; i++, p++) {
        if (p == scan->end) {
            return scan_truncated(scan, string_open);
        }
        if (hex_digit(*p) < 0) {
            return scan_fault(scan, scan->p, "invalid_escape", "“\\u”之后应有四位十六进制数字");
        }
    }
    *unit = hex_unit(scan->p + 2);
    scan->p = p;
    return true;
}

static bool lone_surrogate(const struct scan *scan, const char *at)
{
    return scan_fault(scan, at, "lone_surrogate", "“%.6s”只是代理对的一半，不能单独出现", at);
}

/* The second half of a pair must follow the first at once. */
static bool scan_low_surrogate(struct scan *scan, const char *first)
{
    int unit = 0;
    if (scan->p == scan->end || (*scan->p == '\\' && scan->p + 1 == scan->end)) {
        return scan_truncated(scan, string_open);
    }
    if (scan->p[0] != '\\' || scan->p[1] != 'u') {
        return lone_surrogate(scan, first);
    }
    if (!scan_unit(scan, &unit)) {
        return false;
    }
    return (unit & 0xFC00) == 0xDC00 || lone_surrogate(scan, first);
}

static bool scan_unicode_escape(struct scan *scan)
{
    const char *first = scan->p;
    int unit = 0;
    if (!scan_unit(scan, &unit)) {
        return false;
    }
    if (unit == 0) {
        return scan_fault(scan, first, "null_character", "字符串中不能有空字符“\\u0000”");
    }
    if ((unit & 0xFC00) == 0xDC00) {
        return lone_surrogate(scan, first);
    }
    return (unit & 0xFC00) != 0xD800 || scan_low_surrogate(scan, first);
}

static bool scan_escape(struct scan *scan)
{
    if (scan->end - scan->p < 2) {
        scan->p = scan->end;
        return scan_truncated(scan, string_open);
    }
    char c = scan->p[1];
    if (c == 'u') {
        return scan_unicode_escape(scan);
    }
    if (c == '\0' || strchr("\"\\/bfnrt", c) == NULL) {
        return scan_fault(scan, scan->p, "invalid_escape",
                          "反斜杠“\\”之后的字符不合法；反斜杠本身应写成“\\\\”");
    }
    scan->p += 2;
    return true;
}

static bool fault_control(const struct scan *scan)
{
    unsigned char c = (unsigned char)*scan->p;
    if (c == '\n' || c == '\r') {
        return scan_fault(scan, scan->p, "control_character",
                          "字符串中不能直接换行：可能漏了右引号；换行应写成“\\n”");
    }
    if (c == '\t') {
        return scan_fault(scan, scan->p, "control_character", "字符串中不能有制表符，应写成“\\t”");
    }
    return scan_fault(scan, scan->p, "control_character", "字符串中不能有控制字符 U+%04X", c);
}

bool scan_string(struct scan *scan, bool *escaped)
{
    scan->p++;
    for (;;) {
        bool high;
        const char *run = scan->p;
        scan->p = run_end(run, scan->end, &high);
        size_t length = (size_t)(scan->p - run);
        size_t valid = high ? text_utf8_valid(run, length) : length;
        if (valid < length) {
            return scan_not_utf8(scan, run + valid);
        }
        if (scan->p == scan->end) {
            return scan_truncated(scan, string_open);
        }
        if (*scan->p == '"') {
            scan->p++;
            return true;
        }
        if (*scan->p != '\\') {
            return fault_control(scan);
        }
        *escaped = true;
        if (!scan_escape(scan)) {
            return false;
        }
    }
}

static char *put_code_point(char *out, unsigned c)
{
    if (c < 0x80) {
        *out++ = (char)c;
    } else if (c < 0x800) {
        *out++ = (char)(0xC0 | c >> 6);
        *out++ = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        *out++ = (char)(0xE0 | c >> 12);
        *out++ = (char)(0x80 | (c >> 6 & 0x3F));
        *out++ = (char)(0x80 | (c & 0x3F));
    } else {
        *out++ = (char)(0xF0 | c >> 18);
        *out++ = (char)(0x80 | (c >> 12 & 0x3F));
        *out++ = (char)(0x80 | (c >> 6 & 0x3F));
        *out++ = (char)(0x80 | (c & 0x3F));
    }
    return out;
}

/* Decodes the escape at *p and moves past it. */
static char *put_escape(char *out, const char **p)
{
    static const char letters[] = "bfnrt";
    static const char stands_for[] = "\b\f\n\r\t";
    char c = (*p)[1];
    if (c != 'u') {
        const char *letter = strchr(letters, c);
        *out++ = (char)(letter != NULL ? stands_for[letter - letters] : c);
        *p += 2;
        return out;
    }
    unsigned code_point = (unsigned)hex_unit(*p + 2);
    *p += 6;
    if (code_point >= 0xD800 && code_point <= 0xDBFF) {
        unsigned low = (unsigned)hex_unit(*p + 2);
        code_point = 0x10000 + ((code_point - 0xD800) << 10) + (low - 0xDC00);
        *p += 6;
    }
    return put_code_point(out, code_point);
}

const char *scan_decode(struct scan *scan, const char *string, size_t length, size_t *decoded)
{
    char *text = arena_alloc(scan->arena, length);
    char *out = text;
    const char *end = string + length;
    while (string < end) {
        if (*string == '\\') {
            out = put_escape(out, &string);
        } else {
            *out++ = *string++;
        }
    }
    *decoded = (size_t)(out - text);
    return text;
}

static bool at_digit(const struct scan *scan)
{
    return scan->p < scan->end && *scan->p >= '0' && *scan->p <= '9';
}

static bool scan_digits(struct scan *scan, const char *where)
{
    if (!at_digit(scan)) {
        return scan_unexpected(scan, "invalid_number", where);
    }
    while (at_digit(scan)) {
        scan->p++;
    }
    return true;
}

static bool at_one_of(const struct scan *scan, const char *characters)
{
    return scan->p < scan->end && *scan->p != '\0' && strchr(characters, *scan->p) != NULL;
}

bool scan_number(struct scan *scan)
{
    const char *start = scan->p;
    scan->p += *start == '-';
    const char *first = scan->p;
    if (!scan_digits(scan, "负号之后的数字")) {
        return false;
    }
    if (*first == '0' && scan->p - first > 1) {
        return scan_fault(scan, first, "invalid_number",
                          "数值不能以多余的 0 开头；编码等应加双引号写成字符串");
    }
    if (at_one_of(scan, ".")) {
        scan->p++;
        if (!scan_digits(scan, "小数点之后的数字")) {
            return false;
        }
    }
    if (at_one_of(scan, "eE")) {
        scan->p++;
        scan->p += at_one_of(scan, "+-");
        if (!scan_digits(scan, "指数的数字")) {
            return false;
        }
    }
    return true;
}

static size_t word_length(const struct scan *scan)
{
    size_t length = 0;
    for (const char *p = scan->p; p < scan->end; p++, length++) {
        bool letter = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || *p == '_';
        bool digit = *p >= '0' && *p <= '9';
        if (!letter && !(digit && length > 0)) {
            break;
        }
    }
    return length;
}

bool scan_literal(struct scan *scan)
{
    static const char *const literals[] = {"true", "false", "null"};
    size_t length = word_length(scan);
    if (length == 0) {
        bool figure = at_one_of(scan, "+.");
        return scan_unexpected(scan, figure ? "invalid_number" : "expected_value",
                               figure ? "数字或负号（数值不能以“+”或小数点开头）"
                                      : "值（对象、数组、字符串、数值、true、false 或 null）");
    }
    for (size_t i = 0; i < sizeof literals / sizeof literals[0]; i++) {
        size_t whole = strlen(literals[i]);
        if (length == whole && memcmp(scan->p, literals[i], whole) == 0) {
            scan->p += whole;
            return true;
        }
        if (scan->p + length == scan->end && length < whole &&
            memcmp(scan->p, literals[i], length) == 0) {
            return scan_truncated(scan, literals[i]);
        }
    }
    return scan_fault(scan, scan->p, "invalid_literal",
                      "“%.*s”不是合法的值：文字须加半角双引号，此外只能是小写的 true、false、null",
                      length > 40 ? 40 : (int)length, scan->p);
}
