/* The stages as parts of a run: what load, check, rollup, export and nightly share. */
#ifndef HUIZONG_CMD_STAGES_H
#define HUIZONG_CMD_STAGES_H

#include "cmd/cmd.h"
#include "store/run.h"

enum { STAGES_SUMMARY_MAX = 800 };
typedef bool (*stages_body)(struct cmd *cmd, struct run *run, void *context, char *summary,
                            struct err *err);

/* A run: `body` works, and writes the run's last sentence to `summary`. */
struct stages_plan {
    const char *name;
    stages_body body;
    /* After the run was closed, as complete or not; pg is NULL where the database is gone. NULL
     * where nothing is to be done. */
    void (*settle)(struct pg *pg, const struct run *run, bool complete, void *context);
    void *context;
    bool patient; /* a database that doesn't answer is asked again for a while */
};

/*
 * Connects, takes the lock, opens a run, lets it work, closes it with what came out, and prints its
 * last line. A run that is complete commits what its body left in an open transaction together with
 * its own closing. Where the connection is lost, the run is closed by another.
 */
bool stages_run_plan(struct cmd *cmd, const struct stages_plan *plan,
                     char summary[STAGES_SUMMARY_MAX], struct err *err);

/* The same for a command that needs no more. */
bool stages_run(struct cmd *cmd, const char *name, stages_body body, void *context,
                struct err *err);

/* What is to be loaded, and how. */
struct stages_input {
    char **paths; /* ends with NULL */
    bool rehash;  /* read files too that look unchanged */
};

/* What is to be checked, and how. */
struct stages_check {
    bool all;       /* documents that were checked already too */
    bool keep_open; /* leave the transaction open that makes the findings visible */
};

/* One stage each; they append their part of the summary. */
bool stages_load(struct cmd *cmd, struct run *run, const struct stages_input *input, char *summary,
                 struct err *err);
bool stages_check(struct cmd *cmd, struct run *run, struct stages_check input, char *summary,
                  struct err *err);
bool stages_rollup(struct cmd *cmd, struct run *run, bool all, char *summary, struct err *err);

/* Within the transaction that is open: the export is in place afterwards, and noted. */
struct export;
bool stages_export(struct run *run, struct export *export, char *summary, struct err *err);

/* Sets ERR_DATA, and so exit code 65, where documents were rejected or held. (stages_check does,
 * too, where a rule failed.) */
bool stages_outcome(const struct run *run, int64_t held, struct err *err);

#endif
