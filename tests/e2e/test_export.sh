#!/usr/bin/env bash
# An export of the samples, end to end: what tools read (datapackage.json, checked from the specification), Chinese
# headers, 万元, and that `export --verify` finds what was changed.
. "$(dirname "$0")/../support/lib.sh"
support=$(cd "$(dirname "$0")/../support" && pwd)
hz_server_start
db=$(hz_fresh_db export_e2e)
check_exit "init" 0 "$HUIZONG" --db "$db" init
check_exit "load" 0 "$HUIZONG" --db "$db" load "$HUIZONG_SAMPLES_DIR"/{fenyang,putuo,yantai}
check_exit "check" 0 "$HUIZONG" --db "$db" check
check_exit "rollup" 0 "$HUIZONG" --db "$db" rollup

export_to() {
    local out=$1
    shift
    "$HUIZONG" --db "$db" export --out "$out" "$@"
}
verify() {
    "$HUIZONG" --db "$db" export --verify "$@"
}

out=$hz_scratch/out
check_exit "export" 0 export_to "$out" --compare 2024:2025
check_exit "it is a data package" 0 python3 "$support/check_package.py" "$out"/*/*
check_exit "and verified" 0 verify "$out"
check_contains "against the database" "tables compared with the database" "$hz_output"
check_exit "one directory of it" 0 verify "$out/141182000/2025"

# The same figures in 万元 under Chinese titles: the point moves, no digit is lost.
zh=$hz_scratch/zh
check_exit "in Chinese" 0 export_to "$zh" --headers zh --amount-unit 万元 --compare 2024:2025
check_exit "it is a data package" 0 python3 "$support/check_package.py" "$zh"/*/*
check_exit "and verified" 0 verify "$zh"
check_eq "a byte-order mark, and titles with the unit" \
    "$(printf '\xef\xbb\xbf预算年度,预算阶段,财政区划代码,汇总层级,主管部门代码,单位代码,项目,合计（万元）')" \
    "$(gunzip -c "$zh/141182000/2025/three_public.csv.gz" | head -1 | cut -d, -f1-8)"
check_eq "of comparisons too" "上年数的来源,文字说明与上年文件之差（万元）" \
    "$(gunzip -c "$zh/141182000/2025/yoy_three_public.csv.gz" | head -1 | tr -d '\r' | cut -d, -f17-)"
check_eq "JSON Lines keep their keys" '{"fiscal_year":2025' \
    "$(gunzip -c "$zh/141182000/2025/three_public.jsonl.gz" | head -1 | cut -d, -f1)"
check_exit "every amount is a ten-thousandth" 0 python3 - "$out" "$zh" <<'PY'
import csv, decimal, gzip, json, pathlib, sys
plain, wan = map(pathlib.Path, sys.argv[1:])
amounts = 0
for path in sorted(plain.glob("*/*/*.csv.gz")):
    package = json.loads((path.parent / "datapackage.json").read_text())
    resource = next(r for r in package["resources"] if r["path"] == path.name)
    types = [f.get("columnType") for f in resource["schema"]["fields"]]
    def rows(p):
        with gzip.open(p, "rt", encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))[1:]
    ours, theirs = rows(path), rows(wan / path.relative_to(plain))
    assert len(ours) == len(theirs), path
    for a, b in zip(ours, theirs):
        for kind, x, y in zip(types, a, b):
            if kind == "value" and x:
                amounts += 1
                assert decimal.Decimal(x) == decimal.Decimal(y).scaleb(4) and "." in y, (path, x, y)
            else:
                assert x == y, (path, x, y)
assert amounts > 3000, amounts
PY
check_exit "a wrong unit" 64 export_to "$hz_scratch/x" --amount-unit 亿元
check_exit "wrong headers" 64 export_to "$hz_scratch/x" --headers de
check_exit "years the wrong way round" 64 export_to "$hz_scratch/x" --compare 2025:2024
check_exit "one year" 64 export_to "$hz_scratch/x" --compare 2025
check_exit "too many years" 64 export_to "$hz_scratch/x" --compare 2010:2025

# The same data gives the same bytes, with threads and without, over one connection and over several.
export_with() {
    "$HUIZONG" -v --db "$1" --jobs "$2" export --out "$hz_scratch/jobs" --compare 2024:2025
}
check_exit "with one worker" 0 export_with "$db" 1
check_contains "over one connection" "over 1 connection" "$hz_output"
check_exit "the same bytes" 0 diff -r "$out" "$hz_scratch/jobs"
rm -r "$hz_scratch/jobs"
check_exit "with three" 0 export_with "$db" 3
check_contains "over three connections" "over 3 connections" "$hz_output"
check_exit "the same bytes" 0 diff -r "$out" "$hz_scratch/jobs"
rm -r "$hz_scratch/jobs"

# What verify finds. Each case begins with a fresh copy.
slice=141182000/2025
broken() { # description, what it says, command in the directory
    rm -rf "$hz_scratch/broken"
    cp -r "$out/141182000" "$hz_scratch/broken"
    (cd "$hz_scratch/broken/2025" && bash -c "$3")
    check_exit "$1" 65 verify "$hz_scratch/broken"
    check_contains "$1: and says so" "$2" "$hz_output"
}
broken "a byte more" "three_public.csv.gz: has" "echo >> three_public.csv.gz"
broken "a byte changed" "its hash is not the one described" \
    "printf 'x' | dd of=projects.csv.gz bs=1 seek=60 conv=notrunc 2> /dev/null"
broken "a file missing" "revenue_by_source.csv.gz: can't read" "rm revenue_by_source.csv.gz"
broken "a file of nobody's" "stranger.csv.gz: isn't described" "cp coverage.csv.gz stranger.csv.gz"
broken "no JSON" "datapackage.json" "echo '{' > datapackage.json"
broken "a path that leads out" "no export's" "sed -i 's|\"three_public.csv.gz\"|\"../x.csv.gz\"|' datapackage.json"
reseal='import gzip, hashlib, json, sys
name, old, new = sys.argv[1:]
data = gzip.compress(gzip.open(name).read().replace(old.encode(), new.encode(), 1), mtime=0)
open(name, "wb").write(data)
p = json.load(open("datapackage.json"))
r = next(r for r in p["resources"] if r["path"] == name)
r["bytes"], r["hash"] = len(data), "sha256:" + hashlib.sha256(data).hexdigest()
json.dump(p, open("datapackage.json", "w"))'
broken "another amount under a hash that fits" "of total instead of" \
    "python3 -c '$reseal' three_public.csv.gz 50000.00 50000.01"
broken "another amount in JSON Lines" "of amount instead of" \
    "python3 -c '$reseal' revenue_by_source.jsonl.gz '\"amount\":19239500.00' '\"amount\":19239500.01'"
broken "no file in its place" "three_public.csv.gz: is no file" "rm three_public.csv.gz; mkfifo three_public.csv.gz"
broken "the description is gone" "there is no datapackage.json beside it" "rm datapackage.json"
broken "not a word in it" "2025/datapackage.json: 内容为空" ": > datapackage.json"
# What the description says beside its files, each member by itself.
edit='import json, sys
p = json.load(open("datapackage.json"))
table = next(r for r in p["resources"] if r["path"] == "three_public.csv.gz")
exec(sys.argv[1])
json.dump(p, open("datapackage.json", "w"))'
edited() { # description, what it says, statement of Python
    broken "$1" "$2" "python3 -c '$edit' '$3'"
}
edited "a source's hash" '/sources/0/hash is "sha256:0" instead of "sha256:' 'p["sources"][0]["hash"] = "sha256:0"'
edited "a source left out" '/sources/0 is missing' 'p["sources"] = []'
edited "a control total of the whole" '/stages/0/controlTotals/revenue is "1.00" instead of "19964300.00"' \
    'p["stages"][0]["controlTotals"]["revenue"] = "1.00"'
edited "how many have disclosed" '/stages/0/coverage/agenciesLoaded is 2 instead of 1' 'p["stages"][0]["coverage"]["agenciesLoaded"] = 2'
edited "a column's title" '/schema/fields/7/title is "合计（万元）" instead of "合计（元）"' 'table["schema"]["fields"][7]["title"] = "合计（万元）"'
edited "a key" '/schema/uniqueKeys is missing' 'del table["schema"]["uniqueKeys"]'
edited "a member of nobody's" '/licenses should not be there' 'p["licenses"] = [{"name": "CC0-1.0"}]'
edited "a total that isn't stated" "total has no control total" 'del table["controlTotals"]["total"]'
edited "a file described twice" "three_public.csv.gz: is described twice" 'p["resources"].append(table)'
edited "a table left out" "three_public.csv.gz: is missing in datapackage.json" \
    'p["resources"].remove(table); __import__("os").remove(table["path"])'
edited "neither division nor year" "says no division and year" 'p["fiscalYear"] = "2025"'
check_exit "written otherwise, the same is said" 0 bash -c "rm -rf '$hz_scratch/broken'; cp -r '$out/141182000' '$hz_scratch/broken'
    cd '$hz_scratch/broken/2025' && python3 -c '$edit' pass && '$HUIZONG' --db '$db' export --verify ."
# Directories that have changed places.
rm -rf "$hz_scratch/broken"
cp -r "$out" "$hz_scratch/broken"
(cd "$hz_scratch/broken" && mv 141182000/2025 kept && mv 310107000/2025 141182000/2025 && mv kept 310107000/2025)
check_exit "two divisions have changed places" 65 verify "$hz_scratch/broken"
check_contains "the one" "141182000/2025/datapackage.json: is of the division 310107000" "$hz_output"
check_contains "the other" "310107000/2025/datapackage.json: is of the division 141182000" "$hz_output"
check_exit "without a database too" 65 "$HUIZONG" --db "host=$hz_scratch port=1" export --verify "$hz_scratch/broken"
rm -rf "$hz_scratch/broken"
cp -r "$out/310107000" "$hz_scratch/broken"
cp -r "$hz_scratch/broken/2025" "$hz_scratch/broken/2023"
check_exit "a copy as another year" 65 verify "$hz_scratch/broken"
check_contains "it is named" "2023/datapackage.json: is of the year 2025" "$hz_output"
cp -r "$out/310107000/2025" "$hz_scratch/elsewhere"
check_exit "under a name that says nothing" 0 verify "$hz_scratch/elsewhere"

# A directory that is gone, where others of its division and of its year are there.
rm -rf "$hz_scratch/broken"
cp -r "$out" "$hz_scratch/broken"
check_eq "a division of two years, and another of both" "141182000/2025 310107000/2024 310107000/2025" \
    "$(cd "$out" && ls -d 1*/2025 310107000/* | tr '\n' ' ' | sed 's/ $//')"
rm -r "$hz_scratch/broken/310107000/2025"
check_exit "a division-year is missing" 65 verify "$hz_scratch/broken"
check_contains "it is named" "310107000/2025: is missing" "$hz_output"
check_exit "another division is not asked for it" 0 verify "$hz_scratch/broken/141182000/2025"
check_exit "an export of one year" 0 export_to "$hz_scratch/year" --year 2025
check_exit "is whole" 0 verify "$hz_scratch/year"
check_contains "and says what it hasn't" "310107000/2024: isn't there" "$hz_output"
check_exit "no export at all" 66 verify "$hz_scratch"/nowhere
mkdir "$hz_scratch/empty"
check_exit "an empty directory" 66 verify "$hz_scratch/empty"
check_exit "verify and out" 64 "$HUIZONG" --db "$db" export --verify "$out" --out "$out"

# A unit whose money its department's document holds prints subjects that are in no catalogue and that nobody else prints:
# only its own rows have them, and the lists of subjects do.
apart=$hz_scratch/apart
python3 - "$HUIZONG_SAMPLES_DIR/putuo/310107000-903001-2025.json" "$apart.json" <<'PY'
import json, sys
text = open(sys.argv[1], encoding="utf-8").read()
d = json.loads(text.replace('"2169999"', '"2169877"').replace('"30109"', '"30189"').replace("职业年金缴费", "某项缴费"))
d.update(dept_code="901", agency_code="901999")
json.dump(d, open(sys.argv[2], "w", encoding="utf-8"), ensure_ascii=False)
PY
check_exit "a unit apart" 0 "$HUIZONG" --db "$db" nightly --out "$apart" "$HUIZONG_SAMPLES_DIR"/{fenyang,putuo,yantai} "$apart.json"
mv "$apart/370600000" "$hz_scratch/away"
check_exit "a night's directory is gone" 65 verify "$apart"
check_contains "it is named" "370600000/2026: is missing" "$hz_output"
mv "$hz_scratch/away" "$apart/370600000"
check_contains "its own rows" ",agency,901,901999,2169877," "$(gunzip -c "$apart/310107000/2025/expenditure_by_function.csv.gz")"
check_eq "no other" 1 "$(gunzip -c "$apart/310107000/2025/expenditure_by_function.csv.gz" | grep -c ',2169877,')"
check_contains "of an economic subject too" ",agency,901,901999,department,30189," \
    "$(gunzip -c "$apart/310107000/2025/expenditure_by_economic.csv.gz")"
check_contains "its subject is listed" "2169877,,3,false" "$(gunzip -c "$apart/310107000/2025/function_subjects.csv.gz")"
check_exit "what refers to lists is in them" 0 python3 "$support/check_package.py" "$apart"/*/*

# Three years of a division that the list of divisions hasn't: a department and a unit of the first year only, and a unit that
# has moved to another department since, are in the lists that the comparisons refer to.
python3 - "$HUIZONG_SAMPLES_DIR/putuo" "$hz_scratch/years.jsonl" <<'PY'
import json, sys
folder, out = sys.argv[1:]
with open(out, "w", encoding="utf-8") as file:
    def put(name, **members):
        document = json.load(open(f"{folder}/{name}", encoding="utf-8"))
        document.update(mof_div_code="310107990", mof_div_name="某开发区", **members)
        print(json.dumps(document, ensure_ascii=False), file=file)
    for year in (2023, 2024, 2025):
        put("310107000-901-2025-department.json", fiscal_year=year)
    put("310107000-901-2024-department.json", fiscal_year=2023, dept_code="950", agency_code="950", agency_name="旧局", dept_name="旧局")
    put("310107000-903001-2025.json", fiscal_year=2023, dept_code="960", agency_code="960001", agency_name="旧单位", dept_name="旧部门")
    put("310107000-903001-2025.json", fiscal_year=2023, dept_code="970", agency_code="900001", agency_name="移交前", dept_name="原部门")
    put("310107000-903001-2025.json", fiscal_year=2025, dept_code="907", agency_code="900001", agency_name="移交后", dept_name="新部门")
PY
moved=$(hz_fresh_db export_lists)
check_exit "init" 0 "$HUIZONG" --db "$moved" init
check_exit "load" 0 "$HUIZONG" --db "$moved" load "$hz_scratch/years.jsonl"
check_exit "rollup" 0 "$HUIZONG" --db "$moved" rollup
check_exit "export" 0 "$HUIZONG" --db "$moved" export --out "$hz_scratch/lists" --compare 2023:2025 --format csv,jsonl,html
check_exit "every reference is found" 0 python3 "$support/check_package.py" "$hz_scratch"/lists/*/*
lists=$hz_scratch/lists/310107990/2025
check_eq "departments, the early ones with their names" "901 上海市普陀区人民政府万里街道办事处 907 新部门 950 旧局 960 旧部门 970 原部门" \
    "$(gunzip -c "$lists/departments.csv.gz" | sed 1d | tr -d '\r' | cut -d, -f2,3 | tr ',\n' '  ' | sed 's/ $//')"
check_eq "units, each in the department of its latest year" "907 900001 移交后 960 960001 旧单位" \
    "$(gunzip -c "$lists/agencies.csv.gz" | sed 1d | cut -d, -f2-4 | tr ',\n' '  ' | sed 's/ $//')"
check_contains "the division is listed, without a name" "310107990,," "$(gunzip -c "$lists/divisions.csv.gz")"
check_contains "the page calls it what its documents do" "<h1>某开发区2025年度" "$(cat "$lists/report-2025.html")"
check_contains "no null in a primary key: of figures the key is a unique one" '"uniqueKeys": [
          [
            "fiscal_year",' "$(cat "$lists/datapackage.json")"

# An analyst, who doesn't see the documents, verifies everything but what is said of them.
check_exit "an analyst verifies" 0 "$HUIZONG" --db "$db&options=-c%20role%3Dhuizong_analyst" export --verify "$apart"
check_contains "with the database" "tables compared with the database" "$hz_output"
check_contains "and is told what is left out" "may not read staging" "$hz_output"

# Without a database the files alone; with one that has moved on it says so.
check_exit "no database" 0 "$HUIZONG" --db "host=$hz_scratch port=1" export --verify "$out"
check_contains "and it says so" "without the database" "$hz_output"
hz_sql "$db" "UPDATE rollup.three_public SET total = total + 0.01 WHERE mof_div_code = '141182000' AND item = 'total'
              AND entity_level = 'agency'"
check_exit "the database has moved on" 65 verify "$out"
check_contains "and where" "three_public.csv.gz: the database has" "$hz_output"
hz_done
