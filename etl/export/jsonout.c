#include "export/jsonout.h"

#include <inttypes.h>

#include "base/text.h"

static void begin(struct jsonout *json, const char *key)
{
    if (!json->first) {
        buf_putc(json->out, ',');
    }
    if (json->depth > 0) {
        buf_printf(json->out, "\n%*s", json->depth * 2, "");
    }
    json->first = false;
    if (key != NULL) {
        text_json_quote(json->out, key);
        buf_puts(json->out, ": ");
    }
}

void jsonout_open(struct jsonout *json, const char *key, char bracket)
{
    begin(json, key);
    buf_putc(json->out, bracket);
    json->depth++;
    json->first = true;
}

void jsonout_close(struct jsonout *json, char bracket)
{
    json->depth--;
    if (!json->first) {
        buf_printf(json->out, "\n%*s", json->depth * 2, "");
    }
    buf_putc(json->out, bracket);
    json->first = false;
}

void jsonout_text(struct jsonout *json, const char *key, const char *text)
{
    if (text != NULL) {
        begin(json, key);
        text_json_quote(json->out, text);
    }
}

void jsonout_integer(struct jsonout *json, const char *key, int64_t number)
{
    begin(json, key);
    buf_printf(json->out, "%" PRId64, number);
}

void jsonout_raw(struct jsonout *json, const char *key, const char *token)
{
    begin(json, key);
    buf_puts(json->out, token);
}
