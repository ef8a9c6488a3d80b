#!/usr/bin/env bash
# What `huizong export` writes, on rollup rows made up here: the files' content against text written by hand, the same
# bytes for the same data, and that a failed or killed run leaves the export of before whole.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db export)
check_exit "init" 0 "$HUIZONG" --db "$db" init

export_to() {
    local out=$1
    shift
    "$HUIZONG" --db "$db" export --out "$out" --format csv,jsonl "$@"
}

# The files of an export and what they hold, what is under construction left out.
picture() {
    (cd "$1" && find . -type f -not -path '*/.*/*' | LC_ALL=C sort | xargs sha256sum)
}

# check_same DESCRIPTION DIR: against the picture in $before.
check_same() {
    check_eq "$1" "" "$(diff <(echo "$before") <(picture "$2"))"
}

content() {
    gunzip -c "$1" | sed 's/\r$/<CR>/'
}

hz_sql "$db" "
INSERT INTO rollup.coverage (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, basis, status,
                             document, printed_total, rolled_total, agencies, agencies_loaded)
VALUES (2025, 'budget', '141182000', 'division', NULL, NULL, 'agencies', 'loaded', NULL, 100.10, 100.10, 2, 1),
       (2025, 'budget', '141182000', 'agency', '407', '407001', 'agencies', 'loaded', 'a,b.json#1', 100.10, 100.10, 1, 1),
       (2024, 'budget', '141182000', 'division', NULL, NULL, 'agencies', 'missing', NULL, NULL, NULL, 1, 0),
       (2025, 'budget', '310107000', 'division', NULL, NULL, 'agencies', 'missing', NULL, NULL, NULL, 1, 0);
INSERT INTO rollup.three_public (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, item, total,
                                 general_public_budget, government_fund, state_capital, agencies)
VALUES (2025, 'budget', '141182000', 'division', NULL, NULL, 'vehicles', 12345678901234567.89, 0.10, NULL, 0, 3),
       (2025, 'budget', '141182000', 'agency', '407', '407001', 'reception', -0.05, NULL, NULL, NULL, 1),
       (2025, 'final', '141182000', 'agency', '407', '407001', 'reception', 1, NULL, NULL, NULL, 1),
       (2025, 'budget', '141182000', 'department', '407', NULL, 'reception', 5, 5, NULL, NULL, 1),
       (2025, 'budget', '141182000', 'department', '0407', NULL, 'reception', 5, 5, NULL, NULL, 1),
       (2024, 'budget', '141182000', 'division', NULL, NULL, 'total', 7, 7, NULL, NULL, 1);
INSERT INTO rollup.projects (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, pro_name,
                             is_carryover, total, has_target, attribute, pro_code, row_no)
VALUES (2025, 'budget', '141182000', 'agency', '407', '407001', '\"智慧\"，a,b', false, 5000.00, true, '', '007', 2),
       (2025, 'budget', '141182000', 'agency', '407', '407001', E'二\n行', true, NULL, false, NULL, NULL, 1);
INSERT INTO rollup.appropriation_by_function (fiscal_year, bgt_stage, mof_div_code, entity_level, exp_func_code,
                                              exp_func_name, total, agencies)
VALUES (2025, 'budget', '141182000', 'division', '208', '社会保障和就业支出', 1, 1),
       (2025, 'budget', '141182000', 'division', NULL, '合计', 1, 1);"

out=$hz_scratch/out
check_exit "export" 0 export_to "$out"
check_contains "its last line" "below $out." "$hz_output"
check_contains "its last line" "of 3 division-years in 102 files" "$hz_output"
check_eq "one directory a division and year" "141182000/2024 141182000/2025 310107000/2025" \
    "$(cd "$out" && find . -mindepth 2 -maxdepth 2 -printf '%P\n' | LC_ALL=C sort | paste -sd ' ')"
check_eq "two files a dataset, and their description" 35 "$(find "$out/141182000/2025" -type f | wc -l)"
check_eq "modes follow the umask" "$(printf '%o' $((0666 & ~0$(umask))))" \
    "$(stat -c %a "$out/141182000/2025/projects.csv.gz")"

check_eq "three_public.csv: key order, totals of a level first, exact amounts" \
"fiscal_year,bgt_stage,mof_div_code,entity_level,dept_code,agency_code,item,total,general_public_budget,government_fund,state_capital,agencies<CR>
2025,budget,141182000,agency,407,407001,reception,-0.05,,,,1<CR>
2025,budget,141182000,department,0407,,reception,5.00,5.00,,,1<CR>
2025,budget,141182000,department,407,,reception,5.00,5.00,,,1<CR>
2025,budget,141182000,division,,,vehicles,12345678901234567.89,0.10,,0.00,3<CR>
2025,final,141182000,agency,407,407001,reception,1.00,,,,1<CR>" \
    "$(content "$out/141182000/2025/three_public.csv.gz")"

check_eq "three_public.jsonl of another year" \
'{"fiscal_year":2024,"bgt_stage":"budget","mof_div_code":"141182000","entity_level":"division","dept_code":null,"agency_code":null,"item":"total","total":7.00,"general_public_budget":7.00,"government_fund":null,"state_capital":null,"agencies":1}' \
    "$(content "$out/141182000/2024/three_public.jsonl.gz")"

check_eq "projects.csv: quotes, line breaks, empty and absent text" \
"fiscal_year,bgt_stage,mof_div_code,entity_level,dept_code,agency_code,pro_name,is_carryover,total,general_public_budget,government_fund,state_capital,fiscal_special_account,agency_funds,has_target,target_total,attribute,period,pro_code,pro_category,row_no<CR>
2025,budget,141182000,agency,407,407001,\"\"\"智慧\"\"，a,b\",false,5000.00,,,,,,true,,\"\",,007,,2<CR>
2025,budget,141182000,agency,407,407001,\"二
行\",true,,,,,,,false,,,,,,1<CR>" \
    "$(content "$out/141182000/2025/projects.csv.gz")"

check_eq "projects.jsonl" \
'{"fiscal_year":2025,"bgt_stage":"budget","mof_div_code":"141182000","entity_level":"agency","dept_code":"407","agency_code":"407001","pro_name":"\"智慧\"，a,b","is_carryover":false,"total":5000.00,"general_public_budget":null,"government_fund":null,"state_capital":null,"fiscal_special_account":null,"agency_funds":null,"has_target":true,"target_total":null,"attribute":"","period":null,"pro_code":"007","pro_category":null,"row_no":2}
{"fiscal_year":2025,"bgt_stage":"budget","mof_div_code":"141182000","entity_level":"agency","dept_code":"407","agency_code":"407001","pro_name":"二\n行","is_carryover":true,"total":null,"general_public_budget":null,"government_fund":null,"state_capital":null,"fiscal_special_account":null,"agency_funds":null,"has_target":false,"target_total":null,"attribute":null,"period":null,"pro_code":null,"pro_category":null,"row_no":1}' \
    "$(content "$out/141182000/2025/projects.jsonl.gz")"

check_eq "total row first" ",合计 208,社会保障和就业支出" \
    "$(gunzip -c "$out/141182000/2025/appropriation_by_function.csv.gz" | tail -n +2 | cut -d, -f7,8 | paste -sd ' ')"
check_eq "no rows: the header alone" 1 "$(gunzip -c "$out/310107000/2025/projects.csv.gz" | wc -l)"
check_eq "no rows: nothing" 0 "$(gunzip -c "$out/310107000/2025/projects.jsonl.gz" | wc -c)"

# The columns are all of the relation's, in its order.
for relation in $(cd "$out/141182000/2025" && ls -- *.csv.gz); do
    relation=${relation%.csv.gz}
    case $relation in agencies | departments | divisions | *_subjects) continue ;; esac
    check_eq "columns of $relation" "$(hz_sql "$db" "SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute
        WHERE attrelid = 'rollup.$relation'::regclass AND attnum > 0 AND NOT attisdropped")" \
        "$(gunzip -c "$out/141182000/2025/$relation.csv.gz" | head -1 | tr -d '\r')"
done

# Each file as JSON and CSV readers of another make see it.
check_exit "both formats say the same, to Python" 0 python3 - "$out" <<'PY'
import csv, decimal, gzip, json, pathlib, sys
for path in pathlib.Path(sys.argv[1]).rglob("*.csv.gz"):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    with gzip.open(str(path).replace(".csv.", ".jsonl."), "rt", encoding="utf-8") as file:
        objects = [json.loads(line, parse_float=decimal.Decimal) for line in file]
    assert len(rows) == len(objects), path
    for row, item in zip(rows, objects):
        assert list(row) == list(item), path
        for key, value in item.items():
            text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
            assert row[key] == text, (path, key, value)
PY

# Selection.
check_exit "one year and division" 0 export_to "$hz_scratch/one" --year 2025 --division 310107000 --format jsonl
check_eq "only these" "310107000/2025 17" \
    "$(cd "$hz_scratch/one" && echo "$(find . -mindepth 2 -maxdepth 2 -printf '%P') $(find . -name '*.jsonl.gz' | wc -l)")"
check_eq "only this format" 18 "$(find "$hz_scratch/one" -type f | wc -l)"
check_exit "nothing of such a year" 0 export_to "$hz_scratch/none" --year 2030
check_contains "and it says so" "nothing to export" "$hz_output"
check_exit "no --out" 64 "$HUIZONG" --db "$db" export
check_exit "unknown format" 64 export_to "$hz_scratch/x" --format csv,xml
check_exit "empty format" 64 export_to "$hz_scratch/x" --format csv,
check_exit "a wrong year" 64 export_to "$hz_scratch/x" --year 20255
check_exit "an argument too many" 64 export_to "$hz_scratch/x" 2025
check_eq "and nothing was made" no "$([ -e "$hz_scratch/x" ] && echo yes || echo no)"

# The same data in another physical order, to another place, gives the same bytes.
before=$(picture "$out")
check_eq "a picture of all files" 105 "$(echo "$before" | wc -l)"
hz_sql "$db" "CREATE TEMPORARY TABLE t AS SELECT * FROM rollup.three_public; DELETE FROM rollup.three_public;
              INSERT INTO rollup.three_public SELECT * FROM t ORDER BY total DESC, item"
check_exit "export again" 0 export_to "$hz_scratch/again"
check_same "the same bytes" "$hz_scratch/again"

# A directory is replaced whole, and what isn't an export's stays.
touch "$out/141182000/2025/no_longer.csv.gz" "$out/141182000/notes.txt"
echo mine > "$out/141182000/2025/notes.txt"
check_exit "export over it" 0 export_to "$out"
check_eq "a file of an older export is gone" no "$([ -e "$out/141182000/2025/no_longer.csv.gz" ] && echo yes || echo no)"
check_eq "a file of somebody's stays" mine "$(cat "$out/141182000/2025/notes.txt")"
rm "$out/141182000/2025/notes.txt" "$out/141182000/notes.txt"
check_same "the rest is the same" "$out"
check_eq "nothing is left beside" 3 "$(find "$out" -mindepth 2 -maxdepth 2 | wc -l)"

# Failures leave what was there.
check_exit "can't create" 73 export_to /proc/nowhere/out
check_exit "a file in the way" 73 export_to "$out/141182000/2025/projects.csv.gz"
check_same "unchanged" "$out"
mkdir -p "$hz_scratch/way/310107000"
touch "$hz_scratch/way/310107000/2025"
check_exit "a file in the way of the last one" 73 export_to "$hz_scratch/way"
check_eq "then none is put in place" "$hz_scratch/way/310107000/2025" "$(find "$hz_scratch/way" -mindepth 2)"
exec 9< "$out"
flock 9
check_exit "another process is writing there" 75 export_to "$out"
exec 9<&-

small=$hz_scratch/small
mkdir "$small"
trap 'umount "$small" 2> /dev/null; hz_cleanup' EXIT
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size="$(($(du -sk "$out" | cut -f1) * 3 / 2))k" none "$small" 2> /dev/null; then
    check_exit "export to a small disk" 0 export_to "$small" # where there is no room for it twice
    check_exit "a full disk" 74 export_to "$small"
    check_contains "and why" "No space left on device" "$hz_output"
    check_same "the old export is whole" "$small"
    check_eq "nothing is left beside" 3 "$(find "$small" -mindepth 2 -maxdepth 2 | wc -l)"
    umount "$small"
else
    echo "skipped: full disk (no right to mount)"
fi

# Killed in the middle.
hz_sql "$db" "INSERT INTO rollup.projects (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code,
                                           pro_name, is_carryover, total, has_target, row_no)
              SELECT 2025, 'budget', '310107000', 'agency', '407', '407001', md5(n::text), false, n, false, n
                FROM generate_series(1, 150000) AS n"
# Starts an export in the background and waits until it is writing. Sets $pid.
start_export() {
    "$HUIZONG" -q --db "$db" export --out "$out" --format csv,jsonl 2> "$hz_scratch/log" &
    pid=$!
    for _ in $(seq 1000); do
        [ -s "$out/310107000/.2025.new-$pid/projects.csv.gz" ] && break
        sleep 0.02
    done
}

start_export
kill -9 "$pid"
wait "$pid" 2> /dev/null
check_eq "killed while it wrote" 1 "$(find "$out/310107000" -maxdepth 1 -name '.2025.new-*' | wc -l)"
check_same "the old export is whole" "$out"

# The connection ended in the middle.
start_export
hz_sql "$db" "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
              WHERE datname = current_database() AND application_name = 'huizong'" > "$hz_scratch/ended"
code=0
wait "$pid" || code=$?
check_eq "the connection was ended" 69 "$code"
check_same "the old export is whole" "$out"
check_eq "and nothing beside it" 3 "$(find "$out" -mindepth 2 -maxdepth 2 | wc -l)"

check_exit "the next one" 0 export_to "$out"
check_eq "has the new data" 150001 "$(gunzip -c "$out/310107000/2025/projects.csv.gz" | wc -l)"
check_eq "and clears up" 3 "$(find "$out" -mindepth 2 -maxdepth 2 | wc -l)"

# A code that would be a path is none.
hz_sql "$db" "INSERT INTO rollup.coverage (fiscal_year, bgt_stage, mof_div_code, entity_level, status, agencies,
                                           agencies_loaded)
              VALUES (2025, 'budget', '../../etc', 'division', 'missing', 1, 0)"
check_exit "a division code that is a path" 69 export_to "$hz_scratch/evil"
check_contains "is refused by name" "../../etc" "$hz_output"
hz_done
