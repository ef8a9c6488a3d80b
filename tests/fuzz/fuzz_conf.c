/* Any bytes as a configuration file. */
#include "fuzz.h"

#include "conf/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[32];
    int fd = file_of(data, size, path);
    struct conf conf = {0};
    struct err err = {0};
    if (conf_load(&conf, path, &err)) {
        REQUIRE(conf.jobs >= 0 && conf.max_document > 0);
        REQUIRE(conf.file != NULL && strcmp(conf.file, path) == 0);
    } else {
        REQUIRE(err.code == ERR_CONFIG && err.message[0] != '\0');
    }
    conf_clear(&conf);
    close(fd);
    return 0;
}
