/* The first stage: disclosures from files into staging. */
#ifndef HUIZONG_LOAD_LOAD_H
#define HUIZONG_LOAD_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/run.h"

struct load_options {
    const char *const *paths; /* files, directories, "-" */
    size_t path_count;
    const char *conninfo; /* for the workers' own connections */
    int jobs;
    size_t max_document;
    bool progress;
    bool rehash; /* read files too that look as an earlier run took them */
};

/*
 * Loads all documents below the paths that are new or of a higher revision. The documents become
 * visible to check and rollup when the run is finished. A file that a complete run took whole and
 * that looks the same isn't read; its documents count as unchanged. Fills the run's counts; a
 * rejected document is no failure. Fails with ERR_NOINPUT before anything was read where a path is
 * missing, with ERR_DB, ERR_IO.
 */
bool load_run(struct run *run, const struct load_options *options, struct err *err);

#endif
