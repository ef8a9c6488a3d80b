#!/usr/bin/env bash
# Installs what is missing, builds with AddressSanitizer and UndefinedBehaviorSanitizer, and runs all tests; those of the
# database use a private PostgreSQL of their own. `tests/run.sh --no-db` runs only those that need no server.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
"$root/samples/install.sh" gcc libc6-dev cmake ninja-build pkg-config libpq-dev libcjson-dev zlib1g-dev \
    libssl-dev libinih-dev libxlsxwriter-dev libcriterion-dev postgresql python3
build=${HUIZONG_BUILD:-$root/build-test}
cmake -S "$root" -B "$build" -G Ninja -DHUIZONG_SANITIZE=ON -DHUIZONG_TESTS=ON -DCMAKE_BUILD_TYPE=Debug \
    > /dev/null
ninja -C "$build" --quiet | { grep -v "^ninja: no work to do" || true; }
labels=()
[ "${1:-}" != --no-db ] || labels=(-L NoDB)
cd "$build"
exec ctest --output-on-failure -j "$(nproc)" "${labels[@]}"
