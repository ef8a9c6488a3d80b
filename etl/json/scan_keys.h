/*
 * The keys of the objects that are open while a text is scanned: a stack, and over it a hash table
 * whose chains run from the newest key to the oldest. So a repeated key is found at once in an
 * object of any size, and the keys of an object are dropped when it closes. Only the files of the
 * scanner use this.
 */
#ifndef HUIZONG_JSON_SCAN_KEYS_H
#define HUIZONG_JSON_SCAN_KEYS_H

#include <stddef.h>
#include <stdint.h>

struct scan_key {
    const char *text; /* decoded */
    size_t length;
    const char *place; /* in the scanned text */
    uint64_t hash;
    size_t older; /* the next of its chain: its index + 1, or 0 */
};

struct scan_keys {
    struct scan_key *stack;
    size_t count;
    size_t capacity;
    size_t *buckets; /* index + 1 of the newest key of each chain, or 0 */
    size_t mask;
    uint64_t seed;
};

void scan_keys_init(struct scan_keys *keys);
void scan_keys_clear(struct scan_keys *keys);

/*
 * Pushes a key of the object whose keys begin at index `first`. Returns the same key where the
 * object has it already (valid until the next push), or NULL.
 */
const struct scan_key *scan_keys_push(struct scan_keys *keys, size_t first, struct scan_key key);

/* Drops the keys from index `first` on. */
void scan_keys_drop(struct scan_keys *keys, size_t first);

#endif
