/* What a nightly run has to say when it is over: as a text that can be mailed, as JSON, as metrics,
 * and to the commands that are to be run then. */
#ifndef HUIZONG_CMD_REPORT_H
#define HUIZONG_CMD_REPORT_H

#include <time.h>

#include "base/buf.h"
#include "cmd/cmd.h"
#include "store/run.h"

struct report {
    const char *command;
    enum err_code code;
    bool complete;                 /* rollups and exports are this run's */
    char message[ERR_MESSAGE_MAX]; /* the run's last sentence, or what went wrong */
    struct timespec started, finished;
    bool opened; /* the run got as far as the ledger: `run` is valid */
    struct run run;
    char config_hash[DIGEST_HEX_SIZE];
    /* Of the database after the run; NULL and -1 where it could not be asked. */
    struct pg_result *rejected, *absent, *rates;
    int64_t database_bytes;
};

enum { REPORT_LIST_MAX = 100 }; /* rejected documents and absent agencies listed */

/* Asks the database; what it can't tell stays out. */
void report_gather(struct report *report, struct pg *pg);
void report_clear(struct report *report);

/* How long the run took. */
double report_seconds(const struct report *report);

void report_text(struct buf *out, const struct report *report);
void report_json(struct buf *out, const struct report *report);

/* `before` is the file as the run before wrote it (NULL: none): from there comes when a run last
 * ended well, where this one didn't. */
void report_metrics(struct buf *out, const struct report *report, const char *before);

/*
 * Writes summary and metrics, as far as the configuration wants them. Where one can't be written
 * the run is over all the same; but of one that is complete code and message then say so, in the
 * other one too. Fails with ERR_CANTCREATE or ERR_IO.
 */
bool report_write_files(struct report *report, const struct conf *conf, struct err *err);

/* Runs the command that the configuration wants. What fails is a warning in the log. */
void report_run_hook(const struct report *report, const struct conf *conf);

#endif
