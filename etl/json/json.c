#include "json/json.h"

#include <cjson/cJSON.h>
#include <pthread.h>
#include <string.h>

#include "base/decimal.h"

/* cJSON takes its memory from the arena of the parse that is under way in the thread. What it would
 * free stays until the arena is reset. */
static _Thread_local struct arena *current;

static void *take_memory(size_t size)
{
    return arena_alloc(current, size);
}

static void keep_memory(void *block)
{
    (void)block;
}

static void install_hooks(void)
{
    cJSON_InitHooks(&(cJSON_Hooks){.malloc_fn = take_memory, .free_fn = keep_memory});
}

/*
 * cJSON would make a double of each number, and takes no more than 63 characters of one. It gets a
 * copy of the text in which every number is 0 and blanks instead. Then the numbers as written are
 * put back into the copy, in the order of the document, and the items of the numbers point to them.
 */
struct numbers {
    const struct json_text *compact;
    char *copy;
    const size_t *next;
};

static size_t number_length(const char *number)
{
    size_t length = 1;
    while (number[length] != ',' && number[length] != ']' && number[length] != '}' &&
           number[length] != '\0') {
        length++;
    }
    return length;
}

static void hide_numbers(const struct numbers *numbers)
{
    for (size_t i = 0; i < numbers->compact->number_count; i++) {
        char *number = numbers->copy + numbers->compact->numbers[i];
        memset(number, ' ', number_length(number));
        *number = '0';
    }
}

/* Recurses no deeper than the scan allowed. */
static void attach_numbers(struct numbers *numbers, cJSON *item)
{
    for (; item != NULL; item = item->next) {
        if (cJSON_IsNumber(item)) {
            size_t offset = *numbers->next++;
            const char *written = numbers->compact->data + offset;
            size_t length = number_length(written);
            item->valuestring = numbers->copy + offset;
            memcpy(item->valuestring, written, length);
            item->valuestring[length] = '\0'; /* over the comma or bracket behind it */
        } else {
            attach_numbers(numbers, item->child);
        }
    }
}

const struct json *json_parse(struct arena *arena, struct json_text compact)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install_hooks);
    struct numbers numbers = {.compact = &compact,
                              .copy = arena_strndup(arena, compact.data, compact.length),
                              .next = compact.numbers};
    hide_numbers(&numbers);
    current = arena;
    cJSON *root = cJSON_ParseWithLengthOpts(numbers.copy, compact.length + 1, NULL, true);
    current = NULL;
    attach_numbers(&numbers, root);
    return (const struct json *)root;
}

static const cJSON *item_of(const struct json *value)
{
    return (const cJSON *)value;
}

enum json_type json_type(const struct json *value)
{
    switch (value != NULL ? item_of(value)->type & 0xFF : cJSON_NULL) {
    case cJSON_False:
        return JSON_FALSE;
    case cJSON_True:
        return JSON_TRUE;
    case cJSON_Number:
        return JSON_NUMBER;
    case cJSON_String:
        return JSON_STRING;
    case cJSON_Array:
        return JSON_ARRAY;
    case cJSON_Object:
        return JSON_OBJECT;
    default:
        return JSON_NULL;
    }
}

const char *json_type_name(const struct json *value)
{
    static const char *const names[] = {
        [JSON_NULL] = "空值",   [JSON_FALSE] = "布尔值",  [JSON_TRUE] = "布尔值",
        [JSON_NUMBER] = "数值", [JSON_STRING] = "字符串", [JSON_ARRAY] = "数组",
        [JSON_OBJECT] = "对象",
    };
    return names[json_type(value)];
}

const struct json *json_get(const struct json *object, const char *key)
{
    if (json_type(object) != JSON_OBJECT) {
        return NULL;
    }
    const struct json *member = json_first(object);
    while (member != NULL && strcmp(json_key(member), key) != 0) {
        member = json_next(member);
    }
    return member;
}

const struct json *json_first(const struct json *container)
{
    return container != NULL ? (const struct json *)item_of(container)->child : NULL;
}

const struct json *json_next(const struct json *value)
{
    return (const struct json *)item_of(value)->next;
}

const char *json_key(const struct json *member)
{
    return item_of(member)->string;
}

size_t json_size(const struct json *container)
{
    size_t size = 0;
    for (const struct json *v = json_first(container); v != NULL; v = json_next(v)) {
        size++;
    }
    return size;
}

const char *json_string(const struct json *value)
{
    return json_type(value) == JSON_STRING ? item_of(value)->valuestring : NULL;
}

const char *json_number_text(const struct json *value)
{
    return json_type(value) == JSON_NUMBER ? item_of(value)->valuestring : NULL;
}

bool json_integer(const struct json *value, int64_t *out)
{
    const char *text = json_number_text(value);
    struct decimal decimal;
    if (text == NULL || !decimal_parse(text, strlen(text), &decimal)) {
        return false;
    }
    uint64_t limit = (uint64_t)INT64_MAX + decimal.negative;
    return decimal_scale(&decimal, 0, limit, out) == DECIMAL_OK;
}
