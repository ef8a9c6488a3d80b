/*
 * From the reader to the workers: a bounded queue of documents, and the turns in which they are
 * decided. Documents are decoded side by side, but which one counts as new is decided in the order
 * in which they were read, so that a run gives the same result however many workers there are.
 */
#ifndef HUIZONG_LOAD_POOL_H
#define HUIZONG_LOAD_POOL_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "load/source.h"

struct job {
    int64_t turn; /* 0, 1, 2, … in the order read */
    const char *file;
    atomic_bool *rejected;   /* to be set where it is rejected or refused */
    enum source_event event; /* SOURCE_DOCUMENT or SOURCE_FAULT */
    struct source_item item;
};

enum { POOL_QUEUE = 16, POOL_QUEUE_BYTES = 32 * 1024 * 1024 };

struct pool {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct job queue[POOL_QUEUE];
    size_t first, count, bytes;
    bool closed;       /* nothing more will come */
    int64_t next_turn; /* to be decided */
    struct err err;    /* the first failure of a worker; stops everything */
};

void pool_init(struct pool *pool);
void pool_clear(struct pool *pool); /* frees jobs that nobody took */

/* Puts a job in, waiting for room. False: a worker failed, give up (the item is freed). */
bool pool_put(struct pool *pool, struct job *job);
void pool_close(struct pool *pool);

/* Takes a job, waiting for one. False: there are no more, or something failed. */
bool pool_take(struct pool *pool, struct job *job);

/* Waits until all jobs before this turn are decided. False: something failed, give up. */
bool pool_begin_turn(struct pool *pool, int64_t turn);
void pool_end_turn(struct pool *pool);

/* A worker failed: the others stop, the first error is kept. */
void pool_fail(struct pool *pool, const struct err *err);

#endif
