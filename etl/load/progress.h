/* How far a load is: on a terminal one line redrawn, elsewhere a log line every ten seconds. */
#ifndef HUIZONG_LOAD_PROGRESS_H
#define HUIZONG_LOAD_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct worker_shared;

struct progress {
    bool shown;
    int64_t total; /* bytes of all files; 0 where unknown */
    /* Its own. */
    double started, last;
    bool drawn;
};

void progress_show(struct progress *progress, struct worker_shared *shared, int64_t bytes);
void progress_end(struct progress *progress); /* clears the line */

#endif
