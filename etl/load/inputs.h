/* Private to load: the files that a run finds, in the order in which it reads them. */
#ifndef HUIZONG_LOAD_INPUTS_H
#define HUIZONG_LOAD_INPUTS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "io/walk.h"

struct input {
    char *path;
    char *name; /* the path as text, by which the ledger knows it: bytes that are no UTF-8 as \xNN;
                   of a very long one the end; no two inputs have the same */
    char *unread; /* why it can't be read, else NULL */
    enum walk_kind kind;
    int64_t size, mtime_ns; /* of a file; 0 of what has none (standard input, a pipe) */
    uint64_t device, inode;
    bool settled;         /* it is as an earlier run took it whole: it isn't read */
    bool read;            /* to its end, in this run */
    int copy;             /* private to inputs.c */
    int64_t documents;    /* in it */
    atomic_bool rejected; /* something in it was rejected or refused; set by the workers */
};

/* A folder that was given. */
struct folder {
    char *path;    /* absolute, as text, without a slash at its end unless it is the root */
    int64_t files; /* found below it */
};

struct inputs {
    struct input *items;
    size_t count, capacity;
    struct folder *folders; /* each once */
    size_t folder_count, folder_capacity;
    struct walk_counts counts;
    char *here;       /* the folder that relative paths start from */
    int64_t found_ns; /* the time when they had been found */
};

/* Walks the paths; fails with ERR_NOINPUT where one is missing. A file that several of them lead to
 * by the same name is read once. */
bool inputs_find(struct inputs *inputs, const char *const *paths, size_t count, struct err *err);
void inputs_clear(struct inputs *inputs);

/* The absolute path of an input's name, or of a path as text; the caller frees it. */
char *inputs_place(const struct inputs *inputs, const char *name);

/* Whether an absolute path is that of the folder, or of something below it. */
bool inputs_is_below(const char *path, const char *folder);

#endif
