/* A command that the configuration names, run without a shell. */
#ifndef HUIZONG_CMD_HOOK_H
#define HUIZONG_CMD_HOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct hook {
    char *facts[16]; /* NAME=value, for its environment */
    size_t count;
    int seconds; /* how long it may take; 0: five minutes */
};

void hook_tell(struct hook *hook, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Splits `command` at white space, runs it with the facts added to the environment, standard input
 * from /dev/null, and waits. A command that takes too long is ended, with what it started. Fails
 * where it can't be started, doesn't exit with 0, or was ended.
 */
bool hook_run(const struct hook *hook, const char *command, struct err *err);
void hook_clear(struct hook *hook);

#endif
