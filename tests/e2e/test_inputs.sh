#!/usr/bin/env bash
# All forms of input: single documents, arrays and lines, plain and gzip, several members, standard input, directories
# with everything that can lie in them, names in any encoding, documents up to the limit.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db inputs)
hz() { "$HUIZONG" --db "$db" "$@"; }
dir=$hz_scratch/in
mkdir -p "$dir"

# document AGENCY [MORE-MEMBERS]: one document on one line
document() {
    printf '{"format":"unit-budget-disclosure/1","fiscal_year":2025,"mof_div_code":"141182000","dept_code":"500",'
    printf '"agency_code":"%s","agency_name":"甲局","source":{"title":"made-up test document"}%s,' "$1" "${2:-}"
    printf '"tables":{"three_public":{"rows":[{"item":"合计","total":%d}]}}}\n' $((10#${1: -2}))
}
agencies() { # which agencies a run loaded
    hz_sql "$db" "SELECT string_agg(agency_code, ' ' ORDER BY agency_code) FROM etl.document
        WHERE run_id = (SELECT max(run_id) FROM etl.run)"
}
hz -q init

document 01 > "$dir/a.json"
{ echo '['; document 02; echo ','; document 03; echo ']'; } > "$dir/b.json"
document 04 | gzip > "$dir/c.json.gz"
{ document 05; echo; document 06; } > "$dir/d.jsonl"
{ document 07 | gzip; document 08 | gzip; } > "$dir/e.jsonl.gz"
document 09 > "$dir/f.ndjson"
document 10 | gzip > "$dir/g.ndjson.gz"
{ printf '\xef\xbb\xbf'; document 11; } > "$dir/h.json"
mkdir -p "$dir/sub/deeper"
document 12 > "$dir/sub/deeper/i.json"
document 13 > "$dir/"$'\xb1\xa3\xb0\xb2.json' # 保安 in GBK
document 14 > "$hz_scratch/elsewhere.json"
ln -s "$hz_scratch/elsewhere.json" "$dir/link.json"
ln -s .. "$dir/sub/loop"
document 90 > "$dir/.hidden.json"
document 91 > "$dir/readme.txt"
mkfifo "$dir/pipe.json"
check_exit "all of it" 0 hz load "$dir"
check_eq "every document once" "01 02 03 04 05 06 07 08 09 10 11 12 13 14" "$(agencies)"
check_contains "what was passed over is counted" "2 files passed over: hidden, or none of" "$hz_output"
check_contains "a pipe is named as what it is" "$dir/pipe.json is passed over: it is no regular file" "$hz_output"
check_contains "so is a link that leads back" "$dir/sub/loop is passed over: it leads back" "$hz_output"
mkdir "$hz_scratch/empty"
check_exit "a folder without any file" 0 hz load "$hz_scratch/empty"
check_contains "it is said" "warning: no input file was found in $hz_scratch/empty" "$hz_output"
check_contains "a name that is no UTF-8 is kept readable" '\xb1\xa3\xb0\xb2.json' \
    "$(hz_sql "$db" "SELECT file FROM etl.document WHERE agency_code = '13'")"
check_eq "document and byte of each are known" "2|$(document 05 | wc -c | awk '{print $1 + 1}')" \
    "$(hz_sql "$db" "SELECT document_no, byte_offset FROM etl.document WHERE agency_code = '06'")"

{ document 20; document 21; } | hz -q load -
check_eq "standard input" "20 21" "$(agencies)"
{ document 22; document 23; } | gzip | hz -q load -
check_eq "standard input, gzip" "22 23" "$(agencies)"
cd "$hz_scratch"
document 24 > -x.json
document 25 > --db.json
check_exit "names that begin with a dash, after --" 0 hz -q load -- -x.json --db.json
check_eq "are names" "24 25" "$(agencies)"
check_exit "without it they are options" 64 hz load -x.json
check_exit "several paths" 0 hz -q load "$dir/a.json" "$dir/sub" "$dir/d.jsonl"

# Faults of files leave the others alone.
printf 'x\0y' > "$dir/"$'\xff.json.gz'
ln -s nowhere "$dir/dangling.json"
document 30 > "$dir/z.json"
check_exit "a corrupt file of an unprintable name, a dangling link" 65 hz load "$dir"
check_eq "the new one is loaded" 30 "$(agencies)"
check_contains "the name is told" '\xff.json.gz' "$hz_output"
check_contains "the dangling link is told" 'dangling.json' "$hz_output"

# What changes between being found and being read: here while standard input is waited for. Each is told, the others load, and the
# next run takes what is there then.
mkdir -p "$hz_scratch/moving/sub"
for i in 51 52 53 54 55 56 57 58; do document $i > "$hz_scratch/moving/$i.json"; done
mv "$hz_scratch/moving/57.json" "$hz_scratch/moving/sub"
touch -d '1 hour ago' "$hz_scratch"/moving/*.json "$hz_scratch/moving/sub"/*
mkfifo "$hz_scratch/wait"
timeout 60 "$HUIZONG" --db "$db" load - "$hz_scratch/moving" < "$hz_scratch/wait" 2> "$hz_scratch/log" &
pid=$!
exec 8> "$hz_scratch/wait"
until [ "$(hz_sql "$db" "SELECT count(*) FROM etl.input WHERE path = '$hz_scratch/moving'")" = 1 ] || ! kill -0 $pid; do sleep 0.1; done
cd "$hz_scratch/moving" && rm 51.json 54.json 56.json && rm -r sub && mkdir 54.json && mkfifo 56.json && : > 53.json
truncate -s 100 52.json
document 59 > new && mv new 55.json # written beside, and renamed: read as it is now
cd "$hz_scratch"
document 60 >&8
exec 8>&-
code=0
wait $pid || code=$?
check_eq "files that changed meanwhile" 65 "$code"
check_eq "what there was to read is loaded" "58 59 60" "$(agencies)"
while IFS='|' read -r file reason; do
    check_contains "$file: why" "$reason" "$(grep -F "moving/$file: document" "$hz_scratch/log")"
done <<'ROWS'
51.json|No such file or directory
52.json|内容到此中断
53.json|文件是空的
54.json|已不是普通文件
56.json|已不是普通文件
sub/57.json|No such file or directory
ROWS
rm -r "$hz_scratch/moving/54.json" "$hz_scratch/moving/56.json"
for i in 51 52 53 54 56; do document $i > "$hz_scratch/moving/$i.json"; done
check_exit "the next run" 0 hz -q load "$hz_scratch/moving"
check_eq "takes the others" "51 52 53 54 56" "$(agencies)"

# Sizes: a document of 20 MiB; one over the limit; a gzip that inflates far past it.
conf=$hz_scratch/huizong.conf
echo "max_document_mib = 24" > "$conf"
big=$(printf '%*s' 1048576 '' | tr ' ' x)
{ printf '{"format":"unit-budget-disclosure/1","fiscal_year":2025,"mof_div_code":"141182000","dept_code":"500",'
  printf '"agency_code":"40","agency_name":"甲局","tables":{},"narrative":{"sections":['
  for i in $(seq 1 20); do printf '{"heading":"%d","text":"%s"},' "$i" "$big"; done
  printf '{}]}}'; } > "$hz_scratch/big.json"
check_exit "20 MiB" 0 hz --config "$conf" -q load "$hz_scratch/big.json"
check_eq "are all there" 20971520 "$(hz_sql "$db" "SELECT sum(length(section_text)) FROM staging.narrative_sections WHERE agency_code = '40'")"
echo "max_document_mib = 1" > "$conf"
{ cat "$hz_scratch/big.json" | tr -d '\n'; echo; document 41; } | sed 's/"40"/"42"/' > "$hz_scratch/big.jsonl"
check_exit "over the limit" 65 hz --config "$conf" load "$hz_scratch/big.jsonl"
check_contains "is told as such" "max_document_mib" "$hz_output"
check_eq "and the line after it is loaded" 41 "$(agencies)"
{ echo '['; document 44; echo ,; cat "$hz_scratch/big.json"; echo ,; document 45; } > "$hz_scratch/array.json"
check_exit "an array with one over the limit, that isn't closed" 65 hz --config "$conf" load "$hz_scratch/array.json"
check_eq "what stands before is loaded" 44 "$(agencies)"
check_contains "both are told: the large one" "document 2, line 4, column 1: 一份公开文件解压后超过了上限" "$hz_output"
check_contains "and the end of the file" "document 3, line" "$hz_output"
{ echo '['; document 46; echo ,; cat "$hz_scratch/big.json"; } > "$hz_scratch/array.json"
check_exit "one that breaks off within it" 65 hz --config "$conf" load "$hz_scratch/array.json"
check_contains "is told as two faults" "1 document loaded (3 rows), 0 unchanged, 0 refused as no higher revision, 2 rejected" "$hz_output"
{ printf '{"a":"'; head -c 300000000 /dev/zero | tr '\0' 0; } | gzip > "$hz_scratch/bomb.json.gz"
check_exit "a gzip that inflates past it" 65 hz --config "$conf" load "$hz_scratch/bomb.json.gz"
check_contains "is told as such" "max_document_mib" "$hz_output"
{ head -c 30000000 /dev/zero | tr '\0' ' '; document 43; } | gzip > "$hz_scratch/blank.json.gz"
check_exit "much white space is not the document's size" 0 hz --config "$conf" load "$hz_scratch/blank.json.gz"
hz_done
