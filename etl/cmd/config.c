/* config: what is in force, and where each value comes from. And the hash by which a run says which
 * configuration it had. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "io/digest.h"
#include "pg/conninfo.h"

/* Passwords belong into libpq's password file, but one that stands here isn't shown all the same.
 */
static char *shown(const struct conf *conf, enum conf_key key)
{
    const char *value = conf->origins[key].value;
    if (value == NULL) {
        return NULL;
    }
    return key == CONF_DB ? pg_conninfo_shown(value) : mem_strdup(value);
}

void cmd_config_hash(const struct conf *conf, char hex[DIGEST_HEX_SIZE])
{
    struct buf all = {0};
    for (enum conf_key key = 0; key < CONF_KEYS; key++) {
        char *value = shown(conf, key);
        buf_printf(&all, "%s = %s\n", conf_name(key), value != NULL ? value : "");
        free(value);
    }
    unsigned char digest[DIGEST_SIZE];
    digest_sha256(all.data, all.length, digest);
    digest_hex(digest, hex);
    buf_clear(&all);
}

static const char *origin(const struct conf_origin *origin)
{
    return origin->from != NULL ? origin->from : origin->value != NULL ? "default" : "not set";
}

/* Can be read back as a configuration. */
static void print_text(const struct conf *conf)
{
    for (enum conf_key key = 0; key < CONF_KEYS; key++) {
        char *value = shown(conf, key);
        printf("%s%-16s = %s ; %s\n", value == NULL ? "; " : "", conf_name(key),
               value != NULL ? value : "", origin(&conf->origins[key]));
        free(value);
    }
}

static void print_json(const struct conf *conf)
{
    struct buf out = {0};
    for (enum conf_key key = 0; key < CONF_KEYS; key++) {
        char *value = shown(conf, key);
        buf_puts(&out, key == 0 ? "[\n {\"key\": " : ",\n {\"key\": ");
        text_json_quote(&out, conf_name(key));
        buf_puts(&out, ", \"value\": ");
        if (value != NULL) {
            text_json_quote(&out, value);
        } else {
            buf_puts(&out, "null");
        }
        buf_puts(&out, ", \"from\": ");
        text_json_quote(&out, origin(&conf->origins[key]));
        buf_putc(&out, '}');
        free(value);
    }
    buf_puts(&out, "\n]\n");
    fwrite(out.data, 1, out.length, stdout);
    buf_clear(&out);
}

bool cmd_config(struct cmd *cmd, int argc, char **argv, struct err *err)
{
    enum cmd_format format = CMD_TABLE;
    struct cmd_reader reader = {.format = &format};
    if (!cmd_options(&reader, argc, argv, err)) {
        return false;
    }
    if (format == CMD_CSV) {
        return err_set(err, ERR_USAGE, "config is shown as table or json");
    }
    if (format == CMD_JSON) {
        print_json(&cmd->conf);
        return true;
    }
    char hash[DIGEST_HEX_SIZE];
    cmd_config_hash(&cmd->conf, hash);
    printf("; %s\n; hash %s\n", cmd->conf.file != NULL ? cmd->conf.file : "no configuration file",
           hash);
    print_text(&cmd->conf);
    return true;
}
