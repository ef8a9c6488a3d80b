/* A worker: takes documents from the pool, scans, parses and decodes them, and sends them off in
 * batches. */
#ifndef HUIZONG_LOAD_WORKER_H
#define HUIZONG_LOAD_WORKER_H

#include <pthread.h>
#include <stdint.h>

#include "doc/subject.h"
#include "load/index.h"
#include "load/pool.h"
#include "load/withdrawn.h"

/* What all workers share. */
struct worker_shared {
    struct pool pool;
    struct index *index; /* only in one's turn */
    const struct subjects *subjects;
    const char *conninfo;
    int64_t run_id;
    int64_t last_document;      /* of this run; only in one's turn */
    struct withdrawn withdrawn; /* what came again; only in one's turn */
    /* Sums, under the pool's mutex. */
    int64_t loaded, unchanged, refused, rejected, rows, refused_by_server;
};

/* The body of a thread; `argument` is the struct worker_shared. A failure goes to pool_fail. */
void *worker_run(void *argument);

#endif
