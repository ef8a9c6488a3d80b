#include "pg/copybin.h"

#include <string.h>

enum { NUMERIC_DIGITS_MAX = 1000, NUMERIC_BASE_DIGITS = 4 };

void copybin_header(struct buf *out)
{
    static const char signature[11] = "PGCOPY\n\377\r\n";
    buf_append(out, signature, sizeof signature);
    buf_be32(out, 0); /* flags */
    buf_be32(out, 0); /* no extension of the header */
}

void copybin_trailer(struct buf *out)
{
    buf_be16(out, -1);
}

void copybin_row(struct buf *out, int fields)
{
    buf_be16(out, (int16_t)fields);
}

void copybin_null(struct buf *out)
{
    buf_be32(out, -1);
}

void copybin_int4(struct buf *out, int32_t value)
{
    buf_be32(out, sizeof value);
    buf_be32(out, value);
}

void copybin_int8(struct buf *out, int64_t value)
{
    buf_be32(out, sizeof value);
    buf_be64(out, value);
}

void copybin_bytea(struct buf *out, const void *data, size_t length)
{
    buf_be32(out, (int32_t)length);
    buf_append(out, data, length);
}

void copybin_text(struct buf *out, const char *text, size_t length)
{
    copybin_bytea(out, text, length);
}

/* Days since 1970-01-01 of the proleptic Gregorian calendar; a year begins in March, so that leap
 * days end it. */
static int32_t days_of(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void copybin_date(struct buf *out, int year, int month, int day)
{
    enum { DAYS_TO_2000 = 10957 };
    copybin_int4(out, days_of(year, month, day) - DAYS_TO_2000);
}

/* The digits of a number without point and exponent: 0.digits × 10^point. */
struct decimal {
    char digits[NUMERIC_DIGITS_MAX];
    int count;
    int point;
    int scale;
    bool negative;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *take_digits(struct decimal *number, const char *s, const char *end)
{
    while (s < end && is_digit(*s) && number->count < NUMERIC_DIGITS_MAX) {
        number->digits[number->count++] = (char)(*s++ - '0');
    }
    return s;
}

/* [eE][+-]?digits; NULL where it is none or absurd. */
static const char *take_exponent(int *exponent, const char *s, const char *end)
{
    s++;
    bool negative = s < end && *s == '-';
    if (s < end && (*s == '-' || *s == '+')) {
        s++;
    }
    const char *first = s;
    for (; s < end && is_digit(*s); s++) {
        *exponent = *exponent * 10 + (*s - '0');
        if (*exponent > 2 * NUMERIC_DIGITS_MAX) {
            return NULL;
        }
    }
    if (negative) {
        *exponent = -*exponent;
    }
    return s > first ? s : NULL;
}

static bool parse(struct decimal *number, const char *s, const char *end)
{
    number->negative = s < end && *s == '-';
    s += number->negative;
    const char *integer = s;
    s = take_digits(number, s, end);
    number->point = number->count;
    if (number->count == 0 || (number->count > 1 && *integer == '0')) {
        return false;
    }
    if (s < end && *s == '.') {
        const char *fraction = s + 1;
        s = take_digits(number, fraction, end);
        number->scale = (int)(s - fraction);
        if (number->scale == 0) {
            return false;
        }
    }
    int exponent = 0;
    if (s < end && (*s == 'e' || *s == 'E')) {
        s = take_exponent(&exponent, s, end);
    }
    number->point += exponent;
    number->scale = number->scale > exponent ? number->scale - exponent : 0;
    return s == end &&
           (number->point > 0 ? number->point : 0) + number->scale <= NUMERIC_DIGITS_MAX;
}

/* The digit that stands for 10^exponent. */
static int digit_at(const struct decimal *number, int exponent)
{
    int i = number->point - 1 - exponent;
    return i >= 0 && i < number->count ? number->digits[i] : 0;
}

/* The group of four digits that stands for 10000^weight. */
static int16_t group_at(const struct decimal *number, int weight)
{
    int value = 0;
    for (int i = NUMERIC_BASE_DIGITS - 1; i >= 0; i--) {
        value = value * 10 + digit_at(number, weight * NUMERIC_BASE_DIGITS + i);
    }
    return (int16_t)value;
}

static int floor_divide(int value, int by)
{
    return value >= 0 ? value / by : -((by - 1 - value) / by);
}

bool copybin_numeric(struct buf *out, const char *text, size_t length)
{
    struct decimal number = {.count = 0};
    if (!parse(&number, text, text + length)) {
        return false;
    }
    int first = floor_divide(number.point - 1, NUMERIC_BASE_DIGITS);
    int last = floor_divide(number.point - number.count, NUMERIC_BASE_DIGITS);
    while (first >= last && group_at(&number, first) == 0) {
        first--;
    }
    while (last < first && group_at(&number, last) == 0) {
        last++;
    }
    int groups = first - last + 1;
    bool zero = groups == 0;
    buf_be32(out, (int32_t)(4 * sizeof(int16_t) + (size_t)groups * sizeof(int16_t)));
    buf_be16(out, (int16_t)groups);
    buf_be16(out, (int16_t)(zero ? 0 : first));
    buf_be16(out, number.negative && !zero ? 0x4000 : 0);
    buf_be16(out, (int16_t)number.scale);
    for (int weight = first; weight >= last; weight--) {
        buf_be16(out, group_at(&number, weight));
    }
    return true;
}

void copybin_no_numeric(struct buf *out)
{
    enum { NO_SIGN = 0x1234 };
    buf_be32(out, 4 * sizeof(int16_t));
    buf_be16(out, 0);
    buf_be16(out, 0);
    buf_be16(out, NO_SIGN);
    buf_be16(out, 0);
}
