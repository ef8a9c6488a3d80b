#!/usr/bin/env bash
# Within a division, year and stage only that is written anew which a document came to, left, or changed its counting in;
# and the figures and their history are then what rolling up everything anew makes of them.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/rollup.sh"
hz_server_start
in=$hz_scratch/in
mkdir "$in"
reference "$hz_scratch/ref"
db=$(hz_fresh_db touched)
hz() { "$HUIZONG" -q --db "$db" --config "$hz_scratch/ref/huizong.conf" "$@"; }
sql() { hz_sql "$db" "$1"; }
of() { # condition on the rows r of the rollups: changes where one that meets it was written anew
    sql "SELECT md5(string_agg(v.version, ' ' ORDER BY v.version)) FROM (
        $(for relation in expenditure_by_function expenditure_by_economic revenue_by_source appropriation_by_function \
            three_public operating_expenses projects project_totals procurement state_assets; do
            echo "SELECT '$relation' || r.xmin || r.ctid AS version FROM rollup.$relation AS r WHERE $1 UNION ALL"
        done) SELECT NULL) AS v"
}
# Everything that a rollup makes but the numbers of the runs, and how often it was made.
figures() {
    for relation in $(sql "SELECT relname FROM pg_class WHERE relnamespace = 'rollup'::regnamespace
                           AND relkind = 'r' ORDER BY 1"); do
        echo "$relation"
        sql "SELECT * FROM rollup.$relation AS r ORDER BY r::text COLLATE \"C\""
    done
    sql "SELECT * FROM etl.figure_history AS h ORDER BY h::text COLLATE \"C\""
    sql "SELECT * FROM facts.prior_adjustment AS p ORDER BY p::text COLLATE \"C\""
}
check_as_anew() {
    figures > "$hz_scratch/step"
    hz rollup --all
    figures > "$hz_scratch/anew"
    check_eq "$1: the same as everything anew" "" "$(diff "$hz_scratch/step" "$hz_scratch/anew" | head -5)"
}
unit() { # file dept agency revision [more python]
    variant "$fenyang" "$in/$1.json" "d['dept_code'] = '$2'; d['agency_code'] = '$3'; d['revision'] = $4; ${5:-}"
}

for agency in 501001 501002 502001; do
    unit "$agency" "${agency:0:3}" "$agency" 1
done
hz init && hz load "$in" && hz rollup
check_eq "the first rollup" 0 $?

changed="r.agency_code = '501001' OR r.agency_code IS NULL AND r.dept_code IS NOT DISTINCT FROM '501' OR r.entity_level = 'division'"
still="NOT coalesce($changed, false)"
before=$(of "$still")
was=$(of "r.agency_code = '501001'")
unit second 501 501001 2 "
for c in ('208', '20801', '2080101'):
    for r in rows('expenditure', c): r['total'] += 100; r['basic'] += 100"
hz load "$in/second.json" && hz rollup
check_eq "another agency and another department are left alone" "$before" "$(of "$still")"
check_eq "the agency isn't" 1 "$([ "$was" != "$(of "r.agency_code = '501001'")" ] && echo 1)"
check_figures "a revision" "$db" "$hz_scratch/ref" "$in"/50*.json "$in/second.json"
check_as_anew "a revision"

# An agency moves to another department: both departments, not the agency that stays.
before=$(of "r.agency_code IN ('501001', '502001')")
unit moved 502 501002 2
hz load "$in/moved.json" && hz rollup
check_eq "who stays is left alone" "$before" "$(of "r.agency_code IN ('501001', '502001')")"
check_eq "it is in its new department alone" "502" \
    "$(sql "SELECT string_agg(DISTINCT dept_code, ',') FROM rollup.expenditure_by_function WHERE agency_code = '501002'")"
check_as_anew "a move"

# A department's own document takes the place of its units': they count no more, the department and the division change.
before=$(of "r.dept_code = '501'")
variant "$fenyang" "$in/department.json" "d['scope'] = 'department'; d['dept_code'] = d['agency_code'] = '502'"
hz load "$in/department.json" && hz rollup
check_eq "the other department is left alone" "$before" "$(of "r.dept_code = '501'")"
check_eq "the department is its own document" "1" \
    "$(sql "SELECT agencies FROM rollup.expenditure_by_function WHERE dept_code = '502' AND agency_code IS NULL AND exp_func_level = 0")"
check_as_anew "a department's document"

# The levels above are adjusted by what changed: documents that stay aren't read again, and were their rows in staging other
# than they are, nothing would show it.
doc=$(sql "SELECT doc_id FROM etl.in_force WHERE agency_code = '501001'")
total() { sql "SELECT total FROM rollup.expenditure_by_function WHERE $1 AND exp_func_level = 0"; }
unit other 503 503001 1
hz load "$in/other.json" && hz rollup
before=$(total "entity_level = 'division'")
sql "UPDATE staging.expenditure SET total = total + 100 WHERE doc_id = $doc"
unit other 503 503001 2 "
for c in ('208', '20801', '2080101'):
    for r in rows('expenditure', c): r['total'] += 100; r['basic'] += 100"
hz load "$in/other.json" && hz rollup
check_eq "a division is what it was and what came" 1000000.00 "$(sql "SELECT $(total "entity_level = 'division'") - $before")"
sql "UPDATE staging.expenditure SET total = total - 100 WHERE doc_id = $doc"
check_as_anew "documents that stay"
check_eq "the block ranges that it relied on are summarised" 0 "$(sql "SELECT brin_summarize_new_values('staging.expenditure_document')")"

# What only one document prints appears with it and is gone with it; what others print too stays.
unit other 503 503001 3 "
s = d['tables']['budget_summary']['revenue']
for r in s:
    if r['item'].startswith('五'): r['item'] = '五、上级补助收入'; r['amount'] = 3
for r in rows('revenue', None) + rows('revenue', '208'): r['fiscal_special_account'] = 7
for r in rows('revenue', '2080101'): r['fiscal_special_account'] = 7
d['state_assets']['office_floor_area_m2'] = Decimal('12.5')"
hz load "$in/other.json" && hz rollup
seen() {
    sql "SELECT concat_ws('|', (SELECT string_agg(entity_level, ' ' ORDER BY entity_level) FROM rollup.revenue_by_source
                                WHERE source = 'total_without_internal_transfers'),
        (SELECT fiscal_special_account FROM rollup.expenditure_by_function WHERE entity_level = 'division' AND exp_func_level = 0),
        (SELECT office_floor_area_m2 FROM rollup.state_assets WHERE entity_level = 'division'))"
}
check_eq "only one document's" "agency department division|70000.00|12.5" "$(seen)"
check_as_anew "only one document's"
unit other 503 503001 4 "
d['tables']['expenditure']['rows'] = d['tables']['expenditure']['rows'][:4]"
hz load "$in/other.json" && hz rollup
check_eq "it is gone, and no zero is left" "0" "$(seen)"
check_eq "the subjects that others print aren't" t "$(sql "SELECT total > 0 FROM rollup.expenditure_by_function
    WHERE entity_level = 'division' AND exp_func_code = '210'")"
check_as_anew "it is gone"

# The coverage of who stays isn't written again, but for what a check finds.
before=$(sql "SELECT xmin || ctid::text FROM rollup.coverage WHERE agency_code = '501001'")
unit other 503 503001 5
hz load "$in/other.json" && hz rollup
check_eq "the coverage of who stays" "$before" "$(sql "SELECT xmin || ctid::text FROM rollup.coverage WHERE agency_code = '501001'")"
hz check && hz rollup
check_eq "what the check found" 0 "$(sql "SELECT count(*) FROM rollup.coverage WHERE errors IS NULL AND revision IS NOT NULL")"
check_as_anew "a check"

# The year before: its documents come after those that state it, change, and go again.
prior() { sql "SELECT concat_ws('|', prior, prior_basis) FROM rollup.yoy_expenditure_by_function
    WHERE fiscal_year = 2025 AND agency_code = '503001' AND exp_func_code IS NULL"; }
check_eq "the year before as it is stated" "stated" "$(prior | cut -d'|' -f2)"
unit before 503 503001 1 "d['fiscal_year'] = 2024"
hz load "$in/before.json" && hz rollup
check_eq "the year before by its document" "19964200.00|document" "$(prior)"
check_as_anew "the year before came"
unit before 503 503001 2 "d['fiscal_year'] = 2024
for c in ('208', '20801', '2080101'):
    for r in rows('expenditure', c): r['total'] += 100; r['basic'] += 100"
hz load "$in/before.json" && hz rollup
check_eq "and by its revision" "20964200.00|document" "$(prior)"
check_as_anew "the year before changed"
hz withdraw --agency 503001 --year 2024 --why test && hz rollup
check_as_anew "a withdrawal of the year before"

hz withdraw --agency 501001 --year 2025 --why test && hz rollup
check_eq "a department without documents vanishes" 0 \
    "$(sql "SELECT count(*) FROM rollup.expenditure_by_function WHERE dept_code = '501'")"
check_as_anew "a withdrawal"

# What checks found is counted of all documents in force, also of a department's that gives way to its units and of units
# that give way to their department.
reference "$hz_scratch/ref" 2025,141182000,601,甲局,601001,甲一 2025,141182000,601,甲局,601002,甲二
hz init
unit 601001 601 601001 1
unit 601002 601 601002 1
variant "$fenyang" "$in/601.json" "d['scope'] = 'department'; d['dept_code'] = d['agency_code'] = '601'"
hz load "$in"/601*.json && hz check && hz rollup
counted() { # the basis; what coverage counts of the department and the division; whether that is what was found
    sql "SELECT concat_ws('|', max(d.basis) FILTER (WHERE d.dept_code = '601'), bool_and(d.errors = f.errors AND d.warnings = f.warnings),
            count(*), max(f.e03) FILTER (WHERE d.dept_code = '601') > 0)
           FROM rollup.coverage AS d
          CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE f.severity = 'error') AS errors,
                                     count(*) FILTER (WHERE f.severity = 'warning') AS warnings,
                                     count(*) FILTER (WHERE f.rule_id = 'E03') AS e03
                                FROM rollup.findings AS f
                               WHERE f.mof_div_code = d.mof_div_code AND f.fiscal_year = d.fiscal_year
                                 AND f.bgt_stage = d.bgt_stage AND f.dept_code = coalesce(d.dept_code, f.dept_code)) AS f
          WHERE d.entity_level <> 'agency' AND d.fiscal_year = 2025 AND (d.dept_code = '601' OR d.dept_code IS NULL)"
}
check_eq "the department's findings count though its figures don't" "agencies|t|2|t" "$(counted)"
check_as_anew "findings of a department that gives way"
unit other 503 503001 6
hz load "$in/other.json" && hz check && hz rollup
check_eq "while another department changes too" "agencies|t|2|t" "$(counted)"
unit 601002 601 601002 2
hz load "$in/601002.json" && hz check && hz rollup
check_eq "and when a unit does" "agencies|t|2|t" "$(counted)"
check_as_anew "findings after a unit's revision"
hz withdraw --agency 601002 --year 2025 --why test && hz check && hz rollup
check_eq "the unit's findings count beside its department" "department|t|2|f" "$(counted)"
unit other 503 503001 7
hz load "$in/other.json" && hz check && hz rollup
check_eq "while another department changes too" "department|t|2|f" "$(counted)"
check_as_anew "findings of a unit beside its department"

# Of a year of which everything was withdrawn those on the roster are missing; without a roster nothing is left of it.
coverage() {
    sql "SELECT string_agg(concat_ws('|', entity_level, agency_code, status, errors, agencies, agencies_loaded), ' '
            ORDER BY entity_level, agency_code) FROM rollup.coverage WHERE fiscal_year = 2025"
}
withdraw_all() {
    sql "UPDATE etl.document SET withdrawn_at = now(), withdrawn_run = 1, withdrawn_why = 'test'
          WHERE fiscal_year = $1 AND withdrawn_at IS NULL"
}
withdraw_all 2025
hz rollup
check_eq "everybody is missing" \
    "agency|601001|missing|1|0 agency|601002|missing|1|0 department|missing|2|0 division|missing|2|0" "$(coverage)"
check_eq "and nothing is covered" "2|0|2|0.00" "$(sql "SELECT concat_ws('|', expected, covered, missing, percent)
    FROM etl.coverage_rate WHERE fiscal_year = 2025")"
check_eq "no figure is left" 0 "$(sql "SELECT count(*) FROM rollup.expenditure_by_function WHERE fiscal_year = 2025")"
check_as_anew "everybody is missing"
hz rollup
check_eq "a roster says nothing of a year of which nothing came" 0 "$(sql "SELECT count(*) FROM rollup.coverage WHERE fiscal_year <> 2025
    AND status = 'missing'")"
unit 601001 601 601001 2
hz load "$in/601001.json" && hz rollup
check_eq "one is there again" \
    "agency|601001|loaded|1|1 agency|601002|missing|1|0 department|loaded|2|1 division|loaded|2|1" "$(coverage)"
check_as_anew "one is there again"
withdraw_all 2025
hz rollup
reference "$hz_scratch/ref"
hz init && hz rollup
check_eq "nothing is left" "" "$(coverage)"
check_as_anew "nothing is left"
hz_done
