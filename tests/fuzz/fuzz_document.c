/*
 * Any bytes as a document: scanned, parsed, decoded; the rows of a good one, the faults of a bad
 * one as COPY BINARY, which is walked as the server would.
 */
#include "fuzz.h"

#include "doc/document.h"
#include "load/encode.h"

static struct subjects *catalogue(void)
{
    struct subjects *s = subjects_new();
    subjects_add_class(s, "208", "社会保障和就业支出");
    subjects_add_department_economic(s, "301", "工资福利支出");
    subjects_add_department_economic(s, "30101", "基本工资");
    subjects_add_government_economic(s, "501", "机关工资福利支出");
    subjects_add_government_economic(s, "50101", "工资奖金津补贴");
    subjects_add_crossmap(s, "30101", "50101");
    return s;
}

static int32_t take(const unsigned char **next, const unsigned char *end, int bytes)
{
    uint32_t value = 0;
    REQUIRE(end - *next >= bytes);
    for (int i = 0; i < bytes; i++) {
        value = value << 8 | *(*next)++;
    }
    return bytes == 2 ? (int16_t)value : (int32_t)value;
}

/* Whole rows, all with the same number of fields. */
static void check_stream(const struct buf *stream)
{
    const unsigned char *next = (const unsigned char *)stream->data;
    const unsigned char *end = stream->length > 0 ? next + stream->length : next;
    int32_t fields = -1;
    while (next < end) {
        int32_t here = take(&next, end, 2);
        REQUIRE(here > 0 && (fields < 0 || here == fields));
        fields = here;
        for (int32_t i = 0; i < fields; i++) {
            int32_t length = take(&next, end, 4);
            REQUIRE(length >= -1 && length <= end - next);
            next += length > 0 ? length : 0;
        }
    }
}

static void check_good(const struct document *document, struct buf streams[STREAM_COUNT])
{
    struct origin origin = {.run_id = 1, .doc_id = 1, .file = "x", .document_no = 1};
    REQUIRE(document->mof_div_code != NULL && strlen(document->mof_div_code) == 9);
    REQUIRE(document->agency_code != NULL && document->dept_code != NULL);
    REQUIRE(document->agency_name != NULL);
    REQUIRE(document->fiscal_year >= 2000 && document->fiscal_year <= 2100);
    REQUIRE(document->revision >= 1);
    REQUIRE(encode_document(streams, document, &origin) > 0);
    for (size_t i = 0; i < RELATION_COUNT; i++) {
        const struct rows *rows = &document->rows[i];
        for (size_t c = 0; c < rows->count * (rows->count > 0 ? rows->relation->column_count : 0);
             c++) {
            const struct cell *cell = &rows->cells[c];
            REQUIRE(!cell->present || cell->text == NULL || is_utf8(cell->text));
        }
    }
}

static void check_bad(const struct document *document, struct buf *stream)
{
    struct origin origin = {.run_id = 1, .file = "x", .document_no = 1};
    struct fault_place place = {.byte_offset = -1};
    REQUIRE(document->fault_count > 0 && document->fault_count <= DOCUMENT_FAULTS_MAX);
    REQUIRE(document->fault_total >= document->fault_count);
    for (size_t i = 0; i < document->fault_count; i++) {
        const struct fault *fault = &document->faults[i];
        REQUIRE(fault->code != NULL && fault->reason[0] != '\0' && is_utf8(fault->reason));
        REQUIRE(fault->pointer[0] == '\0' || fault->pointer[0] == '/');
        REQUIRE(is_utf8(fault->pointer));
        REQUIRE(fault->excerpt == NULL || is_utf8(fault->excerpt));
        struct whose whose = encode_whose(document);
        encode_fault(stream, &origin, (int)i + 1, &whose, fault, &place);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    static struct subjects *subjects;
    static struct document document;
    static struct buf streams[STREAM_COUNT];
    struct json_text compact;
    struct json_fault fault;
    subjects = subjects != NULL ? subjects : catalogue();
    if (json_scan(&arena, (const char *)data, size, &compact, &fault)) {
        const struct json *root = json_parse(&arena, compact);
        REQUIRE(root != NULL);
        if (document_decode(&document, &arena, subjects, root)) {
            check_good(&document, streams);
        } else {
            check_bad(&document, &streams[STREAM_REJECTION]);
        }
    }
    for (size_t i = 0; i < STREAM_COUNT; i++) {
        check_stream(&streams[i]);
        buf_reset(&streams[i]);
    }
    arena_reset(&arena);
    return 0;
}
