/* Text and figures on a page. */
#include "export/html.h"

#include <criterion/criterion.h>

static void expect_text(const char *text, const char *expected)
{
    struct buf out = {0};
    html_text(&out, text);
    cr_assert_str_eq(buf_cstr(&out), expected);
    buf_clear(&out);
}

static void expect_figure(char kind, const char *value, const char *expected)
{
    struct buf out = {0};
    html_figure(&out, kind, value);
    cr_assert_str_eq(buf_cstr(&out), expected);
    buf_clear(&out);
}

Test(html, text_is_no_markup)
{
    expect_text("<b a=\"1\">&amp;</b>", "&lt;b a=&quot;1&quot;&gt;&amp;amp;&lt;/b&gt;");
    expect_text("汾阳市", "汾阳市");
    expect_text("", "");
    expect_text(NULL, "");
}

Test(html, ids)
{
    struct buf out = {0};
    html_id(&out, "unit-", "407<\"> 1");
    cr_assert_str_eq(buf_cstr(&out), "unit-407____1");
    buf_clear(&out);
}

Test(html, figures)
{
    expect_figure('n', "19239500.00", "1,923.95");
    expect_figure('n', "-500.00", "−0.05");
    expect_figure('n', NULL, "");
    expect_figure('s', "500.00", "+0.05");
    expect_figure('s', "-500.00", "−0.05");
    expect_figure('s', "0.00", "0.00");
    expect_figure('c', "12.50", "+12.50%");
    expect_figure('c', "-0.10", "−0.10%");
    expect_figure('c', "0.00", "0.00%");
    expect_figure('g', "1.25", "+1.25");
    expect_figure('p', "92.51", "92.51%");
    expect_figure('t', "-", "-");
}
