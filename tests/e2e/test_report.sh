#!/usr/bin/env bash
# The page for people: well made (see tests/support/check_report.py), with the figures of the documents; and, where Chromium
# is installed, that it fits a phone and a desktop without scrolling sideways.
. "$(dirname "$0")/../support/lib.sh"
support=$(cd "$(dirname "$0")/../support" && pwd)
hz_server_start
db=$(hz_fresh_db report)
check_exit "init" 0 "$HUIZONG" --db "$db" init
# A name that would be markup, and a sum of table 3 that is wrong.
python3 - "$HUIZONG_SAMPLES_DIR/fenyang/141182000-407001-2025.json" "$hz_scratch/named.json" <<'PY'
import json, sys
d = json.load(open(sys.argv[1], encoding="utf-8"))
d["tables"]["expenditure"]["rows"][1]["total"] = 1946.89  # printed 1846.89
d.update(mof_div_code="141181000", dept_code="9", agency_code="901", agency_name="<script>alert(1)</script>&局")
json.dump(d, open(sys.argv[2], "w", encoding="utf-8"), ensure_ascii=False)
PY
# Two units of a department, of which the second alone says what it is called; and a document that publishes no table.
python3 - "$HUIZONG_SAMPLES_DIR/fenyang/141182000-407001-2025.json" "$hz_scratch/others.jsonl" <<'PY'
import json, sys
text = open(sys.argv[1], encoding="utf-8").read()
with open(sys.argv[2], "w", encoding="utf-8") as out:
    for agency, name, dept_name in (("909001", "甲单位", None), ("909002", "乙单位", "丁部门")):
        d = json.loads(text)
        d.update(mof_div_code="140100000", dept_code="909", dept_name=dept_name, agency_code=agency, agency_name=name)
        print(json.dumps(d, ensure_ascii=False), file=out)
    d = json.loads(text)
    for key in ("narrative", "procurement", "state_assets", "performance_targets"):
        d.pop(key, None)
    d.update(mof_div_code="140400000", tables={})
    print(json.dumps(d, ensure_ascii=False), file=out)
    # A department's document, and its unit's of the same code; one figure of each is wrong.
    for scope in ("department", "unit"):
        d = json.loads(text)
        d["tables"]["expenditure"]["rows"][1]["total"] = 1946.89  # printed 1846.89
        d.update(mof_div_code="140600000", dept_code="408", agency_code="408", scope=scope)
        print(json.dumps(d, ensure_ascii=False), file=out)
    # Many units that there is nothing to say of, then one with a warning: a name that isn't the catalogue's.
    d = {"format": "unit-budget-disclosure/1", "fiscal_year": 2025, "mof_div_code": "140700000", "dept_code": "407"}
    for i in range(402):
        name = "社会保障和就业支出" if i < 401 else "某项支出"
        row = {"exp_func_code": "208", "exp_func_name": name, "total": 1, "basic": 1, "project": 0}
        d.update(agency_code=f"407{i:03d}", agency_name=f"第{i}单位", tables={"expenditure": {"title": "预算支出总表",
            "amount_unit": "万元", "rows": [{**row, "exp_func_code": None, "exp_func_name": "合计"}, row]}})
        print(json.dumps(d, ensure_ascii=False), file=out)
PY
check_exit "load" 0 "$HUIZONG" --db "$db" load "$HUIZONG_SAMPLES_DIR"/{fenyang,putuo,yantai} "$hz_scratch/named.json" "$hz_scratch/others.jsonl"
check_exit "check" 0 "$HUIZONG" --db "$db" check
check_exit "rollup" 0 "$HUIZONG" --db "$db" rollup
out=$hz_scratch/out
check_exit "export" 0 "$HUIZONG" --db "$db" export --out "$out" --format html
export_data() {
    "$HUIZONG" --db "$db" export --out "$hz_scratch/data" --format csv "$@"
}
check_exit "well made" 0 python3 "$support/check_report.py" "$out"/*/*/report-*.html
check_exit "described" 0 python3 "$support/check_package.py" "$out"/*/*
check_exit "verified" 0 "$HUIZONG" --db "$db" export --verify "$out"
check_exit "again" 0 "$HUIZONG" --db "$db" export --out "$hz_scratch/again" --format html
check_exit "the same bytes" 0 diff -r "$out" "$hz_scratch/again"

page=$(cat "$out/141182000/2025/report-2025.html")
check_contains "a title" "<h1>汾阳市2025年度单位预算公开汇总</h1>" "$page"
check_contains "expenditure" "<dt>支出总计</dt><dd class=\"big\">1,996.42 <small>万元" "$page"
check_contains "revenue" "<dt>收入总计</dt><dd class=\"big\">1,996.43 <small>万元" "$page"
check_contains "三公" "<dt>“三公”经费</dt><dd class=\"big\">5.00 <small>万元" "$page"
check_contains "a class" "<tr id=\"class-208\"><th scope=\"row\">社会保障和就业支出</th><td class=\"n\">1,846.88</td><td class=\"n\">92.51%</td>" "$page"
check_contains "what was printed and what adds up" \
    "<td class=\"n\">1,996.43</td><td class=\"n\">1,996.42</td><td class=\"n\">−0.01</td>" "$page"
check_contains "how many roundings of a rule" "表2 各类等于其款之和，各款等于其项之和：共2处，所差都在四舍五入可致的范围内" "$page"
check_contains "the column of a finding in words" "<td>个数</td>" "$page"
check_eq "nothing to compare with" "" "$(grep -o 'id="comparison"' <<< "$page")"
check_contains "revenue and expenditure differ" "<p class=\"note\">注：收入总计与支出总计相差523.99万元；" "$(cat "$out/370600000/2026/report-2026.html")"
page=$(cat "$out/310107000/2025/report-2025.html")
check_eq "here they don't" "" "$(grep -o '收入总计与支出总计相差' <<< "$page")"
check_contains "two years" "比2024年 +259.31%（+40,507.11）" "$page"
check_contains "side by side" "<h2 id=\"comparison\">2025年与2024年对比</h2>" "$page"
page=$(cat "$out/141181000/2025/report-2025.html")
check_contains "a finding that leads to its class" "<a href=\"#class-208\">208 社会保障和就业支出</a>" "$page"
check_eq "names are no markup" "" "$(grep -o '<script' <<< "$page")"
check_contains "but shown" "&lt;script&gt;alert(1)&lt;/script&gt;&amp;局" "$page"

# One name for a department, wherever it stands.
page=$(cat "$out/140100000/2025/report-2025.html")
check_contains "its figures" '<a href="#dept-909">丁部门</a>' "$page"
check_contains "what it has disclosed" '<th scope="row">909 丁部门</th>' "$page"
check_exit "export of data" 0 export_data --division 140100000
check_contains "the data's list" ",909,丁部门" "$(gunzip -c "$hz_scratch/data/140100000/2025/departments.csv.gz")"

# A unit of its department's code has a line, and findings, of its own.
page=$(cat "$out/140600000/2025/report-2025.html")
for kind in dept unit; do
    check_eq "the line of $kind" 1 "$(grep -c "id=\"$kind-408\"" <<< "$page")"
    check_eq "its findings lead to it" 1 "$(grep -c "<a href=\"#$kind-408\" id=\"findings-$kind-408\">" <<< "$page")"
    check_contains "and it to them" "<a href=\"#findings-$kind-408\">" "$page"
done
# Of many units those are listed that findings lead to (that every link leads somewhere was looked at above).
page=$(cat "$out/140700000/2025/report-2025.html")
check_contains "some are left out" "个已公开、无差额、无错误的单位未列" "$page"
check_contains "one with a warning isn't" '<tr class="unit" id="unit-407401">' "$page"

# Where there is nothing to add up, it says so.
page=$(cat "$out/140400000/2025/report-2025.html")
check_eq "both headings of figures" 2 "$(grep -c '没有可汇总的数字' <<< "$page")"
check_eq "no empty list" "" "$(grep -o '<dl[^>]*>' <<< "$page")"
check_eq "no empty table of classes" "" "$(grep -o '按功能分类的类（万元）' <<< "$page")"

# measured PAGE WIDTH EXPRESSION: what a script says of the page, e being its root. The page is looked at in a frame, as a
# headless window can't be that narrow.
measured() {
    local copy=$hz_scratch/copy.html frame=$hz_scratch/frame.html profile
    profile=$(mktemp -d "$hz_scratch/chromium.XXXXXX")
    { cat "$1" && echo "<script>addEventListener('load',()=>{const e=document.documentElement;
        parent.postMessage($3,'*')})</script>"; } > "$copy"
    echo "<!DOCTYPE html><p id=r>?</p><script>addEventListener('message',e=>{r.textContent='it says '+e.data})</script>
          <iframe src=copy.html style='border:0;width:$2px;height:900px'></iframe>" > "$frame"
    chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --user-data-dir="$profile" --virtual-time-budget=4000 \
        --window-size=1400,1000 --dump-dom "file://$frame" 2> /dev/null | grep -oE '>it says [^<]+' | tr -d '>'
}
if command -v chromium > /dev/null; then
    for file in "$out"/*/*/report-*.html; do
        for width in 320 390 768 1280; do
            check_eq "${file#"$out"/} at $width" "it says 0" "$(measured "$file" "$width" "e.scrollWidth-e.clientWidth")"
        done
    done
    # On paper, 182 mm wide, no column of findings is squeezed until its words stand one character under the other.
    sed 's/@media print/@media all/' "$out/370600000/2026/report-2026.html" > "$hz_scratch/paper.html"
    check_eq "columns in print" "it says true" "$(measured "$hz_scratch/paper.html" 688 \
        "[...document.querySelectorAll('[aria-labelledby=findings] td')].every(d=>
            d.clientWidth>=3.9*parseFloat(getComputedStyle(d).fontSize))")"
else
    echo "skipped: widths (no chromium)"
fi
hz_done
