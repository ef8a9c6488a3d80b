#!/usr/bin/env bash
# Kills a nightly run, or the server under it, at points spread over its length, and shows that nothing is lost, doubled
# or half shown: right after the kill readers see the state before or the state after, whole; the next run succeeds; and
# what it leaves, in the database and as exports, equals what an undisturbed run leaves.
#   crash.sh POINTS [program|server]     default: 12 program. Needs $HUIZONG and $HUIZONG_SAMPLES_DIR.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/state.sh"
# The data files are enough: the workbook and the page are made of the same datasets and swapped in with them.
export HUIZONG_FORMATS=csv,jsonl
points=${1:-12}
victim=${2:-program}
hz_server_start
first=$hz_scratch/first
second=$hz_scratch/second
mkdir -p "$first" "$second"
cp "$HUIZONG_SAMPLES_DIR"/fenyang/*.json "$HUIZONG_SAMPLES_DIR"/putuo/*2024*.json "$first"
cp "$HUIZONG_SAMPLES_DIR"/*/*.json "$second"
# 汾阳 hands in a higher revision on the second night.
sed -i -e 's/^ "revision": 1,/ "revision": 2,/' -e '0,/"total": 1846.89/s//"total": 1846.88/' "$second"/141182000-*.json
printf '{"format": 1}' > "$second/bad.json"

nightly() { # conninfo, exports
    "$HUIZONG" -q --db "$1" nightly --out "$2" "$second" 2> "$hz_scratch/log"
}

# The night before, which every attempt starts from; and what an undisturbed second night makes of it.
base=$(hz_fresh_db base)
"$HUIZONG" -q --db "$base" init
"$HUIZONG" -q --db "$base" nightly --out "$hz_scratch/out-base" "$first"
before=$(state "$base")
calm=$(hz_copy_db calm "$base")
cp -r "$hz_scratch/out-base" "$hz_scratch/out-calm"
start=$(date +%s%N)
nightly "$calm" "$hz_scratch/out-calm"
check_eq "the undisturbed night has one bad document" 65 $?
length=$((($(date +%s%N) - start) / 1000))
after=$(state "$calm")
after_exports=$(exports "$hz_scratch/out-calm")
after_counts=$(counts "$calm")

fired=0
for i in $(seq 1 "$points"); do
    db=$(hz_copy_db "try$i" "$base")
    # A copied sequence counts on log records of its original until the next checkpoint (PostgreSQL 15).
    hz_sql "$HZ_URL" CHECKPOINT
    out=$hz_scratch/out-$i
    cp -r "$hz_scratch/out-base" "$out"
    "$HUIZONG" -q --db "$db" nightly --out "$out" "$second" 2> /dev/null &
    pid=$!
    sleep "$(awk "BEGIN {print $length * $i / ($points + 1) / 1000000}")"
    if [ "$victim" = server ]; then
        postmaster=$(head -1 "$HUIZONG_HOME/pgdata/postmaster.pid")
        kill -QUIT "$postmaster" # immediate shutdown: as if it had crashed
    else
        kill -KILL $pid 2> /dev/null
    fi
    wait $pid 2> /dev/null
    code=$?
    [ "$code" -eq 65 ] || fired=$((fired + 1))
    if [ "$victim" = server ]; then
        while kill -0 "$postmaster" 2> /dev/null; do sleep 0.05; done
        until "$HUIZONG" -q db start 2> /dev/null; do sleep 0.2; done
    fi
    seen=$(state "$db")
    if [ "$seen" = "$before" ] || [ "$seen" = "$after" ]; then
        hz_pass
    else
        hz_fail "point $i: readers see neither the night before nor this one"
    fi
    # A server that lost its client may hold the lock a moment longer.
    for attempt in 1 2 3 4 5 6 7 8 9 10; do
        nightly "$db" "$out"
        code=$?
        [ "$code" -eq 75 ] || break
        sleep 0.5
    done
    check_eq "point $i: the next run" 65 "$code"
    [ "$code" -eq 65 ] || cat "$hz_scratch/log"
    check_eq "point $i: the database after it" "$(md5sum <<< "$after")" "$(state "$db" | md5sum)"
    check_eq "point $i: staging after it" "$after_counts" "$(counts "$db")"
    check_eq "point $i: the exports after it" "$(md5sum <<< "$after_exports")" "$(exports "$out" | md5sum)"
    rm -rf "$out"
    hz_sql "$HZ_URL" "DROP DATABASE \"hz_try${i}_$$\" WITH (FORCE)"
done
echo "$fired of $points kills hit a run under way ($victim)"
[ "$fired" -gt 0 ] || hz_fail "no kill hit anything"
hz_done
