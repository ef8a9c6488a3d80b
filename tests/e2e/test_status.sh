#!/usr/bin/env bash
# status: who is there and who is missing, rejected, held; and the exit code for monitoring.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db status)
hz() { "$HUIZONG" --db "$db" "$@"; }
conf=$hz_scratch/huizong.conf
ref=$hz_scratch/ref
cp -r "$HUIZONG_SOURCE_DIR/config" "$ref"
# The roster of 汾阳: department 407 has three agencies, of which one hands in nothing and one something bad.
head -1 "$ref/agencies.csv" > "$hz_scratch/head"
check_eq "the columns of the roster" "fiscal_year,mof_div_code,dept_code,dept_name,agency_code,agency_name" \
    "$(tr -d '\r' < "$hz_scratch/head")"
{
    cat "$hz_scratch/head"
    for i in 1 2 3 4; do echo "2025,141182000,407,人社局,40700$i,单位$i"; done
} > "$ref/agencies.csv"
echo "reference_dir = $ref" > "$conf"
export HUIZONG_CONFIG=$conf
# The document claims 22 published targets and prints 20 forms, an error; with 20 claimed it is clean.
good=$hz_scratch/good.json
sed '/"published": {/,/}/s/"count": 22/"count": 20/' "$HUIZONG_SAMPLES_DIR/fenyang/141182000-407001-2025.json" > "$good"
mkdir "$hz_scratch/in"
cp "$good" "$hz_scratch/in/1.json"
sed 's/"agency_code": "407001"/"agency_code": "407002"/; 0,/"amount": 1923.95/s//"amount": "x"/' "$good" > "$hz_scratch/in/2.json"
# A figure of table 1 that is off by a million is an error, which holds the document back: five, as the total of table 1, tables 2,
# 4 and 5, and the text are compared with it.
sed 's/"agency_code": "407001"/"agency_code": "407004"/; 0,/"amount": 1923.95/s//"amount": 1823.95/' "$good" > "$hz_scratch/in/4.json"
hz -q init

check_exit "nothing has run yet" 65 hz status --max-age 1h
check_contains "nothing has run yet" "no run" "$hz_output"
HUIZONG_HOLD_ON=error hz -q nightly "$hz_scratch/in" 2> /dev/null
check_eq "rejected and held" 65 $?

csv() { hz status --format csv "$@" | tr -d '\r'; }
check_eq "divisions" "141182000,2025,budget,4,1,25.00,1,1,1" "$(csv --divisions | tail -1)"
check_eq "missing" "141182000,2025,budget,407,407003,单位3" "$(csv --missing | tail -1)"
check_contains "rejected" "amount_not_a_number" "$(csv --rejected)"
check_contains "held" ",407004,held," "$(csv --held)"
check_contains "a held file, its revision, its errors, none in force" "4.json#1,1,5," "$(csv --held)"
check_contains "departments" "141182000,2025,budget,407,agencies,loaded,,4,1," "$(csv --departments)"
check_contains "runs" "1,nightly,complete,65," "$(csv --runs)"
check_contains "database" "1,2,0," "$(csv --database)"
check_eq "a selection" 1 "$(csv --missing --agency 407001 | wc -l)"
check_eq "another year" 1 "$(csv --divisions --year 2024 | wc -l)"
check_eq "all as one JSON" "nightly 407003 407004 2" "$(hz status --format json | python3 -c "
import json, sys
s = json.load(sys.stdin)
print(s['runs'][0]['command'], s['missing'][0]['agency_code'], s['held'][0]['agency_code'], s['database'][0]['documents'])")"
check_contains "a table" "没有公开的单位" "$(hz status)"

check_exit "young and covered enough" 0 hz status --max-age 26h --min-coverage 25
check_exit "not covered enough" 65 hz status --max-age 26h --min-coverage 26
check_contains "it says which" "141182000 in 2025 (budget): 1 of 4 agencies are covered, 25.00%" "$hz_output"
check_exit "nothing of that year" 65 hz status --min-coverage 25 --year 2027
check_contains "it says so" "nothing is known of the coverage of any division in 2027" "$hz_output"
check_exit "nothing of that division" 65 hz status --min-coverage 25 --division 141182001
check_contains "it says so" "nothing is known of the coverage of 141182001 in any year" "$hz_output"
check_exit "what there is of both" 0 hz status --min-coverage 25 --division 141182000 --year 2025
hz_sql "$db" "UPDATE etl.run SET finished_at = finished_at - interval '27 hours'"
check_exit "too old" 65 hz status --max-age 26h
check_contains "it says so" "27 hours ago, more than 26h" "$hz_output"
check_exit "old enough" 0 hz status --max-age 2d
# Ages are those of the last run by number: one under a clock that was wrong must not hide what came after it.
hz_sql "$db" "UPDATE etl.run SET finished_at = '2090-01-01' WHERE run_id = (SELECT max(run_id) FROM etl.run)"
hz_sql "$db" "UPDATE etl.run SET started_at = finished_at + interval '1 hour' WHERE run_id = (SELECT max(run_id) FROM etl.run)"
check_eq "a clock that went back meanwhile: no run takes less than no time" "" "$(hz status --runs --format csv | grep -- ',-')"
hz_sql "$db" "UPDATE etl.run SET started_at = finished_at WHERE run_id = (SELECT max(run_id) FROM etl.run)"
check_exit "a clock that went back" 65 hz status --runs --max-age 26h
check_contains "a clock that went back: it says so" "in the future" "$hz_output"
# A faulty revision after the one in force, and a department whose only document is faulty: these are listed.
mkdir "$hz_scratch/faulty"
sed 's/"revision": 1/"revision": 2/; 0,/"amount": 1923.95/s//"amount": 1823.95/' "$good" > "$hz_scratch/faulty/6.json"
sed 's/"scope": "unit"/"scope": "department"/; s/"dept_code": "407"/"dept_code": "408"/; s/"agency_code": "407001"/"agency_code": "408"/
    0,/"amount": 1923.95/s//"amount": 1823.95/' "$good" > "$hz_scratch/faulty/7.json"
sed 's/"agency_code": "407001"/"agency_code": "407005"/; 0,/"amount": 1923.95/s//"amount": 1823.95/' "$good" > "$hz_scratch/faulty/8.json"
for summary in txt json; do
    HUIZONG_HOLD_ON=error hz -q nightly --summary "$hz_scratch/summary.$summary" "$hz_scratch/faulty" 2> /dev/null
done
check_eq "held files" "agency,407,407001,held,$hz_scratch/faulty/6.json#1,2,5,1
agency,407,407004,held,$hz_scratch/in/4.json#1,1,5,
agency,407,407005,held,$hz_scratch/faulty/8.json#1,1,5,
department,408,,held,$hz_scratch/faulty/7.json#1,1,5," "$(csv --held | tail -n +2 | cut -d, -f4-)"
name=$(python3 -c "import json, sys; print(json.load(open(sys.argv[1]))['agency_name'])" "$good")
check_eq "the summary names who isn't there: the department, and whom the roster doesn't know" "未到位的单位
  141182000 2025年年初预算 407002 单位2：退回
  141182000 2025年年初预算 407003 单位3：未公开
  141182000 2025年年初预算 407004 单位4：暂缓
  141182000 2025年年初预算 407005 $name：暂缓
  141182000 2025年年初预算 408 $name：暂缓" "$(sed -n '/^未到位的单位/,$p' "$hz_scratch/summary.txt")"
check_eq "as many as it counts" "6 1 1 3 1" "$(sed -n 's/.*应公开 \([0-9]*\)，已到位 \([0-9]*\)（.*），未公开 \([0-9]*\)，暂缓 \([0-9]*\)，退回 \([0-9]*\)$/\1 \2 \3 \4 \5/p' "$hz_scratch/summary.txt")"
check_eq "and so does the summary as JSON" "None $name" "$(python3 -c "
import json, sys
s = json.load(open(sys.argv[1]))['absent_agencies'][-1]
print(s['agency_code'], s['agency_name'])" "$hz_scratch/summary.json")"
hz -q withdraw --agency 408 --year 2025 --scope department --why test
hz -q withdraw --agency 407005 --year 2025 --why test
# A department's document covers its agencies.
sed 's/"scope": "unit"/"scope": "department"/; s/"agency_code": "407001"/"agency_code": "407"/' "$good" > "$hz_scratch/in/5.json"
hz -q nightly "$hz_scratch/in/5.json" 2> /dev/null
check_eq "the department covers them all" "4,4,100.00,0" "$(csv --divisions | tail -1 | cut -d, -f4-7)"
check_eq "nobody is missing then" 1 "$(csv --missing | wc -l)"
check_exit "covered" 0 hz status --max-age 26h --min-coverage 100
hz_sql "$db" "UPDATE etl.run SET finished_at = now() - interval '27 hours' WHERE run_id = (SELECT max(run_id) FROM etl.run)"
check_exit "an older run under a clock that was wrong" 65 hz status --runs --max-age 26h
check_exit "no age" 64 hz status --max-age often
check_exit "no percent" 64 hz status --min-coverage most
check_exit "a database that isn't there" 69 "$HUIZONG" --db "host=/nonexistent" status --max-age 26h
hz_done
