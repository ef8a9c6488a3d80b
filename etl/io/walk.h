/* Finding the input files: a file, standard input, or all files of a directory and below, in name
 * order. */
#ifndef HUIZONG_IO_WALK_H
#define HUIZONG_IO_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

enum walk_kind {
    WALK_OTHER, /* no suffix of ours */
    WALK_JSON,  /* .json, .json.gz: one document or an array of them */
    WALK_LINES  /* .jsonl, .ndjson, plain or .gz, and standard input: a document a line */
};

/* Told by the name's suffix alone. */
enum walk_kind walk_kind(const char *path);

/* The known suffixes, for messages: ".json .json.gz …". */
const char *walk_suffixes(void);

struct walk_file {
    const char *path; /* as given or joined below what was given; "-" for standard input */
    enum walk_kind kind;
    int64_t size;     /* bytes; 0 where it isn't known (standard input, pipes) */
    int64_t mtime_ns; /* since the epoch, wrapping round after 2262; 0 for standard input */
    uint64_t device, inode;
};

struct walk_counts {
    int64_t files;       /* handed over */
    int64_t bytes;       /* … their sizes */
    int64_t passed_over; /* hidden, or of another suffix */
    int64_t faults;
};

struct walk_events {
    /* A file to read, which can be opened as far as its permissions tell. False (err set) ends the
     * walk. */
    bool (*file)(const struct walk_file *file, void *context, struct err *err);
    /* A file or directory below `path` that can't be read. The walk goes on. NULL: only counted. */
    void (*fault)(const char *path, const char *reason, void *context);
    void *context;
};

/*
 * Walks one path of the command line: "-", a file (whatever its name begins with), or a directory.
 * Adds to *counts. What has one of our names but is no file, and a directory that leads back to
 * itself, is named in the log and passed over. Within a directory entries come in the byte order of
 * their names, each directory's content where its name stands; symbolic links are followed, and a
 * directory that is one of its own ancestors is passed over. Fails with ERR_NOINPUT where `path`
 * itself is missing, can't be read, or is a file of an unknown suffix.
 */
bool walk_path(const char *path, const struct walk_events *events, struct walk_counts *counts,
               struct err *err);

#endif
