/* The schema runner and the ledger of runs, on a real server. */
#include <criterion/criterion.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "pg/sqlfile.h"
#include "store/run.h"
#include "store/schema.h"
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

TestSuite(schema, .init = set_up, .fini = tear_down);
TestSuite(run, .init = set_up, .fini = tear_down);

static void check_message(const char *part)
{
    cr_expect_not_null(strstr(err.message, part), "\"%s\" is not in \"%s\"", part, err.message);
}

static void check_value(const char *sql, const char *expected)
{
    cr_expect_str_eq(testdb_value(pg, sql), expected, "%s", sql);
}

static void upgrade(void)
{
    cr_assert(schema_upgrade(pg, &err), "%s", err.message);
}

/* A folder of SQL files of the test's own: the migrations of the program, and what put_sql adds. */
static char dir[64];

static void put_sql(const char *path, const char *text)
{
    char *full = mem_printf("%s/%s", dir, path);
    FILE *file = fopen(full, "w");
    cr_assert_not_null(file, "%s", full);
    fputs(text, file);
    cr_assert_eq(fclose(file), 0);
    free(full);
}

static void use_dir(void)
{
    cr_assert(sqlfile_use_dir(dir, &err), "%s", err.message);
}

static void make_dir(void)
{
    static const char *const folders[] = {"10_schema", "20_staging", "40_facts"};
    snprintf(dir, sizeof dir, "/tmp/hz-store-XXXXXX");
    cr_assert_not_null(mkdtemp(dir));
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char *path = mem_printf("%s/%s", dir, folders[i]);
        cr_assert_eq(mkdir(path, 0700), 0);
        free(path);
    }
    const struct sqlfile *files;
    size_t count = sqlfile_list("10_schema", &files);
    for (size_t i = 0; i < count; i++) {
        put_sql(files[i].path, files[i].text);
    }
    use_dir();
}

static void remove_dir(void)
{
    const struct sqlfile *files;
    static const char *const folders[] = {"10_schema", "20_staging", "40_facts"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        size_t count = sqlfile_list(folders[i], &files);
        char *path;
        for (size_t j = 0; j < count; j++) {
            path = mem_printf("%s/%s", dir, files[j].path);
            remove(path);
            free(path);
        }
        path = mem_printf("%s/%s", dir, folders[i]);
        remove(path);
        free(path);
    }
    remove(dir);
}

static void set_up_dir(void)
{
    set_up();
    make_dir();
}

static void tear_down_dir(void)
{
    remove_dir();
    tear_down();
}

TestSuite(migrations, .init = set_up_dir, .fini = tear_down_dir);

Test(schema, made_once_and_found_up_to_date)
{
    cr_expect_not(schema_check(pg, &err));
    cr_expect_eq(err.code, ERR_CONFIG);
    check_message("run huizong init");
    upgrade();
    cr_expect(schema_check(pg, &err), "%s", err.message);
    cr_expect_not(pg_in_transaction(pg));
    check_value("SHOW client_min_messages", "notice");
}

Test(schema, can_be_run_again)
{
    upgrade();
    char before[512];
    static const char shape[] =
        "SELECT md5(string_agg(attrelid::regclass || attname || atttypid, ','"
        " ORDER BY attrelid::regclass::text, attnum)) FROM pg_attribute"
        " WHERE attrelid::regclass::text ~ '^(staging|ref|etl|rollup|facts)\\.'";
    snprintf(before, sizeof before, "%s", testdb_value(pg, shape));
    testdb_exec(pg, "INSERT INTO ref.mof_div VALUES ('141182000', '汾阳市')");
    upgrade();
    check_value(shape, before);
    check_value("SELECT mof_div_name FROM ref.mof_div", "汾阳市");
    check_value("SELECT count(*) - count(DISTINCT version) FROM etl.schema_version", "0");
}

Test(schema, a_staging_table_for_each_relation)
{
    upgrade();
    check_value("SELECT count(*) >= 32 FROM pg_tables WHERE schemaname = 'staging'", "t");
    struct buf copy = {0};
    for (size_t i = 0; i < RELATION_COUNT; i++) {
        buf_reset(&copy);
        schema_staging_copy(&copy, doc_relations[i]);
        cr_expect(pg_copy_begin(pg, buf_cstr(&copy), &err), "%s", err.message);
        pg_copy_abort(pg, "only the statement is tried");
    }
    buf_clear(&copy);
    check_value(
        "SELECT string_agg(attrelid::regclass || '.' || attname, ' ') FROM pg_attribute AS a"
        " JOIN pg_class AS c ON c.oid = attrelid WHERE attnum > 0 AND NOT attisdropped"
        " AND relnamespace = 'staging'::regnamespace AND relkind = 'r'"
        " AND relname <> 'published_tables'"
        " AND col_description(attrelid, attnum) IS NULL",
        "");
}

Test(schema, a_column_that_is_missing_is_added)
{
    upgrade();
    testdb_exec(pg, "ALTER TABLE staging.revenue DROP COLUMN total CASCADE");
    upgrade();
    check_value("SELECT count(*) FROM pg_attribute WHERE attrelid = 'staging.revenue'::regclass"
                " AND attname = 'total'",
                "1");
}

Test(schema, roles_may_do_what_they_should)
{
    upgrade();
    testdb_exec(pg, "CREATE TABLE rollup.later (a integer)");
    testdb_exec(pg, "SET ROLE huizong_analyst");
    check_value("SELECT count(*) FROM ref.exp_func", "0");
    check_value("SELECT count(*) FROM etl.run", "0");
    check_value("SELECT count(*) FROM rollup.later", "0");
    cr_expect(schema_check(pg, &err), "%s", err.message);
    cr_expect_not(pg_exec(pg, "DELETE FROM etl.run", &err));
    cr_expect_str_eq(pg_sqlstate(pg), "42501");
    cr_expect_not(pg_exec(pg, "SELECT 1 FROM staging.revenue", &err));
    testdb_exec(pg, "SET ROLE huizong_etl");
    testdb_exec(pg, "DELETE FROM staging.revenue; DELETE FROM rollup.later");
    struct run run;
    cr_expect(run_begin(&run, pg, "load", &err), "%s", err.message);
    cr_expect(run_finish(&run, ERR_NONE, NULL, &err), "%s", err.message);
}

Test(schema, roles_that_may_not_be_made_are_no_failure)
{
    char sql[512];
    snprintf(sql, sizeof sql,
             "CREATE ROLE hz_owner_%ld NOLOGIN; GRANT CREATE ON DATABASE %s TO hz_owner_%ld",
             (long)getpid(), testdb_value(pg, "SELECT current_database()"), (long)getpid());
    testdb_exec(pg, sql);
    snprintf(sql, sizeof sql, "SET ROLE hz_owner_%ld", (long)getpid());
    testdb_exec(pg, sql);
    upgrade();
    cr_expect(schema_check(pg, &err), "%s", err.message);
    snprintf(sql, sizeof sql,
             "RESET ROLE; DROP OWNED BY hz_owner_%ld CASCADE; DROP ROLE hz_owner_%ld",
             (long)getpid(), (long)getpid());
    testdb_exec(pg, sql);
}

static bool compare_folds(const struct pg_result *row, void *context, struct err *error)
{
    char folded[64];
    (void)context;
    (void)error;
    text_fold(pg_value(row, 0, 1), folded, sizeof folded);
    cr_expect_str_eq(pg_value(row, 0, 2), folded, "U+%04lX",
                     (unsigned long)strtol(pg_value(row, 0, 0), NULL, 10));
    return true;
}

Test(schema, names_are_compared_in_the_form_that_the_program_makes)
{
    upgrade();
    cr_assert(pg_each(pg,
                      "SELECT c.number, 'x' || chr(c.number) || 'y',"
                      " facts.folded_name('x' || chr(c.number) || 'y')"
                      " FROM generate_series(1, 131071) AS c (number)"
                      " WHERE c.number NOT BETWEEN 55296 AND 57343",
                      0, NULL, compare_folds, NULL, &err),
              "%s", err.message);
}

Test(schema, not_while_a_run_goes_on)
{
    upgrade();
    struct pg *other = testdb_open();
    struct run run;
    cr_assert(run_begin(&run, other, "nightly", &err), "%s", err.message);
    cr_expect_not(schema_upgrade(pg, &err));
    cr_expect_eq(err.code, ERR_LOCKED);
    check_message("nightly");
    cr_expect_not(pg_in_transaction(pg));
    cr_assert(run_finish(&run, ERR_NONE, NULL, &err));
    upgrade();
    pg_close(other);
}

Test(migrations, later_ones_run_once)
{
    upgrade();
    put_sql("10_schema/900_more.sql", "CREATE TABLE ref.more (a integer);");
    use_dir();
    cr_expect_not(schema_check(pg, &err));
    check_message("run huizong init");
    upgrade();
    upgrade();
    cr_expect(schema_check(pg, &err), "%s", err.message);
    check_value("SELECT name FROM etl.schema_version WHERE version = 900",
                "10_schema/900_more.sql");
}

Test(migrations, a_newer_database_is_refused)
{
    put_sql("10_schema/900_more.sql", "CREATE TABLE ref.more (a integer);");
    use_dir();
    upgrade();
    char *path = mem_printf("%s/10_schema/900_more.sql", dir);
    cr_assert_eq(remove(path), 0);
    free(path);
    use_dir();
    cr_expect_not(schema_upgrade(pg, &err));
    cr_expect_eq(err.code, ERR_CONFIG);
    check_message("newer huizong");
    err_clear(&err);
    cr_expect_not(schema_check(pg, &err));
    cr_expect_eq(err.code, ERR_CONFIG);
    check_message("newer huizong");
}

Test(migrations, one_that_was_changed_is_refused)
{
    put_sql("10_schema/900_more.sql", "CREATE TABLE ref.more (a integer);");
    use_dir();
    upgrade();
    put_sql("10_schema/900_more.sql", "CREATE TABLE ref.more (a bigint);");
    use_dir();
    cr_expect_not(schema_upgrade(pg, &err));
    cr_expect_eq(err.code, ERR_CONFIG);
    check_message("10_schema/900_more.sql was changed");
}

Test(migrations, all_or_nothing)
{
    put_sql("40_facts/x.sql", "CREATE VIEW facts.x AS SELECT 1 AS n;\nSELECT nope;");
    use_dir();
    cr_expect_not(schema_upgrade(pg, &err));
    cr_expect_eq(err.code, ERR_DB);
    check_message("40_facts/x.sql:2: statement refused");
    check_value("SELECT count(*) FROM pg_namespace WHERE nspname IN ('etl', 'staging')", "0");
    cr_expect_not(schema_check(pg, &err));
}

Test(migrations, scripts_run_anew_and_staging_before_facts)
{
    put_sql("20_staging/v.sql", "CREATE OR REPLACE VIEW staging.v AS SELECT 1 AS n;");
    put_sql("40_facts/f.sql", "CREATE OR REPLACE VIEW facts.f AS SELECT n FROM staging.v;");
    use_dir();
    upgrade();
    put_sql("20_staging/v.sql", "CREATE OR REPLACE VIEW staging.v AS SELECT 2 AS n;");
    use_dir();
    cr_expect_not(schema_check(pg, &err));
    upgrade();
    check_value("SELECT n FROM facts.f", "2");
}

Test(migrations, names)
{
    put_sql("10_schema/extra.sql", "SELECT 1;");
    use_dir();
    cr_expect_not(schema_upgrade(pg, &err));
    cr_expect_eq(err.code, ERR_CONFIG);
    check_message("10_schema/extra.sql");
}

Test(run, counts_and_states)
{
    static const struct {
        enum err_code code;
        const char *state;
    } cases[] = {{ERR_NONE, "complete"}, {ERR_DATA, "complete"}, {ERR_DB, "failed"}};
    upgrade();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct run run;
        cr_assert(run_begin(&run, pg, "load", &err), "%s", err.message);
        cr_expect_eq(run.id, (int64_t)i + 1);
        cr_expect_eq(run.loaded + run.rows + run.slices, 0);
        check_value("SELECT state FROM etl.run ORDER BY run_id DESC", "running");
        run.loaded = 1;
        run.unchanged = 2;
        run.refused = 3;
        run.rejected = 4;
        run.rows = 5000000000;
        run.bytes = 6;
        run.checked = 7;
        run.findings = 8;
        run.slices = 9;
        cr_assert(run_finish(&run, cases[i].code, "said", &err), "%s", err.message);
        check_value("SELECT state FROM etl.run ORDER BY run_id DESC", cases[i].state);
    }
    check_value(
        "SELECT concat_ws('|', command, exit_code, message, loaded, unchanged, refused, rejected,"
        " row_count, byte_count, checked, findings, slices, finished_at >= started_at)"
        " FROM etl.run ORDER BY run_id DESC",
        "load|69|said|1|2|3|4|5000000000|6|7|8|9|t");
}

Test(run, one_at_a_time)
{
    upgrade();
    struct pg *other = testdb_open();
    struct run first;
    struct run second;
    cr_assert(run_begin(&first, pg, "nightly", &err), "%s", err.message);
    cr_expect_not(run_begin(&second, other, "load", &err));
    cr_expect_eq(err.code, ERR_LOCKED);
    check_message("nightly (run 1)");
    char pid[32];
    snprintf(pid, sizeof pid, "process %ld on", (long)getpid());
    check_message(pid);
    cr_assert(run_finish(&first, ERR_NONE, NULL, &err), "%s", err.message);
    err_clear(&err);
    cr_expect(run_begin(&second, other, "load", &err), "%s", err.message);
    cr_expect(run_finish(&second, ERR_NONE, NULL, &err), "%s", err.message);
    pg_close(other);
}

Test(run, one_that_died_is_marked)
{
    upgrade();
    struct pg *other = testdb_open();
    struct run run;
    cr_assert(run_begin(&run, other, "load", &err), "%s", err.message);
    pg_close(other);
    struct run next;
    bool begun = false;
    for (int i = 0; !begun && i < 50; i++) { /* the server may need a moment to end the session */
        begun = run_begin(&next, pg, "load", &err);
        if (!begun) {
            usleep(100000);
        }
    }
    cr_assert(begun, "%s", err.message);
    check_value("SELECT state FROM etl.run WHERE run_id = 1", "aborted");
    check_value("SELECT finished_at IS NOT NULL FROM etl.run WHERE run_id = 1", "t");
    check_value("SELECT state FROM etl.run WHERE run_id = 2", "running");
    cr_expect(run_finish(&next, ERR_NONE, NULL, &err));
}

Test(run, closes_after_a_stage_that_failed_in_its_transaction)
{
    upgrade();
    struct run run;
    cr_assert(run_begin(&run, pg, "check", &err), "%s", err.message);
    testdb_exec(pg, "BEGIN; DELETE FROM etl.run");
    cr_expect_not(pg_exec(pg, "SELECT 1/0", &err));
    cr_expect(run_finish(&run, ERR_DB, err.message, &err), "%s", err.message);
    check_value("SELECT state || ' ' || message FROM etl.run",
                "failed statement refused: division by zero (SQLSTATE 22012)");
}

Test(run, a_lost_connection)
{
    upgrade();
    struct pg *other = testdb_open();
    struct run run;
    cr_assert(run_begin(&run, other, "check", &err), "%s", err.message);
    testdb_end_others(pg);
    cr_expect_not(run_finish(&run, ERR_NONE, NULL, &err));
    cr_expect_eq(err.code, ERR_DB);
    cr_expect(pg_lost(other));
    pg_close(other);
    cr_expect(run_begin(&run, pg, "check", &err), "%s", err.message);
    cr_expect(run_finish(&run, ERR_NONE, NULL, &err));
}
