#include "store/logic.h"

#include <string.h>

#include "pg/sqlfile.h"

void logic_add(struct digest *digest, const char *folder)
{
    const struct sqlfile *files;
    size_t count = sqlfile_list(folder, &files);
    for (size_t i = 0; i < count; i++) {
        digest_update(digest, files[i].path, strlen(files[i].path) + 1);
        digest_update(digest, files[i].text, strlen(files[i].text) + 1);
    }
}

void logic_hash(const char *const *folders, size_t count, char hex[DIGEST_HEX_SIZE])
{
    struct digest digest;
    digest_init(&digest);
    for (size_t i = 0; i < count; i++) {
        logic_add(&digest, folders[i]);
    }
    unsigned char sum[DIGEST_SIZE];
    digest_final(&digest, sum);
    digest_hex(sum, hex);
}
