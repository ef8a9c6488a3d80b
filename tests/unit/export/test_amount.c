/* Amounts put into 万元 and added up; what is expected is worked out by hand. */
#include <criterion/criterion.h>

#include "export/amount.h"

static const struct {
    const char *yuan, *wan;
} cases[] = {
    {"19239500.00", "1923.95"},
    {"0.00", "0.00"},
    {"0", "0.00"},
    {"1.00", "0.0001"},
    {"0.01", "0.000001"},
    {"-0.05", "-0.000005"},
    {"10000", "1.00"},
    {"12345.67", "1.234567"},
    {"-123456789012345678.90", "-12345678901234.56789"},
    {"99999999999999999999.99", "9999999999999999.999999"},
    {"1000.10", "0.10001"},
    {"00010000.00", "1.00"},
};

Test(amount, to_wan)
{
    char out[AMOUNT_TEXT_MAX];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert(amount_to_wan(cases[i].yuan, out), "%s", cases[i].yuan);
        cr_assert_str_eq(out, cases[i].wan);
    }
}

Test(amount, no_number_stays)
{
    char out[AMOUNT_TEXT_MAX];
    cr_assert_not(amount_to_wan("NaN", out));
    cr_assert_str_eq(out, "NaN");
    cr_assert_not(amount_to_wan("", out));
    cr_assert_not(amount_to_wan("-", out));
    cr_assert_not(amount_to_wan("1e3", out));
    cr_assert_not(amount_to_wan("1.2.3", out));
    cr_assert_not(amount_to_wan("1234567890123456789012345678901", out));
}

static void expect_sum(const char *const *texts, const char *expected)
{
    struct amount_sum sum = {0};
    char out[AMOUNT_TEXT_MAX];
    for (; *texts != NULL; texts++) {
        cr_assert(amount_sum_add(&sum, *texts), "%s", *texts);
    }
    amount_sum_text(&sum, out);
    cr_assert_str_eq(out, expected);
}

Test(amount, sums)
{
    expect_sum((const char *const[]){NULL}, "0.00");
    expect_sum((const char *const[]){"0.10", "0.20", NULL}, "0.30");
    expect_sum((const char *const[]){"1", "-2.5", NULL}, "-1.50");
    expect_sum((const char *const[]){"0.000001", "1.999999", NULL}, "2.00");
    expect_sum((const char *const[]){"-0.000001", NULL}, "-0.000001");
    expect_sum((const char *const[]){"99999999999999999999.99", "0.01", NULL},
               "100000000000000000000.00");
}

Test(amount, sums_take_amounts_alone)
{
    struct amount_sum sum = {0};
    cr_assert_not(amount_sum_add(&sum, "NaN"));
    cr_assert_not(amount_sum_add(&sum, ""));
    cr_assert_not(amount_sum_add(&sum, "0.0000001"));
}

static const struct {
    const char *yuan, *shown;
} shown[] = {
    {"19239500.00", "1,923.95"},
    {"0.00", "0.00"},
    {"49.99", "0.00"},
    {"50.00", "0.01"},
    {"-49.99", "0.00"},
    {"-50.00", "-0.01"},
    {"149.99", "0.01"},
    {"12345678901234.56", "1,234,567,890.12"},
    {"9999949.99", "999.99"},
    {"9999950.00", "1,000.00"},
    {"NaN", "NaN"},
};

Test(amount, shown_to_people)
{
    char out[AMOUNT_TEXT_MAX];
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
        amount_display(shown[i].yuan, out);
        cr_assert_str_eq(out, shown[i].shown);
    }
}
