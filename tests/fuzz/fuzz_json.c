/* Any bytes through the scan and, where it lets them pass, through the parse. */
#include "fuzz.h"

#include "json/json.h"

static void check_fault(const struct json_fault *fault, size_t size)
{
    REQUIRE(fault->offset <= size);
    REQUIRE(fault->line >= 1 && fault->line <= fault->offset + 1);
    REQUIRE(fault->column >= 1 && fault->column <= fault->offset + 1);
    REQUIRE(fault->code != NULL);
    REQUIRE(fault->message[0] != '\0' && is_utf8(fault->message));
    REQUIRE(fault->pointer[0] == '\0' || fault->pointer[0] == '/');
    REQUIRE(is_utf8(fault->pointer));
}

/* How many numbers stand in the value. */
static size_t check_value(const struct json *value)
{
    size_t numbers = 0;
    size_t members = 0;
    int64_t ignored;
    if (json_number_text(value) != NULL) {
        const char *text = json_number_text(value);
        REQUIRE(strspn(text, "-+.eE0123456789") == strlen(text) && text[0] != '\0');
        json_integer(value, &ignored);
        return 1;
    }
    if (json_string(value) != NULL) {
        REQUIRE(is_utf8(json_string(value)));
    }
    for (const struct json *v = json_first(value); v != NULL; v = json_next(v), members++) {
        if (json_type(value) == JSON_OBJECT) {
            REQUIRE(json_key(v) != NULL && is_utf8(json_key(v)));
            REQUIRE(json_get(value, json_key(v)) == v); /* no key stands twice */
        }
        numbers += check_value(v);
    }
    REQUIRE(members == json_size(value));
    return numbers;
}

static void check_document(struct arena *arena, struct json_text compact, size_t size)
{
    struct json_text again;
    struct json_fault fault;
    REQUIRE(compact.length <= size && strlen(compact.data) == compact.length);
    REQUIRE(is_utf8(compact.data));
    const struct json *root = json_parse(arena, compact);
    REQUIRE(root != NULL);
    REQUIRE(check_value(root) == compact.number_count);
    REQUIRE(json_scan(arena, compact.data, compact.length, &again, &fault));
    REQUIRE(again.length == compact.length);
    REQUIRE(memcmp(again.data, compact.data, compact.length) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena; /* kept: fresh ones take nearly all the time */
    struct json_text compact;
    struct json_fault fault;
    if (json_scan(&arena, (const char *)data, size, &compact, &fault)) {
        check_document(&arena, compact, size);
    } else {
        check_fault(&fault, size);
    }
    arena_reset(&arena);
    return 0;
}
