#!/usr/bin/env bash
# Nights that write few rows of large files anew and copy the rest: what they leave is what a fresh export writes, byte by byte.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db parts)
in=$hz_scratch/in
out=$hz_scratch/out
hz() { "$HUIZONG" --db "$db" "$@"; }
corpus() { # the documents of one division, 60 in three years
    python3 "$HUIZONG_SOURCE_DIR/tests/bench/corpus.py" 600 "$hz_scratch/all" "$@"
    mkdir -p "$in"
    cp "$hz_scratch/all"/*0.json "$in"
    touch -d "1 hour ago" "$in"/*
}
night() {
    HUIZONG_FORMATS=csv,jsonl,xlsx,html hz -v --jobs 2 nightly --out "$out" "$in" > "$hz_scratch/log" 2>&1
    check_eq "$1: the night" 0 $?
}
same() {
    rm -rf "$hz_scratch/fresh"
    hz -q --jobs 2 export --format csv,jsonl,xlsx,html --out "$hz_scratch/fresh"
    check_eq "$1: the same as a fresh export" "" "$(diff -rq "$out" "$hz_scratch/fresh" 2>&1)"
    check_exit "$1: proven" 0 hz -q export --verify "$out"
    check_exit "$1: gzip reads all" 0 gzip -t "$out"/*/*/*.gz
}
copied() { grep -c "parts are as before$" "$hz_scratch/log"; }

corpus
hz -q init
night "first"
same "first"
check_eq "first: nothing to copy" 0 "$(copied)"

corpus --revise 1
night "one revision"
check_eq "one revision: large files are copied in part" yes "$([ "$(copied)" -ge 3 ] && echo yes)"
same "one revision"

# A department that comes moves the parts that follow.
sed 's/"revision": [0-9]*/"revision": 1/; s/"D000010"/"D000001"/g; s/"000000000"/"00000999"/' "$in/000010.json" > "$in/new.json"
grep -q D000001 "$in/new.json" || sed -i 's/"agency_code": "[^"]*"/"agency_code": "00000999"/' "$in/new.json"
touch -d "1 hour ago" "$in/new.json"
night "a new one"
check_contains "a new one: it is loaded" "1 document loaded" "$(cat "$hz_scratch/log")"
same "a new one"

code=$(hz_sql "$db" "SELECT agency_code FROM etl.document WHERE file LIKE '%/000300.json'")
year=$(hz_sql "$db" "SELECT fiscal_year FROM etl.document WHERE file LIKE '%/000300.json'")
check_exit "withdrawn" 0 hz -q withdraw --division 110100000 --agency "$code" --scope department --year "$year" --revision 1 --why "handed in twice"
night "one withdrawn"
same "one withdrawn"

# What somebody spoilt, though its size is the same, is not copied from.
for file in "$out"/*/*/*.gz; do
    printf x | dd of="$file" bs=1 seek=20 conv=notrunc status=none
done
corpus --revise 1 --revision 3
night "spoilt"
check_eq "spoilt: nothing is copied" 0 "$(copied)"
same "spoilt"
hz_done
