#!/usr/bin/env bash
# What a finding of an error says about what probably happened. Each case is 汾阳's disclosure with one or two figures
# changed, so that what happened is known; the amounts in the hints are those that the document prints.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/rollup.sh"
hz_server_start
db=$(hz_fresh_db hints)
docs=$hz_scratch/docs
mkdir "$docs"
check_exit "init" 0 "$HUIZONG" --db "$db" -q init

# wrong CODE PYTHON: the disclosure as that of another agency, with a mistake. cell(TABLE, CODE) is a row.
wrong() {
    variant "$fenyang" "$docs/$1.json" "
d['agency_code'] = '$1'
def cell(table, code):
    return rows(table, code)[0]
$2"
}
D='Decimal'
# 213 农林水支出 59.00 is left out of the total.
wrong 407010 "cell('expenditure', None)['total'] = $D('1937.43')"
# 行政运行 191.02 is in its 款 twice.
wrong 407020 "cell('expenditure', '20801')['total'] = $D('713.60')"
# Money of the unit's own, 5.00, is printed, and not in the row's total.
wrong 407030 "cell('revenue', '2080101')['agency_funds'] = $D('5.00')"
# A decimal point.
wrong 407040 "cell('expenditure', '2210201')['basic'] = $D('207.60')"
# Two digits, in one cell that a row and a 款 are made of.
wrong 407050 "cell('expenditure', '2080501')['basic'] = $D('30.24')"
# The same, and another cell.
wrong 407060 "cell('expenditure', '2080501')['basic'] = $D('30.24')
cell('expenditure', '2101101')['basic'] = $D('9.70')"
# Two rows alike in the sum that leaves one of them out.
wrong 407070 "
cell('expenditure', '2080501')['total'] = cell('expenditure', '2080501')['basic'] = $D('22.32')
cell('expenditure', '20805')['total'] = $D('81.97')"
# A change as small as a rounding.
wrong 407080 "cell('expenditure', '20805')['basic'] = $D('63.89')"
# A row printed twice.
wrong 407090 "
subjects = d['tables']['expenditure']['rows']
subjects.insert(subjects.index(cell('expenditure', '2080505')), cell('expenditure', '2080505'))"
# An agency printed twice.
wrong 407100 "d['tables']['operating_expenses']['rows'] *= 2
d['tables']['operating_expenses']['rows'].pop(2)"
# A project of 989.00 printed twice, or not at all, in a table where the sum carries a rounding: the difference is 989.01, or
# 988.99.
wrong 407110 "projects = d['tables']['projects_current']['rows']
projects.append([p for p in projects if p['total'] == $D('989.00')][0])"
wrong 407120 "projects = d['tables']['projects_current']['rows']
projects.remove([p for p in projects if p['total'] == $D('989.00')][0])"
# 1.80 too much, which no two digits of 112.39 explain, nor of 30.42, 22.32, 59.65.
wrong 407130 "cell('expenditure', '20805')['total'] = $D('114.19')"
# A fund of one subject in table 2, which table 5 is compared with.
wrong 407140 "cell('revenue', '2210201')['general_public_budget'] = $D('207.60')"
# A cell left blank.
wrong 407150 "cell('expenditure', '2080501')['basic'] = None"
# A total of table 1, which is a sum on its side and compared with the other.
wrong 407160 "[l for l in d['tables']['budget_summary']['revenue'] if l['item'] == '收入总计'][0]['amount'] = $D('1969.43')"
# The funding of a form, which is a sum of sources, bounded by that of the term, and compared with the project.
wrong 407170 "d['performance_targets'][1]['annual_funding']['total'] = 1211867"
check_exit "load" 0 "$HUIZONG" --db "$db" -q load "$docs"
check_exit "check" 0 "$HUIZONG" --db "$db" -q check

hints() { # AGENCY RULE [LABEL]: hint of each error
    hz_sql "$db" "SELECT coalesce(f.hint, 'none') FROM etl.finding AS f JOIN etl.document AS d USING (mof_div_code, doc_id)
        WHERE d.agency_code = '$1' AND f.rule_id = '$2' AND f.severity = 'error' AND f.row_label LIKE '${3:-}%'
        AND f.run_id = (SELECT max(run_id) FROM etl.document_check) ORDER BY f.row_no, f.column_name"
}
place() { # of table 3: LABEL COLUMN FROM TO
    printf '若表3 预算支出总表“%s”行“%s”列由%s万元改为%s万元，本文件金额上的' "$@"
}
check_contains "left out of a sum" '差额恰等于“213 农林水支出”行的数，可能漏计了' "$(hints 407010 S03)"
check_contains "in a sum twice" '差额恰等于“2080101 行政运行”行的数，可能多计了一次' "$(hints 407020 H03 20801)"
check_eq "not in the sum above" "" "$(hints 407020 H03 '208 ' | grep 差额恰等于)"
check_contains "a column left out" '差额恰等于“单位资金”列的数，可能漏计了' "$(hints 407030 T02.1)"
check_contains "a decimal point" '恰为10倍，可能小数点错了一位' "$(hints 407040 T03.1)"
check_contains "and which cell" "$(place '2210201 住房公积金' 基本支出 207.60 20.76)" "$(hints 407040 T03.1)"
check_contains "two digits" '差额是9的倍数，可能有相邻两位数字印颠倒' "$(hints 407050 T03.1)"
check_contains "two digits of an addend" '差额是9的倍数，可能有相邻两位数字印颠倒' "$(hints 407050 H03 20805)"
check_eq "9 times as much without two such digits" "" "$(hints 407130 H03 20805 | grep 9的倍数)"
check_contains "which cell, in its row" "$(place '2080501 行政单位离退休' 基本支出 30.24 30.42)" "$(hints 407050 T03.1)"
check_eq "all of its errors say so" "2|2" "$(hz_sql "$db" "SELECT count(*), count(*) FILTER (WHERE f.hint LIKE '%的2处错误%')
    FROM etl.finding AS f JOIN etl.document AS d USING (mof_div_code, doc_id) WHERE d.agency_code = '407050'
    AND f.severity = 'error' AND f.unit = '元'")"
check_contains "which cell, in the sum above it" "$(place '2080501 行政单位离退休' 基本支出 30.24 30.42)" \
    "$(hints 407050 H03)"
for rule in T03.1 H03; do
    check_contains "two wrong cells, $rule: each is named for its own errors" \
        "$(place '2080501 行政单位离退休' 基本支出 30.24 30.42)4处错误中有2处就都消除" "$(hints 407060 $rule 20805)"
    check_contains "and the other" "$(place '2101101 行政单位医疗' 基本支出 9.70 9.07)4处错误中有2处就都消除" \
        "$(hints 407060 $rule 21011)"
done
fund='若表2 预算收入总表“2210201 住房公积金”行“一般公共预算”列由207.60万元改为20.76万元，本文件金额上的3处错误就都消除'
check_contains "a fund, in the sum of its subject" "$fund" "$(hints 407140 H02)"
check_contains "in its row" "$fund" "$(hints 407140 T02.1)"
check_contains "and where table 5 is compared with it" "$fund" "$(hints 407140 X05)"
blank='若表3 预算支出总表“2080501 行政单位离退休”行“基本支出”列由空白改为30.42万元，本文件金额上的'
check_contains "a blank cell, in its row" "$blank" "$(hints 407150 T03.1)"
check_contains "and in the sum of its subject" "$blank" "$(hints 407150 H03)"
total='若表1 预算收支总表“收入总计”行“金额”列由1,969.43万元改为1,996.43万元，本文件金额上的'
check_contains "a total, on its side" "$total" "$(hints 407160 T01.2)"
check_contains "and beside the other side's" "$total" "$(hints 407160 T01.6)"
check_contains "a form's funding" '由1,211,867.00元改为1,121,867.00元，本文件金额上的3处错误就都消除' "$(hints 407170 P02)"
check_contains "though each has its errors" 9的倍数 "$(hints 407060 T03.1 2080501)"
check_contains "though each has its errors" 9的倍数 "$(hints 407060 T03.1 2101101)"
check_contains "one of several" '差额恰等于“2080501 行政单位离退休”行等2处的数，可能漏计了' "$(hints 407070 H03 20805)"
check_contains "a row printed twice" '差额恰等于“2080505 机关事业单位基本养老保险缴费支出”行的数，该行印了2次，可能重复列示、多计了一次' \
    "$(hints 407090 H03 20805)"
check_contains "an agency printed twice" '差额恰等于“汾阳市人力资源和社会保障局”行的数，该行印了2次，可能重复列示、多计了一次' \
    "$(hints 407100 T11.2)"
check_contains "a project printed twice, and a rounding" \
    '差额约等于“2025年中央财政就业补助资金”行的数，该行印了2次，可能重复列示、多计了一次' "$(hints 407110 T12.2)"
check_eq "a project left out can't be named" "" "$(hints 407120 T12.2 | grep 差额)"
check_eq "none of these is said to be left out" "" \
    "$(hints 407090 H03 20805 | grep 漏计)$(hints 407100 T11.2 | grep 漏计)$(hints 407110 T12.2 | grep 漏计)"
check_eq "a rounding has no hint" "0" "$(hz_sql "$db" "SELECT count(hint) FROM etl.finding WHERE severity = 'rounding'")"
check_eq "a change within the rounding is no error" "" "$(hints 407080 H03)$(hints 407080 T03.1)"

# Where a rule failed nobody knows what else is wrong: no cell is named.
cp -r "$HUIZONG_SOURCE_DIR/sql" "$hz_scratch/sql"
echo "WHERE no_such_column" >> "$hz_scratch/sql/30_rules/T09.1.sql"
check_exit "a rule fails" 65 "$HUIZONG" --db "$db" --sql-dir "$hz_scratch/sql" -q check --all
check_eq "no cell" "" "$(hints 407050 T03.1 | grep 改为)"
check_contains "what the figures themselves say stays" 9的倍数 "$(hints 407050 T03.1)"

# Of cells that share an error the one with most errors is named; of as many none, as nobody can tell which it is.
cells() { # ROW,ROW… of each error, a difference of 0.10 in each: the rows that are named, by error
    hz_sql "$db" "BEGIN; INSERT INTO etl.check_hint_terms (place, mof_div_code, doc_id, table_name, row_no, label, column_name,
            amount, sign, is_row, is_blank, compared, difference, tolerance)
        SELECT format('(0,%s)', e.n)::tid, '141182000', 1, 'expenditure', c.row_no::integer, c.row_no, 'total', 100,
               CASE c.n WHEN 1 THEN 1 ELSE -1 END, false, false, false, 10, 0
        FROM unnest(string_to_array('$1', ' ')) WITH ORDINALITY AS e (cells, n)
        CROSS JOIN LATERAL unnest(string_to_array(e.cells, ',')) WITH ORDINALITY AS c (row_no, n);
        SELECT string_agg(h.place || ' ' || substring(h.hint FROM '“([0-9]+)”'), ' ' ORDER BY h.place)
        FROM etl.check_cell_hints AS h; ROLLBACK"
}
check_eq "one cell in both errors" "(0,1) 7 (0,2) 7" "$(cells '1,7 2,7')"
check_eq "two cells in both" "" "$(cells '1,7,8 2,7,8')"
check_eq "one of them in a third" "(0,1) 8 (0,2) 8 (0,3) 8" "$(cells '1,7,8 2,7,8 3,8')"
check_eq "cells in two errors each that share one" "" "$(cells '1,7 2,7,8 3,8')"
check_eq "two pairs of errors" "(0,1) 7 (0,2) 7 (0,3) 8 (0,4) 8" "$(cells '1,7 2,7 3,8 4,8')"

# Two digits: the one that is printed first, the same with its neighbour's sign, beside zeros, at the end of large amounts.
swapped() { hz_sql "$db" "SELECT etl.digits_swapped($1, $2)"; }
check_eq "neighbours" t "$(swapped 123400 124300)"
check_eq "the other way round" t "$(swapped 124300 123400)"
check_eq "with a zero" t "$(swapped 100400 104000)"
check_eq "the first two" t "$(swapped 9012345678901200 912345678901200)"
check_eq "both negative" t "$(swapped -1234 -1243)"
check_eq "not neighbours" f "$(swapped 123400 143200)"
check_eq "a multiple of 9 alone" f "$(swapped 90000000 72000000)"
check_eq "of different signs" f "$(swapped 4 -5)"
check_eq "the same" f "$(swapped 1234 1234)"

hz_done
