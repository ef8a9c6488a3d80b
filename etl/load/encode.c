#include "load/encode.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pg/copybin.h"
#include "store/schema.h"

static void put_text(struct buf *out, const char *text)
{
    if (text == NULL) {
        copybin_null(out);
    } else {
        copybin_text(out, text, strlen(text));
    }
}

static void put_date(struct buf *out, const char *text)
{
    copybin_date(out, (int)strtol(text, NULL, 10), (int)strtol(text + 5, NULL, 10),
                 (int)strtol(text + 8, NULL, 10));
}

static void put_cell(struct buf *out, const struct column *column, const struct cell *cell)
{
    if (!cell->present) {
        copybin_null(out);
        return;
    }
    switch (column->kind) {
    case COLUMN_AMOUNT:
        copybin_int8(out, cell->number);
        break;
    case COLUMN_NUMBER:
    case COLUMN_DERIVED_NUMBER:
        if (!copybin_numeric(out, cell->text, strlen(cell->text))) {
            copybin_no_numeric(out); /* can't be: decoding let only decimals through */
        }
        break;
    case COLUMN_DATE:
        put_date(out, cell->text);
        break;
    case COLUMN_TEXT:
    case COLUMN_CODE:
    case COLUMN_UNIT:
    case COLUMN_DERIVED:
        copybin_text(out, cell->text, strlen(cell->text));
        break;
    }
}

/* The identity columns, the same for every row of a document. */
static void put_identity(struct buf *out, const struct document *document, int64_t doc_id)
{
    put_text(out, document->mof_div_code);
    copybin_int8(out, doc_id);
    copybin_int4(out, document->fiscal_year);
    put_text(out, document->bgt_stage);
    put_text(out, document->scope);
    put_text(out, document->dept_code);
    put_text(out, document->agency_code);
}

static void encode_rows(struct buf *out, const struct rows *rows, const struct buf *identity)
{
    const struct relation *relation = rows->relation;
    int fields = 8 + (rows->parent_no != NULL) + (int)relation->column_count;
    for (size_t r = 0; r < rows->count; r++) {
        copybin_row(out, fields);
        buf_append(out, identity->data, identity->length);
        if (rows->parent_no != NULL) {
            copybin_int4(out, rows->parent_no[r]);
        }
        copybin_int4(out, rows->row_no[r]);
        for (size_t c = 0; c < relation->column_count; c++) {
            put_cell(out, &relation->columns[c], &rows->cells[r * relation->column_count + c]);
        }
    }
}

static void encode_published(struct buf *out, const struct document *document, int64_t doc_id,
                             const struct published *published)
{
    copybin_row(out, 10);
    put_text(out, document->mof_div_code);
    copybin_int8(out, doc_id);
    put_text(out, published->name);
    put_text(out, published->title);
    put_text(out, published->amount_unit);
    if (published->decimals < 0) {
        copybin_null(out);
    } else {
        copybin_int4(out, published->decimals);
    }
    put_text(out, published->note);
    copybin_int4(out, published->row_count);
    copybin_int8(out, money_unit_fen(published->unit));
    copybin_int8(out, published->last_place_fen);
}

static void encode_ledger(struct buf *out, const struct document *document,
                          const struct origin *origin, int64_t rows)
{
    copybin_row(out, 17);
    put_text(out, document->mof_div_code);
    copybin_int8(out, origin->doc_id);
    copybin_int8(out, origin->run_id);
    copybin_int4(out, document->fiscal_year);
    put_text(out, document->bgt_stage);
    put_text(out, document->scope);
    put_text(out, document->dept_code);
    put_text(out, document->agency_code);
    put_text(out, document->agency_name);
    put_text(out, document->dept_name);
    copybin_int4(out, document->revision);
    copybin_bytea(out, origin->hash, sizeof origin->hash);
    put_text(out, origin->file);
    copybin_int4(out, origin->document_no);
    copybin_int8(out, origin->byte_offset);
    copybin_int8(out, origin->byte_count);
    copybin_int8(out, rows);
}

int64_t encode_document(struct buf streams[STREAM_COUNT], const struct document *document,
                        const struct origin *origin)
{
    struct buf identity = {0};
    put_identity(&identity, document, origin->doc_id);
    for (size_t i = 0; i < RELATION_COUNT; i++) {
        if (document->rows[i].count > 0) {
            encode_rows(&streams[i], &document->rows[i], &identity);
        }
    }
    buf_clear(&identity);
    for (size_t i = 0; i < document->published_count; i++) {
        encode_published(&streams[STREAM_PUBLISHED], document, origin->doc_id,
                         &document->published[i]);
    }
    int64_t rows = (int64_t)(document_row_count(document) + document->published_count);
    encode_ledger(&streams[STREAM_DOCUMENT], document, origin, rows);
    return rows;
}

static void put_positive(struct buf *out, int value)
{
    if (value > 0) {
        copybin_int4(out, value);
    } else {
        copybin_null(out);
    }
}

struct whose encode_whose(const struct document *document)
{
    return (struct whose){.mof_div_code = document->mof_div_code,
                          .bgt_stage = document->bgt_stage,
                          .scope = document->scope,
                          .dept_code = document->dept_code,
                          .agency_code = document->agency_code,
                          .agency_name = document->agency_name,
                          .fiscal_year = document->fiscal_year};
}

void encode_fault(struct buf *stream, const struct origin *origin, int fault_no,
                  const struct whose *whose, const struct fault *fault,
                  const struct fault_place *place)
{
    copybin_row(stream, 18);
    copybin_int8(stream, origin->run_id);
    put_text(stream, origin->file);
    copybin_int4(stream, origin->document_no);
    copybin_int4(stream, fault_no);
    put_text(stream, fault->code);
    if (place->byte_offset < 0) {
        copybin_null(stream);
    } else {
        copybin_int8(stream, place->byte_offset);
    }
    put_positive(stream, place->line);
    put_positive(stream, place->column);
    put_text(stream, fault->pointer);
    put_text(stream, fault->reason);
    put_text(stream, fault->excerpt);
    put_text(stream, whose->mof_div_code);
    put_positive(stream, whose->fiscal_year);
    put_text(stream, whose->bgt_stage);
    put_text(stream, whose->scope);
    put_text(stream, whose->dept_code);
    put_text(stream, whose->agency_code);
    put_text(stream, whose->agency_name);
}

void encode_notice(struct buf *stream, const struct origin *origin, const char *kind,
                   const char *message)
{
    copybin_row(stream, 5);
    copybin_int8(stream, origin->run_id);
    put_text(stream, origin->file);
    copybin_int4(stream, origin->document_no);
    put_text(stream, kind);
    put_text(stream, message);
}

static char *copy_sql[STREAM_COUNT];

static void make_copy_sql(void)
{
    static const char *const others[STREAM_COUNT] = {
        [STREAM_PUBLISHED] =
            ("COPY staging.published_tables (mof_div_code, doc_id, table_name, title, amount_unit,"
             " decimals, note, row_count, unit_fen, last_place_fen) FROM STDIN (FORMAT binary)"),
        [STREAM_DOCUMENT] =
            ("COPY etl.document (mof_div_code, doc_id, run_id, fiscal_year, bgt_stage, scope, "
             "dept_code,"
             " agency_code, agency_name, dept_name, revision, content_hash, file, document_no,"
             " byte_offset, byte_count, row_count) FROM STDIN (FORMAT binary)"),
        [STREAM_REJECTION] =
            ("COPY etl.rejection (run_id, file, document_no, fault_no, code, byte_offset, line_no,"
             " column_no, pointer, reason, excerpt, mof_div_code, fiscal_year, bgt_stage, scope,"
             " dept_code, agency_code, agency_name) FROM STDIN (FORMAT binary)"),
        [STREAM_NOTICE] = ("COPY etl.notice (run_id, file, document_no, kind, message) FROM STDIN "
                           "(FORMAT binary)"),
    };
    for (int i = 0; i < STREAM_COUNT; i++) {
        if (others[i] != NULL) {
            copy_sql[i] = mem_strdup(others[i]);
        } else {
            struct buf sql = {0};
            schema_staging_copy(&sql, doc_relations[i]);
            copy_sql[i] = mem_strdup(buf_cstr(&sql));
            buf_clear(&sql);
        }
    }
}

const char *encode_copy_sql(int stream)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_copy_sql);
    return copy_sql[stream];
}
