/*
 * Exact money. An amount is an int64_t of fen; no double ever holds one. Amounts are read from
 * their decimal text, in 元, 千元, 万元 or 亿元, and are refused rather than rounded when they are
 * finer than a fen.
 */
#ifndef HUIZONG_BASE_MONEY_H
#define HUIZONG_BASE_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Amounts of 10^13 yuan and more are refused: |fen| < MONEY_LIMIT_FEN. */
#define MONEY_LIMIT_FEN INT64_C(1000000000000000)

enum money_unit { MONEY_YUAN, MONEY_THOUSAND, MONEY_WAN, MONEY_YI, MONEY_UNITS };

enum money_result {
    MONEY_OK,
    MONEY_BLANK, /* "", "-", "—", "--" and the like: nothing was printed */
    MONEY_NOT_A_NUMBER,
    MONEY_TOO_FINE, /* finer than a fen */
    MONEY_TOO_LARGE /* 10^13 yuan or more */
};

/* The unit printed as text ("元", "千元", "万元", "亿元"); false where it is none of them. */
bool money_unit_parse(const char *text, size_t length, enum money_unit *unit);
const char *money_unit_name(enum money_unit unit);

/* How many fen one of the unit is: 100, 100 000, 1 000 000, 10 000 000 000. */
int64_t money_unit_fen(enum money_unit unit);

/*
 * One unit of the last printed place, in fen: 10^-decimals of the unit; 0 where that is finer than
 * a fen. 万元 to 2 decimals: 10 000.
 */
int64_t money_last_place_fen(enum money_unit unit, int decimals);

/* A JSON number ("1923.95", "-3.5", "1e3"), as written. Never gives MONEY_BLANK. */
enum money_result money_from_number(const char *text, size_t length, enum money_unit unit,
                                    int64_t *fen);

/*
 * A string as printed: "1,923.95", "-3.50", "－3．5", "（3.50）" no; thousands separators only
 * where they belong (groups of three), full-width digits, signs, points and commas accepted, spaces
 * around it passed over.
 */
enum money_result money_from_printed(const char *text, size_t length, enum money_unit unit,
                                     int64_t *fen);

#endif
