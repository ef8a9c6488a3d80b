#!/usr/bin/env bash
# The main job on real disclosures: installs what is missing, builds, starts the embedded PostgreSQL, loads samples/,
# checks, rolls up, exports, and shows a short picture. Can be run again: then it says that nothing changed.
# Exports go to $HUIZONG_EXPORTS (default: build/exports), the database to $HUIZONG_HOME or its default.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
"$root/samples/install.sh" gcc libc6-dev cmake ninja-build pkg-config libpq-dev libcjson-dev zlib1g-dev \
    libssl-dev libinih-dev libxlsxwriter-dev postgresql
build=$root/build
cmake -S "$root" -B "$build" -G Ninja -DHUIZONG_TESTS=OFF > /dev/null
ninja -C "$build" --quiet huizong | { grep -v "^ninja: no work to do" || true; }
huizong=$build/huizong
exports=${HUIZONG_EXPORTS:-$build/exports}

"$huizong" init
"$huizong" load "$root/samples/fenyang" "$root/samples/putuo" "$root/samples/yantai"
"$huizong" check
"$huizong" rollup
"$huizong" export --out "$exports"

echo
# By --db or libpq's environment where that is set, as every command does; else the embedded server.
if [ -n "${PGHOST:-}${PGHOSTADDR:-}${PGSERVICE:-}${PGDATABASE:-}${PGPORT:-}${PGUSER:-}" ]; then
    psql=(psql)
else
    psql=("$huizong" db psql)
fi
"${psql[@]}" -X -q -f "$root/samples/picture.sql"
echo "汇总文件：$exports/<区划>/<年度>/*.csv.gz、*.jsonl.gz"
echo "继续查询：${psql[*]} -c \"SELECT * FROM rollup.expenditure_by_function WHERE entity_level = 'division'\""
echo "逐条查看勾稽问题：$huizong findings --severity error"
