#include <criterion/criterion.h>
#include <string.h>

#include "cmd/report.h"

/* The clock was put back by an hour while the run went on. */
static const struct report set_back = {.command = "nightly",
                                       .complete = true,
                                       .started = {.tv_sec = 1700003600},
                                       .finished = {.tv_sec = 1700000005},
                                       .seconds = 5};

static void expect(struct buf *text, const char *words)
{
    cr_assert_not_null(strstr(buf_cstr(text), words), "%s", buf_cstr(text));
    buf_clear(text);
}

Test(report, a_run_takes_as_long_as_it_does_whatever_the_clock_says)
{
    struct buf text = {0};
    report_text(&text, &set_back);
    expect(&text, "，历时 5.0 秒");
    report_json(&text, &set_back);
    expect(&text, "\"seconds\": 5.000,");
    report_metrics(&text, &set_back, NULL);
    expect(&text, "huizong_last_run_seconds 5.000\n");
}
