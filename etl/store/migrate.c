/* Brings the schemas up to date, and tells whether they are. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "io/digest.h"
#include "pg/sqlfile.h"
#include "store/lock.h"
#include "store/logic.h"
#include "store/roles.h"
#include "store/schema.h"

static const char migrations[] = "10_schema";
static const char *const repeatables[] = {"20_staging", "40_facts"};
enum { REPEATABLES = sizeof repeatables / sizeof repeatables[0], VERSION_SIZE = 16 };

/* 12 for "10_schema/012_more.sql"; 0 where the name is none of a migration. */
static int version_of(const struct sqlfile *file)
{
    const char *name = file->path + sizeof migrations;
    for (int i = 0; i < 3; i++) {
        if (!isdigit((unsigned char)name[i])) {
            return 0;
        }
    }
    return name[3] == '_' ? (int)strtol(name, NULL, 10) : 0;
}

static bool check_names(const struct sqlfile *files, size_t count, struct err *err)
{
    int before = 0;
    for (size_t i = 0; i < count; i++) {
        int version = version_of(&files[i]);
        if (version <= before) {
            return err_set(
                err, ERR_CONFIG,
                "%s: a migration is named NNN_name.sql, with a number of its own above 0",
                files[i].path);
        }
        before = version;
    }
    return true;
}

static void checksum_of(const char *text, char hex[DIGEST_HEX_SIZE])
{
    unsigned char digest[DIGEST_SIZE];
    digest_sha256(text, strlen(text), digest);
    digest_hex(digest, hex);
}

/* All that init makes of the database, in one figure. */
static void fingerprint(char hex[DIGEST_HEX_SIZE])
{
    struct digest digest;
    digest_init(&digest);
    logic_add(&digest, migrations);
    struct buf ddl = {0};
    for (size_t i = 0; i < RELATION_COUNT; i++) {
        schema_staging_ddl(&ddl, doc_relations[i]);
    }
    digest_update(&digest, ddl.data, ddl.length);
    buf_clear(&ddl);
    for (size_t i = 0; i < REPEATABLES; i++) {
        logic_add(&digest, repeatables[i]);
    }
    unsigned char out[DIGEST_SIZE];
    digest_final(&digest, out);
    digest_hex(out, hex);
}

static bool create_ledger(struct pg *pg, struct err *err)
{
    return pg_exec(
        pg,
        "CREATE SCHEMA IF NOT EXISTS etl;"
        "CREATE TABLE IF NOT EXISTS etl.schema_version (version integer PRIMARY KEY,"
        " name text NOT NULL, checksum text NOT NULL,"
        " applied_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp());"
        "COMMENT ON TABLE etl.schema_version IS '数据库结构的变更脚本，每个一行';"
        "COMMENT ON COLUMN etl.schema_version.version IS '脚本的序号，按此先后执行';"
        "COMMENT ON COLUMN etl.schema_version.name IS '脚本在 sql/ 中的文件名';"
        "COMMENT ON COLUMN etl.schema_version.checksum IS '执行时脚本的 SHA-256；此后不得更改';"
        "COMMENT ON COLUMN etl.schema_version.applied_at IS '执行的时间';"
        "CREATE TABLE IF NOT EXISTS etl.schema_state (one boolean PRIMARY KEY CHECK (one),"
        " fingerprint text NOT NULL, program text NOT NULL,"
        " updated_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp());"
        "COMMENT ON TABLE etl.schema_state IS '数据库结构由哪个程序建成（内部）';"
        "COMMENT ON COLUMN etl.schema_state.one IS '只有一行';"
        "COMMENT ON COLUMN etl.schema_state.fingerprint IS '结构脚本、视图和函数的 SHA-256';"
        "COMMENT ON COLUMN etl.schema_state.program IS '建成它的程序版本';"
        "COMMENT ON COLUMN etl.schema_state.updated_at IS '建成或更新的时间，参考数据同时更新'",
        err);
}

static bool newer(const char *version, const char *name, struct err *err)
{
    return err_set(
        err, ERR_CONFIG,
        "the database was made by a newer huizong (its migration %s, %s, is not known here):"
        " use that program, or another database",
        version, name);
}

static bool newer_program(const char *program, struct err *err)
{
    return err_set(
        err, ERR_CONFIG,
        "the database was made by a newer huizong (%s; this is %s): use that program, or "
        "another database",
        program, HUIZONG_VERSION);
}

/* Views and functions that a newer program made are not replaced by those of this one, also where
 * it brought no migration. */
static bool check_program(struct pg *pg, struct err *err)
{
    struct pg_result *result;
    if (!pg_query(pg, "SELECT s.fingerprint, s.program FROM etl.schema_state AS s", 0, NULL,
                  &result, err)) {
        return false;
    }
    char hex[DIGEST_HEX_SIZE];
    fingerprint(hex);
    bool fine = pg_rows(result) == 0 || strcmp(pg_value(result, 0, 0), hex) == 0 ||
                strverscmp(pg_value(result, 0, 1), HUIZONG_VERSION) <= 0 ||
                newer_program(pg_value(result, 0, 1), err);
    pg_free(result);
    return fine;
}

static const struct sqlfile *find_version(const struct sqlfile *files, size_t count, int version)
{
    for (size_t i = 0; i < count; i++) {
        if (version_of(&files[i]) == version) {
            return &files[i];
        }
    }
    return NULL;
}

/* Whether the migrations that were recorded are those of this program. */
static bool check_recorded(const struct pg_result *recorded, const struct sqlfile *files,
                           size_t count, struct err *err)
{
    for (int i = 0; i < pg_rows(recorded); i++) {
        const char *version = pg_value(recorded, i, 0);
        const struct sqlfile *file = find_version(files, count, (int)strtol(version, NULL, 10));
        if (file == NULL) {
            return newer(version, pg_value(recorded, i, 1), err);
        }
        char checksum[DIGEST_HEX_SIZE];
        checksum_of(file->text, checksum);
        if (strcmp(checksum, pg_value(recorded, i, 2)) != 0) {
            return err_set(
                err, ERR_CONFIG,
                "%s was changed after it had been applied to this database: restore the file and"
                " put the change into a new migration, or start with a new database",
                file->path);
        }
    }
    return true;
}

static bool is_recorded(const struct pg_result *recorded, int version)
{
    for (int i = 0; i < pg_rows(recorded); i++) {
        if ((int)strtol(pg_value(recorded, i, 0), NULL, 10) == version) {
            return true;
        }
    }
    return false;
}

static bool migrate_file(struct pg *pg, const struct sqlfile *file, struct err *err)
{
    char version[VERSION_SIZE];
    snprintf(version, sizeof version, "%d", version_of(file));
    char checksum[DIGEST_HEX_SIZE];
    checksum_of(file->text, checksum);
    const char *const params[] = {version, file->path, checksum};
    log_debug("migration %s", file->path);
    return pg_script(pg, file->path, file->text, err) &&
           pg_query(pg,
                    "INSERT INTO etl.schema_version (version, name, checksum)"
                    " VALUES ($1::integer, $2, $3)",
                    3, params, NULL, err);
}

static bool migrate(struct pg *pg, struct err *err)
{
    const struct sqlfile *files;
    size_t count = sqlfile_list(migrations, &files);
    struct pg_result *recorded;
    if (!check_names(files, count, err) ||
        !pg_query(pg,
                  "SELECT version, name, checksum FROM etl.schema_version ORDER BY version DESC", 0,
                  NULL, &recorded, err)) {
        return false;
    }
    bool fine = check_recorded(recorded, files, count, err);
    for (size_t i = 0; fine && i < count; i++) {
        fine = is_recorded(recorded, version_of(&files[i])) || migrate_file(pg, &files[i], err);
    }
    pg_free(recorded);
    return fine;
}

static bool create_staging(struct pg *pg, struct err *err)
{
    struct buf ddl = {0};
    bool fine = true;
    for (size_t i = 0; fine && i < RELATION_COUNT; i++) {
        buf_reset(&ddl);
        schema_staging_ddl(&ddl, doc_relations[i]);
        fine = pg_exec(pg, buf_cstr(&ddl), err) ||
               err_context(err, "staging.%s", doc_relations[i]->name);
    }
    buf_clear(&ddl);
    return fine;
}

static bool run_repeatables(struct pg *pg, struct err *err)
{
    for (size_t i = 0; i < REPEATABLES; i++) {
        const struct sqlfile *files;
        size_t count = sqlfile_list(repeatables[i], &files);
        for (size_t j = 0; j < count; j++) {
            if (!pg_script(pg, files[j].path, files[j].text, err)) {
                return false;
            }
        }
    }
    return true;
}

static bool record_state(struct pg *pg, struct err *err)
{
    char hex[DIGEST_HEX_SIZE];
    fingerprint(hex);
    const char *const params[] = {hex, HUIZONG_VERSION};
    return pg_query(pg,
                    "INSERT INTO etl.schema_state (one, fingerprint, program) VALUES (true, $1, $2)"
                    " ON CONFLICT (one) DO UPDATE SET fingerprint = excluded.fingerprint,"
                    " program = excluded.program, updated_at = excluded.updated_at",
                    2, params, NULL, err);
}

static bool upgrade(struct pg *pg, struct err *err)
{
    return lock_schema(pg, err) && lock_take(pg, LOCK_TRANSACTION, err) && create_ledger(pg, err) &&
           migrate(pg, err) && check_program(pg, err) && create_staging(pg, err) &&
           run_repeatables(pg, err) && record_state(pg, err) && roles_grant(pg, err);
}

bool schema_upgrade(struct pg *pg, struct err *err)
{
    /* IF NOT EXISTS says so in a notice for each table. */
    if (!pg_exec(pg, "BEGIN; SET LOCAL client_min_messages = warning", err)) {
        return false;
    }
    if (upgrade(pg, err) && pg_exec(pg, "COMMIT", err)) {
        return true;
    }
    struct err rollback;
    if (pg_in_transaction(pg) && !pg_exec(pg, "ROLLBACK", &rollback)) {
        log_warning("can't roll back: %s", rollback.message);
    }
    return false;
}

static bool check_state(struct pg *pg, struct err *err)
{
    static const char state[] = "SELECT s.fingerprint, s.program, v.version, v.name"
                                " FROM etl.schema_state AS s CROSS JOIN"
                                " (SELECT version, name FROM etl.schema_version"
                                " ORDER BY version DESC LIMIT 1) AS v";
    struct pg_result *result;
    if (!pg_query(pg, state, 0, NULL, &result, err)) {
        return false;
    }
    const struct sqlfile *files;
    size_t count = sqlfile_list(migrations, &files);
    char hex[DIGEST_HEX_SIZE];
    fingerprint(hex);
    bool fine = pg_rows(result) == 1 && strcmp(pg_value(result, 0, 0), hex) == 0;
    if (!fine && pg_rows(result) == 1 &&
        find_version(files, count, (int)strtol(pg_value(result, 0, 2), NULL, 10)) == NULL) {
        newer(pg_value(result, 0, 2), pg_value(result, 0, 3), err);
    } else if (!fine && pg_rows(result) == 1 &&
               strverscmp(pg_value(result, 0, 1), HUIZONG_VERSION) > 0) {
        newer_program(pg_value(result, 0, 1), err);
    } else if (!fine) {
        err_set(err, ERR_CONFIG,
                "the schemas of the database were made by another version of the program:"
                " run huizong init");
    }
    pg_free(result);
    return fine;
}

bool schema_check(struct pg *pg, struct err *err)
{
    struct pg_result *result;
    if (!pg_query(pg,
                  "SELECT 1 WHERE pg_catalog.to_regclass('etl.schema_state') IS NOT NULL"
                  " AND pg_catalog.to_regclass('etl.schema_version') IS NOT NULL",
                  0, NULL, &result, err)) {
        return false;
    }
    bool there = pg_rows(result) == 1;
    pg_free(result);
    if (!there) {
        return err_set(err, ERR_CONFIG,
                       "the database has no huizong schemas yet: run huizong init");
    }
    return check_state(pg, err);
}
