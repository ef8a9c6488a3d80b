#include "io/gzpipe.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"

enum { SLOTS = 4, SMALL = 64 * 1024 };

struct block {
    struct buf text;
    bool ends_part;
};

struct gzpipe {
    struct gzout *gz;
    bool threaded, started;
    size_t taken; /* bytes that came, until there is a thread */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    /* Under the lock: blocks first … first + waiting (mod SLOTS) are full. */
    struct block slots[SLOTS];
    size_t first, waiting;
    bool ending; /* no block comes any more */
    bool failed; /* with `err`; later blocks are dropped */
    struct err err;
};

bool gzpipe_open(struct gzpipe **out, const char *path, int level, bool threaded,
                 struct syncer *syncer, struct err *err)
{
    struct gzout *gz;
    *out = NULL;
    if (!gzout_open(&gz, path, level, err)) {
        return false;
    }
    gzout_leave_to(gz, syncer);
    struct gzpipe *pipe = mem_zalloc(sizeof *pipe);
    pipe->gz = gz;
    pipe->threaded = threaded;
    pthread_mutex_init(&pipe->lock, NULL);
    pthread_cond_init(&pipe->changed, NULL);
    *out = pipe;
    return true;
}

static bool write_block(struct gzout *gz, struct block *block, struct err *err)
{
    bool ok = gzout_write(gz, block->text.data, block->text.length, err) &&
              (!block->ends_part || gzout_end_part(gz, err));
    buf_reset(&block->text);
    return ok;
}

/* A slot is this thread's alone while it is counted as waiting. */
static void *work(void *context)
{
    struct gzpipe *pipe = context;
    pthread_mutex_lock(&pipe->lock);
    for (;;) {
        while (pipe->waiting == 0 && !pipe->ending) {
            pthread_cond_wait(&pipe->changed, &pipe->lock);
        }
        if (pipe->waiting == 0) {
            break;
        }
        struct block *block = &pipe->slots[pipe->first];
        bool skip = pipe->failed;
        pthread_mutex_unlock(&pipe->lock);
        bool ok = skip || write_block(pipe->gz, block, &pipe->err);
        buf_reset(&block->text);
        pthread_mutex_lock(&pipe->lock);
        pipe->failed = pipe->failed || !ok;
        pipe->first = (pipe->first + 1) % SLOTS;
        pipe->waiting--;
        pthread_cond_signal(&pipe->changed);
    }
    pthread_mutex_unlock(&pipe->lock);
    return NULL;
}

/* Where no thread can be had, the work is done without one. */
static bool start(struct gzpipe *pipe)
{
    pipe->started = pthread_create(&pipe->thread, NULL, work, pipe) == 0;
    pipe->threaded = pipe->started;
    return pipe->started;
}

/* Puts it into the queue; what the slot held, which is empty, goes to the caller. */
static bool queue_block(struct gzpipe *pipe, struct block *block, struct err *err)
{
    pthread_mutex_lock(&pipe->lock);
    while (pipe->waiting == SLOTS) {
        pthread_cond_wait(&pipe->changed, &pipe->lock);
    }
    struct block *slot = &pipe->slots[(pipe->first + pipe->waiting) % SLOTS];
    struct block empty = *slot;
    *slot = *block;
    *block = empty;
    pipe->waiting++;
    bool failed = pipe->failed;
    pthread_cond_signal(&pipe->changed);
    pthread_mutex_unlock(&pipe->lock);
    if (failed) {
        *err = pipe->err;
    }
    return !failed;
}

static bool take(struct gzpipe *pipe, struct buf *text, bool ends_part, struct err *err)
{
    struct block block = {*text, ends_part};
    pipe->taken += pipe->started ? 0 : text->length;
    bool is_small = pipe->taken < SMALL;
    bool ok = !pipe->threaded || is_small || (!pipe->started && !start(pipe))
                  ? write_block(pipe->gz, &block, err)
                  : queue_block(pipe, &block, err);
    *text = block.text;
    return ok;
}

bool gzpipe_write(struct gzpipe *pipe, struct buf *block, struct err *err)
{
    return take(pipe, block, false, err);
}

bool gzpipe_end_part(struct gzpipe *pipe, struct buf *block, struct err *err)
{
    return take(pipe, block, true, err);
}

struct gzout *gzpipe_file(struct gzpipe *pipe)
{
    return pipe->gz;
}

static void end_thread(struct gzpipe *pipe)
{
    if (pipe->started) {
        pthread_mutex_lock(&pipe->lock);
        pipe->ending = true;
        pthread_cond_signal(&pipe->changed);
        pthread_mutex_unlock(&pipe->lock);
        pthread_join(pipe->thread, NULL);
        pipe->started = false;
    }
}

bool gzpipe_close(struct gzpipe *pipe, struct buf *last, struct gzout_facts *facts, struct err *err)
{
    end_thread(pipe);
    bool ok = !pipe->failed;
    if (!ok) {
        *err = pipe->err;
    }
    ok = ok && gzout_write(pipe->gz, last->data, last->length, err);
    buf_reset(last);
    if (ok) {
        struct gzout *gz = pipe->gz;
        pipe->gz = NULL;
        ok = gzout_close(gz, facts, err);
    }
    gzpipe_abandon(pipe);
    return ok;
}

void gzpipe_abandon(struct gzpipe *pipe)
{
    if (pipe == NULL) {
        return;
    }
    end_thread(pipe);
    gzout_abandon(pipe->gz);
    for (size_t i = 0; i < SLOTS; i++) {
        buf_clear(&pipe->slots[i].text);
    }
    pthread_cond_destroy(&pipe->changed);
    pthread_mutex_destroy(&pipe->lock);
    free(pipe);
}
