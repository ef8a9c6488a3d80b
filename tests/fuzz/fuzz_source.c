/*
 * Any bytes as a file, plain or gzip: cut into documents. The first byte chooses between a .json
 * and a .jsonl file and the limit of a document.
 */
#include "fuzz.h"

#include "load/source.h"

static void check_document(const struct source_item *item, int last, size_t limit, bool gzip,
                           const uint8_t *data, size_t size)
{
    REQUIRE(item->data != NULL && item->document_no == last + 1 && item->byte_offset >= 0);
    REQUIRE(item->length <= limit + (size_t)512 * 1024); /* what is read at a time comes on top */
    if (!gzip) {
        size_t offset = (size_t)item->byte_offset;
        REQUIRE(offset + item->length <= size);
        REQUIRE(memcmp(item->data, data + offset, item->length) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    enum walk_kind kind = (data[0] & 1) != 0 ? WALK_LINES : WALK_JSON;
    size_t limit = (data[0] & 2) != 0 ? 64 : 1024 * 1024;
    data++;
    size--;
    bool gzip = size >= 2 && data[0] == 0x1f && data[1] == 0x8b;
    char path[32];
    int fd = file_of(data, size, path);
    struct source *source = source_open(path, kind, limit);
    struct source_item item;
    enum source_event event;
    int last = 0;
    size_t faults = 0;
    while ((event = source_next(source, &item)) != SOURCE_END) {
        if (event == SOURCE_DOCUMENT) {
            check_document(&item, last, limit, gzip, data, size);
            last = item.document_no;
            free(item.data);
        } else {
            faults++;
            REQUIRE(item.data == NULL && item.code != NULL && item.reason[0] != '\0');
            last = item.document_no > last ? item.document_no : last;
        }
    }
    REQUIRE(source_next(source, &item) == SOURCE_END);
    REQUIRE(last > 0 || faults > 0 || kind == WALK_JSON); /* [] is a file of no documents */
    source_close(source);
    close(fd);
    return 0;
}
