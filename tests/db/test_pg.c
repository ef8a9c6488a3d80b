#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "pg/copybin.h"
#include "pg/pg.h"
#include "support/testdb.h"

static struct err err;
static struct pg *pg;

static void set_up(void)
{
    testdb_create();
    pg = testdb_open();
}

static void tear_down(void)
{
    pg_close(pg);
    testdb_drop();
}

TestSuite(pg, .init = set_up, .fini = tear_down);

static void check_message(const char *part)
{
    cr_expect_not_null(strstr(err.message, part), "\"%s\" is not in \"%s\"", part, err.message);
}

static void check_value(const char *sql, const char *expected)
{
    cr_expect_str_eq(testdb_value(pg, sql), expected, "%s", sql);
}

static void check_usable(void)
{
    check_value("SELECT 1", "1");
}

Test(pg, the_session_is_set_up)
{
    check_value("SHOW search_path", "pg_catalog");
    check_value("SHOW client_encoding", "UTF8");
    check_value("SHOW TimeZone", "UTC");
    check_value("SHOW DateStyle", "ISO, YMD");
    check_value("SHOW application_name", "huizong");
    check_value("SHOW bytea_output", "hex");
    cr_expect_geq(pg_server_version(pg), PG_OLDEST * 10000);
}

Test(pg, parameters_and_results)
{
    const char *const params[] = {"7", NULL, "Robert'); DROP TABLE x; --"};
    struct pg_result *result;
    cr_assert(pg_query(pg, "SELECT $1::integer + 1 AS n, $2::text AS nothing, $3::text", 3, params,
                       &result, &err));
    cr_expect_eq(pg_rows(result), 1);
    cr_expect_eq(pg_columns(result), 3);
    cr_expect_str_eq(pg_column_name(result, 0), "n");
    cr_expect_eq(pg_column_type(result, 0), 23);
    cr_expect_str_eq(pg_value(result, 0, 0), "8");
    cr_expect_null(pg_value(result, 0, 1));
    cr_expect_str_eq(pg_value(result, 0, 2), params[2]);
    pg_free(result);
    testdb_exec(pg, "CREATE TEMP TABLE t (a integer)");
    cr_assert(pg_query(pg, "INSERT INTO t VALUES (1), (2), (3)", 0, NULL, &result, &err));
    cr_expect_eq(pg_affected(result), 3);
    pg_free(result);
    cr_expect(pg_query(pg, "DELETE FROM t", 0, NULL, NULL, &err));
}

Test(pg, a_refused_statement)
{
    testdb_exec(pg, "CREATE TEMP TABLE t (a integer PRIMARY KEY); INSERT INTO t VALUES (1)");
    cr_expect_not(pg_query(pg, "INSERT INTO t VALUES (1)", 0, NULL, NULL, &err));
    cr_expect_eq(err.code, ERR_DB);
    check_message("statement refused: duplicate key");
    check_message("SQLSTATE 23505");
    check_message("DETAIL: Key (a)=(1) already exists.");
    cr_expect_str_eq(pg_sqlstate(pg), "23505");
    cr_expect_not(pg_lost(pg));
    check_usable();
}

Test(pg, an_aborted_transaction_can_be_rolled_back)
{
    cr_expect_not(pg_in_transaction(pg));
    testdb_exec(pg, "BEGIN");
    cr_expect(pg_in_transaction(pg));
    cr_expect_not(pg_exec(pg, "SELECT 1/0", &err));
    cr_expect(pg_in_transaction(pg));
    cr_expect_not(pg_exec(pg, "SELECT 1", &err));
    cr_expect_str_eq(pg_sqlstate(pg), "25P02");
    cr_expect(pg_exec(pg, "ROLLBACK", &err));
    cr_expect_not(pg_in_transaction(pg));
    check_usable();
}

Test(pg, copy_where_none_is_expected)
{
    testdb_exec(pg, "CREATE TEMP TABLE t (a integer)");
    cr_expect_not(pg_exec(pg, "COPY t FROM STDIN", &err));
    check_usable();
    cr_expect_not(pg_exec(pg, "COPY t TO STDOUT", &err));
    check_usable();
    cr_expect_not(pg_query(pg, "COPY t TO STDOUT", 0, NULL, NULL, &err));
    check_usable();
    cr_expect_not(pg_copy_begin(pg, "COPY t TO STDOUT", &err));
    cr_expect_eq(err.code, ERR_INTERNAL);
    check_usable();
    cr_expect_not(pg_copy_begin(pg, "COPY nope FROM STDIN", &err));
    cr_expect_str_eq(pg_sqlstate(pg), "42P01");
    check_usable();
}

static void check_script(const char *sql, const char *where)
{
    cr_expect_not(pg_script(pg, "50_rollups/x.sql", sql, &err));
    cr_expect(strncmp(err.message, where, strlen(where)) == 0, "%s", err.message);
}

Test(pg, a_script_names_the_line)
{
    cr_expect(pg_script(pg, "x.sql", "-- 一\nSELECT 1;\nSELECT 2;\n", &err), "%s", err.message);
    cr_expect(pg_script(pg, "x.sql", "-- nothing but a comment\n", &err), "%s", err.message);
    check_script("SELECT '汉字', /* 汉字\n汉字 */ 1;\nSELECT\n  nope;\n",
                 "50_rollups/x.sql:4: statement refused: column \"nope\"");
    check_script("SELECT 1;\nSELEC 2;", "50_rollups/x.sql:2: statement refused: syntax error");
    /* An error without a position: the line on which its statement begins. */
    check_script("SELECT 1;\n\n;SELECT 'a;''b', $$;$$, $x$;$$;$x$, \"oid\" FROM pg_class LIMIT 1;\n"
                 "-- a ; comment\n/* another /* ; */ ; */\nSELECT 1,\n 1/0;\nSELECT 3;\n",
                 "50_rollups/x.sql:6: statement refused: division by zero");
    check_script("SELECT E'a\\';', 1;\nSELECT 1/0", "50_rollups/x.sql:2: ");
    check_usable();
}

struct rows {
    int count, stop_at;
    long sum;
};

static bool add_row(const struct pg_result *row, void *context, struct err *row_err)
{
    struct rows *rows = context;
    rows->count++;
    rows->sum += strtol(pg_value(row, 0, 0), NULL, 10);
    cr_assert_eq(pg_rows(row), 1);
    return rows->count != rows->stop_at || err_set(row_err, ERR_IO, "enough");
}

Test(pg, rows_one_by_one)
{
    static const char series[] = "SELECT g FROM generate_series(1, $1::integer) AS g ORDER BY g";
    const char *const params[] = {"100000"};
    struct rows rows = {0};
    cr_expect(pg_each(pg, series, 1, params, add_row, &rows, &err), "%s", err.message);
    cr_expect_eq(rows.count, 100000);
    cr_expect_eq(rows.sum, 5000050000);
    rows = (struct rows){.stop_at = 3};
    cr_expect_not(pg_each(pg, series, 1, params, add_row, &rows, &err));
    cr_expect_eq(err.code, ERR_IO);
    cr_expect_eq(rows.count, 3);
    check_usable();
    rows = (struct rows){0};
    cr_expect_not(pg_each(pg, "SELECT 10 / (5 - g) FROM generate_series(1, 9) AS g", 0, NULL,
                          add_row, &rows, &err));
    cr_expect_eq(rows.count, 4);
    check_message("division by zero");
    cr_expect_not(pg_each(pg, "SELEC", 0, NULL, add_row, &rows, &err));
    check_usable();
    rows = (struct rows){0};
    cr_expect(pg_each(pg, "SELECT 1 WHERE false", 0, NULL, add_row, &rows, &err));
    cr_expect_eq(rows.count, 0);
}

/* The server prepares a statement once, whatever else is prepared in between, and a wrong one
 * never. */
Test(pg, rows_of_a_query_that_comes_again)
{
    static const char up[] = "SELECT g FROM generate_series(1, $1::integer) AS g";
    static const char down[] = "SELECT -g FROM generate_series(1, $1::integer) AS g";
    for (int i = 1; i <= 20; i++) {
        char number[16];
        snprintf(number, sizeof number, "%d", i);
        const char *const params[] = {number};
        struct rows rows = {0};
        cr_expect(pg_each_again(pg, up, 1, params, add_row, &rows, &err), "%s", err.message);
        cr_expect(pg_each_again(pg, down, 1, params, add_row, &rows, &err), "%s", err.message);
        cr_expect_eq(rows.count, 2 * i);
        cr_expect_eq(rows.sum, 0);
        cr_expect_not(pg_each_again(pg, "SELEC", 0, NULL, add_row, &rows, &err));
        check_usable();
    }
    struct pg_result *result;
    cr_assert(pg_query(pg, "SELECT count(*) FROM pg_catalog.pg_prepared_statements", 0, NULL,
                       &result, &err));
    cr_expect_str_eq(pg_value(result, 0, 0), "2");
    pg_free(result);
}

static const char *const numbers[] = {
    "0",      "-0.00",    "1",       "-12.50",          "1e3",
    "1.5e-3", "99999999", "10000",   "99999999.9999",   "0.00001",
    "1.50e1", "-0.5",     "1e-9",    "12340000",        "123456789012345678901234567890.125",
    "2024",   "1e100",    "1.2e-50", "100000000.00010", "9999.9999",
};
enum { NUMBERS = sizeof numbers / sizeof numbers[0] };

Test(pg, copy_brings_numbers_exactly)
{
    struct buf rows = {0};
    copybin_header(&rows);
    for (size_t i = 0; i < NUMBERS; i++) {
        copybin_row(&rows, 2);
        cr_assert(copybin_numeric(&rows, numbers[i], strlen(numbers[i])));
        copybin_text(&rows, numbers[i], strlen(numbers[i]));
    }
    copybin_trailer(&rows);
    testdb_exec(pg, "CREATE TEMP TABLE t (n numeric, as_text text)");
    int64_t count = 0;
    cr_assert(pg_copy_begin(pg, "COPY t FROM STDIN (FORMAT binary)", &err));
    cr_assert(pg_copy_put(pg, rows.data, rows.length, &err));
    cr_assert(pg_copy_end(pg, &count, &err), "%s", err.message);
    cr_expect_eq(count, NUMBERS);
    check_value("SELECT string_agg(as_text || ' is ' || n, ', ') FROM t"
                " WHERE n <> as_text::numeric OR n::text <> as_text::numeric::text"
                " OR scale(n) <> scale(as_text::numeric)",
                "");
    buf_clear(&rows);
}

Test(pg, a_number_that_is_none_is_refused)
{
    struct buf rows = {0};
    copybin_header(&rows);
    copybin_row(&rows, 1);
    copybin_no_numeric(&rows);
    copybin_trailer(&rows);
    testdb_exec(pg, "CREATE TEMP TABLE t (n numeric)");
    cr_assert(pg_copy_begin(pg, "COPY t FROM STDIN (FORMAT binary)", &err));
    cr_assert(pg_copy_put(pg, rows.data, rows.length, &err));
    cr_assert_not(pg_copy_end(pg, NULL, &err));
    cr_expect_str_eq(pg_sqlstate(pg), "22P03");
    err_clear(&err);
    check_value("SELECT count(*) FROM t", "0");
    buf_clear(&rows);
}

Test(pg, copy_brings_other_types)
{
    struct buf rows = {0};
    copybin_header(&rows);
    copybin_row(&rows, 6);
    copybin_int4(&rows, -2147483647);
    copybin_int8(&rows, 9007199254740993);
    copybin_text(&rows, "汾阳'\\\t", strlen("汾阳'\\\t"));
    copybin_bytea(&rows, "\0\377", 2);
    copybin_date(&rows, 2024, 2, 29);
    copybin_null(&rows);
    copybin_trailer(&rows);
    testdb_exec(pg, "CREATE TEMP TABLE t (a integer, b bigint, c text, d bytea, e date, f text)");
    cr_assert(pg_copy_begin(pg, "COPY t FROM STDIN (FORMAT binary)", &err));
    for (size_t i = 0; i < rows.length; i++) {
        cr_assert(pg_copy_put(pg, rows.data + i, 1, &err));
    }
    cr_assert(pg_copy_end(pg, NULL, &err), "%s", err.message);
    check_value("SELECT concat_ws('|', a, b, c, d, e, f IS NULL) FROM t",
                "-2147483647|9007199254740993|汾阳'\\\t|\\x00ff|2024-02-29|t");
    buf_clear(&rows);
}

Test(pg, every_day_of_a_century)
{
    struct buf rows = {0};
    copybin_header(&rows);
    testdb_exec(pg, "CREATE TEMP TABLE t (d date, y integer, m integer)");
    int count = 0;
    for (int year = 1950; year < 2051; year++) {
        for (int month = 1; month <= 12; month++) {
            copybin_row(&rows, 3);
            copybin_date(&rows, year, month, 28);
            copybin_int4(&rows, year);
            copybin_int4(&rows, month);
            count++;
        }
    }
    copybin_trailer(&rows);
    cr_assert(pg_copy_begin(pg, "COPY t FROM STDIN (FORMAT binary)", &err));
    cr_assert(pg_copy_put(pg, rows.data, rows.length, &err));
    cr_assert(pg_copy_end(pg, NULL, &err), "%s", err.message);
    cr_expect_eq(count, 1212);
    check_value("SELECT count(*) FROM t WHERE d = make_date(y, m, 28)", "1212");
    buf_clear(&rows);
}

Test(pg, a_large_copy)
{
    enum { LENGTH = 1000000, ROWS = 5 };
    char *text = mem_alloc(LENGTH);
    memset(text, 'x', LENGTH);
    struct buf rows = {0};
    copybin_header(&rows);
    for (int i = 0; i < ROWS; i++) {
        copybin_row(&rows, 1);
        copybin_text(&rows, text, LENGTH);
    }
    copybin_trailer(&rows);
    testdb_exec(pg, "CREATE TEMP TABLE t (a text)");
    cr_assert(pg_copy_begin(pg, "COPY t FROM STDIN (FORMAT binary)", &err));
    cr_assert(pg_copy_put(pg, rows.data, rows.length, &err));
    cr_assert(pg_copy_end(pg, NULL, &err), "%s", err.message);
    check_value("SELECT sum(length(a)) FROM t", "5000000");
    buf_clear(&rows);
    free(text);
}

static bool copy_text(const char *rows, int64_t *count)
{
    return pg_copy_begin(pg, "COPY t FROM STDIN", &err) &&
           pg_copy_put(pg, rows, strlen(rows), &err) && pg_copy_end(pg, count, &err);
}

Test(pg, a_copy_that_is_refused)
{
    int64_t count = 0;
    testdb_exec(pg, "CREATE TEMP TABLE t (a integer PRIMARY KEY)");
    cr_expect_not(copy_text("1\n2\nthree\n", &count));
    check_message("statement refused: invalid input syntax");
    check_message("CONTEXT: COPY t, line 3, column a");
    cr_expect_str_eq(pg_sqlstate(pg), "22P02");
    cr_expect_not(copy_text("1\n1\n", &count));
    cr_expect_str_eq(pg_sqlstate(pg), "23505");
    cr_expect_not(pg_lost(pg));
    check_value("SELECT count(*) FROM t", "0");
    cr_expect(copy_text("1\n2\n", &count));
    cr_expect_eq(count, 2);
}

Test(pg, a_copy_that_is_given_up)
{
    testdb_exec(pg, "CREATE TEMP TABLE t (a integer)");
    testdb_exec(pg, "BEGIN");
    cr_assert(pg_copy_begin(pg, "COPY t FROM STDIN", &err));
    cr_assert(pg_copy_put(pg, "1\n", 2, &err));
    pg_copy_abort(pg, "a document is bad");
    pg_copy_abort(pg, "twice is fine");
    cr_expect(pg_in_transaction(pg));
    cr_expect(pg_exec(pg, "ROLLBACK", &err), "%s", err.message);
    check_value("SELECT count(*) FROM t", "0");
}

/* Ends the session of `pg` from another one. */
static void terminate(void)
{
    struct pg *other = testdb_open();
    testdb_end_others(other);
    pg_close(other);
}

Test(pg, a_lost_connection)
{
    terminate();
    cr_expect_not(pg_lost(pg));
    cr_expect_not(pg_query(pg, "SELECT 1", 0, NULL, NULL, &err));
    cr_expect_eq(err.code, ERR_DB);
    check_message("connection to the database lost");
    cr_expect(pg_lost(pg));
    cr_expect_not(pg_exec(pg, "SELECT 1", &err));
    cr_expect_not(pg_copy_begin(pg, "COPY t FROM STDIN", &err));
    struct rows rows = {0};
    cr_expect_not(pg_each(pg, "SELECT 1", 0, NULL, add_row, &rows, &err));
    cr_expect(pg_lost(pg));
}

Test(pg, a_connection_lost_in_a_copy)
{
    testdb_exec(pg, "CREATE TABLE public.t (a integer)");
    cr_assert(pg_copy_begin(pg, "COPY public.t FROM STDIN", &err));
    terminate();
    bool fine = true;
    for (int i = 0; fine && i < 1000; i++) {
        fine = pg_copy_put(pg, "1\n", 2, &err);
    }
    fine = fine && pg_copy_end(pg, NULL, &err);
    cr_expect_not(fine);
    cr_expect_eq(err.code, ERR_DB);
    cr_expect(pg_lost(pg), "%s", err.message);
    pg_copy_abort(pg, "nothing is left to abort");
}

Test(pg_open, what_can_not_be_reached_and_no_password_shown)
{
    static const char *const cases[] = {
        "host=/nowhere password=secret dbname=x",
        "postgresql://huizong:secret@/x?host=/nowhere",
        "host=/nowhere password=top secret",
        "postgresql://huizong:top@secret:secret@/x?host=/nowhere",
        "postgresql://huizong:%secret@/x",
        "password='secret",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        err_clear(&err);
        cr_expect_not(pg_open(&pg, cases[i], &err));
        cr_expect_null(pg);
        cr_expect_eq(err.code, ERR_DB);
        cr_expect_null(strstr(err.message, "secret"), "%s", err.message);
        cr_expect_null(strchr(err.message, '\n'), "%s", err.message);
    }
    cr_expect_not(pg_open(&pg, "host=/nowhere", &err));
    check_message("/nowhere");
    pg_close(pg);
}
