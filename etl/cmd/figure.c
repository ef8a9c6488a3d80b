#include "cmd/figure.h"

#include <string.h>

#include "base/buf.h"

#define FUNDS "general_public_budget government_fund state_capital"

/* Names are separated by a blank. */
struct kind {
    const char *relation;
    const char *measures;
    const char *subjects; /* NULL: codes of subjects, or a single row */
    bool has_history;
};

static const struct kind kinds[] = {
    {"expenditure_by_function",
     "total basic project current_year carryover " FUNDS " fiscal_special_account agency_funds",
     NULL, true},
    {"expenditure_by_economic", "total personnel public", NULL, true},
    {"revenue_by_source", "amount",
     FUNDS " fiscal_appropriation fiscal_special_account institution_income superior_subsidy"
           " subordinate_remittance institution_business_income other_income agency_funds"
           " non_fiscal_balance current_year_total carryover total"
           " total_without_internal_transfers unresolved",
     true},
    {"appropriation_by_function", "total " FUNDS, NULL, true},
    {"three_public", "total " FUNDS,
     "overseas_travel reception vehicles vehicle_purchase vehicle_operation total", true},
    {"operating_expenses", "total " FUNDS, NULL, true},
    {"project_totals",
     "projects total " FUNDS " fiscal_special_account agency_funds carryover_projects"
     " carryover_total targets targets_total",
     NULL, true},
    {"procurement", "total goods works services", NULL, true},
    {"state_assets",
     "vehicles_quota vehicles_actual vehicles_leadership vehicles_confidential_communications"
     " vehicles_emergency vehicles_law_enforcement vehicles_special_technical vehicles_general"
     " vehicles_retired_cadres vehicles_institution_business vehicles_other office_floor_area_m2"
     " equipment_over_500k_yuan equipment_over_1m_yuan",
     NULL, false},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static bool is_one_of(const char *list, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = list; length > 0 && (at = strstr(at, word)) != NULL; at += length) {
        bool begins = at == list || at[-1] == ' ';
        if (begins && (at[length] == ' ' || at[length] == '\0')) {
            return strchr(word, ' ') == NULL;
        }
    }
    return false;
}

static bool check(const char *what, const char *word, const char *list, struct err *err)
{
    return word == NULL || is_one_of(list, word) ||
           err_set(err, ERR_USAGE, "%s \"%s\" is none of: %s", what, word, list);
}

static const struct kind *find(const char *relation)
{
    size_t i = 0;
    while (i < KINDS && strcmp(kinds[i].relation, relation) != 0) {
        i++;
    }
    return i < KINDS ? &kinds[i] : NULL;
}

bool figure_check_stage(const char *stage, struct err *err)
{
    return check("--stage", stage, "budget final", err);
}

bool figure_check_classification(const char *classification, struct err *err)
{
    return check("--classification", classification, "department government", err);
}

bool figure_check_relation(const char *relation, struct err *err)
{
    struct buf known = {0};
    for (size_t i = 0; i < KINDS; i++) {
        if (kinds[i].has_history) {
            buf_printf(&known, "%s%s", known.length > 0 ? " " : "", kinds[i].relation);
        }
    }
    bool fine = check("--relation", relation, buf_cstr(&known), err);
    buf_clear(&known);
    return fine;
}

bool figure_check_measure(const char *relation, const char *measure, struct err *err)
{
    return check("--measure", measure, find(relation)->measures, err);
}

/* 类, 款 or 项: 3, 5 or 7 digits; U before a department subject without a government one. */
static bool is_code(const char *code)
{
    const char *digits = code[0] == 'U' ? code + 1 : code;
    size_t length = strlen(digits);
    return (length == 3 || length == 5 || length == 7) && strspn(digits, "0123456789") == length;
}

bool figure_check_subject(const char *relation, const char *option, const char *subject,
                          struct err *err)
{
    const struct kind *kind = find(relation);
    if (kind->subjects != NULL) {
        return check(option, subject, kind->subjects, err);
    }
    return subject == NULL || strcmp(subject, "total") == 0 || strcmp(subject, "unresolved") == 0 ||
           is_code(subject) ||
           err_set(err, ERR_USAGE, "%s takes a code of 3, 5 or 7 digits, or total, not \"%s\"",
                   option, subject);
}

static bool is_class(const char *code)
{
    const char *digits = code[0] == 'U' ? code + 1 : code;
    return code[0] == '\0' || strcmp(code, "unresolved") == 0 ||
           (strlen(digits) == 3 && is_code(code));
}

bool figure_check_class(const char *relation, const char *subject, struct err *err)
{
    const struct kind *kind = find(relation);
    if (strcmp(subject, "total_without_internal_transfers") == 0) {
        return err_set(err, ERR_USAGE,
                       "no changes are kept of %s: see those of total, superior_subsidy and "
                       "subordinate_remittance",
                       subject);
    }
    if (kind->subjects != NULL) {
        return check("--subject", subject, kind->subjects, err);
    }
    if (strcmp(relation, "expenditure_by_economic") == 0) {
        const char *slash = strchr(subject, '/');
        bool known = strncmp(subject, "department/", strlen("department/")) == 0 ||
                     strncmp(subject, "government/", strlen("government/")) == 0;
        return (known && is_class(slash + 1)) ||
               err_set(err, ERR_USAGE,
                       "--subject is department/ or government/, alone or with a class as in "
                       "department/301, not \"%s\"",
                       subject);
    }
    bool has_classes = strstr(relation, "by_function") != NULL;
    return subject[0] == '\0' || (has_classes && is_class(subject)) ||
           err_set(err, ERR_USAGE, "--subject of %s is %s, not \"%s\"", relation,
                   has_classes ? "a class of 3 digits, or left out for the total" : "left out",
                   subject);
}
