/* Any bytes as an amount. The first byte chooses the unit. */
#include "fuzz.h"

#include <inttypes.h>

#include "base/money.h"

enum { MONEY_TEXT_MAX = 24 };

/* fen as decimal yuan, "-1234.50". */
static void write_yuan(int64_t fen, char text[MONEY_TEXT_MAX])
{
    int64_t magnitude = fen < 0 ? -fen : fen;
    snprintf(text, MONEY_TEXT_MAX, "%s%" PRId64 ".%02" PRId64, fen < 0 ? "-" : "", magnitude / 100,
             magnitude % 100);
}

/* An amount written out in yuan and read again is the same, in every unit in which it is written.
 */
static void check_amount(int64_t fen)
{
    char text[MONEY_TEXT_MAX];
    char scaled[MONEY_TEXT_MAX + 8];
    int64_t again = fen + 1;
    REQUIRE(fen > -MONEY_LIMIT_FEN && fen < MONEY_LIMIT_FEN);
    write_yuan(fen, text);
    REQUIRE(money_from_number(text, strlen(text), MONEY_YUAN, &again) == MONEY_OK && again == fen);
    again = fen + 1;
    REQUIRE(money_from_printed(text, strlen(text), MONEY_YUAN, &again) == MONEY_OK && again == fen);
    static const int powers[MONEY_UNITS] = {0, 3, 4, 8};
    for (int unit = 0; unit < MONEY_UNITS; unit++) {
        int length = snprintf(scaled, sizeof scaled, "%se-%d", text, powers[unit]);
        again = fen + 1;
        REQUIRE(money_from_number(scaled, (size_t)length, (enum money_unit)unit, &again) ==
                    MONEY_OK &&
                again == fen);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    enum money_unit unit = (enum money_unit)(data[0] % MONEY_UNITS);
    const char *text = (const char *)data + 1;
    size_t length = size - 1;
    int64_t number = 0;
    int64_t printed = 0;
    enum money_result as_number = money_from_number(text, length, unit, &number);
    enum money_result as_printed = money_from_printed(text, length, unit, &printed);
    REQUIRE(as_number != MONEY_BLANK);
    if (as_number == MONEY_OK) {
        check_amount(number);
    }
    if (as_printed == MONEY_OK) {
        check_amount(printed);
    }
    bool exponent = memchr(text, 'e', length) != NULL || memchr(text, 'E', length) != NULL;
    if (as_number != MONEY_NOT_A_NUMBER && !exponent) { /* a number is a printed amount too */
        REQUIRE(as_printed == as_number && printed == number);
    }
    return 0;
}
