#!/usr/bin/env bash
# Every finding on the real disclosures of samples/, no more and no fewer: sums within tables are those that
# expected_findings.py computes from the JSON alone; the others were compared with the documents one by one (samples/README.md).
. "$(dirname "$0")/../support/lib.sh"
tests=$(cd "$(dirname "$0")/.." && pwd)
sums="'H02','H03','H05','H08','H15','S02','S03','S05','S08','S15','T01.4','T02.1','T03.1','T04.2','T05.1','T06.2','T12.2','T14.1','T14.2'"

hz_server_start
db=$(hz_fresh_db samples_findings)
for command in init "load $HUIZONG_SAMPLES_DIR" check; do
    # shellcheck disable=SC2086 # a command and its argument
    check_exit "$command" 0 "$HUIZONG" --db "$db" -q $command
done
# found CONDITION: findings as lines, amounts with two places.
found() {
    hz_sql "$db" "SELECT d.agency_code, d.fiscal_year, f.rule_id, f.table_name, f.row_label, f.column_name,
            to_char(f.expected, 'FM9999999999990.00'), to_char(f.actual, 'FM9999999999990.00'), f.severity
        FROM etl.finding AS f JOIN etl.document AS d ON d.mof_div_code = f.mof_div_code AND d.doc_id = f.doc_id
        WHERE $1" | LC_ALL=C sort
}

printed=$(python3 "$tests/support/expected_findings.py" "$HUIZONG_SAMPLES_DIR"/*/*.json | LC_ALL=C sort)
check_eq "the independent computation finds sums that don't come out" 172 "$(wc -l <<< "$printed")"
check_eq "sums within tables" "$printed" "$(found "f.rule_id IN ($sums)")"
check_eq "two of which are errors" \
    '233|2026|T14.1|basic_expenditure|30211 差旅费／50502 商品和服务支出|fiscal_appropriation|55000.00|45000.00|error
233|2026|T14.2|basic_expenditure|302 商品和服务支出／505 对事业单位经常性补助|general_public_budget|1173700.00|1163700.00|error' \
    "$(found "f.rule_id IN ($sums) AND f.severity <> 'rounding'")"

check_eq "between tables, prose, forms: what the documents print" \
    "$(LC_ALL=C sort << 'LINES'
229|2026|X04|appropriation_summary|本年支出合计|total|17178500.00|0.00|error
233|2026|X15|basic_expenditure|30211 差旅费／50502 商品和服务支出|general_public_budget|45000.00|55000.00|error
315|2026|X07|basic_expenditure_by_economic|合计|total|17041100.00|17041200.00|rounding
315|2026|X15|basic_expenditure|合计|general_public_budget|17041200.00|17041100.00|rounding
407001|2025|N05|narrative|公开的项目绩效目标|count|20.00|22.00|error
407001|2025|P01|projects_current|2024年外出务工人员青岛站运营费|pro_name|||warning
407001|2025|P01|projects_current|2025年中央财政就业补助资金|pro_name|||warning
407001|2025|P01|projects_current|专项业务工作经费(医保)|pro_name|||warning
407001|2025|P01|projects_current|单位长期聘用人员经费|pro_name|||warning
407001|2025|P01|projects_current|遗属补助|pro_name|||warning
407001|2025|P02|performance_targets|2025年人社局政府购买服务项目(医保)|annual_total|1121900.00|1121867.00|rounding
407001|2025|P02|performance_targets|2025年零工市场运营费用|annual_total|567100.00|567050.00|rounding
407001|2025|P02|performance_targets|在职人员职业年金做实|annual_total|484900.00|484896.18|rounding
407001|2025|P04|performance_targets|专项工作任务经费(医保)·专项工作任务经费|kpi_val|90000.00|9000.00|warning
407001|2025|P04|performance_targets|山西绥民律师事务所法律顾问费·法律服务费用|kpi_val|20000.00|30000.00|warning
407001|2025|P05|performance_targets|2025年稳岗补助晋财农【2024】119号|dept_code|||warning
901|2024|N01|narrative|一般公共预算当年支出|amount|156211123.00|156211100.00|rounding
901|2024|N01|narrative|财政拨款收支总预算|amount|156211123.00|156211100.00|rounding
901|2024|T00.1|three_public|||0.00|5.00|warning
901|2025|N01|narrative|一般公共预算当年支出|amount|189767551.00|189767600.00|rounding
901|2025|N01|narrative|财政拨款收支总预算|amount|189767551.00|189767600.00|rounding
901|2025|N06|narrative|一般公共预算当年支出|change|156211123.00|156211100.00|rounding
901|2025|N06|narrative|财政拨款收支总预算|change|156211123.00|156211100.00|rounding
903001|2025|N01|narrative|一般公共预算当年支出|amount|371514655.00|371514700.00|rounding
903001|2025|N01|narrative|财政拨款收支总预算|amount|371514655.00|371514700.00|rounding
903|2025|N01|narrative|一般公共预算当年支出|amount|371514655.00|371514700.00|rounding
903|2025|N01|narrative|财政拨款收支总预算|amount|371514655.00|371514700.00|rounding
LINES
)" "$(found "f.rule_id NOT IN ($sums)")"

# In words that a clerk can act on.
said() {
    hz_sql "$db" "SELECT f.message FROM etl.finding AS f JOIN etl.document AS d
        ON d.mof_div_code = f.mof_div_code AND d.doc_id = f.doc_id WHERE d.agency_code = '$1' AND f.rule_id = '$2' AND f.row_label = '$3'"
}
check_eq "22 targets, 20 forms" '文字说明“公开的项目绩效目标”的个数印为22个，所附项目支出绩效目标表为20份，请核对' \
    "$(said 407001 N05 公开的项目绩效目标)"
check_eq "the difference of 万元 and whole yuan is whole yuan, as the finer is printed" \
    '文字说明“财政拨款收支总预算”的金额印为15,621.11万元，表4 财政拨款收支总表“收入总计”行“金额”列为156,211,123元，两者应相等，但相差23元（四舍五入所致）' \
    "$(hz_sql "$db" "SELECT f.message FROM etl.finding AS f JOIN etl.document AS d ON d.mof_div_code = f.mof_div_code
        AND d.doc_id = f.doc_id WHERE d.agency_code = '901' AND d.fiscal_year = 2024 AND f.row_label = '财政拨款收支总预算'")"
check_eq "two names, two amounts" \
    '表12 项目支出预算表（本年预算）的项目“遗属补助”（2.07万元）没有同名的绩效目标表；名称相近的有绩效目标表“退休人员遗属补助”（23,040.00元），如是同一项目，名称应一致，金额也相差2,340.00元，请核对' \
    "$(said 407001 P01 遗属补助)"
check_eq "a cost indicator" \
    '项目支出绩效目标表“山西绥民律师事务所法律顾问费”的成本指标“法律服务费用”为30000元，年度资金总额为20,000.00元，请核对' \
    "$(said 407001 P04 山西绥民律师事务所法律顾问费·法律服务费用)"
check_eq "a form of another department" \
    '项目支出绩效目标表“2025年稳岗补助晋财农【2024】119号”的主管部门印为101 汾阳市农业农村局，本文件的主管部门为407 汾阳市人力资源和社会保障局，请核对' \
    "$(said 407001 P05 2025年稳岗补助晋财农【2024】119号)"
hz_done
