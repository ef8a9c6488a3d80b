#!/usr/bin/env bash
# What was taken in can be given back: every sample from staging equals its file, figure by figure.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db show)
hz() { "$HUIZONG" --db "$db" "$@"; }
same=$(dirname "$0")/../support/same_document.py

hz -q init
hz -q load "$HUIZONG_SAMPLES_DIR"
count=0
for file in "$HUIZONG_SAMPLES_DIR"/*/*.json; do
    count=$((count + 1))
    read -r division year scope agency < <(python3 -c "
import json, sys
d = json.load(open(sys.argv[1]))
print(d['mof_div_code'], d['fiscal_year'], d['scope'], d['agency_code'])" "$file")
    hz show --division "$division" --year "$year" --scope "$scope" --agency "$agency" > "$hz_scratch/shown.json"
    check_eq "$(basename "$file") is found" 0 $?
    check_eq "$(basename "$file") comes back the same" "" "$(python3 "$same" "$file" "$hz_scratch/shown.json")"
done
check_eq "all samples were tried" 9 "$count"

# What was given back is a document that loads, and counts as the same figures.
other=$(hz_fresh_db show2)
"$HUIZONG" --db "$other" -q init
hz show --agency 407001 > "$hz_scratch/again.json"
"$HUIZONG" --db "$other" -q load "$hz_scratch/again.json"
check_eq "it loads again" 0 $?
check_eq "with the same rows" "$(hz_sql "$db" "SELECT sum(total), count(*) FROM staging.revenue WHERE agency_code = '407001'")" \
    "$(hz_sql "$other" "SELECT sum(total), count(*) FROM staging.revenue")"

# What is odd, but loads, comes back too: names that are null, texts of any character, figures at the limits.
cat > "$hz_scratch/odd.json" <<'JSON'
{"format": "unit-budget-disclosure/1", "fiscal_year": 2025, "mof_div_code": "141182", "dept_code": "500", "agency_code": "odd",
 "agency_name": "\u0001\u007f\u2028\ue000\ud83d\ude00e\u0301é\\\"\/\t\r\n", "agency_level": 2.50, "revision": 20250301,
 "organization": {"text": "", "divisions": ["办公室", null, "", "—"]}, "subordinate_agencies": [{"agency_name": ""}],
 "state_assets": {"vehicles": {"quota": "007", "actual": 1e2, "other": "-00.50"}, "office_floor_area_m2": 0.10},
 "tables": {"three_public": {"amount_unit": "亿元", "decimals": 10, "title": "", "note": "注", "rows": [
   {"item": "合计", "total": 99999.9999999999, "state_capital": -0.0000000001, "government_fund": 0.00, "prior_total": "—"}, {}]}}}
JSON
check_exit "an odd document" 0 hz -q load "$hz_scratch/odd.json"
hz show --agency odd > "$hz_scratch/shown.json"
check_eq "comes back" 0 $?
python3 - "$hz_scratch/odd.json" "$hz_scratch/shown.json" > "$hz_scratch/differs" <<'PYTHON'
import json, sys
from decimal import Decimal
odd, shown = (json.load(open(name, encoding="utf-8"), parse_float=Decimal, parse_int=Decimal) for name in sys.argv[1:])
vehicles = shown["state_assets"]["vehicles"]
rows = shown["tables"]["three_public"]["rows"]
assert shown["agency_name"] == odd["agency_name"], shown["agency_name"]
assert shown["organization"] == odd["organization"], shown["organization"]
assert [str(vehicles[k]) for k in ("quota", "actual", "other")] == ["7", "100", "-0.50"], vehicles
assert str(shown["state_assets"]["office_floor_area_m2"]) == "0.10" and str(shown["agency_level"]) == "2.50"
assert rows == [{"item": "合计", "total": Decimal("99999.9999999999"), "state_capital": Decimal("-0.0000000001"),
                 "government_fund": 0}, {}], rows
assert shown["revision"] == 20250301 and shown["mof_div_code"] == "141182000"
PYTHON
check_eq "as it was" 0 $?
check_contains "a level that the format doesn't know is told" "/agency_level: 2.50" "$(hz_sql "$db" "SELECT message FROM etl.notice
    WHERE kind = 'unknown_values'")"

hz show --division 310107000 2> "$hz_scratch/log"
check_eq "several fit: usage" 64 $?
check_contains "they are listed" "--agency 903001" "$(cat "$hz_scratch/log")"
check_eq "a line each" 6 "$(wc -l < "$hz_scratch/log")"
check_eq "and no more on it" 0 "$(grep -c '\\n' "$hz_scratch/log")"
hz show --agency nobody 2> "$hz_scratch/log"
check_eq "none fits" 64 $?
# A test that can't fail is none: one changed figure is seen.
sed '0,/1923.95/s//1923.96/' "$HUIZONG_SAMPLES_DIR/fenyang/141182000-407001-2025.json" > "$hz_scratch/changed.json"
check_contains "a changed figure is seen" "1923.96" "$(python3 "$same" "$hz_scratch/changed.json" "$hz_scratch/again.json")"
hz_done
