#include "io/leftover.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

long leftover_pid(const char *name, const char *prefix)
{
    size_t length = strlen(prefix);
    if (strncmp(name, prefix, length) != 0 || strspn(name + length, "0123456789") == 0) {
        return 0;
    }
    char *end;
    errno = 0;
    long pid = strtol(name + length, &end, 10);
    return *end == '\0' && errno == 0 ? pid : 0;
}

bool leftover_is_dead(long pid)
{
    return kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}
