#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/mem.h"
#include "load/pool.h"

enum { JOBS = 300, THREADS = 4 };

static struct pool pool;
static int64_t order[JOBS];
static int decided;

static void *take_all(void *argument)
{
    (void)argument;
    struct job job;
    while (pool_take(&pool, &job)) {
        free(job.item.data);
        if (!pool_begin_turn(&pool, job.turn)) {
            return NULL;
        }
        order[decided++] = job.turn;
        pool_end_turn(&pool);
    }
    return NULL;
}

static struct job job_of(int64_t turn, size_t length)
{
    return (struct job){.turn = turn,
                        .event = SOURCE_DOCUMENT,
                        .item = {.data = mem_alloc(length), .length = length}};
}

Test(pool, turns_are_taken_in_the_order_read)
{
    pthread_t threads[THREADS];
    pool_init(&pool);
    for (int i = 0; i < THREADS; i++) {
        cr_assert_eq(pthread_create(&threads[i], NULL, take_all, NULL), 0);
    }
    for (int64_t i = 0; i < JOBS; i++) {
        struct job job = job_of(i, i == 5 ? POOL_QUEUE_BYTES + 1 : 10);
        cr_assert(pool_put(&pool, &job), "a document larger than the queue fits too");
    }
    pool_close(&pool);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    cr_assert_eq(decided, JOBS);
    for (int64_t i = 0; i < JOBS; i++) {
        cr_assert_eq(order[i], i);
    }
    pool_clear(&pool);
}

Test(pool, a_failure_stops_everyone_and_the_first_is_kept)
{
    pool_init(&pool);
    struct job job = job_of(0, 10);
    cr_assert(pool_put(&pool, &job));
    struct err first = {.code = ERR_DB, .message = "first"};
    struct err second = {.code = ERR_IO, .message = "second"};
    pool_fail(&pool, &first);
    pool_fail(&pool, &second);
    cr_assert_eq(pool.err.code, ERR_DB);
    struct job other = job_of(1, 10);
    cr_assert(!pool_put(&pool, &other));
    cr_assert(!pool_take(&pool, &job));
    cr_assert(!pool_begin_turn(&pool, 7));
    pool_clear(&pool);
}
