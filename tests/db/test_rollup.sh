#!/usr/bin/env bash
# The figures of the rollups: of the real disclosures and of layouts made from them, against an independent computation.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/rollup.sh"
hz_server_start
in=$hz_scratch/in
mkdir "$in"

# The samples as they are, without a roster and with one.
samples=("$fenyang" "$putuo"/*.json "$yantai"/*.json)
reference "$hz_scratch/none"
reference "$hz_scratch/roster" \
    2025,141182000,407,汾阳市人力资源和社会保障局,407001,汾阳市人力资源和社会保障局 \
    2025,310107000,903,上海市普陀区商务委员会,903001,上海市普陀区商务委员会
for roster in none roster; do
    db=$(hz_fresh_db "samples_$roster")
    hz() { "$HUIZONG" -q --db "$db" --config "$hz_scratch/$roster/huizong.conf" "$@"; }
    hz init && hz load "${samples[@]}" && hz rollup
    check_eq "samples, roster $roster" 0 $?
    check_figures "samples, roster $roster" "$db" "$hz_scratch/$roster" "${samples[@]}"
done

# What the documents say, in figures that can be looked up in them.
figure() { # description, expected, SQL
    check_eq "$1" "$2" "$(hz_sql "$db" "$3")"
}
at="mof_div_code = '141182000' AND entity_level"
for level in division department agency; do
    figure "208 of 汾阳, $level" "18468800.00|社会保障和就业支出|1" \
        "SELECT total, exp_func_name, exp_func_level FROM rollup.expenditure_by_function
         WHERE $at = '$level' AND exp_func_code = '208'"
    figure "the total of 汾阳, $level" "19964200.00|2909800.00|17054400.00|19239400.00|724800.00|1" \
        "SELECT total, basic, project, current_year, carryover, agencies FROM rollup.expenditure_by_function
         WHERE $at = '$level' AND exp_func_code IS NULL AND exp_func_level = 0"
    figure "revenue of 汾阳, $level" "19964300.00" \
        "SELECT amount FROM rollup.revenue_by_source WHERE $at = '$level' AND source = 'total'"
    figure "三公 of 汾阳, $level" "50000.00" \
        "SELECT total FROM rollup.three_public WHERE $at = '$level' AND item = 'total'"
    figure "blank is not 0, $level" "reception||0" \
        "SELECT item, total, agencies FROM rollup.three_public WHERE $at = '$level' AND item = 'reception'"
    figure "机关运行 of 汾阳, $level" "335800.00" "SELECT total FROM rollup.operating_expenses WHERE $at = '$level'"
    figure "projects of 汾阳, $level" "22|16329700.00|4|724800.00|19" \
        "SELECT projects, total, carryover_projects, carryover_total, targets FROM rollup.project_totals
         WHERE $at = '$level'"
    figure "printed and added up, 汾阳, $level" "loaded|agencies|19964300.00|19964200.00|table 3" \
        "SELECT status, basis, printed_total, rolled_total, expenditure_source FROM rollup.coverage WHERE $at = '$level'"
done
figure "projects are listed for the agency" "agency|f|22|16329700.00 agency|t|4|724800.00" \
    "SELECT string_agg(concat_ws('|', entity_level, left(is_carryover::text, 1), n, total), ' ' ORDER BY is_carryover)
     FROM (SELECT entity_level, is_carryover, count(*) AS n, sum(total) AS total FROM rollup.projects
           WHERE mof_div_code = '141182000' GROUP BY 1, 2) AS p"
figure "a form goes to its project, brackets and spaces aside" "t|1121867.00" \
    "SELECT has_target, target_total FROM rollup.projects WHERE pro_name = '2025年人社局政府购买服务项目（医保）'"
figure "the form of another department is none of this one" "f|" \
    "SELECT has_target, target_total FROM rollup.projects WHERE pro_name = '2025年稳岗补助晋财农【2024】119号'"
figure "a name that stands three times takes each form once" "20.00|20.00 3.00|3.00 5.00|5.00" \
    "SELECT string_agg(trim_scale(total / 10000)::numeric(9,2) || '|' || (target_total / 10000)::numeric(9,2), ' '
        ORDER BY row_no) FROM rollup.projects WHERE mof_div_code = '370600000' AND dept_code = '233'
        AND pro_name = '实施公车统管费用'"
figure "no form counts twice" "t" \
    "SELECT bool_and(matched <= targets_total) FROM rollup.project_totals AS t
     JOIN (SELECT mof_div_code, dept_code, sum(target_total) AS matched FROM rollup.projects GROUP BY 1, 2) AS p
     USING (mof_div_code, dept_code) WHERE t.entity_level = 'department'"
figure "普陀's two documents of the same money count once" "371514655.00" \
    "SELECT total FROM rollup.expenditure_by_function WHERE mof_div_code = '310107000' AND dept_code = '903'
     AND entity_level = 'department' AND exp_func_level = 0"
figure "where no government subject is printed or unique" "U30101|未对应：基本工资" \
    "SELECT eco_code, eco_name FROM rollup.expenditure_by_economic WHERE mof_div_code = '310107000'
     AND fiscal_year = 2024 AND entity_level = 'division' AND classification = 'government' AND eco_code LIKE 'U30101'"
figure "assets add up" "5" \
    "SELECT vehicles_actual FROM rollup.state_assets WHERE mof_div_code = '370600000' AND dept_code = '233'"

# Layouts that the samples don't show.
made_up "$in"
reference "$hz_scratch/made"
db=$(hz_fresh_db made)
hz() { "$HUIZONG" -q --db "$db" --config "$hz_scratch/made/huizong.conf" "$@"; }
hz init && hz load "$in" && hz rollup
check_eq "made-up layouts" 0 $?
check_figures "made-up layouts" "$db" "$hz_scratch/made" "$in"/*.json
total() { # agency, column, code or NULL
    hz_sql "$db" "SELECT $2 FROM rollup.expenditure_by_function WHERE agency_code = '$1' AND exp_func_code IS NOT DISTINCT FROM $3"
}
check_eq "a code that is printed twice counts twice" 3820400.00 "$(total 500001 total "'2080101'")"
check_eq "the carryover within the total of table 2 is taken out" "29907400.00|28907400.00|1000000.00" \
    "$(total 500002 'total, current_year, carryover' "'2010601'")"
check_eq "without table 3: table 2 and its carryover" 19964200.00 "$(total 500003 total NULL)"
check_eq "… which has no basic expenditure" "|" "$(total 500003 'basic, project' NULL)"
check_eq "without tables 3 and 2: table 5" "19239400.00|2909800.00|19239400.00" \
    "$(total 500004 'total, basic, general_public_budget' NULL)"
check_eq "coverage says so" "500001|table 3 500003|table 2 500004|table 5 500009|" \
    "$(hz_sql "$db" "SELECT string_agg(agency_code || '|' || coalesce(expenditure_source, ''), ' ' ORDER BY agency_code)
        FROM rollup.coverage WHERE agency_code IN ('500001', '500003', '500004', '500009')")"
check_eq "and that the division's sources differ" mixed \
    "$(hz_sql "$db" "SELECT expenditure_source FROM rollup.coverage WHERE entity_level = 'division'")"
check_eq "transfers within the division are taken out beside the plain total" "90919700.00|90724700.00" \
    "$(hz_sql "$db" "SELECT max(amount) FILTER (WHERE source = 'total'),
        max(amount) FILTER (WHERE source = 'total_without_internal_transfers')
        FROM rollup.revenue_by_source WHERE agency_code = '500005'")"
check_eq "a carryover among the items is none of the current year's revenue" "19239500.00|19964300.00" \
    "$(hz_sql "$db" "SELECT max(amount) FILTER (WHERE source = 'current_year_total'), max(amount) FILTER (WHERE source = 'total')
        FROM rollup.revenue_by_source WHERE agency_code = '500007'")"
check_eq "a government subject goes by its own name where the department's is unknown" "department|unresolved government|50101" \
    "$(hz_sql "$db" "SELECT string_agg(classification || '|' || eco_code, ' ' ORDER BY classification)
        FROM rollup.expenditure_by_economic WHERE agency_code = '500008' AND eco_code IN ('unresolved', '50101')")"
check_eq "an unknown code counts, without a name" "1910200.00|" "$(total 500008 'total, exp_func_name' "'2089977'")"
check_eq "a leaf of five digits has no row below it" 0 \
    "$(hz_sql "$db" "SELECT count(total) FROM rollup.expenditure_by_function WHERE agency_code = '500006' AND exp_func_level = 3")"
check_eq "table 8 alone" 1000.01 "$(total 500009 government_fund "'212'")"
check_eq "every relation and column of rollup has a comment" "" "$(hz_sql "$db" "
    SELECT string_agg(c.relname || '.' || coalesce(a.attname, ''), ' ')
      FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = 'rollup'
      JOIN (SELECT attrelid, attnum, attname FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped) AS a ON a.attrelid = c.oid
     WHERE c.relkind IN ('r', 'v') AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid, 'pg_class') IS NULL)")"
hz_done
