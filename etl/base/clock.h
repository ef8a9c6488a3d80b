/* How long something takes. */
#ifndef HUIZONG_BASE_CLOCK_H
#define HUIZONG_BASE_CLOCK_H

/* Seconds since some moment in the past, whatever is done to the machine's clock. */
double clock_seconds(void);

#endif
