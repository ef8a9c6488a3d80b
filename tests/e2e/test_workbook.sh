#!/usr/bin/env bash
# The workbook: for a city of one unit (汾阳) it shows what that unit's own document prints, cell by cell, in 13 tables; its
# bytes are the same for the same data; the comparison is there where there is a year to compare with.
. "$(dirname "$0")/../support/lib.sh"
support=$(cd "$(dirname "$0")/../support" && pwd)
hz_server_start
db=$(hz_fresh_db workbook)
check_exit "init" 0 "$HUIZONG" --db "$db" init
check_exit "load" 0 "$HUIZONG" --db "$db" load "$HUIZONG_SAMPLES_DIR"/{fenyang,putuo,yantai}
check_exit "check" 0 "$HUIZONG" --db "$db" check
check_exit "rollup" 0 "$HUIZONG" --db "$db" rollup
out=$hz_scratch/out
check_exit "export" 0 "$HUIZONG" --db "$db" export --out "$out" --format xlsx

# The document prints 11 sums that differ from their own leaves (see the roundings of T and S in test_samples.sh); each
# shows in every table and total that holds it.
check_exit "汾阳: the workbook against the document" 0 python3 "$support/check_workbook.py" \
    "$out/141182000/2025/forms-2025.xlsx" "$HUIZONG_SAMPLES_DIR/fenyang/141182000-407001-2025.json"
check_contains "how many cells" "327 figures compared, 27 rounded otherwise in print, 0 faults" "$hz_output"
check_exit "it is described" 0 python3 "$support/check_package.py" "$out"/*/*
check_exit "and verified" 0 "$HUIZONG" --db "$db" export --verify "$out"

check_exit "again" 0 "$HUIZONG" --db "$db" export --out "$hz_scratch/again" --format xlsx
check_exit "the same bytes" 0 diff -r "$out" "$hz_scratch/again"

# sheet WORKBOOK NAME: its rows, | between the cells
sheet() {
    python3 - "$support" "$@" <<'PY'
import sys
support, path, name = sys.argv[1:]
source = open(support + "/check_workbook.py", encoding="utf-8").read().split("\nbook = Workbook")[0]
exec(source)
book = Workbook(path)
if name not in book.sheets:
    sys.exit("no such sheet")
for _, cells in book.rows(name, 12):
    print("|".join("" if c is None else str(c) for c in cells).rstrip("|"))
PY
}
check_exit "a year to compare with: 普陀 2025" 0 sheet "$out/310107000/2025/forms-2025.xlsx" 年度对比
# 901 printed 156,211,108 in 2024; with 903 in 2025: 561,282,200.
check_contains "the total" "支出合计|56128.22" "$hz_output"
check_contains "and its year before" "|15621.11" "$hz_output"
check_contains "what it is made of" "注：未按同口径调整" "$hz_output"
check_contains "and how many departments are of one year alone" "有1个部门只有其中一年的数" "$hz_output" # 903
check_exit "no year to compare with: 汾阳" 1 sheet "$out/141182000/2025/forms-2025.xlsx" 年度对比
check_exit "coverage" 0 sheet "$out/141182000/2025/forms-2025.xlsx" 公开情况
check_contains "as printed and as added up" "407001|汾阳市人力资源和社会保障局|各单位|已公开|13|1|8|1|1|1996.43|1996.42|-0.01" "$hz_output"
check_exit "findings" 0 sheet "$out/141182000/2025/forms-2025.xlsx" 勾稽发现
check_contains "in Chinese" "错误|N05|407001|文字说明|公开的项目绩效目标|个数|20|22|2|0|个|" "$hz_output"
# Of each rule's roundings only how many there are; those of sums by subject as expected_findings.py counts them.
check_eq "roundings by rule" \
    "$(python3 "$support/expected_findings.py" "$HUIZONG_SAMPLES_DIR/fenyang/"*.json | grep '|rounding$' | cut -d'|' -f3 |
       grep -E '^(H|S|T0[35])' | sort | uniq -c | awk '{print $2 "|" $1}')" \
    "$(sed -nE 's/^四舍五入\|((H|S|T0[35])[0-9.]*)\|{10}.*：共([0-9]+)处.*/\1|\3/p' <<< "$hz_output")"
check_eq "no rounding by itself" "" "$(grep -E '^四舍五入\|[^|]*\|[^|]' <<< "$hz_output")"
check_contains "two columns called 单位 can't be told apart" "程度|规则|单位|表|行|列|应为|所印|差额|容差|计量单位|说明" "$hz_output"
check_eq "no column has its English name" "" "$(grep -E '\|(total|basic|personnel|general_public_budget)\|' <<< "$hz_output")"

# 烟台's 229 withholds rows for secrecy: 18,519.76 come in, and what is printed of the expenditure adds up to 523.99 less.
check_exit "table 1" 0 sheet "$out/370600000/2026/forms-2026.xlsx" "表1 收支总表"
check_contains "what comes in and what goes out" "收入总计|18519.76|支出总计|17995.77" "$hz_output"
check_contains "a note says by how much they differ" "注：收入总计与支出总计相差523.99万元" "$hz_output"
check_exit "table 1 of 普陀" 0 sheet "$out/310107000/2025/forms-2025.xlsx" "表1 收支总表"
check_eq "none where they don't" "" "$(grep '注：' <<< "$hz_output")"

# A document without a table: every sheet of a table says that there is nothing. A name of two lines has a row of two, and
# what is negative in a chart doesn't hide what it is.
python3 - "$HUIZONG_SAMPLES_DIR/fenyang/141182000-407001-2025.json" "$hz_scratch/odd.jsonl" <<'PY'
import json, sys
text = open(sys.argv[1], encoding="utf-8").read()
with open(sys.argv[2], "w", encoding="utf-8") as out:
    d = json.loads(text)
    for key in ("narrative", "procurement", "state_assets", "performance_targets"):
        d.pop(key, None)
    d.update(mof_div_code="140400000", tables={})
    print(json.dumps(d, ensure_ascii=False), file=out)
    for year in (2024, 2025):
        d = json.loads(text)
        d.update(mof_div_code="140500000", fiscal_year=year, agency_name="上一行\n下一行")
        print(json.dumps(d, ensure_ascii=False), file=out)
PY
odd=$(hz_fresh_db workbook_odd)
check_exit "init" 0 "$HUIZONG" --db "$odd" init
check_exit "load" 0 "$HUIZONG" --db "$odd" load "$hz_scratch/odd.jsonl"
check_exit "rollup" 0 "$HUIZONG" --db "$odd" rollup
check_exit "export" 0 "$HUIZONG" --db "$odd" export --out "$hz_scratch/odd" --format xlsx
empty=$hz_scratch/odd/140400000/2025/forms-2025.xlsx
check_exit "empty sheets say so" 0 python3 - "$empty" <<'PY'
import re, sys, zipfile
book = zipfile.ZipFile(sys.argv[1])
strings = re.findall(r"<si><t[^>]*>(.*?)</t></si>", book.read("xl/sharedStrings.xml").decode(), re.S)
note = strings.index("注：本表无数据")
for i in range(1, 14):
    sheet = book.read(f"xl/worksheets/sheet{i}.xml").decode()
    assert f't="s"><v>{note}</v>' in sheet, i
PY
odd_part() { # the path in the second workbook
    python3 -c "import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())" \
        "$hz_scratch/odd/140500000/2025/forms-2025.xlsx" "$1"
}
check_eq "a row of two lines" ' ht="31"' "$(odd_part xl/worksheets/sheet11.xml | grep -oE '<row r="7"[^>]*>' | grep -oE ' ht="[0-9.]+"')"
check_contains "labels of the chart beside the bars" '<c:tickLblPos val="low"/>' "$(odd_part xl/charts/chart1.xml)"

# The final accounts have a workbook of their own, under their own headings.
python3 - "$HUIZONG_SAMPLES_DIR/putuo/310107000-903001-2025.json" "$hz_scratch/final.json" <<'PY'
import json, sys
document = json.load(open(sys.argv[1], encoding="utf-8"))
document["bgt_stage"] = "final"
json.dump(document, open(sys.argv[2], "w", encoding="utf-8"), ensure_ascii=False)
PY
check_exit "final accounts: load" 0 "$HUIZONG" --db "$db" load "$hz_scratch/final.json"
check_exit "rollup" 0 "$HUIZONG" --db "$db" rollup
check_exit "export" 0 "$HUIZONG" --db "$db" export --out "$hz_scratch/final" --format xlsx --division 310107 --year 2025
strings() {
    python3 -c "
import sys, zipfile
book = zipfile.ZipFile(sys.argv[1])
for name in ('xl/sharedStrings.xml', 'docProps/core.xml'):
    print(book.read(name).decode())" "$1" | grep -oE '>[^<]+<' | tr -d '<>'
}
book=$hz_scratch/final/310107000/2025/forms-2025
# What still says 预算 are names: of the funds, of the classification, and of this year's budget in a unit's own words.
check_eq "no heading of theirs is a budget's" "" "$(strings "$book-final.xlsx" |
    sed -E 's/(一般公共预算|政府性基金预算|国有资本经营预算|部门预算支出经济|政府预算支出经济)//g' |
    grep -E '^(预算公开表|[0-9]{4}年.*预算|当年预算|.*收入预算$|.*单位预算公开)')"
check_contains "their titles" "2025年决算收支总表" "$(strings "$book-final.xlsx")"
check_contains "their columns" "2025年决算数" "$(strings "$book-final.xlsx")"
check_contains "their properties" "2025年度单位决算公开汇总" "$(strings "$book-final.xlsx")"
check_eq "the budget's headings stay" "2025年财政拨款收支总表 2025年预算收支总表 2025年预算数" \
    "$(strings "$book.xlsx" | grep -xE '2025年(预算收支总表|财政拨款收支总表|预算数)' | LC_ALL=C sort -u | tr '\n' ' ' | sed 's/ $//')"

check_exit "no place for it" 73 "$HUIZONG" --db "$db" export --out /proc/nowhere --format xlsx
hz_done
