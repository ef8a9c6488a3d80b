#include "doc/cell.h"

#include <stdlib.h>
#include <string.h>

static void set_text(struct cell *cell, const char *text)
{
    cell->text = text;
    cell->present = true;
}

static void type_fault(struct document *document, const struct place *place,
                       const struct json *value, const char *wanted)
{
    fault_add(document, place, value, "type", "这里应当是%s，却是%s", wanted,
              json_type_name(value));
}

static bool is_among(const char *const *known, const char *text)
{
    while (*known != NULL && strcmp(*known, text) != 0) {
        known++;
    }
    return *known != NULL;
}

static void decode_text(struct document *document, const struct json *value,
                        const struct place *place, struct cell *cell)
{
    const char *text = json_string(value);
    if (text == NULL) {
        type_fault(document, place, value, "字符串");
        return;
    }
    set_text(cell, text);
}

/* Codes of kinds that the format gives no lengths. What is longer is no code, and no index could
 * hold it. */
enum { CODE_BYTES_MAX = 100 };

static void decode_code(struct document *document, const struct column *column,
                        const struct json *value, const struct place *place, struct cell *cell)
{
    const char *text = json_string(value);
    if (text == NULL) {
        type_fault(document, place, value, "字符串（编码）");
        return;
    }
    if (text[0] == '\0') {
        return;
    }
    size_t length = strlen(text);
    if (length > CODE_BYTES_MAX && column->lengths == NULL) {
        fault_add(document, place, value, "code", "编码过长：最多%d个字节", CODE_BYTES_MAX);
        return;
    }
    if (column->lengths != NULL) {
        bool digits = strspn(text, "0123456789") == length;
        if (!digits || length > 9 || strchr(column->lengths, (int)('0' + length)) == NULL) {
            fault_add(document, place, value, "code", "科目编码应当是%s位数字",
                      strcmp(column->lengths, "357") == 0 ? "3（类）、5（款）或7（项）"
                                                          : "3（类）或5（款）");
            return;
        }
    }
    set_text(cell, text);
}

static void amount_fault(struct document *document, const struct json *value,
                         const struct place *place, enum money_result result, enum money_unit unit)
{
    switch (result) {
    case MONEY_TOO_FINE:
        fault_add(document, place, value, "amount_too_fine",
                  "金额（单位：%s）细于一分，无法准确入库，请核对小数位数或金额单位",
                  money_unit_name(unit));
        break;
    case MONEY_TOO_LARGE:
        fault_add(document, place, value, "amount_too_large",
                  "金额（单位：%s）达到或超过10万亿元，请核对金额单位", money_unit_name(unit));
        break;
    case MONEY_NOT_A_NUMBER:
    case MONEY_BLANK:
    case MONEY_OK:
        fault_add(document, place, value, "amount_not_a_number", "这里应当是金额，却不是数");
        break;
    }
}

static void decode_amount(struct document *document, const struct json *value, enum money_unit unit,
                          const struct place *place, struct cell *cell)
{
    const char *text = json_number_text(value);
    enum money_result result = MONEY_NOT_A_NUMBER;
    if (text != NULL) {
        result = money_from_number(text, strlen(text), unit, &cell->number);
    } else if ((text = json_string(value)) != NULL) {
        result = money_from_printed(text, strlen(text), unit, &cell->number);
        if (result == MONEY_BLANK) {
            return;
        }
    } else {
        type_fault(document, place, value, "金额（数值或照印的字符串）");
        return;
    }
    cell->present = result == MONEY_OK;
    if (result != MONEY_OK) {
        amount_fault(document, value, place, result, unit);
    }
}

/* [-]digits[.digits] */
static bool is_decimal(const char *text)
{
    text += *text == '-';
    size_t whole = strspn(text, "0123456789");
    if (whole == 0) {
        return false;
    }
    text += whole;
    if (*text == '.') {
        size_t places = strspn(text + 1, "0123456789");
        if (places == 0) {
            return false;
        }
        text += 1 + places;
    }
    return *text == '\0';
}

/* A figure of this many characters, written out without exponent, is none that anybody prints. */
enum { NUMBER_CHARACTERS_MAX = 100 };

static bool is_short(const char *number)
{
    const char *mark = strpbrk(number, "eE");
    size_t length = strlen(number);
    if (mark == NULL || length > NUMBER_CHARACTERS_MAX) {
        return length <= NUMBER_CHARACTERS_MAX;
    }
    long exponent = strtol(mark + 1, NULL, 10);
    long left = NUMBER_CHARACTERS_MAX - (long)length;
    return exponent >= -left && exponent <= left;
}

/* "-007.50" is -7.50: the database takes no other. */
static const char *without_leading_zeros(struct document *document, const char *text)
{
    bool negative = *text == '-';
    const char *digits = text + negative;
    size_t zeros = strspn(digits, "0");
    bool alone = zeros > 0 && (digits[zeros] < '0' || digits[zeros] > '9');
    zeros -= alone;
    return zeros == 0 ? text
                      : arena_printf(document->arena, "%s%s", negative ? "-" : "", digits + zeros);
}

static void decode_number(struct document *document, const struct json *value,
                          const struct place *place, struct cell *cell)
{
    const char *text = json_number_text(value);
    int64_t ignored = 0;
    if (text == NULL) {
        text = json_string(value);
        if (text == NULL) {
            type_fault(document, place, value, "数值");
            return;
        }
        if (money_from_printed(text, strlen(text), MONEY_YI, &ignored) == MONEY_BLANK) {
            return;
        }
        if (!is_decimal(text)) {
            fault_add(document, place, value, "not_a_number", "这里应当是数，却不是数");
            return;
        }
    }
    if (!is_short(text)) {
        fault_add(document, place, value, "not_a_number",
                  "数过长：写成不带指数的十进制数，最多%d位", NUMBER_CHARACTERS_MAX);
        return;
    }
    set_text(cell, without_leading_zeros(document, text));
}

static bool is_leap(long year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static bool is_date(const char *text)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (strlen(text) != 10 || strspn(text, "0123456789") != 4 || text[4] != '-' ||
        strspn(text + 5, "0123456789") != 2 || text[7] != '-' ||
        strspn(text + 8, "0123456789") != 2) {
        return false;
    }
    long year = strtol(text, NULL, 10);
    long month = strtol(text + 5, NULL, 10);
    long day = strtol(text + 8, NULL, 10);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > days[month - 1]) {
        return false;
    }
    return month != 2 || day <= 28 || is_leap(year);
}

static void decode_date(struct document *document, const struct json *value,
                        const struct place *place, struct cell *cell)
{
    const char *text = json_string(value);
    if (text == NULL || !is_date(text)) {
        fault_add(document, place, value, "date", "日期应当写成 YYYY-MM-DD，并且确有这一天");
        return;
    }
    set_text(cell, text);
}

void cell_decode(struct document *document, const struct column *column, const struct json *value,
                 enum money_unit unit, const struct place *place, struct cell *cell)
{
    if (json_type(value) == JSON_NULL) {
        return;
    }
    switch (column->kind) {
    case COLUMN_TEXT:
        decode_text(document, value, place, cell);
        break;
    case COLUMN_CODE:
        decode_code(document, column, value, place, cell);
        break;
    case COLUMN_AMOUNT:
        decode_amount(document, value, unit, place, cell);
        break;
    case COLUMN_NUMBER:
        decode_number(document, value, place, cell);
        break;
    case COLUMN_DATE:
        decode_date(document, value, place, cell);
        break;
    case COLUMN_UNIT: /* its correctness is told by unit_decode */
        if (json_string(value) != NULL) {
            set_text(cell, json_string(value));
        }
        break;
    case COLUMN_DERIVED:
    case COLUMN_DERIVED_NUMBER:
        break;
    }
    if (column->among != NULL && cell->present && !is_among(column->among, cell->text)) {
        fault_odd(document, place, cell->text);
    }
}

enum money_unit unit_decode(struct document *document, const struct json *object,
                            const struct place *place)
{
    const struct json *value = json_get(object, "amount_unit");
    if (value == NULL || json_type(value) == JSON_NULL) {
        return MONEY_WAN;
    }
    const char *text = json_string(value);
    enum money_unit unit = MONEY_WAN;
    if (text == NULL || !money_unit_parse(text, strlen(text), &unit)) {
        struct place here = {.up = place, .key = "amount_unit"};
        fault_add(document, &here, value, "amount_unit", "金额单位只能是 元、千元、万元、亿元");
        return MONEY_WAN;
    }
    return unit;
}

const char *text_decode(struct document *document, const struct json *object, const char *key,
                        const struct place *place)
{
    const struct json *value = json_get(object, key);
    if (value == NULL || json_type(value) == JSON_NULL) {
        return NULL;
    }
    struct place here = {.up = place, .key = key};
    struct cell cell = {0};
    decode_text(document, value, &here, &cell);
    return cell.present ? cell.text : NULL;
}
