#!/usr/bin/env bash
# Which documents a check looks at when some came, were replaced or went: those alone whose findings may be others now, and
# in the end no finding that a check of all of them wouldn't make.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/rollup.sh"
hz_server_start
db=$(hz_fresh_db scope)
ref=$hz_scratch/ref
# Agencies of departments 405 to 407; 406001 is 405's by its own words.
reference "$ref" 2025,141182000,405,甲,405001,甲一 2025,141182000,405,甲,405002,甲二 \
    2025,141182000,406,乙,406001,乙一 2025,141182000,407,丙,407001,丙一
files=$hz_scratch/files
mkdir "$files"
hz() { "$HUIZONG" --db "$db" --config "$ref/huizong.conf" --no-progress "$@"; }

# document AGENCY DEPARTMENT REVISION [SCOPE [CODE OF ANOTHER SUBJECT [ITS NAME [YEAR]]]]
document() {
    local other=
    [ $# -lt 5 ] || other=", {\"exp_func_code\": \"$5\", \"exp_func_name\": \"${6:-某项}\", \"total\": $3}"
    cat > "$files/$1-$3.json" << EOF
{"format": "unit-budget-disclosure/1", "fiscal_year": ${7:-2025}, "scope": "${4:-unit}", "mof_div_code": "141182000",
 "mof_div_name": "市", "dept_code": "$2", "dept_name": "局$2", "agency_code": "$1", "agency_name": "单位$1", "revision": $3,
 "source": {"title": "made-up test document"},
 "tables": {"expenditure": {"title": "表", "amount_unit": "万元", "rows": [
  {"exp_func_code": null, "exp_func_name": "合计", "total": $3},
  {"exp_func_code": "201", "exp_func_name": "一般公共服务支出", "total": $3}$other]}}}
EOF
}
# What stands of the documents in force (of superseded ones it is what was found when they were), rule by rule.
standing() {
    hz_sql "$db" "SELECT f.rule_id, d.agency_code, f.row_label, f.message
        FROM (SELECT DISTINCT ON (e.agency_code, e.scope) e.* FROM etl.document AS e WHERE e.withdrawn_at IS NULL
              ORDER BY e.agency_code, e.scope, e.revision DESC) AS d
        JOIN etl.check_last AS k ON k.doc_id = d.doc_id
        JOIN etl.finding AS f ON f.doc_id = k.doc_id AND f.run_id = k.run_id ORDER BY 1, 2, 3, 4"
}
# Who is missing, and on whose document that stands.
missing() { standing | awk -F'|' '$1 == "E02" {print substr($3, 1, 6) " at " $2}' | paste -sd, ; }
# check_night DESCRIPTION DOCUMENTS MISSING (with each document of which others may be told something else: all its revisions, as
# one below the highest is in force where that is held back): a load and a check; then that a check of all finds the same.
check_night() {
    local found
    check_exit "$1: load" 0 hz -q load "$files"
    check_exit "$1: check" 0 hz check
    check_contains "$1: so many documents" ": $2 document" "$hz_output"
    check_eq "$1: who is missing" "$3" "$(missing)"
    found=$(standing)
    check_exit "$1: check of all" 0 hz -q check --all
    check_eq "$1: it finds the same" "$found" "$(standing)"
}
check_exit "init" 0 hz -q init
check_exit "init again" 0 hz -q init
document 405002 405 1
document 407001 407 1
check_night "the first" 2 "405001 at 405002,406001 at 405002"
check_exit "a check of nothing new" 0 hz check
check_contains "it looks at none" "nothing new to check" "$hz_output"

document 407001 407 2
check_night "a new revision changes nothing for the others" 1 "405001 at 405002,406001 at 405002"

document 405001 405 1
check_night "an agency comes, before the first: the missing move to it" 2 "406001 at 405001"

document 405001 405 2
document 405001 405 3
check_night "two revisions at once" 2 "406001 at 405001"

document 406001 405 1
check_night "an agency comes that the roster has in another department" 4 ""

document 407 407 1 department
check_night "a document of a department comes, and is the first of its own" 6 ""
document 407001 407 3
check_night "it is looked at again when its unit's changes" 2 ""

# Of another department by its own words than by the roster's: its document isn't 407's, but 407 is what the roster adds up.
document 407001 408 4
check_night "a unit leaves its department, which the roster has it in" 8 ""

check_exit "one is withdrawn" 0 hz -q withdraw --agency 406001 --year 2025 --why 公开有误
check_night "it is missing again" 3 "406001 at 405001"
document 405003 405 1
check_exit "another too" 0 hz -q withdraw --agency 405002 --year 2025 --why 公开有误
check_night "who is missing stands on the first of the department, and of the division" 4 \
    "405002 at 405001,406001 at 405001"
document 405001 409 4
check_night "the first leaves the department" 5 "406001 at 405001,405002 at 405003"

# A subject that the catalogue hasn't is a finding until three documents print it: who printed it first is looked at again.
unknown() { standing | awk -F'|' '$1 == "C01" {print $2}' | paste -sd, ; }
still="406001 at 405001,405002 at 405003"
document 410001 410 1 unit 2019977
check_night "a subject that the catalogue hasn't" 5 "$still"
document 411001 411 1 unit 2019977
check_night "another prints it" 6 "$still"
check_eq "two of them are too few" "410001,411001" "$(unknown)"
document 412001 412 1 unit 2019977
check_night "a third" 7 "$still"
check_eq "it is the catalogue that lacks it" "" "$(unknown)"
document 413001 413 1 unit 2019977
check_night "a fourth changes nothing for the three" 5 "$still"
check_exit "one is withdrawn, of four" 0 hz -q withdraw --agency 412001 --year 2025 --why 公开有误
check_night "three are left" 4 "$still"
check_exit "and another" 0 hz -q withdraw --agency 413001 --year 2025 --why 公开有误
check_night "two are too few again" 6 "$still"
check_eq "both are told" "410001,411001" "$(unknown)"
document 411001 411 2
check_night "a revision without it" 2 "$still"
check_eq "one is left" "410001" "$(unknown)"
check_eq "what is outside of the catalogue is kept of all that was ever checked" 4 \
    "$(hz_sql "$db" "SELECT count(*) FROM etl.unknown_subject AS u JOIN etl.document AS d ON d.doc_id = u.doc_id
                     WHERE u.exp_func_code = '2019977'")"

# One that the catalogue has in another year only: documents of that year count as much.
document 420001 420 1 unit 2010303 机关服务 2026
document 421001 421 1 unit 2010303 机关服务 2026
check_night "two of the year whose catalogue has it" 2 "$still"
document 422001 422 1 unit 2010303 机关服务
check_night "one of the year before" 5 "$still"
check_eq "three print it alike" "410001" "$(unknown)"
document 421001 421 2 unit 202 外交支出 2026
check_night "a revision without it concerns the year before" 2 "$still"
check_eq "two are too few, of whatever year" "410001,422001" "$(unknown)"
rm "$files/421001-2.json"
check_exit "it is taken back" 0 hz -q withdraw --agency 421001 --year 2026 --revision 2 --why 公开有误
check_night "and so the year before is looked at again" 3 "$still"
check_eq "three again" "410001" "$(unknown)"

# While a revision is held back the one before it is in force, so that what others say of that is looked at too.
in_force() {
    HUIZONG_HOLD_ON=error hz -q rollup
    hz_sql "$db" "SELECT string_agg(revision::text, ',') FROM etl.in_force WHERE scope = 'department' AND dept_code = '407'"
}
document 407001 407 5
document 407 407 5 department
check_night "a department's revision that is its unit's, who comes back to it" 11 "$still"
check_eq "it is in force" 5 "$(in_force)"
document 407 407 6 department 202
check_night "one that doesn't add up" 1 "$still"
check_eq "the one before stays" 5 "$(in_force)"
document 407001 407 7
hz -q load "$files" && hz -q check
check_eq "until it isn't its unit's any more" "" "$(in_force)"
check_exit "the unit takes that back" 0 hz -q withdraw --agency 407001 --year 2025 --revision 7 --why 公开有误
rm "$files/407001-7.json"
hz -q load "$files" && hz -q check
check_eq "and so it is in force again" 5 "$(in_force)"

# What pruning empties is forgotten here too: 411001's first revision.
check_exit "what superseded documents printed goes" 0 hz -q prune --keep-runs 1 --superseded
check_eq "and what was noted of it" "410001-1,412001-1,413001-1" \
    "$(hz_sql "$db" "SELECT string_agg(d.agency_code || '-' || d.revision, ',' ORDER BY d.agency_code)
                     FROM etl.unknown_subject AS u JOIN etl.document AS d ON d.doc_id = u.doc_id
                     WHERE u.exp_func_code = '2019977'")"

hz_done
