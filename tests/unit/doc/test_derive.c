#include "base/buf.h"
#include "support/decode.h"

static void check_values(const struct rows *rows, const char *column, size_t count,
                         const char *const *expected)
{
    cr_assert_eq(rows->count, count, "%zu rows", rows->count);
    for (size_t r = 0; r < count; r++) {
        const char *value = rows_text(rows, r, column);
        cr_expect_str_eq(value != NULL ? value : "-", expected[r], "row %zu of %s: %s", r, column,
                         value != NULL ? value : "-");
    }
}

#define check_column(rows, column, expected)                                                       \
    check_values(rows, column, sizeof(expected) / sizeof((expected)[0]), expected)

Test(derive, leaves_groups_and_totals_by_code)
{
    struct decoded d;
    decode_members_text(
        &d,
        "\"tables\":{\"expenditure\":{\"rows\":["
        "{\"exp_func_name\":\"合 计\"},{\"exp_func_code\":\"208\"},{\"exp_func_code\":\"20801\"},"
        "{\"exp_func_code\":\"2080101\"},{\"exp_func_code\":\"20805\"},{\"exp_func_code\":\"210\"},"
        "{\"exp_func_name\":\"说不清的支出\"}]}}");
    static const char *const kinds[] = {"total", "group", "group", "leaf", "leaf", "leaf", "leaf"};
    check_column(document_rows(&d.document, "expenditure"), "row_kind", kinds);
    decoded_clear(&d);
}

/* A total row that isn't taken for one would be added to what it is the total of. */
Test(derive, total_rows_by_whatever_name_in_tables_by_code_too)
{
    static const char *const names[] = {"合计", "总计", "部门合计", "单位 合计"};
    static const char *const kinds[] = {"total", "leaf"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct decoded d;
        char text[512];
        snprintf(text, sizeof text,
                 "\"tables\":{\"expenditure\":{\"rows\":[{\"exp_func_name\":\"%s\"},"
                 "{\"exp_func_code\":\"208\"}]},\"basic_expenditure\":{\"rows\":["
                 "{\"dep_bgt_eco_name\":\"%s\"},{\"dep_bgt_eco_code\":\"30101\"}]}}",
                 names[i], names[i]);
        decode_members_text(&d, text);
        check_column(document_rows(&d.document, "expenditure"), "row_kind", kinds);
        check_column(document_rows(&d.document, "basic_expenditure"), "row_kind", kinds);
        decoded_clear(&d);
    }
}

Test(derive, classes_by_name_never_by_ordinal)
{
    struct decoded d;
    decode_members_text(
        &d,
        "\"tables\":{\"expenditure\":{\"rows\":[{\"exp_func_code\":\"299\",\"exp_func_name\":"
        "\"新设支出\"}]},"
        "\"budget_summary\":{\"revenue\":[],\"expenditure\":[{\"item\":\"三、社会保障 "
        "和就业支出\"},"
        "{\"item\":\"（十）医疗卫生与计划生育支出\"},{\"item\":\"八、一般公共服务支出\"},"
        "{\"item\":\"九、新设支出\"},{\"item\":\"十、闻所未闻支出\"},{\"item\":\"本年支出合计\"},"
        "{\"item\":\"年终结转\"},{\"item\":\"支出总计\"}]}}");
    static const char *const codes[] = {"208", "-", "201", "299", "-", "-", "-", "-"};
    static const char *const kinds[] = {"item", "part",          "item",  "item",
                                        "item", "current_total", "extra", "grand_total"};
    const struct rows *rows = document_rows(&d.document, "budget_summary_expenditure");
    check_column(rows, "exp_func_code", codes);
    check_column(rows, "row_kind", kinds);
    cr_assert_eq(d.document.unresolved_total, 1, "only the one nobody knows");
    cr_assert_str_eq(d.document.unresolved[0], "budget_summary_expenditure: 十、闻所未闻支出");
    decoded_clear(&d);
}

/* The list of 汾阳市: five items, the carryover on top. */
Test(derive, revenue_with_carryover_and_its_parts)
{
    struct decoded d;
    decode_members_text(
        &d, "\"tables\":{\"appropriation_summary\":{\"revenue\":[{\"item\":\"一、一般公共预算\"},"
            "{\"item\":\"二、政府性基金预算\"},{\"item\":\"本年收入合计\"},{\"item\":"
            "\"上年财政拨款结转\"},"
            "{\"item\":\"一、一般公共预算\"},{\"item\":\"收入总计\"}],\"expenditure\":[]}}");
    static const char *const kinds[] = {"item",  "item",       "current_total",
                                        "extra", "extra_part", "grand_total"};
    static const char *const sources[] = {"general_public_budget", "government_fund",
                                          "current_year_total",    "carryover",
                                          "general_public_budget", "total"};
    const struct rows *rows = document_rows(&d.document, "appropriation_summary_revenue");
    check_column(rows, "row_kind", kinds);
    check_column(rows, "source", sources);
    decoded_clear(&d);
}

/* The list of 烟台市: parts without a number, incomes on top of the current total. */
Test(derive, revenue_with_unnumbered_parts)
{
    struct decoded d;
    decode_members_text(
        &d, "\"tables\":{\"budget_summary\":{\"revenue\":[{\"item\":\"一、财政拨款收入\"},"
            "{\"item\":\"一般公共预算收入\"},{\"item\":\"三、事业收入（不含教育收费）\"},"
            "{\"item\":\"四、事业单位经营收入\"},{\"item\":\"本年收入合计\"},{\"item\":"
            "\"上级补助收入\"},"
            "{\"item\":\"使用非财政拨款结余\"},{\"item\":\"上年结转\"},{\"item\":\"收入总计\"}],"
            "\"expenditure\":[]}}");
    static const char *const kinds[] = {"item",  "part",  "item",  "item",       "current_total",
                                        "extra", "extra", "extra", "grand_total"};
    static const char *const sources[] = {"fiscal_appropriation",
                                          "general_public_budget",
                                          "institution_income",
                                          "institution_business_income",
                                          "current_year_total",
                                          "superior_subsidy",
                                          "non_fiscal_balance",
                                          "carryover",
                                          "total"};
    const struct rows *rows = document_rows(&d.document, "budget_summary_revenue");
    check_column(rows, "row_kind", kinds);
    check_column(rows, "source", sources);
    decoded_clear(&d);
}

/* No 本年收入合计: an unnumbered 上年结转 stands on top all the same, and is no part of the item
 * above it. */
Test(derive, carryover_without_a_current_total)
{
    struct decoded d;
    decode_members_text(
        &d,
        "\"tables\":{\"budget_summary\":{\"revenue\":[{\"item\":\"一、财政拨款收入\"},"
        "{\"item\":\"一般公共预算收入\"},{\"item\":\"其中：上年结转\"},{\"item\":\"二、事业收入\"},"
        "{\"item\":\"上年结转\"},{\"item\":\"收入总计\"}],\"expenditure\":[]}}");
    static const char *const kinds[] = {"item", "part", "part", "item", "extra", "grand_total"};
    check_column(document_rows(&d.document, "budget_summary_revenue"), "row_kind", kinds);
    decoded_clear(&d);
}

/* No 本年收入合计, and the parts of the carryover numbered from 一、 again. A list that goes on has
 * no parts there. */
Test(derive, parts_of_a_carryover_without_a_current_total)
{
    struct decoded d;
    decode_members_text(
        &d,
        "\"tables\":{\"appropriation_summary\":{\"revenue\":[{\"item\":\"一、一般公共预算\"},"
        "{\"item\":\"二、政府性基金预算\"},{\"item\":\"上年财政拨款结转\"},"
        "{\"item\":\"一、一般公共预算\"},{\"item\":\"二、政府性基金预算\"},{\"item\":\"收入总计\"}]"
        ","
        "\"expenditure\":[]},"
        "\"budget_summary\":{\"revenue\":[{\"item\":\"一、一般公共预算\"},{\"item\":\"上年结转\"},"
        "{\"item\":\"1.一般公共预算\"},{\"item\":\"二、单位资金\"},{\"item\":\"上级补助收入\"},"
        "{\"item\":\"收入总计\"}],\"expenditure\":[]}}");
    static const char *const again[] = {"item",       "item",       "extra",
                                        "extra_part", "extra_part", "grand_total"};
    static const char *const goes_on[] = {"item", "extra", "extra_part",
                                          "item", "part",  "grand_total"};
    check_column(document_rows(&d.document, "appropriation_summary_revenue"), "row_kind", again);
    check_column(document_rows(&d.document, "budget_summary_revenue"), "row_kind", goes_on);
    decoded_clear(&d);
}

Test(derive, revenue_that_is_not_fiscal_appropriation)
{
    struct decoded d;
    decode_members_text(
        &d, "\"tables\":{\"budget_summary\":{\"revenue\":[{\"item\":\"一、财政拨款收入\"},"
            "{\"item\":\"二、非财政拨款收入\"},{\"item\":\"三、非同级财政拨款收入\"},"
            "{\"item\":\"四、使用非财政拨款结余\"}],\"expenditure\":[]}}");
    static const char *const sources[] = {"fiscal_appropriation", "agency_funds", "other_income",
                                          "non_fiscal_balance"};
    check_column(document_rows(&d.document, "budget_summary_revenue"), "source", sources);
    decoded_clear(&d);
}

Test(derive, economic_subjects_by_name_within_their_group)
{
    struct decoded d;
    decode_members_text(
        &d,
        "\"tables\":{\"basic_expenditure_by_economic\":{\"rows\":[{\"dep_bgt_eco_name\":\"合计\"},"
        "{\"dep_bgt_eco_name\":\"工资福利支出\"},"
        "{\"dep_bgt_eco_name\":\"基本工资\",\"gov_bgt_eco_name\":\"工资奖金津补贴\"},"
        "{\"dep_bgt_eco_name\":\"资本性支出\"},"
        "{\"dep_bgt_eco_name\":\"办公设备购置\",\"gov_bgt_eco_name\":\"设备购置\"},"
        "{\"dep_bgt_eco_name\":\"其他支出\"},{\"dep_bgt_eco_name\":\"其他支出\"},"
        "{\"dep_bgt_eco_name\":\"没有的科目\"}]}}");
    static const char *const departments[] = {"-",     "301", "30101", "310",
                                              "31002", "399", "39999", "-"};
    static const char *const governments[] = {"-", "-", "50101", "-", "50306", "-", "-", "-"};
    static const char *const kinds[] = {"total", "group", "leaf", "group",
                                        "leaf",  "group", "leaf", "leaf"};
    const struct rows *rows = document_rows(&d.document, "basic_expenditure_by_economic");
    check_column(rows, "dep_eco_code", departments);
    check_column(rows, "gov_eco_code", governments);
    check_column(rows, "row_kind", kinds);
    decoded_clear(&d);
}

Test(derive, one_department_group_under_two_government_groups)
{
    struct decoded d;
    decode_members_text(&d, "\"tables\":{\"basic_expenditure\":{\"rows\":["
                            "{\"dep_bgt_eco_code\":\"301\",\"gov_bgt_eco_code\":\"501\"},"
                            "{\"dep_bgt_eco_code\":\"30101\",\"gov_bgt_eco_code\":\"50101\"},"
                            "{\"dep_bgt_eco_code\":\"301\",\"gov_bgt_eco_code\":\"505\"}]}}");
    static const char *const kinds[] = {"group", "leaf", "leaf"};
    check_column(document_rows(&d.document, "basic_expenditure"), "row_kind", kinds);
    decoded_clear(&d);
}

Test(derive, three_public_items)
{
    struct decoded d;
    decode_members_text(
        &d, "\"tables\":{\"three_public\":{\"rows\":[{\"item\":\"因公出国(境)费\"},{\"item\":"
            "\"公务接待费\"},"
            "{\"item\":\"公务用车购置及运行费\"},{\"item\":\"①公务用车购置费\"},"
            "{\"item\":\"②公务用车运行维护费\"},{\"item\":\"合计\"},{\"item\":\"会议费\"}]}}");
    static const char *const keys[] = {
        "overseas_travel",   "reception", "vehicles", "vehicle_purchase",
        "vehicle_operation", "total",     "-"};
    check_column(document_rows(&d.document, "three_public"), "item_key", keys);
    decoded_clear(&d);
}

/* Parts of an item that has an amount aren't counted again; the item printed twice is, and so are
 * parts alone. */
Test(derive, three_public_parts_of_items)
{
    struct decoded d;
    decode_members_text(
        &d, "\"tables\":{\"three_public\":{\"rows\":[{\"item\":\"2.公务接待费\",\"total\":3},"
            "{\"item\":\"其中：国内公务接待费\",\"total\":2},{\"item\":\"外事接待费\",\"total\":1},"
            "{\"item\":\"公务接待费\",\"total\":3},"
            "{\"item\":\"因公出国（境）费\"},{\"item\":\"其中：出国（境）培训费\",\"total\":4},"
            "{\"item\":\"公务用车运行维护费\",\"total\":5},{\"item\":\"合计\",\"total\":12}]}}");
    static const char *const keys[] = {
        "reception",         "-",    "-", "reception", "overseas_travel", "overseas_travel",
        "vehicle_operation", "total"};
    check_column(document_rows(&d.document, "three_public"), "item_key", keys);
    cr_assert_eq(d.document.unresolved_total, 0, "parts are known");
    decoded_clear(&d);
}

/* 汾阳市's table 13 prints the agency's total twice. */
Test(derive, rows_named_like_the_agency_are_totals)
{
    struct decoded d;
    decode_members_text(&d, "\"subordinate_agencies\":[{\"agency_name\":\"乙所\"}],\"tables\":{"
                            "\"projects_carryover\":{\"rows\":["
                            "{\"pro_name\":\"甲局\"},{\"pro_name\":\" "
                            "甲局\"},{\"pro_name\":\"乙所\"},{\"pro_name\":\"维修\"}]},"
                            "\"operating_expenses\":{\"rows\":[{\"agency_name\":\"部门合计\"},{"
                            "\"agency_name\":\"甲局\"}]}}");
    static const char *const projects[] = {"total", "total", "total", "leaf"};
    static const char *const operating[] = {"total", "leaf"};
    check_column(document_rows(&d.document, "projects_carryover"), "row_kind", projects);
    check_column(document_rows(&d.document, "operating_expenses"), "row_kind", operating);
    decoded_clear(&d);
}

Test(derive, a_total_alone_is_the_figure)
{
    struct decoded d;
    decode_members_text(
        &d, "\"tables\":{\"operating_expenses\":{\"rows\":[{\"agency_name\":\"部门合计\"},"
            "{\"agency_name\":\"合计\"}]}}");
    static const char *const operating[] = {"leaf", "total"};
    check_column(document_rows(&d.document, "operating_expenses"), "row_kind", operating);
    decoded_clear(&d);
}

/* "before, a number, behind", so many times, with commas between them. */
static void repeat(struct buf *out, const char *before, const char *behind, int times)
{
    for (int i = 0; i < times; i++) {
        buf_printf(out, "%s%s%d%s", i > 0 ? "," : "", before, 1000000 + i, behind);
    }
}

/* What a row is was looked for in all others: a file of some megabytes kept a night busy. */
Test(derive, rows_without_number, .timeout = 60)
{
    enum { ROWS = 100000 };
    struct buf text = {0};
    struct decoded d;
    buf_puts(&text, "\"tables\":{\"revenue\":{\"rows\":[");
    repeat(&text, "{\"exp_func_code\":\"", "\"}", ROWS);
    buf_puts(&text, "]},\"basic_expenditure\":{\"rows\":[");
    repeat(&text, "{\"dep_bgt_eco_code\":\"301\",\"gov_bgt_eco_code\":\"501\",\"pro\":", "}", ROWS);
    buf_puts(&text, "]},\"expenditure\":{\"rows\":[");
    repeat(&text, "{\"exp_func_code\":\"201\",\"exp_func_name\":\"甲", "\"}", ROWS);
    buf_puts(&text, "]},\"budget_summary\":{\"expenditure\":[");
    repeat(&text, "{\"item\":\"一、乙", "\"}", ROWS);
    buf_puts(&text, "]},\"projects_current\":{\"rows\":[");
    repeat(&text, "{\"pro_name\":\"丙", "\"}", ROWS);
    buf_puts(&text, "]}},\"subordinate_agencies\":[");
    repeat(&text, "{\"agency_name\":\"丁", "\"}", ROWS);
    buf_puts(&text, "]");
    decode_members_text(&d, buf_cstr(&text));
    cr_assert(d.good);
    cr_expect_eq(document_row_count(&d.document), 6 * ROWS + 1);
    decoded_clear(&d);
    buf_clear(&text);
}

Test(derive, a_class_that_the_document_names_twice_is_none)
{
    struct decoded d;
    decode_members_text(
        &d,
        "\"tables\":{\"revenue\":{\"rows\":[{\"exp_func_code\":\"231\",\"exp_func_name\":"
        "\"甲支出\"},"
        "{\"exp_func_code\":\"232\",\"exp_func_name\":\"乙支出\"},"
        "{\"exp_func_code\":\"23301\",\"exp_func_name\":\"丙支出\"}]},"
        "\"expenditure\":{\"rows\":[{\"exp_func_code\":\"231\",\"exp_func_name\":\"甲 支出\"},"
        "{\"exp_func_code\":\"239\",\"exp_func_name\":\"乙支出\"}]},"
        "\"budget_summary\":{\"expenditure\":[{\"item\":\"一、甲支出\"},{\"item\":\"二、乙支出\"},"
        "{\"item\":\"三、丙支出\"}]}}");
    static const char *const codes[] = {"231", "-", "-"};
    check_column(document_rows(&d.document, "budget_summary_expenditure"), "exp_func_code", codes);
    decoded_clear(&d);
}
