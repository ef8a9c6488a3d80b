#!/usr/bin/env bash
# Builds the fuzz targets with libFuzzer and both sanitizers, and runs each for so many seconds: run.sh [SECONDS] [TARGET]…
# Needs clang. What is found is left in the build folder (crash-…), the grown corpus in corpus-TARGET.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${HUIZONG_FUZZ_BUILD:-$root/build-fuzz}
seconds=${1:-60}
shift || true
targets=("$@")
[ "${#targets[@]}" -gt 0 ] || targets=(json money document source conf table)
cmake -S "$root" -B "$build" -G Ninja -DCMAKE_C_COMPILER=clang -DHUIZONG_FUZZ=ON -DHUIZONG_SANITIZE=ON \
    -DCMAKE_BUILD_TYPE=RelWithDebInfo > /dev/null
ninja -C "$build" --quiet "${targets[@]/#/fuzz_}"
cd "$build"
failed=0
for target in "${targets[@]}"; do
    mkdir -p "corpus-$target"
    dictionary=$root/tests/fuzz/$target.dict
    if ! tests/fuzz_"$target" -max_total_time="$seconds" -timeout=20 -max_len=16384 -print_final_stats=1 -dict="$dictionary" \
        "corpus-$target" "$root/tests/fuzz/corpus/$target" > "$target.log" 2>&1; then
        echo "$target: something was found, see $build/$target.log"
        failed=1
    fi
    echo "$target: $(grep -o 'number_of_executed_units: .*' "$target.log" || true), $(grep -c . < <(ls "corpus-$target")) inputs"
done
exit $failed
