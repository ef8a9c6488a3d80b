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

# A database without it reads no document: its labels would be read as those of unknown subjects.
bare=$(hz_fresh_db reference_bare)
check_exit "a first init that fails on it" 78 "$HUIZONG" --db "$bare" --config "$conf" -q init
check_exit "a load then" 78 "$HUIZONG" --db "$bare" --config "$conf" -q load "$HUIZONG_SAMPLES_DIR/fenyang"
check_contains "says what to do" "no catalogue of subjects yet: run huizong init" "$hz_output"
check_eq "and has loaded nothing" 0 "$(hz_sql "$bare" "SELECT count(*) FROM etl.document")"

# What rules read of it may make other findings of what was checked long ago: the next check looks at all documents anew.
cp "$HUIZONG_SOURCE_DIR/config/mof_div.csv" "$ref/mof_div.csv"
roster() { # lines…: 汾阳's roster of 2025
    { head -1 "$HUIZONG_SOURCE_DIR/config/agencies.csv"; printf '2025,141182000,407,汾阳市人力资源和社会保障局,%s\n' "$@"; } > "$ref/agencies.csv"
    hz -q init && hz -q check && hz -q rollup
}
findings() { hz_sql "$db" "SELECT string_agg(f.rule_id || ' ' || f.row_label, ',' ORDER BY f.rule_id) FROM rollup.findings AS f
                           WHERE f.rule_id IN ('E01', 'E02', 'C01') AND $1"; }
checked() { hz_sql "$db" "SELECT checked FROM etl.run WHERE command = 'check' ORDER BY run_id DESC LIMIT 1"; }
hz -q load "$HUIZONG_SAMPLES_DIR/fenyang"
roster 407001,汾阳市人力资源和社会保障局
check_eq "the roster has the unit and no other" "" "$(findings "f.rule_id <> 'C01'")"
roster 407001,汾阳市人力资源和社会保障局 407002,汾阳市就业服务中心
check_eq "who is new in the roster is missing" "E02 407002 汾阳市就业服务中心" "$(findings "f.rule_id <> 'C01'")"
roster 407001,汾阳市人力资源和社会保障局
check_eq "and isn't, once the roster has it no more" "" "$(findings "f.rule_id <> 'C01'")"
sed -i '/^2080101,/d' "$ref/exp_func.csv"
hz -q init && hz -q check && hz -q rollup
check_eq "a subject that the catalogue has no more" "C01 2080101 行政运行" "$(findings "f.row_label LIKE '2080101 %'")"
hz -q init && hz -q check
check_eq "where nothing changed, nothing is checked anew" 0 "$(checked)"
hz_done
