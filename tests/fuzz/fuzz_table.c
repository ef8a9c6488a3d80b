/* Any bytes as an exported table, CSV or JSON Lines by the first byte, plain or gzip. */
#include "fuzz.h"

#include "export/verify_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    char path[32];
    int fd = file_of(data + 1, size - 1, path);
    struct verify_total totals[] = {{.name = "total", .column = 1},
                                    {.name = "amount", .column = 2}};
    struct verify_table table = {.totals = totals, .total_count = 2, .column_count = 3};
    struct err err = {0};
    bool fine = (data[0] & 1) != 0 ? verify_table_jsonl(&table, path, &err)
                                   : verify_table_csv(&table, path, &err);
    REQUIRE(fine ? table.rows >= 0 : err.code != ERR_NONE && err.message[0] != '\0');
    close(fd);
    return 0;
}
