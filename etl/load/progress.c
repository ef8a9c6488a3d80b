#include "load/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "load/worker.h"

void progress_show(struct progress *progress, struct worker_shared *shared, int64_t bytes)
{
    if (!progress->shown) {
        return;
    }
    double time = clock_seconds();
    if (progress->started <= 0) {
        progress->started = progress->last = time;
        return;
    }
    bool terminal = isatty(STDERR_FILENO);
    if (time - progress->last < (terminal ? 0.2 : 10)) {
        return;
    }
    progress->last = time;
    pthread_mutex_lock(&shared->pool.mutex);
    int64_t documents = shared->pool.next_turn;
    pthread_mutex_unlock(&shared->pool.mutex);
    double seconds = time - progress->started;
    double rate = (double)bytes / seconds;
    double left =
        progress->total > bytes && rate > 0 ? (double)(progress->total - bytes) / rate : 0;
    char line[200];
    snprintf(line, sizeof line, "%lld documents, %.1f of %.1f MB, %.1f MB/s, %.0f s left",
             (long long)documents, (double)bytes / 1e6, (double)progress->total / 1e6, rate / 1e6,
             left);
    if (terminal) {
        fprintf(stderr, "\r\033[K%s", line);
        fflush(stderr);
        progress->drawn = true;
    } else {
        log_info("%s", line);
    }
}

void progress_end(struct progress *progress)
{
    if (progress->drawn) {
        fputs("\r\033[K", stderr);
    }
}
