#!/usr/bin/env bash
# The nightly run: all or nothing, whatever goes wrong; what it says of itself when it is over.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db nightly)
hz() { "$HUIZONG" --db "$db" "$@"; }
last() { hz_sql "$db" "SELECT concat_ws('|', $1) FROM etl.run ORDER BY run_id DESC LIMIT 1"; }
out=$hz_scratch/out
dir=$hz_scratch/in
mkdir -p "$dir"
cp "$HUIZONG_SAMPLES_DIR"/{fenyang,putuo,yantai}/*.json "$dir"
find "$dir" -type f -exec touch -d '1 hour ago' {} +
picture() { # what readers see: rollups and exports
    hz_sql "$db" "SELECT mof_div_code, fiscal_year, total FROM rollup.expenditure_by_function
        WHERE entity_level = 'division' AND exp_func_code IS NULL ORDER BY 1, 2"
    (cd "$out" && find . -type f ! -path '*/.*' -print0 | sort -z | xargs -0 sha256sum | sha256sum)
}
cat > "$hz_scratch/hook" <<HOOK
#!/bin/sh
echo "\$1|\$2|\$HUIZONG_RUN_ID|\$HUIZONG_EXIT_CODE|\$HUIZONG_STATE|\$HUIZONG_SUMMARY_FILE|\$HUIZONG_LOADED|\$HUIZONG_REJECTED" >> $hz_scratch/hooked
HOOK
chmod +x "$hz_scratch/hook"
hooked() { cat "$hz_scratch/hooked" 2> /dev/null; rm -f "$hz_scratch/hooked"; }
cat > "$hz_scratch/conf" <<CONF
paths = $dir
out = out
summary = $hz_scratch/summary.txt
metrics = $hz_scratch/metrics.prom
on_success = $hz_scratch/hook   good  \$(touch$hz_scratch/shell)
on_findings = $hz_scratch/hook findings
on_failure = $hz_scratch/hook bad
CONF
nightly() { hz --config "$hz_scratch/conf" -q nightly "$@"; }
metric() { sed -n "s/^huizong_$1 //p" "$hz_scratch/metrics.prom"; }
hz -q init

# The whole of it, as the configuration says.
nightly 2> "$hz_scratch/log"
check_eq "first" 0 $?
check_eq "the ledger" "nightly|complete|0|9|9|9|t|t|t|t|t|$(find "$out" -type f ! -name datapackage.json | wc -l)|t" "$(last "command, state, exit_code, files, loaded, in_force,
    load_ms >= 0, check_ms >= 0, rollup_ms >= 0, export_ms >= 0, length(config_hash) = 64, export_files, byte_count > 800000")"
check_eq "the figures" "141182000|2025|19964200.00" "$(picture | head -1)"
check_contains "the summary" "新入库 9 份" "$(cat "$hz_scratch/summary.txt")"
check_contains "the summary: findings" "勾稽    核对 9 份：错误 5 处，提示 9 处，四舍五入 185 处" "$(cat "$hz_scratch/summary.txt")"
check_contains "the summary" "310107000 2025年年初预算：应公开 2，已到位 2（100.00%）" "$(cat "$hz_scratch/summary.txt")"
check_eq "metrics: loaded" 9 "$(metric 'last_run_count{of="loaded"}')"
check_eq "metrics: exit code" 0 "$(metric last_run_exit_code)"
check_eq "metrics: time of success" "$(metric last_run_timestamp_seconds)" "$(metric last_success_timestamp_seconds)"
hooks=$(hooked)
check_eq "errors were found: the hook for findings" "findings||1|0|complete|$hz_scratch/summary.txt|9|0" "$hooks"
before=$(picture)
inode=$(stat -c %i "$out/310107000/2024")

# Again: nothing is done.
nightly
check_eq "again" 0 $?
check_eq "again: the ledger" "complete|9|9|0|0|0" "$(last "state, files_unread, unchanged, checked, slices, export_files")"
check_eq "again: the same picture" "$before" "$(picture)"
check_eq "again: the directory was left alone" "$inode" "$(stat -c %i "$out/310107000/2024")"
check_eq "no error found in this run: the hook for success, its words as they are" \
    "good|\$(touch$hz_scratch/shell)|2|0|complete|$hz_scratch/summary.txt|0|0" "$(hooked)"
check_eq "no shell" "" "$(ls "$hz_scratch"/shell* 2> /dev/null)"
rm "$out/141182000/2025/three_public.csv.gz" "$out/310107000/2025/datapackage.json"
nightly
check_eq "an export that somebody spoilt is mended" "$before" "$(picture)"
hooked > /dev/null

# A bad document: 65, and its reason in the summary.
echo '{"a": 1}' > "$dir/bad.json"
nightly --summary "$hz_scratch/summary.json" 2> /dev/null
check_eq "a rejected document" 65 $?
check_contains "the hook" "findings||4|65|complete|$hz_scratch/summary.json|0|1" "$(hooked)"
check_eq "the summary as JSON" "65 1 $dir/bad.json" "$(python3 -c "
import json, sys
s = json.load(open(sys.argv[1]))
print(s['exit_code'], s['rejected'], s['rejected_documents'][0]['file'])" "$hz_scratch/summary.json")"
rm "$dir/bad.json"

# What must not change whatever goes wrong. A new document, or a new revision of it, would change rollups and exports.
revision=0
fresh() {
    revision=$((revision + 1))
    sed 's/"agency_code": "407001"/"agency_code": "407002"/; s/"revision": 1/"revision": '$revision/ \
        "$HUIZONG_SAMPLES_DIR/fenyang/141182000-407001-2025.json" > "$dir/new.json"
}
success=$(metric last_success_timestamp_seconds)

failed() { # description, exit code, word of the message
    check_eq "$1" "$2" "$code"
    check_contains "$1: says why" "$3" "$(cat "$hz_scratch/log")"
    check_eq "$1: rollups and exports are as before" "$before" "$(picture)"
    check_contains "$1: the hook" "bad||" "$(hooked)"
    check_contains "$1: the summary" "未完成，退出码 $2" "$(cat "$hz_scratch/summary.txt")"
    check_eq "$1: metrics" "$2" "$(metric last_run_exit_code)"
    check_eq "$1: the last success isn't forgotten" "$success" "$(metric last_success_timestamp_seconds)"
    check_eq "$1: no run is left running" 0 "$(hz_sql "$db" "SELECT count(*) FROM etl.run WHERE state = 'running'")"
}
sleep 1 # so that times of success differ

fresh
code=0
flock "$out" "$HUIZONG" --db "$db" --config "$hz_scratch/conf" -q nightly 2> "$hz_scratch/log" || code=$?
failed "the exports' directory is locked" 75 "$out"
check_eq "known before any work" "failed|75|0" "$(last "state, exit_code, files")"

mv "$out/141182000" "$hz_scratch/aside" && echo > "$out/141182000"
code=0
nightly 2> "$hz_scratch/log" || code=$?
rm "$out/141182000" && mv "$hz_scratch/aside" "$out/141182000"
failed "an export can't be written" 73 "$out/141182000"
check_eq "after everything else had been done" "failed|73|t" "$(last "state, exit_code, rollup_ms IS NOT NULL")"

hz_sql "$db" "CREATE FUNCTION public.no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no such luck''; END'"
hz_sql "$db" "CREATE CONSTRAINT TRIGGER no AFTER UPDATE ON etl.run DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (new.state = 'complete') EXECUTE FUNCTION public.no()"
code=0
nightly 2> "$hz_scratch/log" || code=$?
hz_sql "$db" "DROP TRIGGER no ON etl.run"
failed "the commit is refused, with the new exports in place already" 69 "no such luck"
check_eq "the ledger says so" "failed|69" "$(last "state, exit_code")"

hz_sql "$db" "CREATE FUNCTION public.die() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN PERFORM pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid()); RETURN new; END'"
for table in document finding in_force; do
    fresh
    hz_sql "$db" "CREATE TRIGGER die AFTER INSERT ON etl.$table FOR EACH ROW EXECUTE FUNCTION public.die()"
    code=0
    nightly 2> "$hz_scratch/log" || code=$?
    hz_sql "$db" "DROP TRIGGER die ON etl.$table"
    failed "the connection is lost at etl.$table" 69 "connection"
    check_eq "the connection is lost at etl.$table: the ledger says so" "failed|69" "$(last "state, exit_code")"
done

# A run killed at any point: the next one clears up after it and does its work.
hz_sql "$db" "CREATE FUNCTION public.wait() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN PERFORM pg_catalog.pg_sleep(60); RETURN new; END'"
for table in document finding in_force export; do
    fresh
    hz_sql "$db" "CREATE TRIGGER wait BEFORE INSERT ON etl.$table FOR EACH ROW EXECUTE FUNCTION public.wait()"
    "$HUIZONG" --db "$db" --config "$hz_scratch/conf" -q nightly 2> /dev/null &
    pid=$!
    for i in $(seq 100); do
        [ "$(hz_sql "$db" "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()")" = 0 ] || break
        sleep 0.1
    done
    if [ "$table" = document ]; then
        check_exit "a second run meanwhile" 75 nightly
        check_contains "it says who has it" "nightly" "$hz_output"
        check_contains "it says who has it" "process $pid" "$hz_output"
    fi
    kill -9 $pid && wait $pid 2> /dev/null
    hz_sql "$db" "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'
        AND datname = current_database()" > /dev/null
    until [ "$(hz_sql "$db" "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'huizong'
        AND datname = current_database()")" = 0 ]; do sleep 0.1; done
    hz_sql "$db" "DROP TRIGGER wait ON etl.$table"
    check_eq "killed at etl.$table: rollups and exports are as before" "$before" "$(picture)"
done
nightly 2> /dev/null
check_eq "the next run" 0 $?
check_eq "everything counts once" "10|10|2" "$(hz_sql "$db" "SELECT count(*), (SELECT count(*) FROM etl.in_force),
    (SELECT count(DISTINCT agency_code) FROM etl.document WHERE mof_div_code = '141182000') FROM etl.document WHERE NOT orphan")"
check_eq "twice the figure of one" "39928400.00" "$(hz_sql "$db" "SELECT total FROM rollup.expenditure_by_function
    WHERE entity_level = 'division' AND exp_func_code IS NULL AND mof_div_code = '141182000'")"
check_eq "only the division that changed was exported" "1|$(find "$out/141182000" -type f ! -name datapackage.json | wc -l)|$inode" \
    "$(last "slices, export_files")|$(stat -c %i "$out/310107000/2024")"
check_eq "nothing is left beside the exports" "" "$(find "$out" -name '.*' ! -path "$out")"
check_eq "no findings of runs that failed" 0 "$(hz_sql "$db" "SELECT count(*) FROM etl.document_check AS c
    JOIN etl.run AS r ON r.run_id = c.run_id WHERE r.state <> 'complete'")"
check_eq "four runs aborted" 4 "$(hz_sql "$db" "SELECT count(*) FROM etl.run WHERE state = 'aborted'")"

# Told to stop at any point (a time-out of systemd's, a shutdown), a run ends as one that failed, at once.
before=$(picture)
success=$(metric last_success_timestamp_seconds)
asleep() { hz_sql "$db" "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"; }
for table in document finding in_force export; do
    fresh
    hz_sql "$db" "CREATE TRIGGER wait BEFORE INSERT ON etl.$table FOR EACH ROW EXECUTE FUNCTION public.wait()"
    "$HUIZONG" --db "$db" --config "$hz_scratch/conf" -q nightly 2> "$hz_scratch/log" &
    pid=$!
    for i in $(seq 100); do
        [ "$(asleep)" = 0 ] || break
        sleep 0.1
    done
    seconds=$SECONDS
    kill -TERM $pid
    code=0
    wait $pid || code=$?
    check_eq "stopped at etl.$table: it doesn't take long" "yes" "$([ $((SECONDS - seconds)) -lt 20 ] && echo yes)"
    check_eq "stopped at etl.$table: nothing goes on in the database" 0 "$(asleep)"
    hz_sql "$db" "DROP TRIGGER wait ON etl.$table"
    failed "stopped at etl.$table" 143 "stopped by SIGTERM"
    check_eq "stopped at etl.$table: the ledger" "failed|143|stopped by SIGTERM" "$(last "state, exit_code, message")"
    check_eq "stopped at etl.$table: nothing is left beside the exports" "" "$(find "$out" -name '.*' ! -path "$out")"
done
mkfifo "$hz_scratch/fifo"
"$HUIZONG" --db "$db" -q nightly - < "$hz_scratch/fifo" 2> "$hz_scratch/log" &
pid=$!
exec 9> "$hz_scratch/fifo"
for i in $(seq 100); do
    [ "$(last state)" != running ] || break
    sleep 0.1
done
sleep 0.5
kill -HUP $pid
sleep 0.5
check_eq "one signal doesn't end who waits for input" "running" "$(kill -0 $pid && last state)"
kill -TERM $pid
code=0
wait $pid || code=$?
exec 9>&-
check_eq "a second one does" 143 "$code"
rm "$hz_scratch/fifo"
nightly 2> /dev/null
check_eq "the next run" 0 $?
check_eq "the last of the revisions counts" "10|10" "$(hz_sql "$db" "SELECT count(*), (SELECT max(revision) FROM etl.document
    WHERE agency_code = '407002' AND NOT orphan) - $revision + 10 FROM etl.in_force")"
rm -f "$hz_scratch/hooked"

# What a run left that was killed after its commit goes, also of what the next one doesn't write.
for kind in 310107000/.2024.new 310107000/.2024.old 310107000/.2021.new 310107000/.x.new other/.2024.new; do
    mkdir -p "$out/$kind-999999999" && : > "$out/$kind-999999999/three_public.csv.gz"
done
before=$(picture)
nightly 2> /dev/null
check_eq "with nothing to export" "0|0" "$?|$(last export_files)"
check_eq "exports are as before" "$before" "$(picture)"
check_eq "left over is what isn't ours" "310107000/.x.new-999999999 other/.2024.new-999999999" \
    "$(cd "$out" && find . -name '.*-9*' | cut -c3- | sort | xargs)"
rm -r "$out/other" "$out/310107000/.x.new-999999999" "$hz_scratch/hooked"

# Disk full: an output that can't be written doesn't spoil what is there.
if [ "$(id -u)" = 0 ] && mkdir "$hz_scratch/small" && mount -t tmpfs -o size=200k tmpfs "$hz_scratch/small" 2> /dev/null; then
    hz_sql "$db" "UPDATE etl.schema_state SET updated_at = updated_at" > /dev/null
    check_exit "the disk is full" 74 hz nightly --out "$hz_scratch/small/out" "$dir"
    check_eq "nothing is left there" "" "$(find "$hz_scratch/small/out" -mindepth 1)"
    umount "$hz_scratch/small"
fi

# Hooks that fail or hang are told and change nothing; a journal gets priorities.
printf 'on_success = /nonexistent/hook\non_findings = /bin/false\n' > "$hz_scratch/conf2"
hz --config "$hz_scratch/conf2" nightly "$dir" 2> "$hz_scratch/log"
check_eq "a hook that isn't there" 0 $?
check_contains "a hook that isn't there" "/nonexistent/hook can't be started" "$(cat "$hz_scratch/log")"
printf 'on_success = /bin/false\n' > "$hz_scratch/conf3"
python3 -c 'import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execv(sys.argv[1], sys.argv[1:])' "$HUIZONG" --db "$db" --config "$hz_scratch/conf3" nightly "$dir" 2> "$hz_scratch/log"
check_contains "a hook that fails, where who started the night ignores the ends of its children" \
    "/bin/false failed with exit code 1" "$(cat "$hz_scratch/log")"
JOURNAL_STREAM=$(touch "$hz_scratch/journal"; stat -c %d:%i "$hz_scratch/journal") \
    "$HUIZONG" --db "$db" --config "$hz_scratch/conf2" nightly "$dir" 2>> "$hz_scratch/journal"
check_contains "priorities" "<6>huizong: nightly: nothing changed" "$(cat "$hz_scratch/journal")"
check_contains "priorities" "<4>huizong: warning: the command" "$(cat "$hz_scratch/journal")"
JOURNAL_STREAM=1:2 hz nightly "$dir" 2> "$hz_scratch/log"
check_eq "no priorities elsewhere" "" "$(grep '^<' "$hz_scratch/log")"
check_exit "no path" 64 hz nightly
check_exit "an empty --out, whatever the configuration says" 64 nightly --out ""
check_contains "an empty --out" "--out is empty" "$hz_output"

# A name with a line break stays in its line.
mkdir "$hz_scratch/odd"
echo '{"a": 1}' > "$hz_scratch/odd/x
退出码 0.json"
sed '0,/"amount": 1923.95/s//"amount": 1923.9512345/' "$HUIZONG_SAMPLES_DIR/fenyang/"*.json > "$hz_scratch/odd/y.json"
echo '{"a": 1,}' > "$hz_scratch/odd/z.json"
hz -q nightly --summary "$hz_scratch/odd.txt" "$hz_scratch/odd" 2> /dev/null
check_contains "the summary" 'x\n退出码 0.json 第1份' "$(cat "$hz_scratch/odd.txt")"
check_contains "the summary: where it stands, and what" \
    'y.json 第1份，/tables/budget_summary/revenue/0/amount：金额（单位：万元）细于一分，无法准确入库，请核对小数位数或金额单位（原文：1923.9512345）' \
    "$(cat "$hz_scratch/odd.txt")"
check_contains "the summary: the line and column of what is no JSON" 'z.json 第1份，第1行第8列：“}”之前多了一个逗号，请删去' "$(cat "$hz_scratch/odd.txt")"
check_eq "the summary: no line is forged" 0 "$(grep -c '^退出码 0.json' "$hz_scratch/odd.txt")"
check_contains "status --rejected" 'x\n退出码 0.json' "$(hz status --rejected)"

# A summary that can't be written: the night's work is done, and stays; but it isn't all well.
fresh
code=0
nightly --summary "$hz_scratch/nowhere/summary.txt" 2> "$hz_scratch/log" || code=$?
check_eq "no folder for the summary" 73 "$code"
check_contains "no folder for the summary: says where" "$hz_scratch/nowhere" "$(cat "$hz_scratch/log")"
check_contains "no folder for the summary: the hook" "bad||" "$(cat "$hz_scratch/hooked")"
check_contains "no folder for the summary: the hook" "|73|complete|" "$(hooked)"
check_eq "no folder for the summary: metrics" "73 $(metric last_run_timestamp_seconds)" "$(metric last_run_exit_code) $(metric last_success_timestamp_seconds)"
check_eq "no folder for the summary: the ledger" "complete|73|t" "$(last "state, exit_code, message LIKE '%nowhere%'")"
check_eq "no folder for the summary: the document counts" "1" "$(last "loaded")"
code=0
nightly --metrics /dev/full 2> "$hz_scratch/log" || code=$?
check_eq "no room for the metrics" 74 "$code"
check_contains "no room for the metrics: the summary" "已完成，退出码 74" "$(cat "$hz_scratch/summary.txt")"
check_contains "no room for the metrics: the summary" "只是摘要或指标写不出来" "$(cat "$hz_scratch/summary.txt")"
rm -f "$hz_scratch/hooked"

# A device is written to, and stays one; a link stays one.
ln -s summary.aside "$hz_scratch/summary.link"
ln -s /dev/null "$hz_scratch/null.link"
check_exit "outputs that are links" 0 hz nightly --summary "$hz_scratch/summary.link" --metrics "$hz_scratch/null.link" "$dir"
check_contains "what a link points to is written" "已完成" "$(cat "$hz_scratch/summary.aside")"
check_eq "links stay" "summary.aside /dev/null" "$(readlink "$hz_scratch/summary.link" "$hz_scratch/null.link" | xargs)"
check_eq "the device stays" "character special file" "$(stat -c %F /dev/null)"

# With standard error closed nothing that is logged goes into the connection that takes its number.
"$HUIZONG" --db "$db" --no-progress -v nightly --rehash "$dir" 2>&-
check_eq "standard error closed" 0 $?
"$HUIZONG" --db "$db" --no-progress -v nightly --rehash "$dir" <&- >&- 2>&-
check_eq "all three closed" 0 $?
"$HUIZONG" --db "$db" status --runs >&- 2> "$hz_scratch/log"
check_eq "a listing that nobody gets" 74 $?

# A database that isn't there yet is waited for, and given up at last.
home=$(mktemp -d /tmp/hz-late.XXXXXX)
late="host=$home/run port=5432 user=huizong dbname=huizong"
HUIZONG_HOME=$home "$HUIZONG" -q db start && "$HUIZONG" --db "$late" -q init && HUIZONG_HOME=$home "$HUIZONG" -q db stop
"$HUIZONG" --db "$late" nightly "$dir" 2> "$hz_scratch/log" &
pid=$!
until grep -q "trying again" "$hz_scratch/log" || ! kill -0 $pid 2> /dev/null; do sleep 0.1; done
HUIZONG_HOME=$home "$HUIZONG" -q db start
wait $pid
check_eq "the database comes up meanwhile" 0 $?
check_contains "it was waited for" "trying again" "$(cat "$hz_scratch/log")"
HUIZONG_HOME=$home "$HUIZONG" -q db stop
rm -rf "$home"
check_exit "a database that never comes" 69 "$HUIZONG" --db "$late" nightly --summary "$hz_scratch/none.txt" "$dir"
check_contains "has a summary too" "退出码 69" "$(cat "$hz_scratch/none.txt")"
check_exit "other commands don't wait" 69 timeout 5 "$HUIZONG" --db "$late" status
hz_done
