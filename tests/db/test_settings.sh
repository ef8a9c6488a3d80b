#!/usr/bin/env bash
# Servers as administrators set them up: whatever the session's defaults, the database's collation and its time zone, the
# figures, the findings and the bytes of the exports are the same as on the embedded server.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/rollup.sh"
hz_server_start
# Full-width and no-break spaces, which some locales take for white space and some don't.
mkdir "$hz_scratch/spaced"
variant "$fenyang" "$hz_scratch/spaced/spaced.json" "d['agency_code'] = '407002'
d['source']['url'] = 'http://example.org/a\u3000b'
projects = d['tables']['projects_current']['rows']
projects[0:0] = [{'pro_name': '合\u3000计', 'total': 9}, {'pro_name': '合\u00a0计', 'total': 9}, {'pro_name': '合\u3000计', 'total': 9}]
d['tables']['government_fund_revenue'] = {'note': '（\u3000注：\u3000本表无数据）', 'rows': [{'rev_code': '103', 'rev_name': '收入', 'amount': 5}]}"
samples=("$hz_scratch/spaced" "$HUIZONG_SAMPLES_DIR"/fenyang "$HUIZONG_SAMPLES_DIR"/putuo/310107000-901-* "$HUIZONG_SAMPLES_DIR"/yantai/370600000-233-*)

# Where several rows could name a figure, the choice among their names is no matter of the database's order: 乙 stands before 甲
# by code, and behind it in dictionaries. (The sum of table 11, which has no row of its own here, isn't what the prose says.)
mkdir "$hz_scratch/in"
python3 - "$HUIZONG_SAMPLES_DIR/fenyang/141182000-407001-2025.json" "$hz_scratch/in/names.json" << 'PY'
import json
import sys
document = json.load(open(sys.argv[1], encoding="utf-8"))
document.update(agency_code="407009", agency_name="甲局", source={"title": "made-up test document"})
document["tables"]["operating_expenses"]["rows"] = [
    {"agency_name": name, "total": 20, "general_public_budget": 20} for name in ("甲局", "乙所")]
json.dump(document, open(sys.argv[2], "w", encoding="utf-8"), ensure_ascii=False)
PY
samples+=("$hz_scratch/in")

# night NAME CONNINFO: a whole run into the database; its rollups and findings go to a file, its exports beside.
night() {
    check_exit "$1: init" 0 "$HUIZONG" --db "$2" init
    check_exit "$1: nightly" 0 "$HUIZONG" --db "$2" nightly --out "$hz_scratch/$1" "${samples[@]}"
    check_exit "$1: the exports are what the database says" 0 "$HUIZONG" --db "$2" export --verify "$hz_scratch/$1"
    figures "$2" > "$hz_scratch/$1.figures"
}

# Told apart from how a session prints things: psql's own settings are the same for all.
figures() {
    PGCLIENTENCODING=UTF8 PGOPTIONS='-c client_min_messages=warning -c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=postgres' \
        psql -XqAt -v ON_ERROR_STOP=1 -d "$1" -f "$(dirname "$0")/../support/rollup_figures.sql" \
        -c "SELECT to_jsonb(f) - 'run_id' FROM rollup.findings AS f ORDER BY (to_jsonb(f) - 'run_id')::text COLLATE \"C\""
}

# same NAME: as the plain one.
same() {
    check_exit "$1: the same figures and findings" 0 diff -q "$hz_scratch/plain.figures" "$hz_scratch/$1.figures"
    check_exit "$1: the same bytes" 0 diff -rq "$hz_scratch/plain" "$hz_scratch/$1"
}

# set_all CONNINFO SETTING=VALUE…: the defaults of every session in the database.
set_all() {
    local setting name
    name=$(hz_sql "$1" "SELECT current_database()")
    for setting in "${@:2}"; do
        hz_sql "$1" "ALTER DATABASE \"$name\" SET ${setting%%=*} = '${setting#*=}'" || hz_fail "can't set $setting"
    done
}

db=$(hz_fresh_db plain)
night plain "$db"
check_contains "several rows could name this one" "乙所" \
    "$(hz_sql "$db" "SELECT f.message FROM rollup.findings AS f WHERE f.agency_code = '407009' AND f.rule_id = 'N01'")"
check_eq "white space is white space whatever the locale" "T00.1 T00.2 T12.2" "$(hz_sql "$db" "
    SELECT string_agg(DISTINCT f.rule_id, ' ' ORDER BY f.rule_id) FROM rollup.findings AS f
     WHERE f.agency_code = '407002' AND f.rule_id IN ('T00.1', 'T00.2', 'T12.2')
       AND (f.message LIKE '%合_计”%' OR f.message LIKE '%注明“本表无数据”%')")"
check_eq "there are figures" yes "$([ "$(wc -l < "$hz_scratch/plain.figures")" -gt 1000 ] && echo yes)"

db=$(hz_fresh_db odd)
set_all "$db" TimeZone=Asia/Shanghai "DateStyle=SQL, DMY" IntervalStyle=sql_standard client_encoding=GB18030 \
    bytea_output=escape standard_conforming_strings=off default_transaction_isolation=serializable \
    default_transaction_deferrable=on search_path=nowhere extra_float_digits=-10 quote_all_identifiers=on \
    transform_null_equals=on client_min_messages=debug1 row_security=off from_collapse_limit=1 join_collapse_limit=1 \
    plan_cache_mode=force_custom_plan backslash_quote=off xmloption=document array_nulls=off \
    enable_hashagg=off enable_sort=off jit=on work_mem=64kB synchronous_commit=remote_apply
night odd "$db"
same odd

# Clocks a day ahead of those that the documents know, and half an hour off.
db=$(hz_fresh_db far)
set_all "$db" TimeZone=Pacific/Kiritimati plan_cache_mode=force_generic_plan enable_hashjoin=off enable_seqscan=off \
    enable_indexscan=off max_parallel_workers_per_gather=4 parallel_setup_cost=0 parallel_tuple_cost=0 \
    min_parallel_table_scan_size=0
night far "$db"
same far

# A database that sorts as Chinese dictionaries do (which one can since PostgreSQL 15): keys must sort by code all the same.
name=hz_zh_$$
icu="LOCALE_PROVIDER icu ICU_LOCALE 'zh-u-co-pinyin'"
[ "$(hz_sql "$HZ_URL" "SHOW server_version_num")" -ge 150000 ] || icu=
hz_sql "$HZ_URL" "CREATE DATABASE $name TEMPLATE template0 ENCODING 'UTF8' $icu LOCALE 'C.UTF-8'"
db="${HZ_URL/\/huizong\?//$name?}"
night zh "$db"
same zh

# An encoding that can't hold the documents is refused before anything is made.
name=hz_latin_$$
hz_sql "$HZ_URL" "CREATE DATABASE $name TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
db="${HZ_URL/\/huizong\?//$name?}"
"$HUIZONG" --db "$db" init 2> "$hz_scratch/log"
check_eq "another encoding is refused" 78 $?
check_contains "with what to do" "UTF8" "$(cat "$hz_scratch/log")"
check_eq "and nothing was made" 0 "$(hz_sql "$db" "SELECT count(*) FROM pg_namespace WHERE nspname = 'etl'")"

# A server that lets nobody write says so.
db=$(hz_fresh_db readonly)
set_all "$db" default_transaction_read_only=on
"$HUIZONG" --db "$db" init 2> "$hz_scratch/log"
check_eq "a read-only server" 69 $?
check_contains "is named" "read-only" "$(cat "$hz_scratch/log")"
hz_done
