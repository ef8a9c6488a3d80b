#include <criterion/criterion.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "json/json.h"

static struct arena arena;

static void clear(void)
{
    arena_clear(&arena);
}

TestSuite(json, .fini = clear);

static const struct json *parse_in(struct arena *in, const char *text, size_t length)
{
    struct json_text compact;
    struct json_fault fault;
    if (!json_scan(in, text, length, &compact, &fault)) {
        return NULL;
    }
    return json_parse(in, compact);
}

static const struct json *parse(const char *text)
{
    const struct json *root = parse_in(&arena, text, strlen(text));
    cr_assert_not_null(root, "%s", text);
    return root;
}

Test(json, types)
{
    static const struct {
        const char *text;
        enum json_type type;
        const char *name;
    } cases[] = {
        {"null", JSON_NULL, "空值"},     {"false", JSON_FALSE, "布尔值"},
        {"true", JSON_TRUE, "布尔值"},   {"-1.5e3", JSON_NUMBER, "数值"},
        {"\"\"", JSON_STRING, "字符串"}, {"[]", JSON_ARRAY, "数组"},
        {"{}", JSON_OBJECT, "对象"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct json *value = parse(cases[i].text);
        cr_expect_eq(json_type(value), cases[i].type);
        cr_expect_str_eq(json_type_name(value), cases[i].name);
        cr_expect_null(json_first(value));
        cr_expect_null(json_next(value));
        cr_expect_eq(json_size(value), 0);
        cr_expect_null(json_get(value, ""));
        cr_expect_eq(json_string(value) != NULL, cases[i].type == JSON_STRING);
        cr_expect_eq(json_number_text(value) != NULL, cases[i].type == JSON_NUMBER);
    }
}

/* What is absent can be asked like what is null. */
Test(json, absent)
{
    int64_t number = 7;
    cr_expect_eq(json_type(NULL), JSON_NULL);
    cr_expect_null(json_get(NULL, "a"));
    cr_expect_null(json_first(NULL));
    cr_expect_eq(json_size(NULL), 0);
    cr_expect_null(json_string(NULL));
    cr_expect_null(json_number_text(NULL));
    cr_expect(!json_integer(NULL, &number));
    cr_expect_eq(number, 7);
}

Test(json, members)
{
    const struct json *root = parse("{\"a\":1,\"A\":\"x\",\"\":null,\"\\u6c49\":[true,{\"b\":2}]}");
    cr_expect_eq(json_size(root), 4);
    cr_expect_str_eq(json_number_text(json_get(root, "a")), "1");
    cr_expect_str_eq(json_string(json_get(root, "A")), "x");
    cr_expect_eq(json_type(json_get(root, "")), JSON_NULL);
    cr_expect_not_null(json_get(root, ""));
    cr_expect_null(json_get(root, "aa"));
    cr_expect_null(json_get(root, "b"));
    const struct json *array = json_get(root, "汉");
    cr_assert_eq(json_size(array), 2);
    cr_expect_str_eq(json_key(array), "汉");
    cr_expect_eq(json_type(json_first(array)), JSON_TRUE);
    cr_expect_null(json_get(array, "b"));
    const struct json *inner = json_next(json_first(array));
    cr_expect_str_eq(json_number_text(json_get(inner, "b")), "2");
    cr_expect_null(json_next(inner));
    const char *const keys[] = {"a", "A", "", "汉"};
    size_t i = 0;
    for (const struct json *m = json_first(root); m != NULL; m = json_next(m)) {
        cr_expect_str_eq(json_key(m), keys[i++]);
    }
    cr_expect_eq(i, 4);
}

Test(json, strings_are_decoded)
{
    const struct json *root =
        parse("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\",\"\\u0041\\u00e9\\u6C49\\uFFFF\\u0001\","
              "\"\\ud83d\\ude00\\uDBFF\\uDFFF\",\"合计 \xF0\x9F\x98\x80\",\"1,923.95\"]");
    const char *const strings[] = {"\"\\/\b\f\n\r\t", "A\xC3\xA9汉\xEF\xBF\xBF\x01",
                                   "\xF0\x9F\x98\x80\xF4\x8F\xBF\xBF", "合计 \xF0\x9F\x98\x80",
                                   "1,923.95"};
    size_t i = 0;
    for (const struct json *s = json_first(root); s != NULL; s = json_next(s)) {
        cr_expect_str_eq(json_string(s), strings[i++]);
    }
    cr_expect_eq(i, 5);
}

Test(json, numbers_keep_their_text)
{
    const struct json *root =
        parse("[0, -0, 1.10, {\"a\": 999999999999999.99, \"b\": [1e400]}, 1E+2,\n"
              " 1234567890123456789012345678901234567890123456789012345678901234567890.5 , \"3\",\n"
              " 0.1000000000000000000000000000000000000000000000000000000000000000000001e-5]");
    const struct json *v = json_first(root);
    cr_expect_str_eq(json_number_text(v), "0");
    v = json_next(v);
    cr_expect_str_eq(json_number_text(v), "-0");
    v = json_next(v);
    cr_expect_str_eq(json_number_text(v), "1.10");
    v = json_next(v);
    cr_expect_str_eq(json_number_text(json_get(v, "a")), "999999999999999.99");
    cr_expect_str_eq(json_number_text(json_first(json_get(v, "b"))), "1e400");
    v = json_next(v);
    cr_expect_str_eq(json_number_text(v), "1E+2");
    v = json_next(v);
    cr_expect_str_eq(json_number_text(v),
                     "1234567890123456789012345678901234567890123456789012345678901234567890.5");
    v = json_next(v);
    cr_expect_str_eq(json_string(v), "3");
    v = json_next(v);
    cr_expect_str_eq(json_number_text(v),
                     "0.1000000000000000000000000000000000000000000000000000000000000000000001e-5");
}

Test(json, integers)
{
    static const struct {
        const char *text;
        bool whole;
        int64_t value;
    } cases[] = {
        {"2025", true, 2025},
        {"-1", true, -1},
        {"0", true, 0},
        {"-0.0", true, 0},
        {"2025.0", true, 2025},
        {"2.025e3", true, 2025},
        {"20250E-1", true, 2025},
        {"0e99", true, 0},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775807.000", true, INT64_MAX},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"2025.5", false, 0},
        {"1e-1", false, 0},
        {"1e19", false, 0},
        {"1e400", false, 0},
        {"9007199254740993", true, 9007199254740993},
        {"\"2025\"", false, 0},
        {"true", false, 0},
        {"[1]", false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value = 7;
        bool whole = json_integer(parse(cases[i].text), &value);
        cr_expect_eq(whole, cases[i].whole, "%s", cases[i].text);
        cr_expect_eq(value, cases[i].whole ? cases[i].value : 7, "%s: %" PRId64, cases[i].text,
                     value);
    }
}

static unsigned draw(uint64_t *state, unsigned below)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (unsigned)((*state >> 33) % below);
}

/* White space that may stand between two tokens; none where the compact text is written. */
static void put_space(struct buf *out, uint64_t *space)
{
    if (space != NULL) {
        static const char *const spaces[] = {"", "", " ", "\n  ", "\r\n\t", "    "};
        buf_puts(out, spaces[draw(space, 6)]);
    }
}

static void put_number(struct buf *out, uint64_t *state)
{
    buf_printf(out, "%s%u", draw(state, 2) == 0 ? "-" : "", draw(state, 100000));
    if (draw(state, 2) == 0) {
        buf_printf(out, ".%04u", draw(state, 10000));
    }
    if (draw(state, 4) == 0) {
        buf_printf(out, "e%d", (int)draw(state, 9) - 4);
    }
}

static void put_string(struct buf *out, uint64_t *state)
{
    static const char *const pieces[] = {
        "合计", "a", "\"", "\\", "\n", "\x01", "1,2", "{", "\xF0\x9F\x98\x80", "-", "7", " ", "]"};
    struct buf text = {0};
    for (unsigned i = draw(state, 12); i > 0; i--) {
        buf_puts(&text, pieces[draw(state, sizeof pieces / sizeof *pieces)]);
    }
    text_json_quote(out, buf_cstr(&text));
    buf_clear(&text);
}

static void put_value(struct buf *out, uint64_t *state, uint64_t *space, int depth);

static void put_container(struct buf *out, uint64_t *state, uint64_t *space, int depth, bool object)
{
    unsigned size = draw(state, 6);
    buf_putc(out, object ? '{' : '[');
    for (unsigned i = 0; i < size; i++) {
        put_space(out, space);
        if (object) {
            buf_printf(out, "\"键%u\"", i);
            put_space(out, space);
            buf_putc(out, ':');
            put_space(out, space);
        }
        put_value(out, state, space, depth + 1);
        put_space(out, space);
        buf_puts(out, i + 1 < size ? "," : "");
    }
    put_space(out, space);
    buf_putc(out, object ? '}' : ']');
}

static void put_value(struct buf *out, uint64_t *state, uint64_t *space, int depth)
{
    static const char *const literals[] = {"null", "false", "true"};
    unsigned kind = draw(state, depth < 5 ? 7 : 3);
    if (kind == 0) {
        buf_puts(out, literals[draw(state, 3)]);
    } else if (kind == 1) {
        put_number(out, state);
    } else if (kind == 2) {
        put_string(out, state);
    } else {
        put_container(out, state, space, depth, kind > 4);
    }
}

/* Writes a value as it is read through the getters. */
static void write_value(struct buf *out, const struct json *value)
{
    bool object = json_type(value) == JSON_OBJECT;
    switch (json_type(value)) {
    case JSON_NULL:
        buf_puts(out, "null");
        return;
    case JSON_FALSE:
        buf_puts(out, "false");
        return;
    case JSON_TRUE:
        buf_puts(out, "true");
        return;
    case JSON_NUMBER:
        buf_puts(out, json_number_text(value));
        return;
    case JSON_STRING:
        text_json_quote(out, json_string(value));
        return;
    case JSON_ARRAY:
    case JSON_OBJECT:
        break;
    }
    buf_putc(out, object ? '{' : '[');
    for (const struct json *v = json_first(value); v != NULL; v = json_next(v)) {
        if (object) {
            text_json_quote(out, json_key(v));
            buf_putc(out, ':');
        }
        write_value(out, v);
        buf_puts(out, json_next(v) != NULL ? "," : "");
    }
    buf_putc(out, object ? '}' : ']');
}

/* A random document written compactly and with white space: its compact text and what the getters
 * give must both be the compact one. */
static bool round_trips(struct arena *in, uint64_t seed)
{
    struct buf wanted = {0};
    struct buf spaced = {0};
    struct buf written = {0};
    uint64_t state = seed;
    uint64_t space = ~seed;
    put_value(&wanted, &state, NULL, 0);
    state = seed;
    put_value(&spaced, &state, &space, 0);
    arena_reset(in);
    struct json_text compact;
    struct json_fault fault;
    bool same = json_scan(in, spaced.data, spaced.length, &compact, &fault) &&
                strcmp(compact.data, buf_cstr(&wanted)) == 0;
    const struct json *root = same ? json_parse(in, compact) : NULL;
    if (root != NULL) {
        write_value(&written, root);
    }
    same = root != NULL && strcmp(buf_cstr(&written), wanted.data) == 0;
    buf_clear(&wanted);
    buf_clear(&spaced);
    buf_clear(&written);
    return same;
}

Test(json, random_documents)
{
    for (uint64_t i = 1; i <= 5000; i++) {
        uint64_t seed = i * UINT64_C(0x9E3779B97F4A7C15);
        cr_assert(round_trips(&arena, seed), "seed %" PRIu64, seed);
    }
}

static void *parse_many(void *first)
{
    struct arena own = {0};
    size_t failed = 0;
    for (uint64_t i = 1; i <= 1000; i++) {
        failed += !round_trips(&own, *(const uint64_t *)first + i);
    }
    arena_clear(&own);
    return failed > 0 ? first : NULL;
}

Test(json, threads)
{
    pthread_t threads[4];
    uint64_t seeds[4] = {1000, 2000, 3000, 4000};
    for (int i = 0; i < 4; i++) {
        cr_assert_eq(pthread_create(&threads[i], NULL, parse_many, &seeds[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        void *failed;
        cr_assert_eq(pthread_join(threads[i], &failed), 0);
        cr_expect_null(failed);
    }
}
