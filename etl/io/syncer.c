#include "io/syncer.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"

/* The threads only wait for the disk, so their number has nothing to do with that of the
 * processors. */
enum { THREADS = 8, QUEUE = 32 };

struct file {
    int fd;
    char *path;
};

struct syncer {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    pthread_t threads[THREADS];
    size_t started;
    bool tried; /* to start them */
    /* Under the lock: files first … first + waiting (mod QUEUE) wait for a thread. */
    struct file queue[QUEUE];
    size_t first, waiting, busy;
    bool ending;
    struct err err; /* of the first that failed */
};

static bool sync_and_close(int fd, const char *path, struct err *err)
{
    bool ok = fsync(fd) == 0 || err_errno(err, ERR_IO, "syncing %s failed", path);
    if (close(fd) != 0 && ok) {
        ok = err_errno(err, ERR_IO, "closing %s failed", path);
    }
    return ok;
}

struct syncer *syncer_new(void)
{
    struct syncer *syncer = mem_zalloc(sizeof *syncer);
    pthread_mutex_init(&syncer->lock, NULL);
    pthread_cond_init(&syncer->changed, NULL);
    return syncer;
}

static void *work(void *context)
{
    struct syncer *syncer = context;
    pthread_mutex_lock(&syncer->lock);
    for (;;) {
        while (syncer->waiting == 0 && !syncer->ending) {
            pthread_cond_wait(&syncer->changed, &syncer->lock);
        }
        if (syncer->waiting == 0) {
            break;
        }
        struct file file = syncer->queue[syncer->first];
        syncer->first = (syncer->first + 1) % QUEUE;
        syncer->waiting--;
        syncer->busy++;
        pthread_mutex_unlock(&syncer->lock);
        struct err err = {0};
        bool ok = sync_and_close(file.fd, file.path, &err);
        free(file.path);
        pthread_mutex_lock(&syncer->lock);
        syncer->busy--;
        if (!ok && syncer->err.code == ERR_NONE) {
            syncer->err = err;
        }
        pthread_cond_broadcast(&syncer->changed);
    }
    pthread_mutex_unlock(&syncer->lock);
    return NULL;
}

/* With the lock. */
static bool has_threads(struct syncer *syncer)
{
    for (; !syncer->tried && syncer->started < THREADS; syncer->started++) {
        if (pthread_create(&syncer->threads[syncer->started], NULL, work, syncer) != 0) {
            break;
        }
    }
    syncer->tried = true;
    return syncer->started > 0;
}

static bool is_running(struct syncer *syncer)
{
    pthread_mutex_lock(&syncer->lock);
    bool running = has_threads(syncer);
    pthread_mutex_unlock(&syncer->lock);
    return running;
}

bool syncer_take(struct syncer *syncer, int fd, const char *path, struct err *err)
{
    if (syncer == NULL || !is_running(syncer)) {
        return sync_and_close(fd, path, err);
    }
    struct file file = {.fd = fd, .path = mem_strdup(path)};
    pthread_mutex_lock(&syncer->lock);
    while (syncer->waiting == QUEUE) {
        pthread_cond_wait(&syncer->changed, &syncer->lock);
    }
    syncer->queue[(syncer->first + syncer->waiting) % QUEUE] = file;
    syncer->waiting++;
    pthread_cond_broadcast(&syncer->changed);
    pthread_mutex_unlock(&syncer->lock);
    return true;
}

bool syncer_wait(struct syncer *syncer, struct err *err)
{
    pthread_mutex_lock(&syncer->lock);
    while (syncer->waiting > 0 || syncer->busy > 0) {
        pthread_cond_wait(&syncer->changed, &syncer->lock);
    }
    bool ok = syncer->err.code == ERR_NONE;
    if (!ok) {
        *err = syncer->err;
    }
    pthread_mutex_unlock(&syncer->lock);
    return ok;
}

void syncer_free(struct syncer *syncer)
{
    if (syncer == NULL) {
        return;
    }
    pthread_mutex_lock(&syncer->lock);
    syncer->ending = true;
    pthread_cond_broadcast(&syncer->changed);
    pthread_mutex_unlock(&syncer->lock);
    for (size_t i = 0; i < syncer->started; i++) {
        pthread_join(syncer->threads[i], NULL);
    }
    pthread_cond_destroy(&syncer->changed);
    pthread_mutex_destroy(&syncer->lock);
    free(syncer);
}
