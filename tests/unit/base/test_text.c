#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* How many bytes from the start are valid. */
static const struct {
    const char *text;
    size_t length;
    size_t valid;
} utf8_cases[] = {
    {"", 0, 0},
    {"plain ASCII, longer than eight", 30, 30},
    {"a\0b", 3, 3},
    {"\x7F", 1, 1},
    {"\xC2\x80", 2, 2},
    {"\xDF\xBF", 2, 2},
    {"\xE0\xA0\x80", 3, 3},
    {"\xEC\xBF\xBF", 3, 3},
    {"\xED\x9F\xBF", 3, 3},
    {"\xEE\x80\x80", 3, 3},
    {"\xEF\xBF\xBF", 3, 3},
    {"\xF0\x90\x80\x80", 4, 4},
    {"\xF4\x8F\xBF\xBF", 4, 4},
    {"汾阳市ABC人力资源", 24, 24},
    /* continuation bytes alone, bytes that never stand */
    {"\x80", 1, 0},
    {"\xBF", 1, 0},
    {"ab\x80", 3, 2},
    {"\xFE", 1, 0},
    {"\xFF", 1, 0},
    {"12345678\xFF", 9, 8},
    {"1234567\xFF", 8, 7},
    /* cut off */
    {"\xC2", 1, 0},
    {"\xE4\xBD", 2, 0},
    {"\xF0\x9F\x98", 3, 0},
    {"\xE4\xBD\xA0\xE5", 4, 3},
    {"\xE4\xBD\xA0\xE5\xA5", 5, 3},
    {"\xC2"
     "a",
     2, 0},
    {"\xE4\xBD"
     "a",
     3, 0},
    {"\xE4"
     "a\xA0",
     3, 0},
    {"\xF0\x9F\x98"
     "a",
     4, 0},
    /* overlong */
    {"\xC0\x80", 2, 0},
    {"\xC1\xBF", 2, 0},
    {"\xE0\x80\x80", 3, 0},
    {"\xE0\x9F\xBF", 3, 0},
    {"\xF0\x80\x80\x80", 4, 0},
    {"\xF0\x8F\xBF\xBF", 4, 0},
    /* surrogates */
    {"\xED\xA0\x80", 3, 0},
    {"\xED\xBF\xBF", 3, 0},
    {"\xED\xA0\xBD\xED\xB8\x80", 6, 0},
    /* above U+10FFFF */
    {"\xF4\x90\x80\x80", 4, 0},
    {"\xF5\x80\x80\x80", 4, 0},
    {"\xF8\x88\x80\x80\x80", 5, 0},
    {"\xFC\x84\x80\x80\x80\x80", 6, 0},
};

Test(text, utf8_valid)
{
    for (size_t i = 0; i < sizeof utf8_cases / sizeof *utf8_cases; i++) {
        size_t valid = text_utf8_valid(utf8_cases[i].text, utf8_cases[i].length);
        cr_expect_eq(valid, utf8_cases[i].valid, "case %zu: %zu bytes", i, valid);
    }
}

/* At every distance from the start, so that each case meets the runs of eight bytes at each place.
 */
Test(text, utf8_valid_wherever_it_stands)
{
    for (size_t before = 0; before < 20; before++) {
        for (size_t i = 0; i < sizeof utf8_cases / sizeof *utf8_cases; i++) {
            char text[64];
            memset(text, 'x', sizeof text);
            memcpy(text + before, utf8_cases[i].text, utf8_cases[i].length);
            size_t length = before + utf8_cases[i].length;
            size_t valid = text_utf8_valid(text, length);
            cr_expect_eq(valid, before + utf8_cases[i].valid, "case %zu behind %zu", i, before);
        }
    }
}

/* Of all runs of three bytes exactly those of U+0800 to U+FFFF without the surrogates are
 * characters. */
Test(text, three_bytes_exhaustively)
{
    size_t characters = 0;
    for (unsigned first = 0xE0; first <= 0xEF; first++) {
        for (unsigned rest = 0; rest <= 0xFFFF; rest++) {
            char text[3] = {(char)first, (char)(rest >> 8), (char)(rest & 0xFF)};
            uint32_t c = 0;
            size_t bytes = text_code_point(text, 3, &c);
            cr_assert(bytes == 0 || bytes == 3);
            cr_assert(text_utf8_valid(text, 3) == bytes);
            characters += bytes == 3;
            cr_assert(bytes == 0 || (c >= 0x800 && c <= 0xFFFF && (c < 0xD800 || c > 0xDFFF)));
        }
    }
    cr_expect_eq(characters, 0x10000 - 0x800 - 0x800);
}

/* Four bytes with their 3 + 6 + 6 + 6 bits, all 2^21 values: those from U+10000 to U+10FFFF are
 * good. */
Test(text, four_bytes_exhaustively)
{
    for (uint32_t value = 0; value < 1u << 21; value++) {
        char text[4] = {(char)(0xF0 | value >> 18), (char)(0x80 | (value >> 12 & 0x3F)),
                        (char)(0x80 | (value >> 6 & 0x3F)), (char)(0x80 | (value & 0x3F))};
        uint32_t c = 0;
        bool good = value >= 0x10000 && value <= 0x10FFFF;
        cr_assert((text_code_point(text, 4, &c) == 4) == good);
        cr_assert(!good || c == value);
    }
}

Test(text, json_quote)
{
    static const struct {
        const char *text;
        const char *quoted;
    } cases[] = {
        {"", "\"\""},
        {"合计", "\"合计\""},
        {"a\"b\\c/", "\"a\\\"b\\\\c/\""},
        {"\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""},
        {"\x01\x1F\x7F", "\"\\u0001\\u001f\x7F\""},
        {"a\xFF"
         "b",
         "\"a\xEF\xBF\xBD"
         "b\""},
        {"\xE4\xBD", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {"\xF0\x9F\x98\x80", "\"\xF0\x9F\x98\x80\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf out = {0};
        text_json_quote(&out, cases[i].text);
        cr_expect_str_eq(buf_cstr(&out), cases[i].quoted);
        buf_clear(&out);
    }
}

Test(text, fold)
{
    static const struct {
        const char *label;
        const char *folded;
    } cases[] = {
        {"", ""},
        {"合  计", "合计"},
        {"\u3000合\u3000计\u00A0", "合计"},
        {"\xEF\xBB\xBF合\u200B计\t\r\n", "合计"},
        {"因公出国（境）费", "因公出国(境)费"},
        {"因公出国(境)费", "因公出国(境)费"},
        {"维修〔护〕费", "维修(护)费"},
        {"【2024】49号", "(2024)49号"},
        {"[a]{b}［c］｛d｝", "(a)(b)(c)(d)"},
        {"「一」『二』《三》〈四〉〖五〗", "(一)(二)(三)(四)(五)"},
        {"“三公”经费 \"x\" ‘y’ 'z'", "“三公”经费\"x\"‘y’'z'"},
        {"ＡＢｃ１２３：，．％！～", "ABc123:,.%!~"},
        {"1. 一般公共预算资金", "1.一般公共预算资金"},
        {"八、社会保障", "八、社会保障"},
        {"\xF0\xA0\x80\x80字", "\xF0\xA0\x80\x80字"},
        {"a\xFF"
         "b\xE4",
         "a\xFF"
         "b\xE4"},
        {"\xEF\xBF\xBD", "\xEF\xBF\xBD"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[128];
        size_t length = text_fold(cases[i].label, out, sizeof out);
        cr_expect_str_eq(out, cases[i].folded);
        cr_expect_eq(length, strlen(cases[i].folded));
    }
}

Test(text, fold_is_cut_between_characters)
{
    char out[8];
    cr_expect_eq(text_fold("合计数", out, sizeof out), 6);
    cr_expect_str_eq(out, "合计");
    cr_expect_eq(text_fold("合计1 ", out, sizeof out), 7);
    cr_expect_str_eq(out, "合计1");
    cr_expect_eq(text_fold("合计12", out, sizeof out), 7);
    cr_expect_eq(text_fold("合", out, 1), 0);
    cr_expect_str_eq(out, "");
    out[0] = 'x';
    cr_expect_eq(text_fold("合", out, 0), 0);
    cr_expect_eq(out[0], 'x');
}

Test(text, ordinal)
{
    static const struct {
        const char *label;
        enum text_ordinal ordinal;
        const char *rest;
    } cases[] = {
        {"八、社会保障和就业支出", TEXT_ORDINAL_CHINESE, "社会保障和就业支出"},
        {"二十一、其他支出", TEXT_ORDINAL_CHINESE, "其他支出"},
        {"三十、抗疫特别国债安排的支出", TEXT_ORDINAL_CHINESE, "抗疫特别国债安排的支出"},
        {"十二.交通运输支出", TEXT_ORDINAL_CHINESE, "交通运输支出"},
        {"十二．交通运输支出", TEXT_ORDINAL_CHINESE, "交通运输支出"},
        {"一、", TEXT_ORDINAL_CHINESE, ""},
        {"1.一般公共预算资金", TEXT_ORDINAL_LOWER, "一般公共预算资金"},
        {"1、一般公共预算资金", TEXT_ORDINAL_LOWER, "一般公共预算资金"},
        {"12.其他", TEXT_ORDINAL_LOWER, "其他"},
        {"(一)基本支出", TEXT_ORDINAL_LOWER, "基本支出"},
        {"(十二)基本支出", TEXT_ORDINAL_LOWER, "基本支出"},
        {"（一）基本支出", TEXT_ORDINAL_LOWER, "基本支出"},
        {"(1)基本支出", TEXT_ORDINAL_LOWER, "基本支出"},
        {"（1）基本支出", TEXT_ORDINAL_LOWER, "基本支出"},
        {"1)基本支出", TEXT_ORDINAL_LOWER, "基本支出"},
        {"一)基本支出", TEXT_ORDINAL_LOWER, "基本支出"},
        {"①公务用车购置费", TEXT_ORDINAL_LOWER, "公务用车购置费"},
        {"⑳末项", TEXT_ORDINAL_LOWER, "末项"},
        {"⑴甲", TEXT_ORDINAL_LOWER, "甲"},
        {"⒈甲", TEXT_ORDINAL_LOWER, "甲"},
        {"㈠甲", TEXT_ORDINAL_LOWER, "甲"},
        {"其中:公务接待费", TEXT_ORDINAL_LOWER, "公务接待费"},
        {"其中：公务接待费", TEXT_ORDINAL_LOWER, "公务接待费"},
        {"其中公务接待费", TEXT_ORDINAL_LOWER, "公务接待费"},
        {"其中:", TEXT_ORDINAL_LOWER, ""},
        {"其中", TEXT_ORDINAL_NONE, "其中"},
        {"", TEXT_ORDINAL_NONE, ""},
        {"一般公共预算", TEXT_ORDINAL_NONE, "一般公共预算"},
        {"三公经费", TEXT_ORDINAL_NONE, "三公经费"},
        {"十三五规划", TEXT_ORDINAL_NONE, "十三五规划"},
        {"2025年业务工作经费", TEXT_ORDINAL_NONE, "2025年业务工作经费"},
        {"2025.业务", TEXT_ORDINAL_NONE, "2025.业务"},
        {"208.社会保障", TEXT_ORDINAL_NONE, "208.社会保障"},
        {"(2025)49号", TEXT_ORDINAL_NONE, "(2025)49号"},
        {"1%人口抽样调查", TEXT_ORDINAL_NONE, "1%人口抽样调查"},
        {"1.5万元以上设备", TEXT_ORDINAL_NONE, "1.5万元以上设备"},
        {"12", TEXT_ORDINAL_NONE, "12"},
        {"(境)费", TEXT_ORDINAL_NONE, "(境)费"},
        {"(", TEXT_ORDINAL_NONE, "("},
        {"(一", TEXT_ORDINAL_NONE, "(一"},
        {"合计", TEXT_ORDINAL_NONE, "合计"},
        {"、", TEXT_ORDINAL_NONE, "、"},
        {"\xFF", TEXT_ORDINAL_NONE, "\xFF"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *rest = NULL;
        enum text_ordinal ordinal = text_ordinal(cases[i].label, &rest);
        cr_expect(ordinal == cases[i].ordinal, "%s: %d", cases[i].label, ordinal);
        cr_expect_str_eq(rest, cases[i].rest, "%s: rest \"%s\"", cases[i].label, rest);
    }
}

Test(text, control_characters_are_made_visible)
{
    struct buf out = {0};
    text_visible(&out, "a\n\r\x1b[31m\x7f\xc2\x85\xc2\x9b"
                       "1m\u00a0汉\u00e9");
    cr_assert_str_eq(buf_cstr(&out), "a\\n\\x0d\\x1b[31m\\x7f\\x85\\x9b1m\u00a0汉\u00e9");
    buf_clear(&out);
}

Test(text, words_are_what_stands_between_blanks_and_tabs)
{
    char text[] = " /srv/in \t 甲\t/a";
    char **words = text_words(text);
    cr_assert_str_eq(words[0], "/srv/in");
    cr_assert_str_eq(words[1], "甲");
    cr_assert_str_eq(words[2], "/a");
    cr_assert_null(words[3]);
    free(words);

    char blank[] = " \t ";
    words = text_words(blank);
    cr_assert_null(words[0]);
    free(words);
}
