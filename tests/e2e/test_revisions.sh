#!/usr/bin/env bash
# Revisions, the same content again, withdrawal, and who handed in what and when.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db revisions)
hz() { "$HUIZONG" --db "$db" "$@"; }
dir=$hz_scratch/in
mkdir -p "$dir"

# document FILE AGENCY REVISION AMOUNT
document() {
    cat > "$dir/$1" <<JSON
{"format": "unit-budget-disclosure/1", "fiscal_year": 2025, "mof_div_code": "141182", "dept_code": "500",
 "agency_code": "$2", "agency_name": "甲局", "revision": $3, "source": {"title": "made-up test document"},
 "tables": {"expenditure": {"amount_unit": "元", "rows": [
   {"exp_func_code": "201", "exp_func_name": "一般公共服务支出", "total": $4, "basic": $4}]}}}
JSON
}
loaded() { # what the log of a load says
    hz load "$@" 2>&1
}
total() {
    hz -q rollup
    hz_sql "$db" "SELECT coalesce((SELECT total::text FROM rollup.expenditure_by_function WHERE agency_code = '500001'
        AND exp_func_level = 0), 'none')"
}

hz -q init
document r1.json 500001 1 100
check_contains "the first" "1 document loaded" "$(loaded "$dir/r1.json")"
check_eq "counts" 100.00 "$(total)"

check_contains "the same again" "nothing changed" "$(loaded "$dir/r1.json")"
python3 -c "
import json, sys
json.dump(json.load(open(sys.argv[1])), open(sys.argv[2], 'w'), indent=7, ensure_ascii=False)" "$dir/r1.json" "$dir/r1-reformatted.json"
check_contains "white space makes no other document" "nothing changed" "$(loaded "$dir/r1-reformatted.json")"

document r1b.json 500001 1 150
log=$(loaded "$dir/r1b.json")
check_contains "an equal revision is refused" "1 refused" "$log"
check_contains "in words that say what to do" "请以第2版或更高版本报送" "$log"
check_eq "and changes nothing" 100.00 "$(total)"

document r3.json 500001 3 300
loaded "$dir/r3.json" > /dev/null
check_eq "a higher revision replaces" 300.00 "$(total)"
document r2.json 500001 2 200
check_contains "a lower one that comes later is refused" "1 refused" "$(loaded "$dir/r2.json")"
check_eq "and changes nothing" 300.00 "$(total)"
check_contains "an old one again is known" "nothing changed" "$(loaded "$dir/r1.json")"

# Several of one agency in one run: the order of names decides, whatever the number of workers.
for i in 1 2 3 4 5 6; do document "s$i.json" 500002 $(((i + 1) / 2)) $((i * 10)); done
for jobs in 1 4; do
    other=$(hz_fresh_db "order$jobs")
    "$HUIZONG" --db "$other" -q init
    "$HUIZONG" --db "$other" --jobs $jobs load "$dir"/s?.json 2> "$hz_scratch/log"
    check_eq "with $jobs workers the same are loaded" "1:1000 2:3000 3:5000" "$(hz_sql "$other" "
        SELECT string_agg(d.revision || ':' || e.total, ' ' ORDER BY d.revision) FROM etl.document d
        JOIN staging.expenditure e ON e.doc_id = d.doc_id")"
    check_contains "and the others refused" "3 refused" "$(cat "$hz_scratch/log")"
done

# Withdrawal.
check_exit "withdraw wants a reason" 64 hz withdraw --agency 500001 --year 2025
check_exit "of a document that is there" 64 hz withdraw --agency 999 --year 2025 --why x
check_exit "withdraw the highest" 0 hz withdraw --agency 500001 --year 2025 --revision 3 --why '公开有误'
check_eq "the earlier one is in force again" 100.00 "$(total)"
log=$(loaded "$dir/r3.json")
check_contains "the same content stays withdrawn" "nothing changed" "$log"
check_contains "and the summary says so" "1 of the unchanged is withdrawn and stays so: a higher revision is needed" "$log"
check_contains "as does the log, by the agency" "500001 2025年 甲局：第3版已于$(date +%Y)" "$log"
check_contains "with the reason, and what to do" "撤回（原因：公开有误），同样的内容再次报送仍为撤回；如确需恢复，请以第4版或更高版本报送" "$log"
cp "$dir/r3.json" "$hz_scratch/elsewhere.json"
check_contains "from another file too" "1 of the unchanged is withdrawn" "$(loaded "$hz_scratch/elsewhere.json" "$dir/r1.json")"
check_eq "others are not" 0 "$(loaded "$dir/r1.json" | grep -c 撤回)"
touch -d '1 hour ago' "$dir/r1.json"
loaded "$dir/r1.json" > /dev/null # from now on it isn't read again
check_exit "withdraw all" 0 hz withdraw --agency 500001 --year 2025 --why '机构撤销'
check_eq "nothing is in force" none "$(total)"
check_contains "a file that isn't read again is known too" "1 of the unchanged is withdrawn" "$(loaded "$dir/r1.json")"
document r3b.json 500001 3 333
check_contains "another content is accepted" "1 document loaded" "$(loaded "$dir/r3b.json")"
check_eq "and counts" 333.00 "$(total)"
check_eq "then nothing is to be said of what it replaced" 0 "$(loaded "$dir/r1.json" "$dir/r3.json" | grep -c 撤回)"

check_eq "the history tells it all" "1 loaded,3 loaded,3 withdrawn 公开有误,1 withdrawn 机构撤销,3 loaded" "$(hz_sql "$db" "
    SELECT string_agg(revision || ' ' || event || coalesce(' ' || why, ''), ',' ORDER BY happened_at)
    FROM etl.history WHERE agency_code = '500001'")"
first=$(hz_sql "$db" "SELECT min(run_id) FROM etl.document WHERE agency_code = '500001'")
check_eq "what was in force as of the first run" 1 \
    "$(hz_sql "$db" "SELECT revision FROM etl.documents_as_of($first) WHERE agency_code = '500001'")"
check_eq "and now" 3 "$(hz_sql "$db" "SELECT revision FROM etl.documents_as_of(1000000) WHERE agency_code = '500001'")"

# A rejected revision leaves the earlier one in force.
sed -e 's/"revision": 3/"revision": 4/' -e 's/333, "basic"/"many", "basic"/' "$dir/r3b.json" > "$dir/r4.json"
check_exit "a bad revision" 65 hz -q load "$dir/r4.json"
check_eq "the earlier one stays in force" 333.00 "$(total)"
hz_done
