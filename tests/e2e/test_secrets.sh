#!/usr/bin/env bash
# A database's password isn't seen in messages, logs, lists of processes, summaries or core dumps; and names can't inject.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start

# Somebody who takes the connection and never answers.
socket=$hz_scratch/.s.PGSQL.5432
python3 -c 'import socket, sys, time
s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(8); time.sleep(120)' "$socket" &
listener=$!
until [ -S "$socket" ]; do sleep 0.1; done

# arguments PID: until it has its arguments overwritten, at most ten seconds; prints them.
arguments() {
    local i words=
    for i in $(seq 100); do
        words=$(tr '\0' ' ' < "/proc/$1/cmdline")
        [[ $words == *geheim* ]] || break
        sleep 0.1
    done
    echo "$words"
}
for conninfo in "host=$hz_scratch user=x password=geheim" "postgresql://x:geheim@/db?host=$hz_scratch"; do
    "$HUIZONG" --db "$conninfo" status 2> "$hz_scratch/log" &
    pid=$!
    words=$(arguments "$pid")
    check_contains "the process is there" "status" "$words"
    check_eq "its arguments don't tell" "" "$(grep -o geheim <<< "$words")"
    kill "$pid"
    wait "$pid" 2> /dev/null
    check_eq "nor does the log" "" "$(grep -o geheim "$hz_scratch/log")"
done

# How a process ends that is asked to dump core.
ends() {
    python3 - "$@" <<'PY'
import os
import resource
import signal
import subprocess
import sys
import time
soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
child = subprocess.Popen(sys.argv[1:], stderr=subprocess.DEVNULL, cwd=os.environ["CORES"])
time.sleep(1)
os.kill(child.pid, signal.SIGQUIT)
_, status = os.waitpid(child.pid, 0)
print("core" if os.WCOREDUMP(status) else "no core")
PY
}
export CORES=$hz_scratch/cores
mkdir -m 777 "$CORES"
if grep -q __asan_init "$HUIZONG"; then
    echo "skipped: core dumps (a build for leak checks, which have to attach)"
elif [ "$(ends sleep 60)" != core ]; then
    echo "skipped: core dumps (this machine makes none)"
else
    check_eq "no core is dumped" "no core" "$(ends "$HUIZONG" --db "host=$hz_scratch password=geheim" status)"
fi
kill "$listener"
wait "$listener" 2> /dev/null

# A run's summary, metrics and ledger, where the connection has a password (which the server doesn't ask for).
db=$(hz_fresh_db secrets)
sep=$([[ $db == *\?* ]] && echo '&' || echo '?')
hz() { "$HUIZONG" --db "$db${sep}password=geheim" "$@"; }
hz -q init
mkdir "$hz_scratch/in"
cp "$HUIZONG_SAMPLES_DIR"/fenyang/*.json "$hz_scratch/in/"
cat > "$hz_scratch/hook" <<'H'
#!/bin/sh
env > "$(dirname "$0")/hook.env"
H
chmod +x "$hz_scratch/hook"
export HUIZONG_ON_FINDINGS=$hz_scratch/hook HUIZONG_ON_SUCCESS=$hz_scratch/hook
hz -v --log-format json nightly --summary "$hz_scratch/summary.json" --metrics "$hz_scratch/metrics.prom" \
    --out "$hz_scratch/out" "$hz_scratch/in" 2> "$hz_scratch/log"
check_eq "a night" 0 $?
check_eq "the hook ran" yes "$([ -s "$hz_scratch/hook.env" ] && echo yes)"
for file in summary.json metrics.prom hook.env log; do
    check_eq "$file doesn't tell" "" "$(grep -o geheim "$hz_scratch/$file")"
done
check_eq "nor the ledger" 0 "$(hz_sql "$db" "SELECT count(*) FROM etl.run AS r WHERE r::text ~ 'geheim'")"
check_eq "nor the exports" "" "$(grep -rl geheim "$hz_scratch/out")"

# A file's name is data wherever it goes.
name="\$(touch $hz_scratch/pwned); DROP TABLE etl.run;--'\"<b>.json"
sed 's/"revision": 1/"revision": 2/' "$HUIZONG_SAMPLES_DIR"/fenyang/*.json > "$hz_scratch/in/${name//\//_}"
hz -q nightly --out "$hz_scratch/out" "$hz_scratch/in" 2> /dev/null
check_eq "a name with everything in it loads" 1 "$(hz_sql "$db" "SELECT loaded FROM etl.run ORDER BY run_id DESC LIMIT 1")"
check_eq "and is kept as it is" 1 "$(hz_sql "$db" "SELECT count(*) FROM etl.document WHERE file LIKE '%DROP TABLE etl.run;--%'")"
check_eq "and executes nothing" no "$([ -e "$hz_scratch/pwned" ] && echo yes || echo no)"
hz_done
