/* db start|stop|status|url|psql: the embedded PostgreSQL. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/cmd.h"
#include "pg/conninfo.h"
#include "pg/server.h"

/* What libpq's environment says of another server must not reach the embedded one. */
static void forget_other_server(void)
{
    static const char *const names[] = {
        "PGSERVICE",    "PGHOSTADDR",       "PGOPTIONS", "PGREQUIREPEER",
        "PGGSSENCMODE", "PGCHANNELBINDING", "PGSSLMODE", "PGTARGETSESSIONATTRS",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        unsetenv(names[i]);
    }
}

static bool start(struct cmd *cmd, struct server *server, char **words, struct err *err)
{
    (void)words;
    bool ran = server_state(server) == SERVER_RUNNING;
    if (!server_start(server, err)) {
        return false;
    }
    cmd_say(cmd, "the database %s in %s", ran ? "was running already" : "is running",
            server_home(server));
    return true;
}

static bool stop(struct cmd *cmd, struct server *server, char **words, struct err *err)
{
    (void)words;
    if (!server_stop(server, err)) {
        return false;
    }
    cmd_say(cmd, "the database in %s is stopped", server_home(server));
    return true;
}

/* One word, then where: the exit code is 0 whatever the state. */
static bool status(struct cmd *cmd, struct server *server, char **words, struct err *err)
{
    static const char *const states[] = {
        [SERVER_ABSENT] = "absent", [SERVER_STOPPED] = "stopped", [SERVER_RUNNING] = "running"};
    (void)cmd;
    (void)words;
    (void)err;
    printf("%s %s\n", states[server_state(server)], server_home(server));
    return true;
}

static bool url(struct cmd *cmd, struct server *server, char **words, struct err *err)
{
    (void)cmd;
    (void)words;
    (void)err;
    printf("%s\n", server_url(server));
    return true;
}

/* Becomes psql, with the words that follow. */
static bool run_psql(struct cmd *cmd, struct server *server, char **words, struct err *err)
{
    (void)cmd;
    if (!server_start(server, err)) {
        return false;
    }
    size_t count = 0;
    while (words[count] != NULL) {
        count++;
    }
    enum { BEFORE = 3 };
    const char **argv = mem_zalloc((BEFORE + count + 1) * sizeof *argv);
    argv[0] = "psql";
    argv[1] = "-d";
    argv[2] = server_conninfo(server);
    memcpy(argv + BEFORE, words, count * sizeof *argv);
    execv(server_psql(server), (char *const *)argv);
    err_errno(err, ERR_CONFIG, "%s can't be run (install the package postgresql-client)",
              server_psql(server));
    free(argv);
    return false;
}

/* Who is given the embedded server where another database is meant would work on the wrong one. */
static bool is_meant(const struct cmd *cmd, const char *action, struct err *err)
{
    if (cmd->conf.db != NULL) {
        char *shown = pg_conninfo_shown(cmd->conf.db);
        err_set(err, ERR_USAGE,
                "db %s is of the embedded PostgreSQL, but the database in force is %s (%s)", action,
                shown, cmd->conf.origins[CONF_DB].from);
        free(shown);
        return false;
    }
    return !cmd_has_environment() ||
           err_set(
               err, ERR_USAGE,
               "db %s is of the embedded PostgreSQL, but libpq's environment (PGHOST, PGSERVICE, "
               "...) names another database",
               action);
}

static const struct {
    const char *name;
    bool of_database; /* rather than of the server */
    bool takes_words;
    bool (*run)(struct cmd *cmd, struct server *server, char **words, struct err *err);
} actions[] = {
    {"start", false, false, start},   {"stop", false, false, stop},
    {"status", false, false, status}, {"url", true, false, url},
    {"psql", true, true, run_psql},
};

bool cmd_db(struct cmd *cmd, int argc, char **argv, struct err *err)
{
    for (size_t i = 0; argc >= 2 && i < sizeof actions / sizeof actions[0]; i++) {
        if (strcmp(argv[1], actions[i].name) != 0) {
            continue;
        }
        if (!actions[i].takes_words && argc > 2) {
            return err_set(err, ERR_USAGE, "db %s takes no argument \"%s\"", argv[1], argv[2]);
        }
        if (actions[i].of_database && !is_meant(cmd, argv[1], err)) {
            return false;
        }
        forget_other_server();
        struct server *server;
        bool fine = server_locate(&server, err) && actions[i].run(cmd, server, argv + 2, err);
        server_free(server);
        return fine;
    }
    return err_set(err, ERR_USAGE, "db needs one of start, stop, status, url, psql%s%s",
                   argc >= 2 ? ", not " : "", argc >= 2 ? argv[1] : "");
}
