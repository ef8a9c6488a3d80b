#!/usr/bin/env bash
# Surroundings that fail: full disks, read-only directories, connections cut, statements timed out, the server
# restarted, clocks that go back, many runs at once. After each the run before is still what readers see, the error says
# why, and the next run ends as if nothing had happened.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/state.sh"
export HUIZONG_FORMATS=csv,xlsx
# The server is restarted and its disk fills up: it is none of the other tests'.
unset HUIZONG_TEST_HOME
home=$hz_scratch/home
mkdir -m 711 "$home"
mounted=()
can_mount=no
if mount -t tmpfs -o size=400m,mode=711 tmpfs "$home" 2> /dev/null; then
    can_mount=yes
    mounted+=("$home")
fi
clean_up() {
    local place
    HUIZONG_HOME=$home "$HUIZONG" -q db stop
    for place in "${mounted[@]}"; do umount -l "$place"; done
    hz_own_home=
    HZ_URL=
    hz_cleanup
}
trap clean_up EXIT
export HUIZONG_HOME=$home
"$HUIZONG" -q db start || exit 1
HZ_URL=$("$HUIZONG" db url)

first=$hz_scratch/first second=$hz_scratch/second
mkdir "$first" "$second"
cp "$HUIZONG_SAMPLES_DIR"/fenyang/*.json "$first"
cp "$HUIZONG_SAMPLES_DIR"/fenyang/*.json "$HUIZONG_SAMPLES_DIR"/putuo/*.json "$HUIZONG_SAMPLES_DIR"/yantai/*228*.json "$second"
sed -i -e 's/^ "revision": 1,/ "revision": 2,/' -e '0,/"total": 1846.89/s//"total": 1846.88/' "$second"/141182000-*.json
# So many documents that a load takes a moment.
python3 - "$second/many.jsonl" "$HUIZONG_SAMPLES_DIR/putuo/310107000-903001-2025.json" <<'PY'
import json, sys
with open(sys.argv[2], encoding="utf-8") as file:
    document = json.load(file)
document["dept_code"] = "999"
with open(sys.argv[1], "w", encoding="utf-8") as file:
    for number in range(400):
        document["agency_code"] = f"999{number:03d}"
        file.write(json.dumps(document, ensure_ascii=False) + "\n")
PY

base=$(hz_fresh_db base)
hz_tmpdir=
hz() { TMPDIR=${hz_tmpdir:-/tmp} "$HUIZONG" -q --db "$@"; }
hz "$base" init
hz "$base" nightly --out "$hz_scratch/out-base" "$first"
before=$(state "$base")
before_exports=$(exports "$hz_scratch/out-base")
calm=$(hz_copy_db calm "$base")
cp -r "$hz_scratch/out-base" "$hz_scratch/out-calm"
check_exit "the undisturbed night" 0 "$HUIZONG" -q --db "$calm" nightly --out "$hz_scratch/out-calm" "$second"
after=$(state "$calm")
after_exports=$(exports "$hz_scratch/out-calm")
after_counts=$(counts "$calm")
tries=0

# attempt: a fresh copy of the night before, $db and $out
attempt() {
    tries=$((tries + 1))
    db=$(hz_copy_db "try$tries" "$base")
    out=$hz_scratch/out-$tries
    cp -r "$hz_scratch/out-base" "$out"
}

# failed_well DESCRIPTION CODES CODE WORDS: the run ended as it ought to, and readers see the night before
failed_well() {
    local log
    log=$(cat "$hz_scratch/log")
    case " $2 " in
    *" $3 "*) hz_pass ;;
    *) hz_fail "$1: exit code" "expected one of: $2" "actual: $3" "$log" ;;
    esac
    [ -z "$4" ] || check_contains "$1: the error" "$4" "$log"
    check_eq "$1: readers see the night before" "$(md5sum <<< "$before")" "$(state "$db" | md5sum)"
}

# next_run DESCRIPTION
next_run() {
    local code=75 i
    # A server that lost its client may hold the lock a moment longer.
    for ((i = 0; i < 20 && code == 75; i++)); do
        hz "$db" nightly --out "$out" "$second" 2> "$hz_scratch/log"
        code=$?
        [ "$code" -ne 75 ] || sleep 0.3
    done
    check_eq "$1: the next run" 0 "$code"
    [ "$code" -eq 0 ] || cat "$hz_scratch/log"
    check_eq "$1: the database after it" "$(md5sum <<< "$after")" "$(state "$db" | md5sum)"
    check_eq "$1: staging after it" "$after_counts" "$(counts "$db")"
    check_eq "$1: the exports after it" "" "$(diff <(echo "$after_exports") <(exports "$out"))"
    hz_sql "$HZ_URL" "DROP DATABASE \"hz_try${tries}_$$\" WITH (FORCE)"
}

# wait_for SQL: until it gives a row
wait_for() {
    local i rows
    for ((i = 0; i < 500; i++)); do
        rows=$(hz_sql "$HZ_URL" "$1") && [ -n "$rows" ] && return 0
        sleep 0.01
    done
    return 1
}

of_run="datname = 'hz_try%s_$$' AND application_name = 'huizong'"

# --- connections cut in mid-COPY, by the administrator
attempt
where=$(printf "$of_run" "$tries")
hz "$db" nightly --out "$out" "$second" 2> "$hz_scratch/log" &
pid=$!
wait_for "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE $where AND state = 'active' AND query LIKE 'COPY staging.%'" ||
    hz_fail "no COPY was seen"
wait $pid
failed_well "a connection cut" "69" $? "connection"
next_run "a connection cut"

# --- all of its connections cut while it rolls up
attempt
where=$(printf "$of_run" "$tries")
hz "$db" nightly --out "$out" "$second" 2> "$hz_scratch/log" &
pid=$!
wait_for "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE $where AND state = 'active' AND query LIKE '%rollup.%'" ||
    hz_fail "no rollup was seen"
wait $pid
failed_well "a connection cut in the rollup" "69" $? "connection"
next_run "a connection cut in the rollup"

# --- statements that take too long for the server's settings
attempt
hz "$db&options=-cstatement_timeout%3D30" nightly --out "$out" "$second" 2> "$hz_scratch/log"
failed_well "statements timed out" "69" $? "statement timeout"
next_run "statements timed out"

# --- the server restarted by its administrator
attempt
where=$(printf "$of_run" "$tries")
hz "$db" nightly --out "$out" "$second" 2> "$hz_scratch/log" &
pid=$!
wait_for "SELECT 1 FROM pg_stat_activity WHERE $where AND state = 'active' AND query LIKE 'COPY %'" || hz_fail "no COPY was seen"
"$HUIZONG" -q db stop
wait $pid
code=$?
until "$HUIZONG" -q db start 2> /dev/null; do sleep 0.2; done
failed_well "the server restarted" "69" $code "connection"
next_run "the server restarted"

# --- the lock: two runs, ten runs
attempt
codes=
pids=()
for i in 1 2 3 4 5 6 7 8 9 10; do
    hz "$db" nightly --out "$out" "$second" 2> "$hz_scratch/log-$i" &
    pids+=($!)
done
for pid in "${pids[@]}"; do
    wait "$pid"
    codes+="$? "
done
check_eq "ten runs at once: each ended well or found the lock held" "" "$(tr ' ' '\n' <<< "$codes" | grep -vxE '0|75|')"
check_contains "ten runs at once: one at least ended well" " 0 " " $codes"
check_contains "ten runs at once: the others are told by whom" "another run holds the lock: nightly" "$(cat "$hz_scratch"/log-*)"
next_run "ten runs at once"

# --- a clock that went back: the ledger's times, and those of the files, lie in the future
attempt
hz_sql "$db" "UPDATE etl.run SET started_at = started_at + interval '10 years', finished_at = finished_at + interval '10 years'"
touch -d '2090-01-01' "$second"/*.json
next_run "a clock that went back"
touch -d '2020-01-01' "$second"/*.json
attempt
hz "$db" load "$second"
sed -i '0,/"total": 1846.88/s//"total": 1846.87/; s/^ "revision": 2,/ "revision": 3,/' "$second"/141182000-*.json
touch -d '1999-01-01' "$second"/141182000-*.json
check_exit "a file changed and dated back" 0 "$HUIZONG" --db "$db" load "$second"
check_contains "a file changed and dated back is read" "1 document loaded" "$hz_output"
sed -i '0,/"total": 1846.87/s//"total": 1846.88/; s/^ "revision": 3,/ "revision": 2,/' "$second"/141182000-*.json
hz_sql "$HZ_URL" "DROP DATABASE \"hz_try${tries}_$$\" WITH (FORCE)"

# --- an output that is a file, or below one
attempt
: > "$hz_scratch/file"
hz "$db" nightly --out "$hz_scratch/file" "$second" 2> "$hz_scratch/log"
failed_well "an output that is a file" "73" $? "$hz_scratch/file"
next_run "an output that is a file"

if [ "$can_mount" = no ]; then
    echo "not tested: full and read-only disks, as nothing can be mounted here"
    hz_done
fi

# --- the disk of the exports is full
attempt
small=$hz_scratch/small
mkdir "$small"
mount -t tmpfs -o size=100k tmpfs "$small"
mounted+=("$small")
HUIZONG_FORMATS=csv hz "$db" nightly --out "$small" "$second" 2> "$hz_scratch/log"
failed_well "the disk of the exports is full" "74" $? "No space left on device"
check_contains "the disk of the exports is full: the file is named" "$small/" "$(cat "$hz_scratch/log")"
check_eq "the disk of the exports is full: nothing is exported by half" "" "$(exports "$small")"
next_run "the disk of the exports is full"

# --- the exports are on a disk that is read-only
attempt
cp -r "$hz_scratch/out-base/." "$small" 2> /dev/null
shown=$(exports "$small")
mount -o remount,ro "$small"
hz "$db" nightly --out "$small" "$second" 2> "$hz_scratch/log"
failed_well "exports on a read-only disk" "73" $? "Read-only file system"
check_eq "exports on a read-only disk: untouched" "$shown" "$(exports "$small")"
next_run "exports on a read-only disk"

# --- inputs on a read-only disk are read like others
attempt
mount -o remount,rw,size=100m "$small"
rm -rf "${small:?}"/*
cp "$second"/* "$small"
mount -o remount,ro "$small"
check_exit "inputs on a read-only disk" 0 "$HUIZONG" -q --db "$db" load "$small"
check_eq "inputs on a read-only disk: staging" "$after_counts" "$(counts "$db")"
hz_sql "$HZ_URL" "DROP DATABASE \"hz_try${tries}_$$\" WITH (FORCE)"

# --- the workbook is assembled in temporary files by a library that doesn't notice a full disk
attempt
umount "$small"
mount -t tmpfs -o size=700k tmpfs "$small"
HUIZONG_FORMATS=xlsx hz "$db" nightly --out "$small" "$second" 2> "$hz_scratch/log"
failed_well "no room for the workbook" "74" $? "has no room for"
check_eq "no room for the workbook: nothing is exported by half" "" "$(exports "$small")"
umount "$small"
mount -t tmpfs -o size=4k tmpfs "$small"
hz_tmpdir=$small # it must not matter
next_run "no room for the workbook"
hz_tmpdir=

# --- the disk of the database is full
attempt
free=$(df --output=avail -k "$home" | tail -1)
head -c "$(((free - 600) * 1024))" /dev/zero > "$home/filler"
hz "$db" nightly --out "$out" "$second" 2> "$hz_scratch/log"
code=$?
rm "$home/filler"
until "$HUIZONG" -q db start 2> /dev/null; do sleep 0.2; done
failed_well "the disk of the database is full" "69 74" "$code" ""
check_eq "the disk of the database is full: the exports" "$before_exports" "$(exports "$out")"
next_run "the disk of the database is full"
echo "$tries surroundings"
hz_done
