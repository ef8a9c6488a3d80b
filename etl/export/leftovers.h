/* What runs that were killed left in the directory of the exports. */
#ifndef HUIZONG_EXPORT_LEFTOVERS_H
#define HUIZONG_EXPORT_LEFTOVERS_H

#include "io/swapdir.h"

/* Clears up below the root, in the directories of divisions, whatever division and year is to be
 * written this time; nothing else is touched. `path` is that of the root. */
void leftovers_clear(const struct swapdir_root *root, const char *path);

#endif
