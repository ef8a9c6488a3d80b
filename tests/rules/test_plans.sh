#!/usr/bin/env bash
# What the planner expects of the rules over many documents, and what they then go through. It knows nothing of common table
# expressions, and takes a join of two of them that have one row a document each for one of all with all: with some such joins
# the rules about several tables took half an hour over 50000 documents in place of ten seconds, while over a few nothing could
# be seen. Nor does it know anything of what was loaded just now.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db plans)
documents=1000
python3 "$HUIZONG_SOURCE_DIR/tests/bench/corpus.py" "$documents" "$hz_scratch/corpus"
check_exit "init" 0 "$HUIZONG" -q --db "$db" init
# A night checks what it has just loaded, and the autovacuum hasn't seen.
hz_sql "$db" "SELECT format('ALTER TABLE staging.%I SET (autovacuum_enabled = off);', t.tablename)
              FROM pg_tables AS t WHERE t.schemaname = 'staging'" | psql -Xq -v ON_ERROR_STOP=1 -d "$db" -f -
check_exit "load" 0 "$HUIZONG" -q --db "$db" load "$hz_scratch/corpus"

# Puts down what the rules read, as a check does.
hz_sql "$db" "SELECT etl.fill_check_scope((SELECT max(r.run_id) FROM etl.run AS r), '', true, false);
    SELECT etl.analyze_check('scope');
    SELECT etl.fill_check_rows_other(); SELECT etl.fill_check_rows_by_function();
    SELECT etl.analyze_check('rows'); SELECT etl.analyze_check('rows by function');
    SELECT etl.fill_check_codes(); SELECT etl.fill_check_facts(); SELECT etl.fill_check_totals();
    SELECT etl.analyze_check('codes'); SELECT etl.analyze_check('facts'); SELECT etl.analyze_check('totals')" > /dev/null
check_eq "documents under check" "$documents" "$(hz_sql "$db" "SELECT count(*) FROM etl.check_totals")"

# A document has some 400 rows. What is expected, and what then is gone through: the rows of each node, as often as it is run.
most=$((documents * 4000))
settings="-c jit=off -c work_mem=256MB -c enable_nestloop=off -c enable_mergejoin=off" # etl/transform/planner.c
for file in "$HUIZONG_SOURCE_DIR"/sql/30_rules/*.sql; do
    plan=$({ echo "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON)" && cat "$file"; } \
        | PGOPTIONS="-c search_path=pg_catalog $settings" psql -XqAt -v ON_ERROR_STOP=1 -d "$db")
    read -r expected made <<< "$(python3 -c 'import json, sys
def most(plan, rows):
    return max([rows(plan)] + [most(p, rows) for p in plan.get("Plans", [])])
plan = json.load(sys.stdin)[0]["Plan"]
print(most(plan, lambda p: p["Plan Rows"]), most(plan, lambda p: int(
    (p["Actual Rows"] + p.get("Rows Removed by Filter", 0) + p.get("Rows Removed by Join Filter", 0)) * p["Actual Loops"])))' \
        <<< "$plan")"
    if [ "${expected:-$((most + 1))}" -le "$most" ]; then
        hz_pass
    else
        hz_fail "$(basename "$file")" "is expected to make ${expected:-?} rows of $documents documents"
    fi
    if [ "${made:-$((most + 1))}" -le "$most" ]; then
        hz_pass
    else
        hz_fail "$(basename "$file")" "goes through ${made:-?} rows of $documents documents"
    fi
    [ -z "${HZ_SAY:-}" ] || echo "$expected $made $(basename "$file")"
done
hz_done
