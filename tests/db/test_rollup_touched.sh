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

hz withdraw --agency 501001 --year 2025 --why test && hz rollup
check_eq "a department without documents vanishes" 0 \
    "$(sql "SELECT count(*) FROM rollup.expenditure_by_function WHERE dept_code = '501'")"
check_as_anew "a withdrawal"
hz_done
