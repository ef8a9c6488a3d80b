/* Reading the options of a command, and finding its database. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "cmd/cmd.h"
#include "pg/conninfo.h"
#include "pg/server.h"
#include "store/reference.h"
#include "store/schema.h"

bool cmd_year(const char *text, int *year, struct err *err)
{
    char *end = NULL;
    long number = strtol(text, &end, 10);
    if (end == text || *end != '\0' || number < 2000 || number > 2100) {
        return err_set(err, ERR_USAGE, "a year is from 2000 to 2100, not \"%s\"", text);
    }
    *year = (int)number;
    return true;
}

bool cmd_number(const char *text, const char *option, struct err *err)
{
    bool fine = text == NULL || (text[0] != '\0' && strlen(text) < 10 &&
                                 strspn(text, "0123456789") == strlen(text));
    return fine || err_set(err, ERR_USAGE, "%s must be a number, not \"%s\"", option, text);
}

bool cmd_division(const char *text, char code[CMD_DIVISION_SIZE], struct err *err)
{
    size_t length = strlen(text);
    if ((length != 6 && length != 9) || strspn(text, "0123456789") != length) {
        return err_set(err, ERR_USAGE, "a division has 9 digits, or 6, not \"%s\"", text);
    }
    snprintf(code, CMD_DIVISION_SIZE, "%s%s", text, length == 6 ? "000" : "");
    return true;
}

bool cmd_run_known(struct pg *pg, const char *run, const char *option, struct err *err)
{
    struct pg_result *last = NULL;
    if (run == NULL) {
        return true;
    }
    if (!pg_query(pg, "SELECT coalesce(pg_catalog.max(r.run_id), 0) FROM etl.run AS r", 0, NULL,
                  &last, err)) {
        return false;
    }
    const char *number = pg_value(last, 0, 0);
    bool fine = strtoll(run, NULL, 10) <= strtoll(number, NULL, 10) ||
                err_set(err, ERR_USAGE,
                        "%s: there is no run %s, the last one is %s; see huizong status --runs",
                        option, run, number);
    pg_free(last);
    return fine;
}

static bool set_format(const char *text, enum cmd_format *format, struct err *err)
{
    static const char *const names[] = {"table", "csv", "json"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(names[i], text) == 0) {
            *format = (enum cmd_format)i;
            return true;
        }
    }
    return err_set(err, ERR_USAGE, "--format must be table, csv or json, not \"%s\"", text);
}

/* What an option means: a place for a flag, for a value, or something that is converted. */
static bool take_value(const struct cmd_reader *reader, const char *name, const char *value,
                       bool *known, struct err *err)
{
    *known = true;
    struct cmd_selection *selection = reader->selection;
    if (selection != NULL && strcmp(name, "year") == 0) {
        int year;
        selection->year = value;
        return cmd_year(value, &year, err);
    }
    if (selection != NULL && strcmp(name, "division") == 0) {
        selection->division = selection->division_code;
        return cmd_division(value, selection->division_code, err);
    }
    if (selection != NULL && strcmp(name, "dept") == 0) {
        selection->dept = value;
        return true;
    }
    if (selection != NULL && strcmp(name, "agency") == 0) {
        selection->agency = value;
        return true;
    }
    if (reader->format != NULL && strcmp(name, "format") == 0) {
        return set_format(value, reader->format, err);
    }
    *known = false;
    return true;
}

static const struct cmd_option *find_option(const struct cmd_reader *reader, const char *name)
{
    for (const struct cmd_option *o = reader->options; o != NULL && o->name != NULL; o++) {
        if (strcmp(o->name, name) == 0) {
            return o;
        }
    }
    return NULL;
}

static bool takes_value(const struct cmd_reader *reader, const char *name)
{
    static const char *const selection[] = {"year", "division", "dept", "agency"};
    const struct cmd_option *option = find_option(reader, name);
    if (option != NULL) {
        return option->value != NULL;
    }
    for (size_t i = 0; reader->selection != NULL && i < 4; i++) {
        if (strcmp(selection[i], name) == 0) {
            return true;
        }
    }
    return reader->format != NULL && strcmp(name, "format") == 0;
}

static bool take_option(const struct cmd_reader *reader, char *word, char *next, bool *used_next,
                        struct err *err)
{
    char *equals = strchr(word, '=');
    char *name = word + 2;
    char *value = NULL;
    *used_next = false;
    if (equals != NULL) {
        *equals = '\0';
        value = equals + 1;
    } else if (takes_value(reader, name)) {
        if (next == NULL) {
            return err_set(err, ERR_USAGE, "option --%s needs a value", name);
        }
        value = next;
        *used_next = true;
    }
    const struct cmd_option *option = find_option(reader, name);
    if (option != NULL && option->value != NULL) {
        *option->value = value;
        return true;
    }
    if (option != NULL && value == NULL) {
        *option->flag = true;
        return true;
    }
    bool known = false;
    if (value != NULL && !take_value(reader, name, value, &known, err)) {
        return false;
    }
    return known || err_set(err, ERR_USAGE, "option --%s is not known here", name);
}

bool cmd_options(const struct cmd_reader *reader, int argc, char **argv, struct err *err)
{
    int kept = 0;
    bool ended = false; /* by "--": what follows are arguments, whatever they begin with */
    for (int i = 1; i < argc; i++) {
        if (!ended && strcmp(argv[i], "--") == 0) {
            ended = true;
            continue;
        }
        if (ended || argv[i][0] != '-' || argv[i][1] == '\0') {
            argv[++kept] = argv[i]; /* an argument: moved to the front, after the command's name */
            continue;
        }
        if (strncmp(argv[i], "--", 2) != 0) {
            return err_set(err, ERR_USAGE, "option %s is not known here", argv[i]);
        }
        bool used_next = false;
        if (!take_option(reader, argv[i], i + 1 < argc ? argv[i + 1] : NULL, &used_next, err)) {
            return false;
        }
        i += used_next;
    }
    argv[kept + 1] = NULL;
    return reader->arguments || kept == 0 ||
           err_set(err, ERR_USAGE, "%s takes no argument, but was given \"%s\"", argv[0], argv[1]);
}

bool cmd_has_environment(void)
{
    static const char *const names[] = {"PGHOST",     "PGHOSTADDR", "PGSERVICE",
                                        "PGDATABASE", "PGPORT",     "PGUSER"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && value[0] != '\0') {
            return true;
        }
    }
    return false;
}

static char *find_conninfo(struct cmd *cmd, struct err *err)
{
    if (cmd->conf.db != NULL) {
        return mem_strdup(cmd->conf.db);
    }
    if (cmd_has_environment()) {
        return mem_strdup("");
    }
    struct server *server = NULL;
    char *conninfo = NULL;
    if (server_locate(&server, err) && server_start(server, err)) {
        conninfo = mem_strdup(server_conninfo(server));
    }
    server_free(server);
    return conninfo;
}

const char *cmd_conninfo(struct cmd *cmd, struct err *err)
{
    if (cmd->conninfo == NULL) {
        cmd->conninfo = find_conninfo(cmd, err);
    }
    return cmd->conninfo;
}

static bool connect_once(struct cmd *cmd, struct pg **pg, struct err *err)
{
    const char *conninfo = cmd_conninfo(cmd, err);
    return conninfo != NULL && pg_open(pg, conninfo, err);
}

/* A server that starts, stops or recovers will soon be there; one that doesn't answer may be, where
 * `silent` says to wait for it too. */
static bool connect_again(struct cmd *cmd, struct pg **pg, bool silent, struct err *err)
{
    static const unsigned pauses[] = {1, 2, 4, 8};
    for (size_t i = 0; !connect_once(cmd, pg, err); i++) {
        if (!stop_check(err) || i == sizeof pauses / sizeof pauses[0] || err->code != ERR_DB) {
            return false;
        }
        enum pg_answer answer = cmd->conninfo != NULL ? pg_ask(cmd->conninfo) : PG_ANSWERS;
        free(cmd->conninfo); /* an embedded server is to be started anew */
        cmd->conninfo = NULL;
        if (answer == PG_ANSWERS || (answer == PG_SILENT && !silent)) {
            return false;
        }
        log_warning("%s; trying again in %u s", err->message, pauses[i]);
        err_clear(err);
        sleep(pauses[i]);
    }
    return true;
}

bool cmd_connect(struct cmd *cmd, struct pg **pg, struct err *err)
{
    return connect_again(cmd, pg, false, err);
}

bool cmd_connect_patiently(struct cmd *cmd, struct pg **pg, struct err *err)
{
    return connect_again(cmd, pg, true, err);
}

bool cmd_check_ready(struct pg *pg, struct err *err)
{
    return schema_check(pg, err) && reference_check(pg, err);
}

bool cmd_connect_ready(struct cmd *cmd, struct pg **pg, struct err *err)
{
    if (!cmd_connect(cmd, pg, err)) {
        return false;
    }
    if (!cmd_check_ready(*pg, err)) {
        pg_close(*pg);
        *pg = NULL;
        return false;
    }
    return true;
}
