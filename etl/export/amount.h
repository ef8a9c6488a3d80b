/* Amounts of the rollups as decimal text: put into 万元, and added up, exactly. */
#ifndef HUIZONG_EXPORT_AMOUNT_H
#define HUIZONG_EXPORT_AMOUNT_H

#include <stdbool.h>

enum { AMOUNT_TEXT_MAX = 64 };

/*
 * A decimal number in yuan as 万元, "19239500.00" → "1923.95": the point moves by four places, so
 * that no digit is lost; at least two decimals stay. What is no such number ("NaN") or is too long
 * for `out` (AMOUNT_TEXT_MAX) is left as it is; then false.
 */
bool amount_to_wan(const char *yuan, char *out);

/*
 * For people to read: 万元 rounded to two decimals, a half away from zero, with thousands
 * separators, "192,395.00". What is no amount is copied. At least AMOUNT_TEXT_MAX at `out`.
 */
void amount_display(const char *yuan, char *out);

__extension__ typedef __int128 amount_wide;

/* A sum in millionths of the unit. All zero is an empty one. */
struct amount_sum {
    amount_wide millionths;
};

/* False where the text is no decimal number of at most six decimals and 30 digits. */
bool amount_sum_add(struct amount_sum *sum, const char *text);

/* With two decimals, or as many more as it needs: "1923.95". At least AMOUNT_TEXT_MAX at `out`. */
void amount_sum_text(const struct amount_sum *sum, char *out);

#endif
