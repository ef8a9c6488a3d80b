#!/usr/bin/env bash
# The benchmark: makes a corpus, runs huizong and its peers side by side on the same files and the same server, and prints
# one table of ratios (also as JSON). tests/bench/run.sh [DOCUMENTS] [--rounds N] [--keep DIR]; default 1000 documents.
# Installs what is missing; DuckDB comes from npm (skipped, with a line that says so, where npm is not there).
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
"$root/samples/install.sh" gcc libc6-dev cmake ninja-build pkg-config libpq-dev libcjson-dev zlib1g-dev \
    libssl-dev libinih-dev libxlsxwriter-dev postgresql python3 python3-psycopg time
build=${HUIZONG_BENCH_BUILD:-$root/build}
cmake -S "$root" -B "$build" -G Ninja -DHUIZONG_TESTS=OFF -DCMAKE_BUILD_TYPE=Release > /dev/null
ninja -C "$build" --quiet huizong | { grep -v "^ninja: no work to do" || true; }
exec /usr/bin/python3 "$root/tests/bench/bench.py" --huizong "$build/huizong" "$@"
