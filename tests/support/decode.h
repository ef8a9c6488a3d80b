/* For tests: a document decoded from JSON text, with a small catalogue. */
#ifndef HUIZONG_TESTS_DECODE_H
#define HUIZONG_TESTS_DECODE_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "doc/document.h"

struct decoded {
    struct arena arena;
    struct subjects *subjects;
    struct document document;
    bool good;
};

static inline struct subjects *small_catalogue(void)
{
    struct subjects *s = subjects_new();
    subjects_add_class(s, "201", "一般公共服务支出");
    subjects_add_class(s, "208", "社会保障和就业支出");
    subjects_add_class(s, "210", "卫生健康支出");
    subjects_add_class(s, "210", "医疗卫生与计划生育支出");
    subjects_add_department_economic(s, "301", "工资福利支出");
    subjects_add_department_economic(s, "30101", "基本工资");
    subjects_add_department_economic(s, "309", "资本性支出（基本建设）");
    subjects_add_department_economic(s, "30902", "办公设备购置");
    subjects_add_department_economic(s, "310", "资本性支出");
    subjects_add_department_economic(s, "31002", "办公设备购置");
    subjects_add_department_economic(s, "399", "其他支出");
    subjects_add_department_economic(s, "39999", "其他支出");
    subjects_add_government_economic(s, "501", "机关工资福利支出");
    subjects_add_government_economic(s, "50101", "工资奖金津补贴");
    subjects_add_government_economic(s, "50306", "设备购置");
    subjects_add_government_economic(s, "50404", "设备购置");
    subjects_add_crossmap(s, "30101", "50101");
    subjects_add_crossmap(s, "31002", "50306");
    return s;
}

/* `members` stands within the document's braces, after its identity. */
static inline void decode_members_text(struct decoded *d, const char *members)
{
    memset(d, 0, sizeof *d);
    d->subjects = small_catalogue();
    char *text = NULL;
    int length =
        asprintf(&text,
                 "{\"format\":\"unit-budget-disclosure/1\",\"fiscal_year\":2025,"
                 "\"mof_div_code\":\"141182000\",\"dept_code\":\"407\",\"agency_code\":\"407001\","
                 "\"agency_name\":\"甲局\",%s}",
                 members);
    cr_assert(length > 0);
    struct json_text compact;
    struct json_fault fault;
    cr_assert(json_scan(&d->arena, text, (size_t)length, &compact, &fault), "%s at %zu",
              fault.message, fault.offset);
    const struct json *root = json_parse(&d->arena, compact);
    cr_assert_not_null(root);
    d->good = document_decode(&d->document, &d->arena, d->subjects, root);
    free(text);
}

static inline void decoded_clear(struct decoded *d)
{
    arena_clear(&d->arena);
    subjects_free(d->subjects);
}

/* The fault of that code at that pointer, NULL where there is none. */
static inline const struct fault *find_fault(const struct decoded *d, const char *code,
                                             const char *pointer)
{
    for (size_t i = 0; i < d->document.fault_count; i++) {
        if (strcmp(d->document.faults[i].code, code) == 0 &&
            strcmp(d->document.faults[i].pointer, pointer) == 0) {
            return &d->document.faults[i];
        }
    }
    return NULL;
}

#endif
