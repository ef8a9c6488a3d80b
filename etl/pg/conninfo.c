#include "pg/conninfo.h"

#include <libpq-fe.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

static void put_value(struct buf *out, const char *value)
{
    if (value[0] != '\0' && strpbrk(value, " \t\n'\\") == NULL) {
        buf_puts(out, value);
        return;
    }
    buf_putc(out, '\'');
    for (const char *c = value; *c != '\0'; c++) {
        if (*c == '\'' || *c == '\\') {
            buf_putc(out, '\\');
        }
        buf_putc(out, *c);
    }
    buf_putc(out, '\'');
}

/* libpq marks what is a secret with an asterisk. */
static void put_options(struct buf *out, const PQconninfoOption *options)
{
    for (const PQconninfoOption *o = options; o->keyword != NULL; o++) {
        if (o->val == NULL) {
            continue;
        }
        buf_printf(out, "%s%s=", out->length > 0 ? " " : "", o->keyword);
        put_value(out, strcmp(o->dispchar, "*") == 0 ? "***" : o->val);
    }
}

char *pg_conninfo_shown(const char *conninfo)
{
    if (strchr(conninfo, '=') == NULL && strstr(conninfo, "://") == NULL) {
        return mem_strdup(conninfo); /* the name of a database */
    }
    PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
    if (options == NULL) {
        return mem_strdup("(can't be read)");
    }
    struct buf out = {0};
    put_options(&out, options);
    PQconninfoFree(options);
    char *text = mem_strdup(buf_cstr(&out));
    buf_clear(&out);
    return text;
}

enum pg_answer pg_ask(const char *conninfo)
{
    const char *const keys[] = {"dbname", NULL};
    const char *const values[] = {conninfo, NULL};
    switch (PQpingParams(keys, values, 1)) {
    case PQPING_OK:
        return PG_ANSWERS;
    case PQPING_REJECT:
        return PG_STARTING;
    default:
        return PG_SILENT;
    }
}
