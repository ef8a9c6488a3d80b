/* Tables read again: rows and sums of files made up here. */
#include "export/verify_table.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/hz-verify.XXXXXX";

static void write_file(const char *text)
{
    memcpy(path + sizeof path - sizeof "XXXXXX", "XXXXXX", sizeof "XXXXXX");
    int fd = mkstemp(path);
    cr_assert(fd >= 0);
    cr_assert_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

typedef bool read_fn(struct verify_table *table, const char *path, struct err *err);

/* Two columns, of which the second, "b", has a control total. */
static bool read_text(read_fn *read, const char *text, int64_t *rows, char *sum)
{
    struct verify_total total = {.name = "b", .column = 1};
    struct verify_table table = {.totals = &total, .total_count = 1, .column_count = 2};
    struct err err = {0};
    write_file(text);
    bool ok = read(&table, path, &err);
    unlink(path);
    cr_assert(ok || err.code == ERR_DATA, "%s", err.message);
    *rows = table.rows;
    amount_sum_text(&total.sum, sum);
    return ok;
}

static void expect(read_fn *read, const char *text, int64_t rows, const char *sum)
{
    int64_t found;
    char found_sum[AMOUNT_TEXT_MAX];
    cr_assert(read_text(read, text, &found, found_sum), "%s", text);
    cr_assert_eq(found, rows);
    cr_assert_str_eq(found_sum, sum);
}

static void refuse(read_fn *read, const char *text)
{
    int64_t rows;
    char sum[AMOUNT_TEXT_MAX];
    cr_assert_not(read_text(read, text, &rows, sum), "%s", text);
}

Test(verify_table, csv)
{
    expect(verify_table_csv, "a,b\r\n", 0, "0.00");
    expect(verify_table_csv, "a,b\r\nx,1.50\r\n,\r\ny,-0.25\r\n", 3, "1.25");
    expect(verify_table_csv, "a,b\r\n\"x,\"\"\r\n,9\",2\r\n\"\",\"3\"\r\n", 2, "5.00");
    expect(verify_table_csv,
           "\xEF\xBB\xBF"
           "a,b\r\nx,1\r\n",
           1, "1.00");
}

Test(verify_table, csv_faults)
{
    refuse(verify_table_csv, "");
    refuse(verify_table_csv, "a,b\r\nx,1");
    refuse(verify_table_csv, "a,b\r\nx,1,2\r\n");
    refuse(verify_table_csv, "a,b\r\nx\r\n");
    refuse(verify_table_csv, "a,b\r\nx,one\r\n");
    refuse(verify_table_csv, "a,b\r\n\"x,1\r\n");
}

Test(verify_table, jsonl)
{
    expect(verify_table_jsonl, "", 0, "0.00");
    expect(verify_table_jsonl,
           "{\"a\":\"x\\n\",\"b\":1.50}\n{\"a\":null,\"b\":null}\n{\"a\":\"y\",\"b\":-0.25}\n", 3,
           "1.25");
}

Test(verify_table, jsonl_faults)
{
    refuse(verify_table_jsonl, "{\"a\":\"x\",\"b\":1}");
    refuse(verify_table_jsonl, "{\"a\":\"x\"}\n");
    refuse(verify_table_jsonl, "{\"a\":\"x\",\"b\":\"1\"}\n");
    refuse(verify_table_jsonl, "[1,2]\n");
    refuse(verify_table_jsonl, "{\"a\":\n");
    refuse(verify_table_jsonl, "\n");
}
