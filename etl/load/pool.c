#include "load/pool.h"

#include <stdlib.h>
#include <string.h>

void pool_init(struct pool *pool)
{
    memset(pool, 0, sizeof *pool);
    pthread_mutex_init(&pool->mutex, NULL);
    pthread_cond_init(&pool->changed, NULL);
}

void pool_clear(struct pool *pool)
{
    while (pool->count > 0) {
        free(pool->queue[pool->first].item.data);
        pool->first = (pool->first + 1) % POOL_QUEUE;
        pool->count--;
    }
    pthread_cond_destroy(&pool->changed);
    pthread_mutex_destroy(&pool->mutex);
}

static bool failed(const struct pool *pool)
{
    return pool->err.code != ERR_NONE;
}

/* One document always fits, however large it is. */
static bool has_room(const struct pool *pool, size_t bytes)
{
    return pool->count == 0 ||
           (pool->count < POOL_QUEUE && pool->bytes + bytes <= POOL_QUEUE_BYTES);
}

bool pool_put(struct pool *pool, struct job *job)
{
    pthread_mutex_lock(&pool->mutex);
    while (!failed(pool) && !has_room(pool, job->item.length)) {
        pthread_cond_wait(&pool->changed, &pool->mutex);
    }
    bool fine = !failed(pool);
    if (fine) {
        pool->queue[(pool->first + pool->count) % POOL_QUEUE] = *job;
        pool->count++;
        pool->bytes += job->item.length;
        pthread_cond_broadcast(&pool->changed);
    } else {
        free(job->item.data);
    }
    pthread_mutex_unlock(&pool->mutex);
    return fine;
}

void pool_close(struct pool *pool)
{
    pthread_mutex_lock(&pool->mutex);
    pool->closed = true;
    pthread_cond_broadcast(&pool->changed);
    pthread_mutex_unlock(&pool->mutex);
}

bool pool_take(struct pool *pool, struct job *job)
{
    pthread_mutex_lock(&pool->mutex);
    while (!failed(pool) && pool->count == 0 && !pool->closed) {
        pthread_cond_wait(&pool->changed, &pool->mutex);
    }
    bool fine = !failed(pool) && pool->count > 0;
    if (fine) {
        *job = pool->queue[pool->first];
        pool->first = (pool->first + 1) % POOL_QUEUE;
        pool->count--;
        pool->bytes -= job->item.length;
        pthread_cond_broadcast(&pool->changed);
    }
    pthread_mutex_unlock(&pool->mutex);
    return fine;
}

bool pool_begin_turn(struct pool *pool, int64_t turn)
{
    pthread_mutex_lock(&pool->mutex);
    while (!failed(pool) && pool->next_turn != turn) {
        pthread_cond_wait(&pool->changed, &pool->mutex);
    }
    bool fine = !failed(pool);
    pthread_mutex_unlock(&pool->mutex);
    return fine;
}

void pool_end_turn(struct pool *pool)
{
    pthread_mutex_lock(&pool->mutex);
    pool->next_turn++;
    pthread_cond_broadcast(&pool->changed);
    pthread_mutex_unlock(&pool->mutex);
}

void pool_fail(struct pool *pool, const struct err *err)
{
    pthread_mutex_lock(&pool->mutex);
    if (!failed(pool)) {
        pool->err = *err;
        if (pool->err.code == ERR_NONE) {
            pool->err.code = ERR_INTERNAL;
        }
    }
    pthread_cond_broadcast(&pool->changed);
    pthread_mutex_unlock(&pool->mutex);
}
