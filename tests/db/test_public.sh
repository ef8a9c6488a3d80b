#!/usr/bin/env bash
# What analysts build on: names and types of columns, comments, what their role may do, and the sample queries.
# After a change that is meant: HUIZONG_UPDATE=1 tests/db/test_public.sh writes the list of columns anew.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/rollup.sh"
hz_server_start
ref=$hz_scratch/ref
reference "$ref"
db=$(hz_fresh_db public)
hz() { "$HUIZONG" -q --db "$db" --config "$ref/huizong.conf" "$@"; }
sql() { hz_sql "$db" "$1"; }
# A unit's document beside its department's, which counts.
variant "$yantai/370600000-228-2026-department.json" "$hz_scratch/228001.json" "d.update(scope='unit', agency_code='228001', performance_targets=[])
d['tables']['expenditure']['rows'] += [{'exp_func_code': None, 'exp_func_name': '另列', 'total': 1}]"
samples=("$fenyang" "$putuo"/*.json "$yantai"/*.json "$hz_scratch/228001.json")
hz init && hz load "${samples[@]}" && hz check
hz rollup
check_eq "samples" 0 $?

# Names and types are what others build on. Internal relations of etl (check_…, schema_…, what rules share) are none of it.
golden=$(dirname "$0")/public_columns.txt
public="FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE n.nspname IN ('rollup', 'ref', 'etl') AND (c.relkind = 'r' OR c.relkind = 'v' AND (n.nspname <> 'etl' OR c.relname IN ('coverage_rate', 'held', 'history')))
      AND NOT (n.nspname = 'etl' AND c.relname ~ '^(check|schema)_')"
columns=$(sql "SELECT n.nspname || '.' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) $public
    ORDER BY n.nspname, c.relname, a.attnum"
    sql "SELECT 'rollup.' || p.proname || '(' || pg_get_function_arguments(p.oid) || ') ' || pg_get_function_result(p.oid)
        FROM pg_proc AS p WHERE p.pronamespace = 'rollup'::regnamespace ORDER BY p.proname")
[ -z "${HUIZONG_UPDATE:-}" ] || echo "$columns" > "$golden"
check_eq "names and types of public columns" "" "$(diff "$golden" <(echo "$columns"))"
check_eq "every public relation and column has a comment, in Chinese" "" "$(sql "
    SELECT string_agg(n.nspname || '.' || c.relname || '.' || a.attname, ' ') $public
      AND (coalesce(col_description(c.oid, a.attnum), '') !~ '[一-龥]' AND a.attname <> 'entity_level'
           OR coalesce(obj_description(c.oid, 'pg_class'), '') !~ '[一-龥]')")"
# The tables behind what is public: whoever asks them where a figure comes from finds each column described.
check_eq "every column of the tables behind has a comment, in Chinese" "" "$(sql "
    SELECT string_agg(c.oid::regclass || '.' || a.attname, ' ')
    FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace::regnamespace::text IN ('staging', 'etl', 'facts') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname !~ '^check_' AND coalesce(col_description(c.oid, a.attnum), '') !~ '[一-龥]'")"
check_eq "what prose speaks of is called as findings call it" "13 of 13, 4 of 4" "$(sql "
    SELECT string_agg(same || ' of ' || count, ', ' ORDER BY count DESC) FROM (
        SELECT count(*), count(*) FILTER (WHERE etl.zh_figure(m[1]) = m[2]) AS same
        FROM (VALUES ('staging.narrative_changes', 'figure'), ('staging.narrative_shares', 'of_figure')) AS v (relation, name)
        JOIN pg_attribute AS a ON a.attrelid = v.relation::regclass AND a.attname = v.name
        CROSS JOIN regexp_matches(col_description(a.attrelid, a.attnum), '([a-z_.]+) ([^，]+)', 'g') AS m
        GROUP BY v.relation) AS x")"
check_eq "one word for one thing: 提示, 未公开, the economic classifications by their full names" "" "$(sql "
    SELECT string_agg(r.oid::regclass || '.' || d.objsubid || ' ' || d.description, E'\n')
    FROM pg_description AS d JOIN pg_class AS r ON d.classoid = 'pg_class'::regclass AND r.oid = d.objoid
    WHERE r.relnamespace::regnamespace::text IN ('rollup', 'ref', 'etl', 'facts', 'staging')
      AND d.description ~ '提醒|警告|尾差|缺少|(部门|政府)预算(经济|科目)'")"
check_eq "every function too" "" "$(sql "SELECT string_agg(p.proname, ' ') FROM pg_proc AS p
    WHERE p.pronamespace = 'rollup'::regnamespace AND coalesce(obj_description(p.oid, 'pg_proc'), '') !~ '[一-龥]'")"

# The analysts' role reads everything public, and writes nothing.
as_analyst() { sql "SET ROLE huizong_analyst; $1" 2>&1; }
for relation in $(sql "SELECT DISTINCT n.nspname || '.' || c.relname $public ORDER BY 1"); do
    check_eq "an analyst reads $relation" "" "$(as_analyst "SELECT count(*) FROM $relation" | grep -v '^[0-9]*$')"
done
check_eq "and where a figure comes from" "18468800.00|18468800.00" \
    "$(as_analyst "SELECT rollup.figure('expenditure_by_function', 2025, '141182000', '208'),
        (SELECT sum(amount) FROM rollup.trace('expenditure_by_function', 2025, '141182000', '208'))")"
check_eq "and what it was" t "$(as_analyst "SELECT count(*) > 0 FROM rollup.as_of(rollup.run_at(now()))")"
for relation in $(sql "SELECT DISTINCT n.nspname || '.' || c.relname $public AND c.relkind = 'r' ORDER BY 1"); do
    for statement in "DELETE FROM $relation" "INSERT INTO $relation DEFAULT VALUES" "TRUNCATE $relation"; do
        check_contains "an analyst can't $statement" "permission denied" "$(as_analyst "$statement")"
    done
done
check_contains "an analyst can't create" "permission denied" "$(as_analyst "CREATE TABLE rollup.mine (a integer)")"
check_contains "nor read the documents' tables" "permission denied" "$(as_analyst "SELECT count(*) FROM staging.expenditure")"

# The sample queries.
python3 - "$HUIZONG_SOURCE_DIR/samples/queries.sql" "$hz_scratch" <<'PY'
import re
import sys
text = open(sys.argv[1], encoding="utf-8").read()
parts = re.split(r"^-- (\d+)\. ", text, flags=re.M)[1:]
for number, body in zip(parts[::2], parts[1::2]):
    title, query = body.split("\n", 1)
    assert " / " in title and re.search("[一-龥]", title), title
    open(f"{sys.argv[2]}/query{number}.sql", "w", encoding="utf-8").write("SET ROLE huizong_analyst;\n" + query)
PY
query() { psql -XqAt -v ON_ERROR_STOP=1 -d "$db" -f "$hz_scratch/query$1.sql" 2>&1; }
for number in 1 2 3 4 5 6 7 8 9 10; do
    query "$number" > "$hz_scratch/out$number"
    check_eq "query $number runs" 0 $?
    # All but 6 have rows: without a roster no one is missing.
    [ "$number" = 6 ] || check_eq "query $number has rows" yes "$([ -s "$hz_scratch/out$number" ] && echo yes)"
done
expected() {
    python3 "$support/expected_queries.py" "$1" "$ref" "${samples[@]}" | LC_ALL=C sort
}
names=$(sql "SELECT string_agg('s/|' || mof_div_name || '|/|' || mof_div_code || '|/', ';') FROM ref.mof_div
    WHERE mof_div_code IN ('141182000', '310107000', '370600000')")
check_eq "query 1 as the documents say" "$(expected 1)" "$(sed "$names" "$hz_scratch/out1" | LC_ALL=C sort)"
for number in 5 7 8; do
    check_eq "query $number as the documents say" "$(expected "$number")" "$(LC_ALL=C sort "$hz_scratch/out$number")"
done
check_eq "query 9 lists what counts" "" "$(grep '|228001|' "$hz_scratch/out9")"
fastest=$(python3 - "$putuo" <<'PY'
import json
import sys
from fractions import Fraction

def items(name):
    with open(f"{sys.argv[1]}/310107000-{name}-department.json", encoding="utf-8") as file:
        rows = json.load(file, parse_float=Fraction)["tables"]["expenditure"]["rows"]
    return {r["exp_func_code"]: r["total"] for r in rows if len(r["exp_func_code"] or "") == 7}
before, one, other = items("901-2024"), items("901-2025"), items("903-2025")
now = {code: one.get(code, 0) + other.get(code, 0) for code in {**one, **other}}
print(max((Fraction(now[c]) / Fraction(before[c]), c) for c in now if before.get(c))[1])
PY
)
check_eq "query 2: the fastest of 普陀, the only city with two years" "$fastest" "$(head -1 "$hz_scratch/out2" | cut -d'|' -f3)"
check_eq "query 3: the first of 普陀" "1|上海市普陀区商务委员会|371514655.00" \
    "$(grep '^2025|普陀区|1|' "$hz_scratch/out3" | cut -d'|' -f3-5)"
check_contains "query 4: 烟台 in 2026" "2026|370600000|total|740200.00|793200.00|53000.00|7.16|stated" "$(cat "$hz_scratch/out4")"
check_eq "query 10: provinces only" "上海市 山东省 山西省" "$(cut -d'|' -f2 "$hz_scratch/out10" | LC_ALL=C sort -u | tr '\n' ' ' | sed 's/ $//')"
reference "$ref" 2025,141182000,407,人社局,407001,人社局 2025,141182000,407,人社局,407002,虚构单位
hz init && hz rollup
check_eq "query 6: who is missing" "2025|141182000|407|407002|虚构单位|missing|" "$(query 6)"

# The wide views say what the relations say.
check_eq "bi_overview: one row for each row of coverage" t "$(sql "SELECT (SELECT count(*) FROM rollup.bi_overview) = (SELECT count(*) FROM rollup.coverage)")"
check_eq "bi_overview: its sums" t "$(sql "SELECT (SELECT sum(expenditure) FROM rollup.bi_overview)
    = (SELECT sum(total) FROM rollup.expenditure_by_function WHERE exp_func_code IS NULL)
    AND (SELECT sum(three_public) FROM rollup.bi_overview) = (SELECT sum(total) FROM rollup.three_public WHERE item = 'total')
    AND (SELECT sum(projects) FROM rollup.bi_overview) = (SELECT sum(projects) FROM rollup.project_totals)")"
check_eq "bi_expenditure: one row for each comparison" t "$(sql "SELECT (SELECT count(*) FROM rollup.bi_expenditure)
    = (SELECT count(*) FROM rollup.yoy_expenditure_by_function)")"
check_eq "what can't be told apart by names can by codes" t "$(sql "SELECT count(*) = count(DISTINCT (fiscal_year, stage, mof_div_code,
    entity_level, dept_code, agency_code, exp_func_code)) FROM rollup.bi_expenditure")"
check_eq "and says where it has last year from, as the comparison does" t "$(sql "SELECT count(*) = (SELECT count(*) FROM rollup.yoy_expenditure_by_function)
    AND bool_or(b.prior_basis = 'partial') FROM rollup.bi_expenditure AS b JOIN rollup.yoy_expenditure_by_function AS y
      ON (y.fiscal_year, y.mof_div_code, y.current, y.prior) IS NOT DISTINCT FROM (b.fiscal_year, b.mof_div_code, b.current, b.prior)
     AND (y.dept_code, y.agency_code, y.exp_func_code) IS NOT DISTINCT FROM (b.dept_code, b.agency_code, b.exp_func_code)
     AND y.prior_basis IS NOT DISTINCT FROM b.prior_basis")"
check_eq "a row without a code is called what it is" "类|未能识别的科目||10000.00" "$(sql "SELECT subject_level, class, subject, current
    FROM rollup.bi_expenditure WHERE agency_code = '228001' AND exp_func_code = 'unresolved'")"
check_eq "labels, of a department as the roster names it" "山西省|吕梁市|汾阳市|部门|人社局|社会保障和就业支出|就业补助|其他就业补助支出" \
    "$(sql "SELECT province, prefecture, division, entity_level, department, class, subject, item FROM rollup.bi_expenditure
        WHERE exp_func_code = '2080799' AND division = '汾阳市' AND entity_level = '部门'")"
hz_done
