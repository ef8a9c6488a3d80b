#include "base/money.h"

#include <string.h>

#include "base/decimal.h"
#include "base/text.h"

/* One of the unit is 10^power fen. */
static const struct {
    const char *name;
    int power;
    int64_t fen;
} units[MONEY_UNITS] = {
    [MONEY_YUAN] = {"元", 2, INT64_C(100)},
    [MONEY_THOUSAND] = {"千元", 5, INT64_C(100000)},
    [MONEY_WAN] = {"万元", 6, INT64_C(1000000)},
    [MONEY_YI] = {"亿元", 10, INT64_C(10000000000)},
};

bool money_unit_parse(const char *text, size_t length, enum money_unit *unit)
{
    for (int i = 0; i < MONEY_UNITS; i++) {
        if (strlen(units[i].name) == length && memcmp(units[i].name, text, length) == 0) {
            *unit = (enum money_unit)i;
            return true;
        }
    }
    return false;
}

const char *money_unit_name(enum money_unit unit)
{
    return units[unit].name;
}

int64_t money_unit_fen(enum money_unit unit)
{
    return units[unit].fen;
}

int64_t money_last_place_fen(enum money_unit unit, int decimals)
{
    int64_t fen = units[unit].fen;
    for (int i = 0; i < decimals && fen > 0; i++) {
        fen /= 10;
    }
    return fen;
}

static enum money_result to_fen(const struct decimal *decimal, enum money_unit unit, int64_t *fen)
{
    switch (decimal_scale(decimal, units[unit].power, MONEY_LIMIT_FEN - 1, fen)) {
    case DECIMAL_TOO_FINE:
        return MONEY_TOO_FINE;
    case DECIMAL_TOO_LARGE:
        return MONEY_TOO_LARGE;
    case DECIMAL_OK:
        break;
    }
    return MONEY_OK;
}

enum money_result money_from_number(const char *text, size_t length, enum money_unit unit,
                                    int64_t *fen)
{
    struct decimal decimal;
    if (!decimal_parse(text, length, &decimal)) {
        return MONEY_NOT_A_NUMBER;
    }
    return to_fen(&decimal, unit, fen);
}

/* A printed amount read character by character: `now` is the ASCII character that the present one
 * stands for, or one of these. */
enum { AT_END = '\0', AT_SPACE = ' ', AT_DASH = '_', AT_OTHER = '?' };

struct printed {
    const char *next;
    const char *end;
    int now;
};

static int stands_for(uint32_t c)
{
    if (c >= 0xFF0B && c <= 0xFF19) { /* ＋ ， － ． ／ ０ to ９ */
        c -= 0xFEE0;
    }
    if (c == 0x2212) { /* the minus sign */
        return '-';
    }
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2500) { /* hyphens, dashes, a ruled line */
        return AT_DASH;
    }
    if (text_is_space(c)) {
        return AT_SPACE;
    }
    return (c >= '0' && c <= '9') || (c >= '+' && c <= '.') ? (int)c : AT_OTHER;
}

static void advance(struct printed *printed)
{
    if (printed->next == printed->end) {
        printed->now = AT_END;
        return;
    }
    uint32_t c;
    size_t bytes = text_code_point(printed->next, (size_t)(printed->end - printed->next), &c);
    printed->now = bytes > 0 ? stands_for(c) : AT_OTHER;
    printed->next += bytes > 0 ? bytes : 1;
}

static void pass_spaces(struct printed *printed)
{
    while (printed->now == AT_SPACE) {
        advance(printed);
    }
}

static bool is_blank(struct printed printed)
{
    while (printed.now == AT_SPACE || printed.now == AT_DASH || printed.now == '-') {
        advance(&printed);
    }
    return printed.now == AT_END;
}

/* How many digits were taken. */
static size_t take_digits(struct printed *printed, struct decimal *decimal, bool fraction)
{
    size_t taken = 0;
    for (; printed->now >= '0' && printed->now <= '9'; taken++) {
        decimal_add(decimal, printed->now - '0', fraction);
        advance(printed);
    }
    return taken;
}

/* The digits in front of the point, of which there may be none; false where a separator is wrong.
 */
static bool take_groups(struct printed *printed, struct decimal *decimal, size_t *taken)
{
    bool from_zero = printed->now == '0';
    *taken = take_digits(printed, decimal, false);
    if (printed->now != ',') {
        return true;
    }
    if (from_zero || *taken < 1 || *taken > 3) {
        return false;
    }
    while (printed->now == ',') {
        advance(printed);
        if (take_digits(printed, decimal, false) != 3) {
            return false;
        }
    }
    return true;
}

enum money_result money_from_printed(const char *text, size_t length, enum money_unit unit,
                                     int64_t *fen)
{
    struct printed printed = {.next = text, .end = text + length};
    advance(&printed);
    if (is_blank(printed)) {
        return MONEY_BLANK;
    }
    struct decimal decimal = {0};
    pass_spaces(&printed);
    if (printed.now == '-' || printed.now == '+') {
        decimal.negative = printed.now == '-';
        advance(&printed);
    }
    size_t taken;
    if (!take_groups(&printed, &decimal, &taken)) {
        return MONEY_NOT_A_NUMBER;
    }
    if (printed.now == '.') {
        advance(&printed);
        taken = take_digits(&printed, &decimal, true);
    }
    pass_spaces(&printed);
    if (taken == 0 || printed.now != AT_END) {
        return MONEY_NOT_A_NUMBER;
    }
    return to_fen(&decimal, unit, fen);
}
