/* The summary as a text that can be mailed as it is. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cmd/report.h"

static void put_time(struct buf *out, const char *label, const struct timespec *time)
{
    struct tm local;
    char text[40];
    localtime_r(&time->tv_sec, &local);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %z", &local);
    buf_printf(out, "%s%s", label, text);
}

static void put_head(struct buf *out, const struct report *report)
{
    bool written = report->code == ERR_NONE || report->code == ERR_DATA;
    char host[256] = "";
    gethostname(host, sizeof host - 1);
    buf_printf(out, "预算公开汇总（huizong %s）：%s%s，退出码 %d\n\n", report->command,
               report->complete ? "已完成" : "未完成",
               report->code == ERR_DATA ? "，有文件被退回或暂缓，或有规则未能执行" : "",
               (int)report->code);
    if (report->opened) {
        buf_printf(out, "运行    第 %" PRId64 " 次\n", report->run.id);
    }
    buf_printf(out, "主机    %s，版本 %s，配置 %.12s\n", host, HUIZONG_VERSION,
               report->config_hash);
    put_time(out, "时间    ", &report->started);
    put_time(out, " 至 ", &report->finished);
    buf_printf(out, "，历时 %.1f 秒\n", report_seconds(report));
    if (!report->complete || !written) {
        buf_printf(out, "原因    %s\n        %s\n", report->message,
                   report->complete ? "汇总和导出已是这一次的，只是摘要或指标写不出来。"
                                    : "汇总和导出仍是上一次的，没有变动。");
    }
}

static void put_stages(struct buf *out, const struct run *run)
{
    static const char *const names[RUN_STAGES] = {"入库", "勾稽", "汇总", "导出"};
    bool any = false;
    for (int i = 0; i < RUN_STAGES; i++) {
        if (run->stage_ms[i] >= 0) {
            buf_printf(out, "%s%s %.1f 秒", any ? "，" : "用时    ", names[i],
                       (double)run->stage_ms[i] / 1000);
            any = true;
        }
    }
    buf_puts(out, any ? "\n" : "");
}

static void put_counts(struct buf *out, const struct report *report)
{
    const struct run *run = &report->run;
    put_stages(out, run);
    buf_printf(out, "文件    %" PRId64 " 个，其中未变、未读 %" PRId64 " 个\n", run->files,
               run->files_unread);
    buf_printf(out,
               "公开    新入库 %" PRId64 " 份（%" PRId64 " 行），未变 %" PRId64
               " 份，版本不高于已有而未采用 %" PRId64 " 份，退回 %" PRId64 " 份\n",
               run->loaded, run->rows, run->unchanged, run->refused, run->rejected);
    buf_printf(out,
               "勾稽    核对 %" PRId64 " 份：错误 %" PRId64 " 处，提示 %" PRId64
               " 处，四舍五入 %" PRId64 " 处\n",
               run->checked, run->errors, run->warnings,
               run->findings - run->errors - run->warnings);
    if (run->in_force >= 0) {
        buf_printf(out, "有效    %" PRId64 " 份，暂缓 %" PRId64 " 份\n", run->in_force, run->held);
    }
    if (run->export_files > 0) {
        buf_printf(out, "导出    %" PRId64 " 个文件，%.1f MB\n", run->export_files,
                   (double)run->export_bytes / 1e6);
    }
    if (run->exports_removed > 0) {
        buf_printf(out, "撤下    %" PRId64 " 个区划年度的导出：已没有任何公开文件\n",
                   run->exports_removed);
    }
    if (report->database_bytes >= 0) {
        buf_printf(out, "数据库  %.1f MB\n", (double)report->database_bytes / 1e6);
    }
}

static const char *stage_name(const char *stage)
{
    return strcmp(stage, "final") == 0 ? "决算" : "年初预算";
}

static void put_rates(struct buf *out, const struct pg_result *rates)
{
    buf_puts(out, pg_rows(rates) > 0 ? "\n到位情况\n" : "");
    for (int r = 0; r < pg_rows(rates); r++) {
        buf_printf(out, "  %s %s年%s：应公开 %s，已到位 %s（%s%%），未公开 %s，暂缓 %s，退回 %s\n",
                   pg_value(rates, r, 0), pg_value(rates, r, 1), stage_name(pg_value(rates, r, 2)),
                   pg_value(rates, r, 3), pg_value(rates, r, 4), pg_value(rates, r, 8),
                   pg_value(rates, r, 5), pg_value(rates, r, 6), pg_value(rates, r, 7));
    }
}

static void put_limit(struct buf *out, const struct pg_result *list)
{
    if (pg_rows(list) == REPORT_LIST_MAX) {
        buf_printf(out, "  ……（只列前 %d 项，全部见 huizong status）\n", REPORT_LIST_MAX);
    }
}

/* A text between what leads to it and what ends it; nothing where there is none. */
static void put_around(struct buf *out, const char *before, const char *text, const char *after)
{
    if (text != NULL) {
        buf_puts(out, before);
        text_visible(out, text);
        buf_puts(out, after);
    }
}

/* Of each document the first fault, where it stands, and how many there are. */
static void put_rejected(struct buf *out, const struct pg_result *list)
{
    buf_puts(out, pg_rows(list) > 0 ? "\n退回的公开文件\n" : "");
    for (int r = 0; r < pg_rows(list); r++) {
        buf_puts(out, "  ");
        text_visible(out, pg_value(list, r, 0));
        buf_printf(out, " 第%s份", pg_value(list, r, 1));
        put_around(out, "，", pg_value(list, r, 4), "");
        put_around(out, "：", pg_value(list, r, 3), "");
        put_around(out, "（原文：", pg_value(list, r, 5), "）");
        long faults = strtol(pg_value(list, r, 2), NULL, 10);
        if (faults > 1) {
            buf_printf(out, "（共 %ld 处）", faults);
        }
        buf_putc(out, '\n');
    }
    put_limit(out, list);
}

static const char *status_name(const char *status)
{
    return strcmp(status, "missing") == 0 ? "未公开"
           : strcmp(status, "held") == 0  ? "暂缓"
                                          : "退回";
}

static void put_absent(struct buf *out, const struct pg_result *list)
{
    buf_puts(out, pg_rows(list) > 0 ? "\n未到位的单位\n" : "");
    for (int r = 0; r < pg_rows(list); r++) {
        const char *name = pg_value(list, r, 5);
        const char *agency = pg_value(list, r, 4); /* NULL for a department's own document */
        buf_printf(out, "  %s %s年%s %s%s%s：%s\n", pg_value(list, r, 0), pg_value(list, r, 1),
                   stage_name(pg_value(list, r, 2)), agency != NULL ? agency : pg_value(list, r, 3),
                   name != NULL ? " " : "", name != NULL ? name : "",
                   status_name(pg_value(list, r, 6)));
    }
    put_limit(out, list);
}

void report_text(struct buf *out, const struct report *report)
{
    put_head(out, report);
    if (report->opened) {
        put_counts(out, report);
    }
    if (report->rates != NULL) {
        put_rates(out, report->rates);
    }
    if (report->rejected != NULL) {
        put_rejected(out, report->rejected);
    }
    if (report->absent != NULL) {
        put_absent(out, report->absent);
    }
}
