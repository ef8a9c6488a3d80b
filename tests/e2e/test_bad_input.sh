#!/usr/bin/env bash
# Bad input: each bad file is rejected with a reason that names file, place and cause; the good ones beside it load;
# the exit code is 65; nothing of a bad document reaches staging.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db bad)
hz() { "$HUIZONG" --db "$db" "$@"; }

dir=$hz_scratch/in
mkdir -p "$dir"
good=$HUIZONG_SAMPLES_DIR/fenyang/141182000-407001-2025.json
cp "$good" "$dir/a-good.json"

# patched NAME SED-EXPRESSION: a copy of the good document with one thing wrong, of another agency
patched() {
    sed -e 's/"agency_code": "407001"/"agency_code": "4079'"$(printf %02d $((++count)))"'"/' -e "$2" "$good" > "$dir/$1"
    cmp -s "$good" "$dir/$1" && hz_fail "the patch of $1 changed nothing"
}
count=0
echo 'this is no JSON' > "$dir/b-no-json.json"
gzip -c "$good" | head -c 9000 > "$dir/c-cut-off.json.gz"
patched d-version.json 's#unit-budget-disclosure/1#unit-budget-disclosure/9#'
patched e-no-agency-name.json '/^ "agency_name"/d'
patched e2-blank-agency-name.json 's#^ "agency_name": .*,$# "agency_name": " 　",#'
patched f-words.json '0,/"amount": 1923.95/s//"amount": "十九万"/'
patched g-too-fine.json '0,/"amount": 1923.95/s//"amount": 1923.9500000001/'
patched h-duplicate.json 's#^ "revision": 1,# "revision": 1, "revision": 2,#'
patched i-too-large.json '0,/"amount": 1923.95/s//"amount": 1000000000/'
printf '{"a":1}\nnull\n' > "$dir/j-lines.jsonl"
head -c 60000 "$good" > "$dir/k-truncated.json"
: > "$dir/l-empty.json"
printf '\xff\xfe{}' > "$dir/m-utf16.json"
{ echo '['; cat "$good"; echo ',{"format":5}]'; } | sed 's/"agency_code": "407001"/"agency_code": "408001"/' > "$dir/n-array.json"
printf 'x' > "$dir/passed-over.txt"
ln -s "$dir" "$dir/loop"

hz -q init
hz load "$dir" 2> "$hz_scratch/log"
check_eq "exit code" 65 $?
log=$(cat "$hz_scratch/log")
check_contains "the summary" "2 documents loaded" "$log"
check_contains "the summary" "15 rejected" "$log"

# file, document, code, pointer, something of the reason
while IFS='|' read -r file document code pointer reason; do
    got=$(hz_sql "$db" "SELECT document_no, code, coalesce(pointer, ''), reason FROM etl.rejection
        WHERE file = '$dir/$file' AND document_no = $document AND code = '$code'")
    check_contains "$file is rejected as $code" "$document|$code|$pointer|" "$got"
    check_contains "$file says why" "$reason" "$got"
    check_contains "$file is named in the log" "$dir/$file" "$log"
done <<'ROWS'
c-cut-off.json.gz|1|gzip||压缩文件不完整或已损坏
d-version.json|1|format|/format|unit-budget-disclosure/1
e-no-agency-name.json|1|required|/agency_name|agency_name
e2-blank-agency-name.json|1|required|/agency_name|agency_name
f-words.json|1|amount_not_a_number|/tables/budget_summary/revenue/0/amount|金额
g-too-fine.json|1|amount_too_fine|/tables/budget_summary/revenue/0/amount|细于一分
i-too-large.json|1|amount_too_large|/tables/budget_summary/revenue/0/amount|10万亿元
j-lines.jsonl|1|required|/format|format
j-lines.jsonl|2|type||对象
l-empty.json|0|empty_file||空
n-array.json|2|format|/format|unit-budget-disclosure/1
ROWS
for file in b-no-json.json h-duplicate.json k-truncated.json m-utf16.json; do
    check_eq "$file is rejected with its place" 1 \
        "$(hz_sql "$db" "SELECT count(*) FROM etl.rejection WHERE file = '$dir/$file' AND byte_offset IS NOT NULL
            AND line_no IS NOT NULL")"
done
check_contains "the excerpt" "十九万" "$(hz_sql "$db" "SELECT excerpt FROM etl.rejection WHERE code = 'amount_not_a_number'")"
check_eq "the text of a syntax fault" 'this is no JSON' \
    "$(hz_sql "$db" "SELECT excerpt FROM etl.rejection WHERE file = '$dir/b-no-json.json'")"
check_contains "and in the log" "（原文：this is no JSON）" "$log"
check_contains "the listing" "amount_too_fine" "$(hz status --rejected --format csv)"

check_eq "only the good ones are in the ledger" "407001 408001" \
    "$(hz_sql "$db" "SELECT string_agg(agency_code, ' ' ORDER BY agency_code) FROM etl.document")"
check_eq "only the good ones are in staging" 2 \
    "$(hz_sql "$db" "SELECT count(DISTINCT agency_code) FROM staging.budget_summary_revenue")"

hz load "$dir" 2> "$hz_scratch/log2"
check_eq "again: exit code" 65 $?
check_contains "again: the good ones are known" "2 unchanged" "$(cat "$hz_scratch/log2")"

hz load "$dir/missing" 2> "$hz_scratch/log3"
check_eq "a missing path" 66 $?
check_contains "a missing path is named" "$dir/missing" "$(cat "$hz_scratch/log3")"
hz load "$dir/passed-over.txt" 2> "$hz_scratch/log4"
check_eq "a file of another kind, named" 66 $?

# A run that has gone wrong leaves its own mark and nothing else.
check_eq "no run is left running" 0 "$(hz_sql "$db" "SELECT count(*) FROM etl.run WHERE state = 'running'")"
hz_done
