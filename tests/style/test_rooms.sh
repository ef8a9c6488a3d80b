#!/usr/bin/env bash
# Holds the structure that etl/README.md describes: which room may include which, where third parties may be
# included, and how long a file may be.
set -u
cd "$(dirname "$0")/../.." || exit 1
passed=0
failed=0

# room: the rooms it may include besides itself
allowed() {
    case $1 in
    base) echo "" ;;
    io | json | pg) echo "base" ;;
    doc) echo "base json" ;;
    store) echo "base io doc pg" ;;
    conf) echo "base" ;;
    load) echo "base io json pg doc store" ;;
    transform) echo "base io pg doc store" ;;
    export) echo "base io json pg doc store" ;;
    cmd) echo "base conf io pg doc store load transform export" ;;
    *) echo "?" ;;
    esac
}

check() { # description, offending lines
    if [ -z "$2" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED: %s\n%s\n' "$1" "$2"
    fi
}

for room in etl/*/; do
    room=$(basename "$room")
    may=" $room $(allowed "$room") "
    bad=$(grep -rnoE '^#include "[a-z]+/' "etl/$room" | while IFS= read -r line; do
        to=${line##*\"}
        [[ "$may" == *" ${to%/} "* ]] || echo "$line"
    done)
    check "etl/$room includes only$may" "$bad"
done

only_in() { # header pattern, room
    check "<$1> is included in etl/$2 only" \
        "$(grep -rnE "^#include <$1" etl --include='*.[ch]' | grep -v "^etl/$2/")"
}
only_in 'libpq' pg
only_in 'c?[jJ]SON' json
only_in 'cjson/' json
only_in 'zlib' io
only_in 'openssl' io
only_in 'ini\.h' conf
only_in 'xlsxwriter' export

check "no file is over 500 lines" \
    "$(find etl tests -name '*.[ch]' -print0 | xargs -0 wc -l | awk '$2 != "total" && $1 > 500')"
check "every SQL file opens with a comment" \
    "$(for f in sql/*/*.sql; do head -c 2 "$f" | grep -q -- '--' || echo "$f"; done)"
check "no unfinished business" \
    "$(grep -rnE 'TODO|FIXME|XXX:' etl sql tests samples --include='*.'{c,h,sql,sh,py} | grep -v test_rooms.sh)"
check "no floating point for money" "$(grep -nE '\b(double|float)\b' etl/base/money.c etl/doc/*.c etl/load/encode.c)"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
