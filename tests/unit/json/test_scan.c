/* What a text must be to be JSON (RFC 8259), and where and how the scan says that it isn't. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "json/json.h"

static struct arena arena;
static struct json_fault fault;

static void clear(void)
{
    arena_clear(&arena);
}

TestSuite(scan, .fini = clear);

static bool scan(const char *text, size_t length, struct json_text *compact)
{
    /* A copy of just this size on the heap: the sanitizer sees a read beyond its end. */
    char *copy = malloc(length > 0 ? length : 1);
    memcpy(copy, text, length);
    bool valid = json_scan(&arena, copy, length, compact, &fault);
    free(copy);
    return valid;
}

struct text {
    const char *bytes;
    size_t length;
};

#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

/* Valid texts, each as it is and in its compact form. */
static const struct {
    struct text text;
    const char *compact;
} valid_cases[] = {
    {TEXT("{}"), "{}"},
    {TEXT("[]"), "[]"},
    {TEXT("0"), "0"},
    {TEXT("-0"), "-0"},
    {TEXT("12"), "12"},
    {TEXT("-12.50"), "-12.50"},
    {TEXT("1e5"), "1e5"},
    {TEXT("1E5"), "1E5"},
    {TEXT("1e+05"), "1e+05"},
    {TEXT("1.0E-2"), "1.0E-2"},
    {TEXT("0e0"), "0e0"},
    {TEXT("0.1"), "0.1"},
    {TEXT("-0.0e-0"), "-0.0e-0"},
    {TEXT("1e400"), "1e400"},
    {TEXT("123456789012345678901234567890123456789012345678901234567890123456789"),
     "123456789012345678901234567890123456789012345678901234567890123456789"},
    {TEXT("true"), "true"},
    {TEXT("false"), "false"},
    {TEXT("null"), "null"},
    {TEXT("\"\""), "\"\""},
    {TEXT("\"a\""), "\"a\""},
    {TEXT("\"a b  c\""), "\"a b  c\""},
    {TEXT("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""},
    {TEXT("\"\\u0041\\u00e9\\u6C49\\uFFFF\""), "\"\\u0041\\u00e9\\u6C49\\uFFFF\""},
    {TEXT("\"\\ud83d\\uDe00\""), "\"\\ud83d\\uDe00\""},
    {TEXT("\"\\uD800\\uDC00\\uDBFF\\uDFFF\""), "\"\\uD800\\uDC00\\uDBFF\\uDFFF\""},
    {TEXT("\"\\u0001\""), "\"\\u0001\""},
    {TEXT("\"\x7F\""), "\"\x7F\""},
    {TEXT("\"汾阳市\""), "\"汾阳市\""},
    {TEXT("\"\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\""),
     "\"\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\""},
    {TEXT("\"\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\""), "\"\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\""},
    {TEXT("\"\xE2\x80\xA8\xE2\x80\xA9\""), "\"\xE2\x80\xA8\xE2\x80\xA9\""},
    {TEXT("\"\xEF\xBB\xBF\""), "\"\xEF\xBB\xBF\""},
    {TEXT("\"//\""), "\"//\""},
    {TEXT("\"/* no comment */\""), "\"/* no comment */\""},
    {TEXT("\"{[,:]}\""), "\"{[,:]}\""},
    {TEXT("\"1234567\""), "\"1234567\""},
    {TEXT("\"12345678\""), "\"12345678\""},
    {TEXT("\"123456789012345\\\"\""), "\"123456789012345\\\"\""},
    {TEXT(" 1 "), "1"},
    {TEXT("\t\r\n [ \n ] \r\n"), "[]"},
    {TEXT("{ \n }"), "{}"},
    {TEXT("[1]"), "[1]"},
    {TEXT("[1 , 2 ,3]"), "[1,2,3]"},
    {TEXT("[null,true,false,\"\",0,{},[]]"), "[null,true,false,\"\",0,{},[]]"},
    {TEXT("[[[[]]]]"), "[[[[]]]]"},
    {TEXT("[ [ ] , [ ] ]"), "[[],[]]"},
    {TEXT("[{},{}]"), "[{},{}]"},
    {TEXT("{\"a\":1}"), "{\"a\":1}"},
    {TEXT("{ \"a\" : 1 , \"b\" : [ 1 ] }"), "{\"a\":1,\"b\":[1]}"},
    {TEXT("{\"\":0}"), "{\"\":0}"},
    {TEXT("{\"a b\":\"c d\"}"), "{\"a b\":\"c d\"}"},
    {TEXT("{\"a\":{\"a\":{\"a\":1}}}"), "{\"a\":{\"a\":{\"a\":1}}}"},
    {TEXT("{\"a\":{\"b\":1},\"b\":2}"), "{\"a\":{\"b\":1},\"b\":2}"},
    {TEXT("[{\"a\":1},{\"a\":1}]"), "[{\"a\":1},{\"a\":1}]"},
    {TEXT("{\"a\":1,\"A\":2}"), "{\"a\":1,\"A\":2}"},
    {TEXT("{\"a\":1,\"aa\":2,\"\":3}"), "{\"a\":1,\"aa\":2,\"\":3}"},
    {TEXT("{\"\\u0061\":1,\"\\\\u0061\":2}"), "{\"\\u0061\":1,\"\\\\u0061\":2}"},
    {TEXT("\xEF\xBB\xBF{}"), "{}"},
    {TEXT("\xEF\xBB\xBF 1\n"), "1"},
};

Test(scan, valid)
{
    for (size_t i = 0; i < sizeof valid_cases / sizeof *valid_cases; i++) {
        struct json_text compact;
        struct text text = valid_cases[i].text;
        cr_expect(scan(text.bytes, text.length, &compact), "%s: %s", text.bytes, fault.code);
        cr_expect_str_eq(compact.data, valid_cases[i].compact, "%s", text.bytes);
        cr_expect_eq(compact.length, strlen(valid_cases[i].compact));
    }
    cr_expect(sizeof valid_cases / sizeof *valid_cases >= 50);
}

/* Whatever is valid is valid within an array and as a member too, and its number is told. */
Test(scan, valid_within_others)
{
    for (size_t i = 0; i < sizeof valid_cases / sizeof *valid_cases; i++) {
        const char *inner = valid_cases[i].compact;
        char text[512];
        int length = snprintf(text, sizeof text, "[0, {\"k\" : %s} , %s]", inner, inner);
        struct json_text compact;
        cr_expect(scan(text, (size_t)length, &compact), "%s: %s", text, fault.code);
        snprintf(text, sizeof text, "[0,{\"k\":%s},%s]", inner, inner);
        cr_expect_str_eq(compact.data, text);
        for (size_t n = 0; n < compact.number_count; n++) {
            cr_expect_not_null(strchr("-0123456789", compact.data[compact.numbers[n]]));
        }
    }
}

/* Texts that are no JSON: the first @ isn't of the text, but marks the place of the fault. */
static const struct {
    const char *code;
    struct text text;
    const char *pointer;
} invalid_cases[] = {
    {"empty", TEXT("@"), ""},
    {"empty", TEXT(" \n\t @"), ""},
    {"empty", TEXT("\xEF\xBB\xBF@"), ""},

    {"truncated", TEXT("[@"), "/0"},
    {"truncated", TEXT("[1@"), ""},
    {"truncated", TEXT("[1,@"), "/1"},
    {"truncated", TEXT("[1, @"), "/1"},
    {"truncated", TEXT("{@"), ""},
    {"truncated", TEXT("{\"a@"), ""},
    {"truncated", TEXT("{\"a\"@"), "/a"},
    {"truncated", TEXT("{\"a\":@"), "/a"},
    {"truncated", TEXT("{\"a\":1@"), ""},
    {"truncated", TEXT("{\"a\":1,@"), ""},
    {"truncated", TEXT("{\"a\":{\"b\":[1,{\"c\":\"d@"), "/a/b/1/c"},
    {"truncated", TEXT("\"@"), ""},
    {"truncated", TEXT("\"a\\@"), ""},
    {"truncated", TEXT("\"\\u@"), ""},
    {"truncated", TEXT("\"\\u00@"), ""},
    {"truncated", TEXT("\"\\u0041@"), ""},
    {"truncated", TEXT("\"\\ud83d@"), ""},
    {"truncated", TEXT("\"\\ud83d\\@"), ""},
    {"truncated", TEXT("\"\\ud83d\\ud@"), ""},
    {"truncated", TEXT("\"\xE6\xB1@"), ""},
    {"truncated", TEXT("\"\xE0@"), ""},
    {"truncated", TEXT("\"\xED@"), ""},
    {"truncated", TEXT("\"\xF4\x8F@"), ""},
    {"truncated", TEXT("-@"), ""},
    {"truncated", TEXT("1.@"), ""},
    {"truncated", TEXT("1e@"), ""},
    {"truncated", TEXT("1e-@"), ""},
    {"truncated", TEXT("t@"), ""},
    {"truncated", TEXT("[fals@"), "/0"},
    {"truncated", TEXT("{\"a\":nul@"), "/a"},

    {"trailing_bytes", TEXT("{}@{}"), ""},
    {"trailing_bytes", TEXT("{} @}"), ""},
    {"trailing_bytes", TEXT("[]\n@]"), ""},
    {"trailing_bytes", TEXT("1 @2"), ""},
    {"trailing_bytes", TEXT("1@,"), ""},
    {"trailing_bytes", TEXT("\"a\"@\"b\""), ""},
    {"trailing_bytes", TEXT("null@\0"), ""},
    {"trailing_bytes", TEXT("true@汉"), ""},
    {"trailing_bytes", TEXT("{}@\xEF\xBB\xBF"), ""},

    {"expected_value", TEXT("@,"), ""},
    {"expected_value", TEXT("@]"), ""},
    {"expected_value", TEXT("@:"), ""},
    {"expected_value", TEXT("[@,1]"), "/0"},
    {"expected_value", TEXT("[1,@,2]"), "/1"},
    {"expected_value", TEXT("[@}"), "/0"},
    {"expected_value", TEXT("{\"a\":@}"), "/a"},
    {"expected_value", TEXT("{\"a\":@,\"b\":1}"), "/a"},
    {"expected_value", TEXT("{\"a\":@:1}"), "/a"},
    {"expected_value", TEXT("[@'a']"), "/0"},
    {"expected_value", TEXT("[@“a”]"), "/0"},
    {"expected_value", TEXT("[@１２]"), "/0"},
    {"expected_value", TEXT("[@（1）]"), "/0"},
    {"expected_value", TEXT("[@\\u0041]"), "/0"},
    {"expected_value", TEXT("@\0"), ""},
    {"expected_value",
     TEXT("[@\x0C"
          "1]"),
     "/0"},
    {"expected_value", TEXT("[@\x0B]"), "/0"},
    {"expected_value",
     TEXT("[@\xC2\xA0"
          "1]"),
     "/0"},
    {"expected_value",
     TEXT("[@\xE3\x80\x80"
          "1]"),
     "/0"},
    {"expected_value", TEXT("\xEF\xBB\xBF@\xEF\xBB\xBF{}"), ""},
    {"expected_value", TEXT(" @\xEF\xBB\xBF{}"), ""},
    {"expected_value", TEXT("@/ 1"), ""},

    {"expected_key", TEXT("{@a:1}"), ""},
    {"expected_key", TEXT("{@1:1}"), ""},
    {"expected_key", TEXT("{@'a':1}"), ""},
    {"expected_key", TEXT("{@null:1}"), ""},
    {"expected_key", TEXT("{@,}"), ""},
    {"expected_key", TEXT("{@:1}"), ""},
    {"expected_key", TEXT("{@]"), ""},
    {"expected_key", TEXT("{@{}}"), ""},
    {"expected_key", TEXT("{\"a\":1,@,\"b\":2}"), ""},
    {"expected_key", TEXT("{\"a\":1,@923.95}"), ""},
    {"expected_key", TEXT("{\"x\":[{\"a\":1,@b}]}"), "/x/0"},

    {"expected_colon", TEXT("{\"a\"@}"), "/a"},
    {"expected_colon", TEXT("{\"a\" @1}"), "/a"},
    {"expected_colon", TEXT("{\"a\"@,\"b\"}"), "/a"},
    {"expected_colon", TEXT("{\"a\"@：1}"), "/a"},
    {"expected_colon", TEXT("{\"a\"@=1}"), "/a"},

    {"expected_comma", TEXT("[1 @2]"), ""},
    {"expected_comma", TEXT("[1@}"), ""},
    {"expected_comma", TEXT("[1@:2]"), ""},
    {"expected_comma", TEXT("[1@;2]"), ""},
    {"expected_comma", TEXT("[\"a\"@，\"b\"]"), ""},
    {"expected_comma", TEXT("[\"a\"@\"b\"]"), ""},
    {"expected_comma", TEXT("[[]@[]]"), ""},
    {"expected_comma", TEXT("{\"a\":1@]"), ""},
    {"expected_comma", TEXT("{\"a\":1 @\"b\":2}"), ""},
    {"expected_comma", TEXT("{\"a\":1@;\"b\":2}"), ""},
    {"expected_comma", TEXT("{\"a\":\"b\"@:1}"), ""},
    {"expected_comma", TEXT("[1.5@.2]"), ""},
    {"expected_comma", TEXT("[0@x1F]"), ""},
    {"expected_comma", TEXT("[1@-2]"), ""},
    {"expected_comma", TEXT("[1@a]"), ""},
    {"expected_comma", TEXT("[1e5@.5]"), ""},
    {"expected_comma", TEXT("[1@\0]"), ""},
    {"expected_comma", TEXT("[1@\x0C]"), ""},
    {"expected_comma", TEXT("[\"k\",{\"a\":[[1@;]]}]"), "/1/a/0"},

    {"trailing_comma", TEXT("[1@,]"), ""},
    {"trailing_comma", TEXT("[1 @, ]"), ""},
    {"trailing_comma", TEXT("[[1@,],2]"), "/0"},
    {"trailing_comma", TEXT("{\"a\":1@,}"), ""},
    {"trailing_comma", TEXT("{\"a\":{\"b\":1@,}}"), "/a"},

    {"comment", TEXT("@// c\n1"), ""},
    {"comment", TEXT("[1,@/* c */2]"), "/1"},
    {"comment", TEXT("[1 @/* c */]"), ""},
    {"comment", TEXT("{@# c\n}"), ""},
    {"comment", TEXT("{} @// c"), ""},

    {"invalid_literal", TEXT("@True"), ""},
    {"invalid_literal", TEXT("@NULL"), ""},
    {"invalid_literal", TEXT("[@NaN]"), "/0"},
    {"invalid_literal", TEXT("[@Infinity]"), "/0"},
    {"invalid_literal", TEXT("[@inf]"), "/0"},
    {"invalid_literal", TEXT("[@undefined]"), "/0"},
    {"invalid_literal", TEXT("[@nullx]"), "/0"},
    {"invalid_literal", TEXT("[@true1]"), "/0"},
    {"invalid_literal", TEXT("[@tru]"), "/0"},
    {"invalid_literal", TEXT("[@trux"), "/0"},
    {"invalid_literal", TEXT("{\"a\":@yes}"), "/a"},
    {"invalid_literal", TEXT("@e5"), ""},

    {"invalid_number", TEXT("@01"), ""},
    {"invalid_number", TEXT("-@012"), ""},
    {"invalid_number", TEXT("@00.5"), ""},
    {"invalid_number", TEXT("[@+1]"), "/0"},
    {"invalid_number", TEXT("[@.5]"), "/0"},
    {"invalid_number", TEXT("[-@.5]"), "/0"},
    {"invalid_number", TEXT("[1.@]"), "/0"},
    {"invalid_number", TEXT("[1.@e5]"), "/0"},
    {"invalid_number", TEXT("[1e@]"), "/0"},
    {"invalid_number", TEXT("[1e+@]"), "/0"},
    {"invalid_number", TEXT("[1e@.5]"), "/0"},
    {"invalid_number", TEXT("[-@]"), "/0"},
    {"invalid_number", TEXT("[-@-1]"), "/0"},
    {"invalid_number", TEXT("[-@ 1]"), "/0"},
    {"invalid_number", TEXT("[-@Infinity]"), "/0"},
    {"invalid_number", TEXT("[-@１]"), "/0"},
    {"invalid_number", TEXT("{\"a\":[0,1.@,2]}"), "/a/1"},

    {"control_character", TEXT("\"a@\nb\""), ""},
    {"control_character", TEXT("\"@\t\""), ""},
    {"control_character", TEXT("[\"@\0\"]"), "/0"},
    {"control_character", TEXT("\"12345678@\x1F\""), ""},
    {"control_character", TEXT("{\"a@\r\n"), ""},

    {"invalid_escape", TEXT("\"@\\a\""), ""},
    {"invalid_escape", TEXT("\"@\\'\""), ""},
    {"invalid_escape", TEXT("\"@\\x41\""), ""},
    {"invalid_escape", TEXT("\"@\\U0041\""), ""},
    {"invalid_escape", TEXT("\"@\\0\""), ""},
    {"invalid_escape", TEXT("\"@\\\0\""), ""},
    {"invalid_escape", TEXT("\"@\\\n\""), ""},
    {"invalid_escape", TEXT("\"@\\汉\""), ""},
    {"invalid_escape", TEXT("\"@\\u004\""), ""},
    {"invalid_escape", TEXT("\"@\\u004g\""), ""},
    {"invalid_escape", TEXT("\"@\\u+041\""), ""},
    {"invalid_escape", TEXT("\"\\\\@\\ \""), ""},
    {"invalid_escape", TEXT("\"\\ud83d@\\u12\""), ""},

    {"lone_surrogate", TEXT("\"@\\ud800\""), ""},
    {"lone_surrogate", TEXT("\"@\\udc00\""), ""},
    {"lone_surrogate", TEXT("\"@\\uDFFFa\""), ""},
    {"lone_surrogate", TEXT("\"@\\ud83dx\""), ""},
    {"lone_surrogate", TEXT("\"@\\ud83d\\n\""), ""},
    {"lone_surrogate", TEXT("\"@\\ud83d\\u0041\""), ""},
    {"lone_surrogate", TEXT("\"@\\ud83d\\ud83d\""), ""},
    {"lone_surrogate", TEXT("\"@\\ude00\\ud83d\""), ""},

    {"null_character", TEXT("\"a@\\u0000\""), ""},
    {"null_character", TEXT("{\"@\\u0000\":1}"), ""},

    {"invalid_utf8", TEXT("\"@\xFF\""), ""},
    {"invalid_utf8", TEXT("\"@\x80\""), ""},
    {"invalid_utf8", TEXT("\"@\xC0\xAF\""), ""},
    {"invalid_utf8", TEXT("\"@\xE0\x80\xAF\""), ""},
    {"invalid_utf8", TEXT("\"@\xED\xA0\x80\""), ""},
    {"invalid_utf8", TEXT("\"@\xF4\x90\x80\x80\""), ""},
    {"invalid_utf8", TEXT("\"汉@\xE6\xB1\""), ""},
    {"invalid_utf8", TEXT("\"@\xC4\xEA\xB6\xC8\""), ""},
    {"invalid_utf8", TEXT("\"@\xE0\x80"), ""},
    {"invalid_utf8", TEXT("\"@\xFF\n\""), ""},
    {"invalid_utf8", TEXT("\"@\xFF\\x\""), ""},
    {"invalid_utf8", TEXT("\"\\n@\xFF\""), ""},
    {"invalid_utf8", TEXT("{\"@\xFF\":1}"), ""},
    {"invalid_utf8", TEXT("{\"a\":[@\xFF]}"), "/a/0"},
    {"invalid_utf8", TEXT("[1@\xFE]"), ""},
    {"invalid_utf8",
     TEXT("{} @\xE9"
          " "),
     ""},
    {"invalid_utf8", TEXT("@\xFF\xFE{\0}\0"), ""},
    {"invalid_utf8", TEXT("@\xFE\xFF\0{\0}"), ""},
    {"truncated", TEXT("[1\xE6@"), ""},

    {"duplicate_key", TEXT("{\"a\":1,@\"a\":1}"), "/a"},
    {"duplicate_key", TEXT("{\"a\":1,@\"\\u0061\":2}"), "/a"},
    {"duplicate_key", TEXT("{\"\\u0061\":1,@\"a\":2}"), "/a"},
    {"duplicate_key", TEXT("{\"汉\":1,@\"\\u6c49\":2}"), "/汉"},
    {"duplicate_key", TEXT("{\"\xF0\x9F\x98\x80\":1,@\"\\ud83d\\ude00\":2}"), "/\xF0\x9F\x98\x80"},
    {"duplicate_key", TEXT("{\"\\n\\\"\":1,@\"\\u000A\\u0022\":2}"), "/\n\""},
    {"duplicate_key", TEXT("{\"/\":1,@\"\\/\":2}"), "/~1"},
    {"duplicate_key", TEXT("{\"\":1,@\"\":2}"), "/"},
    {"duplicate_key", TEXT("{\"a\":{\"a\":{}},@\"a\":1}"), "/a"},
    {"duplicate_key", TEXT("{\"a\":{\"b\":1,\"c\":2,@\"b\":{}}}"), "/a/b"},
    {"duplicate_key", TEXT("[0,{\"x\":[{\"k\":1},{\"k\":1,@\"k\":2}]}]"), "/1/x/1/k"},
};

static void check_invalid(size_t i)
{
    struct text marked = invalid_cases[i].text;
    const char *mark = memchr(marked.bytes, '@', marked.length);
    cr_assert_not_null(mark);
    size_t offset = (size_t)(mark - marked.bytes);
    char text[256];
    memcpy(text, marked.bytes, offset);
    memcpy(text + offset, mark + 1, marked.length - offset - 1);
    struct json_text compact;
    memset(&fault, 'x', sizeof fault);
    cr_assert(!scan(text, marked.length - 1, &compact), "case %zu: %s", i, marked.bytes);
    cr_expect_str_eq(fault.code, invalid_cases[i].code, "case %zu: %s: %s", i, marked.bytes,
                     fault.code);
    cr_expect_eq(fault.offset, offset, "case %zu: %s: at %zu", i, marked.bytes, fault.offset);
    cr_expect_str_eq(fault.pointer, invalid_cases[i].pointer, "case %zu: %s: pointer %s", i,
                     marked.bytes, fault.pointer);
    size_t length = strlen(fault.message);
    cr_expect(length > 10 && text_utf8_valid(fault.message, length) == length, "%s", fault.message);
    if (getenv("SHOW_FAULTS") != NULL) {
        printf("%-18s %-40s %s\n", fault.code, marked.bytes, fault.message);
    }
}

Test(scan, invalid)
{
    for (size_t i = 0; i < sizeof invalid_cases / sizeof *invalid_cases; i++) {
        check_invalid(i);
    }
    cr_expect(sizeof invalid_cases / sizeof *invalid_cases >= 80);
}

/* A document that was cut anywhere is told to be cut, never to be wrong. */
Test(scan, every_beginning_is_truncated)
{
    static const char text[] = " {\"键\": [1.5e-3, \"\\u6c49\\ud83d\\ude00\\n\xF0\x9F\x98\x80\", tr"
                               "ue , null],\n \"b\": {\"\": -0.10}}";
    for (size_t length = 2; length < sizeof text - 1; length++) {
        struct json_text compact;
        cr_assert(!scan(text, length, &compact));
        cr_expect_str_eq(fault.code, "truncated", "%zu bytes: %s", length, fault.code);
        cr_expect_eq(fault.offset, length);
    }
    struct json_text compact;
    cr_expect(scan(text, sizeof text - 1, &compact));
}
