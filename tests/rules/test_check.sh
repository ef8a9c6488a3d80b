#!/usr/bin/env bash
# How the rules are run: what is checked and when, what is recorded, in which words, and what a broken rule does.
. "$(dirname "$0")/../support/lib.sh"
root=$(cd "$(dirname "$0")/../.." && pwd)
cases=$root/tests/rules

hz_server_start
db=$(hz_fresh_db check)
hz_quiet() { "$HUIZONG" --db "$db" -q "$@"; }
hz_check() { "$HUIZONG" --db "$db" --no-progress "$@"; }
check_exit "init" 0 hz_quiet init
check_exit "load" 0 hz_quiet load "$cases/H02" "$cases/S02" "$cases/T01.1" "$cases/T12.2"
documents=$(hz_sql "$db" "SELECT count(*) FROM etl.document")

# What is checked, and when.
check_exit "check" 0 hz_check check
check_contains "the summary counts documents" "$documents documents checked" "$hz_output"
check_eq "every document is noted as checked" "$documents|1" \
    "$(hz_sql "$db" "SELECT count(*), count(DISTINCT rules_hash) FROM etl.document_check")"
check_eq "the scope is empty again" 0 "$(hz_sql "$db" "SELECT count(*) FROM etl.check_scope")"
check_eq "the rules are those of the headers" "$(cat "$root"/sql/30_rules/*.sql | grep -c '^-- rule:')" \
    "$(hz_sql "$db" "SELECT count(*) FROM ref.rule")"
check_eq "a rule knows its file and severity" "30_rules/T00.1.sql|warning" \
    "$(hz_sql "$db" "SELECT file, severity FROM ref.rule WHERE rule_id = 'T00.1'")"
check_eq "the run counts documents and findings" "t|t" \
    "$(hz_sql "$db" "SELECT r.checked = $documents, r.findings = (SELECT count(*) FROM etl.finding AS f
        WHERE f.run_id = r.run_id) AND r.findings > 0 FROM etl.run AS r WHERE r.command = 'check'")"
first=$(hz_sql "$db" "SELECT count(*) FROM etl.finding")
check_exit "check again" 0 hz_check check
check_contains "nothing is checked twice" "nothing new to check" "$hz_output"
check_exit "check --all" 0 hz_check check --all
check_contains "unless asked for" "$documents documents checked" "$hz_output"
check_eq "with the same findings, the earlier ones kept" "$((2 * first))|2" \
    "$(hz_sql "$db" "SELECT count(*), count(DISTINCT run_id) FROM etl.finding")"
hz_sql "$db" "UPDATE etl.document SET withdrawn_at = now() WHERE file LIKE '%/T01.1/%'"
withdrawn=$(hz_sql "$db" "SELECT count(*) FROM etl.document WHERE withdrawn_at IS NOT NULL")
check_exit "check --all without the withdrawn" 0 hz_check check --all
check_contains "withdrawn documents are left out" "$((documents - withdrawn)) documents checked" "$hz_output"

# In which words.
said() {
    hz_sql "$db" "SELECT DISTINCT f.message FROM etl.finding AS f JOIN etl.document AS d
        ON d.mof_div_code = f.mof_div_code AND d.doc_id = f.doc_id
        WHERE d.file LIKE '%/$1.json' AND f.rule_id = '$2' AND f.row_label = '$3' AND f.column_name = '$4'"
}
check_eq "a rounding in words" \
    '表2 预算收入总表“208 社会保障和就业支出”行“一般公共预算”列印为1,778.89万元，其下各款合计1,778.88万元，相差0.01万元（四舍五入所致）' \
    "$(said H02/rounding H02 '208 社会保障和就业支出' general_public_budget)"
check_eq "an error in words" \
    '表2 预算收入总表“20101 人大事务”行“合计”列印为50.00万元，其下各项合计49.00万元，印数多1.00万元，请核对' \
    "$(said H02/fail H02 '20101 人大事务' total)"
check_eq "a blank in words" \
    '表2 预算收入总表“合计”行“一般公共预算”列未印数，各类合计100.00万元，印数少100.00万元，请核对' \
    "$(said S02/fail S02 合计 general_public_budget)"
check_eq "whole yuan in words" \
    '表1 预算收支总表“收入总计”行“金额”列印为220元，各项收入合计120元，印数多100元，请核对' \
    "$(said T01.1/fail_grand_total T01.1 收入总计 amount)"
amount() { hz_sql "$db" "SELECT etl.zh_amount($1, $2, $3)"; }
check_eq "万元 to two places" 12,345.67万元 "$(amount 12345670000 1000000 10000)"
check_eq "a figure finer than its table's decimals" 1.234567万元 "$(amount 1234567 1000000 10000)"
check_eq "whole yuan, negative" -123元 "$(amount -12300 100 100)"
check_eq "千元 to one place" 1.5千元 "$(amount 150000 100000 10000)"
check_eq "亿元" 0.03亿元 "$(amount 300000000 10000000000 100000000)"
check_eq "finer than a fen" 5万元 "$(amount 5000000 1000000 0)"
hint() { hz_sql "$db" "SELECT etl.sum_hint($1, $2, 2, 10000)"; }
check_eq "no hint for a rounding" "" "$(hint 1010000 1020000)"
check_eq "no hint where the figures say nothing" "" "$(hint 1000000 1230000)"
check_eq "a decimal point" 恰为10倍，可能小数点错了一位 "$(hint 12300000 1230000)"
check_eq "a unit" 恰为10,000倍，可能误用了金额单位 "$(hint 1230000 12300000000)"
check_eq "a sign" 数值相同而正负相反，可能漏印或多印了负号 "$(hint -1230000 1230000)"
check_eq "two digits" 差额是9的倍数，可能有相邻两位数字印颠倒 "$(hint 1320000 1230000)"

# For analysts: the findings of the documents in force, a department's without an agency.
hz_sql "$db" "INSERT INTO etl.in_force SELECT d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.dept_code,
        d.agency_code, d.doc_id, d.revision, (SELECT max(run_id) FROM etl.document_check), d.run_id, true
    FROM etl.document AS d WHERE d.file LIKE '%/fail_blocks.json' OR d.file LIKE '%/H02/rounding.json'"
check_eq "rollup.findings" "agency|t|unit|H02|rounding|2
agency|t|unit|T00.3|warning|1
department|f|department|T12.2|error|1" \
    "$(hz_sql "$db" "SELECT entity_level, agency_code IS NOT NULL, scope, rule_id, severity, count(*)
        FROM rollup.findings GROUP BY 1, 2, 3, 4, 5 ORDER BY 1")"
check_eq "every column of it has a comment" 0 \
    "$(hz_sql "$db" "SELECT count(*) FROM pg_attribute WHERE attrelid = 'rollup.findings'::regclass AND attnum > 0
        AND col_description(attrelid, attnum) IS NULL")"

# What can't be read as a rule is refused before anything is run.
header='-- rule: Z99.1 | error | 试验\n-- why: 试验\n'
row="SELECT 'Z99.1' AS rule_id, d.mof_div_code, d.doc_id, NULL::text AS table_name, NULL::integer AS row_no,
    NULL::text AS row_label, NULL::text AS column_name, 1::numeric AS expected, 2::numeric AS actual,
    0::numeric AS tolerance, '个' AS unit, '试验' AS message"
new_rule() {
    rm -rf "$hz_scratch/sql"
    cp -r "$root/sql" "$hz_scratch/sql"
    printf '%b' "$1" > "$hz_scratch/sql/30_rules/Z99.1.sql"
}
counts() {
    hz_sql "$db" "SELECT (SELECT count(*) FROM etl.finding), (SELECT count(*) FROM etl.document_check),
        (SELECT count(*) FROM etl.check_scope)"
}
before=$(counts)
new_rule '-- rule: Z99.1 | error | 试验\nSELECT 1\n'
check_exit "a header without why" 78 hz_quiet --sql-dir "$hz_scratch/sql" check --all
check_contains "a header without why: the file is named" "30_rules/Z99.1.sql" "$hz_output"
check_contains "a header without why" 'no "why:"' "$hz_output"
check_eq "a header without why: nothing is recorded" "$before" "$(counts)"

# A rule that PostgreSQL refuses, or whose rows aren't findings, is named and recorded, and stops itself alone.
good=$(hz_sql "$db" "SELECT count(*) FROM etl.finding WHERE run_id = (SELECT max(run_id) FROM etl.document_check)")
broken() {
    local description=$1 text=$2 needle=$3
    new_rule "$text"
    check_exit "$description" 65 hz_quiet --sql-dir "$hz_scratch/sql" check --all
    check_contains "$description: the file is named" "30_rules/Z99.1.sql" "$hz_output"
    check_contains "$description: and what is wrong" "$needle" "$hz_output"
    check_eq "$description: the other rules' findings are there" "$good|0" "$(hz_sql "$db" "SELECT count(*),
        (SELECT count(*) FROM etl.check_scope) FROM etl.finding
        WHERE run_id = (SELECT max(run_id) FROM etl.document_check)")"
    check_eq "$description: it is recorded" "30_rules/Z99.1.sql|t|f" "$(hz_sql "$db" "SELECT f.file,
        strpos(f.message, '$needle') > 0, bool_or(k.complete) FROM etl.rule_fault AS f
        JOIN etl.document_check AS k ON k.run_id = f.run_id
        WHERE f.run_id = (SELECT max(run_id) FROM etl.run WHERE state = 'complete') GROUP BY 1, 2")"
}
scope='FROM etl.check_scope AS d\n'
broken "no SQL" "${header}SELEC 1\n" 'syntax error'
broken "a column is missing" "$header$row $scope" 'f.hint'
broken "two statements" "$header$row, NULL::text AS hint FROM etl.check_scope AS d; SELECT 1\n" 'syntax'
broken "a rule that its file does not declare" \
    "$header$(printf '%s' "$row" | sed 's/Z99.1/Z99.2/'), NULL::text AS hint $scope" 'Z99.2'
broken "an amount that is none" "$header$(printf '%s' "$row" | sed "s/1::numeric/'many'/"), NULL::text AS hint $scope" 'expected'
broken "a unit that is none" "$header$(printf '%s' "$row" | sed 's/个/头/'), NULL::text AS hint $scope" 'unit_check'
broken "no document" "$header$(printf '%s' "$row" | sed 's/d.doc_id/NULL AS doc_id/'), NULL::text AS hint $scope" 'doc_id'
broken "a document that is not under check" "$header$row, NULL::text AS hint FROM etl.document AS d\n" 'etl.check_scope'
broken "a fault that only the data show" "$header$row, (1 / (d.doc_id - d.doc_id))::text AS hint $scope" 'division by zero'

# A new rule needs no code: one file, and every document is checked with it.
new_rule "$header$row, NULL::text AS hint FROM etl.check_scope AS d;\n"
check_exit "a new rule" 0 hz_check --sql-dir "$hz_scratch/sql" check
check_contains "all documents are checked anew" "$((documents - withdrawn)) documents checked" "$hz_output"
check_eq "and it finds" "$((documents - withdrawn))" \
    "$(hz_sql "$db" "SELECT count(*) FROM etl.finding WHERE rule_id = 'Z99.1'")"

hz_done
