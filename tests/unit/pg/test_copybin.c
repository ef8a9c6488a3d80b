/* The bytes that are expected are those of PostgreSQL 15's own COPY (SELECT …) TO STDOUT (FORMAT
 * binary). */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "pg/copybin.h"

static struct buf out;

static void empty_out(void)
{
    buf_clear(&out);
}

static void check(const char *expected)
{
    struct buf hex = {0};
    for (size_t i = 0; i < out.length; i++) {
        buf_printf(&hex, "%02x", (unsigned char)out.data[i]);
    }
    cr_expect_str_eq(buf_cstr(&hex), expected);
    buf_clear(&hex);
    buf_reset(&out);
}

TestSuite(copybin, .fini = empty_out);

Test(copybin, numeric_as_postgresql_sends_it)
{
    static const struct {
        const char *text, *bytes;
    } cases[] = {
        {"0", "000000080000000000000000"},
        {"-0", "000000080000000000000000"},
        {"0.00", "000000080000000000000002"},
        {"1", "0000000a00010000000000000001"},
        {"-12.50", "0000000c0002000040000002000c1388"},
        {"1e3", "0000000a000100000000000003e8"},
        {"1.5e-3", "0000000a0001ffff00000004000f"},
        {"10000", "0000000a00010001000000000001"},
        {"99999999.9999", "0000000e0003000100000004270f270f270f"},
        {"0.0001", "0000000a0001ffff000000040001"},
        {"0.00001", "0000000a0001fffe0000000503e8"},
        {"123456789012345678901234567890.125",
         "0000001a0009000700000003000c0d801ed204d2162e23340d801ed204e2"},
        {"1.50e1", "0000000a0001000000000001000f"},
        {"100000000", "0000000a00010002000000000001"},
        {"-0.5", "0000000a0001ffff400000011388"},
        {"1e-9", "0000000a0001fffd0000000903e8"},
        {"12340000", "0000000a000100010000000004d2"},
        {"1E+2", "0000000a00010000000000000064"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_expect(copybin_numeric(&out, cases[i].text, strlen(cases[i].text)), "%s", cases[i].text);
        check(cases[i].bytes);
    }
}

Test(copybin, no_number)
{
    static const char *const cases[] = {
        "",
        "-",
        "+1",
        "1.",
        ".5",
        "01",
        "1e",
        "1e+",
        "1 ",
        "NaN",
        "1,5",
        "--",
        "0x1",
        "1e9x",
        "1.2.3",
        "1e99999",
        "-1e-99999999999999",
        "Infinity",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_expect_not(copybin_numeric(&out, cases[i], strlen(cases[i])), "%s", cases[i]);
        cr_expect_eq(out.length, 0, "%s", cases[i]);
    }
}

static bool takes_digits(int count)
{
    char text[2048];
    memset(text, '7', sizeof text);
    return copybin_numeric(&out, text, (size_t)count);
}

Test(copybin, up_to_a_thousand_digits)
{
    cr_expect(takes_digits(1000));
    cr_expect_not(takes_digits(1001));
    cr_expect(copybin_numeric(&out, "1e999", 5));
    cr_expect_not(copybin_numeric(&out, "1e1000", 6));
    cr_expect(copybin_numeric(&out, "1e-1000", 7));
    cr_expect_not(copybin_numeric(&out, "1e-1001", 7));
}

Test(copybin, reads_no_further_than_the_length)
{
    cr_expect(copybin_numeric(&out, "12345", 1));
    check("0000000a00010000000000000001");
}

Test(copybin, the_frame)
{
    copybin_header(&out);
    copybin_row(&out, 1);
    copybin_bytea(&out, "\1", 1);
    copybin_trailer(&out);
    check("5047434f50590aff0d0a00000000000000000000010000000101ffff");
    copybin_null(&out);
    check("ffffffff");
}

Test(copybin, text_and_integers)
{
    copybin_text(&out, "汉", 3);
    check("00000003e6b189");
    copybin_text(&out, "", 0);
    check("00000000");
    copybin_bytea(&out, "\0\377", 2);
    check("0000000200ff");
    copybin_int4(&out, -5);
    check("00000004fffffffb");
    copybin_int8(&out, 9007199254740993);
    check("000000080020000000000001");
}

Test(copybin, dates)
{
    copybin_date(&out, 2024, 2, 29);
    check("0000000400002279");
    copybin_date(&out, 1999, 12, 31);
    check("00000004ffffffff");
    copybin_date(&out, 2000, 1, 1);
    check("0000000400000000");
    copybin_date(&out, 1900, 3, 1);
    check("00000004ffff718f");
}
