#include "base/text.h"

#include <string.h>

#include "base/mem.h"

size_t text_code_point(const char *text, size_t length, uint32_t *code_point)
{
    const unsigned char *p = (const unsigned char *)text;
    if (length == 0) {
        return 0;
    }
    if (p[0] < 0x80) {
        *code_point = p[0];
        return 1;
    }
    size_t bytes = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    if (p[0] < 0xC2 || p[0] > 0xF4 || bytes > length) {
        return 0;
    }
    uint32_t c = p[0] & (0x7Fu >> bytes);
    for (size_t i = 1; i < bytes; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return 0;
        }
        c = c << 6 | (p[i] & 0x3Fu);
    }
    bool overlong = (bytes == 3 && c < 0x800) || (bytes == 4 && c < 0x10000);
    if (overlong || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF) {
        return 0;
    }
    *code_point = c;
    return bytes;
}

/* Runs of ASCII eight bytes at a time. */
static size_t ascii_run(const char *text, size_t length)
{
    size_t i = 0;
    for (; length - i >= 8; i += 8) {
        uint64_t eight;
        memcpy(&eight, text + i, sizeof eight);
        if ((eight & UINT64_C(0x8080808080808080)) != 0) {
            break;
        }
    }
    while (i < length && (unsigned char)text[i] < 0x80) {
        i++;
    }
    return i;
}

/* Runs of three-byte characters, but those whose first byte is E0 or ED, which need a closer look.
 */
static size_t wide_run(const char *text, size_t length)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t i = 0;
    while (length - i >= 3 && (p[i] & 0xF0) == 0xE0 && p[i] != 0xE0 && p[i] != 0xED &&
           (p[i + 1] & 0xC0) == 0x80 && (p[i + 2] & 0xC0) == 0x80) {
        i += 3;
    }
    return i;
}

size_t text_utf8_valid(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length) {
        size_t run = (unsigned char)text[i] < 0x80 ? ascii_run(text + i, length - i)
                                                   : wide_run(text + i, length - i);
        uint32_t ignored;
        if (run == 0) {
            run = text_code_point(text + i, length - i, &ignored);
        }
        if (run == 0) {
            break;
        }
        i += run;
    }
    return i;
}

static void quote_ascii(struct buf *out, char c)
{
    static const char named[][2] = {{'"', '"'},  {'\\', '\\'}, {'\b', 'b'}, {'\f', 'f'},
                                    {'\n', 'n'}, {'\r', 'r'},  {'\t', 't'}};
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
        if (c == named[i][0]) {
            buf_putc(out, '\\');
            buf_putc(out, named[i][1]);
            return;
        }
    }
    if ((unsigned char)c < 0x20) {
        buf_printf(out, "\\u%04x", (unsigned)(unsigned char)c);
    } else {
        buf_putc(out, c);
    }
}

void text_json_quote(struct buf *out, const char *text)
{
    size_t left = strlen(text);
    buf_putc(out, '"');
    while (left > 0) {
        uint32_t c;
        size_t bytes = text_code_point(text, left, &c);
        if (bytes == 1) {
            quote_ascii(out, *text);
        } else if (bytes > 1) {
            buf_append(out, text, bytes);
        } else {
            buf_puts(out, "\xEF\xBF\xBD");
            bytes = 1;
        }
        text += bytes;
        left -= bytes;
    }
    buf_putc(out, '"');
}

bool text_is_space(uint32_t c)
{
    if (c <= 0x20) {
        return c == 0x20 || (c >= 0x09 && c <= 0x0D);
    }
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200D) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

/* Opening and closing brackets stand in turn in each of these runs of code points. */
static bool is_bracket(uint32_t c, bool *closing)
{
    static const uint32_t runs[][2] = {{0x3008, 0x3011}, {0x3014, 0x301B}, {0xFE35, 0xFE44},
                                       {0xFE47, 0xFE48}, {0xFE59, 0xFE5E}, {0xFF5F, 0xFF60},
                                       {0xFF62, 0xFF63}};
    for (size_t i = 0; i < sizeof runs / sizeof runs[0]; i++) {
        if (c >= runs[i][0] && c <= runs[i][1]) {
            *closing = (c - runs[i][0]) % 2 == 1;
            return true;
        }
    }
    *closing = c == ']' || c == '}';
    return c == '[' || c == '{' || *closing;
}

/* The folded form of one character; its length, 0 where it is dropped. */
static size_t fold_one(const char *text, size_t bytes, uint32_t c, char folded[4])
{
    bool closing;
    if (text_is_space(c)) {
        return 0;
    }
    if (c >= 0xFF01 && c <= 0xFF5E) {
        c -= 0xFEE0;
        bytes = 1;
    }
    if (is_bracket(c, &closing)) {
        c = closing ? ')' : '(';
        bytes = 1;
    }
    if (bytes == 1) {
        folded[0] = (char)c;
    } else {
        memcpy(folded, text, bytes);
    }
    return bytes;
}

size_t text_fold(const char *label, char *out, size_t size)
{
    size_t left = strlen(label);
    size_t length = 0;
    while (left > 0) {
        uint32_t c = 0xFFFD;
        size_t bytes = text_code_point(label, left, &c);
        bytes = bytes > 0 ? bytes : 1; /* a stray byte is kept as it is */
        char folded[4];
        size_t width = c == 0xFFFD ? bytes : fold_one(label, bytes, c, folded);
        if (length + width >= size) {
            break;
        }
        memcpy(out + length, c == 0xFFFD ? label : folded, width);
        length += width;
        label += bytes;
        left -= bytes;
    }
    if (size > 0) {
        out[length] = '\0';
    }
    return length;
}

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* What stands behind the first of the NULL-terminated marks that the text begins with; NULL if
 * none. */
static const char *behind_mark(const char *text, const char *const *marks)
{
    for (; *marks != NULL; marks++) {
        if (starts_with(text, *marks)) {
            return text + strlen(*marks);
        }
    }
    return NULL;
}

static const char *behind_chinese_number(const char *text)
{
    static const char *const numerals[] = {"一", "二", "三", "四", "五", "六", "七",
                                           "八", "九", "十", "百", "零", "〇", NULL};
    const char *behind = NULL;
    for (const char *p = text; (p = behind_mark(p, numerals)) != NULL;) {
        behind = p;
    }
    return behind;
}

/* Two digits at most: more are a year or a code of a subject. */
static const char *behind_number(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    return digits == 1 || digits == 2 ? text + digits : NULL;
}

/* 1 to 20, circled, in brackets or with a point, each one character; (一) to (十) in one character.
 */
static const char *behind_one_character(const char *text)
{
    uint32_t c;
    size_t bytes = text_code_point(text, strlen(text), &c);
    bool ordinal = bytes > 0 && ((c >= 0x2460 && c <= 0x249B) || (c >= 0x3220 && c <= 0x3229));
    return ordinal ? text + bytes : NULL;
}

static const char *behind_of_which(const char *text)
{
    static const char *const marks[] = {"其中:", "其中：", "其中,", "其中，", "其中、", NULL};
    const char *behind = behind_mark(text, marks);
    if (behind == NULL && starts_with(text, "其中") && text[strlen("其中")] != '\0') {
        behind = text + strlen("其中");
    }
    return behind;
}

/* (1)  (一)  1)  一) */
static const char *behind_bracketed(const char *text)
{
    static const char *const opening[] = {"(", "（", NULL};
    static const char *const closing[] = {")", "）", NULL};
    const char *inside = behind_mark(text, opening);
    const char *p = inside != NULL ? inside : text;
    const char *behind = behind_number(p);
    if (behind == NULL) {
        behind = behind_chinese_number(p);
    }
    return behind != NULL ? behind_mark(behind, closing) : NULL;
}

/* 1.  1、  but not 1.5 */
static const char *behind_numbered(const char *text)
{
    static const char *const points[] = {".", "．", "、", NULL};
    const char *number = behind_number(text);
    const char *behind = number != NULL ? behind_mark(number, points) : NULL;
    bool decimal = behind != NULL && *behind >= '0' && *behind <= '9' && *number == '.';
    return decimal ? NULL : behind;
}

enum text_ordinal text_ordinal(const char *folded, const char **rest)
{
    static const char *const points[] = {"、", ".", "．", NULL};
    static const char *(*const lower[])(const char *) = {behind_numbered, behind_bracketed,
                                                         behind_one_character, behind_of_which};
    const char *number = behind_chinese_number(folded);
    const char *behind = number != NULL ? behind_mark(number, points) : NULL;
    if (behind != NULL) {
        *rest = behind;
        return TEXT_ORDINAL_CHINESE;
    }
    for (size_t i = 0; i < sizeof lower / sizeof lower[0]; i++) {
        behind = lower[i](folded);
        if (behind != NULL) {
            *rest = behind;
            return TEXT_ORDINAL_LOWER;
        }
    }
    *rest = folded;
    return TEXT_ORDINAL_NONE;
}

char *text_printable(const char *text)
{
    struct buf out = {0};
    size_t length = strlen(text);
    for (size_t i = 0; i < length;) {
        size_t valid = text_utf8_valid(text + i, length - i);
        buf_append(&out, text + i, valid);
        i += valid;
        if (i < length) {
            buf_printf(&out, "\\x%02x", (unsigned char)text[i++]);
        }
    }
    char *copy = mem_strdup(buf_cstr(&out));
    buf_clear(&out);
    return copy;
}

/* The bytes of the control character at c: one below space, DEL, or one of U+0080 to U+009F, some
 * of which end lines or steer terminals; 0 where it is none. */
static size_t control_length(const char *c)
{
    const unsigned char *p = (const unsigned char *)c;
    if (p[0] < 0x20 || p[0] == 0x7F) {
        return 1;
    }
    return p[0] == 0xC2 && p[1] >= 0x80 && p[1] <= 0x9F ? 2 : 0;
}

void text_visible(struct buf *out, const char *text)
{
    for (const char *c = text; *c != '\0';) {
        size_t length = control_length(c);
        if (*c == '\n') {
            buf_puts(out, "\\n");
        } else if (length > 0) {
            buf_printf(out, "\\x%02x", (unsigned)(unsigned char)c[length - 1]);
        } else {
            buf_putc(out, *c);
        }
        c += length > 0 ? length : 1;
    }
}

char **text_words(char *text)
{
    static const char blanks[] = " \t";
    char **words = mem_zalloc((strlen(text) / 2 + 2) * sizeof *words);
    size_t count = 0;
    char *rest = NULL;
    for (char *word = strtok_r(text, blanks, &rest); word != NULL;
         word = strtok_r(NULL, blanks, &rest)) {
        words[count++] = word;
    }
    return words;
}
