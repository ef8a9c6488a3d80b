#!/usr/bin/env bash
# Builds for gcov, runs the tests (arguments go to ctest, e.g. -L NoDB), and prints which lines of etl/ no test runs:
# coverage.sh [CTEST-ARGUMENT]… Needs gcovr. The whole report is coverage.html in the build folder.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
build=${HUIZONG_COVERAGE_BUILD:-$root/build-coverage}
cmake -S "$root" -B "$build" -G Ninja -DHUIZONG_COVERAGE=ON -DHUIZONG_TESTS=ON -DCMAKE_BUILD_TYPE=Debug > /dev/null
ninja -C "$build" --quiet
find "$build" -name '*.gcda' -delete
(cd "$build" && ctest "$@" > ctest.log) || echo "tests failed, see $build/ctest.log"
cd "$root"
gcovr --root . --filter 'etl/' --object-directory "$build" --print-summary --txt "$build/coverage.txt" \
    --html-details "$build/coverage.html" "$build"
cat "$build/coverage.txt"
