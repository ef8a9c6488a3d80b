#!/usr/bin/env bash
# Files that are no longer there: what was loaded of them stays in force, and a night says so, as a disk that isn't mounted looks
# like a night without anything new.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db gone)
hz() { "$HUIZONG" --db "$db" "$@"; }
last() { hz_sql "$db" "SELECT concat_ws('|', $1) FROM etl.run ORDER BY run_id DESC LIMIT 1"; }
good=$HUIZONG_SAMPLES_DIR/fenyang/141182000-407001-2025.json
a=$hz_scratch/a b=$hz_scratch/b
mkdir "$a" "$b" "$hz_scratch/aside"
for i in 1 2 3; do
    sed "s/\"agency_code\": \"407001\"/\"agency_code\": \"40700$i\"/" "$good" > "$a/$i.json"
done
sed 's/"agency_code": "407001"/"agency_code": "407004"/' "$good" > "$b/4.json"
touch -d '1 hour ago' "$a"/* "$b"/*
cat > "$hz_scratch/hook" <<HOOK
#!/bin/sh
echo "\$1|\$HUIZONG_EXIT_CODE|\$HUIZONG_FILES|\$HUIZONG_FILES_GONE" > $hz_scratch/hooked
HOOK
chmod +x "$hz_scratch/hook"
cat > "$hz_scratch/conf" <<CONF
paths = $a $b
summary = $hz_scratch/summary.txt
metrics = $hz_scratch/metrics.prom
on_success = $hz_scratch/hook good
on_findings = $hz_scratch/hook findings
CONF
nightly() { hz --config "$hz_scratch/conf" nightly "$@" 2> "$hz_scratch/log"; }
metric() { sed -n "s/^huizong_last_run_count{of=\"$1\"} //p" "$hz_scratch/metrics.prom"; }
gone() { hz_sql "$db" "SELECT count(*) FROM etl.file WHERE gone_run IS NOT NULL"; }
hz -q init
nightly
nightly
check_eq "all are there" "0|4|0|4" "$?|$(last "files, files_gone, files_unread")"
check_eq "all are there: the hook" "good|0|4|0" "$(cat "$hz_scratch/hooked")"

# A failed run sees it, but doesn't count: the next one says it again.
mv "$a"/* "$hz_scratch/aside"
hz_sql "$db" "CREATE FUNCTION public.no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END'"
hz_sql "$db" "CREATE TRIGGER no BEFORE UPDATE ON etl.run FOR EACH ROW WHEN (new.state = 'complete') EXECUTE FUNCTION public.no()"
nightly
check_eq "a run that fails" 69 $?
hz_sql "$db" "DROP TRIGGER no ON etl.run"

# One of two folders is empty.
nightly
check_eq "an empty mount point is no failure" 0 $?
check_contains "the log says it" "warning: no input file was found in $a, where the run before found 3: is it mounted?" "$(cat "$hz_scratch/log")"
check_contains "the last line says it" "nothing changed: 1 document already loaded; 3 files of earlier runs are gone; 1 folder held no file at all" \
    "$(tail -1 "$hz_scratch/log")"
check_eq "the hook is the one that somebody looks at" "findings|0|1|3" "$(cat "$hz_scratch/hooked")"
check_contains "the summary: how many" "文件    1 个，其中未变、未读 1 个；另有以前读过的 3 个已不见（已入库的仍有效）" "$(cat "$hz_scratch/summary.txt")"
check_contains "the summary: where" "没有任何文件的目录
  $a：上次有 3 个，请查看磁盘是否已挂载" "$(cat "$hz_scratch/summary.txt")"
check_eq "metrics" "1 3 1" "$(metric files) $(metric files_gone) $(metric folders_empty)"
check_eq "the ledger" "1|3" "$(last "files, files_gone")"
check_eq "which they are" "$a/1.json $a/2.json $a/3.json" \
    "$(hz_sql "$db" "SELECT string_agg(path, ' ' ORDER BY path) FROM etl.file WHERE gone_run = (SELECT max(run_id) FROM etl.run)")"
check_eq "status" "1,1,3" "$(hz status --runs --format json | python3 -c "
import json, sys
run = json.load(sys.stdin)[0]
print(run['files'], run['files_unread'], run['files_gone'], sep=',')")"
check_eq "what was loaded stays in force" 4 "$(last in_force)"

nightly --summary "$hz_scratch/summary.json"
check_contains "still empty: the log says it" "warning: no input file was found in $a
" "$(cat "$hz_scratch/log")
"
check_eq "still empty: nothing more is gone" "good|0|1|0" "$(cat "$hz_scratch/hooked")"
check_eq "still empty: the summary" "1 0 $a 0" "$(python3 -c "
import json, sys
s = json.load(open(sys.argv[1]))
print(s['folders_empty'], s['files_gone'], s['empty_folders'][0]['path'], s['empty_folders'][0]['files_before'])" "$hz_scratch/summary.json")"

# What a run wasn't asked to look at isn't gone.
mv "$b/4.json" "$hz_scratch/aside"
hz -q load "$a" 2> /dev/null
check_eq "another folder" "0|3" "$(last files_gone)|$(gone)"
mv "$hz_scratch/aside/4.json" "$b"

# Mounted again.
mv "$hz_scratch/aside"/* "$a"
nightly
check_eq "all are there again, and needn't be read" "4|4|0|0" "$(last "files, files_unread, files_gone")|$(gone)"
check_eq "nothing of an empty folder" 0 "$(grep -c 没有任何文件 "$hz_scratch/summary.txt")"

# Below what can't be read nothing is known.
mkdir "$hz_scratch/disk"
sed 's/"agency_code": "407001"/"agency_code": "407005"/' "$good" > "$hz_scratch/disk/5.json"
touch -d '1 hour ago' "$hz_scratch/disk"/*
ln -s ../disk "$a/link"
nightly
check_eq "a folder behind a link" 1 "$(last loaded)"
mv "$hz_scratch/disk" "$hz_scratch/aside"
rm "$a/1.json"
nightly
check_eq "the link leads nowhere: that is told, and only the other file counts as gone" "65|1|$a/1.json" \
    "$?|$(last files_gone)|$(hz_sql "$db" "SELECT path FROM etl.file WHERE gone_run IS NOT NULL")"

# With --rehash, and by relative paths.
rm "$a/2.json"
nightly --rehash
check_eq "--rehash" 1 "$(last files_gone)"
cd "$b" && hz -q load . 2> /dev/null && rm 4.json && hz -q load ./ 2> /dev/null
check_eq "a relative path" "0|1" "$(last "files, files_gone")"
cd "$hz_scratch"
hz_done
