#include "load/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/digest.h"

enum { KEY_SIZE = 16 };

struct entry {
    unsigned char key[KEY_SIZE]; /* of an identity or of a content: the start of its SHA-256 */
    int64_t doc_id; /* of a content: the document, where a dead run loaded it or it was withdrawn */
    int32_t revision; /* of an identity: the highest that is loaded */
    bool withdrawn;   /* of a content */
    bool used;
};

/* Open addressing; a power of two, at most half full. */
struct slots {
    struct entry *entries;
    size_t size, count;
};

struct index {
    struct slots identities, contents;
};

static struct entry *table_slot(const struct slots *table, const unsigned char key[KEY_SIZE])
{
    uint64_t start = 0;
    memcpy(&start, key, sizeof start);
    for (size_t i = (size_t)start & (table->size - 1);; i = (i + 1) & (table->size - 1)) {
        struct entry *entry = &table->entries[i];
        if (!entry->used || memcmp(entry->key, key, KEY_SIZE) == 0) {
            return entry;
        }
    }
}

static void table_grow(struct slots *table)
{
    struct slots grown = {.size = table->size > 0 ? table->size * 2 : 1024, .count = table->count};
    grown.entries = mem_zalloc(grown.size * sizeof grown.entries[0]);
    for (size_t i = 0; i < table->size; i++) {
        if (table->entries[i].used) {
            *table_slot(&grown, table->entries[i].key) = table->entries[i];
        }
    }
    free(table->entries);
    *table = grown;
}

static struct entry *table_find(const struct slots *table, const unsigned char key[KEY_SIZE])
{
    struct entry *entry = table->size > 0 ? table_slot(table, key) : NULL;
    return entry != NULL && entry->used ? entry : NULL;
}

static struct entry *table_add(struct slots *table, const unsigned char key[KEY_SIZE])
{
    if (table->count * 2 >= table->size) {
        table_grow(table);
    }
    struct entry *entry = table_slot(table, key);
    if (!entry->used) {
        entry->used = true;
        memcpy(entry->key, key, KEY_SIZE);
        table->count++;
    }
    return entry;
}

static void identity_key(const char *division, const char *year, const char *stage,
                         const char *scope, const char *agency, unsigned char key[DIGEST_SIZE])
{
    char text[160];
    int length =
        snprintf(text, sizeof text, "%s|%s|%s|%s|%s", division, year, stage, scope, agency);
    digest_sha256(text, (size_t)length, key);
}

static void note_revision(struct index *index, const unsigned char key[DIGEST_SIZE], int revision)
{
    struct entry *entry = table_add(&index->identities, key);
    if (revision > entry->revision) {
        entry->revision = revision;
    }
}

static int hex_digit(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

static bool add_row(const struct pg_result *row, void *context, struct err *err)
{
    (void)err;
    struct index *index = context;
    bool orphan = pg_value(row, 0, 8)[0] == 't';
    bool withdrawn = pg_value(row, 0, 9)[0] == 't';
    const char *hex = pg_value(row, 0, 6);
    unsigned char hash[KEY_SIZE];
    for (size_t i = 0; i < KEY_SIZE; i++) {
        hash[i] = (unsigned char)(hex_digit(hex[2 * i]) * 16 + hex_digit(hex[2 * i + 1]));
    }
    struct entry *content = table_add(&index->contents, hash);
    content->doc_id = orphan || withdrawn ? strtoll(pg_value(row, 0, 7), NULL, 10) : 0;
    content->withdrawn = withdrawn && !orphan;
    if (!orphan && !withdrawn) {
        unsigned char key[DIGEST_SIZE];
        identity_key(pg_value(row, 0, 0), pg_value(row, 0, 1), pg_value(row, 0, 2),
                     pg_value(row, 0, 3), pg_value(row, 0, 4), key);
        note_revision(index, key, (int)strtol(pg_value(row, 0, 5), NULL, 10));
    }
    return true;
}

bool index_load(struct index **out, struct pg *pg, struct err *err)
{
    *out = mem_zalloc(sizeof **out);
    /* Orphans first, so that content that a living run loaded too counts as loaded. */
    return pg_each(pg,
                   "SELECT mof_div_code, fiscal_year, bgt_stage, scope, agency_code, revision,"
                   " encode(content_hash, 'hex'), doc_id, orphan, withdrawn_at IS NOT NULL"
                   " FROM etl.document ORDER BY orphan DESC",
                   0, NULL, add_row, *out, err);
}

void index_free(struct index *index)
{
    if (index != NULL) {
        free(index->identities.entries);
        free(index->contents.entries);
        free(index);
    }
}

enum index_answer index_by_hash(struct index *index, const unsigned char hash[32], int64_t *doc_id)
{
    struct entry *content = table_find(&index->contents, hash);
    if (content == NULL) {
        return INDEX_NEW;
    }
    *doc_id = content->doc_id;
    if (content->withdrawn) {
        return INDEX_WITHDRAWN;
    }
    content->doc_id = 0; /* from now on it is ours */
    return *doc_id != 0 ? INDEX_ADOPT : INDEX_UNCHANGED;
}

enum index_answer index_claim(struct index *index, const struct document *document,
                              const unsigned char hash[32], int *revision)
{
    char year[12];
    snprintf(year, sizeof year, "%d", document->fiscal_year);
    unsigned char key[DIGEST_SIZE];
    identity_key(document->mof_div_code, year, document->bgt_stage, document->scope,
                 document->agency_code, key);
    const struct entry *entry = table_find(&index->identities, key);
    if (entry != NULL && entry->revision >= document->revision) {
        *revision = entry->revision;
        return INDEX_REFUSED;
    }
    note_revision(index, key, document->revision);
    table_add(&index->contents, hash);
    return INDEX_NEW;
}
