/* Private to load: the folders that runs were given, and how many files lay below them
 * (etl.input). */
#ifndef HUIZONG_LOAD_FOLDERS_H
#define HUIZONG_LOAD_FOLDERS_H

#include <stdbool.h>

#include "base/err.h"
#include "load/inputs.h"
#include "store/run.h"

/*
 * Notes them, and warns of each below which nothing was found: a disk that isn't mounted looks like
 * that. Counts these in the run, and those among them below which the last complete run that was
 * given them had found some.
 */
bool folders_note(const struct inputs *inputs, struct run *run, struct err *err);

#endif
