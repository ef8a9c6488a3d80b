/*
 * Replacing a directory whole: a new one is made beside the target (".<name>.new-<pid>"), filled,
 * and exchanged for the target in one step, so that a reader sees the old content or the new, never
 * a mixture. A run that dies leaves the target as it was, and its own directory beside it, which
 * the next swapdir_begin of the same target removes.
 *
 *   begin → (write files to swapdir_path) → swap → end      the new content stands
 *   begin → … → end                                         nothing has changed
 *   begin → … → swap → undo → end                           nothing has changed
 *   begin → swapdir_remove_target → swap → end              there is no target any more
 *
 * Files in the target that aren't the caller's are never removed: they move on to the new
 * directory. The new directory has the mode and the group of the old one.
 */
#ifndef HUIZONG_IO_SWAPDIR_H
#define HUIZONG_IO_SWAPDIR_H

#include <stdbool.h>

#include "base/err.h"

struct swapdir_root; /* a directory below which directories are replaced, by one process at a time
                      */
struct swapdir;

/* Whether a file of this name is one that the caller makes, and so may be removed with its
 * directory. */
typedef bool (*swapdir_owns_fn)(const char *name);

/*
 * Makes the root and the directories above it where they are missing, and locks it. Fails with
 * ERR_LOCKED where another process has the lock, ERR_CANTCREATE, or ERR_IO where the disk is full
 * or broken.
 */
bool swapdir_root_open(struct swapdir_root **out, const char *path, swapdir_owns_fn owns,
                       struct err *err);

/* After swapdir_end of all below it. A directory that was made for a target, which then didn't
 * come, goes again. NULL is fine. */
void swapdir_root_close(struct swapdir_root *root);

/*
 * Makes the directory beside the target, which is `name` ("a/b") below the root, and those above
 * it; clears away what dead runs left of the same target. A target that is a symbolic link stays
 * one: what it points to is replaced. Threads may begin different targets at the same time. Fails
 * with ERR_CANTCREATE, or ERR_IO where the disk is full or broken.
 */
bool swapdir_begin(struct swapdir **out, const struct swapdir_root *root, const char *name,
                   struct err *err);

/* Clears away what dead runs left of a target, which swapdir_begin does too: for one that may not
 * be replaced this time. */
void swapdir_recover(const struct swapdir_root *root, const char *name);

/* The directory to write to; each file is to be synced before the swap by who writes it
 * (gzout_close does, or a syncer). */
const char *swapdir_path(const struct swapdir *swap);

/* Syncs the new directory and puts it in the target's place, synced too. On failure the target is
 * as before. */
bool swapdir_swap(struct swapdir *swap, struct err *err);

/* Nothing is to be in the target's place: what is swapped in stays empty, and goes in swapdir_end
 * unless files that aren't the caller's moved on to it. A target that is a symbolic link stays one,
 * to an empty directory. */
void swapdir_remove_target(struct swapdir *swap);

/* Takes swapdir_swap back. */
bool swapdir_undo(struct swapdir *swap, struct err *err);

/* Removes what isn't wanted any more (the old content after a swap, else the new one) and frees.
 * NULL is fine. */
void swapdir_end(struct swapdir *swap);

#endif
