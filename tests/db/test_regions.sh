#!/usr/bin/env bash
# Prefectures and provinces: the sum of what is loaded of them, each division once, and how much that is.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/rollup.sh"
hz_server_start
in=$hz_scratch/in
mkdir "$in"
ref=$hz_scratch/ref
reference "$ref"
sed -i '2,$d' "$ref/mof_div.csv"
cat >> "$ref/mof_div.csv" <<'CSV'
900000000,某省,
900100000,某市,900000000
900101000,甲县,900100000
900102000,乙县,900100000
900200000,无县市,900000000
CSV
for code in 900100000 900101000 900102000 900200000; do
    variant "$fenyang" "$in/$code.json" "d['mof_div_code'] = '$code'"
done
variant "$fenyang" "$in/final.json" "d.update(mof_div_code='900101000', bgt_stage='final')"
db=$(hz_fresh_db regions)
hz() { "$HUIZONG" -q --db "$db" --config "$ref/huizong.conf" "$@"; }
region() { # division, columns
    hz_sql "$db" "SELECT $2 FROM rollup.region_expenditure_by_function WHERE mof_div_code = '$1' AND exp_func_code IS NULL
        AND fiscal_year = 2025 AND bgt_stage = '${3:-budget}' AND entity_level = 'division'"
}
columns='total, divisions, divisions_known, has_own, partial'
hz init && hz load "$in/900101000.json" && hz rollup
check_eq "a city of which one county is loaded" "19964200.00|1|3|f|t" "$(region 900100000 "$columns")"
check_eq "its province" "19964200.00|1|5|f|t" "$(region 900000000 "$columns")"
check_eq "a county is none" "" "$(region 900101000 total)"
hz load "$in" && hz rollup
check_eq "the city with what it files for itself" "59892600.00|3|3|t|f" "$(region 900100000 "$columns")"
check_eq "the province: every division once" "79856800.00|4|5|f|t" "$(region 900000000 "$columns")"
check_eq "stages never mix" "19964200.00" "$(region 900100000 total final)"
check_eq "the city's own figures stay its own" "19964200.00" "$(hz_sql "$db" "SELECT total FROM rollup.expenditure_by_function
    WHERE mof_div_code = '900100000' AND entity_level = 'division' AND exp_func_code IS NULL")"
check_eq "coverage of a region" "3|3|f|59892900.00|59892600.00" "$(hz_sql "$db" "SELECT agencies, agencies_loaded, partial,
    printed_total, rolled_total FROM rollup.region_coverage WHERE mof_div_code = '900100000' AND bgt_stage = 'budget'")"
check_eq "every relation adds up" "t|t|t|t|t|t|t" "$(hz_sql "$db" "SELECT
    (SELECT sum(total) FROM rollup.region_expenditure_by_economic WHERE mof_div_code = '900000000' AND bgt_stage = 'budget')
        = 4 * (SELECT sum(total) FROM rollup.expenditure_by_economic WHERE mof_div_code = '900101000' AND entity_level = 'division' AND bgt_stage = 'budget'),
    (SELECT amount FROM rollup.region_revenue_by_source WHERE mof_div_code = '900100000' AND source = 'total' AND bgt_stage = 'budget') = 3 * 19964300,
    (SELECT total FROM rollup.region_appropriation_by_function WHERE mof_div_code = '900100000' AND exp_func_code IS NULL AND bgt_stage = 'budget')
        = 3 * (SELECT total FROM rollup.appropriation_by_function WHERE mof_div_code = '900101000' AND entity_level = 'division'
            AND exp_func_code IS NULL AND bgt_stage = 'budget'),
    (SELECT total FROM rollup.region_three_public WHERE mof_div_code = '900100000' AND item = 'total' AND bgt_stage = 'budget') = 150000,
    (SELECT total FROM rollup.region_operating_expenses WHERE mof_div_code = '900100000' AND bgt_stage = 'budget') = 3 * 335800,
    (SELECT projects FROM rollup.region_project_totals WHERE mof_div_code = '900100000' AND bgt_stage = 'budget') = 66,
    (SELECT count(*) FROM rollup.region_procurement WHERE mof_div_code = '900100000') > 0")"
echo '2025,900101000,407,人社局,407001,人社局
2025,900101000,407,人社局,407002,虚构单位' >> "$ref/agencies.csv"
hz init && hz rollup
check_eq "partial where a unit is missing" "59892600.00|3|3|t|t" "$(region 900100000 "$columns")"
hz_done
