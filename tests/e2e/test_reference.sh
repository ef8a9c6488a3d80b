#!/usr/bin/env bash
# Reference data: checked when loaded, wrong files named with their line, everything or nothing.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db reference)
conf=$hz_scratch/huizong.conf
ref=$hz_scratch/ref
echo "reference_dir = ref" > "$conf"
cp -r "$HUIZONG_SOURCE_DIR/config" "$ref"
hz() { "$HUIZONG" --db "$db" --config "$conf" "$@"; }

check_exit "the shipped files" 0 hz -q init
count=$(hz_sql "$db" "SELECT count(*) FROM ref.exp_func")
check_eq "all rows of a file" "$(($(wc -l < "$ref/exp_func.csv") - 1))" "$count"
printf '\xef\xbb\xbf' | cat - "$HUIZONG_SOURCE_DIR/config/agencies.csv" | sed 's/$/\r/' > "$ref/agencies.csv"
check_exit "a byte-order mark and CRLF, as Excel writes them" 0 hz -q init
check_eq "leave no trace" 0 "$(hz_sql "$db" "SELECT count(*) FROM ref.agency WHERE agency_name ~ '[\r\ufeff]'")"

bad() { # description, file, sed script, expected words…
    cp "$HUIZONG_SOURCE_DIR/config/$2" "$ref/$2"
    sed -i "$3" "$ref/$2"
    check_exit "$1" 78 hz -q init
    check_contains "$1: the file is named" "$ref/$2" "$hz_output"
    for words in "${@:4}"; do check_contains "$1" "$words" "$hz_output"; done
    cp "$HUIZONG_SOURCE_DIR/config/$2" "$ref/$2"
}
bad "another header" exp_func.csv '1s/exp_func_name/name/' ":1" "exp_func_code,exp_func_name"
bad "a column too few" mof_div.csv '5s/,[^,]*$//' "line 5"
bad "words for a number" exp_func.csv '7s/,[0-9]*$/,soon/' "line 7" "soon"
bad "a code twice" dep_bgt_eco.csv '3{p}' "30101"
bad "a level out of range" gov_bgt_eco.csv '4s/,2$/,9/' "line 4"
bad "a name missing" agencies.csv '2s/,407001,.*/,407001,/' "line 2" "agency_name"
bad "a code that no list has" eco_crossmap.csv '2s/50101/50177/' "50177" "gov_bgt_eco.csv"
bad "a division that is none" agencies.csv '2s/141182000/141182999/' "141182999" "mof_div.csv"
rm "$ref/mof_div.csv"
check_exit "a missing file" 78 hz -q init
check_contains "is named" "mof_div.csv" "$hz_output"
check_eq "after all that the good data is still there" "$count" "$(hz_sql "$db" "SELECT count(*) FROM ref.exp_func")"
hz_done
