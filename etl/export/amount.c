#include "export/amount.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { WAN_PLACES = 4, SUM_PLACES = 6, DECIMALS_MIN = 2, DIGITS_MAX = 30 };

/* A number taken apart: its sign, and where its digits before and after the point are. */
struct parts {
    bool negative;
    const char *whole, *fraction;
    size_t whole_length, fraction_length;
};

static bool take_apart(const char *text, struct parts *parts)
{
    static const char digits[] = "0123456789";
    parts->negative = text[0] == '-';
    parts->whole = text + parts->negative;
    parts->whole_length = strspn(parts->whole, digits);
    const char *end = parts->whole + parts->whole_length;
    parts->fraction = *end == '.' ? end + 1 : end;
    parts->fraction_length = *end == '.' ? strspn(parts->fraction, digits) : 0;
    return parts->whole_length > 0 && parts->fraction[parts->fraction_length] == '\0' &&
           parts->whole_length + parts->fraction_length <= DIGITS_MAX;
}

/* Cuts zeros at the end of a number with a point, down to two decimals. */
static void trim(char *number)
{
    size_t point = strcspn(number, ".");
    size_t length = strlen(number);
    while (length > point + 1 + DECIMALS_MIN && number[length - 1] == '0') {
        number[--length] = '\0';
    }
}

bool amount_to_wan(const char *yuan, char *out)
{
    struct parts parts;
    if (!take_apart(yuan, &parts)) {
        snprintf(out, AMOUNT_TEXT_MAX, "%s", yuan);
        return false;
    }
    char digits[DIGITS_MAX + WAN_PLACES + 2];
    size_t length = 0;
    for (size_t have = parts.whole_length; have <= WAN_PLACES; have++) {
        digits[length++] = '0';
    }
    memcpy(digits + length, parts.whole, parts.whole_length);
    length += parts.whole_length;
    size_t point = length - WAN_PLACES;
    memcpy(digits + length, parts.fraction, parts.fraction_length);
    length += parts.fraction_length;
    size_t start = 0;
    while (start + 1 < point && digits[start] == '0') {
        start++;
    }
    snprintf(out, AMOUNT_TEXT_MAX, "%s%.*s.%.*s", parts.negative ? "-" : "", (int)(point - start),
             digits + start, (int)(length - point), digits + point);
    trim(out);
    return true;
}

bool amount_sum_add(struct amount_sum *sum, const char *text)
{
    struct parts parts;
    if (!take_apart(text, &parts) || parts.fraction_length > SUM_PLACES) {
        return false;
    }
    amount_wide value = 0;
    for (size_t i = 0; i < parts.whole_length; i++) {
        value = value * 10 + (parts.whole[i] - '0');
    }
    for (size_t i = 0; i < SUM_PLACES; i++) {
        value = value * 10 + (i < parts.fraction_length ? parts.fraction[i] - '0' : 0);
    }
    sum->millionths += parts.negative ? -value : value;
    return true;
}

/* Writes digits, a separator before each group of three. Returns the end. */
static char *put_groups(char *out, uint64_t number)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            *out++ = ',';
        }
        *out++ = digits[i];
    }
    return out;
}

void amount_display(const char *yuan, char *out)
{
    char wan[AMOUNT_TEXT_MAX];
    struct amount_sum sum = {0};
    if (!amount_to_wan(yuan, wan) || !amount_sum_add(&sum, wan)) {
        snprintf(out, AMOUNT_TEXT_MAX, "%s", yuan);
        return;
    }
    bool negative = sum.millionths < 0;
    amount_wide hundredths = ((negative ? -sum.millionths : sum.millionths) + 5000) / 10000;
    char *end = out;
    if (negative && hundredths > 0) {
        *end++ = '-';
    }
    end = put_groups(end, (uint64_t)(hundredths / 100));
    snprintf(end, 4, ".%02d", (int)(hundredths % 100));
}

void amount_sum_text(const struct amount_sum *sum, char *out)
{
    char reversed[AMOUNT_TEXT_MAX];
    size_t length = 0;
    bool negative = sum->millionths < 0;
    amount_wide rest = negative ? -sum->millionths : sum->millionths;
    while (rest > 0 || length <= SUM_PLACES) {
        reversed[length++] = (char)('0' + (int)(rest % 10));
        rest /= 10;
    }
    char *next = out;
    if (negative) {
        *next++ = '-';
    }
    for (size_t i = length; i-- > 0;) {
        *next++ = reversed[i];
        if (i == SUM_PLACES) {
            *next++ = '.';
        }
    }
    *next = '\0';
    trim(out);
}
