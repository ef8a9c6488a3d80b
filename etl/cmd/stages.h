/* The stages as parts of a run: what load, check, rollup, export and nightly share. */
#ifndef HUIZONG_CMD_STAGES_H
#define HUIZONG_CMD_STAGES_H

#include "cmd/cmd.h"
#include "store/run.h"

/*
 * Connects, takes the lock and opens a run of this name, lets `body` work, closes the run with what
 * came out, and prints the run's last line. `body` writes that sentence to `summary`.
 */
enum { STAGES_SUMMARY_MAX = 800 };
typedef bool (*stages_body)(struct cmd *cmd, struct run *run, void *context, char *summary,
                            struct err *err);
bool stages_run(struct cmd *cmd, const char *name, stages_body body, void *context,
                struct err *err);

/* What is to be loaded, and how. */
struct stages_input {
    char **paths; /* ends with NULL */
    bool rehash;  /* read files too that look unchanged */
};

/* One stage each; they append their part of the summary. */
bool stages_load(struct cmd *cmd, struct run *run, const struct stages_input *input, char *summary,
                 struct err *err);
bool stages_check(struct run *run, bool all, char *summary, struct err *err);
bool stages_rollup(struct cmd *cmd, struct run *run, bool all, char *summary, struct err *err);

/* Sets ERR_DATA, and so exit code 65, where documents were rejected or held. */
bool stages_outcome(const struct run *run, int64_t held, struct err *err);

#endif
