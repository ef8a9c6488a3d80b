#!/usr/bin/env bash
# A file that looks as a complete run took it isn't read again: size, time, inode. What was rejected or refused is read
# and told again each time; what a run took that failed is read again.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db incremental)
hz() { "$HUIZONG" --db "$db" "$@"; }
last() { hz_sql "$db" "SELECT concat_ws('|', $1) FROM etl.run ORDER BY run_id DESC LIMIT 1"; }
good=$HUIZONG_SAMPLES_DIR/fenyang/141182000-407001-2025.json
dir=$hz_scratch/in
mkdir -p "$dir"

cp "$good" "$dir/a.json"
sed 's/"agency_code": "407001"/"agency_code": "407002"/' "$good" > "$dir/b.json"
tr -d '\n' < "$good" | sed 's/"agency_code": "407001"/"agency_code": "407003"/' > "$dir/c.jsonl"
echo >> "$dir/c.jsonl"
tr -d '\n' < "$good" | sed 's/"agency_code": "407001"/"agency_code": "407004"/' >> "$dir/c.jsonl"
find "$dir" -name '*.json*' -exec touch -d '2 hours ago' {} +

hz -q init
hz -q load "$dir"
check_eq "first: files, unread, loaded" "3|0|4" "$(last "files, files_unread, loaded")"
hz -q load "$dir"
check_eq "second: none is read, all documents count as unchanged" "3|3|4|0" \
    "$(last "files, files_unread, unchanged, byte_count")"
cd "$dir" && hz -q load . ../in/a.json && cd - > /dev/null
check_eq "a relative path is another name" "4|0|5" "$(last "files, files_unread, unchanged")"
cd "$dir" && hz -q load a.json b.json a.json && cd - > /dev/null
check_eq "given twice, it is one file" "2|2|2" "$(last "files, files_unread, unchanged")"

# Changed behind the back of size, time and inode: only --rehash sees it.
touch -r "$dir/b.json" "$hz_scratch/stamp"
check_eq "the change keeps the size" "$(stat -c %s "$dir/b.json")" \
    "$(sed 's/"revision": 1/"revision": 2/' "$dir/b.json" | wc -c)"
sed 's/"revision": 1/"revision": 2/' "$dir/b.json" > "$hz_scratch/b2"
cat "$hz_scratch/b2" > "$dir/b.json"
touch -r "$hz_scratch/stamp" "$dir/b.json"
hz -q load "$dir"
check_eq "it costs a stat" "3|0" "$(last "files_unread, loaded")"
hz -q load --rehash "$dir"
check_eq "--rehash reads all" "0|1|3" "$(last "files_unread, loaded, unchanged")"

# Each of size, time and inode tells.
touch -d '1 hour ago' "$dir/a.json"
hz -q load "$dir"
check_eq "another time" "2|4" "$(last "files_unread, unchanged")"
cp -p "$dir/a.json" "$dir/a.tmp" && mv "$dir/a.tmp" "$dir/a.json"
hz -q load "$dir"
check_eq "another inode" "2|4" "$(last "files_unread, unchanged")"
touch -r "$dir/a.json" "$hz_scratch/stamp"
echo >> "$dir/a.json"
touch -r "$hz_scratch/stamp" "$dir/a.json"
hz -q load "$dir"
check_eq "another size" "2|4" "$(last "files_unread, unchanged")"
hz -q load "$dir"
check_eq "and then it is known" "3|4" "$(last "files_unread, unchanged")"
touch "$dir/a.json"
hz -q load "$dir"
hz -q load "$dir"
check_eq "what was changed this very moment isn't trusted" "2|4" "$(last "files_unread, unchanged")"
touch -d '1 hour ago' "$dir/a.json"

# Faults are told again each time, and the exit code stays.
{ tr -d '\n' < "$good" | sed 's/"agency_code": "407001"/"agency_code": "407005"/'; echo; echo '{}'; } > "$dir/d.jsonl"
touch -d '2 hours ago' "$dir/d.jsonl"
hz load "$dir" 2> "$hz_scratch/log1"
check_eq "a bad document" 65 $?
hz load "$dir" 2> "$hz_scratch/log2"
check_eq "a bad document again" 65 $?
check_contains "its fault is told again" "$dir/d.jsonl: document 2" "$(cat "$hz_scratch/log2")"
check_eq "only its file is read" "3|5|1" "$(last "files_unread, unchanged, rejected")"
rm "$dir/d.jsonl"
sed 's/"agency_code": "407001"/"agency_code": "407002"/' "$good" > "$dir/e.json"
touch -d '2 hours ago' "$dir/e.json"
hz -q load --rehash "$dir" 2> /dev/null
check_eq "the content of a revision that is loaded is known" "5|0" "$(last "unchanged, refused")"
sed 's/"agency_code": "407001"/"agency_code": "407002"/; s/"agency_level": 2/"agency_level": 1/' "$good" > "$dir/e.json"
touch -d '2 hours ago' "$dir/e.json"
hz -q load "$dir" 2> /dev/null
hz -q load "$dir" 2> /dev/null
check_eq "a refused revision is refused again: a withdrawal may let it in" "3|1" "$(last "files_unread, refused")"
hz -q withdraw --agency 407002 --year 2025 --why 更正
hz -q load "$dir"
check_eq "and so it does" "3|1|0" "$(last "files_unread, loaded, refused")"

# An absolute path too long for the index of what was taken: the file is read each time, and the run is none the worse.
deep=$(head -c 1500 /dev/urandom | od -An -tx1 | tr -d ' \n' | sed -E 's/.{200}/&\//g; s/\/$//')
mkdir "$hz_scratch/deep" && cd "$hz_scratch/deep"
for name in ${deep//\// }; do
    mkdir "$name" && cd "$name"
done
sed 's/"agency_code": "407001"/"agency_code": "407005"/' "$good" > x.json
touch -d '2 hours ago' x.json
cd "$hz_scratch/deep/${deep:0:1406}"
check_exit "a relative path in a deep folder" 0 hz -q load "${deep:1407}/x.json"
hz -q load "${deep:1407}/x.json"
cd "$hz_scratch"
check_eq "it is read again" "0|1" "$(last "files_unread, unchanged")"

# So is one in a folder whose name is no UTF-8: here 保安 in GBK.
mkdir "$hz_scratch/"$'\xb1\xa3\xb0\xb2' && cd "$hz_scratch/"$'\xb1\xa3\xb0\xb2'
sed 's/"agency_code": "407001"/"agency_code": "407007"/' "$good" > x.json
touch -d '2 hours ago' x.json
check_exit "a relative path in a folder of an unprintable name" 0 hz -q load x.json
hz -q load x.json
cd "$hz_scratch"
check_eq "it is known" "1|1" "$(last "files_unread, unchanged")"

# Files of any time that a disk can tell of.
mkdir "$hz_scratch/times"
count=0
for time in 1901-12-31 2038-02-01 2106-03-01 2300-01-01; do
    count=$((count + 1))
    sed 's/"agency_code": "407001"/"agency_code": "40701'$count'"/' "$good" > "$hz_scratch/times/$time.json"
    touch -d "$time" "$hz_scratch/times/$time.json"
done
check_exit "times far away" 0 hz -q load "$hz_scratch/times"
hz -q load "$hz_scratch/times"
check_eq "they are known" "4|4" "$(last "files_unread, unchanged")"
touch -d 2301-01-01 "$hz_scratch/times/2300-01-01.json"
if [ "$(date -r "$hz_scratch/times/2300-01-01.json" +%Y)" = 2301 ]; then
    hz -q load "$hz_scratch/times"
    check_eq "and told apart" "3|4" "$(last "files_unread, unchanged")"
fi

# A run that fails takes nothing: here the server refuses its last word.
sed 's/"agency_code": "407001"/"agency_code": "407006"/' "$good" > "$dir/f.json"
touch -d '2 hours ago' "$dir/f.json"
hz_sql "$db" "CREATE FUNCTION public.no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END'"
hz_sql "$db" "CREATE TRIGGER no BEFORE UPDATE ON etl.run FOR EACH ROW WHEN (new.state = 'complete') EXECUTE FUNCTION public.no()"
check_exit "the run fails" 69 hz -q load "$dir"
hz_sql "$db" "DROP TRIGGER no ON etl.run"
hz -q load "$dir"
check_eq "the next reads what it took, and adopts it" "4|5|1|1" \
    "$(last "files_unread, files, loaded, (SELECT count(*) FROM etl.document WHERE agency_code = '407006' AND NOT orphan)")"
check_eq "with its rows" "$(hz_sql "$db" "SELECT row_count FROM etl.document WHERE agency_code = '407006'")" "$(last row_count)"

# Standard input is read always.
tr -d '\n' < "$good" > "$hz_scratch/lines"
hz -q load - < "$hz_scratch/lines"
hz -q load - < "$hz_scratch/lines"
check_eq "standard input" "0|1" "$(last "files_unread, unchanged")"
hz -q load < /dev/null 2> /dev/null
check_eq "nothing is left running" 0 "$(hz_sql "$db" "SELECT count(*) FROM etl.run WHERE state = 'running'")"
hz_done
