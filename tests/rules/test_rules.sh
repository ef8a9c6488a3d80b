#!/usr/bin/env bash
# Every rule against its cases: tests/rules/<RULE>/<case>.json is loaded and checked by the program itself, all
# cases in one database. A case pass*.json must give no finding of that rule; any other must give exactly the
# rows of <case>.csv (fail.json: expected.csv), which were worked out by hand. A rule without cases fails, and
# so does a case without a rule.
. "$(dirname "$0")/../support/lib.sh"
cases=$(cd "$(dirname "$0")" && pwd)
header=table_name,row_label,column_name,expected,actual,difference,tolerance,severity

hz_server_start
db=$(hz_fresh_db rules)
check_exit "init" 0 "$HUIZONG" --db "$db" -q init
check_exit "every case is a document that loads" 0 "$HUIZONG" --db "$db" -q load "$cases"
check_eq "none was refused for another case's" "$(ls "$cases"/*/*.json | wc -l)" \
    "$(hz_sql "$db" "SELECT count(*) FROM etl.document")"
check_exit "check" 0 "$HUIZONG" --db "$db" -q check

# RULE/case RULE-of-the-finding row
hz_sql "$db" "SELECT regexp_replace(d.file, '^.*/([^/]+/[^/]+)\.json$', '\1') || ' ' || f.rule_id || ' ' ||
        concat_ws(',', coalesce(f.table_name, ''), coalesce(f.row_label, ''), coalesce(f.column_name, ''),
            trim_scale(f.expected), trim_scale(f.actual), trim_scale(f.difference), trim_scale(f.tolerance),
            f.severity)
    FROM etl.finding AS f
    JOIN etl.document AS d ON d.mof_div_code = f.mof_div_code AND d.doc_id = f.doc_id" > "$hz_scratch/findings"

# findings RULE CASE: what the rule found in the case, sorted.
findings() {
    sed -n "s|^$1/$2 $1 ||p" "$hz_scratch/findings" | LC_ALL=C sort
}

for json in "$cases"/*/*.json; do
    rule=$(basename "$(dirname "$json")")
    name=$(basename "$json" .json)
    case $name in
    pass*) check_eq "$rule $name: no finding" "" "$(findings "$rule" "$name")" ;;
    *)
        csv=${json%.json}.csv
        [ "$name" != fail ] || csv=${json%fail.json}expected.csv
        check_eq "$rule $name: heading of the expected rows" "$header" "$(head -n 1 "$csv")"
        check_eq "$rule $name" "$(tail -n +2 "$csv" | LC_ALL=C sort)" "$(findings "$rule" "$name")"
        ;;
    esac
done

# Where a table has no such row, the message says that it prints no figure, and invents no row.
said() {
    hz_sql "$db" "SELECT f.message FROM etl.finding AS f JOIN etl.document AS d ON d.mof_div_code = f.mof_div_code AND d.doc_id = f.doc_id
        WHERE d.file LIKE '%/$1/$2.json' AND f.rule_id = '$1'"
}
check_eq "N01 of an empty table" \
    '文字说明“‘三公’经费”的金额印为5.00万元，表10 财政拨款安排“三公”经费支出预算表“合计”行“合计”列（未印数）为0.00万元，两者应相等，但相差5.00万元，请核对' \
    "$(said N01 fail_empty_table)"
check_eq "N08 of a subject that is not printed" \
    '文字说明“206 科学技术支出”的金额印为5.00万元，表3 预算支出总表“206 科学技术支出”行“合计”列（未印数）为0.00万元，两者应相等，但相差5.00万元，请核对' \
    "$(said N08 fail_not_printed)"
check_contains "P02 of a project whose total is blank" '表12 项目支出预算表（本年预算）“甲项目”行“合计”列（未印数）为0.00万元' \
    "$(said P02 fail_blank)"
check_contains "X15 names both subjects, as T14.1 does" '表14 基本支出预算表“30101 基本工资／50101 工资奖金津补贴”行“一般公共预算”列印为61.00万元' \
    "$(said X15 fail)"
# 4 and -2: 6 the year before, where table 10 prints 5. The 6 is reckoned.
check_contains "N09 of a figure that is printed nowhere" \
    '按文字说明“公务接待费”的本年数与增减额，上年数应为6.00万元，表10 财政拨款安排“三公”经费支出预算表“公务接待费”行“上年预算数”列为5.00万元' \
    "$(said N09 fail)"
check_contains "N10 of an increase" '文字说明“支出预算”的增减额印为' "$(said N10 fail)"
check_contains "N04: where it stands" '政府采购情况“政府采购预算”的合计印为' "$(said N04 fail)"
check_contains "T00.1: quotation marks within others are single" '注明“本部门2025年无‘三公’经费预算，故本表为空表。”，但有' "$(said T00.1 fail)"
check_contains "a column as table 1 heads it" '表1 预算收支总表“本年支出合计”行“上年结转安排”列' "$(said T01.4 fail)"
check_contains "a column as table 4 heads it" '表4 财政拨款收支总表“二、外交支出”行“小计”列' "$(said T04.1 fail)"
check_contains "E01 of a department" '部门“903 上海市普陀区商务局”的名称，名册中该部门为“上海市普陀区商务委员会”，请核对' \
    "$(said E01 fail_department_name)"
check_contains "C04: subjects by their full names" '行的部门预算支出经济分类科目，该名称在目录中的编码是30102' "$(said C04 fail)"
check_eq "no quotation within another has the same marks" "" "$(hz_sql "$db" "
    SELECT f.rule_id, f.message, f.hint FROM etl.finding AS f WHERE concat_ws(' ', f.message, f.hint) ~ '“[^”]*“'")"
check_contains "X03 with both that come on top of table 2" \
    '表2 预算收入总表“合计”行“合计”列加上年结转、加使用非财政拨款结余为110.00万元' "$(said X03 fail_balance)"
check_eq "tables and columns that findings name have names in Chinese, in the workbook too" "" "$(hz_sql "$db" "
    SELECT DISTINCT f.table_name FROM etl.finding AS f
    WHERE f.table_name NOT IN (SELECT t.table_name FROM facts.form_tables AS t) OR etl.zh_table(f.table_name) = f.table_name
    UNION
    SELECT DISTINCT f.column_name FROM etl.finding AS f
    WHERE f.column_name NOT IN (SELECT c.column_name FROM facts.form_columns AS c WHERE c.label <> c.column_name)")"

rules=$(hz_sql "$db" "SELECT string_agg(rule_id, E'\n' ORDER BY rule_id COLLATE \"C\") FROM ref.rule")
check_eq "every rule has cases, every case a rule" "$rules" "$(cd "$cases" && ls -d -- */ | tr -d / | LC_ALL=C sort)"
for rule in $rules; do
    for file in pass.json fail.json expected.csv; do
        [ -f "$cases/$rule/$file" ] || hz_fail "$rule has no $file"
    done
done

hz_done
