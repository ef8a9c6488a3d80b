/* Where the scan says that a fault stands, and the limits of what it takes. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "json/json.h"

static struct arena arena;
static struct json_fault fault;

static void clear(void)
{
    arena_clear(&arena);
}

TestSuite(scan_fault, .fini = clear);

static bool scan(const char *text, size_t length, struct json_text *compact)
{
    return json_scan(&arena, text, length, compact, &fault);
}

static void expect_place(const char *text, unsigned line, unsigned column)
{
    struct json_text compact;
    cr_assert(!scan(text, strlen(text), &compact));
    cr_expect(fault.line == line && fault.column == column, "%s: %u:%u, not %u:%u", text,
              fault.line, fault.column, line, column);
}

Test(scan_fault, line_and_column)
{
    expect_place("", 1, 1);
    expect_place("x", 1, 1);
    expect_place("[1;", 1, 3);
    expect_place("[\n1;", 2, 2);
    expect_place("[\r\n\r\n1;", 3, 2);
    expect_place("[\r\r1;", 3, 2);
    expect_place("[\n\r1;", 3, 2);
    expect_place("[\n", 2, 1);
    expect_place("[\"汉字\xF0\x9F\x98\x80\";", 1, 7);
    expect_place("\xEF\xBB\xBF[;", 1, 2);
    expect_place("{\"a\": 1,\n \"b\": 2,\n  \"a\": 3}", 3, 3);
    expect_place("[\"a\n\"]", 1, 4);
}

Test(scan_fault, duplicate_names_both_places)
{
    struct json_text compact;
    static const char text[] = "{\n\"合计\": 1,\n\"x\": 2,\n\"合计\": 3}";
    cr_assert(!scan(text, strlen(text), &compact));
    cr_expect_not_null(strstr(fault.message, "合计"));
    cr_expect_eq(fault.earlier, 2);
    cr_expect_eq(fault.line, 4);
    cr_expect_null(fault.next);
    cr_expect_str_eq(compact.data, "{\"合计\":1,\"x\":2,\"合计\":3}",
                     "what else is wrong can be found");
}

Test(scan_fault, all_repeated_keys_are_told_and_what_ends_the_scan)
{
    struct json_text compact;
    static const char text[] = "{\"a\":1,\n\"a\":2,\"b\":{\"c\":1,\"c\":1},\n\"a\":3 ;}";
    cr_assert(!scan(text, strlen(text), &compact));
    cr_expect_null(compact.data);
    static const struct {
        const char *code, *pointer;
        unsigned line, earlier;
    } expected[] = {{"duplicate_key", "/a", 2, 1},
                    {"duplicate_key", "/b/c", 2, 2},
                    {"duplicate_key", "/a", 3, 2},
                    {"expected_comma", "", 3, 0}};
    const struct json_fault *found = &fault;
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++, found = found->next) {
        cr_assert_not_null(found);
        cr_expect_str_eq(found->code, expected[i].code);
        cr_expect_str_eq(found->pointer, expected[i].pointer);
        cr_expect_eq(found->line, expected[i].line);
        cr_expect_eq(found->earlier, expected[i].earlier);
    }
    cr_expect_null(found);
}

Test(scan_fault, repeated_keys_are_told_up_to_a_limit)
{
    struct buf text = {0};
    struct json_text compact;
    buf_puts(&text, "{\"a\":0");
    for (int i = 0; i < 1000; i++) {
        buf_puts(&text, ",\"a\":1");
    }
    buf_puts(&text, "}");
    cr_assert(!scan(text.data, text.length, &compact));
    cr_expect_null(compact.data);
    size_t count = 0;
    for (const struct json_fault *f = &fault; f != NULL; f = f->next) {
        count++;
    }
    cr_expect_eq(count, JSON_REPEATED_MAX);
    buf_clear(&text);
}

Test(scan_fault, pointers_are_escaped)
{
    struct json_text compact;
    static const char text[] = "{\"a/b~c\":[{\"~1\":;";
    cr_assert(!scan(text, strlen(text), &compact));
    cr_expect_str_eq(fault.pointer, "/a~1b~0c/0/~01");
}

/* Every length of key around the limit, in ASCII, in Chinese and of characters that need escaping.
 */
Test(scan_fault, long_pointers_are_cut)
{
    static const char *const characters[] = {"k", "汉", "~", "/", "\xF0\x9F\x98\x80"};
    for (size_t c = 0; c < sizeof characters / sizeof *characters; c++) {
        for (size_t count = 100; count < 600; count++) {
            struct buf text = {0};
            buf_puts(&text, "[{\"");
            for (size_t i = 0; i < count; i++) {
                buf_puts(&text, characters[c]);
            }
            buf_puts(&text, "\":[;");
            struct json_text compact;
            cr_assert(!scan(text.data, text.length, &compact));
            size_t length = strlen(fault.pointer);
            size_t whole = 5 + count * (c == 2 || c == 3 ? 2 : strlen(characters[c]));
            cr_expect(length < JSON_POINTER_MAX);
            cr_expect_eq(text_utf8_valid(fault.pointer, length), length);
            if (whole + 3 < JSON_POINTER_MAX) {
                cr_expect_eq(length, whole);
            } else if (whole >= JSON_POINTER_MAX) {
                cr_expect_str_eq(fault.pointer + length - 3, "…");
                cr_expect(length > JSON_POINTER_MAX - 10);
            }
            buf_clear(&text);
        }
    }
}

static void nest(struct buf *text, int depth)
{
    for (int i = 0; i < depth; i++) {
        buf_puts(text, i % 2 == 0 ? "[" : "{\"a\":");
    }
    buf_puts(text, "1");
    for (int i = depth - 1; i >= 0; i--) {
        buf_puts(text, i % 2 == 0 ? "]" : "}");
    }
}

Test(scan_fault, depth)
{
    struct buf text = {0};
    struct json_text compact;
    nest(&text, JSON_DEPTH_MAX);
    cr_expect(scan(text.data, text.length, &compact));
    buf_reset(&text);
    nest(&text, JSON_DEPTH_MAX + 1);
    cr_assert(!scan(text.data, text.length, &compact));
    cr_expect_str_eq(fault.code, "too_deep");
    cr_expect_eq(fault.offset, 32 * strlen("[{\"a\":"));
    cr_expect(strncmp(fault.pointer, "/0/a/0/a/", 9) == 0);
    buf_reset(&text);
    for (int i = 0; i < 1000000; i++) {
        buf_putc(&text, '[');
    }
    cr_assert(!scan(text.data, text.length, &compact));
    cr_expect_str_eq(fault.code, "too_deep");
    buf_clear(&text);
}

/* 200,000 keys in one object, each once; then one of them again. */
Test(scan_fault, huge_objects)
{
    enum { KEYS = 200000 };
    struct buf text = {0};
    struct json_text compact;
    buf_putc(&text, '{');
    for (int i = 0; i < KEYS; i++) {
        buf_printf(&text, "\"k%d\":{\"k\":%d,\"v\":0},", i, i);
    }
    size_t length = text.length;
    buf_puts(&text, "\"last\":0}");
    cr_expect(scan(text.data, text.length, &compact), "%s", fault.message);
    cr_expect_eq(compact.number_count, 2 * KEYS + 1);
    text.length = length;
    buf_puts(&text, "\"k77777\":0}");
    cr_assert(!scan(text.data, text.length, &compact));
    cr_expect_str_eq(fault.code, "duplicate_key");
    cr_expect_eq(fault.offset, length);
    cr_expect_str_eq(fault.pointer, "/k77777");
    buf_clear(&text);
}

Test(scan_fault, absent_text_is_empty)
{
    struct json_text compact;
    cr_assert(!json_scan(&arena, NULL, 0, &compact, &fault));
    cr_expect_str_eq(fault.code, "empty");
}
