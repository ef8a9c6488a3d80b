#!/usr/bin/env bash
# What doesn't reconcile, as clerks ask for it: selected, with what became of it since the last time, and explained.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db findings)
hz() { "$HUIZONG" -q --db "$db" "$@"; }
count() { hz findings --format csv "$@" | tail -n +2 | wc -l; }
# states [OPTION]…: what became of which rule's findings.
states() { hz findings --since-last --format csv "$@" | tail -n +2 | cut -d, -f1,2 | sort | uniq -c | sed 's/^ *//' | tr '\n' ' '; }
good=$HUIZONG_SAMPLES_DIR/fenyang/141182000-407001-2025.json
hz init
check_eq "nothing was checked yet" 0 "$(count --since-last)"
hz nightly "$good" # run 1

check_eq "of one severity" 1 "$(count --severity error)"
check_eq "of one rule" 1 "$(count --rule N05)"
check_eq "of an agency that has none" 0 "$(count --agency 999)"
check_eq "of a year" "$(count)" "$(count --year 2025)"
check_contains "as JSON" '"rule_id":"N05"' "$(hz findings --rule N05 --format json | tr -d ' \n')"
check_eq "to be read: the document, its findings, how many" "汾阳市人力资源和社会保障局 407001 2025年（单位，区划141182000）
  错误     N05   文字说明“公开的项目绩效目标”的个数印为22个，所附项目支出绩效目标表为20份，请核对

错误1处，提示0处，四舍五入0处" "$(hz findings --severity error)"
check_contains "a rounding" "  四舍五入 S03   表3 预算支出总表“合计”行“基本支出”列" "$(hz findings --rule S03)"
check_contains "errors first, a hint below its finding" "请核对
                 恰为10倍，可能小数点错了一位" "$(hz findings --rule P04)"
check_eq "rules are known in lower case too" "$(count --rule P04)" "$(count --rule p04)"
check_contains "with what became of it" "  新出现 错误     N05 " "$(hz findings --since-last)"
check_contains "under the name of the unit" "汾阳市人力资源和社会保障局 407001 2025年" "$(hz findings --since-last)"
check_exit "a rule that there is not" 64 "$HUIZONG" --db "$db" findings --rule N99
check_eq "all are new" "$(count)" "$(count --since-last)"
check_eq "the error is" "1 new,N05 " "$(states --severity error)"

hz nightly "$good" # run 2 checks nothing: the last check is still that of run 1
check_eq "without a check nothing is newer" "1 new,N05 " "$(states --severity error)"

# Revision 2: as many targets as the prose says are counted (N05 is gone), and a total that no longer adds up.
python3 - "$good" "$hz_scratch/2.json" <<'PY'
import json
import sys
with open(sys.argv[1], encoding="utf-8") as file:
    document = json.load(file)
document["revision"] = 2
document["narrative"]["performance"]["published"]["count"] = 20
total = next(r for r in document["tables"]["general_public_expenditure"]["rows"] if r.get("exp_func_code") == "2080101")
total["total"] = round(total["total"] + 1, 2)
with open(sys.argv[2], "w", encoding="utf-8") as file:
    json.dump(document, file, ensure_ascii=False)
PY
hz nightly "$hz_scratch/2.json" # run 3
check_eq "the error of before is resolved" "1 resolved,N05 " "$(states --severity error --rule N05)"
check_contains "others came" "new,T05.1" "$(states --severity error)"
check_contains "warnings stay" "persists,P01" "$(states --severity warning)"
check_eq "all of them" "$(count --severity warning)" "$(hz findings --since-last --severity warning --format csv | grep -c '^persists')"
check_eq "since the very first run: all there is now" "$(count)" "$(count --since 0)"
check_eq "now there is no N05" 0 "$(count --rule N05)"

hz withdraw --agency 407001 --year 2025 --revision 2 --why '印错' && hz check --all
check_eq "after a withdrawal the finding of before is back: the check before had seen it resolved" "1 new,N05 " \
    "$(states --rule N05)"
check_eq "which is new since the revision" "new" "$(hz findings --since 3 --rule N05 --format csv | tail -n +2 | cut -d, -f1)"
check_eq "not since the withdrawal" "persists" \
    "$(hz findings --since 4 --rule N05 --format csv | tail -n +2 | cut -d, -f1)"

# Stage by stage, with what may lie between two checks: a load, a withdrawal, a rollup, a check with nothing to do.
all=$(count)
python3 - "$hz_scratch" "$good" <<'PY'
import json
import sys
with open(sys.argv[2], encoding="utf-8") as file:
    document = json.load(file)
for revision in 3, 4:
    document["revision"] = revision
    with open(f"{sys.argv[1]}/{revision}.json", "w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False)
PY
hz load "$hz_scratch/3.json" && hz check && hz rollup
check_eq "a load is no check: what the revision leaves as it was persists" "$all persists" \
    "$(hz findings --since-last --format csv | tail -n +2 | cut -d, -f1 | sort | uniq -c | sed 's/^ *//')"
hz check && hz withdraw --agency 407001 --year 2025 --revision 3 --why '印错' && hz load "$hz_scratch/4.json" && hz check
check_eq "nor is a withdrawal, and another revision in its place" "$all persists" \
    "$(hz findings --since-last --format csv | tail -n +2 | cut -d, -f1 | sort | uniq -c | sed 's/^ *//')"

check_contains "explained" "P02（错误）" "$(hz findings --explain P02)"
check_contains "with its file" "30_rules/" "$(hz findings --explain P02)"
check_contains "one of a family" "T01.4（错误）" "$(hz findings --explain T01.4)"
check_eq "in Chinese throughout" "" "$(hz findings --explain all | grep -E '[A-Za-z]+ [A-Za-z]+ [A-Za-z]+')"
check_exit "what can't be written, though its last part could" 74 eval 'hz findings --explain all > /dev/full'
check_exit "no such rule" 64 hz findings --explain X99
check_exit "no such severity" 64 "$HUIZONG" --db "$db" findings --severity grave
check_exit "a run that there was not" 64 "$HUIZONG" --db "$db" findings --since 9999
check_eq "a division of 6 digits is that of 9" "$(count --division 141182000)" "$(count --division 141182)"
check_exit "other lengths are none" 64 "$HUIZONG" --db "$db" findings --division 1411820
check_exit "no run number" 64 "$HUIZONG" --db "$db" findings --since last
hz_done
