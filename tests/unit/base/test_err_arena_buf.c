#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

/* So that an allocation which can't be served fails as it does without the sanitizer. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

Test(err, set_and_context)
{
    struct err err = {0};
    cr_expect(!err_set(&err, ERR_DATA, "%d of %s", 3, "four"));
    cr_expect_eq(err.code, ERR_DATA);
    cr_expect_str_eq(err.message, "3 of four");
    cr_expect(!err_context(&err, "file %s", "a.json"));
    cr_expect_str_eq(err.message, "file a.json: 3 of four");
    cr_expect_eq(err.code, ERR_DATA);
    err_clear(&err);
    cr_expect_eq(err.code, ERR_NONE);
    cr_expect_str_eq(err.message, "");
}

Test(err, errno_is_named)
{
    struct err err = {0};
    errno = ENOENT;
    cr_expect(!err_errno(&err, ERR_NOINPUT, "open %s", "x"));
    cr_expect_str_eq(err.message, "open x: No such file or directory");
    cr_expect_eq(err.code, ERR_NOINPUT);
}

Test(err, long_messages_are_cut)
{
    static char longer[3 * ERR_MESSAGE_MAX];
    memset(longer, 'a', sizeof longer - 1);
    struct err err = {0};
    err_set(&err, ERR_IO, "%s", longer);
    cr_expect_eq(strlen(err.message), ERR_MESSAGE_MAX - 1);
    err_context(&err, "where");
    cr_expect_eq(strlen(err.message), ERR_MESSAGE_MAX - 1);
    cr_expect(strncmp(err.message, "where: aaa", 10) == 0);
    err_context(&err, "%s", longer);
    cr_expect_eq(strlen(err.message), ERR_MESSAGE_MAX - 1);
    errno = EIO;
    err_errno(&err, ERR_IO, "%s", longer);
    cr_expect_eq(strlen(err.message), ERR_MESSAGE_MAX - 1);
}

Test(arena, blocks_are_apart_and_aligned)
{
    struct arena arena = {0};
    char *blocks[300];
    for (size_t i = 0; i < 300; i++) {
        size_t size = i * 37 + 1;
        blocks[i] = arena_alloc(&arena, size);
        cr_assert_eq((uintptr_t)blocks[i] % 16, 0);
        memset(blocks[i], (int)(i & 0x7F), size);
    }
    for (size_t i = 0; i < 300; i++) {
        for (size_t k = 0; k < i * 37 + 1; k++) {
            cr_assert_eq(blocks[i][k], (char)(i & 0x7F));
        }
    }
    arena_clear(&arena);
    cr_expect_null(arena.blocks);
    arena_clear(&arena);
}

Test(arena, copies_and_prints)
{
    struct arena arena = {0};
    cr_expect_str_eq(arena_strndup(&arena, "合计数", 6), "合计");
    cr_expect_str_eq(arena_strndup(&arena, "", 0), "");
    cr_expect_str_eq(arena_printf(&arena, "%s-%d", "a", 12), "a-12");
    cr_expect_str_eq(arena_printf(&arena, "%s", ""), "");
    char *dirty = arena_alloc(&arena, 4096);
    memset(dirty, 'x', 4096);
    arena_reset(&arena);
    char *zeroed = arena_zalloc(&arena, 4096);
    for (size_t i = 0; i < 4096; i++) {
        cr_assert_eq(zeroed[i], 0);
    }
    arena_clear(&arena);
}

enum { KIB = 1024 };

Test(arena, reset_keeps_one_ordinary_block)
{
    struct arena arena = {0};
    char *first = arena_alloc(&arena, 100);
    arena_alloc(&arena, (size_t)10000 * KIB);
    arena_alloc(&arena, (size_t)200 * KIB);
    arena_alloc(&arena, (size_t)200 * KIB);
    arena_reset(&arena);
    size_t whole = arena.left;
    cr_expect(whole >= (size_t)200 * KIB && whole < (size_t)1000 * KIB, "%zu bytes kept", whole);
    char *again = arena_alloc(&arena, 100);
    cr_expect_not_null(first);
    cr_expect_not_null(again);
    arena_reset(&arena);
    cr_expect_eq(arena.left, whole);
    arena_clear(&arena);
    arena_reset(&arena);
    cr_expect_null(arena.blocks);
}

Test(buf, grows)
{
    struct buf buf = {0};
    cr_expect_str_eq(buf_cstr(&buf), "");
    for (int i = 0; i < 10000; i++) {
        buf_putc(&buf, (char)('a' + i % 26));
    }
    cr_assert_eq(buf.length, 10000);
    for (int i = 0; i < 10000; i++) {
        cr_assert_eq(buf.data[i], 'a' + i % 26);
    }
    buf_reset(&buf);
    cr_expect_eq(buf.length, 0);
    buf_append(&buf, NULL, 0);
    buf_append(&buf, "ab\0c", 4);
    buf_puts(&buf, "合");
    buf_printf(&buf, "%05d", 42);
    buf_printf(&buf, "%s", "");
    cr_expect_eq(buf.length, 12);
    cr_expect_arr_eq(buf_cstr(&buf), "ab\0c合00042", 13);
    buf_clear(&buf);
    cr_expect_null(buf.data);
    cr_expect_eq(buf.capacity, 0);
}

Test(buf, integers_in_network_order)
{
    struct buf buf = {0};
    buf_be16(&buf, -2);
    buf_be32(&buf, 0x01020304);
    buf_be64(&buf, INT64_MIN + 5);
    cr_assert_eq(buf.length, 14);
    cr_expect_arr_eq(buf.data, "\xFF\xFE\x01\x02\x03\x04\x80\0\0\0\0\0\0\x05", 14);
    buf_clear(&buf);
}

Test(mem, copies)
{
    char *copy = mem_strdup("合计");
    cr_expect_str_eq(copy, "合计");
    free(copy);
    copy = mem_strndup("abc", 2);
    cr_expect_str_eq(copy, "ab");
    free(copy);
    copy = mem_printf("%d%%", 7);
    cr_expect_str_eq(copy, "7%");
    free(copy);
    unsigned char *zeroed = mem_zalloc(64);
    for (size_t i = 0; i < 64; i++) {
        cr_expect_eq(zeroed[i], 0);
    }
    free(zeroed);
    void *none = mem_alloc(0);
    cr_expect_not_null(none);
    none = mem_realloc(none, 0);
    cr_expect_not_null(none);
    free(none);
}

Test(mem, grow_doubles)
{
    size_t capacity = 0;
    int *items = mem_grow(NULL, &capacity, 1, sizeof *items);
    cr_expect_eq(capacity, 8);
    items[0] = 42;
    cr_expect_eq(mem_grow(items, &capacity, 8, sizeof *items), items);
    items = mem_grow(items, &capacity, 1000, sizeof *items);
    cr_expect_eq(capacity, 1024);
    cr_expect_eq(items[0], 42);
    free(items);
}

Test(mem, exhausted_ends_the_process, .init = cr_redirect_stderr, .exit_code = ERR_INTERNAL)
{
    mem_alloc(SIZE_MAX / 4);
}

Test(mem, overflow_ends_the_process, .init = cr_redirect_stderr, .exit_code = ERR_INTERNAL)
{
    size_t capacity = 0;
    mem_grow(NULL, &capacity, SIZE_MAX / 4, 16);
}

Test(arena, overflow_ends_the_process, .init = cr_redirect_stderr, .exit_code = ERR_INTERNAL)
{
    struct arena arena = {0};
    arena_alloc(&arena, SIZE_MAX - 3);
}
