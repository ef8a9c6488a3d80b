#include "doc/identity.h"

#include <ctype.h>
#include <string.h>

#include "doc/cell.h"

static const char *const identity_keys[] = {
    "format", "fiscal_year",  "bgt_stage", "scope",       "revision",
    "tables", "mof_div_code", "dept_code", "agency_code", NULL,
};
static const char format_name[] = "unit-budget-disclosure/1";

static const struct json *required(struct document *document, const struct json *root,
                                   const struct place *place, const char *key)
{
    const struct json *value = json_get(root, key);
    if (value == NULL || json_type(value) == JSON_NULL) {
        struct place here = {.up = place, .key = key};
        fault_add(document, &here, NULL, "required", "缺少必填项“%s”", key);
        return NULL;
    }
    return value;
}

static int integer_in(struct document *document, const struct json *value,
                      const struct place *place, const char *key, int low, int high,
                      const char *range)
{
    struct place here = {.up = place, .key = key};
    int64_t number = 0;
    if (!json_integer(value, &number) || number < low || number > high) {
        fault_add(document, &here, value, "range", "“%s”应当是%s", key, range);
        return 0;
    }
    return (int)number;
}

/* One of two words; the first is the default. */
static const char *one_of(struct document *document, const struct json *root,
                          const struct place *place, const char *key, const char *first,
                          const char *second)
{
    const struct json *value = json_get(root, key);
    if (value == NULL || json_type(value) == JSON_NULL) {
        return first;
    }
    const char *text = json_string(value);
    if (text != NULL && (strcmp(text, first) == 0 || strcmp(text, second) == 0)) {
        return text;
    }
    struct place here = {.up = place, .key = key};
    fault_add(document, &here, value, "range", "“%s”只能是 %s 或 %s", key, first, second);
    return first;
}

/* A code of department or agency: letters, digits, '-' and '_', as it may become part of a path. */
static const char *code(struct document *document, const struct json *root,
                        const struct place *place, const char *key)
{
    const struct json *value = required(document, root, place, key);
    if (value == NULL) {
        return NULL;
    }
    const char *text = json_string(value);
    size_t length = text != NULL ? strlen(text) : 0;
    bool good = length > 0 && length <= 32;
    for (size_t i = 0; good && i < length; i++) {
        good = isalnum((unsigned char)text[i]) || text[i] == '-' || text[i] == '_';
    }
    if (!good) {
        struct place here = {.up = place, .key = key};
        fault_add(document, &here, value, "code",
                  "“%s”应当是1至32位的字符串，只含数字、字母、“-”、“_”", key);
        return NULL;
    }
    return text;
}

static const char *division(struct document *document, const struct json *root,
                            const struct place *place)
{
    const struct json *value = required(document, root, place, "mof_div_code");
    if (value == NULL) {
        return NULL;
    }
    const char *text = json_string(value);
    size_t length = text != NULL ? strlen(text) : 0;
    if ((length != 6 && length != 9) || strspn(text, "0123456789") != length) {
        struct place here = {.up = place, .key = "mof_div_code"};
        fault_add(document, &here, value, "code", "财政区划代码应当是9位数字（或6位，自动补000）");
        return NULL;
    }
    return length == 9 ? text : arena_printf(document->arena, "%s000", text);
}

static bool is_this_format(struct document *document, const struct json *root,
                           const struct place *place)
{
    const struct json *value = required(document, root, place, "format");
    const char *text = value != NULL ? json_string(value) : NULL;
    if (text != NULL && strcmp(text, format_name) == 0) {
        return true;
    }
    if (value != NULL) {
        struct place here = {.up = place, .key = "format"};
        fault_add(document, &here, value, "format", "不认识的格式或版本，本程序只收 %s",
                  format_name);
    }
    return false;
}

bool identity_decode(struct document *document, const struct json *root, const struct place *place)
{
    bool known_format = is_this_format(document, root, place);
    const struct json *year = required(document, root, place, "fiscal_year");
    if (year != NULL) {
        document->fiscal_year = integer_in(document, year, place, "fiscal_year", 2000, 2100,
                                           "2000至2100之间的整数（预算年度）");
    }
    const struct json *revision = json_get(root, "revision");
    document->revision = 1;
    if (revision != NULL && json_type(revision) != JSON_NULL) {
        document->revision = integer_in(document, revision, place, "revision", 1, 999999999,
                                        "1至999999999之间的整数（版本）");
    }
    document->bgt_stage = one_of(document, root, place, "bgt_stage", "budget", "final");
    document->scope = one_of(document, root, place, "scope", "unit", "department");
    document->mof_div_code = division(document, root, place);
    document->dept_code = code(document, root, place, "dept_code");
    document->agency_code = code(document, root, place, "agency_code");
    if (strcmp(document->scope, "department") == 0 && document->dept_code != NULL &&
        document->agency_code != NULL && strcmp(document->dept_code, document->agency_code) != 0) {
        struct place here = {.up = place, .key = "agency_code"};
        fault_add(document, &here, json_get(root, "agency_code"), "code",
                  "部门口径（scope 为 department）的文件，agency_code 应当与 dept_code 相同");
    }
    return known_format;
}

static void read_header(struct document *document, const struct json *object,
                        const struct place *place, const char *name, bool is_table)
{
    struct published *published = &document->published[document->published_count++];
    *published = (struct published){.name = name, .decimals = -1};
    published->unit = unit_decode(document, object, place);
    published->amount_unit = json_string(json_get(object, "amount_unit"));
    if (is_table) {
        published->title = text_decode(document, object, "title", place);
        published->note = text_decode(document, object, "note", place);
    }
    const struct json *decimals = json_get(object, "decimals");
    if (decimals != NULL && json_type(decimals) != JSON_NULL) {
        published->decimals =
            integer_in(document, decimals, place, "decimals", 0, 10, "0至10之间的整数（小数位数）");
    }
    published->last_place_fen =
        money_last_place_fen(published->unit, published->decimals < 0 ? 2 : published->decimals);
}

/* The objects besides the tables that hold amounts, and so have a unit. */
static bool has_unit(const char *holder)
{
    return strcmp(holder, "narrative") == 0 || strcmp(holder, "procurement") == 0;
}

static void read_table_header(struct document *document, const struct json *table,
                              const struct place *place)
{
    const char *name = json_key(table);
    struct place here = {.up = place, .key = name};
    if (doc_table_find(name) == NULL) {
        fault_unknown(document, &here);
        return;
    }
    if (json_type(table) == JSON_NULL) {
        return; /* as if absent: not published */
    }
    if (json_type(table) != JSON_OBJECT) {
        fault_add(document, &here, table, "type", "公开表应当是对象，却是%s",
                  json_type_name(table));
        return;
    }
    read_header(document, table, &here, name, true);
    const char *holder = arena_printf(document->arena, "tables.%s", name);
    for (const struct json *m = json_first(table); m != NULL; m = json_next(m)) {
        if (!holder_knows(holder, json_key(m))) {
            struct place key = {.up = &here, .key = json_key(m)};
            fault_unknown(document, &key);
        }
    }
}

void holders_decode(struct document *document, const struct json *root, const struct place *place)
{
    const struct json *tables = required(document, root, place, "tables");
    struct place here = {.up = place, .key = "tables"};
    if (tables != NULL && json_type(tables) != JSON_OBJECT) {
        fault_add(document, &here, tables, "type", "“tables”应当是对象，却是%s",
                  json_type_name(tables));
        tables = NULL;
    }
    for (const struct json *t = json_first(tables); t != NULL; t = json_next(t)) {
        read_table_header(document, t, &here);
    }
    static const char *const others[] = {"narrative", "procurement", "state_assets"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        const struct json *object = json_get(root, others[i]);
        struct place there = {.up = place, .key = others[i]};
        if (object == NULL || json_type(object) == JSON_NULL) {
            continue;
        }
        if (json_type(object) != JSON_OBJECT) {
            fault_add(document, &there, object, "type", "这里应当是对象，却是%s",
                      json_type_name(object));
        } else if (has_unit(others[i])) {
            read_header(document, object, &there, others[i], false);
        }
    }
}

bool holder_find(const struct json *root, const struct place *root_place, const char *path,
                 struct holder *holder)
{
    holder->object = root;
    holder->place = *root_place;
    if (path[0] == '\0') {
        return true;
    }
    const struct place *up = root_place;
    if (strncmp(path, "tables.", 7) == 0) {
        holder->tables = (struct place){.up = root_place, .key = "tables"};
        holder->object = json_get(root, "tables");
        up = &holder->tables;
        path += 7;
    }
    holder->place = (struct place){.up = up, .key = path};
    holder->object = json_get(holder->object, path);
    if (holder->object == NULL || json_type(holder->object) == JSON_NULL) {
        return false;
    }
    return json_type(holder->object) == JSON_OBJECT; /* where not, holders_decode has told */
}

static struct published *find_published(struct document *document, const char *path)
{
    const char *name = strncmp(path, "tables.", 7) == 0 ? path + 7 : path;
    for (size_t i = 0; i < document->published_count; i++) {
        if (strcmp(document->published[i].name, name) == 0) {
            return &document->published[i];
        }
    }
    return NULL;
}

enum money_unit holder_unit(const struct document *document, const char *path)
{
    const struct published *published = find_published((struct document *)document, path);
    return published != NULL ? published->unit : MONEY_WAN;
}

void holder_count_rows(struct document *document, const char *path, size_t rows)
{
    struct published *published = find_published(document, path);
    if (published != NULL) {
        published->row_count += (int32_t)rows;
    }
}

static bool in_list(const char *const *list, const char *key)
{
    for (; *list != NULL; list++) {
        if (strcmp(*list, key) == 0) {
            return true;
        }
    }
    return false;
}

bool holder_knows(const char *holder, const char *path)
{
    static const char *const table_header[] = {"title", "amount_unit", "decimals", "note", NULL};
    static const char *const unit_header[] = {"amount_unit", "decimals", NULL};
    bool is_table = strncmp(holder, "tables.", 7) == 0;
    bool is_root = holder[0] == '\0';
    if (is_root && in_list(identity_keys, path)) {
        return true;
    }
    if (is_table && in_list(table_header, path)) {
        return true;
    }
    if (has_unit(holder) && in_list(unit_header, path)) {
        return true;
    }
    for (size_t i = 0; i < RELATION_COUNT; i++) {
        const struct relation *relation = doc_relations[i];
        if (strcmp(relation->holder, holder) == 0) {
            if (relation->member != NULL && strcmp(relation->member, path) == 0) {
                return true;
            }
        } else if (is_root && strcmp(relation->holder, path) == 0) {
            return true;
        } else if (is_root && relation->member != NULL) {
            size_t length = strlen(relation->holder); /* "organization.divisions" of the root */
            if (strncmp(path, relation->holder, length) == 0 && path[length] == '.' &&
                strcmp(path + length + 1, relation->member) == 0) {
                return true;
            }
        }
    }
    return false;
}
