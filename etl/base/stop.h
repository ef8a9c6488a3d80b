/*
 * Being told to stop: SIGTERM, SIGINT and SIGHUP end the work that is under way as a failure of it
 * would, so that the run is closed and who watches it is told. A second one ends the process at
 * once.
 */
#ifndef HUIZONG_BASE_STOP_H
#define HUIZONG_BASE_STOP_H

#include <stdbool.h>

#include "base/err.h"

/*
 * From now on the signals are caught, but those that the caller's parent ignores. To be called
 * before any other thread is started: a thread of its own waits for them. It calls `interrupt`
 * again and again, from the first signal until stop_end, to break off what others wait for.
 */
void stop_begin(void (*interrupt)(void));

/* False where the work is to stop, with ERR_HANGUP, ERR_INTERRUPTED or ERR_TERMINATED set. */
bool stop_check(struct err *err);

/* The work is over, whichever way: what follows is no longer interrupted. A signal that came before
 * is an error, as in stop_check; one that comes later changes nothing. */
bool stop_end(struct err *err);

#endif
