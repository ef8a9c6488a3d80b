#!/usr/bin/env bash
# Which document counts: revisions, stages, withdrawn and held documents, the basis of a department; and what is rolled
# up anew when something changes.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/rollup.sh"
hz_server_start
in=$hz_scratch/in
mkdir "$in"
reference "$hz_scratch/ref"
db=$(hz_fresh_db versions)
hz() { "$HUIZONG" -q --db "$db" --config "$hz_scratch/ref/huizong.conf" "$@"; }
rollup() { "$HUIZONG" --db "$db" --config "$hz_scratch/ref/huizong.conf" rollup "$@" 2>&1; }
sql() { hz_sql "$db" "$1"; }
total() { # condition: the total row's total at division level
    sql "SELECT total FROM rollup.expenditure_by_function WHERE entity_level = 'division' AND exp_func_level = 0 AND $1"
}

# Revisions, of one agency and beside a division that nothing happens to.
hz init && hz load "$fenyang" "$putuo"/310107000-90[13]-2025-department.json && hz rollup
check_eq "the first rollup" 0 $?
here="r.mof_div_code = '141182000'"
beside="r.mof_div_code <> '141182000'"
before=$(row_versions "$db" true)
check_contains "nothing new: nothing done" "unchanged" "$(rollup)"
check_eq "nothing new: no row is written" "$before" "$(row_versions "$db" true)"

before=$(row_versions "$db" "$beside")
variant "$fenyang" "$in/second.json" "d['revision'] = 2
for c in ('208', '20801', '2080101'):
    for r in rows('expenditure', c): r['total'] += 100; r['basic'] += 100"
variant "$fenyang" "$in/third.json" "d['revision'] = 3
d['tables']['expenditure']['rows'] = d['tables']['expenditure']['rows'][:4]"
hz load "$in/second.json"
check_contains "a higher revision: one slice of two" "1 division-year rolled up, 1 unchanged" "$(rollup)"
check_eq "a higher revision replaces the lower one" 20964200.00 "$(total "mof_div_code = '141182000'")"
check_eq "what is beside it stays untouched" "$before" "$(row_versions "$db" "$beside")"
check_figures "second revision" "$db" "$hz_scratch/ref" "$fenyang" "$in/second.json" \
    "$putuo"/310107000-90[13]-2025-department.json
hz load "$in/third.json" && hz rollup
check_eq "codes that are printed no longer are gone" 0 \
    "$(sql "SELECT count(*) FROM rollup.expenditure_by_function WHERE mof_div_code = '141182000' AND exp_func_code = '210' AND total > 0")"
withdraw() { # revision
    sql "UPDATE etl.document SET withdrawn_at = now(), withdrawn_why = 'test'
         WHERE mof_div_code = '141182000' AND revision = $1"
}
withdraw 3
hz rollup
check_eq "a withdrawn revision gives way to the one before" 20964200.00 "$(total "mof_div_code = '141182000'")"
withdraw 2 && withdraw 1
hz rollup
check_eq "a division without documents vanishes" "0|0|0|0" \
    "$(sql "SELECT (SELECT count(*) FROM rollup.expenditure_by_function WHERE mof_div_code = '141182000'),
        (SELECT count(*) FROM rollup.coverage WHERE mof_div_code = '141182000'),
        (SELECT count(*) FROM etl.in_force WHERE mof_div_code = '141182000'),
        (SELECT count(*) FROM etl.rollup_slice WHERE mof_div_code = '141182000')")"
check_eq "… the others don't" "$before" "$(row_versions "$db" "$beside")"

# Stages never mix.
variant "$fenyang" "$in/final.json" "d['bgt_stage'] = 'final'"
variant "$fenyang" "$in/other.json" "d['agency_code'] = '407002'; d['agency_name'] = '虚构单位'"
db=$(hz_fresh_db stages)
hz init && hz load "$fenyang" "$in/final.json" "$in/other.json" && hz rollup
check_eq "two agencies' budgets" 39928400.00 "$(total "bgt_stage = 'budget'")"
check_eq "one agency's final accounts" 19964200.00 "$(total "bgt_stage = 'final'")"
check_figures "stages" "$db" "$hz_scratch/ref" "$fenyang" "$in/final.json" "$in/other.json"
sql "UPDATE etl.document SET withdrawn_at = now() WHERE bgt_stage = 'final'"
check_contains "a stage that loses its document" "1 division-year rolled up, 1 unchanged" "$(rollup)"

# A run that isn't complete is no run; the scripts run in psql as they are; readers see all of it or nothing.
sql "UPDATE etl.run SET state = 'failed' WHERE run_id = (SELECT max(run_id) FROM etl.document)"
sql "UPDATE etl.document SET withdrawn_at = NULL"
run=$(sql "SELECT max(run_id) FROM etl.run")
{
    echo "BEGIN; SELECT set_config('huizong.run_id', '$run', true), set_config('huizong.hold_on', 'never', true);"
    cat "$HUIZONG_SOURCE_DIR"/sql/50_rollups/*.sql
    echo "\\! psql -XqAt -d '$db' -c 'SELECT count(*) FROM rollup.coverage' > $hz_scratch/outside"
    echo "SELECT 'inside ' || count(*) FROM rollup.coverage;"
    echo 'COMMIT;'
} | PGOPTIONS='-c search_path=pg_catalog' psql -XqAt -v ON_ERROR_STOP=1 -d "$db" > "$hz_scratch/psql" 2>&1
check_eq "the scripts run in psql" 0 $?
check_contains "documents of a failed run are not in force" "inside 0" "$(cat "$hz_scratch/psql")"
check_eq "a reader meanwhile sees the rollup before" 4 "$(cat "$hz_scratch/outside")"
check_eq "and this one once it is committed" 0 "$(sql "SELECT count(*) FROM rollup.coverage")"
sql "UPDATE etl.run SET state = 'complete'"
hz rollup
check_eq "complete again" 39928400.00 "$(total "bgt_stage = 'budget'")"

# A changed script rolls everything up anew; so does --all; so does a changed catalogue.
cp -r "$HUIZONG_SOURCE_DIR/sql" "$hz_scratch/sql"
echo '-- changed' >> "$hz_scratch/sql/40_facts/150_three_public.sql"
hz --sql-dir "$hz_scratch/sql" init
check_contains "another logic" "2 division-years rolled up" "$(rollup --sql-dir "$hz_scratch/sql")"
check_contains "the same logic again" "unchanged" "$(rollup --sql-dir "$hz_scratch/sql")"
hz init
hz rollup
check_contains "--all" "2 division-years rolled up" "$(rollup --all)"
sed -i 's/社会保障和就业支出/社会保障和就业支出（改名）/' "$hz_scratch/ref/exp_func.csv"
hz init
check_contains "another catalogue" "2 division-years rolled up" "$(rollup)"
check_eq "shows its names" "社会保障和就业支出（改名）" "$(sql "SELECT DISTINCT exp_func_name
    FROM rollup.expenditure_by_function WHERE exp_func_code = '208'")"

# The checks' findings show in coverage without the rollups being made anew.
before=$(sql "SELECT md5(string_agg(xmin::text, '')) FROM rollup.expenditure_by_function")
check_eq "unchecked documents have no error count" "" "$(sql "SELECT max(errors) FROM rollup.coverage")"
hz check
hz rollup
check_eq "checked ones have" t "$(sql "SELECT count(errors) > 0 FROM rollup.coverage")"
check_eq "in_force knows the check" 0 "$(sql "SELECT count(*) FROM etl.in_force WHERE check_run_id IS NULL")"
check_eq "the other rollups stay" "$before" \
    "$(sql "SELECT md5(string_agg(xmin::text, '')) FROM rollup.expenditure_by_function")"

# The basis of a department.
db=$(hz_fresh_db basis)
reference "$hz_scratch/ref"
hz init && hz load "$putuo"/310107000-903-2025-department.json && hz rollup
basis() {
    sql "SELECT concat_ws('|', basis, agencies, agencies_loaded, rolled_total) FROM rollup.coverage
         WHERE entity_level = 'department' AND dept_code = '903'"
}
counts() {
    sql "SELECT string_agg(scope || '=' || counts, ' ' ORDER BY scope) FROM etl.in_force"
}
check_eq "a department alone" "department|0|0|371514655.00" "$(basis)"
hz load "$putuo/310107000-903001-2025.json" && hz rollup
check_eq "its unit without a roster" "department|1|1|371514655.00 department=true unit=false" "$(basis) $(counts)"
check_eq "the unit shows at agency level" 371514655.00 "$(sql "SELECT total FROM rollup.expenditure_by_function
    WHERE agency_code = '903001' AND exp_func_level = 0")"
reference "$hz_scratch/ref" 2025,310107000,903,商务委,903001,商务委 2025,310107000,903,商务委,903002,虚构单位
hz init && hz rollup
check_eq "a roster that isn't complete" "department|2|1|371514655.00" "$(basis)"
check_eq "who is missing" "903002|missing" "$(sql "SELECT agency_code, status FROM rollup.coverage WHERE status = 'missing'")"
variant "$putuo/310107000-903001-2025.json" "$in/two.json" "d['agency_code'] = '903002'
for t in ('revenue', 'expenditure'): d['tables'][t]['rows'] = rows(t, '221') + rows(t, '22102') + rows(t, '2210201')"
hz load "$in/two.json" && hz rollup
check_eq "all units of the roster" "agencies|2|2|372875689.00 department=false unit=true unit=true" "$(basis) $(counts)"
check_figures "the units are the basis" "$db" "$hz_scratch/ref" "$putuo/310107000-903-2025-department.json" \
    "$putuo/310107000-903001-2025.json" "$in/two.json"
check_eq "division and department agree" 372875689.00 "$(total "mof_div_code = '310107000'")"
sql "UPDATE etl.document SET withdrawn_at = now() WHERE agency_code = '903002'"
hz rollup
check_eq "a unit that is withdrawn gives the basis back" "department|2|1|371514655.00" "$(basis)"
# A unit that names another department than the roster does is in that department's document already.
variant "$putuo/310107000-903001-2025.json" "$in/stray.json" "d['agency_code'] = '903002'; d['dept_code'] = '904'; d['revision'] = 2"
hz load "$in/stray.json" && hz rollup
check_eq "a unit under a wrong department doesn't count twice" 371514655.00 \
    "$(sql "UPDATE etl.document SET withdrawn_at = now() WHERE agency_code = '903001'")$(hz rollup)$(total "mof_div_code = '310107000'")"

# Held, rejected and missing documents.
hold_on=error reference "$hz_scratch/ref" 2025,141182000,407,人社局,407001,人社局 2025,141182000,407,人社局,407009,虚构单位
db=$(hz_fresh_db held)
# The document claims 22 published targets and prints 20 forms (rule N05): with 20 claimed it is clean.
clean="d['narrative']['performance']['published']['count'] = 20;"
variant "$fenyang" "$in/clean.json" "$clean"
variant "$fenyang" "$in/wrong.json" "$clean d['revision'] = 2; rows('expenditure', '2080101')[0]['basic'] += 5"
variant "$fenyang" "$in/held.json" "$clean d['agency_code'] = '407003'; rows('expenditure', '2080101')[0]['basic'] += 5"
variant "$fenyang" "$in/rejected.json" "$clean d['agency_code'] = '407009'; rows('expenditure', '2080101')[0]['basic'] = '五'"
hz init && hz load "$in/clean.json"
hz load "$in/wrong.json" "$in/held.json" "$in/rejected.json"
check_eq "one is rejected" 65 $?
hz check
hz rollup
check_eq "documents are held" 65 $?
check_eq "the revision that passed stays in force" 19964200.00 "$(total true)"
check_eq "coverage" "407001|loaded|1|held|0 407003|held|1||t 407009|rejected|||" \
    "$(sql "SELECT string_agg(concat_ws('|', agency_code, status, coalesce(revision::text, ''), coalesce(pending, ''),
        CASE agency_code WHEN '407003' THEN left((errors > 0)::text, 1) ELSE coalesce(errors::text, '') END), ' ' ORDER BY agency_code)
        FROM rollup.coverage WHERE entity_level = 'agency'")"
check_eq "coverage above" "department|loaded|3|1 division|loaded|3|1" \
    "$(sql "SELECT string_agg(concat_ws('|', entity_level, status, agencies, agencies_loaded), ' ' ORDER BY entity_level)
        FROM rollup.coverage WHERE entity_level <> 'agency'")"
check_eq "no document of theirs in the rollups" 1 "$(sql "SELECT count(DISTINCT agency_code) FROM rollup.revenue_by_source")"
check_contains "nothing changed meanwhile" "unchanged" "$(rollup)"
hold_on=never reference "$hz_scratch/ref" 2025,141182000,407,人社局,407001,人社局
hz rollup
check_eq "not holding" 39928400.00 "$(total true)"
variant "$fenyang" "$in/corrected.json" "$clean d['agency_code'] = '407009'"
hz load "$in/corrected.json" && hz rollup
check_eq "a rejected document that was corrected" "loaded|" \
    "$(sql "SELECT status, pending FROM rollup.coverage WHERE agency_code = '407009'")"
hz_done
