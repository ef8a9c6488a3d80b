#include "export/show.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/money.h"
#include "base/text.h"
#include "doc/relation.h"

/* What was read of the document, and the JSON written so far. */
struct shower {
    struct buf *out;
    int depth;
    bool first; /* nothing stands yet in the object or array that is open */
    struct pg_result *relations[RELATION_COUNT];
    struct pg_result *published;
};

/* Columns before those of the descriptor in what is read of a relation. */
enum { LEADING = 2 };

/* Columns of staging.published_tables as they are read. */
enum { NAME, TITLE, UNIT, DECIMALS, NOTE, UNIT_FEN };

static void next_item(struct shower *s)
{
    if (!s->first) {
        buf_putc(s->out, ',');
    }
    s->first = false;
    buf_putc(s->out, '\n');
    for (int i = 0; i < s->depth; i++) {
        buf_putc(s->out, ' ');
    }
}

static void put_key(struct shower *s, const char *key, size_t length)
{
    next_item(s);
    char *copy = mem_strndup(key, length);
    text_json_quote(s->out, copy);
    free(copy);
    buf_puts(s->out, ": ");
}

static void open(struct shower *s, char bracket)
{
    buf_putc(s->out, bracket);
    s->depth++;
    s->first = true;
}

static void close(struct shower *s, char bracket)
{
    s->depth--;
    if (!s->first) {
        s->first = true;
        next_item(s);
    }
    buf_putc(s->out, bracket);
    s->first = false;
}

static void put_text(struct shower *s, const char *key, const char *value)
{
    if (value != NULL) {
        put_key(s, key, strlen(key));
        text_json_quote(s->out, value);
    }
}

static void put_number(struct shower *s, const char *key, const char *value)
{
    if (value != NULL) {
        put_key(s, key, strlen(key));
        buf_puts(s->out, value);
    }
}

/* fen in the printed unit, without needless zeros: 1923950000 fen are 1923.95 万元. */
static void put_amount(struct shower *s, const char *fen_text, int64_t unit_fen)
{
    int64_t fen = strtoll(fen_text, NULL, 10);
    uint64_t left = fen < 0 ? (uint64_t)-fen : (uint64_t)fen;
    buf_printf(s->out, "%s%" PRIu64, fen < 0 ? "-" : "", left / (uint64_t)unit_fen);
    left %= (uint64_t)unit_fen;
    if (left > 0) {
        buf_putc(s->out, '.');
    }
    for (uint64_t place = (uint64_t)unit_fen / 10; left > 0; place /= 10) {
        buf_putc(s->out, (char)('0' + left / place));
        left %= place;
    }
}

static const struct pg_result *rows_of(const struct shower *s, const struct relation *relation)
{
    return s->relations[relation_index(relation)];
}

static int64_t unit_of_row(const struct relation *relation, const struct pg_result *rows, int row,
                           int64_t holder_unit)
{
    if (!relation->row_units) {
        return holder_unit;
    }
    const char *printed = pg_value(rows, row, LEADING + relation_column(relation, "amount_unit"));
    enum money_unit unit = MONEY_WAN;
    if (printed != NULL) {
        money_unit_parse(printed, strlen(printed), &unit);
    }
    return money_unit_fen(unit);
}

/* One row of a relation, being written. */
struct row {
    const struct relation *relation;
    const struct pg_result *rows;
    int number;
    int64_t unit_fen;
};

static const char *key_of(const struct column *column)
{
    return column->key != NULL ? column->key : column->name;
}

static const char *value_of(const struct row *row, size_t column)
{
    bool derived = row->relation->columns[column].kind == COLUMN_DERIVED ||
                   row->relation->columns[column].kind == COLUMN_DERIVED_NUMBER;
    return derived ? NULL : pg_value(row->rows, row->number, LEADING + (int)column);
}

static void put_value(struct shower *s, const struct row *row, size_t column)
{
    const char *value = value_of(row, column);
    switch (row->relation->columns[column].kind) {
    case COLUMN_AMOUNT:
        put_amount(s, value, row->unit_fen);
        break;
    case COLUMN_NUMBER:
    case COLUMN_DERIVED_NUMBER:
        buf_puts(s->out, value);
        break;
    case COLUMN_TEXT:
    case COLUMN_CODE:
    case COLUMN_DATE:
    case COLUMN_UNIT:
    case COLUMN_DERIVED:
        text_json_quote(s->out, value);
        break;
    }
}

static void put_arrays(struct shower *s, const char *holder, int64_t unit_fen);

/* Whether a column within the object `prefix` has a value. */
static bool any_within(const struct row *row, const char *prefix, size_t length)
{
    for (size_t c = 0; c < row->relation->column_count; c++) {
        if (strncmp(key_of(&row->relation->columns[c]), prefix, length) == 0 &&
            value_of(row, c) != NULL) {
            return true;
        }
    }
    return false;
}

/* Whether a relation has rows in an array of `holder`. */
static bool any_array(const struct shower *s, const char *holder)
{
    for (size_t i = 0; i < RELATION_COUNT; i++) {
        if (strcmp(doc_relations[i]->holder, holder) == 0 && doc_relations[i]->member != NULL &&
            pg_rows(s->relations[i]) > 0) {
            return true;
        }
    }
    return false;
}

/* The members of an object whose columns' keys begin with `prefix` ("", "vehicles.",
 * "performance.projects."). */
static void put_columns(struct shower *s, const struct row *row, const char *prefix)
{
    size_t length = strlen(prefix);
    const char *group = NULL; /* the object within, of which the column before was */
    size_t group_length = 0;
    for (size_t c = 0; c < row->relation->column_count; c++) {
        const char *key = key_of(&row->relation->columns[c]);
        if (strncmp(key, prefix, length) != 0) {
            continue;
        }
        const char *dot = strchr(key + length, '.');
        if (dot == NULL) {
            if (value_of(row, c) != NULL) {
                put_key(s, key + length, strlen(key + length));
                put_value(s, row, c);
            }
            continue;
        }
        size_t inner_length = (size_t)(dot - key) + 1;
        if (group != NULL && inner_length == group_length &&
            strncmp(group, key, inner_length) == 0) {
            continue;
        }
        group = key;
        group_length = inner_length;
        char *inner = mem_strndup(key, inner_length);
        char *holder = mem_strndup(key, inner_length - 1);
        /* An object of the root may hold arrays of its own: organization.divisions. */
        bool root = row->relation->holder[0] == '\0' && row->relation->member == NULL;
        if (any_within(row, inner, inner_length) || (root && any_array(s, holder))) {
            put_key(s, key + length, (size_t)(dot - key) - length);
            open(s, '{');
            put_columns(s, row, inner);
            if (root) {
                put_arrays(s, holder, money_unit_fen(MONEY_WAN));
            }
            close(s, '}');
        }
        free(inner);
        free(holder);
    }
}

/* The nested rows of one parent: indicators of a performance target. */
static void put_nested(struct shower *s, const struct relation *parent, const char *parent_no)
{
    for (size_t i = 0; i < RELATION_COUNT; i++) {
        const struct relation *relation = doc_relations[i];
        if (relation->nested == NULL || strcmp(relation->holder, parent->holder) != 0 ||
            strcmp(relation->member, parent->member) != 0) {
            continue;
        }
        put_key(s, relation->nested, strlen(relation->nested));
        open(s, '[');
        for (int r = 0; r < pg_rows(s->relations[i]); r++) {
            if (strcmp(pg_value(s->relations[i], r, 1), parent_no) == 0) {
                struct row row = {relation, s->relations[i], r, money_unit_fen(MONEY_WAN)};
                next_item(s);
                open(s, '{');
                put_columns(s, &row, "");
                close(s, '}');
            }
        }
        close(s, ']');
    }
}

static void put_array(struct shower *s, const struct relation *relation, int64_t unit_fen)
{
    const struct pg_result *rows = rows_of(s, relation);
    put_key(s, relation->member, strlen(relation->member));
    open(s, '[');
    for (int r = 0; r < pg_rows(rows); r++) {
        struct row row = {relation, rows, r, unit_of_row(relation, rows, r, unit_fen)};
        next_item(s);
        if (relation->scalar_rows) {
            const char *text = pg_value(rows, r, LEADING);
            if (text != NULL) {
                text_json_quote(s->out, text);
            } else {
                buf_puts(s->out, "null");
            }
            continue;
        }
        open(s, '{');
        put_columns(s, &row, "");
        put_nested(s, relation, pg_value(rows, r, 0));
        close(s, '}');
    }
    close(s, ']');
}

static void put_arrays(struct shower *s, const char *holder, int64_t unit_fen)
{
    for (size_t i = 0; i < RELATION_COUNT; i++) {
        const struct relation *relation = doc_relations[i];
        if (strcmp(relation->holder, holder) == 0 && relation->member != NULL &&
            relation->nested == NULL) {
            put_array(s, relation, unit_fen);
        }
    }
}

/* The columns of a holder that is a row itself. */
static void put_single(struct shower *s, const char *holder, int64_t unit_fen)
{
    for (size_t i = 0; i < RELATION_COUNT; i++) {
        const struct relation *relation = doc_relations[i];
        if (strcmp(relation->holder, holder) == 0 && relation->member == NULL &&
            pg_rows(s->relations[i]) > 0) {
            struct row row = {relation, s->relations[i], 0, unit_fen};
            put_columns(s, &row, "");
        }
    }
}

static int find_published(const struct shower *s, const char *name)
{
    for (int r = 0; r < pg_rows(s->published); r++) {
        if (strcmp(pg_value(s->published, r, NAME), name) == 0) {
            return r;
        }
    }
    return -1;
}

/* An object with a header (title, unit, decimals, note), the columns of its own and its arrays. */
static void put_holder(struct shower *s, const char *name, const char *holder, int published)
{
    int64_t unit_fen = money_unit_fen(MONEY_WAN);
    put_key(s, name, strlen(name));
    open(s, '{');
    if (published >= 0) {
        put_text(s, "title", pg_value(s->published, published, TITLE));
        put_text(s, "amount_unit", pg_value(s->published, published, UNIT));
        put_number(s, "decimals", pg_value(s->published, published, DECIMALS));
        put_text(s, "note", pg_value(s->published, published, NOTE));
        unit_fen = strtoll(pg_value(s->published, published, UNIT_FEN), NULL, 10);
    }
    put_single(s, holder, unit_fen);
    put_arrays(s, holder, unit_fen);
    close(s, '}');
}

static void put_tables(struct shower *s)
{
    put_key(s, "tables", strlen("tables"));
    open(s, '{');
    for (size_t t = 0; t < TABLE_COUNT; t++) {
        int published = find_published(s, doc_tables[t].name);
        if (published >= 0) {
            char *holder = mem_printf("tables.%s", doc_tables[t].name);
            put_holder(s, doc_tables[t].name, holder, published);
            free(holder);
        }
    }
    close(s, '}');
}

static bool has_single(const struct shower *s, const char *holder)
{
    for (size_t i = 0; i < RELATION_COUNT; i++) {
        if (strcmp(doc_relations[i]->holder, holder) == 0 && doc_relations[i]->member == NULL &&
            pg_rows(s->relations[i]) > 0) {
            return true;
        }
    }
    return false;
}

static void put_document(struct shower *s, const struct pg_result *identity)
{
    open(s, '{');
    put_text(s, "format", "unit-budget-disclosure/1");
    for (int c = 0; c < pg_columns(identity); c++) {
        if (pg_column_type(identity, c) == 23) { /* int4 */
            put_number(s, pg_column_name(identity, c), pg_value(identity, 0, c));
        } else {
            put_text(s, pg_column_name(identity, c), pg_value(identity, 0, c));
        }
    }
    put_single(s, "", money_unit_fen(MONEY_WAN));
    put_tables(s);
    static const char *const holders[] = {"narrative", "procurement", "state_assets"};
    for (size_t i = 0; i < sizeof holders / sizeof holders[0]; i++) {
        int published = find_published(s, holders[i]);
        if (published >= 0 || has_single(s, holders[i])) {
            put_holder(s, holders[i], holders[i], published);
        }
    }
    put_arrays(s, "", money_unit_fen(MONEY_WAN));
    close(s, '}');
    buf_putc(s->out, '\n');
}

static bool read_relation(struct pg *pg, const struct relation *relation, const char *const *params,
                          struct pg_result **out, struct err *err)
{
    /* Names of relations and columns are constants of the descriptors. */
    struct buf sql = {0};
    buf_printf(&sql, "SELECT row_no, %s", relation->nested != NULL ? "parent_no" : "NULL");
    for (size_t c = 0; c < relation->column_count; c++) {
        buf_printf(&sql, ", %s", relation->columns[c].name);
    }
    buf_printf(&sql,
               " FROM staging.%s WHERE mof_div_code = $1 AND doc_id = $2::bigint ORDER BY %srow_no",
               relation->name, relation->nested != NULL ? "parent_no, " : "");
    bool fine = pg_query(pg, buf_cstr(&sql), 2, params, out, err);
    buf_clear(&sql);
    return fine;
}

bool show_document(struct pg *pg, const char *mof_div_code, const char *doc_id, struct buf *out,
                   struct err *err)
{
    const char *const params[] = {mof_div_code, doc_id};
    struct shower shower = {.out = out};
    struct pg_result *identity = NULL;
    bool fine = pg_query(pg,
                         "SELECT fiscal_year, bgt_stage, scope, revision, mof_div_code, dept_code,"
                         " agency_code FROM etl.document WHERE mof_div_code = $1"
                         " AND doc_id = $2::bigint",
                         2, params, &identity, err) &&
                pg_query(pg,
                         "SELECT table_name, title, amount_unit, decimals, note, unit_fen"
                         " FROM staging.published_tables WHERE mof_div_code = $1"
                         " AND doc_id = $2::bigint",
                         2, params, &shower.published, err);
    for (size_t i = 0; fine && i < RELATION_COUNT; i++) {
        fine = read_relation(pg, doc_relations[i], params, &shower.relations[i], err);
    }
    if (fine && pg_rows(identity) == 0) {
        fine = err_set(err, ERR_USAGE, "there is no document %s of %s", doc_id, mof_div_code);
    }
    if (fine) {
        put_document(&shower, identity);
    }
    for (size_t i = 0; i < RELATION_COUNT; i++) {
        pg_free(shower.relations[i]);
    }
    pg_free(shower.published);
    pg_free(identity);
    return fine;
}
