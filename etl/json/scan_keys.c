#include "json/scan_keys.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/mem.h"

enum { BUCKETS_AT_FIRST = 256 };

/* Nobody can write a document whose keys all meet in one chain without knowing the seed. */
static uint64_t process_seed = UINT64_C(0x2D358DCCAA6C78A5);
static pthread_once_t seeded = PTHREAD_ONCE_INIT;

static void draw_seed(void)
{
    uint64_t drawn;
    if (getrandom(&drawn, sizeof drawn, GRND_NONBLOCK) == (ssize_t)sizeof drawn) {
        process_seed = drawn;
    }
}

void scan_keys_init(struct scan_keys *keys)
{
    pthread_once(&seeded, draw_seed);
    *keys = (struct scan_keys){.mask = BUCKETS_AT_FIRST - 1, .seed = process_seed};
    keys->buckets = mem_zalloc(BUCKETS_AT_FIRST * sizeof *keys->buckets);
}

void scan_keys_clear(struct scan_keys *keys)
{
    free(keys->stack);
    free(keys->buckets);
}

static uint64_t mix(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t hash_text(const char *text, size_t length, uint64_t seed)
{
    uint64_t hash = seed ^ length;
    for (; length > 0; text += 8) {
        uint64_t word = 0;
        size_t taken = length < 8 ? length : 8;
        memcpy(&word, text, taken);
        hash = mix(hash ^ word, UINT64_C(0x9E3779B97F4A7C15) ^ (seed << 1));
        length -= taken;
    }
    return hash;
}

static void link_key(struct scan_keys *keys, size_t index)
{
    struct scan_key *key = &keys->stack[index];
    size_t *bucket = &keys->buckets[key->hash & keys->mask];
    key->older = *bucket;
    *bucket = index + 1;
}

static void grow_buckets(struct scan_keys *keys)
{
    size_t buckets = (keys->mask + 1) * 4;
    free(keys->buckets);
    keys->buckets = mem_zalloc(buckets * sizeof *keys->buckets);
    keys->mask = buckets - 1;
    for (size_t i = 0; i < keys->count; i++) {
        link_key(keys, i);
    }
}

const struct scan_key *scan_keys_push(struct scan_keys *keys, size_t first, struct scan_key key)
{
    key.hash = hash_text(key.text, key.length, keys->seed);
    if (keys->count > keys->mask) {
        grow_buckets(keys);
    }
    keys->stack = mem_grow(keys->stack, &keys->capacity, keys->count + 1, sizeof *keys->stack);
    const struct scan_key *same = NULL;
    size_t at = keys->buckets[key.hash & keys->mask];
    for (; at > first && same == NULL; at = keys->stack[at - 1].older) {
        const struct scan_key *other = &keys->stack[at - 1];
        if (other->hash == key.hash && other->length == key.length &&
            memcmp(other->text, key.text, key.length) == 0) {
            same = other;
        }
    }
    keys->stack[keys->count] = key;
    link_key(keys, keys->count++);
    return same;
}

void scan_keys_drop(struct scan_keys *keys, size_t first)
{
    while (keys->count > first) {
        const struct scan_key *key = &keys->stack[--keys->count];
        keys->buckets[key->hash & keys->mask] = key->older;
    }
}
