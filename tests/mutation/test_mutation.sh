#!/usr/bin/env bash
# The rules notice what goes wrong in a document: a few hundred mutants of three real ones, always the same. The whole
# score, of every change of seven documents, is tests/mutation/run.sh.
. "$(dirname "$0")/../support/lib.sh"
mutation=$(cd "$(dirname "$0")" && pwd)
samples=$mutation/../../samples

hz_server_start
db=$(hz_fresh_db mutation)
check_exit "init" 0 "$HUIZONG" --db "$db" -q init
score() {
    python3 "$mutation/mutate.py" --huizong "$HUIZONG" --db "$db" --seed 2025 --survivors "$hz_scratch/survivors" "$@" \
        "$samples/fenyang/141182000-407001-2025.json" "$samples/putuo/310107000-903-2025-department.json" \
        "$samples/yantai/370600000-233-2026-department.json"
}
check_exit "98 % of the mutants of each kind are noticed" 0 score --each 20 --minimum 98
check_contains "mutants of every kind" "| project renamed |" "$hz_output"
total=$(printf '%s\n' "$hz_output" | sed -n 's/^| all | \([0-9]*\) | .*/\1/p')
check_eq "some hundred mutants" yes "$([ "${total:-0}" -ge 400 ] && echo yes)"
read -r several right another <<< "$(printf '%s\n' "$hz_output" \
    | sed -n 's/^| all of one cell | \([0-9]*\) | \([0-9]*\) | \([0-9]*\) | .*/\1 \2 \3/p')"
check_eq "where one cell makes several errors, 95 % of their hints name it" yes \
    "$([ "${several:-0}" -ge 200 ] && [ $((100 * right)) -ge $((95 * several)) ] && echo yes)"
check_eq "and none names another" 0 "${another:-none}"
check_eq "no survivor beyond those" "" "$(cat "$hz_scratch/survivors")"
hz_done
