#!/usr/bin/env bash
# The whole program on the real disclosures of samples/. Expected figures are those of the printed documents.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db samples)
hz() { "$HUIZONG" --db "$db" "$@"; }
out=$hz_scratch/out

hz -q init
hz load "$HUIZONG_SAMPLES_DIR" 2> "$hz_scratch/log"
check_eq "load" 0 $?
check_contains "load" "9 documents loaded" "$(cat "$hz_scratch/log")"
hz -q check
check_eq "check" 0 $?
hz -q rollup
check_eq "rollup" 0 $?
hz -q export --out "$out"
check_eq "export" 0 $?

figure() { # description, expected, SQL
    check_eq "$1" "$2" "$(hz_sql "$db" "$3")"
}
fenyang="fiscal_year = 2025 AND bgt_stage = 'budget' AND mof_div_code = '141182000'"
for level in division department agency; do
    at="$fenyang AND entity_level = '$level'"
    figure "208 at $level level" 18468800.00 \
        "SELECT total FROM rollup.expenditure_by_function WHERE $at AND exp_func_code = '208'"
    figure "total at $level level" 19964200.00 \
        "SELECT total FROM rollup.expenditure_by_function WHERE $at AND exp_func_level = 0"
    figure "the total row has no code" 1 \
        "SELECT count(*) FROM rollup.expenditure_by_function WHERE $at AND exp_func_code IS NULL"
    figure "revenue total at $level level" 19964300.00 \
        "SELECT amount FROM rollup.revenue_by_source WHERE $at AND source = 'total'"
    figure "三公 at $level level" 50000.00 \
        "SELECT total FROM rollup.three_public WHERE $at AND item = 'total'"
    figure "机关运行 at $level level" 335800.00 "SELECT total FROM rollup.operating_expenses WHERE $at"
    figure "projects at $level level" "22|16329700.00|4|724800.00" \
        "SELECT projects, total, carryover_projects, carryover_total FROM rollup.project_totals WHERE $at"
done
figure "22 current projects one by one" "22|16329700.00" \
    "SELECT count(*), sum(total) FROM rollup.projects WHERE $fenyang AND NOT is_carryover"
figure "4 carried-over projects one by one" "4|724800.00" \
    "SELECT count(*), sum(total) FROM rollup.projects WHERE $fenyang AND is_carryover"
figure "coverage shows the printed and the added-up total" "19964300.00|19964200.00|1" \
    "SELECT printed_total, rolled_total, errors FROM rollup.coverage WHERE $fenyang AND entity_level = 'agency'"
# Its prose claims 22 published targets, and 20 forms are printed: its one error.
figure "no sum of 汾阳 is wrong" "N05" \
    "SELECT string_agg(rule_id, ' ') FROM rollup.findings WHERE $fenyang AND severity = 'error'"
# By hand: 522.58 + 112.39 + 1143.91 = 1778.88 where 1778.89 is printed, and so on: 14 cells in 10 rows of 6 tables.
figure "its sums that are off by a rounding, cells and rows" "14|10" \
    "SELECT count(*), count(DISTINCT (rule_id, table_name, row_label)) FROM rollup.findings
     WHERE $fenyang AND severity = 'rounding' AND rule_id ~ '^[THS]' AND abs(difference) = 100"
figure "economic: 301 of the department" 2249300.00 \
    "SELECT total FROM rollup.expenditure_by_economic WHERE $fenyang AND entity_level = 'division'
     AND classification = 'department' AND eco_code = '301'"
figure "economic: 50101 of the government" 1507000.00 \
    "SELECT total FROM rollup.expenditure_by_economic WHERE $fenyang AND entity_level = 'division'
     AND classification = 'government' AND eco_code = '50101'"

# 普陀区: department 903 and its only unit are the same money.
putuo="fiscal_year = 2025 AND mof_div_code = '310107000' AND entity_level"
figure "普陀 903 counts once" 371514655.00 \
    "SELECT total FROM rollup.expenditure_by_function WHERE $putuo = 'department' AND dept_code = '903' AND exp_func_level = 0"
figure "普陀 in all: 903 and 901" "$(python3 - "$HUIZONG_SAMPLES_DIR" <<'PY'
import json, sys, decimal
total = 0
for agency in ("903", "901"):
    d = json.load(open(f"{sys.argv[1]}/putuo/310107000-{agency}-2025-department.json"), parse_float=decimal.Decimal)
    rows = d["tables"]["expenditure"]["rows"]
    codes = [r["exp_func_code"] for r in rows if r["exp_func_code"]]
    total += sum(decimal.Decimal(r["total"] or 0) for r in rows if r["exp_func_code"]
                 and not any(c != r["exp_func_code"] and c.startswith(r["exp_func_code"]) for c in codes))
print(f"{total:.2f}")
PY
)" "SELECT total FROM rollup.expenditure_by_function WHERE $putuo = 'division' AND exp_func_level = 0"
figure "普陀 in two years" "2024 2025" \
    "SELECT string_agg(DISTINCT fiscal_year::text, ' ') FROM rollup.coverage WHERE mof_div_code = '310107000'"
figure "烟台: four departments" 4 \
    "SELECT count(*) FROM rollup.coverage WHERE mof_div_code = '370600000' AND entity_level = 'department' AND status = 'loaded'"

# The exports are what the database says.
csv=$out/141182000/2025/three_public.csv.gz
check_eq "an export is there" yes "$([ -s "$csv" ] && echo yes)"
check_contains "its figures" "50000.00" "$(gunzip -c "$csv")"
check_eq "as many rows as the relation" \
    "$(hz_sql "$db" "SELECT count(*) FROM rollup.expenditure_by_function WHERE $fenyang")" \
    "$(gunzip -c "$out/141182000/2025/expenditure_by_function.jsonl.gz" | wc -l)"

# Again: nothing changes, and the exports are the same bytes.
before=$(cd "$out" && find . -type f -print0 | sort -z | xargs -0 sha256sum)
hz load "$HUIZONG_SAMPLES_DIR" 2> "$hz_scratch/log"
check_contains "again: load" "nothing changed" "$(cat "$hz_scratch/log")"
hz check 2> "$hz_scratch/log"
check_contains "again: check" "nothing new to check" "$(cat "$hz_scratch/log")"
hz rollup 2> "$hz_scratch/log"
check_contains "again: rollup" "unchanged" "$(cat "$hz_scratch/log")"
hz -q export --out "$out"
check_eq "again: the same bytes" "$before" "$(cd "$out" && find . -type f -print0 | sort -z | xargs -0 sha256sum)"
hz_done
