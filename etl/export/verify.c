#include "export/verify.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/mem.h"
#include "export/dataset.h"
#include "export/package.h"
#include "export/verify_missing.h"
#include "export/verify_package.h"
#include "export/verify_table.h"
#include "io/gzin.h"
#include "io/outfile.h"
#include "json/json.h"

struct verifier {
    struct pg *pg;       /* NULL: only the files */
    bool sees_documents; /* of the database, which the whole description is compared by */
    struct verify_summary *summary;
    int64_t faults;
    /* Of the directory at hand. */
    const char *directory;
    struct arena arena;
    const struct json *package;
    struct dataset_list datasets;
    struct export_shape shape;
};

static void fault(struct verifier *v, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void fault(struct verifier *v, const char *format, ...)
{
    char text[ERR_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    log_error("%s/%s", v->directory, text);
    v->faults++;
}

/* A fault for each line. */
static void fault_lines(struct verifier *v, struct buf *lines)
{
    const char *line = buf_cstr(lines);
    while (*line != '\0') {
        size_t length = strcspn(line, "\n");
        fault(v, "%.*s", (int)length, line);
        line += length + (line[length] == '\n');
    }
    buf_clear(lines);
}

static int64_t number_of(const struct json *object, const char *key)
{
    const struct json *value = json_get(object, key);
    int64_t number = -1;
    return value != NULL && json_integer(value, &number) ? number : -1;
}

/* Size and hash of one file. */
static bool check_bytes(struct verifier *v, const struct json *resource, const char *path,
                        struct err *err)
{
    struct gzout_facts facts;
    char hash[8 + DIGEST_HEX_SIZE] = "sha256:";
    const char *name = verify_text(resource, "path");
    if (!outfile_measure(path, &facts, err)) {
        return false;
    }
    digest_hex(facts.sha256, hash + strlen(hash));
    if (facts.bytes_out != number_of(resource, "bytes")) {
        fault(v, "%s: has %" PRId64 " bytes instead of %" PRId64, name, facts.bytes_out,
              number_of(resource, "bytes"));
    } else if (strcmp(hash, verify_text(resource, "hash")) != 0) {
        fault(v, "%s: its hash is not the one described", name);
    }
    return true;
}

/* The columns with control totals, by the fields of the schema. */
static void find_totals(struct verifier *v, const struct json *resource, struct verify_table *table)
{
    const struct json *totals = json_get(resource, "controlTotals");
    const struct json *schema = json_get(resource, "schema");
    const struct json *fields = schema != NULL ? json_get(schema, "fields") : NULL;
    size_t count = totals != NULL ? json_size(totals) : 0;
    *table = (struct verify_table){.totals = mem_zalloc((count + 1) * sizeof *table->totals)};
    for (const struct json *f = fields != NULL ? json_first(fields) : NULL; f != NULL;
         f = json_next(f)) {
        const char *name = verify_text(f, "name");
        if (totals != NULL && json_get(totals, name) != NULL && table->total_count < count) {
            table->totals[table->total_count++] =
                (struct verify_total){.name = name, .column = table->column_count};
        } else if (strcmp(verify_text(f, "columnType"), "value") == 0) {
            fault(v, "%s: %s has no control total", verify_text(resource, "path"), name);
        }
        table->column_count++;
    }
    if (table->total_count != count) {
        fault(v, "%s: a control total is of no field", verify_text(resource, "path"));
    }
}

/* Compares what was counted, in the file or in the database, with what is described. */
static void compare(struct verifier *v, const struct json *resource,
                    const struct verify_table *table, const char *where)
{
    const struct json *totals = json_get(resource, "controlTotals");
    const char *name = verify_text(resource, "path");
    if (table->rows != number_of(resource, "rowCount")) {
        fault(v, "%s: %s %" PRId64 " rows instead of %" PRId64, name, where, table->rows,
              number_of(resource, "rowCount"));
    }
    for (size_t i = 0; i < table->total_count; i++) {
        char sum[AMOUNT_TEXT_MAX];
        amount_sum_text(&table->totals[i].sum, sum);
        const char *described = verify_text(totals, table->totals[i].name);
        if (strcmp(sum, described) != 0) {
            fault(v, "%s: %s %s of %s instead of %s", name, where, sum, table->totals[i].name,
                  described);
        }
    }
}

/* SELECT count(*), sum(a), … FROM (the dataset). Its columns are named in the database. */
static char *sum_query(const struct dataset *dataset, const struct verify_table *table)
{
    struct buf sql = {0};
    buf_puts(&sql, "SELECT pg_catalog.count(*)");
    for (size_t i = 0; i < table->total_count; i++) {
        const char *name = dataset->table.columns[table->totals[i].column].name;
        char place[8];
        if (dataset->kind == DATASET_YEARS && name[0] == 'y' && strlen(name) == 5) {
            snprintf(place, sizeof place, "y%d",
                     dataset->fields[table->totals[i].column].result_column -
                         dataset->fields[table->totals[0].column].result_column);
            name = place;
        }
        buf_printf(&sql, ", pg_catalog.sum(q.%s)", name);
    }
    buf_printf(&sql, " FROM (%s) AS q", dataset->sql);
    char *text = mem_strdup(buf_cstr(&sql));
    buf_clear(&sql);
    return text;
}

static void take_sums(struct verifier *v, struct verify_table *table,
                      const struct pg_result *result)
{
    table->rows = strtoll(pg_value(result, 0, 0), NULL, 10);
    for (size_t i = 0; i < table->total_count; i++) {
        char amount[AMOUNT_TEXT_MAX];
        const char *sum = pg_value(result, 0, (int)i + 1);
        table->totals[i].sum = (struct amount_sum){0};
        if (sum != NULL && v->shape.wan) {
            amount_to_wan(sum, amount);
            sum = amount;
        }
        if (sum != NULL && !amount_sum_add(&table->totals[i].sum, sum)) {
            fault(v, "%s: the database's sum is no amount: %s", table->totals[i].name, sum);
        }
    }
}

static bool compare_database(struct verifier *v, const struct json *resource,
                             struct verify_table *table, struct err *err)
{
    const struct dataset *dataset = dataset_find(&v->datasets, verify_text(resource, "dataset"));
    if (dataset == NULL || dataset->table.column_count != table->column_count) {
        fault(v, "%s: is no dataset of this version", verify_text(resource, "path"));
        return true;
    }
    struct dataset_params params;
    int count = dataset_params(dataset, &v->shape, verify_text(v->package, "mofDivCode"),
                               (int)number_of(v->package, "fiscalYear"), &params);
    char *sql = sum_query(dataset, table);
    struct pg_result *result;
    bool ok = pg_query(v->pg, sql, count, params.values, &result, err);
    free(sql);
    if (ok) {
        take_sums(v, table, result);
        pg_free(result);
        compare(v, resource, table, "the database has");
        v->summary->compared++;
    }
    return ok;
}

static bool check_table(struct verifier *v, const struct json *resource, const char *path,
                        struct err *err)
{
    struct verify_table table;
    bool is_csv = strcmp(verify_text(resource, "format"), "csv") == 0;
    find_totals(v, resource, &table);
    struct err trouble = {0};
    bool ok = is_csv ? verify_table_csv(&table, path, &trouble)
                     : verify_table_jsonl(&table, path, &trouble);
    if (ok) {
        compare(v, resource, &table, "holds");
        v->summary->rows += table.rows;
    } else {
        fault(v, "%s: %s", verify_text(resource, "path"), trouble.message);
    }
    ok = v->pg == NULL || compare_database(v, resource, &table, err);
    free(table.totals);
    return ok;
}

static bool check_resource(struct verifier *v, const struct json *resource, struct err *err)
{
    const char *name = verify_text(resource, "path");
    if (!slice_owns(name)) {
        fault(v, "%s: describes a file that is no export's: \"%s\"", PACKAGE_FILE, name);
        return true;
    }
    char *path = mem_printf("%s/%s", v->directory, name);
    struct err missing = {0};
    struct stat status;
    bool ok = true;
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
        fault(v, "%s: is no file", name);
    } else if (!check_bytes(v, resource, path, &missing)) {
        fault(v, "%s: %s", name, missing.message);
    } else if (strcmp(verify_text(resource, "type"), "table") == 0) {
        ok = check_table(v, resource, path, err);
    }
    v->summary->files++;
    free(path);
    return ok;
}

static bool is_described(const struct json *resources, const char *name)
{
    for (const struct json *r = json_first(resources); r != NULL; r = json_next(r)) {
        if (strcmp(verify_text(r, "path"), name) == 0) {
            return true;
        }
    }
    return strcmp(name, PACKAGE_FILE) == 0;
}

/* A file that looks like an export's and isn't described was put there by somebody else. */
static void check_strangers(struct verifier *v, const struct json *resources)
{
    DIR *dir = opendir(v->directory);
    const struct dirent *entry;
    while (dir != NULL && (errno = 0, entry = readdir(dir)) != NULL) {
        if (slice_owns(entry->d_name) && !is_described(resources, entry->d_name)) {
            fault(v, "%s: isn't described in %s", entry->d_name, PACKAGE_FILE);
        }
    }
    if (errno != 0) {
        fault(v, "the directory can't be searched: %s", strerror(errno));
    }
    if (dir != NULL) {
        closedir(dir);
    }
}

static bool read_file(const char *path, struct buf *text, struct err *err)
{
    static const size_t chunk = (size_t)64 * 1024;
    struct gzin *in;
    size_t got = 0;
    if (!gzin_open(&in, path, err)) {
        return false;
    }
    bool ok;
    do {
        char *place = buf_reserve(text, chunk);
        ok = gzin_read(in, place, chunk, &got, err);
        text->length += ok ? got : 0;
    } while (ok && got > 0);
    gzin_close(in);
    return ok;
}

static bool read_package(struct verifier *v, const char *path, struct err *err)
{
    struct buf text = {0};
    struct json_text compact;
    struct json_fault syntax;
    bool ok = read_file(path, &text, err);
    if (ok && !json_scan(&v->arena, text.data, text.length, &compact, &syntax)) {
        ok = err_set(err, ERR_DATA, "%s", syntax.message);
    }
    buf_clear(&text);
    v->package = ok ? json_parse(&v->arena, compact) : NULL;
    return ok;
}

static void read_shape(struct verifier *v)
{
    const struct json *years = json_get(v->package, "compare");
    const struct json *first = years != NULL ? json_first(years) : NULL;
    const struct json *last = first != NULL ? json_next(first) : NULL;
    int64_t from = 0, to = 0;
    if (last != NULL && json_integer(first, &from) && json_integer(last, &to)) {
        v->shape.first = (int)from;
        v->shape.last = (int)to;
    }
    v->shape.wan = strcmp(verify_text(v->package, "amountUnit"), "万元") == 0;
    v->shape.chinese = strcmp(verify_text(v->package, "headers"), "zh") == 0;
}

/* What the description says, beside the files. */
static bool check_package(struct verifier *v, struct err *err)
{
    struct buf faults = {0};
    bool ok = true;
    verify_place(v->package, v->directory, &faults);
    if (v->pg != NULL) {
        verify_names(v->package, &v->datasets, &v->shape, &faults);
        ok = !v->sees_documents ||
             verify_package(v->package, &v->datasets, &v->shape, v->pg, &v->arena, &faults, err);
    }
    fault_lines(v, &faults);
    return ok;
}

static bool check_resources(struct verifier *v, struct err *err)
{
    const struct json *resources = json_get(v->package, "resources");
    if (resources == NULL || json_type(resources) != JSON_ARRAY) {
        fault(v, "%s: has no resources", PACKAGE_FILE);
        return true;
    }
    for (const struct json *r = json_first(resources); r != NULL; r = json_next(r)) {
        if (!check_resource(v, r, err)) {
            return false;
        }
    }
    check_strangers(v, resources);
    return check_package(v, err);
}

static bool check_directory(struct verifier *v, const char *directory, const char *path,
                            struct err *err)
{
    struct err trouble = {0};
    v->directory = directory;
    v->shape = (struct export_shape){0};
    v->summary->directories++;
    bool ok = true;
    if (!read_package(v, path, &trouble) || v->package == NULL) {
        fault(v, "%s: %s", PACKAGE_FILE, trouble.message);
    } else {
        read_shape(v);
        ok = (v->pg == NULL || dataset_list_read(&v->datasets, &v->shape, v->pg, err)) &&
             check_resources(v, err);
        dataset_list_clear(&v->datasets);
    }
    arena_reset(&v->arena);
    return ok;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* Whether it is called like a year: what is named like an export's file above these is others'. */
static bool is_of_year(const char *directory)
{
    const char *slash = strrchr(directory, '/');
    const char *name = slash != NULL ? slash + 1 : directory;
    return strlen(name) == 4 && strspn(name, "0123456789") == 4;
}

/* Directories below are <division>/<year>. Files of an export don't lie there without their
 * description. */
static bool walk(struct verifier *v, const char *directory, int depth, struct err *err)
{
    struct dirent **entries;
    const char *undescribed = NULL;
    bool described = false;
    int count = scandir(directory, &entries, NULL, by_name);
    if (count < 0) {
        return errno == ENOTDIR || err_errno(err, ERR_NOINPUT, "can't read %s", directory);
    }
    bool ok = true;
    for (int i = 0; i < count; i++) {
        char *path = mem_printf("%s/%s", directory, entries[i]->d_name);
        if (ok && strcmp(entries[i]->d_name, PACKAGE_FILE) == 0) {
            described = true;
            ok = check_directory(v, directory, path, err);
        } else if (slice_owns(entries[i]->d_name)) {
            undescribed = entries[i]->d_name;
        } else if (ok && depth < 2 && entries[i]->d_name[0] != '.' &&
                   entries[i]->d_type != DT_REG) {
            ok = walk(v, path, depth + 1, err);
        }
        free(path);
    }
    if (ok && undescribed != NULL && !described && is_of_year(directory)) {
        v->directory = directory;
        fault(v, "%s: there is no %s beside it", undescribed, PACKAGE_FILE);
    }
    for (int i = 0; i < count; i++) {
        free(entries[i]);
    }
    free(entries);
    return ok;
}

/* One snapshot of the database; an analyst may not read the documents. */
static bool begin(struct verifier *v, struct err *err)
{
    static const char sql[] = "SELECT CASE WHEN has_schema_privilege('staging', 'USAGE')"
                              " THEN has_table_privilege('staging.document', 'SELECT') END";
    struct pg_result *result;
    if (!pg_exec(v->pg, "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", err) ||
        !pg_query(v->pg, sql, 0, NULL, &result, err)) {
        return false;
    }
    const char *value = pg_value(result, 0, 0);
    v->sees_documents = value != NULL && value[0] == 't';
    pg_free(result);
    if (!v->sees_documents) {
        log_warning("what %s says of documents isn't compared: the role may not read staging",
                    PACKAGE_FILE);
    }
    return true;
}

bool verify_run(const char *dir, struct pg *pg, struct verify_summary *summary, struct err *err)
{
    struct verifier v = {.pg = pg, .summary = summary};
    struct buf missing = {0};
    *summary = (struct verify_summary){0};
    bool ok = (pg == NULL || begin(&v, err)) && walk(&v, dir, 0, err) &&
              (pg == NULL || verify_missing(dir, pg, &missing, err));
    v.directory = dir;
    fault_lines(&v, &missing);
    arena_clear(&v.arena);
    if (!ok) {
        return false;
    }
    if (summary->directories == 0 && v.faults == 0) {
        return err_set(err, ERR_NOINPUT, "there is no %s in %s, nor two levels below it",
                       PACKAGE_FILE, dir);
    }
    return v.faults == 0 || err_set(err, ERR_DATA, "%" PRId64 " fault%s found in %s", v.faults,
                                    v.faults == 1 ? "" : "s", dir);
}
