#!/usr/bin/env bash
# Year over year, plain and on comparable basis: every figure against an independent computation from the documents, then
# what shares that don't come out even may not do.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/rollup.sh"
hz_server_start
in=$hz_scratch/in
mkdir "$in"

# check_yoy DESCRIPTION DB REFERENCE-DIR FILE…
check_yoy() {
    local description=$1 db=$2 reference=$3 differences
    shift 3
    python3 "$support/expected_yoy.py" "$reference" "$@" > "$hz_scratch/expected" ||
        hz_fail "$description: no expected figures"
    psql -XqAt -v ON_ERROR_STOP=1 -d "$db" -f "$support/yoy_figures.sql" > "$hz_scratch/figures"
    differences=$(diff <(LC_ALL=C sort "$hz_scratch/expected") <(LC_ALL=C sort "$hz_scratch/figures") | head -20)
    check_eq "$description: every comparison as computed from the documents" "" "$differences"
    check_eq "$description: there are comparisons" yes "$([ -s "$hz_scratch/expected" ] && echo yes)"
}
hz() { "$HUIZONG" -q --db "$db" --config "$ref/huizong.conf" "$@"; }
sql() { hz_sql "$db" "$1"; }

# The samples: 普陀's department 901 has documents of two years, the others state the year before in prose.
samples=("$fenyang" "$putuo"/*.json "$yantai"/*.json)
ref=$hz_scratch/ref
reference "$ref"
db=$(hz_fresh_db samples)
hz init && hz load "${samples[@]}" && hz rollup
check_eq "samples" 0 $?
check_yoy "samples" "$db" "$ref" "${samples[@]}"
# In figures that can be looked up: 18,976.76 − 15,621.11 = 3,355.65 万元, as the document says.
check_eq "普陀 901" "189767551.00|156211123.00|33556428.00|21.48|document" \
    "$(sql "SELECT current, prior, change, change_pct, prior_basis FROM rollup.yoy_expenditure_by_function
        WHERE dept_code = '901' AND fiscal_year = 2025 AND exp_func_code IS NULL")"
check_eq "汾阳 as its prose says" "50000.00|50000.00|0.00|stated" \
    "$(sql "SELECT current, prior, change, prior_basis FROM rollup.yoy_three_public
        WHERE agency_code = '407001' AND item = 'total'")"
check_eq "汾阳: 33.58 − 11.25 = 22.33 万元" "335800.00|223300.00|112500.00|50.38|stated" \
    "$(sql "SELECT current, prior, change, change_pct, prior_basis FROM rollup.yoy_operating_expenses
        WHERE agency_code = '407001'")"
check_eq "a statement of other figures than the table's serves nothing" "" \
    "$(sql "SELECT prior FROM rollup.yoy_expenditure_by_function WHERE dept_code = '229' AND exp_func_code IS NULL
        AND fiscal_year = 2026")"
check_eq "both a document and a statement: the difference" "0.00" \
    "$(sql "SELECT DISTINCT stated_difference FROM rollup.yoy_three_public WHERE dept_code = '901' AND fiscal_year = 2025")"
# 烟台 is 4 departments, 3 of which say what they had the year before; in 普陀 one has a document of it, two only prose on the
# appropriation: the sums of both years aren't of the same departments.
total() { # DIVISION YEAR RELATION CONDITION
    sql "SELECT prior, prior_basis FROM rollup.$3 WHERE entity_level = 'division' AND mof_div_code = '$1'
        AND fiscal_year = $2 AND $4"
}
check_eq "a sum without one department's year before" "157429000.00|partial" \
    "$(total 370600000 2026 yoy_expenditure_by_function 'exp_func_code IS NULL')"
check_eq "a sum with only one department's year before" "156211123.00|partial" \
    "$(total 310107000 2025 yoy_revenue_by_source "source = 'total'")"
check_eq "each by itself is whole" "document,stated" "$(sql "SELECT string_agg(DISTINCT prior_basis, ',')
    FROM rollup.yoy_revenue_by_source WHERE entity_level <> 'division' AND prior IS NOT NULL")"
check_eq "no year follows the last one" 0 \
    "$(sql "SELECT count(*) FROM rollup.yoy_expenditure_by_function WHERE fiscal_year > 2026 OR
        (mof_div_code = '310107000' AND fiscal_year > 2025)")"

# A city of two years in which agencies merge, split, move and vanish, and subjects are renamed, merged and split.
agency() { # FILE FROM PYTHON
    variant "$2" "$in/$1.json" "d.update(mof_div_code='141100000', scope='unit', agency_name='虚构单位'); $3"
}
scope="d.update(mof_div_code='141100000', scope='department')"
for year in 2024 2025; do
    for code in 500001 500002 500003; do
        agency "$year-$code" "$fenyang" "d.update(fiscal_year=$year, dept_code='500', agency_code='$code')
d['narrative']['changes'] = [] if $year == 2024 or '$code' == '500001' else d['narrative']['changes']
if $year == 2025: rows('expenditure', '2080101')[0]['total'] += 7; rows('revenue', '2080101')[0]['total'] += 7"
    done
done
rm "$in/2025-500002.json" # merged away
rm "$in/2024-500003.json" # new, but for its prose
agency 2025-600001 "$yantai/370600000-233-2026-department.json" "d.update(fiscal_year=2025, dept_code='600', agency_code='600001')"
agency 2024-600002 "$yantai/370600000-228-2026-department.json" "d.update(fiscal_year=2024, dept_code='600', agency_code='600002')"
agency 2025-600002 "$yantai/370600000-228-2026-department.json" "d.update(fiscal_year=2025, dept_code='600', agency_code='600002')
d['tables']['three_public']['rows'][0]['prior_total'] = 99"
for year in 2024 2025; do
    variant "$putuo/310107000-901-$year-department.json" "$in/$year-700.json" "$scope; d.update(dept_code='700', agency_code='700')
if $year == 2024: d['tables']['three_public']['rows'][2]['total'] = -2 # 公务接待费, after something was paid back"
done
variant "$putuo/310107000-903-2025-department.json" "$in/2025-702.json" "$scope; d.update(dept_code='702', agency_code='702')"
variant "$putuo/310107000-903-2025-department.json" "$in/2024-701.json" "$scope; d.update(fiscal_year=2024, dept_code='701', agency_code='701')"
# A unit within the department document of 700, whose money goes to 600 in 2025.
agency 2024-700005 "$putuo/310107000-903001-2025.json" "d.update(fiscal_year=2024, dept_code='700', agency_code='700005')
for t in ('revenue', 'expenditure'): d['tables'][t]['rows'] = rows(t, '221') + rows(t, '22102') + rows(t, '2210201')"
db=$(hz_fresh_db city)
hz init && hz load "$in" && hz rollup
check_eq "two years of a city" 0 $?
check_yoy "nothing changed" "$db" "$ref" "$in"/*.json
plain() {
    sql "SELECT md5(string_agg(concat_ws('|', fiscal_year, dept_code, agency_code, exp_func_code, current, prior, change), ' '
        ORDER BY fiscal_year, entity_level, dept_code, agency_code, exp_func_code)) FROM rollup.yoy_expenditure_by_function
        WHERE prior_basis IN ('document', 'partial') AND prior IS NOT NULL AND exp_func_code IS NOT NULL"
}
check_eq "growth from below zero is growth: (1.35 + 2) / 2" "13500.00|-20000.00|33500.00|167.50|167.50" \
    "$(sql "SELECT current, prior, change, change_pct, change_comparable_pct FROM rollup.yoy_three_public
        WHERE entity_level = 'department' AND dept_code = '700' AND fiscal_year = 2025 AND item = 'reception'")"
before=$(plain)
cat >> "$ref/reorganizations.csv" <<'CSV'
2025,141100000,500002,500001,0.75
2025,141100000,500002,600001,0.25
2025,141100000,600002,600002,0.5
2025,141100000,600002,800001,0.5
2025,141100000,701,702,1
2025,141100000,700005,600001,1
2024,141100000,500001,500009,1
CSV
cat >> "$ref/subject_changes.csv" <<'CSV'
2025,function,2080101,2080199,0.5
2025,function,2080101,2010350,0.5
2025,function,2210201,2210202,1
2025,function,212,213,1
2025,department,30101,30102,0.25
2025,department,30101,30309,0.75
2025,government,50101,50102,1
CSV
hz init && hz rollup
check_yoy "agencies and subjects changed" "$db" "$ref" "$in"/*.json
basis() {
    sql "SELECT prior_basis FROM rollup.yoy_expenditure_by_function WHERE fiscal_year = 2025 AND exp_func_code IS NULL AND $1"
}
check_eq "a department that took another's place has the other's year before, whole" "document" \
    "$(basis "entity_level = 'department' AND dept_code = '702'")"
check_eq "one with a new unit that says nothing usable hasn't" "partial" \
    "$(basis "entity_level = 'department' AND dept_code = '500'")"
check_eq "the plain comparison stays" "$before" "$(plain)"
check_eq "the city's total doesn't change" t \
    "$(sql "SELECT bool_and(prior = prior_comparable) FROM rollup.yoy_expenditure_by_function
        WHERE entity_level = 'division' AND exp_func_code IS NULL AND prior IS NOT NULL")"

# Shares that don't come out even: nothing is lost, and levels and subjects agree to the fen.
sed -i 's/,0\.75$/,0.6667/; s/,0\.25$/,0.3333/; s/,0\.5$/,0.3333/' "$ref/reorganizations.csv" "$ref/subject_changes.csv"
sed -i 's/600002,600002,0.3333/600002,600002,0.6667/' "$ref/reorganizations.csv"
sed -i 's/2080199,0.3333/2080199,0.6667/' "$ref/subject_changes.csv"
sed -i 's/30102,0.3333/30102,0.3333/; s/30309,0.6667/30309,0.6667/' "$ref/subject_changes.csv"
hz init && hz rollup
check_eq "uneven shares" 0 $?
sums() { # which rows, by what they are added up
    sql "SELECT md5(string_agg(concat_ws('|', y, c, a), ' ' ORDER BY y, c)) FROM (SELECT fiscal_year AS y,
        coalesce(exp_func_code, '') AS c, sum(prior_comparable) AS a FROM rollup.yoy_expenditure_by_function
        WHERE $1 GROUP BY 1, 2 HAVING sum(prior_comparable) <> 0) AS s"
}
check_eq "departments add up to the city" "$(sums "entity_level = 'division'")" "$(sums "entity_level = 'department'")"
check_eq "the city's total" t "$(sql "SELECT bool_and(prior = prior_comparable) FROM rollup.yoy_expenditure_by_function
    WHERE entity_level = 'division' AND exp_func_code IS NULL AND prior IS NOT NULL")"
check_eq "every subject is the sum of those below it" 0 "$(sql "
    WITH f AS (SELECT fiscal_year, entity_level, dept_code, agency_code, exp_func_code, exp_func_level, prior_comparable
                 FROM rollup.yoy_expenditure_by_function WHERE fiscal_year = 2025 AND prior_basis = 'document')
    SELECT count(*) FROM (SELECT p.prior_comparable, sum(c.prior_comparable) AS below FROM f AS p
        JOIN f AS c ON (c.fiscal_year, c.entity_level, c.exp_func_level) = (p.fiscal_year, p.entity_level, p.exp_func_level + 1)
         AND (c.dept_code, c.agency_code) IS NOT DISTINCT FROM (p.dept_code, p.agency_code)
         AND starts_with(c.exp_func_code, coalesce(p.exp_func_code, ''))
        GROUP BY p.fiscal_year, p.entity_level, p.dept_code, p.agency_code, p.exp_func_code, p.prior_comparable) AS s
    WHERE prior_comparable <> below")"
check_eq "an agency that was split gives all it had" "0.00" "$(sql "SELECT DISTINCT prior_comparable
    FROM rollup.yoy_expenditure_by_function WHERE agency_code = '500002' AND fiscal_year = 2025 AND prior <> 0")"

# Files that can't be meant.
bad() { # description, file, line, expected words
    cp "$ref/$2" "$hz_scratch/kept"
    echo "$3" >> "$ref/$2"
    check_exit "$1" 78 hz init
    check_contains "$1: the file is named" "$ref/$2" "$hz_output"
    check_contains "$1" "$4" "$hz_output"
    cp "$hz_scratch/kept" "$ref/$2"
}
bad "shares that don't add up to 1" reorganizations.csv "2025,141100000,500008,500001,0.9" "the shares of 500008 in 2025 add up to 0.9, not 1"
bad "a share above 1" reorganizations.csv "2025,141100000,500008,500001,1.1" "line 9"
bad "a division that is none" reorganizations.csv "2025,999999999,500008,500001,1" "999999999"
bad "shares of a subject" subject_changes.csv "2025,function,2130101,2130102,0.4" "the shares of function 2130101 in 2025 add up to 0.4, not 1"
bad "a change within a change" subject_changes.csv "2025,function,2120101,2120102,1" "2120101 changes within 212"
bad "an unknown classification" subject_changes.csv "2025,functions,2130101,2130102,1" "line 9"
hz_done
