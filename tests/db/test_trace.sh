#!/usr/bin/env bash
# Where a figure comes from: the printed cells that are listed add up to it, at every level and for every measure.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/rollup.sh"
hz_server_start
mkdir "$hz_scratch/in"
made_up "$hz_scratch/in"

hz() { "$HUIZONG" -q --db "$db" --config "$ref/huizong.conf" "$@"; }
samples=("$fenyang" "$putuo"/*.json "$yantai"/*.json)
check_all() { # description, roster line…
    ref=$hz_scratch/$1
    reference "$ref" "${@:2}"
    db=$(hz_fresh_db "$1")
    hz init && hz load "${samples[@]}" "$hz_scratch/in" && hz rollup
    check_eq "$1" 0 $?
    check_eq "$1: the cells of every figure add up to it" "" \
        "$(PGOPTIONS='-c client_min_messages=warning' psql -XqAt -v ON_ERROR_STOP=1 -d "$db" -f "$support/trace_figures.sql" 2>&1)"
}
check_all none
check_all roster 2025,310107000,903,上海市普陀区商务委员会,903001,上海市普陀区商务委员会

# The function itself, for whatever stands at the top of each relation, and for a subject of each kind.
check_eq "rollup.trace and rollup.figure agree" "" "$(psql -XqAt -v ON_ERROR_STOP=1 -d "$db" 2>&1 <<SQL
\set QUIET on
\o /dev/null
\i $support/trace_figures.sql
\o
SELECT concat_ws('|', f.relation, f.mof_div_code, f.entity_level, f.agency_code, f.subject, f.measure, f.value,
                 rollup.figure(f.relation, f.fiscal_year, f.mof_div_code, f.subject, f.measure, f.dept_code,
                               f.agency_code, f.classification, f.bgt_stage), t.amount)
  FROM all_figures AS f
 CROSS JOIN LATERAL (SELECT sum(t.amount) AS amount
                       FROM rollup.trace(f.relation, f.fiscal_year, f.mof_div_code, f.subject, f.measure, f.dept_code,
                                         f.agency_code, f.classification, f.bgt_stage) AS t) AS t
 WHERE f.mof_div_code = '310107000' AND f.subject IN ('', 'total', '208', '30102', 'U30102', '50501')
   AND f.value IS DISTINCT FROM t.amount
   AND NOT (f.value = 0 AND f.measure IN ('projects', 'carryover_projects', 'targets'));
SQL
)"
check_eq "a cell as it is printed, in the file" "$fenyang#1|expenditure|11|2080799 其他就业补助支出|total|1,211.91万元|12119100.00" \
    "$(hz_sql "$db" "SELECT document, table_name, row_no, row_label, column_name, printed, amount
        FROM rollup.trace('expenditure_by_function', 2025, '141182000', '20807')")"
check_eq "… which is row 11 of the file" 1211.91 "$(python3 -c "
import json
print(json.load(open('$fenyang'))['tables']['expenditure']['rows'][10]['total'])")"
printed() { # RELATION AGENCY ARGUMENTS
    hz_sql "$db" "SELECT string_agg(concat_ws('|', row_label, column_name, printed, amount), ' ' ORDER BY amount)
        FROM rollup.trace('$1', 2025, '141100000', agency_code => '$2', $3) WHERE amount < 0"
}
check_eq "what is printed with a minus sign has it" "公务接待费|total|-1.25万元|-12500.00" \
    "$(printed three_public 500008 "subject => 'total'")"
check_eq "what is taken off hasn't" "上级补助收入|amount|12.50万元|-125000.00 附属单位上缴收入|amount|7.00万元|-70000.00" \
    "$(printed revenue_by_source 500005 "subject => 'total_without_internal_transfers'")"
check_eq "… the carryover within a total" "2010601 行政运行|carryover|100.00万元|-1000000.00" \
    "$(printed expenditure_by_function 500002 "subject => '201', measure => 'current_year'")"
form() { # AGENCY UNIT: a form of 2.07
    variant "$fenyang" "$hz_scratch/$1.json" "d.update(mof_div_code='110101000', agency_code='$1')
d['performance_targets'] = [dict(d['performance_targets'][0], dept_code='407', amount_unit=$2, annual_funding={'total': '2.07'})]"
}
form 407008 "'元'" && form 407009 None && hz load "$hz_scratch"/40700[89].json && hz rollup
check_eq "a form's amount in its own unit, 万元 where it says none" "407008|2.07元|2.07
407009|2.07万元|20700.00" "$(hz_sql "$db" "SELECT agency, printed, amount
    FROM rollup.trace('project_totals', 2025, '110101000', measure => 'targets_total')")"
check_eq "no table is read again for each document, or its cells" "" "$(psql -XqAt -d "$db" 2>&1 <<'SQL' |
LOAD 'auto_explain';
SET auto_explain.log_min_duration = 0;
SET auto_explain.log_analyze = on;
SET auto_explain.log_nested_statements = on;
SET client_min_messages = log;
SELECT 'cells: ' || count(*) FROM rollup.trace('expenditure_by_function', 2026, '370600000');
SQL
    grep -E '^(.*(Seq|Index|Only|Heap) Scan .*loops=([2-9]|[0-9]{2,})|cells: 0$|ERROR)')"
check_eq "columns that are added up are cells of their own" "agency_funds|total" "$(hz_sql "$db" "
    SELECT string_agg(DISTINCT measure, '|' ORDER BY measure) FROM facts.cell AS c
     WHERE c.table_name = 'revenue' AND c.column_name IN ('other_income', 'total') AND c.measure IN ('agency_funds', 'total')")"

# The command.
say() { "$HUIZONG" --db "$db" --config "$ref/huizong.conf" trace "$@" 2>&1; }
check_contains "a total" "19,964,200.00: the sum of" "$(say --year 2025 --division 141182000 --function total)"
check_contains "a subject" "18,468,800.00: the sum of 6 cells of 1 documents" "$(say --year 2025 --division 141182000 --function 208)"
check_contains "a source" "19,964,300.00: the sum of" "$(say --year 2025 --division 141182000 --source total)"
check_contains "三公" "50,000.00: the sum of" "$(say --year 2025 --division 141182000 --three-public vehicles --agency 407001)"
check_contains "机关运行" "335,800.00: the sum of" "$(say --year 2025 --division 141182000 --operating --dept 407)"
check_contains "projects" "16,329,700.00: the sum of 22 cells" "$(say --year 2025 --division 141182000 --projects)"
check_contains "their number" "22.00: the sum of 22 cells" "$(say --year 2025 --division 141182000 --projects --measure projects)"
check_contains "another measure" "17,054,400.00: the sum of" "$(say --year 2025 --division 141182000 --function total --measure project)"
check_contains "nothing printed" "no document in force prints anything" "$(say --year 2025 --division 141182000 --three-public reception)"
check_contains "a higher division" "$(hz_sql "$db" "SELECT to_char(sum(total), 'FM999,999,999,999.00') FROM rollup.expenditure_by_function
    WHERE mof_div_code IN ('141100000', '141182000') AND entity_level = 'division' AND exp_func_code IS NULL"): the sum of" \
    "$(say --year 2025 --division 140000000 --below --function total)"
check_exit "… has no departments" 64 hz trace --year 2025 --division 140000000 --below --function total --dept 407
check_eq "as CSV" 'dept,agency,agency_name,document,table_name,row_no,row_label,column_name,printed,amount' \
    "$(hz trace --year 2025 --division 141182000 --operating --format csv | head -1 | tr -d '\r')"
check_exit "without a figure" 64 hz trace --year 2025 --division 141182000
check_exit "with two" 64 hz trace --year 2025 --division 141182000 --operating --projects
no_such() { # WHAT, what the message says, arguments
    check_exit "no such $1" 64 hz trace --year 2025 --division 141182000 "${@:3}"
    check_contains "… and what there is" "$2" "$hz_output"
}
no_such measure "total basic project current_year" --function total --measure foo
no_such "measure of assets" "vehicles_actual" --assets --measure total
no_such item "overseas_travel reception" --three-public 合计
no_such source "general_public_budget" --source foo
no_such "part of a source" "general_public_budget" --source budget
no_such code "3, 5 or 7 digits" --function 20X
no_such "economic code" "3, 5 or 7 digits" --economic 301010
no_such stage "budget final" --function total --stage finals
no_such classification "department government" --economic total --classification dept
# The program knows the names without a database; they are those of the schema.
for option in --function=expenditure_by_function --economic=expenditure_by_economic --appropriation=appropriation_by_function \
    --three-public=three_public --source=revenue_by_source --operating=operating_expenses --projects=project_totals \
    --procurement=procurement --assets=state_assets; do
    relation=${option#*=}
    case ${option%%=*} in --operating|--projects|--procurement|--assets) subject=() ;; *) subject=(total) ;; esac
    check_eq "measures of $relation" "$(hz_sql "$db" "SELECT string_agg(attname, ' ' ORDER BY attname COLLATE \"C\")
        FROM pg_attribute WHERE attrelid = 'rollup.$relation'::regclass AND attnum > 0 AND atttypid IN ('numeric'::regtype, 'bigint'::regtype)")" \
        "$(hz trace --year 2025 --division 141182000 "${option%%=*}" "${subject[@]}" --measure foo 2>&1 |
            sed -n 's/.*is none of: //p' | tr ' ' '\n' | LC_ALL=C sort | tr '\n' ' ' | sed 's/ $//')"
done
check_eq "sources" "$(hz_sql "$db" "SELECT regexp_replace(col_description('rollup.revenue_by_source'::regclass, attnum), '[^a-z_ ]+', ' ', 'g')
    FROM pg_attribute WHERE attrelid = 'rollup.revenue_by_source'::regclass AND attname = 'source'" | tr -s ' ' '\n' | LC_ALL=C sort | xargs)" \
    "$(hz trace --year 2025 --division 141182000 --source foo 2>&1 | sed -n 's/.*is none of: //p' | tr ' ' '\n' | LC_ALL=C sort | xargs)"
check_contains "a department subject without a government one" "of this figure" "$(say --year 2025 --division 141182000 --economic U301)"
check_contains "a division of 6 digits is that of 9" "19,964,200.00: the sum of" \
    "$(say --year 2025 --division 141182 --function total)"
check_exit "… of 5 is none" 64 hz trace --year 2025 --division 14118 --function total
check_exit "without a year" 64 hz trace --division 141182000 --operating
hz_done
