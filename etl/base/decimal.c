#include "base/decimal.h"

/* As many digits as fit an uint64_t whatever they are. A number with more in front of its point is
 * beyond int64_t, so those behind them decide only whether it is whole. */
enum { KEPT_MAX = 19 };

/* No text is so long that its digits could make up for an exponent of this size. */
static const int64_t exponent_max = INT64_C(1000000000000000000);

void decimal_add(struct decimal *decimal, int digit, bool fraction)
{
    if (decimal->kept < KEPT_MAX) {
        decimal->value = decimal->value * 10 + (uint64_t)digit;
        decimal->kept += decimal->value != 0;
        decimal->exponent -= fraction;
    } else {
        decimal->rest = decimal->rest || digit != 0;
        decimal->exponent += !fraction;
    }
}

static bool is_digit(const char *p, const char *end)
{
    return p < end && *p >= '0' && *p <= '9';
}

/* One digit or more; NULL where there is none. */
static const char *take_digits(const char *p, const char *end, struct decimal *decimal,
                               bool fraction)
{
    if (!is_digit(p, end)) {
        return NULL;
    }
    for (; is_digit(p, end); p++) {
        decimal_add(decimal, *p - '0', fraction);
    }
    return p;
}

static const char *take_exponent(const char *p, const char *end, struct decimal *decimal)
{
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) {
        p++;
    }
    if (!is_digit(p, end)) {
        return NULL;
    }
    int64_t exponent = 0;
    for (; is_digit(p, end); p++) {
        if (exponent < exponent_max / 10) {
            exponent = exponent * 10 + (*p - '0');
        }
    }
    decimal->exponent += negative ? -exponent : exponent;
    return p;
}

bool decimal_parse(const char *text, size_t length, struct decimal *decimal)
{
    const char *p = text;
    const char *end = text + length;
    *decimal = (struct decimal){0};
    if (p < end && *p == '-') {
        decimal->negative = true;
        p++;
    }
    if (p < end && *p == '0' && is_digit(p + 1, end)) {
        return false;
    }
    p = take_digits(p, end, decimal, false);
    if (p != NULL && p < end && *p == '.') {
        p = take_digits(p + 1, end, decimal, true);
    }
    if (p != NULL && p < end && (*p == 'e' || *p == 'E')) {
        p = take_exponent(p + 1, end, decimal);
    }
    return p == end;
}

enum decimal_result decimal_scale(const struct decimal *decimal, int shift, uint64_t limit,
                                  int64_t *out)
{
    uint64_t value = decimal->value;
    bool fine = decimal->rest;
    int64_t exponent = decimal->exponent + shift;
    for (; exponent < 0 && value != 0; exponent++) {
        fine = fine || value % 10 != 0;
        value /= 10;
    }
    for (; exponent > 0 && value != 0; exponent--) {
        if (value > limit / 10) {
            return DECIMAL_TOO_LARGE;
        }
        value *= 10;
    }
    if (value > limit) {
        return DECIMAL_TOO_LARGE;
    }
    if (fine) {
        return DECIMAL_TOO_FINE;
    }
    *out = (int64_t)(decimal->negative ? 0 - value : value);
    return DECIMAL_OK;
}
