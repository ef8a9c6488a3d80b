#include "cmd/secrets.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "base/log.h"
#include "pg/conninfo.h"

void secrets_keep_from_cores(void)
{
    /* The leak sanitizer has to attach to the process. */
#ifndef __SANITIZE_ADDRESS__
    if (prctl(PR_SET_DUMPABLE, 0) != 0) {
        log_warning("a crash of this process would leave a core dump");
    }
#endif
}

void secrets_keep_from_lists(char *conninfo)
{
    if (conninfo == NULL) {
        return;
    }
    char *shown = pg_conninfo_shown(conninfo);
    if (strstr(shown, "***") != NULL) {
        memset(conninfo, 'x', strlen(conninfo));
    }
    free(shown);
}
