/* Private to export: the slices of an export, shared out to several connections that see the same,
 * each with a thread of its own. */
#ifndef HUIZONG_EXPORT_SHARE_H
#define HUIZONG_EXPORT_SHARE_H

#include "export/slice.h"

/*
 * Writes the slices. With a conninfo in the options of `task`, whose transaction then is to be a
 * repeatable-read one that has written nothing (others don't see what it wrote), over as many
 * connections as the options say, where there are slices for them; what can't be connected is done
 * without. Without one, over the connection of `task` alone. Of several failures the first is told.
 */
bool share_write(struct slice *slices, size_t count, const struct slice_task *task,
                 struct err *err);

/* What the statements of an export need of the transaction that is open on pg. */
bool share_settings(struct pg *pg, struct err *err);

#endif
