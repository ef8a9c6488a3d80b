#!/usr/bin/env bash
# What the planner expects of the rules over many documents. It knows nothing of common table expressions, and takes a join of
# two of them that have one row a document each for one of all with all: with some such joins the rules about several tables
# took half an hour over 50000 documents in place of ten seconds, while over a few nothing could be seen.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db plans)
documents=600
python3 "$HUIZONG_SOURCE_DIR/tests/bench/corpus.py" "$documents" "$hz_scratch/corpus"
check_exit "init" 0 "$HUIZONG" -q --db "$db" init
check_exit "load" 0 "$HUIZONG" -q --db "$db" load "$hz_scratch/corpus"

# Puts down what the rules read, as a check does.
hz_sql "$db" "SELECT etl.fill_check_scope((SELECT max(r.run_id) FROM etl.run AS r), '', true, false);
    SELECT etl.analyze_check('scope');
    SELECT etl.fill_check_rows_other(); SELECT etl.fill_check_rows_by_function();
    SELECT etl.analyze_check('rows'); SELECT etl.analyze_check('rows by function');
    SELECT etl.fill_check_codes(); SELECT etl.fill_check_facts(); SELECT etl.fill_check_totals();
    SELECT etl.analyze_check('codes'); SELECT etl.analyze_check('facts'); SELECT etl.analyze_check('totals')" > /dev/null
check_eq "documents under check" "$documents" "$(hz_sql "$db" "SELECT count(*) FROM etl.check_totals")"

# A document has some 400 rows.
most=$((documents * 4000))
for file in "$HUIZONG_SOURCE_DIR"/sql/30_rules/*.sql; do
    plan=$({ echo "EXPLAIN (FORMAT JSON)" && cat "$file"; } | PGOPTIONS='-c search_path=pg_catalog' psql -XqAt -v ON_ERROR_STOP=1 -d "$db")
    rows=$(python3 -c 'import json, sys
def rows(plan):
    return max([plan["Plan Rows"]] + [rows(p) for p in plan.get("Plans", [])])
print(rows(json.load(sys.stdin)[0]["Plan"]))' <<< "$plan")
    if [ "${rows:-$((most + 1))}" -le "$most" ]; then
        hz_pass
    else
        hz_fail "$(basename "$file")" "is expected to make ${rows:-?} rows of $documents documents"
    fi
    [ -z "${HZ_SAY:-}" ] || echo "$rows $(basename "$file")"
done
hz_done
