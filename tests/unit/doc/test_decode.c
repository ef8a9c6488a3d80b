#include "base/buf.h"
#include "doc/fault.h"
#include "support/decode.h"

static const char one_table[] =
    "\"tables\":{\"expenditure\":{\"title\":\"表三\",\"amount_unit\":\"元\",\"decimals\":0,"
    "\"rows\":[{\"exp_func_code\":null,\"exp_func_name\":\"合计\",\"total\":\"1,234\",\"basic\":"
    "null,"
    "\"project\":1234},{\"exp_func_code\":\"208\",\"exp_func_name\":\"社会保障和就业支出\","
    "\"total\":1234.00,"
    "\"basic\":\"—\",\"project\":0}]}}";

Test(decode, amounts_blanks_and_zeros_stay_apart)
{
    struct decoded d;
    decode_members_text(&d, one_table);
    cr_assert(d.good);
    const struct rows *rows = document_rows(&d.document, "expenditure");
    cr_assert_eq(rows->count, 2);
    cr_assert_eq(rows_cell(rows, 0, "total")->number, 123400);
    cr_assert(!rows_cell(rows, 0, "basic")->present);
    cr_assert_eq(rows_cell(rows, 1, "total")->number, 123400);
    cr_assert(!rows_cell(rows, 1, "basic")->present, "a dash is blank");
    cr_assert(rows_cell(rows, 1, "project")->present, "0 is not blank");
    cr_assert_eq(rows_cell(rows, 1, "project")->number, 0);
    cr_assert(!rows_cell(rows, 1, "carry_forward")->present, "an absent key is blank");
    decoded_clear(&d);
}

Test(decode, header_of_a_table_gives_unit_and_last_place)
{
    struct decoded d;
    decode_members_text(&d, one_table);
    cr_assert_eq(d.document.published_count, 1);
    const struct published *p = &d.document.published[0];
    cr_assert_str_eq(p->name, "expenditure");
    cr_assert_str_eq(p->title, "表三");
    cr_assert_eq(p->decimals, 0);
    cr_assert_eq(p->last_place_fen, 100);
    cr_assert_eq(p->row_count, 2);
    decoded_clear(&d);
}

Test(decode, defaults_of_identity_and_unit)
{
    struct decoded d;
    decode_members_text(
        &d, "\"tables\":{\"three_public\":{\"rows\":[{\"item\":\"合计\",\"total\":5}]}}");
    cr_assert(d.good);
    cr_assert_str_eq(d.document.scope, "unit");
    cr_assert_str_eq(d.document.bgt_stage, "budget");
    cr_assert_eq(d.document.revision, 1);
    cr_assert_str_eq(d.document.agency_name, "甲局");
    cr_assert_eq(rows_cell(document_rows(&d.document, "three_public"), 0, "total")->number, 5000000,
                 "万元 where no unit is said");
    cr_assert_eq(d.document.published[0].last_place_fen, 10000);
    decoded_clear(&d);
}

Test(decode, all_faults_are_told_at_once_with_their_places)
{
    struct decoded d;
    decode_members_text(&d, "\"scope\":\"city\",\"revision\":0,\"tables\":{\"revenue\":{\"amount_"
                            "unit\":\"美元\",\"rows\":"
                            "[{\"exp_func_code\":\"20801x\",\"total\":\"十万\"},5,{\"exp_func_"
                            "code\":208,\"total\":true}]},"
                            "\"three_public\":{\"amount_unit\":\"元\",\"rows\":[{\"item\":\"合计\","
                            "\"total\":1.00001}]},"
                            "\"expenditure\":{\"rows\":{}}},\"glossary\":7,\"narrative\":[]");
    cr_assert(!d.good);
    static const char *const expected[][2] = {
        {"range", "/scope"},
        {"range", "/revision"},
        {"amount_unit", "/tables/revenue/amount_unit"},
        {"code", "/tables/revenue/rows/0/exp_func_code"},
        {"amount_not_a_number", "/tables/revenue/rows/0/total"},
        {"type", "/tables/revenue/rows/1"},
        {"type", "/tables/revenue/rows/2/exp_func_code"},
        {"type", "/tables/revenue/rows/2/total"},
        {"amount_too_fine", "/tables/three_public/rows/0/total"},
        {"type", "/tables/expenditure/rows"},
        {"type", "/glossary"},
        {"type", "/narrative"},
    };
    size_t count = sizeof expected / sizeof expected[0];
    for (size_t i = 0; i < count; i++) {
        cr_expect_not_null(find_fault(&d, expected[i][0], expected[i][1]), "%s %s", expected[i][0],
                           expected[i][1]);
    }
    cr_expect_eq(d.document.fault_total, count, "%zu faults", d.document.fault_total);
    const struct fault *words =
        find_fault(&d, "amount_not_a_number", "/tables/revenue/rows/0/total");
    cr_assert_str_eq(words->excerpt, "十万");
    decoded_clear(&d);
}

Test(decode, required_fields)
{
    struct arena arena = {0};
    struct subjects *subjects = small_catalogue();
    static const char text[] = "{\"format\":\"unit-budget-disclosure/1\"}";
    struct json_text compact;
    struct json_fault fault;
    cr_assert(json_scan(&arena, text, sizeof text - 1, &compact, &fault));
    struct decoded d = {.arena = arena, .subjects = subjects};
    d.good = document_decode(&d.document, &d.arena, subjects, json_parse(&d.arena, compact));
    cr_assert(!d.good);
    static const char *const keys[] = {"/fiscal_year", "/mof_div_code", "/dept_code",
                                       "/agency_code", "/agency_name",  "/tables"};
    for (size_t i = 0; i < 6; i++) {
        cr_expect_not_null(find_fault(&d, "required", keys[i]), "%s", keys[i]);
    }
    cr_assert_eq(d.document.fault_total, 6);
    decoded_clear(&d);
}

Test(decode, another_version_is_refused_by_name)
{
    struct arena arena = {0};
    static const char text[] = "{\"format\":\"unit-budget-disclosure/2\",\"tables\":5}";
    struct json_text compact;
    struct json_fault fault;
    cr_assert(json_scan(&arena, text, sizeof text - 1, &compact, &fault));
    struct decoded d = {.arena = arena, .subjects = small_catalogue()};
    d.good = document_decode(&d.document, &d.arena, d.subjects, json_parse(&d.arena, compact));
    cr_assert(!d.good);
    const struct fault *format = find_fault(&d, "format", "/format");
    cr_assert_not_null(format);
    cr_assert_str_eq(format->excerpt, "unit-budget-disclosure/2");
    decoded_clear(&d);
}

Test(decode, faults_beyond_the_limit_are_counted)
{
    struct decoded d;
    struct buf text = {0};
    buf_puts(&text, "\"tables\":{\"expenditure\":{\"rows\":[");
    for (int i = 0; i < 70; i++) {
        buf_printf(&text, "%s{\"total\":\"x\"}", i > 0 ? "," : "");
    }
    buf_puts(&text, "]}}");
    decode_members_text(&d, buf_cstr(&text));
    cr_assert_eq(d.document.fault_count, DOCUMENT_FAULTS_MAX);
    cr_assert_eq(d.document.fault_total, 70);
    buf_clear(&text);
    decoded_clear(&d);
}

Test(decode, unknown_keys_are_told_and_left_out)
{
    struct decoded d;
    decode_members_text(
        &d, "\"extra\":1,\"organization\":{\"text\":\"x\",\"divisions\":[\"办公室\"],\"n\":1},"
            "\"tables\":{\"bonus\":{},\"revenue\":{\"sub\":1,\"rows\":[{\"total\":1,\"a/b\":2}]}},"
            "\"state_assets\":{\"vehicles\":{\"bicycles\":3}},"
            "\"performance_targets\":[{\"pro_name\":\"甲\",\"indicators\":[{\"x\":1}]}],"
            "\"narrative\":{\"performance\":{\"projects\":{\"count\":1,\"weight\":2}}}");
    cr_assert(d.good);
    static const char *const expected[] = {
        "/extra",
        "/organization/n",
        "/tables/bonus",
        "/tables/revenue/sub",
        "/tables/revenue/rows/0/a~1b",
        "/state_assets/vehicles/bicycles",
        "/performance_targets/0/indicators/0/x",
        "/narrative/performance/projects/weight",
    };
    cr_expect_eq(d.document.unknown_total, 8, "%zu", d.document.unknown_total);
    for (size_t i = 0; i < 8; i++) {
        bool found = false;
        for (size_t u = 0; u < d.document.unknown_count; u++) {
            found = found || strcmp(d.document.unknown[u], expected[i]) == 0;
        }
        cr_expect(found, "%s", expected[i]);
    }
    decoded_clear(&d);
}

Test(decode, values_the_format_does_not_know_are_told_and_kept)
{
    struct decoded d;
    decode_members_text(
        &d, "\"narrative\":{\"changes\":[{\"figure\":\"revenue_totl\",\"amount\":1},"
            "{\"figure\":\"three_public.total\",\"amount\":1}],\"shares\":[{\"of\":\"reception\"}],"
            "\"items\":[{\"item\":\"甲\",\"prior_kind\":\"outturn\"},{\"item\":\"乙\",\"prior_"
            "kind\":\"决算\"}]},"
            "\"tables\":{},\"performance_targets\":[{\"pro_name\":\"甲\",\"indicators\":["
            "{\"period\":\"annual\"},{\"period\":\"year\"}]}]");
    cr_assert(d.good);
    static const char *const expected[] = {
        "/narrative/changes/0/figure: revenue_totl", "/narrative/shares/0/of: reception",
        "/narrative/items/1/prior_kind: 决算", "/performance_targets/0/indicators/1/period: year"};
    cr_assert_eq(d.document.odd_total, 4, "%zu", d.document.odd_total);
    for (size_t i = 0; i < 4; i++) {
        cr_expect_str_eq(d.document.odd[i], expected[i]);
    }
    cr_assert_str_eq(rows_text(document_rows(&d.document, "narrative_changes"), 0, "figure"),
                     "revenue_totl");
    decoded_clear(&d);
}

Test(decode, excerpts_of_bytes_are_one_line_of_good_text)
{
    struct arena arena = {0};
    cr_assert_str_eq(excerpt_bytes(&arena, "\"甲\": tru,\n1", 14), "\"甲\": tru,");
    cr_assert_str_eq(excerpt_bytes(&arena, "a\xff\0b", 4), "a\xef\xbf\xbd\xef\xbf\xbd"
                                                           "b");
    cr_assert_null(excerpt_bytes(&arena, "", 0));
    char many[300];
    memset(many, 'x', sizeof many);
    cr_assert_eq(strlen(excerpt_bytes(&arena, many, sizeof many)), DOCUMENT_EXCERPT_MAX);
    arena_clear(&arena);
}

Test(decode, nested_objects_and_rows)
{
    struct decoded d;
    decode_members_text(
        &d,
        "\"tables\":{},\"performance_targets\":["
        "{\"pro_name\":\"甲\",\"amount_unit\":\"元\",\"annual_funding\":{\"total\":\"500,000\"},"
        "\"indicators\":[{\"kpi_val\":\"≤38万人\"},{\"kpi_val\":\"2025年12月底\"}]},"
        "{\"pro_name\":\"乙\",\"annual_funding\":{\"total\":2.07}},"
        "{\"pro_name\":\"丙\",\"indicators\":[{\"kpi_val\":\"有所提升\"}]}]");
    cr_assert(d.good);
    const struct rows *targets = document_rows(&d.document, "performance_targets");
    cr_assert_eq(rows_cell(targets, 0, "annual_total")->number, 50000000, "in its own 元");
    cr_assert_eq(rows_cell(targets, 1, "annual_total")->number, 2070000, "in 万元 by default");
    const struct rows *indicators = document_rows(&d.document, "performance_indicators");
    cr_assert_eq(indicators->count, 3);
    cr_assert_eq(indicators->parent_no[2], 3);
    cr_assert_eq(indicators->row_no[1], 2);
    cr_assert_str_eq(rows_text(indicators, 0, "kpi_operator"), "≤");
    cr_assert_str_eq(rows_text(indicators, 0, "kpi_number"), "38");
    cr_assert_str_eq(rows_text(indicators, 0, "kpi_unit"), "万人");
    cr_assert_null(rows_text(indicators, 1, "kpi_number"), "a date is no number");
    cr_assert_null(rows_text(indicators, 2, "kpi_number"));
    decoded_clear(&d);
}

Test(decode, division_of_six_digits_is_padded)
{
    struct arena arena = {0};
    static const char text[] =
        "{\"format\":\"unit-budget-disclosure/1\",\"fiscal_year\":2025,\"mof_div_code\":\"141182\","
        "\"dept_code\":\"407\",\"agency_code\":\"407\",\"agency_name\":\"甲\",\"scope\":"
        "\"department\","
        "\"tables\":{}}";
    struct json_text compact;
    struct json_fault fault;
    cr_assert(json_scan(&arena, text, sizeof text - 1, &compact, &fault));
    struct decoded d = {.arena = arena, .subjects = small_catalogue()};
    cr_assert(document_decode(&d.document, &d.arena, d.subjects, json_parse(&d.arena, compact)));
    cr_assert_str_eq(d.document.mof_div_code, "141182000");
    decoded_clear(&d);
}

Test(decode, a_departments_document_has_its_departments_code)
{
    struct decoded d;
    decode_members_text(&d, "\"scope\":\"department\",\"tables\":{}");
    cr_assert_not_null(find_fault(&d, "code", "/agency_code"));
    decoded_clear(&d);
}

Test(decode, numbers_however_they_are_written)
{
    static const char *const cases[][2] = {
        {"\"02\"", "2"},       {"\"-007.50\"", "-7.50"},
        {"\"00\"", "0"},       {"\"00.5\"", "0.5"},
        {"\"0.00\"", "0.00"},  {"0.10", "0.10"},
        {"1e-05", "1e-05"},    {"1E2", "1E2"},
        {"-0", "-0"},          {"0e0", "0e0"},
        {"-0E-2", "-0E-2"},    {"\"1e2\"", NULL},
        {"1e99", NULL},        {"1e-99", NULL},
        {"1e999999999", NULL}, {"1e99999999999999999", NULL},
        {"\"0x2\"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct decoded d;
        char members[200];
        snprintf(members, sizeof members, "\"tables\":{},\"agency_level\":%s", cases[i][0]);
        decode_members_text(&d, members);
        cr_expect_eq(d.good, cases[i][1] != NULL, "%s", cases[i][0]);
        if (d.good && cases[i][1] != NULL) {
            cr_expect_str_eq(rows_text(&d.document.rows[0], 0, "agency_level"), cases[i][1]);
        } else {
            cr_expect_not_null(find_fault(&d, "not_a_number", "/agency_level"), "%s", cases[i][0]);
        }
        decoded_clear(&d);
    }
}

Test(decode, values_of_indicators_with_zeros_in_front)
{
    struct decoded d;
    decode_members_text(
        &d, "\"tables\":{},\"performance_targets\":[{\"pro_name\":\"甲\",\"indicators\":["
            "{\"kpi_val\":\"≤05天\"},{\"kpi_val\":\"00.5%\"},{\"kpi_val\":\"0\"}]}]");
    cr_assert(d.good);
    const struct rows *indicators = document_rows(&d.document, "performance_indicators");
    static const char *const numbers[] = {"5", "0.5", "0"};
    for (size_t i = 0; i < 3; i++) {
        cr_expect_str_eq(rows_text(indicators, i, "kpi_number"), numbers[i]);
    }
    cr_expect_str_eq(rows_text(indicators, 0, "kpi_unit"), "天");
    decoded_clear(&d);
}

Test(decode, a_key_with_a_point_is_no_path)
{
    struct decoded d;
    decode_members_text(&d, "\"tables\":{},\"source\":{\"title\":\"a\"},\"source.title\":\"b\","
                            "\"organization.divisions\":[\"c\"],"
                            "\"narrative\":{\"performance.projects\":{\"count\":1}}");
    cr_assert(d.good);
    cr_assert_str_eq(rows_text(&d.document.rows[0], 0, "source_title"), "a");
    cr_assert_eq(document_rows(&d.document, "narrative_performance")->count, 0);
    static const char *const unknown[] = {"/source.title", "/organization.divisions",
                                          "/narrative/performance.projects"};
    cr_assert_eq(d.document.unknown_total, 3);
    for (size_t i = 0; i < 3; i++) {
        cr_expect_str_eq(d.document.unknown[i], unknown[i]);
    }
    decoded_clear(&d);
}

Test(decode, what_is_told_of_long_keys_and_labels_is_short)
{
    enum { LONG = 10000 };
    char *text = malloc((size_t)7 * LONG);
    char *end = text + sprintf(text, "\"tables\":{\"three_public\":{\"rows\":[{\"item\":\"");
    for (int i = 0; i < LONG; i++) {
        end += sprintf(end, "汉");
    }
    end += sprintf(end, "\"}]}},\"");
    for (int i = 0; i < LONG; i++) {
        end += sprintf(end, "键");
    }
    sprintf(end, "\":1");
    struct decoded d;
    decode_members_text(&d, text);
    cr_assert(d.good);
    size_t length = strlen(d.document.unknown[0]);
    cr_expect(length < JSON_POINTER_MAX && length > JSON_POINTER_MAX - 8, "%zu", length);
    cr_expect_str_eq(d.document.unknown[0] + length - strlen("键…"), "键…");
    cr_expect_eq(strlen(d.document.unresolved[0]),
                 strlen("three_public: ") + DOCUMENT_EXCERPT_MAX * strlen("汉"));
    cr_expect_eq(strlen(rows_text(document_rows(&d.document, "three_public"), 0, "item")),
                 LONG * strlen("汉"), "what is kept is whole");
    free(text);
    decoded_clear(&d);
}

Test(decode, a_day_may_be_the_revision)
{
    struct decoded d;
    decode_members_text(&d, "\"tables\":{},\"revision\":20250301");
    cr_assert(d.good);
    cr_assert_eq(d.document.revision, 20250301);
    decoded_clear(&d);
}

Test(decode, dates)
{
    struct decoded d;
    decode_members_text(&d, "\"tables\":{},\"published_on\":\"2025-02-29\","
                            "\"state_assets\":{\"as_of\":\"2024-02-29\"}");
    cr_assert_not_null(find_fault(&d, "date", "/published_on"), "2025 is no leap year");
    cr_assert_null(find_fault(&d, "date", "/state_assets/as_of"));
    decoded_clear(&d);
}
