#!/usr/bin/env bash
# The benchmark: makes a corpus, runs huizong and its peers side by side on the same files and the same server, and prints
# one table of ratios (also as JSON); see README.md. tests/bench/run.sh [DOCUMENTS] [--rounds N] [--sizes N,N] [--nightly N]
# [--json FILE] [--tmp DIR] [--keep]; default: 1000 documents in 3 rounds, then 1000 and 10000 once, and nights of 10000.
# Installs what is missing; DuckDB comes from npm (skipped, with a line that says so, where npm is not there).
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
"$root/samples/install.sh" gcc libc6-dev cmake ninja-build pkg-config libpq-dev libcjson-dev zlib1g-dev \
    libssl-dev libinih-dev libxlsxwriter-dev postgresql python3 python3-psycopg time
build=${HUIZONG_BENCH_BUILD:-$root/build}
cmake -S "$root" -B "$build" -G Ninja -DHUIZONG_TESTS=OFF -DCMAKE_BUILD_TYPE=Release > /dev/null
ninja -C "$build" --quiet huizong | { grep -v "^ninja: no work to do" || true; }
export PYTHONDONTWRITEBYTECODE=1 # nothing is left in the tree
exec /usr/bin/python3 "$root/tests/bench/bench.py" --huizong "$build/huizong" "$@"
