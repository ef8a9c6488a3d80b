#!/usr/bin/env bash
# Exports of what was withdrawn: a division and year of which nothing is left goes, one whose agencies are known says who is missing.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db withdrawn)
hz() { "$HUIZONG" --db "$db" "$@"; }
in=$HUIZONG_SAMPLES_DIR
out=$hz_scratch/out
nightly() { hz nightly --out "$out" "$in"/{fenyang,putuo,yantai} "$@" 2> "$hz_scratch/log"; }
withdraw_yantai() {
    for dept in 228 229 233 315; do
        hz -q withdraw --division 370600000 --agency $dept --year 2026 --scope department --why '公开有误'
    done
}
files() { # of a directory of the exports
    (cd "$out/$1" 2> /dev/null && ls -A)
}
picture() { (cd "$out" && find . -type f -print0 | sort -z | xargs -0 sha256sum); }

hz -q init
nightly
check_eq "first" 0 $?
before=$(picture)
directories=$(find "$out" -mindepth 2 -type d | wc -l)

# A run that fails at the last moment leaves the exports as they were.
withdraw_yantai
hz_sql "$db" "CREATE FUNCTION public.no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no such luck''; END'"
hz_sql "$db" "CREATE CONSTRAINT TRIGGER no AFTER UPDATE ON etl.run DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (new.state = 'complete') EXECUTE FUNCTION public.no()"
nightly
check_eq "the commit is refused" 69 $?
hz_sql "$db" "DROP TRIGGER no ON etl.run"
check_eq "the commit is refused: the exports are as before" "$before" "$(picture)"

# What isn't asked for, and what no rollup has taken out yet, stays.
hz -q export --out "$out"
check_eq "not rolled up yet" yes "$([ -n "$(files 370600000/2026)" ] && echo yes)"
hz -q rollup
hz -q export --out "$out" --division 141182000
hz -q export --out "$out" --year 2025
check_eq "other divisions and years" yes "$([ -n "$(files 370600000/2026)" ] && echo yes)"

# A run that died after it had taken the figures away.
cp -r "$out" "$hz_scratch/copy"
mkdir "$out/370600000/.2026.new-999999999"
mv "$out/370600000/2026"/* "$out/370600000/.2026.new-999999999"

# The directory goes, and that is said.
nightly --summary "$hz_scratch/summary.txt"
check_eq "nothing is left" 0 $?
check_eq "nothing is left: nor is there a directory, nor anything beside it" "" "$(ls -A "$out/370600000")"
check_contains "nothing is left: said in the log" "nothing is left of 370600000/2026" "$(cat "$hz_scratch/log")"
check_contains "nothing is left: and at the end" "1 division-year taken away" "$(tail -1 "$hz_scratch/log")"
check_contains "nothing is left: and in the summary" "撤下    1 个区划年度" "$(cat "$hz_scratch/summary.txt")"
check_eq "the other directories stay" $((directories - 1)) "$(find "$out" -mindepth 2 -type d | wc -l)"
check_exit "what is there is what the database says" 0 hz export --verify "$out"
nightly
check_contains "then nothing changes" "exports unchanged" "$(tail -1 "$hz_scratch/log")"

# By export too. What no export made stays, and so does a directory of another year that the database never had.
out=$hz_scratch/copy
echo mine > "$out/370600000/2026/notes.txt"
mkdir -p "$out/370600000/2020" "$out/141182000/2026" && echo mine > "$out/141182000/2026/datapackage.json"
check_exit "export" 0 hz export --out "$out"
check_contains "export says so" "1 division-year taken away" "$hz_output"
check_eq "only what is no export's stays" notes.txt "$(files 370600000/2026)"
check_eq "other directories stay" "datapackage.json yes" "$(files 141182000/2026) $([ -d "$out/370600000/2020" ] && echo yes)"
check_exit "a file named as an export's" 0 hz export --out "$out"
rm "$out/370600000/2026/notes.txt" && echo '{"name": "mine"}' > "$out/370600000/2026/datapackage.json"
check_exit "a package of somebody else" 0 hz export --out "$out"
check_eq "a package of somebody else stays" datapackage.json "$(files 370600000/2026)"

# What comes back is exported anew.
out=$hz_scratch/out
sed 's/"revision": 1/"revision": 2/' "$in/yantai/370600000-233-2026-department.json" > "$hz_scratch/back.json"
nightly "$hz_scratch/back.json"
check_eq "it comes back" 0 $?
check_contains "it comes back" "forms-2026.xlsx" "$(files 370600000/2026)"
check_exit "it comes back as the database has it" 0 hz export --verify "$out"

# Of those on the roster it is known who is missing now.
hz -q withdraw --agency 407001 --year 2025 --why '公开有误'
nightly
check_eq "the only document is withdrawn" 0 $?
check_eq "who is missing" "141182000,2025,budget,407,407001" \
    "$(hz status --missing --division 141182000 --year 2025 --format csv | tr -d '\r' | tail -n +2 | cut -d, -f1-5)"
check_exit "nothing is covered" 65 hz status --division 141182000 --min-coverage 95
check_contains "it says so" "0 of 1 agencies are covered, 0.00%" "$hz_output"
check_exit "the export says what the database does" 0 hz export --verify "$out"
check_contains "who is missing" ",407,407001,agencies,missing," "$(gunzip -c "$out/141182000/2025/coverage.csv.gz")"
check_eq "and no figure" 1 "$(gunzip -c "$out/141182000/2025/expenditure_by_function.csv.gz" | wc -l)"
hz_done
