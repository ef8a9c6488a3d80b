/*
 * Commands: one file each, one line in the table of cmd/cmd.c. A command parses its own options,
 * does its work through the stages, and leaves the exit code in err->code: ERR_NONE, or ERR_DATA
 * (65) for a run that finished with documents rejected or held, or what went wrong.
 */
#ifndef HUIZONG_CMD_CMD_H
#define HUIZONG_CMD_CMD_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"
#include "conf/conf.h"
#include "io/digest.h"
#include "pg/pg.h"

/* What the options of all commands said. */
struct cmd {
    const struct cmd_entry *entry;
    struct conf conf;
    int jobs; /* at least 1 */
    bool quiet;
    bool show_progress;
    char *conninfo; /* of the database that is meant, once it was found out */
};

struct cmd_entry {
    const char *name;
    const char *arguments; /* "PATH…" */
    const char *summary;   /* one line */
    const char *help;      /* its options, and an example */
    bool (*run)(struct cmd *cmd, int argc, char **argv, struct err *err);
};

/* The commands, and what --help says beside them: for who makes a manual of it. */
const struct cmd_entry *cmd_entries(size_t *count);
const char *cmd_options_help(void);
const char *cmd_exit_help(void);

/* Runs the program; returns its exit code. */
int cmd_main(int argc, char **argv);

/* Which documents, agencies, figures. NULL is all. */
enum { CMD_DIVISION_SIZE = 10 };
struct cmd_selection {
    const char *year, *division, *dept, *agency;
    char division_code[CMD_DIVISION_SIZE]; /* what division points to */
};

enum cmd_format { CMD_TABLE, CMD_CSV, CMD_JSON };

/* One option of a command: a flag (`flag`), or one with a value (`value`). */
struct cmd_option {
    const char *name; /* "out" for --out */
    bool *flag;
    const char **value;
};

struct cmd_reader {
    const struct cmd_option *options; /* ends with a NULL name */
    struct cmd_selection *selection;  /* NULL where the command takes none */
    enum cmd_format *format;          /* likewise */
    bool arguments;                   /* the command takes some */
};

/* Reads the options, and the selection and --format where the command takes them; the arguments are
 * then argv[1] … up to a NULL. argv[0] is the command's name. ERR_USAGE. */
bool cmd_options(const struct cmd_reader *reader, int argc, char **argv, struct err *err);

/* "2025" → 2025; ERR_USAGE otherwise. */
bool cmd_year(const char *text, int *year, struct err *err);

/* Checks that an option's value is a whole number (NULL: not given); ERR_USAGE otherwise. */
bool cmd_number(const char *text, const char *option, struct err *err);

/* "141182" or "141182000" → "141182000", as documents may print either; ERR_USAGE otherwise. */
bool cmd_division(const char *text, char code[CMD_DIVISION_SIZE], struct err *err);

/* Checks that there was a run of that number (NULL: not given; 0: before all runs); ERR_USAGE. */
bool cmd_run_known(struct pg *pg, const char *run, const char *option, struct err *err);

/* Connects to the database that is meant: --db, configuration, libpq's environment, else the
 * embedded server. One that is starting up is waited for, a quarter of a minute at most. */
bool cmd_connect(struct cmd *cmd, struct pg **pg, struct err *err);

/* The same for who is in no hurry: one that doesn't answer is waited for too. */
bool cmd_connect_patiently(struct cmd *cmd, struct pg **pg, struct err *err);

/* Whether libpq's environment names a database. */
bool cmd_has_environment(void);

/* The conninfo of it (starting the embedded server where that is meant); NULL on error. */
const char *cmd_conninfo(struct cmd *cmd, struct err *err);

/* Whether init has made the schemas and loaded the reference data; ERR_CONFIG. */
bool cmd_check_ready(struct pg *pg, struct err *err);

/* Connects and demands that. */
bool cmd_connect_ready(struct cmd *cmd, struct pg **pg, struct err *err);

/* A hash of the configuration in force (without passwords). */
void cmd_config_hash(const struct conf *conf, char hex[DIGEST_HEX_SIZE]);

/* "csv,xlsx" as formats of an export; ERR_USAGE. */
bool cmd_export_formats(const char *list, unsigned *formats, struct err *err);

/* The last line of a run, on standard error unless --quiet. */
void cmd_say(const struct cmd *cmd, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "s" behind the word for what there is other than one of. */
const char *cmd_plural(int64_t count);

/* Prints rows, or those of a query, to standard output as a table, CSV or JSON. */
void cmd_print_rows(enum cmd_format format, const struct pg_result *result);
bool cmd_print(struct pg *pg, enum cmd_format format, const char *sql, int count,
               const char *const *params, struct err *err);

/* The rows as a JSON array of objects. */
void cmd_json_rows(struct buf *out, const struct pg_result *result);

bool cmd_init(struct cmd *cmd, int argc, char **argv, struct err *err);
bool cmd_load(struct cmd *cmd, int argc, char **argv, struct err *err);
bool cmd_check(struct cmd *cmd, int argc, char **argv, struct err *err);
bool cmd_rollup(struct cmd *cmd, int argc, char **argv, struct err *err);
bool cmd_export(struct cmd *cmd, int argc, char **argv, struct err *err);
bool cmd_nightly(struct cmd *cmd, int argc, char **argv, struct err *err);
bool cmd_status(struct cmd *cmd, int argc, char **argv, struct err *err);
bool cmd_findings(struct cmd *cmd, int argc, char **argv, struct err *err);
bool cmd_trace(struct cmd *cmd, int argc, char **argv, struct err *err);
bool cmd_changes(struct cmd *cmd, int argc, char **argv, struct err *err);
bool cmd_show(struct cmd *cmd, int argc, char **argv, struct err *err);
bool cmd_withdraw(struct cmd *cmd, int argc, char **argv, struct err *err);
bool cmd_prune(struct cmd *cmd, int argc, char **argv, struct err *err);
bool cmd_config(struct cmd *cmd, int argc, char **argv, struct err *err);
bool cmd_db(struct cmd *cmd, int argc, char **argv, struct err *err);

#endif
