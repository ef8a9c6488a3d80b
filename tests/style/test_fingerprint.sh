#!/usr/bin/env bash
# The fingerprint of the export's writers is another one when any of their files has changed, and is the one in the program.
set -u
program=$1
cd "$(dirname "$0")/../.." || exit 1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fingerprint() {
    cmake -DSOURCES="$scratch/list" -DOUTPUT="$scratch/out.c" -P etl/export/fingerprint.cmake &&
        grep -oE '[0-9a-f]{64}' "$scratch/out.c"
}
cp etl/export/csv.c etl/export/workbook.c "$scratch"
printf '%s\n' "$scratch/csv.c" "$scratch/workbook.c" > "$scratch/list"
before=$(fingerprint)
[ "$(fingerprint)" = "$before" ] || { echo "the same files have two fingerprints"; exit 1; }
echo '/* changed */' >> "$scratch/csv.c"
after=$(fingerprint)
[ ${#before} = 64 ] && [ ${#after} = 64 ] && [ "$after" != "$before" ] ||
    { echo "a changed file has the fingerprint it had: $before, $after"; exit 1; }
ls "$PWD"/etl/export/*.[ch] "$PWD/etl/io/gzout.c" | LC_ALL=C sort > "$scratch/list"
grep -q "$(fingerprint)" "$program" || { echo "the program has another fingerprint than its sources"; exit 1; }
