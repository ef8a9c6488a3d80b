#include "export/html.h"

#include <stdbool.h>
#include <string.h>

#include "export/amount.h"

void html_text(struct buf *out, const char *text)
{
    for (; text != NULL && *text != '\0'; text++) {
        switch (*text) {
        case '&':
            buf_puts(out, "&amp;");
            break;
        case '<':
            buf_puts(out, "&lt;");
            break;
        case '>':
            buf_puts(out, "&gt;");
            break;
        case '"':
            buf_puts(out, "&quot;");
            break;
        default:
            buf_putc(out, *text);
        }
    }
}

void html_id(struct buf *out, const char *prefix, const char *name)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    buf_puts(out, prefix);
    for (; *name != '\0'; name++) {
        buf_putc(out, (char)(strchr(plain, *name) != NULL ? *name : '_'));
    }
}

static bool is_number(char kind)
{
    return strchr("nspcgi", kind) != NULL;
}

void html_table_open(struct buf *out, const char *caption, const struct html_column *columns,
                     size_t count)
{
    buf_puts(out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
    html_text(out, caption);
    buf_puts(out, "\"><table><caption>");
    html_text(out, caption);
    buf_puts(out, "</caption><thead><tr>");
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "<th scope=\"col\"%s>", is_number(columns[i].kind) ? " class=\"n\"" : "");
        html_text(out, columns[i].heading);
        buf_puts(out, "</th>");
    }
    buf_puts(out, "</tr></thead><tbody>\n");
}

void html_table_close(struct buf *out)
{
    buf_puts(out, "</tbody></table></div>\n");
}

void html_figure(struct buf *out, char kind, const char *value)
{
    char amount[AMOUNT_TEXT_MAX];
    if (value == NULL) {
        return;
    }
    if (kind == 'n' || kind == 's') {
        amount_display(value, amount);
        value = amount;
    }
    bool is_change = kind == 's' || kind == 'c' || kind == 'g';
    if (is_change && value[0] != '-' && strspn(value, "0.,") != strlen(value)) {
        buf_putc(out, '+');
    }
    if (value[0] == '-' && is_number(kind)) {
        buf_puts(out, "\u2212"); /* the minus sign, which is read aloud as one */
        value++;
    }
    html_text(out, value);
    buf_puts(out, kind == 'p' || kind == 'c' ? "%" : "");
}

void html_cell(struct buf *out, char kind, const char *value)
{
    if (kind == 'h') {
        buf_puts(out, "<th scope=\"row\">");
        html_text(out, value);
        buf_puts(out, "</th>");
        return;
    }
    buf_puts(out, is_number(kind) ? "<td class=\"n\">" : "<td>");
    html_figure(out, kind, value);
    buf_puts(out, "</td>");
}

/* clang-format off */
const char html_style[] =
    ":root{color-scheme:light;--ink:#1b1f24;--soft:#4a5563;--line:#c9d1da;--wash:#f3f6fa;"
    "--bar:#1f5fa8;--prior:#7d93ab}\n"
    "*{box-sizing:border-box}\n"
    "html{-webkit-text-size-adjust:100%}\n"
    "body{margin:0;color:var(--ink);background:#fff;line-height:1.6;font-size:16px;"
    "font-family:\"PingFang SC\",\"Hiragino Sans GB\",\"Microsoft YaHei\",\"Noto Sans CJK SC\","
    "\"Source Han Sans SC\",sans-serif}\n"
    "header,main,footer{max-width:1080px;margin:0 auto;padding:0 20px}\n"
    "header{padding-top:28px}\n"
    "h1{font-size:1.75rem;line-height:1.3;margin:0 0 6px}\n"
    "h2{font-size:1.3rem;margin:44px 0 12px;padding-bottom:6px;"
    "border-bottom:2px solid var(--bar)}\n"
    ".lead,.note,footer{color:var(--soft)}\n"
    ".note,footer{font-size:.9rem}\n"
    "nav ul{display:flex;flex-wrap:wrap;gap:6px 18px;list-style:none;padding:0;margin:14px 0 0}\n"
    "a{color:#174a86}\n"
    "a:focus-visible,.scroll:focus-visible{outline:3px solid #e08a00;outline-offset:2px}\n"
    ".skip{position:absolute;left:-999px}\n"
    ".skip:focus{left:8px;top:8px;background:#fff;padding:6px}\n"
    ".cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(220px,1fr));gap:14px;"
    "margin:0}\n"
    ".cards div{background:var(--wash);border-left:4px solid var(--bar);padding:12px 16px}\n"
    ".cards dt{color:var(--soft);font-size:.95rem}\n"
    ".cards dd{margin:0}\n"
    ".cards .big{font-size:1.55rem;font-weight:600;font-variant-numeric:tabular-nums;"
    "white-space:nowrap}\n"
    ".cards small{font-size:.85rem;font-weight:400;color:var(--soft)}\n"
    "figure{margin:0 0 20px;max-width:820px}\n"
    "figcaption{color:var(--soft);font-size:.9rem;margin-bottom:8px}\n"
    "svg{display:block;width:100%;font-size:14px;font-family:inherit}\n"
    "svg text{fill:var(--ink)}\n"
    "svg .bar{fill:var(--bar)}\n"
    "svg .prior{fill:var(--prior)}\n"
    ".legend{white-space:nowrap;margin-left:14px}\n"
    ".key{display:inline-block;width:12px;height:12px;margin-right:6px;vertical-align:-1px}\n"
    ".scroll{overflow-x:auto}\n"
    "table{border-collapse:collapse;width:100%;font-size:.92rem}\n"
    "caption{text-align:left;color:var(--soft);font-size:.9rem;padding-bottom:6px}\n"
    "th,td{border-bottom:1px solid var(--line);padding:7px 10px;text-align:left;"
    "vertical-align:top}\n"
    "thead th{background:var(--wash);border-bottom:2px solid var(--line);vertical-align:bottom}\n"
    "tbody th{font-weight:500;min-width:9em}\n"
    "td{min-width:5.5em}\n"
    ".n{min-width:0;text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\n"
    "thead .n{white-space:normal;min-width:5em}\n"
    "tr:target,:target{background:#fff3cf}\n"
    ".total th,.total td{font-weight:700;background:var(--wash)}\n"
    ".unit th{font-weight:400;padding-left:2em}\n"
    ".words{min-width:18em}\n"
    ".tag{display:inline-block;padding:0 .5em;border:1px solid;border-radius:3px;"
    "font-size:.85rem;white-space:nowrap}\n"
    ".error{color:#a3142a}\n"
    ".warning{color:#7a4a00}\n"
    ".rounding{color:#46505c}\n"
    "footer{margin-top:48px;padding-bottom:36px}\n"
    "@media(max-width:600px){header,main,footer{padding-left:14px;padding-right:14px}\n"
    "h1{font-size:1.4rem}\n"
    ".cards{grid-template-columns:1fr 1fr;gap:10px}\n"
    ".cards div{padding:10px}\n"
    ".cards .big{font-size:1.15rem}\n"
    "tbody th{position:sticky;left:0;background:#fff}\n"
    "th,td{padding:6px 8px}\n"
    "}\n"
    "@media(max-width:360px){.cards{grid-template-columns:1fr}\n"
    "}\n"
    "@media print{body{font-size:10pt}\n"
    "nav,.skip{display:none}\n"
    "header,main,footer{max-width:none;padding:0}\n"
    "a{color:inherit;text-decoration:none}\n"
    ".scroll{overflow:visible}\n"
    "h2{margin-top:18pt;break-after:avoid}\n"
    "tr,figure,.cards div{break-inside:avoid}\n"
    "thead{display:table-header-group}\n"
    "svg .bar,svg .prior,.key,thead th,.total th,.total td,"
    ".cards div{-webkit-print-color-adjust:exact;print-color-adjust:exact}\n"
    "table{font-size:8.5pt}\n"
    "th,td{padding:3pt 4pt}\n"
    "tbody th,.words,thead .n{min-width:0}\n"
    "td{min-width:4em}\n"
    "@page{size:A4;margin:14mm}\n"
    "}\n";
/* clang-format on */
