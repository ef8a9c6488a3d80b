#!/usr/bin/env bash
# What the totals were after each run, and why they changed: every total as it stood in the rollups at the time, and parts
# that add up to every change.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/rollup.sh"
hz_server_start
in=$hz_scratch/in
mkdir "$in"
ref=$hz_scratch/ref
reference "$ref"
db=$(hz_fresh_db history)
hz() { "$HUIZONG" -q --db "$db" --config "$ref/huizong.conf" "$@"; }
sql() { hz_sql "$db" "$1"; }
say() { "$HUIZONG" --db "$db" --config "$ref/huizong.conf" changes "$@" 2>&1; }

# What the rollups say now, in the form of rollup.as_of.
totals="SELECT fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, relation, subject, amount FROM (
    SELECT fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, 'expenditure_by_function' AS relation,
           coalesce(exp_func_code, '') AS subject, total AS amount FROM rollup.expenditure_by_function WHERE exp_func_level <= 1
    UNION ALL SELECT fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, 'expenditure_by_economic',
           classification || '/' || coalesce(eco_code, ''), total FROM rollup.expenditure_by_economic WHERE eco_level <= 1
    UNION ALL SELECT fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, 'revenue_by_source', source,
           amount FROM rollup.revenue_by_source WHERE source <> 'total_without_internal_transfers'
    UNION ALL SELECT fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, 'appropriation_by_function',
           coalesce(exp_func_code, ''), total FROM rollup.appropriation_by_function
    UNION ALL SELECT fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, 'three_public', item, total
           FROM rollup.three_public
    UNION ALL SELECT fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, 'operating_expenses', '', total
           FROM rollup.operating_expenses
    UNION ALL SELECT fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, 'project_totals', '', total
           FROM rollup.project_totals
    UNION ALL SELECT fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, 'procurement', '', total
           FROM rollup.procurement) AS t WHERE amount IS NOT NULL"
last() { sql "SELECT max(run_id) FROM etl.rollup_run"; }
runs=()
night() { # what the night did: kept under its run for later
    hz rollup
    local run
    run=$(last)
    runs+=("$run")
    sql "CREATE TABLE public.kept_$run AS $totals" # a copy that the program knows nothing of
}
causes() { # of the last night, for the total expenditure
    local n=${#runs[@]}
    sql "SELECT string_agg(concat_ws(' ', agency_code, cause, change), ', ' ORDER BY agency_code, scope)
         FROM rollup.changes(${runs[n - 2]}, ${runs[n - 1]}) WHERE relation = 'expenditure_by_function' AND subject = ''"
}

hz init && hz load "$fenyang" "$putuo/310107000-903-2025-department.json"
night
check_eq "nothing before the first night" 0 "$(sql "SELECT count(*) FROM rollup.as_of(${runs[0]} - 1)")"

variant "$fenyang" "$in/other.json" "d.update(agency_code='407002', agency_name='虚构单位')"
hz load "$in/other.json"
night
check_eq "a new document" "407002 new 19964200.00" "$(causes)"

variant "$fenyang" "$in/second.json" "d['revision'] = 2
for c in ('208', '20801', '2080101'):
    for r in rows('expenditure', c): r['total'] += 100; r['basic'] += 100"
hz load "$in/second.json"
night
check_eq "a revision" "407001 revision 1000000.00" "$(causes)"

hz withdraw --agency 407002 --year 2025 --why '公开有误'
night
check_eq "a withdrawal" "407002 withdrawn -19964200.00" "$(causes)"

hz withdraw --agency 407001 --year 2025 --revision 2 --why '公开有误'
night
check_eq "a withdrawal that brings the lower revision back" "407001 withdrawn -1000000.00" "$(causes)"

# The unit's own figures differ from the department's document, so that the basis shows in the sum.
variant "$putuo/310107000-903001-2025.json" "$in/unit.json" "
for t in ('revenue', 'expenditure'): d['tables'][t]['rows'] = rows(t, '221') + rows(t, '22102') + rows(t, '2210201')"
hz load "$in/unit.json"
night
check_eq "a unit beside its department changes nothing" "" "$(causes)"
reference "$ref" 2025,310107000,903,商务委,903001,商务委
hz init
night
check_eq "the basis" "903 basis -371514655.00, 903001 basis 1361034.00" "$(causes)"

sed -i 's/^30102,50101$/30102,50102/; /^30102,50501$/d' "$ref/eco_crossmap.csv"
hz init
night
check_eq "the crosswalk leaves expenditure by function alone" "" "$(causes)"
check_eq "and moves government subjects" "configuration" "$(sql "SELECT string_agg(DISTINCT cause, ',')
    FROM rollup.changes(${runs[6]}, ${runs[7]})")"
check_eq "… which the parts of both say" "0.00" "$(sql "SELECT sum(change) FROM rollup.changes(${runs[6]}, ${runs[7]})
    WHERE relation = 'expenditure_by_economic' AND subject LIKE 'government/_%'")"

cp -r "$HUIZONG_SOURCE_DIR/sql" "$hz_scratch/sql"
sed -i "s/^ WHERE o.row_kind = 'leaf';/ WHERE o.row_kind = 'leaf' AND false;/" "$hz_scratch/sql/40_facts/160_operating_expenses.sql"
hz --sql-dir "$hz_scratch/sql" init
hz --sql-dir "$hz_scratch/sql" rollup
check_eq "another program" "program|-335800.00" "$(sql "SELECT cause, change FROM rollup.changes(${runs[7]}, $(last))
    WHERE relation = 'operating_expenses' AND mof_div_code = '141182000'")"
hz init
night

variant "$fenyang" "$in/third.json" "d.update(revision=3, dept_code='408')"
hz load "$in/third.json"
night
check_eq "another department: one loses, one gains, the city stays" "407 department -19964200.00, 408 department 19964200.00" \
    "$(sql "SELECT string_agg(concat_ws(' ', dept_code, cause, change), ', ' ORDER BY dept_code)
        FROM rollup.changes(${runs[8]}, ${runs[9]}) WHERE relation = 'expenditure_by_function' AND subject = ''")"
check_contains "the last change of another division" "run ${runs[5]} to run ${runs[6]}: -370,153,621.00 = basis" \
    "$(say --division 310107000)"
variant "$putuo/310107000-903-2025-department.json" "$in/beside.json" "d['revision'] = 2
for c in ('201', '20113', '2011301'):
    for r in rows('expenditure', c): r['total'] += 100; r['basic'] += 100"
hz load "$in/beside.json" && hz rollup
check_contains "a revision that doesn't count is no change" "run ${runs[5]} to run ${runs[6]}: " "$(say --division 310107000)"
variant "$fenyang" "$in/wrong.json" "d['agency_code'] = '407003'; rows('expenditure', '2080101')[0]['basic'] += 5"
hz load "$in/wrong.json" && hz check
night
sed -i 's/= never/= error/' "$ref/huizong.conf"
night
check_contains "a document that is held back" "407003 held -19964200.00" "$(causes)"

# Every night as it was, every pair of nights explained.
for run in "${runs[@]}"; do
    check_eq "run $run as it was" "0|0" "$(sql "SELECT
        (SELECT count(*) FROM (SELECT * FROM public.kept_$run EXCEPT SELECT * FROM rollup.as_of($run)) AS a),
        (SELECT count(*) FROM (SELECT * FROM rollup.as_of($run) EXCEPT SELECT * FROM public.kept_$run) AS b)")"
done
explained() { # FROM TO: changes of divisions and departments that the parts don't add up to
    sql "
        WITH total AS (
            SELECT entity_level, mof_div_code, coalesce(dept_code, '') AS dept_code, relation, subject,
                   sum(CASE WHEN run = $2 THEN amount ELSE -amount END) AS change
              FROM (SELECT $1 AS run, * FROM public.kept_$1 UNION ALL SELECT $2, * FROM public.kept_$2) AS t
             WHERE entity_level <> 'agency' GROUP BY 1, 2, 3, 4, 5),
        part AS (
            SELECT v.entity_level, mof_div_code, v.dept_code, relation, subject, sum(change) AS change
              FROM rollup.changes($1, $2) AS c
             CROSS JOIN LATERAL (VALUES ('division', ''), ('department', c.dept_code)) AS v (entity_level, dept_code)
             GROUP BY 1, 2, 3, 4, 5)
        SELECT count(*) FROM total FULL JOIN part USING (entity_level, mof_div_code, dept_code, relation, subject)
         WHERE coalesce(total.change, 0) <> coalesce(part.change, 0)"
}
n=${#runs[@]}
for i in $(seq 1 $((n - 1))); do
    check_eq "every change from night $i to the next" 0 "$(explained "${runs[i - 1]}" "${runs[i]}")"
    check_eq "from the first night to night $i" 0 "$(explained "${runs[0]}" "${runs[i]}")"
    check_eq "from night $i to the last" 0 "$(explained "${runs[i - 1]}" "${runs[n - 1]}")"
done
check_eq "as of a point of time" "${runs[0]}" "$(sql "SELECT rollup.run_at(finished_at) FROM etl.run WHERE run_id = ${runs[0]}")"

check_contains "the command: the last change" "$(sql "SELECT to_char(sum(change), 'FM999,999,999,999.00') || ' = ' FROM rollup.changes(${runs[10]}, ${runs[11]})
    WHERE relation = 'expenditure_by_function' AND subject = ''")" "$(say)"
check_contains "between two runs" "1,000,000.00 = revision +1,000,000.00" "$(say --from "${runs[1]}" --to "${runs[2]}")"
check_contains "of a class" "19,964,200.00 = new +19,964,200.00" "$(say --to "${runs[1]}" --year 2025 --division 141182000)"
check_contains "of another relation" "-50,000.00 = withdrawn -50,000.00" \
    "$(say --from "${runs[2]}" --to "${runs[3]}" --relation three_public --subject total)"
check_contains "of nothing" "no change" "$(say --from "${runs[5]}" --to "${runs[5]}")"
check_exit "a run that is no number" 64 hz changes --from yesterday
check_exit "a run that there was not" 64 hz changes --from 9999
check_contains "… and which was the last" "the last one is" "$hz_output"
check_exit "nor to one" 64 hz changes --to 9999
check_exit "backwards" 64 hz changes --from "${runs[3]}" --to "${runs[1]}"
check_exit "no such relation" 64 hz changes --relation foo
check_contains "… and which there are" "expenditure_by_economic" "$hz_output"
check_exit "no such stage" 64 hz changes --stage finals
check_exit "no such item" 64 hz changes --relation three_public --subject 合计
check_exit "nor is a total kept that is made of other sources" 64 hz changes --relation revenue_by_source --subject total_without_internal_transfers
check_contains "… which are named" "superior_subsidy" "$hz_output"
check_exit "changes are kept of classes" 64 hz changes --subject 20801
check_exit "of a class of one classification" 64 hz changes --relation expenditure_by_economic --subject 301

# By default, the last rollup that changed something of what is asked for.
check_contains "of one agency" "run ${runs[2]} to run ${runs[3]}: -19,964,200.00 = withdrawn" "$(say --agency 407002)"
check_contains "of one department: it left for another" "run ${runs[8]} to run ${runs[9]}: -19,964,200.00 = department" \
    "$(say --division 141182000 --dept 407 --agency 407001)"
check_contains "from a run that is later than that" "no change" "$(say --agency 407002 --from "${runs[4]}")"
check_contains "of nothing that changed ever" "no change" "$(say --agency 999)"
hz_done
