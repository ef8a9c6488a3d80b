#include "doc/subject.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

struct named {
    char code[8];
    char name[120]; /* folded */
};

struct list {
    struct named *items;
    size_t count, capacity;
};

struct pair {
    char department[8], government[8];
};

struct subjects {
    struct list classes, department, government;
    struct pair *pairs;
    size_t pair_count, pair_capacity;
};

struct subjects *subjects_new(void)
{
    return mem_zalloc(sizeof(struct subjects));
}

void subjects_free(struct subjects *subjects)
{
    if (subjects != NULL) {
        free(subjects->classes.items);
        free(subjects->department.items);
        free(subjects->government.items);
        free(subjects->pairs);
        free(subjects);
    }
}

static void copy_code(char out[8], const char *code)
{
    size_t length = strnlen(code, 7);
    memcpy(out, code, length);
    out[length] = '\0';
}

static void list_add(struct list *list, const char *code, const char *name)
{
    list->items = mem_grow(list->items, &list->capacity, list->count + 1, sizeof list->items[0]);
    struct named *item = &list->items[list->count++];
    copy_code(item->code, code);
    text_fold(name, item->name, sizeof item->name);
}

void subjects_add_class(struct subjects *subjects, const char *code, const char *name)
{
    list_add(&subjects->classes, code, name);
}

void subjects_add_department_economic(struct subjects *subjects, const char *code, const char *name)
{
    list_add(&subjects->department, code, name);
}

void subjects_add_government_economic(struct subjects *subjects, const char *code, const char *name)
{
    list_add(&subjects->government, code, name);
}

void subjects_add_crossmap(struct subjects *subjects, const char *department_code,
                           const char *government_code)
{
    subjects->pairs = mem_grow(subjects->pairs, &subjects->pair_capacity, subjects->pair_count + 1,
                               sizeof subjects->pairs[0]);
    struct pair *pair = &subjects->pairs[subjects->pair_count++];
    copy_code(pair->department, department_code);
    copy_code(pair->government, government_code);
}

/* The one code of that name which begins with `prefix` and has so many digits; NULL where none or
 * several. */
static const char *unique(const struct list *list, const char *prefix, size_t digits,
                          const char *folded)
{
    const char *found = NULL;
    size_t prefix_length = strlen(prefix);
    for (size_t i = 0; i < list->count; i++) {
        const struct named *item = &list->items[i];
        if (strlen(item->code) == digits && strncmp(item->code, prefix, prefix_length) == 0 &&
            strcmp(item->name, folded) == 0) {
            if (found != NULL && strcmp(found, item->code) != 0) {
                return NULL;
            }
            found = item->code;
        }
    }
    return found;
}

const char *subjects_class(const struct subjects *subjects, const char *folded)
{
    return unique(&subjects->classes, "", 3, folded);
}

const char *subjects_department(const struct subjects *subjects, const char *group,
                                const char *folded)
{
    return group == NULL ? unique(&subjects->department, "", 3, folded)
                         : unique(&subjects->department, group, 5, folded);
}

static bool has_pair(const struct subjects *subjects, const char *department,
                     const char *government)
{
    for (size_t i = 0; i < subjects->pair_count; i++) {
        const struct pair *pair = &subjects->pairs[i];
        if (strcmp(pair->department, department) == 0 &&
            strcmp(pair->government, government) == 0) {
            return true;
        }
    }
    return false;
}

const char *subjects_government(const struct subjects *subjects, const char *department_code,
                                const char *folded, unsigned digits)
{
    const char *found = NULL;
    for (size_t i = 0; department_code != NULL && i < subjects->government.count; i++) {
        const struct named *item = &subjects->government.items[i];
        if (strlen(item->code) == digits && strcmp(item->name, folded) == 0 &&
            has_pair(subjects, department_code, item->code)) {
            if (found != NULL) {
                return NULL;
            }
            found = item->code;
        }
    }
    return found != NULL ? found : unique(&subjects->government, "", digits, folded);
}
