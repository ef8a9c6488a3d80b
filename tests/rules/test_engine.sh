#!/usr/bin/env bash
# Rules that fail and come back, over one connection or several; the bureau's own rules; settings of rules for a
# division. tests/rules/test_check.sh says how a rule can be broken.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/rollup.sh"
hz_server_start
db=$(hz_fresh_db engine)
ref=$hz_scratch/ref
reference "$ref"
conf=$ref/huizong.conf
hz() { "$HUIZONG" --db "$db" --config "$conf" --no-progress "$@"; }
check_exit "init" 0 hz -q init
check_exit "load" 0 hz -q load "$HUIZONG_SAMPLES_DIR"

# What clerks see of a rule, or of all; but for the cell that would make all errors right, which nobody can say where a
# rule failed.
seen() {
    hz findings --format csv | sed 's/若表.*请先核对此数//' | grep "${1:-}" | LC_ALL=C sort
}
check_exit "over one connection" 0 hz --jobs 1 check
one=$(seen)
check_eq "findings of several rules" yes "$([ "$(cut -d, -f1 <<< "$one" | sort -u | wc -l)" -gt 10 ] && echo yes)"
check_exit "over five" 0 hz --jobs 5 check --all
check_eq "the same findings" "$(md5sum <<< "$one")" "$(seen | md5sum)"
check_eq "nothing is left in the tables of the check" "0|0|0" "$(hz_sql "$db" "SELECT
    (SELECT count(*) FROM etl.check_scope), (SELECT count(*) FROM etl.check_finding),
    (SELECT count(*) FROM etl.check_totals)")"

# A built-in rule that fails: its findings of before stand, once, and the other rules' are new.
sql=$hz_scratch/sql
cp -r "$HUIZONG_SOURCE_DIR/sql" "$sql"
hs=$(seen '^[HS]0')
check_eq "there are findings of the file" yes "$([ -n "$hs" ] && echo yes)"
echo "WHERE no_such_column" >> "$sql/30_rules/HS.sql"
check_exit "a rule file fails" 65 hz --sql-dir "$sql" check
check_contains "the summary says so" "9 documents checked" "$hz_output"
check_contains "the summary says so" "1 rule file failed" "$hz_output"
check_contains "the log names it" "rule file 30_rules/HS.sql failed, the other rules go on" "$hz_output"
check_contains "with PostgreSQL's words" 'no_such_column' "$hz_output"
check_eq "all findings are as they were" "$(md5sum <<< "$one")" "$(seen | md5sum)"
check_exit "it goes on failing" 65 hz --sql-dir "$sql" check
check_contains "documents aren't checked for nothing" "nothing new to check; 1 rule file failed" "$hz_output"
check_contains "it is named again" "rule file 30_rules/HS.sql still fails" "$hz_output"
check_eq "and noted" 2 "$(hz_sql "$db" "SELECT count(*) FROM etl.rule_fault WHERE file = '30_rules/HS.sql'")"
check_exit "checked all the same" 65 hz --sql-dir "$sql" check --all
check_eq "the findings of before stand, not doubled" "$(md5sum <<< "$one")" "$(seen | md5sum)"
check_exit "a failing rule in the night" 65 hz --sql-dir "$sql" nightly "$HUIZONG_SAMPLES_DIR"
check_eq "leaves the night complete" "complete|65" \
    "$(hz_sql "$db" "SELECT state, exit_code FROM etl.run ORDER BY run_id DESC LIMIT 1")"

# What a rule lacks may come back without a change of the rule: then the documents are checked again.
header='-- rule: Z99 | error | 试验\n-- why: 为了试验。\n'
row="SELECT 'Z99' AS rule_id, d.mof_div_code, d.doc_id, NULL::text AS table_name, NULL::integer AS row_no,
    NULL::text AS row_label, NULL::text AS column_name, 1::numeric AS expected, 2::numeric AS actual,
    0::numeric AS tolerance, '个' AS unit, '试验' AS message, NULL::text AS hint FROM etl.check_scope AS d"
own=$hz_scratch/rules
mkdir "$own"
echo "rules_dir = $own" >> "$conf"
rule() { # NAME SQL
    printf '%b' "$2" > "$own/$1"
}
rule Z99.sql "$header$row JOIN staging.extra AS x ON x.agency_code = d.agency_code\n"
check_exit "a table that isn't there" 65 hz check
check_contains "the bureau's file is named" "rule file $own/Z99.sql failed" "$hz_output"
check_exit "nor the next night" 65 hz check
check_contains "nothing is done" "nothing new to check" "$hz_output"
hz_sql "$db" "CREATE TABLE staging.extra (agency_code text); INSERT INTO staging.extra VALUES ('407001')"
check_exit "it is there" 0 hz check
check_contains "the documents are checked again" "9 documents checked" "$hz_output"
check_eq "and the rule finds" 1 "$(seen '^Z99,' | wc -l)"
check_exit "then nothing is owed" 0 hz check
check_contains "then nothing is owed" "nothing new to check." "$hz_output"

# A rule that only the figures make fail: it is tried, and all that the others found stays as it is.
recorded() {
    hz_sql "$db" "SELECT (SELECT count(*) FROM etl.finding), (SELECT count(*) FROM etl.document_check),
        (SELECT max(run_id) FROM etl.in_force)"
}
rule Z99.sql "$header$(sed 's/1::numeric/(1 \/ (SELECT count(*) FROM staging.extra))::numeric/' <<< "$row")\n"
hz_sql "$db" "DELETE FROM staging.extra"
check_exit "a rule that fails while it runs" 65 hz nightly "$HUIZONG_SAMPLES_DIR"
check_contains "it is named" "rule file $own/Z99.sql failed, the other rules go on: " "$hz_output"
before=$(recorded)
for night in 1 2; do
    check_exit "it fails the next night" 65 hz nightly "$HUIZONG_SAMPLES_DIR"
    check_contains "it is named again" "rule file $own/Z99.sql still fails: " "$hz_output"
    check_contains "with PostgreSQL's words" "division by zero" "$hz_output"
    check_contains "nothing is checked, and nothing made of it" "nothing new to check; 1 rule file failed; rollups unchanged" "$hz_output"
    check_eq "nor recorded" "$before" "$(recorded)"
done
sed 's/"407001"/"407002"/g' "$HUIZONG_SAMPLES_DIR/fenyang/141182000-407001-2025.json" > "$hz_scratch/new.json"
check_exit "a document comes" 65 hz nightly "$hz_scratch/new.json"
check_contains "only what is new is checked, and the division's first" "2 documents checked" "$hz_output"
hz_sql "$db" "INSERT INTO staging.extra VALUES ('407001')"
check_exit "what made it fail is gone" 0 hz nightly "$HUIZONG_SAMPLES_DIR"
check_contains "all documents that owe its findings are checked" "10 documents checked" "$hz_output"
check_eq "and it finds" 10 "$(seen '^Z99,' | wc -l)"
check_exit "then nothing is owed" 0 hz check
check_contains "then nothing is owed" "nothing new to check." "$hz_output"
check_exit "the document is taken back" 0 hz -q withdraw --agency 407002 --year 2025 --why 试验
rm "$own/Z99.sql"

# The bureau's own rules.
cp "$HUIZONG_SAMPLES_DIR/rules/Z01.sql" "$own"
check_exit "the sample of an own rule" 0 hz check
check_contains "it makes all documents be checked" "9 documents checked" "$hz_output"
# Of the nine only 民政局 prints a reception above 5 % of its operating expenses: 9.54 of 102.18.
check_eq "what it finds" "Z01,warning,370600000,2026,department,233,烟台市民政局,three_public,公务接待费,total,51090,95400,44310,52.5" \
    "$(hz_sql "$db" "COPY (SELECT f.rule_id, f.severity, d.mof_div_code, d.fiscal_year, d.scope, d.agency_code, d.agency_name,
        f.table_name, f.row_label, f.column_name, trim_scale(f.expected), trim_scale(f.actual), trim_scale(f.difference),
        trim_scale(f.tolerance) FROM etl.finding AS f JOIN etl.document AS d ON d.mof_div_code = f.mof_div_code
        AND d.doc_id = f.doc_id WHERE f.rule_id = 'Z01') TO STDOUT (FORMAT csv)")"
check_eq "the other findings are as they were" "$(grep -v '^rule_id' <<< "$one" | md5sum)" \
    "$(seen | grep -v '^rule_id\|^Z01' | md5sum)"
check_exit "explain" 0 hz findings --explain Z01
check_contains "explain: what and how bad" "Z01（提示）表10 公务接待费" "$hz_output"
check_contains "explain: where" "$own/Z01.sql" "$hz_output"
check_contains "explain: why" "某市的要求" "$hz_output"
check_exit "explain a built-in rule" 0 hz findings --explain T01.1 --format json
check_contains "as JSON" '"30_rules/T01.1.sql"' "$hz_output"
check_exit "explain a rule that isn't there" 64 hz findings --explain T99
check_exit "nothing changed" 0 hz check
check_contains "nothing changed" "nothing new" "$hz_output"
cp -r "$HUIZONG_SOURCE_DIR/sql" "$hz_scratch/facts"
echo '-- anew' >> "$hz_scratch/facts/40_facts/010_folded_name.sql"
check_exit "what rules call changes" 0 eval 'hz -q --sql-dir "$hz_scratch/facts" init && hz --sql-dir "$hz_scratch/facts" check'
check_contains "all documents are checked anew" "9 documents checked" "$hz_output"
check_exit "and changes back" 0 eval 'hz -q init && hz -q check'
sed -i 's/0\.05/0.02/g' "$own/Z01.sql"
check_exit "the rule changes" 0 hz check
check_contains "all documents are checked anew" "9 documents checked" "$hz_output"
# 信访局 prints 2.0 of 74.52; 统计局 1.8 of 92.4 is below.
check_eq "it finds more" "229 233" "$(seen '^Z01,' | cut -d, -f6 | sort | tr '\n' ' ' | sed 's/ $//')"
before=$(seen)
rule T01.1.sql '-- rule: T01.1 | error | 又一个\n-- why: 试验\nSELECT 1\n'
check_exit "a number that is taken" 78 hz check
check_contains "both files are named" "rule T01.1 stands in 30_rules/T01.1.sql and again in $own/T01.1.sql" "$hz_output"
rm "$own/T01.1.sql"
rule Z02.sql 'SELECT 1\n'
check_exit "no header" 78 hz check
check_contains "no header" "$own/Z02.sql, line 1" "$hz_output"
check_exit "nor does init take it" 78 hz init
rm "$own/Z02.sql"
check_exit "a folder that isn't there" 78 env HUIZONG_RULES_DIR="$hz_scratch/none" "$HUIZONG" --db "$db" check
check_contains "a folder that isn't there" "$hz_scratch/none" "$hz_output"
check_eq "all that changed nothing" "$(md5sum <<< "$before")" "$(seen | md5sum)"

# They read, and nothing else.
hz_sql "$db" "CREATE TABLE public.secret (a integer); CREATE TABLE public.mark (a integer);
    GRANT ALL ON public.mark TO PUBLIC; GRANT USAGE ON SCHEMA public TO PUBLIC;
    CREATE FUNCTION public.write() RETURNS text LANGUAGE sql VOLATILE AS 'INSERT INTO public.mark VALUES (1); SELECT NULL::text'"
spy() { # description, SQL of the hint, what PostgreSQL says
    rule Z99.sql "$header$(sed "s/NULL::text AS hint/$2 AS hint/" <<< "$row")\n"
    check_exit "$1" 65 hz check
    check_contains "$1" "$3" "$hz_output"
}
spy "a rule that writes" "public.write()" "read-only transaction"
spy "a rule that would write" "public.write() || set_config('transaction_read_only', 'off', true)" "read-only"
spy "a rule that looks elsewhere" "(SELECT max(a)::text FROM public.secret)" "permission denied"
spy "a rule that reads files" "pg_read_file('\/etc\/hostname')" "permission denied"
check_eq "nothing was written" 0 "$(hz_sql "$db" "SELECT count(*) FROM public.mark")"
rm "$own/Z99.sql"
check_exit "without it" 0 hz check
check_contains "the rules of before are no reason to leave the findings of others" "9 documents checked" "$hz_output"

# A run killed while rules run leaves nothing, and the next one does all.
before=$(seen)
rule Z99.sql "$header$row WHERE pg_sleep(60) IS NOT NULL\n"
"$HUIZONG" --db "$db" --config "$conf" -q --jobs 3 nightly "$HUIZONG_SAMPLES_DIR" 2> /dev/null &
pid=$!
for i in $(seq 100); do
    [ "$(hz_sql "$db" "SELECT count(*) FROM etl.check_finding")" = 0 ] || break
    sleep 0.1
done
check_eq "other rules have found something" t "$(hz_sql "$db" "SELECT count(*) > 0 FROM etl.check_finding")"
kill -9 $pid && wait $pid 2> /dev/null
check_eq "killed: clerks see what they saw" "$(md5sum <<< "$before")" "$(seen | md5sum)"
# PostgreSQL 13 sees that the program is gone only when the statement ends: after minutes of sleep.
[ "$(hz_sql "$db" "SHOW server_version_num")" -ge 140000 ] || hz_sql "$db" "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE 'INSERT INTO pg_temp.rule_result%'" > /dev/null
rm "$own/Z99.sql"
sed -i '$a -- anew' "$own/Z01.sql"
for i in 1 2 3 4 5 6 7 8 9 10; do
    check_exit_code=0
    hz -q check 2> /dev/null || check_exit_code=$?
    [ "$check_exit_code" -eq 75 ] || break
    sleep 0.5
done
check_eq "the next run" 0 "$check_exit_code"
check_eq "what it finds" "$(md5sum <<< "$before")" "$(seen | md5sum)"

# Settings for a division, for all, and which goes before which.
severities() { # of a rule: division severity number
    hz_sql "$db" "SELECT f.mof_div_code, f.severity, count(*) FROM etl.finding AS f
        WHERE f.rule_id = '$1' AND f.run_id = (SELECT max(run_id) FROM etl.document_check) GROUP BY 1, 2 ORDER BY 1, 2"
}
setting() {
    {
        echo 'mof_div_code,rule_id,severity'
        [ $# -eq 0 ] || printf '%s\n' "$@"
    } > "$ref/rules.csv"
}
check_eq "without settings" "370600000|error|1" "$(severities T14.1 | grep error)"
hs=$(severities HS | sort)
setting 370600000,T14.1,warning
check_exit "init takes the setting" 0 hz -q init
check_exit "and the check follows" 0 hz check
check_contains "all documents" "9 documents checked" "$hz_output"
check_eq "a warning now" "370600000|warning|1" "$(severities T14.1 | grep -v rounding)"
check_exit "explain tells" 0 hz findings --explain T14.1
check_contains "explain tells" "rules.csv 的设置：370600000 warning" "$hz_output"
setting
check_exit "the setting is taken back" 0 eval 'hz -q init && hz -q check'
check_eq "an error again, though these rules and settings had checked it before" "370600000|error|1" \
    "$(severities T14.1 | grep -v rounding)"
setting ,T14.1,off 370600000,T14.1,error
check_exit "off for all but one division" 0 eval 'hz -q init && hz -q check'
check_eq "there it is an error" "370600000|error|1" "$(severities T14.1 | grep -v rounding)"
setting 370600000,T14.1,off 310107000,Z01,error
check_exit "off for that division" 0 eval 'hz -q init && hz -q check'
check_eq "it is silent there, roundings too" "" "$(severities T14.1 | grep 370600000)"
check_eq "another division's setting does nothing here" "370600000|warning|2" "$(severities Z01)"
setting ,Z01,error
check_exit "an own rule as an error everywhere" 0 eval 'hz -q init && hz -q check'
check_eq "an error" "370600000|error|2" "$(severities Z01)"

# hold_on works with the severity in force. All rules are warnings, but those named.
sed -i 's/^hold_on.*/hold_on = error/' "$conf"
all=$(hz_sql "$db" "SELECT ',' || rule_id || ',warning' FROM ref.rule ORDER BY rule_id")
errors() { # DIVISION,RULE…
    local division_rule
    setting $all
    for division_rule in "$@"; do
        sed -i "/^$division_rule,/d" "$ref/rules.csv"
        echo "$division_rule,error" >> "$ref/rules.csv"
    done
    hz -q init && hz -q check && hz rollup
}
held() {
    hz_sql "$db" "SELECT string_agg(DISTINCT d.agency_code, ' ' ORDER BY d.agency_code) FROM etl.document AS d
        WHERE d.withdrawn_at IS NULL AND NOT EXISTS (SELECT FROM etl.in_force AS i WHERE i.mof_div_code = d.mof_div_code AND i.doc_id = d.doc_id)"
}
check_exit "two are held for the own rule" 65 errors ,Z01
check_eq "two are held for the own rule" "229 233" "$(held)"
check_exit "one for a built-in rule that is an error in its division" 65 errors 370600000,T14.1
check_eq "one for a built-in rule that is an error in its division" "233" "$(held)"
check_exit "none where the rule is an error in another division" 0 errors 141182000,T14.1
check_eq "none where the rule is an error in another division" "" "$(held)"

bad() { # description, setting, expected words…
    setting "$2"
    check_exit "$1" 78 hz init
    for words in "${@:3}"; do check_contains "$1" "$words" "$hz_output"; done
}
bad "a rule that isn't there" 370600000,T99,off "$ref/rules.csv" "rule T99 is not known"
bad "a division that isn't there" 370600999,T01.1,off "$ref/rules.csv" "division 370600999" "mof_div.csv"
bad "a severity that is none" 370600000,T01.1,severe "$ref/rules.csv" "line 2"
bad "a setting too little" 370600000,T01.1 "$ref/rules.csv" "line 2"
setting 370600000,T01.1,off 370600000,T01.1,error
check_exit "twice the same" 78 hz init
check_contains "twice the same" "line 3" "$hz_output"

hz_done
