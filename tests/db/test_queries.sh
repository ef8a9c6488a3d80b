#!/usr/bin/env bash
# What analysts ask of many documents reads what the answer is made of, and little else; and has statistics after the first night.
# Plans and numbers of rows tell, not times.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db queries)
python3 "$HUIZONG_SOURCE_DIR/tests/bench/corpus.py" 300 "$hz_scratch/corpus"
hz() { "$HUIZONG" -q --db "$db" "$@"; }
check_exit "init" 0 hz init
# The autovacuum isn't to help.
psql -XqAt -d "$db" > /dev/null <<'SQL'
SELECT format('ALTER TABLE %s SET (autovacuum_enabled = off)', c.oid::regclass) FROM pg_class AS c
 WHERE c.relkind = 'r' AND c.relnamespace IN ('rollup'::regnamespace, 'facts'::regnamespace, 'etl'::regnamespace) \gexec
SQL
check_exit "load" 0 hz load "$hz_scratch/corpus"
check_exit "check" 0 hz check
check_exit "rollup" 0 hz rollup

without="SELECT string_agg(x.name, ' ' ORDER BY x.name)
    FROM (VALUES ('rollup.expenditure_by_function'), ('rollup.revenue_by_source'), ('rollup.projects'), ('etl.in_force'),
                 ('facts.prior_adjustment'), ('rollup.expenditure_by_function_key')) AS x (name)
   WHERE NOT EXISTS (SELECT FROM pg_statistic AS s WHERE s.starelid = x.name::regclass)"
check_eq "after a rollup of all there are statistics" "" "$(hz_sql "$db" "$without")"
psql -XqAt -d "$db" -c "DELETE FROM pg_statistic WHERE starelid = 'rollup.projects'::regclass" > /dev/null
python3 "$HUIZONG_SOURCE_DIR/tests/bench/corpus.py" 300 "$hz_scratch/more" --revise 3
check_exit "a revision of three documents" 0 hz load "$hz_scratch/more"
check_exit "… rolled up" 0 hz rollup
check_eq "a rollup of few collects none" "rollup.projects" "$(hz_sql "$db" "$without")"
psql -XqAt -d "$db" -c "ANALYZE" > /dev/null

# rows KIND QUERY: how many rows the nodes of that kind (of scans: of that relation) gave
rows() {
    PGOPTIONS='-c search_path=pg_catalog' psql -XqAt -v ON_ERROR_STOP=1 -d "$db" -c "EXPLAIN (ANALYZE, TIMING off, FORMAT JSON) $2" |
        python3 -c 'import json, sys
def rows(plan):
    found = sys.argv[1] in (plan["Node Type"], plan.get("Relation Name"))
    return (plan["Actual Rows"] * plan["Actual Loops"] if found else 0) + sum(rows(p) for p in plan.get("Plans", []))
print(int(rows(json.load(sys.stdin)[0]["Plan"])))' "$1"
}
at_most() { # WHAT, MOST, COUNT
    if [ -n "$3" ] && [ "$3" -le "$2" ]; then
        hz_pass
    else
        hz_fail "$1" "${3:-no} rows, more than $2"
    fi
}
for relation in expenditure_by_function expenditure_by_economic revenue_by_source three_public operating_expenses; do
    all=$(hz_sql "$db" "SELECT count(*) FROM rollup.$relation")
    at_most "the first rows of yoy_$relation are those of one division and year" $((all / 3)) \
        "$(rows $relation "SELECT * FROM rollup.yoy_$relation LIMIT 1")"
done
at_most "… of a report" "$(hz_sql "$db" "SELECT count(*) / 3 FROM rollup.expenditure_by_function")" \
    "$(rows expenditure_by_function "SELECT * FROM rollup.bi_expenditure LIMIT 1")"

last=$(hz_sql "$db" "SELECT to_run FROM rollup.last_check()")
check_eq "findings of one and the same check aren't compared" 0 \
    "$(rows WindowAgg "SELECT * FROM rollup.finding_changes($last, $last) WHERE state <> 'persists'")"
check_eq "… and persist" "persists|$(hz_sql "$db" "SELECT count(*) FROM etl.finding")" \
    "$(hz_sql "$db" "SELECT state, count(*) FROM rollup.finding_changes($last, $last) GROUP BY state")"

# traced RELATION SUBJECT: of the nodes that add up or number rows within a document, the largest number of rows
traced() {
    psql -XqAt -d "$db" 2>&1 <<SQL | grep -E '(WindowAgg|Aggregate|Group) .*actual rows=' | sed 's/.*actual rows=\([0-9]*\).*/\1/' | sort -n | tail -1
LOAD 'auto_explain';
SET auto_explain.log_min_duration = 0;
SET auto_explain.log_analyze = on;
SET auto_explain.log_timing = off;
SET auto_explain.log_nested_statements = on;
SET client_min_messages = log;
SELECT count(t.*)
  FROM (SELECT x.* FROM etl.in_force AS x WHERE x.scope = 'unit' ORDER BY x.doc_id LIMIT 1) AS i
 CROSS JOIN LATERAL rollup.trace('$1', i.fiscal_year, i.mof_div_code, $2, agency_code => i.agency_code) AS t;
SQL
}
for figure in "expenditure_by_function '208'" "revenue_by_source 'total'" "three_public 'total'"; do
    at_most "tracing a figure of one unit reads that unit's document: $figure" 200 "$(traced ${figure% *} "${figure#* }")"
done

# The command asks once for the cells, which it lists and adds up.
hz_sql "$db" "ALTER DATABASE \"$(hz_sql "$db" "SELECT current_database()")\" SET track_functions = 'all'" > /dev/null
check_exit "trace" 0 hz trace --year 2025 --division 110100000 --function total
calls=
for _ in $(seq 50); do # before PostgreSQL 15 they are told of with delay
    calls=$(hz_sql "$db" "SELECT calls FROM pg_stat_user_functions WHERE schemaname = 'rollup' AND funcname = 'trace'")
    [ -z "$calls" ] || break
    sleep 0.2
done
check_eq "… reads the cells once" 1 "$calls"
hz_done
