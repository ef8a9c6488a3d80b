#include "export/kept.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/mem.h"
#include "export/fingerprint.h"
#include "export/package.h"
#include "io/digest.h"
#include "store/logic.h"

/* The program and the options, in one figure: part of the state. */
static void hash_program(const struct export_options *options, char hex[DIGEST_HEX_SIZE])
{
    static const char *const folders[] = {"60_exports", "61_yoy",    "62_years",
                                          "65_package", "66_shared", "70_forms"};
    struct digest digest;
    digest_init(&digest);
    digest_update(&digest, HUIZONG_VERSION, sizeof HUIZONG_VERSION);
    digest_update(&digest, export_fingerprint, strlen(export_fingerprint));
    const struct export_shape *shape = &options->shape;
    const int chosen[] = {(int)options->formats, shape->chinese, shape->wan, shape->first,
                          shape->last};
    digest_update(&digest, chosen, sizeof chosen);
    for (size_t f = 0; f < sizeof folders / sizeof folders[0]; f++) {
        logic_add(&digest, folders[f]);
    }
    unsigned char sum[DIGEST_SIZE];
    digest_final(&digest, sum);
    digest_hex(sum, hex);
}

/* init replaces the reference data, so its time stands for them. */
#define STATE                                                                                      \
    "(SELECT encode(sha256(convert_to(string_agg(concat_ws('|', s.fiscal_year, s.bgt_stage,"       \
    " s.run_id, s.logic_hash, s.arrival_hash), E'\\n' ORDER BY s.fiscal_year, s.bgt_stage)"        \
    " || $2 || (SELECT i.updated_at::text FROM etl.schema_state AS i), 'UTF8')), 'hex')"           \
    " FROM etl.rollup_slice AS s WHERE s.mof_div_code = $1)"

/* What parts of files follow from beside the documents: while that is the same they may be copied.
 */
#define BASE                                                                                       \
    "(SELECT encode(sha256(convert_to(string_agg(concat_ws('|', s.bgt_stage, s.logic_hash), "      \
    "E'\\n'"                                                                                       \
    " ORDER BY s.bgt_stage) || $2 || (SELECT i.updated_at::text FROM etl.schema_state AS i),"      \
    " 'UTF8')), 'hex')"                                                                            \
    " FROM etl.rollup_slice AS s WHERE s.mof_div_code = $1 AND s.fiscal_year = $3::integer)"

/* *content NULL where the directory has to be written. */
static bool find_kept(const struct slice *slice, struct pg *pg,
                      const struct export_options *options, const char *program, char **content,
                      struct err *err)
{
    static const char sql[] =
        "SELECT e.content FROM etl.export AS e WHERE e.mof_div_code = $1"
        " AND e.fiscal_year = $3::integer AND e.out = $4 AND e.state = " STATE;
    const char *const params[] = {slice->division, program, slice->year, options->out};
    struct pg_result *result;
    *content = NULL;
    if (!pg_query(pg, sql, 4, params, &result, err)) {
        return false;
    }
    if (pg_rows(result) > 0) {
        *content = mem_strdup(pg_value(result, 0, 0));
    }
    pg_free(result);
    return true;
}

bool kept_find_before(struct slice *slice, struct pg *pg, const struct export_options *options,
                      struct err *err)
{
    static const char sql[] =
        "SELECT e.content, e.parts FROM etl.export AS e WHERE e.mof_div_code = $1"
        " AND e.fiscal_year = $3::integer AND e.out = $4 AND e.parts IS NOT NULL"
        " AND e.base = " BASE;
    char program[DIGEST_HEX_SIZE];
    hash_program(options, program);
    const char *const params[] = {slice->division, program, slice->year, options->out};
    struct pg_result *result;
    if (!pg_query(pg, sql, 4, params, &result, err)) {
        return false;
    }
    if (pg_rows(result) > 0) {
        slice->before.content = mem_strdup(pg_value(result, 0, 0));
        slice->before.parts = mem_strdup(pg_value(result, 0, 1));
    }
    pg_free(result);
    return true;
}

static bool has_size(const char *folder, const char *name, int length, long long size)
{
    char *path = mem_printf("%s/%.*s", folder, length, name);
    struct stat status;
    bool same = stat(path, &status) == 0 && S_ISREG(status.st_mode) && status.st_size == size;
    free(path);
    return same;
}

/* "name size sha256\n…": whether all of them are there, of that size. */
static bool is_there(const struct slice *slice, const struct export_options *options,
                     const char *content)
{
    char *folder = mem_printf("%s/%s/%s", options->out, slice->division, slice->year);
    bool there = true;
    const char *line = content;
    while (there && *line != '\0') {
        size_t name = strcspn(line, " ");
        char *end = NULL;
        long long size = strtoll(line + name, &end, 10);
        there = has_size(folder, line, (int)name, size);
        line = end + strcspn(end, "\n");
        line += *line == '\n';
    }
    free(folder);
    return there && content[0] != '\0';
}

bool kept_drop(struct slice *slices, size_t *count, struct pg *pg,
               const struct export_options *options, struct err *err)
{
    char program[DIGEST_HEX_SIZE];
    hash_program(options, program);
    size_t left = 0;
    for (size_t i = 0; i < *count; i++) {
        char *content;
        if (!find_kept(&slices[i], pg, options, program, &content, err)) {
            return false;
        }
        bool kept = content != NULL && is_there(&slices[i], options, content);
        free(content);
        if (kept) {
            log_debug("%s in %s: exported already", slices[i].division, slices[i].year);
            slice_clear(&slices[i]);
        } else {
            struct slice slice = slices[i];
            slices[i] = (struct slice){0};
            slices[left++] = slice;
        }
    }
    *count = left;
    return true;
}

/* The description of the files is none of them. */
static void list_package(struct buf *out, const struct slice *slice)
{
    char *path = mem_printf("%s/%s", swapdir_path(slice->directory), PACKAGE_FILE);
    struct stat status;
    if (stat(path, &status) == 0) {
        buf_printf(out, "%s %lld\n", PACKAGE_FILE, (long long)status.st_size);
    }
    free(path);
}

static void list_files(struct buf *out, const struct slice *slice)
{
    char hex[DIGEST_HEX_SIZE];
    for (size_t i = 0; i < slice->file_count; i++) {
        const struct slice_file *file = &slice->files[i];
        digest_hex(file->facts.sha256, hex);
        buf_printf(out, "%s %" PRId64 " %s\n", file->name, file->facts.bytes_out, hex);
    }
    list_package(out, slice);
}

static void list_parts(struct buf *out, const struct slice *slice)
{
    for (size_t i = 0; i < slice->table_count; i++) {
        const struct slice_table *table = &slice->tables[i];
        size_t files = 0;
        for (size_t k = 0; k < slice->file_count; k++) {
            files += slice->files[k].table == table;
        }
        if (table->parts.count > 0) {
            parts_put(out, table->dataset->name, &table->parts, files, &table->dataset->table);
        }
    }
}

bool kept_note(const struct slice *slice, struct pg *pg, const struct export_options *options,
               int64_t run_id, struct err *err)
{
    static const char insert[] =
        "INSERT INTO etl.export (mof_div_code, fiscal_year, out, run_id, state, content, base, "
        "parts)"
        " SELECT $1, $3::integer, $4, $5::bigint, " STATE ", $6, " BASE ", $7"
        " ON CONFLICT (mof_div_code, fiscal_year, out) DO UPDATE SET run_id = excluded.run_id,"
        " state = excluded.state, content = excluded.content, base = excluded.base,"
        " parts = excluded.parts";
    char program[DIGEST_HEX_SIZE];
    char run[24];
    struct buf content = {0};
    struct buf parts = {0};
    hash_program(options, program);
    snprintf(run, sizeof run, "%" PRId64, run_id);
    list_files(&content, slice);
    list_parts(&parts, slice);
    const char *const params[] = {slice->division, program, slice->year,
                                  options->out,    run,     buf_cstr(&content),
                                  buf_cstr(&parts)};
    bool fine = pg_query(pg, insert, 7, params, NULL, err);
    buf_clear(&content);
    buf_clear(&parts);
    return fine;
}
