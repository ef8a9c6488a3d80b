#!/usr/bin/env bash
# The mutation score of the rules: changes one figure, row, code or name at a time in seven real documents, and counts which
# changes the rules notice (the tables of README.md). tests/mutation/run.sh [--each N] [--seed N] [--survivors FILE]
# [DOCUMENT…]; default: every change of every cell, about 20,000. Installs what is missing; the server is its own.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
"$root/samples/install.sh" gcc libc6-dev cmake ninja-build pkg-config libpq-dev libcjson-dev zlib1g-dev \
    libssl-dev libinih-dev libxlsxwriter-dev postgresql python3
build=${HUIZONG_BENCH_BUILD:-$root/build}
cmake -S "$root" -B "$build" -G Ninja -DHUIZONG_TESTS=OFF -DCMAKE_BUILD_TYPE=Release > /dev/null
ninja -C "$build" --quiet huizong | { grep -v "^ninja: no work to do" || true; }

export HUIZONG="$build/huizong"
. "$root/tests/support/lib.sh"
hz_server_start
db=$(hz_fresh_db mutation)
"$HUIZONG" --db "$db" -q init
documents=()
case " $* " in
*.json*) ;;
*) documents=("$root"/samples/fenyang/*.json "$root"/samples/putuo/310107000-90[13]-2025-*.json "$root"/samples/yantai/*.json) ;;
esac
python3 "$root/tests/mutation/mutate.py" --huizong "$HUIZONG" --db "$db" "$@" "${documents[@]}"
