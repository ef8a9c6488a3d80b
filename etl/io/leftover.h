/* Private to io/: what is made beside a target before it takes its place is named
 * ".<name>.<kind>-<pid>"; who finds such a thing can tell whether who made it is gone. */
#ifndef HUIZONG_IO_LEFTOVER_H
#define HUIZONG_IO_LEFTOVER_H

#include <stdbool.h>

/* The pid of a name "<prefix><pid>", 0 where it isn't of that form. */
long leftover_pid(const char *name, const char *prefix);

/* Whether there is no process of that number on this host. */
bool leftover_is_dead(long pid);

#endif
