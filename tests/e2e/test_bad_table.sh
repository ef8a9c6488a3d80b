#!/usr/bin/env bash
# Hundreds of bad inputs, and odd good ones among them, in one folder and one load (tests/bad/cases.jsonl): each bad one
# is rejected with the reason, the place and the excerpt that the table tells; what is good loads, and the rest of the night works
# with it; the log stays one line an event.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
table=$(cd "$(dirname "$0")/../bad" && pwd)/bad.py
db=$(hz_fresh_db table)
in=$hz_scratch/in
mkdir "$in"
python3 "$table" make "$HUIZONG_SAMPLES_DIR/fenyang/141182000-407001-2025.json" "$in"
"$HUIZONG" -q --db "$db" init
"$HUIZONG" --db "$db" load "$in" 2> "$hz_scratch/log"
check_eq "the load ends as one with rejections" 65 $?
hz_sql "$db" "
    SELECT json_build_object('file', r.file, 'kind', 'faults', 'value', json_build_object('document_no', r.document_no,
               'code', r.code, 'pointer', coalesce(r.pointer, ''), 'line_no', r.line_no, 'column_no', r.column_no,
               'reason', r.reason, 'excerpt', coalesce(r.excerpt, '')))
      FROM etl.rejection AS r
    UNION ALL
    SELECT json_build_object('file', d.file, 'kind', 'loaded', 'value',
               (SELECT b.amount FROM staging.budget_summary_revenue AS b WHERE b.doc_id = d.doc_id AND b.row_no = 1))
      FROM etl.document AS d
    UNION ALL
    SELECT json_build_object('file', n.file, 'kind', 'notices', 'value', n.message) FROM etl.notice AS n" \
    > "$hz_scratch/results"
if python3 "$table" check "$in" "$hz_scratch/results" "$hz_scratch/log"; then
    hz_pass
else
    hz_fail "bad inputs are not told as the table says"
fi

# As JSON every line of the log is an object of its own, whatever names and texts hold.
"$HUIZONG" --db "$db" --log-format json load "$in" 2> "$hz_scratch/log.json"
check_eq "the log as JSON" "" "$(python3 -c '
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    assert {"time", "level", "message"} == json.loads(line).keys(), line' "$hz_scratch/log.json" 2>&1)"
check_eq "it has as many lines" yes "$([ "$(wc -l < "$hz_scratch/log.json")" -gt 350 ] && echo yes)"

# Nothing of a document that isn't in the ledger is in staging.
for relation in $(hz_sql "$db" "SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'staging'::regnamespace
        AND c.relkind = 'r'"); do
    check_eq "no row of a rejected document in $relation" 0 "$(hz_sql "$db" "SELECT count(*) FROM staging.$relation AS s
        WHERE NOT EXISTS (SELECT FROM etl.document AS d WHERE d.doc_id = s.doc_id)")"
done

# The odd ones stop nobody's night: the rest of it runs over what was loaded, and the exports prove themselves.
check_exit "the night goes on" 65 "$HUIZONG" -q --db "$db" nightly --out "$hz_scratch/out" "$in"
check_exit "the export is whole" 0 "$HUIZONG" -q --db "$db" export --verify "$hz_scratch/out"
hz_done
