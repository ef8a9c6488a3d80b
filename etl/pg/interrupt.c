/* Breaking off what the server does for this program, from another thread. */
#include "pg/pg_internal.h"

#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct pg *open_ones;

void pg_enlist(struct pg *pg)
{
    pg->cancel = PQgetCancel(pg->connection); /* NULL: then it can't be interrupted */
    pthread_mutex_lock(&mutex);
    pg->next = open_ones;
    open_ones = pg;
    pthread_mutex_unlock(&mutex);
}

void pg_delist(struct pg *pg)
{
    pthread_mutex_lock(&mutex);
    struct pg **place = &open_ones;
    while (*place != NULL && *place != pg) {
        place = &(*place)->next;
    }
    if (*place != NULL) {
        *place = pg->next;
    }
    pthread_mutex_unlock(&mutex);
    PQfreeCancel(pg->cancel);
}

void pg_interrupt_all(void)
{
    char reason[256];
    pthread_mutex_lock(&mutex);
    for (const struct pg *pg = open_ones; pg != NULL; pg = pg->next) {
        if (pg->cancel != NULL) {
            PQcancel(pg->cancel, reason, sizeof reason);
        }
    }
    pthread_mutex_unlock(&mutex);
}
