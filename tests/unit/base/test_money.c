#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/money.h"

struct amount_case {
    const char *text;
    enum money_unit unit;
    enum money_result result;
    int64_t fen;
};

static void check_cases(const struct amount_case *cases, size_t count, bool printed)
{
    for (size_t i = 0; i < count; i++) {
        const struct amount_case *c = &cases[i];
        int64_t fen = -7;
        enum money_result result = printed
                                       ? money_from_printed(c->text, strlen(c->text), c->unit, &fen)
                                       : money_from_number(c->text, strlen(c->text), c->unit, &fen);
        cr_expect(result == c->result, "\"%s\": result %d, not %d", c->text, result, c->result);
        if (c->result == MONEY_OK) {
            cr_expect(fen == c->fen, "\"%s\": %" PRId64 " fen, not %" PRId64, c->text, fen, c->fen);
        } else {
            cr_expect(fen == -7, "\"%s\": the amount was touched", c->text);
        }
    }
}

#define CHECK_CASES(cases, printed) check_cases(cases, sizeof(cases) / sizeof *(cases), printed)

Test(money, numbers)
{
    static const struct amount_case cases[] = {
        {"0", MONEY_YUAN, MONEY_OK, 0},
        {"-0", MONEY_WAN, MONEY_OK, 0},
        {"-0.00", MONEY_YI, MONEY_OK, 0},
        {"1923.95", MONEY_WAN, MONEY_OK, 1923950000},
        {"1923.95", MONEY_YUAN, MONEY_OK, 192395},
        {"-3.5", MONEY_YUAN, MONEY_OK, -350},
        {"7.594", MONEY_WAN, MONEY_OK, 7594000},
        {"7.594", MONEY_THOUSAND, MONEY_OK, 759400},
        {"7.594", MONEY_YI, MONEY_OK, 75940000000},
        {"7.594", MONEY_YUAN, MONEY_TOO_FINE, 0},
        {"1.5000000", MONEY_YUAN, MONEY_OK, 150},
        {"1.5000000000000000000000000000000000", MONEY_YUAN, MONEY_OK, 150},
        {"1.500000000000000000000000000000000001", MONEY_YUAN, MONEY_TOO_FINE, 0},
        {"0.000001", MONEY_WAN, MONEY_OK, 1},
        {"0.0000001", MONEY_WAN, MONEY_TOO_FINE, 0},
        {"0.0000000001", MONEY_YI, MONEY_OK, 1},
        {"1e3", MONEY_YUAN, MONEY_OK, 100000},
        {"1E+3", MONEY_YUAN, MONEY_OK, 100000},
        {"1.5e-1", MONEY_YUAN, MONEY_OK, 15},
        {"1e-2", MONEY_YUAN, MONEY_OK, 1},
        {"1e-3", MONEY_YUAN, MONEY_TOO_FINE, 0},
        {"1e0000000000000000000000000002", MONEY_YUAN, MONEY_OK, 10000},
        {"0e99999999999999999999999", MONEY_YUAN, MONEY_OK, 0},
        {"0.0e-99999999999999999999999", MONEY_YUAN, MONEY_OK, 0},
        {"1e99999999999999999999999", MONEY_YUAN, MONEY_TOO_LARGE, 0},
        {"1e-99999999999999999999999", MONEY_YUAN, MONEY_TOO_FINE, 0},
        {"1e-9223372036854775808", MONEY_YUAN, MONEY_TOO_FINE, 0},
        {"1e9223372036854775807", MONEY_YUAN, MONEY_TOO_LARGE, 0},
        {"9999999999999.99", MONEY_YUAN, MONEY_OK, 999999999999999},
        {"-9999999999999.99", MONEY_YUAN, MONEY_OK, -999999999999999},
        {"9999999999999.990", MONEY_YUAN, MONEY_OK, 999999999999999},
        {"9999999999999.991", MONEY_YUAN, MONEY_TOO_FINE, 0},
        {"10000000000000", MONEY_YUAN, MONEY_TOO_LARGE, 0},
        {"-10000000000000", MONEY_YUAN, MONEY_TOO_LARGE, 0},
        {"10000000000000.001", MONEY_YUAN, MONEY_TOO_LARGE, 0},
        {"999999999.999999", MONEY_WAN, MONEY_OK, 999999999999999},
        {"1000000000", MONEY_WAN, MONEY_TOO_LARGE, 0},
        {"99999.9999999999", MONEY_YI, MONEY_OK, 999999999999999},
        {"100000", MONEY_YI, MONEY_TOO_LARGE, 0},
        {"18446744073709551616", MONEY_YUAN, MONEY_TOO_LARGE, 0},
        {"18446744073709551617e-18", MONEY_YUAN, MONEY_TOO_FINE, 0},
        {"100000000000000000000000000000000e-32", MONEY_YUAN, MONEY_OK, 100},
        {"0.00000000000000000000000000000001e32", MONEY_YUAN, MONEY_OK, 100},
    };
    CHECK_CASES(cases, false);
}

Test(money, no_numbers)
{
    static const char *const texts[] = {
        "",    "-",     "+1",    "01",  "-01", "00",    "1.",   ".5",  "-.5",   "1e",
        "1e+", "1e-",   "1.e1",  "e1",  "--1", "1 ",    " 1",   "1,0", "１",    "0x10",
        "NaN", "1.5.2", "1e1.5", "inf", "1-",  "1e1e1", "null", "—",   "1\xFF", "- 1",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int64_t fen;
        enum money_result result = money_from_number(texts[i], strlen(texts[i]), MONEY_YUAN, &fen);
        cr_expect(result == MONEY_NOT_A_NUMBER, "\"%s\": result %d", texts[i], result);
    }
    int64_t fen;
    cr_expect(money_from_number("1\0", 2, MONEY_YUAN, &fen) == MONEY_NOT_A_NUMBER);
    cr_expect(money_from_number("12", 1, MONEY_YUAN, &fen) == MONEY_OK && fen == 100);
}

Test(money, printed)
{
    static const struct amount_case cases[] = {
        {"1,923.95", MONEY_WAN, MONEY_OK, 1923950000},
        {"-3.50", MONEY_YUAN, MONEY_OK, -350},
        {"－3．5", MONEY_YUAN, MONEY_OK, -350},
        {"\xE2\x88\x92"
         "3.5",
         MONEY_YUAN, MONEY_OK, -350},
        {"+3.5", MONEY_YUAN, MONEY_OK, 350},
        {"＋１，２３４．５０", MONEY_YUAN, MONEY_OK, 123450},
        {"  12.00\t", MONEY_YUAN, MONEY_OK, 1200},
        {"\u300012\u00A0", MONEY_YUAN, MONEY_OK, 1200},
        {"\xEF\xBB\xBF"
         "12",
         MONEY_YUAN, MONEY_OK, 1200},
        {"0", MONEY_YUAN, MONEY_OK, 0},
        {"0.00", MONEY_YUAN, MONEY_OK, 0},
        {"-0.00", MONEY_YUAN, MONEY_OK, 0},
        {".5", MONEY_YUAN, MONEY_OK, 50},
        {"007", MONEY_YUAN, MONEY_OK, 700},
        {"1,234,567,890.12", MONEY_YUAN, MONEY_OK, 123456789012},
        {"12,345", MONEY_YUAN, MONEY_OK, 1234500},
        {"1234,567", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"1,23", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"1,2345", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"12,34,567", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"1,234567", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {",123", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"1,,234", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"1,234,", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"1,.5", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"1.234,5", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"0,123", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"(3.50)", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"（3.50）", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"1e3", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"1.", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {".", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"+", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"--3", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"—3", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"3-", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"3 4", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"- 3", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"3万元", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"3%", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"3/4", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"／", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"三", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"无", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"_", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"?", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"1\xEF\xBC", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"1\xFF", MONEY_YUAN, MONEY_NOT_A_NUMBER, 0},
        {"1.234", MONEY_YUAN, MONEY_TOO_FINE, 0},
        {"10,000,000,000,000", MONEY_YUAN, MONEY_TOO_LARGE, 0},
        {"9,999,999,999,999.99", MONEY_YUAN, MONEY_OK, 999999999999999},
        {"00000000000000000000000000000000000000001", MONEY_YUAN, MONEY_OK, 100},
        {"0.000000000000000000000000000000000", MONEY_YUAN, MONEY_OK, 0},
    };
    CHECK_CASES(cases, true);
    int64_t fen;
    cr_expect(money_from_printed("1\0", 2, MONEY_YUAN, &fen) == MONEY_NOT_A_NUMBER);
}

Test(money, blanks)
{
    static const char *const texts[] = {
        "",   " ", "\t\n", "\u3000", "-",   "--",  "---",           "—",
        "——", "–", "－",   "－－",   " - ", "- -", "\u3000—\u00A0", "\xE2\x88\x92",
        "─",  "―",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int64_t fen = -7;
        enum money_result result = money_from_printed(texts[i], strlen(texts[i]), MONEY_WAN, &fen);
        cr_expect(result == MONEY_BLANK && fen == -7, "\"%s\": result %d", texts[i], result);
    }
}

/* xorshift64: the same amounts in every run. */
static uint64_t random_state = UINT64_C(0x9E3779B97F4A7C15);

static unsigned draw(unsigned below)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (unsigned)((random_state >> 33) % below);
}

/* Random digits, with many 0 and 9 among them, and often ending in zeros. */
static size_t draw_digits(char *out, size_t length)
{
    unsigned kind = draw(4);
    size_t zeros = draw(3) == 0 ? draw((unsigned)length + 1) : 0;
    for (size_t i = 0; i < length; i++) {
        unsigned digit = kind == 0 ? 9 * draw(2) : kind == 1 ? 9 : draw(10);
        out[i] = (char)('0' + (i + zeros >= length ? 0 : digit));
    }
    out[length] = '\0';
    return length;
}

struct drawn {
    bool negative;
    char whole[32];    /* digits in front of the point */
    char fraction[32]; /* and behind it */
    int exponent;
};

/*
 * What the amount is by schoolbook: the digits written one after the other, the point moved by
 * writing zeros, and the strings on both sides of it looked at.
 */
static enum money_result expect(const struct drawn *d, int power, int64_t *fen)
{
    char digits[64];
    char padded[512];
    snprintf(digits, sizeof digits, "%s%s", d->whole, d->fraction);
    int point = (int)strlen(d->whole) + d->exponent + power;
    int before = point < 0 ? -point : 0;
    int behind = point > (int)strlen(digits) ? point - (int)strlen(digits) : 0;
    static const char zeros[] = "00000000000000000000000000000000000000000000000000000000000000";
    snprintf(padded, sizeof padded, "%.*s%s%.*s", before, zeros, digits, behind, zeros);
    point += before;
    const char *whole = padded;
    size_t length = (size_t)point;
    while (length > 0 && *whole == '0') {
        whole++;
        length--;
    }
    if (length > 15) {
        return MONEY_TOO_LARGE;
    }
    if (strspn(padded + point, "0") < strlen(padded + point)) {
        return MONEY_TOO_FINE;
    }
    *fen = 0;
    for (size_t i = 0; i < length; i++) {
        *fen = *fen * 10 + (whole[i] - '0');
    }
    *fen = d->negative ? -*fen : *fen;
    return MONEY_OK;
}

static const int unit_powers[] = {2, 5, 6, 10};

static void write_grouped(const struct drawn *d, char *out, size_t size)
{
    const char *end = out + size;
    size_t length = strlen(d->whole);
    *out++ = d->negative ? '-' : '+';
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            *out++ = ',';
        }
        *out++ = d->whole[i];
    }
    snprintf(out, (size_t)(end - out), "%s%s", d->fraction[0] != '\0' ? "." : "", d->fraction);
}

static void check_drawn(const struct drawn *d, const char *text, bool printed, int outcomes[])
{
    unsigned unit = draw(4);
    int64_t expected = 0;
    int64_t fen = 0;
    enum money_result result =
        printed ? money_from_printed(text, strlen(text), (enum money_unit)unit, &fen)
                : money_from_number(text, strlen(text), (enum money_unit)unit, &fen);
    enum money_result wanted = expect(d, unit_powers[unit], &expected);
    cr_assert(result == wanted && fen == expected,
              "\"%s\" unit %u: result %d, %" PRId64 " fen; not %d, %" PRId64, text, unit, result,
              fen, wanted, expected);
    outcomes[result]++;
}

#if defined(__SANITIZE_ADDRESS__)
enum { AMOUNTS = 300000 };
#else
enum { AMOUNTS = 2000000 };
#endif

Test(money, random_amounts)
{
    int outcomes[8] = {0};
    for (int i = 0; i < AMOUNTS; i++) {
        struct drawn d = {.negative = draw(2) == 1};
        char text[128];
        draw_digits(d.whole, 1 + draw(draw(4) == 0 ? 25 : 12));
        draw_digits(d.fraction, draw(draw(4) == 0 ? 25 : 4));
        if (d.whole[0] == '0') {
            d.whole[1] = '\0';
        }
        if (draw(2) == 0) {
            write_grouped(&d, text, sizeof text);
            check_drawn(&d, text, true, outcomes);
            continue;
        }
        d.exponent = draw(2) == 0 ? 0 : (int)draw(50) - 25;
        int length = snprintf(text, sizeof text, "%s%s%s%s", d.negative ? "-" : "", d.whole,
                              d.fraction[0] != '\0' ? "." : "", d.fraction);
        if (d.exponent != 0 || draw(8) == 0) {
            snprintf(text + length, sizeof text - (size_t)length, draw(2) == 0 ? "e%d" : "E%+03d",
                     d.exponent);
        }
        check_drawn(&d, text, false, outcomes);
    }
    cr_expect(outcomes[MONEY_OK] > AMOUNTS / 5 && outcomes[MONEY_TOO_FINE] > AMOUNTS / 20 &&
                  outcomes[MONEY_TOO_LARGE] > AMOUNTS / 20,
              "the amounts drawn are one-sided: %d fine, %d too fine, %d too large",
              outcomes[MONEY_OK], outcomes[MONEY_TOO_FINE], outcomes[MONEY_TOO_LARGE]);
}

Test(money, units)
{
    static const struct {
        const char *name;
        enum money_unit unit;
        int64_t fen;
    } units[] = {{"元", MONEY_YUAN, 100},
                 {"千元", MONEY_THOUSAND, 100000},
                 {"万元", MONEY_WAN, 1000000},
                 {"亿元", MONEY_YI, 10000000000}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        enum money_unit unit = MONEY_UNITS;
        cr_expect(money_unit_parse(units[i].name, strlen(units[i].name), &unit));
        cr_expect_eq(unit, units[i].unit);
        cr_expect_str_eq(money_unit_name(unit), units[i].name);
        cr_expect_eq(money_unit_fen(unit), units[i].fen);
    }
    static const char *const others[] = {"", "万", "yuan", "美元", "万元 ", "百万元", "元元"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        enum money_unit unit;
        cr_expect(!money_unit_parse(others[i], strlen(others[i]), &unit), "%s", others[i]);
    }
}

Test(money, last_place)
{
    cr_expect_eq(money_last_place_fen(MONEY_WAN, 2), 10000);
    cr_expect_eq(money_last_place_fen(MONEY_WAN, 0), 1000000);
    cr_expect_eq(money_last_place_fen(MONEY_WAN, 6), 1);
    cr_expect_eq(money_last_place_fen(MONEY_WAN, 7), 0);
    cr_expect_eq(money_last_place_fen(MONEY_YUAN, 0), 100);
    cr_expect_eq(money_last_place_fen(MONEY_YUAN, 2), 1);
    cr_expect_eq(money_last_place_fen(MONEY_YUAN, 3), 0);
    cr_expect_eq(money_last_place_fen(MONEY_YUAN, 1000000), 0);
    cr_expect_eq(money_last_place_fen(MONEY_YI, 4), 1000000);
    cr_expect_eq(money_last_place_fen(MONEY_THOUSAND, 2), 1000);
}

Test(money, decimals_reach_the_limits_of_int64)
{
    struct decimal d;
    int64_t out = 0;
    cr_assert(decimal_parse("-9223372036854775808", 20, &d));
    cr_expect_eq(decimal_scale(&d, 0, (uint64_t)INT64_MAX + 1, &out), DECIMAL_OK);
    cr_expect_eq(out, INT64_MIN);
    cr_expect_eq(decimal_scale(&d, 0, INT64_MAX, &out), DECIMAL_TOO_LARGE);
    cr_assert(decimal_parse("92233720368547758.07e2", 22, &d));
    cr_expect_eq(decimal_scale(&d, 0, INT64_MAX, &out), DECIMAL_OK);
    cr_expect_eq(out, INT64_MAX);
    cr_assert(decimal_parse("9223372036854775808", 19, &d));
    cr_expect_eq(decimal_scale(&d, 0, INT64_MAX, &out), DECIMAL_TOO_LARGE);
    cr_expect_eq(decimal_scale(&d, -1, INT64_MAX, &out), DECIMAL_TOO_FINE);
}
