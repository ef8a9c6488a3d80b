#!/usr/bin/env bash
# tests/mutation/comparisons.py leaves out one comparison of the rules after the other. It takes minutes and runs seldom; that it
# still finds them, however they are written, shows in their number, which README.md says.
set -u
cd "$(dirname "$0")/../.." || exit 1
found=$(python3 tests/mutation/comparisons.py --count)
said=$(sed -n 's/.*any one of the \([0-9]*\) comparisons.*/\1/p' README.md)
if [ "$found" != "$said" ]; then
    echo "FAILED: comparisons.py finds $found comparisons, README.md says $said"
    exit 1
fi
echo "$found comparisons"
