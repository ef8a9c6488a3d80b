/*
 * A decimal number taken digit by digit, so that its value times a power of ten is found exactly
 * however long it is written. All zero is the number 0: struct decimal d = {0};
 */
#ifndef HUIZONG_BASE_DECIMAL_H
#define HUIZONG_BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct decimal {
    bool negative;
    bool rest;      /* a digit other than 0 stands behind those kept */
    int kept;       /* significant digits in value, at most 19 */
    uint64_t value; /* the number is value * 10^exponent, and the rest */
    int64_t exponent;
};

enum decimal_result {
    DECIMAL_OK,
    DECIMAL_TOO_FINE, /* not whole */
    DECIMAL_TOO_LARGE /* beyond the limit; said first where it is both */
};

/* The next digit (0 to 9), in front of the decimal point or (fraction) behind it. */
void decimal_add(struct decimal *decimal, int digit, bool fraction);

/* A number by JSON's grammar ("-0.5", "1E+3"), all of the text; false where it is none. */
bool decimal_parse(const char *text, size_t length, struct decimal *decimal);

/*
 * The decimal times 10^shift, where that is whole and its magnitude no more than the limit, itself
 * at most INT64_MAX, or one more for a negative number.
 */
enum decimal_result decimal_scale(const struct decimal *decimal, int shift, uint64_t limit,
                                  int64_t *out);

#endif
