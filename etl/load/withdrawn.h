/* Private to load: content that was taken back and is handed in again. It stays withdrawn, and who
 * means to undo the withdrawal has to know. */
#ifndef HUIZONG_LOAD_WITHDRAWN_H
#define HUIZONG_LOAD_WITHDRAWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "load/inputs.h"
#include "store/run.h"

struct withdrawn {
    int64_t *doc_ids; /* of documents whose content came again */
    size_t count, capacity;
};

void withdrawn_came(struct withdrawn *withdrawn, int64_t doc_id);
void withdrawn_clear(struct withdrawn *withdrawn);

/*
 * Counts (run->withdrawn) and logs what came again, be it read or in a file that wasn't read as an
 * earlier run had taken it: all but what a revision as high or higher has replaced since.
 */
bool withdrawn_tell(const struct withdrawn *withdrawn, const struct inputs *inputs, struct run *run,
                    struct err *err);

#endif
