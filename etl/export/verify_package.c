#include "export/verify_package.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "export/export.h"
#include "export/package.h"

enum { DIFFERENCES_MAX = 5, DIVISION_DIGITS = 9, YEAR_DIGITS = 4 };

const char *verify_text(const struct json *object, const char *key)
{
    const struct json *value = json_get(object, key);
    const char *text = value != NULL ? json_string(value) : NULL;
    return text != NULL ? text : "";
}

/* The fiscal year as text; "" where it is no number. */
static const char *year_of(const struct json *package)
{
    const struct json *value = json_get(package, "fiscalYear");
    const char *text = value != NULL ? json_number_text(value) : NULL;
    return text != NULL ? text : "";
}

/* Whether a part of a path is a name of so many digits, and another than `name`. */
static bool is_another(const char *part, size_t length, size_t digits, const char *name)
{
    return length == digits && strspn(part, "0123456789") >= length &&
           (strlen(name) != length || strncmp(part, name, length) != 0);
}

void verify_place(const struct json *package, const char *directory, struct buf *faults)
{
    size_t end = strlen(directory);
    while (end > 0 && directory[end - 1] == '/') {
        end--;
    }
    size_t year = end;
    while (year > 0 && directory[year - 1] != '/') {
        year--;
    }
    size_t before = year > 0 ? year - 1 : 0;
    size_t division = before;
    while (division > 0 && directory[division - 1] != '/') {
        division--;
    }
    if (is_another(directory + year, end - year, YEAR_DIGITS, year_of(package))) {
        buf_printf(faults, "%s: is of the year %s\n", PACKAGE_FILE, year_of(package));
    } else if (end - year == YEAR_DIGITS &&
               is_another(directory + division, before - division, DIVISION_DIGITS,
                          verify_text(package, "mofDivCode"))) {
        buf_printf(faults, "%s: is of the division %s\n", PACKAGE_FILE,
                   verify_text(package, "mofDivCode"));
    }
}

static const struct json *first_resource(const struct json *package)
{
    const struct json *resources = json_get(package, "resources");
    return resources != NULL ? json_first(resources) : NULL;
}

static bool is_described(const struct json *package, const char *dataset, const char *format)
{
    for (const struct json *r = first_resource(package); r != NULL; r = json_next(r)) {
        if (strcmp(verify_text(r, "format"), format) == 0 &&
            (dataset == NULL || strcmp(verify_text(r, "dataset"), dataset) == 0)) {
            return true;
        }
    }
    return false;
}

void verify_names(const struct json *package, const struct dataset_list *datasets,
                  const struct export_shape *shape, struct buf *faults)
{
    int year = (int)strtol(year_of(package), NULL, 10);
    for (const struct json *r = first_resource(package); r != NULL; r = json_next(r)) {
        const struct json *other = json_next(r);
        while (other != NULL && strcmp(verify_text(r, "path"), verify_text(other, "path")) != 0) {
            other = json_next(other);
        }
        if (other != NULL) {
            buf_printf(faults, "%s: is described twice\n", verify_text(r, "path"));
        }
    }
    for (size_t f = 0; writer_formats[f] != NULL; f++) {
        if (!is_described(package, NULL, writer_formats[f]->name)) {
            continue; /* not asked for */
        }
        for (size_t i = 0; i < datasets->count; i++) {
            const struct dataset *dataset = &datasets->items[i];
            if (dataset_applies(dataset, shape, year) &&
                !is_described(package, dataset->name, writer_formats[f]->name)) {
                buf_printf(faults, "%s%s: is missing in %s\n", dataset->name,
                           writer_formats[f]->suffix, PACKAGE_FILE);
            }
        }
    }
}

/* While two descriptions are compared. */
struct comparison {
    struct buf *faults;
    struct buf place; /* a JSON pointer */
    int differences;
};

static void put_value(struct buf *out, const struct json *value)
{
    const char *text = json_string(value);
    if (text != NULL) {
        buf_printf(out, "\"%s\"", text);
    } else if (json_type(value) == JSON_NUMBER) {
        buf_puts(out, json_number_text(value));
    } else {
        static const char *const names[] = {
            [JSON_NULL] = "null",       [JSON_FALSE] = "false",   [JSON_TRUE] = "true",
            [JSON_NUMBER] = "a number", [JSON_STRING] = "a text", [JSON_ARRAY] = "an array",
            [JSON_OBJECT] = "an object"};
        buf_puts(out, names[json_type(value)]);
    }
}

/* Either of the two is NULL where it isn't there. */
static void note(struct comparison *comparison, const struct json *is, const struct json *should)
{
    struct buf *faults = comparison->faults;
    comparison->differences++;
    if (comparison->differences > DIFFERENCES_MAX) {
        return;
    }
    buf_printf(faults, "%s: %s ", PACKAGE_FILE, buf_cstr(&comparison->place));
    if (is == NULL) {
        buf_puts(faults, "is missing");
    } else if (should == NULL) {
        buf_puts(faults, "should not be there");
    } else {
        buf_puts(faults, "is ");
        put_value(faults, is);
        buf_puts(faults, " instead of ");
        put_value(faults, should);
    }
    buf_putc(faults, '\n');
}

static bool is_checked_elsewhere(const char *key)
{
    static const char *const keys[] = {"bytes", "hash", "rowCount", "controlTotals"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (strcmp(keys[i], key) == 0) {
            return true;
        }
    }
    return false;
}

/* Of the members of a resource some are left out, and of all others the number of the run. */
static bool is_left_out(struct comparison *comparison, const char *key)
{
    const char *place = buf_cstr(&comparison->place);
    bool in_resource = strncmp(place, "/resources/", 11) == 0 && strchr(place + 11, '/') == NULL;
    return in_resource ? is_checked_elsewhere(key) : strcmp(key, "runId") == 0;
}

static void compare(struct comparison *comparison, const struct json *is,
                    const struct json *should);

static void compare_objects(struct comparison *comparison, const struct json *is,
                            const struct json *should)
{
    size_t length = comparison->place.length;
    for (const struct json *m = json_first(should); m != NULL; m = json_next(m)) {
        if (!is_left_out(comparison, json_key(m))) {
            const struct json *here = json_get(is, json_key(m));
            buf_printf(&comparison->place, "/%s", json_key(m));
            if (here != NULL) {
                compare(comparison, here, m);
            } else {
                note(comparison, NULL, m);
            }
            comparison->place.length = length;
        }
    }
    for (const struct json *m = json_first(is); m != NULL; m = json_next(m)) {
        if (json_get(should, json_key(m)) == NULL && !is_left_out(comparison, json_key(m))) {
            buf_printf(&comparison->place, "/%s", json_key(m));
            note(comparison, m, NULL);
            comparison->place.length = length;
        }
    }
}

static void compare_arrays(struct comparison *comparison, const struct json *is,
                           const struct json *should)
{
    size_t length = comparison->place.length;
    const struct json *a = json_first(is);
    const struct json *b = json_first(should);
    for (int i = 0; a != NULL || b != NULL; i++) {
        buf_printf(&comparison->place, "/%d", i);
        if (a == NULL || b == NULL) {
            note(comparison, a, b);
        } else {
            compare(comparison, a, b);
        }
        comparison->place.length = length;
        a = a != NULL ? json_next(a) : NULL;
        b = b != NULL ? json_next(b) : NULL;
    }
}

/* Of one type, and neither array nor object. */
static bool is_same(const struct json *a, const struct json *b)
{
    switch (json_type(a)) {
    case JSON_STRING:
        return strcmp(json_string(a), json_string(b)) == 0;
    case JSON_NUMBER:
        return strcmp(json_number_text(a), json_number_text(b)) == 0;
    default:
        return true;
    }
}

static void compare(struct comparison *comparison, const struct json *is, const struct json *should)
{
    bool comparable = json_type(is) == json_type(should);
    if (comparable && json_type(is) == JSON_OBJECT) {
        compare_objects(comparison, is, should);
    } else if (comparable && json_type(is) == JSON_ARRAY) {
        compare_arrays(comparison, is, should);
    } else if (!comparable || !is_same(is, should)) {
        note(comparison, is, should);
    }
}

static const struct writer_format *find_format(const char *name)
{
    for (size_t i = 0; writer_formats[i] != NULL; i++) {
        if (strcmp(writer_formats[i]->name, name) == 0) {
            return writer_formats[i];
        }
    }
    return NULL;
}

/* A resource as a file of a slice; what the comparison leaves out is 0. False where there is no
 * such dataset or format. */
static bool add_file(struct slice *slice, const struct json *resource,
                     const struct dataset_list *datasets)
{
    if (slice->file_count == SLICE_FILES_MAX) {
        return false;
    }
    struct slice_file *file = slice_add_file(slice, mem_strdup(verify_text(resource, "path")));
    if (strcmp(verify_text(resource, "type"), "table") != 0) {
        file->title = verify_text(resource, "title");
        file->mediatype = verify_text(resource, "mediatype");
        return strchr(file->name, '.') != NULL;
    }
    const struct dataset *dataset = dataset_find(datasets, verify_text(resource, "dataset"));
    file->format = find_format(verify_text(resource, "format"));
    if (dataset == NULL || file->format == NULL) {
        return false;
    }
    struct slice_table *table = &slice->tables[slice->table_count++];
    *table = (struct slice_table){
        .dataset = dataset,
        .totals = mem_zalloc((dataset->table.column_count + 1) * sizeof *table->totals)};
    file->table = table;
    return true;
}

static bool add_files(struct slice *slice, const struct json *package,
                      const struct dataset_list *datasets)
{
    slice->tables = mem_zalloc(SLICE_FILES_MAX * sizeof *slice->tables);
    for (const struct json *r = first_resource(package); r != NULL; r = json_next(r)) {
        if (!add_file(slice, r, datasets)) {
            return false; /* a fault of its own, already told */
        }
    }
    return true;
}

static bool compare_with(const struct json *package, const struct buf *text, struct arena *arena,
                         struct buf *faults, struct err *err)
{
    struct json_text compact;
    struct json_fault syntax;
    struct comparison comparison = {.faults = faults};
    if (!json_scan(arena, text->data, text->length, &compact, &syntax)) {
        return err_set(err, ERR_INTERNAL, "%s can't be made anew: %s", PACKAGE_FILE,
                       syntax.message);
    }
    const struct json *should = json_parse(arena, compact);
    if (should == NULL) {
        return err_set(err, ERR_INTERNAL, "%s can't be parsed anew", PACKAGE_FILE);
    }
    compare(&comparison, package, should);
    if (comparison.differences > DIFFERENCES_MAX) {
        buf_printf(faults, "%s: %d more members differ\n", PACKAGE_FILE,
                   comparison.differences - DIFFERENCES_MAX);
    }
    buf_clear(&comparison.place);
    return true;
}

bool verify_package(const struct json *package, const struct dataset_list *datasets,
                    const struct export_shape *shape, struct pg *pg, struct arena *arena,
                    struct buf *faults, struct err *err)
{
    if (strcmp(verify_text(package, "version"), HUIZONG_VERSION) != 0) {
        log_warning("%s of %s, %s was written by version %s: what it says beside its files isn't "
                    "compared",
                    PACKAGE_FILE, verify_text(package, "mofDivCode"), year_of(package),
                    verify_text(package, "version"));
        return true;
    }
    if (strlen(verify_text(package, "mofDivCode")) != DIVISION_DIGITS ||
        strspn(year_of(package), "0123456789") != YEAR_DIGITS ||
        strlen(year_of(package)) != YEAR_DIGITS) {
        buf_printf(faults, "%s: says no division and year\n", PACKAGE_FILE);
        return true;
    }
    const struct export_options options = {.shape = *shape};
    const struct slice_task task = {.pg = pg, .options = &options, .datasets = datasets};
    struct slice slice = {.division = mem_strdup(verify_text(package, "mofDivCode")),
                          .year = mem_strdup(year_of(package))};
    struct buf text = {0};
    bool ok =
        !add_files(&slice, package, datasets) || (package_text(&slice, &task, &text, err) &&
                                                  compare_with(package, &text, arena, faults, err));
    buf_clear(&text);
    slice_clear(&slice);
    return ok;
}
