#!/usr/bin/env bash
# Retention: old runs go with their rejections and replaced checks; documents in force, their last check and the figures
# stay.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db prune)
hz() { "$HUIZONG" --db "$db" "$@"; }
count() { hz_sql "$db" "SELECT count(*) FROM $1"; }
good=$HUIZONG_SAMPLES_DIR/fenyang/141182000-407001-2025.json
in=$hz_scratch/in
mkdir "$in"
hz -q init
cp "$good" "$in/1.json"
cp "$HUIZONG_SAMPLES_DIR"/yantai/*.json "$in" # with findings
echo 'no JSON' > "$in/bad.json"
touch -d "1 hour ago" "$in"/* # a file as young as the run's first look at it isn't trusted
hz -q nightly "$in" 2> /dev/null                                                       # 1: revision 1
sed 's/"revision": 1/"revision": 2/; s/1923.95/1924.95/' "$good" > "$in/2.json"
touch -d "1 hour ago" "$in/2.json"
hz -q nightly "$in" 2> /dev/null                                                       # 2: revision 2
hz -q check --all                                                                      # 3: everything checked again
rm "$in/bad.json"
hz -q nightly "$in"                                                                    # 4
hz -q nightly "$hz_scratch/nowhere" 2> /dev/null                                       # 5: failed
hz -q nightly "$in"                                                                    # 6
hz -q nightly "$in"                                                                    # 7
rollups() {
    hz_sql "$db" "SELECT * FROM rollup.expenditure_by_function ORDER BY 1, 2, 3, 4, 5, 6, 7" | sha256sum
    hz_sql "$db" "SELECT to_jsonb(f) - 'run_id' FROM rollup.findings AS f ORDER BY 1" | sha256sum
    hz_sql "$db" "SELECT * FROM rollup.coverage ORDER BY 1, 2, 3, 4, 5, 6" | sha256sum
}
since() { # RUN: how many findings are new, persist, are resolved
    hz_sql "$db" "SELECT c.state, count(*) FROM rollup.last_check() AS l,
        rollup.finding_changes(coalesce($1, l.from_run), l.to_run) AS c GROUP BY 1 ORDER BY 1"
}
before=$(rollups)
compared=$(since NULL)
findings=$(count "rollup.findings")
check_eq "there are findings, and replaced ones" yes \
    "$([ "$findings" -gt 10 ] && [ "$(count etl.finding)" -gt "$findings" ] && echo yes)"
check_eq "rejections of two runs" 2 "$(count "etl.rejection")"

hz prune --keep-runs 100 2> "$hz_scratch/log"
check_eq "nothing is that old" 0 $?
check_contains "nothing is that old" "removed 0 runs, 0 rejections, 0 findings; emptied 0" "$(cat "$hz_scratch/log")"
check_exit "no number" 64 hz prune
check_exit "none at all" 64 hz prune --keep-runs 0

hz -q prune --keep-runs 2
check_eq "prune" 0 $?
check_eq "no rejections of old" 0 "$(count "etl.rejection")"
check_eq "the runs of documents, their checks and rollups stay, and the last two" "1 2 3 6 7" \
    "$(hz_sql "$db" "SELECT string_agg(run_id::text, ' ' ORDER BY run_id) FROM etl.run WHERE run_id <= 7" | sed 's/ 4 / /')"
# Findings can still be compared with those before the last check, of run 3.
check_eq "each document has its last check, and the one before that" "1 5|2 1|3 6" \
    "$(hz_sql "$db" "SELECT string_agg(run_id || ' ' || n, '|' ORDER BY run_id)
        FROM (SELECT run_id, count(*) AS n FROM etl.document_check GROUP BY 1) AS c")"
check_eq "all documents are there" "6|0" "$(hz_sql "$db" "SELECT count(*), count(withdrawn_at) FROM etl.document")"
check_eq "the figures, findings and coverage are as before" "$before" "$(rollups)"
check_eq "what is new is what was new" "$compared" "$(since NULL)"
hz -q rollup --all
check_eq "also when they are made anew" "$before" "$(rollups)"
hz -q nightly "$in"
check_eq "the files are still known" "6|6" "$(hz_sql "$db" "SELECT files, files_unread FROM etl.run ORDER BY run_id DESC LIMIT 1")"

rows=$(count "staging.expenditure")
hz prune --keep-runs 1 --superseded 2> "$hz_scratch/log"
check_contains "superseded" "emptied 1 superseded revision" "$(cat "$hz_scratch/log")"
check_eq "its rows are gone" 1 "$(hz_sql "$db" "SELECT count(DISTINCT doc_id) FROM staging.expenditure WHERE agency_code = '407001'")"
check_eq "only its rows" "$rows" "$(hz_sql "$db" "SELECT count(*) + (SELECT count(*) FROM staging.expenditure WHERE agency_code = '407001')
    FROM staging.expenditure")"
check_eq "it is known, as withdrawn" "1|已有更高版本，明细已清理" "$(hz_sql "$db" "SELECT revision, withdrawn_why FROM etl.document WHERE withdrawn_at IS NOT NULL")"
hz -q check --all && hz -q rollup --all
check_eq "nothing changes by it" "$before" "$(rollups)"
hz -q load --rehash "$in"
check_eq "its content is still known" "6|0" "$(hz_sql "$db" "SELECT unchanged, loaded FROM etl.run ORDER BY run_id DESC LIMIT 1")"

# A rule more makes everything be checked anew; what was found before persists, also where its revision was superseded.
db=$(hz_fresh_db prune_rule)
mkdir "$hz_scratch/rules" "$hz_scratch/late"
cp "$HUIZONG_SAMPLES_DIR"/rules/Z01.sql "$hz_scratch/rules"
cp "$HUIZONG_SAMPLES_DIR"/yantai/*.json "$hz_scratch/late"
hz -q init
for night in 1 2 3; do hz -q nightly "$hz_scratch/late"; done
for file in "$hz_scratch"/late/*.json; do
    sed -i 's/"revision": 1/"revision": 2/' "$file"
done
HUIZONG_RULES_DIR=$hz_scratch/rules hz -q nightly "$hz_scratch/late"
check_eq "revisions came" yes "$([ "$(hz_sql "$db" "SELECT max(revision) FROM etl.in_force")" -ge 2 ] && echo yes)"
compared=$(since 3)
check_contains "most findings persist" "persists|" "$compared"
check_eq "the rule's are new" "new" "$(cut -d'|' -f1 <<< "$compared" | grep new)"
hz -q prune --keep-runs 2
check_eq "since the first kept run" "$compared" "$(since 3)"
check_eq "since the last check" "$compared" "$(since NULL)"
hz -q prune --keep-runs 2 --superseded
check_eq "where revisions are superseded" "$compared" "$(since 3)"
hz -q prune --keep-runs 1 --superseded
check_eq "with one run" "$compared" "$(since NULL)"
check_eq "the run that is compared with is still known" 3 \
    "$(hz_sql "$db" "SELECT l.from_run FROM rollup.last_check() AS l JOIN etl.run AS r ON r.run_id = l.from_run")"

# What was said at a certain time is told right also when the runs of then are gone: here one in which nothing but the
# configuration changed, so that documents with errors were held back.
db=$(hz_fresh_db prune_at)
hz -q init
hz -q nightly "$in"                                                                    # 1
HUIZONG_HOLD_ON=error hz -q nightly "$in" 2> /dev/null                                 # 2: held
at=$(hz_sql "$db" "SELECT clock_timestamp()")
held=$(hz_sql "$db" "SELECT count(*) FROM rollup.as_of(rollup.run_at('$at'))")
check_eq "documents were held" yes "$([ "$held" -lt "$(hz_sql "$db" "SELECT count(*) FROM rollup.as_of(1)")" ] && echo yes)"
for night in 3 4 5; do hz -q nightly "$in"; done
hz -q prune --keep-runs 1
check_eq "what was said then" "$held" "$(hz_sql "$db" "SELECT count(*) FROM rollup.as_of(rollup.run_at('$at'))")"

# Years of nights: files that are renamed every night, exports that go to another folder every night, a unit that hands in every
# night, a bad file. What is kept is what is in force and what the last nights did.
db=$(hz_fresh_db prune_years)
days=$hz_scratch/days
mkdir -p "$days/day-0"
cp "$HUIZONG_SAMPLES_DIR"/putuo/*.json "$days/day-0"
cp "$good" "$days/day-0/daily.json"
echo 'no JSON' > "$days/day-0/bad.json"
touch -d "1 hour ago" "$days"/*/*
hz -q init
sizes() {
    local table
    for table in file input export rejection notice finding document_check rollup_slice; do
        echo "$table $(count "etl.$table")"
    done
    echo "staging.expenditure $(count staging.expenditure)"
    for table in run rollup_run; do # documents and what they were changed to are never forgotten, nor their runs
        echo "$table $(hz_sql "$db" "SELECT count(*) FROM etl.$table AS r
            WHERE NOT EXISTS (SELECT FROM etl.document AS d WHERE r.run_id IN (d.run_id, d.withdrawn_run))")"
    done
}
for night in 1 2 3 4 5 6 7 8 9 10 11 12; do
    mv "$days/day-$((night - 1))" "$days/day-$night"
    sed -i "s/\"revision\": [0-9]*/\"revision\": $night/" "$days/day-$night/daily.json"
    touch -d "1 hour ago" "$days/day-$night/daily.json"
    HUIZONG_FORMATS=csv hz -q nightly --out "$hz_scratch/out-$night" "$days" 2> /dev/null
    [ $night -ne 7 ] && [ $night -ne 12 ] || hz -q prune --keep-runs 2 --superseded
    [ $night -ne 7 ] || before=$(sizes)
done
check_eq "the sizes after twelve nights are those after seven" "$before" "$(sizes)"
files=$(($(ls "$days/day-12" | wc -l) - 1)) # all but the bad one
check_eq "those that are there, and those that went in two nights" "$files|$((2 * files))" \
    "$(hz_sql "$db" "SELECT count(*) FILTER (WHERE gone_run IS NULL), count(gone_run) FROM etl.file")"
# Folders that no night was given any more.
for night in 13 14 15; do hz -q nightly "$in" 2> /dev/null; done
hz -q prune --keep-runs 2
check_eq "files of folders that no run looks at any more" 0 "$(hz_sql "$db" "SELECT count(*) FROM etl.file WHERE path LIKE '$days%'")"
files=$(($(ls "$in" | wc -l) - 1)) # one holds a lower revision of what came meanwhile, and is read each night
check_eq "those of the others are known" $files "$(hz_sql "$db" "SELECT count(*) FROM etl.file WHERE path LIKE '$in%'")"
hz -q nightly "$in" 2> /dev/null
check_eq "and not read" $files "$(hz_sql "$db" "SELECT files_unread FROM etl.run ORDER BY run_id DESC LIMIT 1")"
hz_done
