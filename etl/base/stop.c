#include "base/stop.h"

#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

static const struct {
    int number;
    const char *name;
    enum err_code code;
} signals[] = {{SIGHUP, "SIGHUP", ERR_HANGUP},
               {SIGINT, "SIGINT", ERR_INTERRUPTED},
               {SIGTERM, "SIGTERM", ERR_TERMINATED}};
enum { SIGNALS = sizeof signals / sizeof signals[0] };

static struct {
    pthread_mutex_t mutex;
    sigset_t caught;
    void (*interrupt)(void);
    int came; /* the number of the signal; 0 for none */
    bool ended;
} stop = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static bool interrupt_once(void)
{
    pthread_mutex_lock(&stop.mutex);
    bool wanted = !stop.ended;
    if (wanted) {
        stop.interrupt();
    }
    pthread_mutex_unlock(&stop.mutex);
    return wanted;
}

static void note(int number)
{
    pthread_mutex_lock(&stop.mutex);
    bool ended = stop.ended;
    if (!ended) {
        stop.came = number;
    }
    pthread_mutex_unlock(&stop.mutex);
    log_warning("%s (a second signal ends the program at once)",
                ended ? "told to stop, but the work is done already" : "told to stop");
}

/* What begins right after one interruption is caught by the next. */
static void *watch(void *unused)
{
    const struct timespec pause_between = {.tv_nsec = 100000000};
    int number = 0;
    if (sigwait(&stop.caught, &number) != 0) {
        return unused;
    }
    note(number);
    /* Here, where alone they can arrive, the next one does what it does by default. */
    pthread_sigmask(SIG_UNBLOCK, &stop.caught, NULL);
    while (interrupt_once()) {
        nanosleep(&pause_between, NULL);
    }
    for (;;) {
        pause();
    }
}

void stop_begin(void (*interrupt)(void))
{
    stop.interrupt = interrupt;
    sigemptyset(&stop.caught);
    for (size_t i = 0; i < SIGNALS; i++) {
        struct sigaction action;
        if (sigaction(signals[i].number, NULL, &action) == 0 && action.sa_handler != SIG_IGN) {
            sigaddset(&stop.caught, signals[i].number);
        }
    }
    pthread_t thread;
    pthread_sigmask(SIG_BLOCK, &stop.caught, NULL);
    if (pthread_create(&thread, NULL, watch, NULL) != 0) {
        log_warning("no thread to wait for signals: they end the program at once");
        pthread_sigmask(SIG_UNBLOCK, &stop.caught, NULL);
        return;
    }
    pthread_detach(thread);
}

static bool fail(int number, struct err *err)
{
    for (size_t i = 0; i < SIGNALS; i++) {
        if (signals[i].number == number) {
            return err_set(err, signals[i].code, "stopped by %s", signals[i].name);
        }
    }
    return number == 0;
}

bool stop_check(struct err *err)
{
    pthread_mutex_lock(&stop.mutex);
    int number = stop.came;
    pthread_mutex_unlock(&stop.mutex);
    return fail(number, err);
}

bool stop_end(struct err *err)
{
    pthread_mutex_lock(&stop.mutex);
    stop.ended = true;
    int number = stop.came;
    pthread_mutex_unlock(&stop.mutex);
    return fail(number, err);
}
