/* The parts of files: where they begin, and which are taken over. */
#include "export/parts.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { COUNT = 40, DOCUMENTS = 4 };

static const struct writer_column columns[] = {{"bgt_stage", WRITER_TEXT, NULL},
                                               {"total", WRITER_AMOUNT, NULL}};
static const struct writer_table table = {.column_count = 2, .columns = columns};

/* Departments D00, D01 …, of one stage, without the one called `left_out`. */
static struct parts_departments departments(int left_out)
{
    struct parts_departments made = {.items = mem_zalloc(COUNT * sizeof(struct parts_department))};
    for (int i = 0; i < COUNT; i++) {
        if (i != left_out) {
            struct parts_department *department = &made.items[made.count++];
            snprintf(department->stage, sizeof department->stage, "budget");
            snprintf(department->code, sizeof department->code, "D%02d", i);
            snprintf(department->state, sizeof department->state, "state %d", i);
            department->documents = 1;
        }
    }
    return made;
}

/* As if it had been written: two rows a part, of 0.01 each, 100 bytes long. */
static void fill(struct parts *parts)
{
    parts->heads[0] = (struct gzout_part){.bytes_in = 5, .bytes_out = 7, .crc = 1};
    for (size_t i = 0; i < parts->count; i++) {
        struct part *part = &parts->items[i];
        part->rows = 2;
        amount_sum_add(&part->totals[1], "0.02");
        part->files[0] = (struct gzout_part){.bytes_in = 900, .bytes_out = 100, .crc = 4000000000U};
    }
}

static char *tasks(const struct parts *parts)
{
    char *text = mem_zalloc(parts->count + 1);
    for (size_t i = 0; i < parts->count; i++) {
        text[i] = "WCR"[parts->items[i].task];
    }
    return text;
}

/* What of `before` the parts of these departments take over, a letter each. */
static char *reuse(struct parts_departments *now, const struct parts *before, struct buf *wanted)
{
    struct parts parts;
    parts_plan(&parts, now, DOCUMENTS, table.column_count);
    parts_reuse(&parts, before, table.column_count);
    parts_wanted(&parts, wanted);
    char *text = tasks(&parts);
    parts_clear(&parts);
    parts_departments_clear(now);
    return text;
}

static struct parts_departments all;
static struct parts old;

static void set_up(void)
{
    all = departments(-1);
    parts_plan(&old, &all, DOCUMENTS, table.column_count);
    fill(&old);
}

static void tear_down(void)
{
    parts_clear(&old);
    parts_departments_clear(&all);
}

TestSuite(parts, .init = set_up, .fini = tear_down);

/* Every department is in one part of each level, and no part has more documents than it shall. */
Test(parts, plan)
{
    size_t held[2] = {0, 0};
    for (size_t i = 0; i + 1 < old.count; i++) {
        const struct part *part = &old.items[i];
        cr_assert_lt(part->level, PARTS_DIVISION);
        cr_assert_leq(part->end - part->first, DOCUMENTS);
        held[part->level] += (size_t)(part->end - part->first);
        cr_assert_str_eq(part->code, part->first->code);
    }
    cr_assert_eq(held[0], COUNT);
    cr_assert_eq(held[1], COUNT);
    cr_assert_eq(old.items[old.count - 1].level, PARTS_DIVISION);
    cr_assert_str_eq(old.items[old.count - 1].code, "");
    cr_assert(parts_reached(&old.items[1], "budget", "agency", "D39"));
    cr_assert_not(parts_reached(&old.items[1], "budget", "agency", "D00"));
    cr_assert_not(parts_reached(&old.items[old.count - 1], "budget", "department", "D39"));
    cr_assert(parts_reached(&old.items[old.count - 1], "budget", "division", ""));
    cr_assert(parts_reached(&old.items[1], "final", "agency", "D00"));
}

Test(parts, nothing_changed)
{
    struct parts_departments now = departments(-1);
    struct buf wanted = {0};
    char *text = reuse(&now, &old, &wanted);
    cr_assert_eq(strspn(text, "C"), old.count);
    cr_assert_str_eq(buf_cstr(&wanted), "{}");
    free(text);
    buf_clear(&wanted);
}

/* The part of a changed department is written, and the one after it, which refers to its text; the
 * text of the one before is read. The division changes with any. */
Test(parts, one_changed)
{
    struct parts_departments now = departments(-1);
    struct buf wanted = {0};
    size_t place = 2;
    snprintf(now.items[old.items[place].first - all.items].state, PARTS_STATE_SIZE, "other");
    char *text = reuse(&now, &old, &wanted);
    size_t level = (old.count - 1) / 2;
    for (size_t i = 0; i < old.count; i++) {
        size_t within = i % level;
        char task = 'C';
        if (within == place || within == place + 1 || i == 2 * level) {
            task = 'W';
        } else if (within == place - 1 || i == 2 * level - 1) {
            task = 'R';
        }
        cr_assert_eq(text[i], task, "%zu: %s", i, text);
    }
    cr_assert_not_null(strstr(buf_cstr(&wanted), old.items[place].code));
    cr_assert_not_null(strstr(buf_cstr(&wanted), "\"\""), "the division's own rows");
    cr_assert_null(strstr(buf_cstr(&wanted), old.items[place + 2].code));
    free(text);
    buf_clear(&wanted);
}

/* Where a changed part has no rows, the one before it is followed by the one after it. */
Test(parts, empty_ones)
{
    struct parts_departments now = departments(-1);
    struct buf wanted = {0};
    old.items[1].rows = old.items[2].rows = 0;
    snprintf(now.items[old.items[2].first - all.items].state, PARTS_STATE_SIZE, "other");
    char *text = reuse(&now, &old, &wanted);
    cr_assert_eq(strncmp(text, "RCWWC", 5), 0, "%s", text);
    free(text);
    buf_clear(&wanted);
}

/* A department that is gone: what follows its part is written, if that had rows; parts after the
 * next place where one begins in any case stay. */
Test(parts, one_gone)
{
    for (int gone = 0; gone < COUNT; gone++) {
        struct parts_departments now = departments(gone);
        struct buf wanted = {0};
        char *text = reuse(&now, &old, &wanted);
        cr_assert_not_null(strchr(text, 'W'));
        cr_assert(text[0] != 'C' || gone >= DOCUMENTS);
        free(text);
        buf_clear(&wanted);
    }
}

Test(parts, text_and_back)
{
    struct buf text = {0};
    struct parts got;
    buf_puts(&text, "dataset\tother\t0\t0\t0\t0\n");
    parts_put(&text, "figures", &old, 1, &table);
    cr_assert(parts_get(&got, buf_cstr(&text), "figures", 1, &table));
    cr_assert_eq(got.count, old.count);
    for (size_t i = 0; i < old.count; i++) {
        cr_assert_str_eq(got.items[i].code, old.items[i].code);
        cr_assert_str_eq(got.items[i].state, old.items[i].state);
        cr_assert_eq(got.items[i].level, old.items[i].level);
        cr_assert_eq(got.items[i].files[0].crc, 4000000000U);
        cr_assert_eq(got.items[i].offsets[0], GZOUT_HEAD_SIZE + 7 + 100 * (int64_t)i);
        cr_assert(got.items[i].totals[1].millionths == old.items[i].totals[1].millionths);
    }
    parts_clear(&got);
    cr_assert_not(parts_get(&got, buf_cstr(&text), "figures", 2, &table), "another format");
    parts_clear(&got);
    cr_assert_not(parts_get(&got, buf_cstr(&text), "absent", 1, &table));
    parts_clear(&got);
    for (size_t length = text.length - 1; length > 40; length -= 7) {
        char *cut = mem_strndup(text.data, length);
        cr_assert_not(parts_get(&got, cut, "figures", 1, &table), "cut at %zu", length);
        parts_clear(&got);
        free(cut);
    }
    buf_clear(&text);
}
