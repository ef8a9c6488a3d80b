#include "export/package.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "export/jsonout.h"
#include "io/outfile.h"
#include "pg/sqlfile.h"

/* The Fiscal Data Package's word for what a column is; columns without one have no line. */
static const struct {
    const char *column, *type;
} column_types[] = {
    {"fiscal_year", "date:fiscal-year"},
    {"bgt_stage", "phase"},
    {"mof_div_code", "administrative-classification:generic:level1:code:full"},
    {"mof_div_name", "administrative-classification:generic:level1:label"},
    {"dept_code", "administrative-classification:generic:level2:code:full"},
    {"dept_name", "administrative-classification:generic:level2:label"},
    {"agency_code", "administrative-classification:generic:level3:code:full"},
    {"agency_name", "administrative-classification:generic:level3:label"},
    {"exp_func_code", "functional-classification:generic:code:full"},
    {"exp_func_name", "functional-classification:generic:label"},
    {"eco_code", "economic-classification:generic:code:full"},
    {"eco_name", "economic-classification:generic:label"},
    {"pro_code", "activity:generic:project:code"},
    {"pro_name", "activity:generic:project:label"},
};

static const char *column_type(const struct writer_column *column)
{
    for (size_t i = 0; i < sizeof column_types / sizeof column_types[0]; i++) {
        if (strcmp(column_types[i].column, column->name) == 0) {
            return column_types[i].type;
        }
    }
    return column->kind == WRITER_AMOUNT ? "value" : NULL;
}

static const char *type_name(enum writer_kind kind)
{
    static const char *const names[] = {[WRITER_TEXT] = "string",
                                        [WRITER_INTEGER] = "integer",
                                        [WRITER_NUMBER] = "number",
                                        [WRITER_AMOUNT] = "number",
                                        [WRITER_BOOLEAN] = "boolean"};
    return names[kind];
}

bool package_next_ref(const char **refs, struct package_ref *ref)
{
    *refs += strspn(*refs, " ");
    size_t list = strcspn(*refs, "(");
    const char *columns = *refs + list + 1;
    if (list == 0 || (*refs)[list] == '\0' || strchr(columns, ')') == NULL) {
        return false;
    }
    size_t length = strcspn(columns, ")");
    ref->list = mem_strndup(*refs, list);
    ref->columns = mem_strndup(columns, length);
    *refs = columns + length + 1;
    return true;
}

void package_ref_clear(struct package_ref *ref)
{
    free(ref->list);
    free(ref->columns);
}

/* Field names are what heads the columns of the file: in JSON Lines always the English names. */
static const char *field_name(const struct slice_file *file, const struct dataset *dataset,
                              size_t column)
{
    return file->format->format == EXPORT_CSV ? writer_header(&dataset->table, column)
                                              : dataset->table.columns[column].name;
}

/* Names of columns, separated by blanks or commas, as an array of field names; key NULL within an
 * array. */
static void put_names(struct jsonout *json, const char *key, const char *names,
                      const struct slice_file *file, const struct dataset *dataset)
{
    jsonout_open(json, key, '[');
    while (*(names += strspn(names, " ,?")) != '\0') {
        size_t length = strcspn(names, " ,?");
        for (size_t i = 0; i < dataset->table.column_count; i++) {
            const char *name = dataset->table.columns[i].name;
            if (strlen(name) == length && strncmp(name, names, length) == 0) {
                jsonout_text(json, NULL, field_name(file, dataset, i));
            }
        }
        names += length;
    }
    jsonout_close(json, ']');
}

/* Tables are named like their files; those of JSON Lines say so. */
static char *resource_name(const char *dataset, const struct slice_file *file)
{
    return mem_printf("%s%s", dataset, file->format->format == EXPORT_CSV ? "" : "-jsonl");
}

static void put_references(struct jsonout *json, const struct slice_file *file,
                           const struct slice_task *task)
{
    const char *refs = file->table->dataset->refs;
    struct package_ref ref;
    if (refs[0] == '\0') {
        return;
    }
    jsonout_open(json, "foreignKeys", '[');
    while (package_next_ref(&refs, &ref)) {
        const struct dataset *list = dataset_find(task->datasets, ref.list);
        if (list != NULL) {
            char *resource = resource_name(ref.list, file);
            jsonout_open(json, NULL, '{');
            put_names(json, "fields", ref.columns, file, file->table->dataset);
            jsonout_open(json, "reference", '{');
            jsonout_text(json, "resource", resource);
            put_names(json, "fields", ref.columns, file, list);
            jsonout_close(json, '}');
            jsonout_close(json, '}');
            free(resource);
        }
        package_ref_clear(&ref);
    }
    jsonout_close(json, ']');
}

/* COMMENTs speak of yuan, the unit of the database. */
static char *description(const struct writer_column *column, const char *comment, bool wan)
{
    const char *unit = wan && column->kind == WRITER_AMOUNT ? strstr(comment, "（元") : NULL;
    if (unit == NULL) {
        return mem_strdup(comment);
    }
    size_t before = (size_t)(unit - comment) + strlen("（");
    return mem_printf("%.*s万%s", (int)before, comment, comment + before);
}

static void put_field(struct jsonout *json, const struct slice_file *file, size_t column, bool wan)
{
    const struct dataset *dataset = file->table->dataset;
    const struct dataset_field *field = &dataset->fields[column];
    const struct writer_column *as = &dataset->table.columns[column];
    jsonout_open(json, NULL, '{');
    jsonout_text(json, "name", field_name(file, dataset, column));
    jsonout_text(json, "type", type_name(as->kind));
    jsonout_text(json, "title", field->title);
    if (field->description != NULL) {
        char *text = description(as, field->description, wan);
        jsonout_text(json, "description", text);
        free(text);
    }
    jsonout_text(json, "columnType", column_type(as));
    if (field->required) {
        jsonout_open(json, "constraints", '{');
        jsonout_raw(json, "required", "true");
        jsonout_close(json, '}');
    }
    jsonout_close(json, '}');
}

/* The columns of a primary key hold a value in every row; others that tell rows apart are a unique
 * key. */
static void put_key(struct jsonout *json, const struct slice_file *file,
                    const struct dataset *dataset)
{
    if (dataset->key[0] == '\0') {
        return;
    }
    if (strchr(dataset->key, '?') == NULL) {
        put_names(json, "primaryKey", dataset->key, file, dataset);
        return;
    }
    jsonout_open(json, "uniqueKeys", '[');
    put_names(json, NULL, dataset->key, file, dataset);
    jsonout_close(json, ']');
}

static void put_schema(struct jsonout *json, const struct slice_file *file,
                       const struct slice_task *task)
{
    const struct dataset *dataset = file->table->dataset;
    jsonout_open(json, "schema", '{');
    jsonout_text(json, "$schema", "https://datapackage.org/profiles/2.0/tableschema.json");
    jsonout_open(json, "fields", '[');
    for (size_t i = 0; i < dataset->table.column_count; i++) {
        put_field(json, file, i, task->options->shape.wan);
    }
    jsonout_close(json, ']');
    put_key(json, file, dataset);
    put_references(json, file, task);
    jsonout_close(json, '}');
}

static void put_totals(struct jsonout *json, const struct slice_file *file)
{
    const struct dataset *dataset = file->table->dataset;
    jsonout_integer(json, "rowCount", file->table->rows);
    jsonout_open(json, "controlTotals", '{');
    for (size_t i = 0; i < dataset->table.column_count; i++) {
        if (dataset->table.columns[i].kind == WRITER_AMOUNT) {
            char sum[AMOUNT_TEXT_MAX];
            amount_sum_text(&file->table->totals[i], sum);
            jsonout_text(json, field_name(file, dataset, i), sum);
        }
    }
    jsonout_close(json, '}');
}

static void put_table(struct jsonout *json, const struct slice_file *file)
{
    char *name = resource_name(file->table->dataset->name, file);
    jsonout_text(json, "name", name);
    jsonout_text(json, "type", "table");
    jsonout_text(json, "title", file->table->dataset->title);
    jsonout_text(json, "dataset", file->table->dataset->name);
    jsonout_text(json, "format", file->format->name);
    jsonout_text(json, "mediatype", file->format->mediatype);
    jsonout_text(json, "encoding", "utf-8");
    jsonout_text(json, "compression", "gz");
    free(name);
}

static void put_document(struct jsonout *json, const struct slice_file *file)
{
    /* The name without its suffix: forms-2025. */
    char *name = mem_strndup(file->name, strcspn(file->name, "."));
    jsonout_text(json, "name", name);
    jsonout_text(json, "title", file->title);
    jsonout_text(json, "format", strchr(file->name, '.') + 1);
    jsonout_text(json, "mediatype", file->mediatype);
    free(name);
}

static void put_resource(struct jsonout *json, const struct slice_file *file,
                         const struct slice_task *task)
{
    char hex[DIGEST_HEX_SIZE];
    digest_hex(file->facts.sha256, hex);
    char *hash = mem_printf("sha256:%s", hex);
    jsonout_open(json, NULL, '{');
    if (file->table != NULL) {
        put_table(json, file);
    } else {
        put_document(json, file);
    }
    jsonout_text(json, "path", file->name);
    jsonout_integer(json, "bytes", file->facts.bytes_out);
    jsonout_text(json, "hash", hash);
    if (file->table != NULL) {
        put_totals(json, file);
        put_schema(json, file, task);
    }
    jsonout_close(json, '}');
    free(hash);
}

/* How a column of the two queries below goes into an object. */
enum shown { SHOWN_TEXT, SHOWN_NUMBER };

struct member {
    const char *key;
    enum shown shown;
};

static void put_member(struct jsonout *json, const struct member *member, const char *value)
{
    if (value == NULL) {
        return;
    }
    if (member->shown == SHOWN_TEXT) {
        jsonout_text(json, member->key, value);
    } else {
        jsonout_raw(json, member->key, value);
    }
}

static bool ask(const char *path, const struct slice *slice, struct pg *pg,
                struct pg_result **result, struct err *err)
{
    const char *const params[] = {slice->division, slice->year};
    const struct sqlfile *file = sqlfile_find(path);
    if (file == NULL) {
        return err_set(err, ERR_CONFIG, "sql/%s is missing", path);
    }
    return pg_query(pg, file->text, 2, params, result, err) || err_context(err, "sql/%s", path);
}

static bool put_sources(struct jsonout *json, const struct slice *slice, struct pg *pg,
                        struct err *err)
{
    static const struct member members[] = {
        {"title", SHOWN_TEXT},      {"path", SHOWN_TEXT},         {"hash", SHOWN_TEXT},
        {"file", SHOWN_TEXT},       {"documentNo", SHOWN_NUMBER}, {"bgtStage", SHOWN_TEXT},
        {"scope", SHOWN_TEXT},      {"deptCode", SHOWN_TEXT},     {"agencyCode", SHOWN_TEXT},
        {"agencyName", SHOWN_TEXT}, {"version", SHOWN_TEXT},      {"counts", SHOWN_NUMBER},
    };
    struct pg_result *result = NULL;
    if (!ask("65_package/sources.sql", slice, pg, &result, err)) {
        return false;
    }
    jsonout_open(json, "sources", '[');
    for (int i = 0; i < pg_rows(result); i++) {
        jsonout_open(json, NULL, '{');
        for (int k = 0; k < pg_columns(result); k++) {
            put_member(json, &members[k], pg_value(result, i, k));
        }
        jsonout_close(json, '}');
    }
    jsonout_close(json, ']');
    pg_free(result);
    return true;
}

/* A control total in the unit of the export. */
static void put_total(struct jsonout *json, const char *key, const char *yuan, bool wan)
{
    char amount[AMOUNT_TEXT_MAX];
    if (yuan != NULL) {
        if (wan) {
            amount_to_wan(yuan, amount);
        } else {
            snprintf(amount, sizeof amount, "%s", yuan);
        }
        jsonout_text(json, key, amount);
    }
}

static void put_stage(struct jsonout *json, const struct pg_result *result, int row, bool wan)
{
    static const struct member coverage[] = {
        {"status", SHOWN_TEXT},   {"agencies", SHOWN_NUMBER}, {"agenciesLoaded", SHOWN_NUMBER},
        {"errors", SHOWN_NUMBER}, {"warnings", SHOWN_NUMBER}, {"tablesPublished", SHOWN_NUMBER},
    };
    static const char *const totals[] = {"printedExpenditure", "rolledExpenditure", "revenue",
                                         "expenditure",        "appropriation",     "threePublic"};
    enum { RUN = 1, COVERAGE = 2, TOTALS = 8 };
    jsonout_open(json, NULL, '{');
    jsonout_text(json, "bgtStage", pg_value(result, row, 0));
    put_member(json, &(struct member){"runId", SHOWN_NUMBER}, pg_value(result, row, RUN));
    jsonout_open(json, "coverage", '{');
    for (int i = 0; i < TOTALS - COVERAGE; i++) {
        put_member(json, &coverage[i], pg_value(result, row, COVERAGE + i));
    }
    jsonout_close(json, '}');
    jsonout_open(json, "controlTotals", '{');
    for (int i = 0; i < (int)(sizeof totals / sizeof totals[0]); i++) {
        put_total(json, totals[i], pg_value(result, row, TOTALS + i), wan);
    }
    jsonout_close(json, '}');
    jsonout_close(json, '}');
}

static bool put_stages(struct jsonout *json, const struct slice *slice,
                       const struct slice_task *task, struct err *err)
{
    struct pg_result *result = NULL;
    if (!ask("65_package/stages.sql", slice, task->pg, &result, err)) {
        return false;
    }
    jsonout_open(json, "stages", '[');
    for (int i = 0; i < pg_rows(result); i++) {
        put_stage(json, result, i, task->options->shape.wan);
    }
    jsonout_close(json, ']');
    pg_free(result);
    return true;
}

static void put_shape(struct jsonout *json, const struct slice *slice,
                      const struct export_shape *shape)
{
    jsonout_text(json, "mofDivCode", slice->division);
    jsonout_raw(json, "fiscalYear", slice->year);
    jsonout_text(json, "currency", "CNY");
    jsonout_text(json, "amountUnit", shape->wan ? "万元" : "元");
    jsonout_text(json, "headers", shape->chinese ? "zh" : "en");
    if (shape->last > 0) {
        jsonout_open(json, "compare", '[');
        jsonout_integer(json, NULL, shape->first);
        jsonout_integer(json, NULL, shape->last);
        jsonout_close(json, ']');
    }
}

static bool put_package(struct jsonout *json, const struct slice *slice,
                        const struct slice_task *task, struct err *err)
{
    char *name = mem_printf(PACKAGE_NAME, slice->division, slice->year);
    char *title =
        mem_printf("%s 年度单位预算公开汇总（财政区划 %s）", slice->year, slice->division);
    jsonout_open(json, NULL, '{');
    jsonout_text(json, "$schema", "https://datapackage.org/profiles/2.0/datapackage.json");
    jsonout_text(json, "name", name);
    jsonout_text(json, "title", title);
    jsonout_text(json, "version", HUIZONG_VERSION);
    free(name);
    free(title);
    put_shape(json, slice, &task->options->shape);
    if (!put_stages(json, slice, task, err) || !put_sources(json, slice, task->pg, err)) {
        return false;
    }
    jsonout_open(json, "resources", '[');
    for (size_t i = 0; i < slice->file_count; i++) {
        put_resource(json, &slice->files[i], task);
    }
    jsonout_close(json, ']');
    jsonout_close(json, '}');
    buf_putc(json->out, '\n');
    return true;
}

bool package_text(const struct slice *slice, const struct slice_task *task, struct buf *text,
                  struct err *err)
{
    struct jsonout json = {.out = text, .first = true};
    return put_package(&json, slice, task, err);
}

bool package_write(struct slice *slice, const struct slice_task *task, struct err *err)
{
    struct buf text = {0};
    char *path = mem_printf("%s/%s", swapdir_path(slice->directory), PACKAGE_FILE);
    struct gzout_facts facts;
    bool ok = package_text(slice, task, &text, err) &&
              outfile_write(path, text.data, text.length, task->syncer, &facts, err);
    free(path);
    buf_clear(&text);
    return ok;
}
