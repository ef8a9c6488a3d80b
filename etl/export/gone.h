/* Private to export: the directories of divisions and years of which nothing is left in the
 * rollups, as all their documents were withdrawn: they would go on showing what is in force no
 * more. */
#ifndef HUIZONG_EXPORT_GONE_H
#define HUIZONG_EXPORT_GONE_H

#include "export/export.h"
#include "io/swapdir.h"

struct gone {
    struct swapdir **directories; /* to be swapped, which takes the exports in them away */
    size_t count;
};

/*
 * Finds them, within the options' division and year, and prepares their removal. Only what this
 * database once held is looked for, and only what an export wrote is taken away. Fails with ERR_DB,
 * ERR_CANTCREATE or ERR_IO.
 */
bool gone_begin(struct gone *gone, struct pg *pg, const struct export_options *options,
                const struct swapdir_root *root, struct err *err);

/* Takes out of etl.export what it says of such directories below `out`. */
bool gone_forget(struct pg *pg, const char *out, struct err *err);

void gone_end(struct gone *gone); /* ends the directories too */

#endif
