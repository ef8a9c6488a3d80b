#!/usr/bin/env bash
# What was taken in can be given back: every sample from staging equals its file, figure by figure.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db show)
hz() { "$HUIZONG" --db "$db" "$@"; }
same=$(dirname "$0")/../support/same_document.py

hz -q init
hz -q load "$HUIZONG_SAMPLES_DIR"
count=0
for file in "$HUIZONG_SAMPLES_DIR"/*/*.json; do
    count=$((count + 1))
    read -r division year scope agency < <(python3 -c "
import json, sys
d = json.load(open(sys.argv[1]))
print(d['mof_div_code'], d['fiscal_year'], d['scope'], d['agency_code'])" "$file")
    hz show --division "$division" --year "$year" --scope "$scope" --agency "$agency" > "$hz_scratch/shown.json"
    check_eq "$(basename "$file") is found" 0 $?
    check_eq "$(basename "$file") comes back the same" "" "$(python3 "$same" "$file" "$hz_scratch/shown.json")"
done
check_eq "all samples were tried" 9 "$count"

# What was given back is a document that loads, and counts as the same figures.
other=$(hz_fresh_db show2)
"$HUIZONG" --db "$other" -q init
hz show --agency 407001 > "$hz_scratch/again.json"
"$HUIZONG" --db "$other" -q load "$hz_scratch/again.json"
check_eq "it loads again" 0 $?
check_eq "with the same rows" "$(hz_sql "$db" "SELECT sum(total), count(*) FROM staging.revenue WHERE agency_code = '407001'")" \
    "$(hz_sql "$other" "SELECT sum(total), count(*) FROM staging.revenue")"

hz show --division 310107000 2> "$hz_scratch/log"
check_eq "several fit: usage" 64 $?
check_contains "they are listed" "--agency 903001" "$(cat "$hz_scratch/log")"
check_eq "a line each" 6 "$(wc -l < "$hz_scratch/log")"
check_eq "and no more on it" 0 "$(grep -c '\\n' "$hz_scratch/log")"
hz show --agency nobody 2> "$hz_scratch/log"
check_eq "none fits" 64 $?
# A test that can't fail is none: one changed figure is seen.
sed '0,/1923.95/s//1923.96/' "$HUIZONG_SAMPLES_DIR/fenyang/141182000-407001-2025.json" > "$hz_scratch/changed.json"
check_contains "a changed figure is seen" "1923.96" "$(python3 "$same" "$hz_scratch/changed.json" "$hz_scratch/again.json")"
hz_done
