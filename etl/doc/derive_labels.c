/* What labels say where no codes are printed: tables 1, 4, 10, 11, 12, 13. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "doc/derive.h"
#include "doc/document.h"
#include "doc/words.h"

/* A label without its ordinal. Returns the kind of ordinal. */
static enum text_ordinal fold_label(const char *label, char out[DERIVE_LABEL_MAX])
{
    char folded[DERIVE_LABEL_MAX];
    text_fold(label != NULL ? label : "", folded, sizeof folded);
    const char *rest = folded;
    enum text_ordinal ordinal = text_ordinal(folded, &rest);
    size_t length = strlen(rest);
    memcpy(out, rest, length + 1);
    return ordinal;
}

/* Whether a label is the one numbered 一、. */
static bool is_first_number(const char *label)
{
    char folded[DERIVE_LABEL_MAX];
    text_fold(label != NULL ? label : "", folded, sizeof folded);
    return strncmp(folded, "一、", strlen("一、")) == 0 ||
           strncmp(folded, "一.", strlen("一.")) == 0;
}

static bool is_any(const char *label, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (strcmp(label, *names) == 0) {
            return true;
        }
    }
    return false;
}

/* What comes on top of the current year's items, also where no 本年…合计 is printed before it. */
static bool is_on_top(const char *label)
{
    return strstr(label, "结转") != NULL || strstr(label, "结余") != NULL ||
           strstr(label, "上级") != NULL || strstr(label, "附属单位") != NULL;
}

/* A list of table 1 or 4, as far as its rows have been looked at. */
struct list {
    bool numbered;   /* it numbers its items 一、二、 */
    bool on_top;     /* behind 本年…合计 */
    bool begun;      /* one of these was printed */
    bool own_money;  /* the last item is 单位资金 */
    bool below;      /* right below an unnumbered row on top, or its parts */
    bool parts_over; /* these parts are numbered from 一、 again */
};

/* A row behind 本年…合计. There an unnumbered row has its parts numbered below it. */
static const char *kind_on_top(struct list *list, enum text_ordinal ordinal)
{
    list->below = list->below || ordinal == TEXT_ORDINAL_NONE;
    bool part = ordinal == TEXT_ORDINAL_LOWER || (ordinal == TEXT_ORDINAL_CHINESE && list->below);
    return part ? "extra_part" : "extra";
}

/* A row before 本年…合计, or of a list without one: there what comes on top has no number. */
static const char *kind_of_item(struct list *list, enum text_ordinal ordinal, const char *label,
                                bool first_number)
{
    bool unnumbered = ordinal == TEXT_ORDINAL_NONE && list->numbered;
    bool kind_of_income = strstr(label, "上级") != NULL || strstr(label, "附属单位") != NULL;
    if (unnumbered && is_on_top(label) && !(list->own_money && kind_of_income)) {
        list->below = true;
        list->parts_over = false;
        return "extra";
    }
    if (ordinal == TEXT_ORDINAL_CHINESE) {
        list->parts_over = list->below && list->begun && (list->parts_over || first_number);
        list->begun = true;
        list->below = list->parts_over;
        list->own_money = strstr(label, "单位资金") != NULL;
    }
    if (list->parts_over || (list->below && ordinal == TEXT_ORDINAL_LOWER)) {
        return "extra_part";
    }
    return ordinal == TEXT_ORDINAL_LOWER || unnumbered ? "part" : "item";
}

/*
 * Tables 1 and 4 are lists: items, 本年…合计, what comes on top, …总计. An item is a part of
 * another where it is numbered 1., （一）, 其中; or where the list numbers its items 一、二、 and
 * this one has no number. On top of the items it is the other way round: there a numbered row
 * below an unnumbered one is its part; in a list without 本年…合计, where the numbers begin again.
 */
static void list_kinds(struct rows *rows)
{
    static const char *const current_totals[] = {"本年收入合计", "本年支出合计", "本年收入小计",
                                                 "本年支出小计", NULL};
    static const char *const grand_totals[] = {"收入总计", "支出总计", "收入合计", "支出合计",
                                               "收支总计", "总计",     "合计",     NULL};
    char label[DERIVE_LABEL_MAX];
    struct list list = {0};
    for (size_t r = 0; r < rows->count && !list.numbered; r++) {
        list.numbered = fold_label(rows_text(rows, r, "item"), label) == TEXT_ORDINAL_CHINESE;
    }
    for (size_t r = 0; r < rows->count; r++) {
        const char *item = rows_text(rows, r, "item");
        enum text_ordinal ordinal = fold_label(item, label);
        const char *kind = NULL;
        if (is_any(label, current_totals)) {
            kind = "current_total";
            list.on_top = true;
            list.below = false;
        } else if (is_any(label, grand_totals)) {
            kind = "grand_total";
        } else if (list.on_top) {
            kind = kind_on_top(&list, ordinal);
        } else {
            kind = kind_of_item(&list, ordinal, label, is_first_number(item));
        }
        rows_set(rows, r, "row_kind", kind);
    }
}

/* Between a name and its code; no folded label has one. */
static const char name_end[] = "\n";

/* The 类 that the document's own tables by code print, by their names: "name\ncode". */
static struct words named_classes(struct document *document)
{
    static const char *const relations[] = {"expenditure", "revenue", "general_public_expenditure",
                                            "government_fund_expenditure"};
    enum { RELATIONS = sizeof relations / sizeof relations[0] };
    struct words classes;
    size_t most = 0;
    for (size_t i = 0; i < RELATIONS; i++) {
        most += document_rows(document, relations[i])->count;
    }
    words_init(&classes, document->arena, most);
    for (size_t i = 0; i < RELATIONS; i++) {
        const struct rows *rows = document_rows(document, relations[i]);
        for (size_t r = 0; r < rows->count; r++) {
            const char *code = rows_text(rows, r, "exp_func_code");
            const char *name = rows_text(rows, r, "exp_func_name");
            char folded[DERIVE_LABEL_MAX];
            if (code != NULL && strlen(code) == 3 && name != NULL) {
                text_fold(name, folded, sizeof folded);
                words_add(&classes,
                          arena_printf(document->arena, "%s%s%s", folded, name_end, code));
            }
        }
    }
    words_sort(&classes);
    return classes;
}

/* The 类 of that name; NULL where there is none, or several. */
static const char *class_named(const struct words *classes, const char *label)
{
    char name[DERIVE_LABEL_MAX + sizeof name_end];
    snprintf(name, sizeof name, "%s%s", label, name_end);
    const char *found = words_beginning(classes, name);
    return found == NULL || words_differ(classes, name) ? NULL : found + strlen(name);
}

void derive_class_labels(struct document *document, struct rows *rows)
{
    struct words classes = named_classes(document);
    list_kinds(rows);
    for (size_t r = 0; r < rows->count; r++) {
        if (strcmp(rows_text(rows, r, "row_kind"), "item") != 0) {
            continue;
        }
        char label[DERIVE_LABEL_MAX];
        fold_label(rows_text(rows, r, "item"), label);
        const char *code = subjects_class(document->subjects, label);
        code = code != NULL ? code : class_named(&classes, label);
        rows_set(rows, r, "exp_func_code", code);
        if (code == NULL) {
            document_unresolved(document, rows, rows_text(rows, r, "item"));
        }
    }
}

/* Words of a revenue label and the source they mean; the first that fits counts. */
static const struct {
    const char *words, *source;
} sources[] = {
    {"本年收入合计", "current_year_total"},
    {"本年收入小计", "current_year_total"},
    {"非财政拨款结余", "non_fiscal_balance"},
    {"结转", "carryover"},
    {"结余", "carryover"},
    {"非同级财政拨款", "other_income"},
    {"非本级财政拨款", "other_income"},
    {"非财政拨款", "agency_funds"},
    {"一般公共预算", "general_public_budget"},
    {"政府性基金", "government_fund"},
    {"国有资本经营", "state_capital"},
    {"财政专户", "fiscal_special_account"},
    {"财政拨款", "fiscal_appropriation"},
    {"事业单位经营", "institution_business_income"},
    {"经营收入", "institution_business_income"},
    {"事业收入", "institution_income"},
    {"上级补助", "superior_subsidy"},
    {"附属单位上缴", "subordinate_remittance"},
    {"单位资金", "agency_funds"},
    {"其他收入", "other_income"},
};

static const char *revenue_source(const char *label, const char *kind)
{
    if (strcmp(kind, "grand_total") == 0) {
        return "total";
    }
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        if (strstr(label, sources[i].words) != NULL) {
            return sources[i].source;
        }
    }
    return NULL;
}

void derive_revenue_items(struct document *document, struct rows *rows)
{
    list_kinds(rows);
    for (size_t r = 0; r < rows->count; r++) {
        char label[DERIVE_LABEL_MAX];
        fold_label(rows_text(rows, r, "item"), label);
        const char *source = revenue_source(label, rows_text(rows, r, "row_kind"));
        rows_set(rows, r, "source", source);
        if (source == NULL) {
            document_unresolved(document, rows, rows_text(rows, r, "item"));
        }
    }
}

static const char *three_public_item(const char *label)
{
    if (strstr(label, "出国") != NULL) {
        return "overseas_travel";
    }
    if (strstr(label, "接待") != NULL) {
        return "reception";
    }
    if (strstr(label, "用车") != NULL) {
        bool purchase = strstr(label, "购置") != NULL;
        bool operation = strstr(label, "运行") != NULL || strstr(label, "维护") != NULL;
        if (purchase && operation) {
            return "vehicles";
        }
        return purchase ? "vehicle_purchase" : operation ? "vehicle_operation" : "vehicles";
    }
    return strcmp(label, "合计") == 0 || strcmp(label, "总计") == 0 || strstr(label, "三公") != NULL
               ? "total"
               : NULL;
}

/* A label that names a kind of an expense, and is no whole. */
static bool is_kind_of_expense(const char *label)
{
    static const char *const kinds[] = {"国内", "国外", "境外", "外事", "外宾", NULL};
    for (const char *const *kind = kinds; *kind != NULL; kind++) {
        if (strstr(label, *kind) != NULL) {
            return true;
        }
    }
    return false;
}

static bool has_amount(const struct rows *rows, size_t row)
{
    static const char *const amounts[] = {"total", "general_public_budget", "government_fund",
                                          "state_capital", "prior_total"};
    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        if (rows_cell(rows, row, amounts[i])->present) {
            return true;
        }
    }
    return false;
}

/*
 * Whether a row is a part of the item whose row, if any, is `whole` (其中：国内公务接待费 below
 * 公务接待费), and isn't counted again. A row of the very same label is that item once more.
 */
static bool is_part_of(const struct rows *rows, size_t whole, const char *label)
{
    char above[DERIVE_LABEL_MAX];
    if (whole == rows->count) {
        return false;
    }
    fold_label(rows_text(rows, whole, "item"), above);
    return strcmp(above, label) != 0;
}

/* The rows of one item: the first one that isn't a kind of it is the whole, if it has amounts: else
 * its parts are all there is of it. */
static void mark_parts(struct rows *rows, const char *item)
{
    size_t whole = rows->count;
    for (size_t r = 0; r < rows->count; r++) {
        const char *key = rows_text(rows, r, "item_key");
        if (key == NULL || strcmp(key, item) != 0) {
            continue;
        }
        char label[DERIVE_LABEL_MAX];
        fold_label(rows_text(rows, r, "item"), label);
        if (is_part_of(rows, whole, label)) {
            rows_set(rows, r, "item_key", NULL);
        } else if (whole == rows->count && !is_kind_of_expense(label) && has_amount(rows, r)) {
            whole = r;
        }
    }
}

void derive_three_public(struct document *document, struct rows *rows)
{
    static const char *const items[] = {"overseas_travel", "reception", "vehicles",
                                        "vehicle_purchase", "vehicle_operation"};
    for (size_t r = 0; r < rows->count; r++) {
        char label[DERIVE_LABEL_MAX];
        fold_label(rows_text(rows, r, "item"), label);
        const char *item = three_public_item(label);
        rows_set(rows, r, "item_key", item);
        if (item == NULL) {
            document_unresolved(document, rows, rows_text(rows, r, "item"));
        }
    }
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        mark_parts(rows, items[i]);
    }
}

void derive_operating_expenses(struct document *document, struct rows *rows)
{
    (void)document;
    bool agencies = false;
    for (size_t r = 0; r < rows->count; r++) {
        agencies = agencies || !derive_is_total(rows_text(rows, r, "row_agency_name"));
    }
    bool counted = false;
    for (size_t r = 0; r < rows->count; r++) {
        bool total = derive_is_total(rows_text(rows, r, "row_agency_name"));
        /* A total alone is the figure itself; a second one only repeats it. */
        bool leaf = agencies ? !total : !counted;
        counted = counted || leaf;
        rows_set(rows, r, "row_kind", leaf ? "leaf" : "total");
    }
}

static void add_name(struct document *document, struct words *names, const char *name)
{
    char folded[DERIVE_LABEL_MAX];
    if (name != NULL && text_fold(name, folded, sizeof folded) > 0) {
        words_add(names, arena_strndup(document->arena, folded, strlen(folded)));
    }
}

/* The names, folded, of the document's agency and department, and of their subordinates. */
static struct words names_of_agencies(struct document *document)
{
    const struct rows *self = document_rows(document, "document");
    const struct rows *subordinates = document_rows(document, "subordinate_agencies");
    struct words names;
    words_init(&names, document->arena, subordinates->count + 2);
    add_name(document, &names, rows_text(self, 0, "agency_name"));
    add_name(document, &names, rows_text(self, 0, "dept_name"));
    for (size_t r = 0; r < subordinates->count; r++) {
        add_name(document, &names, rows_text(subordinates, r, "subordinate_agency_name"));
    }
    words_sort(&names);
    return names;
}

void derive_projects(struct document *document, struct rows *rows)
{
    struct words agencies = names_of_agencies(document);
    for (size_t r = 0; r < rows->count; r++) {
        char folded[DERIVE_LABEL_MAX];
        const char *name = rows_text(rows, r, "pro_name");
        text_fold(name != NULL ? name : "", folded, sizeof folded);
        bool total = derive_is_total(name) || words_have(&agencies, folded);
        rows_set(rows, r, "row_kind", total ? "total" : "leaf");
    }
}

/* How printed operators are written, the longer first. */
static const struct {
    const char *printed, *op;
} operators[] = {
    {"大于或等于", "≥"}, {"小于或等于", "≤"}, {"大于等于", "≥"}, {"小于等于", "≤"}, {"不少于", "≥"},
    {"不低于", "≥"},     {"不超过", "≤"},     {"不高于", "≤"},   {"大于", ">"},     {"小于", "<"},
    {"等于", "="},       {">=", "≥"},         {"<=", "≤"},       {"≥", "≥"},        {"≤", "≤"},
    {"﹥", ">"},         {"﹤", "<"},         {">", ">"},        {"<", "<"},        {"=", "="},
};

void derive_kpi(struct document *document, struct rows *rows)
{
    for (size_t r = 0; r < rows->count; r++) {
        char folded[DERIVE_LABEL_MAX];
        const char *printed = rows_text(rows, r, "kpi_val");
        text_fold(printed != NULL ? printed : "", folded, sizeof folded);
        const char *rest = folded;
        const char *op = NULL;
        for (size_t i = 0; i < sizeof operators / sizeof operators[0] && op == NULL; i++) {
            size_t length = strlen(operators[i].printed);
            if (strncmp(folded, operators[i].printed, length) == 0) {
                op = operators[i].op;
                rest += length;
            }
        }
        size_t digits = strspn(rest, "0123456789");
        while (digits > 1 && *rest == '0') { /* 05 is 5: the database takes no other */
            rest++;
            digits--;
        }
        size_t places =
            digits > 0 && rest[digits] == '.' ? strspn(rest + digits + 1, "0123456789") : 0;
        size_t length = digits + (places > 0 ? places + 1 : 0);
        const char *unit = rest + length;
        /* A unit with digits in it ("2025年12月") is no unit, and the text no number. */
        if (digits == 0 || length > 30 || strpbrk(unit, "0123456789") != NULL) {
            continue;
        }
        rows_set(rows, r, "kpi_operator", op);
        rows_set(rows, r, "kpi_number", arena_strndup(document->arena, rest, length));
        rows_set(rows, r, "kpi_unit",
                 unit[0] != '\0' ? arena_strndup(document->arena, unit, strlen(unit)) : NULL);
    }
}
