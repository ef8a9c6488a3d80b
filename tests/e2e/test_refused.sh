#!/usr/bin/env bash
# A document that the database refuses, for whatever reason, costs that document: the others of its batch load, its rejection tells
# why, and when the reason is gone the next run takes it.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db refused)
"$HUIZONG" --db "$db" -q init
hz_sql "$db" "ALTER TABLE staging.revenue ADD CONSTRAINT not_this_one CHECK (agency_code <> '903001')"
check_exit "a load with a refused document" 65 "$HUIZONG" --db "$db" load "$HUIZONG_SAMPLES_DIR"
check_contains "the others load" "8 documents loaded" "$hz_output"
check_contains "one is rejected" "1 rejected" "$hz_output"
check_contains "the log says why" "310107000-903001-2025.json: document 1 rejected: 数据库拒收" "$hz_output"
check_contains "the ledger says why" "database|数据库拒收：statement refused: new row for relation \"revenue\" violates check constraint \"not_this_one\"" \
    "$(hz_sql "$db" "SELECT code, reason FROM etl.rejection WHERE file LIKE '%310107000-903001-2025.json'")"
name=$(python3 -c "import json, sys; print(json.load(open(sys.argv[1]))['agency_name'])" "$HUIZONG_SAMPLES_DIR/putuo/310107000-903001-2025.json")
check_contains "the log says whose it is" "（903001 $name）" "$hz_output"
check_eq "so does the ledger" "310107000|2025|budget|unit|903|903001|$name" "$(hz_sql "$db" "SELECT mof_div_code, fiscal_year, bgt_stage, scope,
    dept_code, agency_code, agency_name FROM etl.rejection WHERE code = 'database'")"
check_contains "status, asked for that agency, lists it" "310107000,2025,903001,$name" \
    "$("$HUIZONG" --db "$db" status --rejected --agency 903001 --format csv)"
check_exit "a night tells it to who mails the summary" 65 "$HUIZONG" --db "$db" -q nightly --summary "$hz_scratch/summary.txt" "$HUIZONG_SAMPLES_DIR"
check_contains "the summary names the unit" "  903001 $name $HUIZONG_SAMPLES_DIR/putuo/310107000-903001-2025.json 第1份：数据库拒收" \
    "$(cat "$hz_scratch/summary.txt")"
check_eq "who was rejected isn't called missing" "rejected" "$(hz_sql "$db" "SELECT status FROM rollup.coverage
    WHERE agency_code = '903001' AND fiscal_year = 2025")"
check_eq "the ledger holds the others" 8 "$(hz_sql "$db" "SELECT count(*) FROM etl.document")"
for relation in revenue expenditure document narrative_sections published_tables; do
    check_eq "no row of it in staging.$relation" 0 "$(hz_sql "$db" "SELECT count(*) FROM staging.$relation AS s
        WHERE NOT EXISTS (SELECT FROM etl.document AS d WHERE d.doc_id = s.doc_id)")"
done
hz_sql "$db" "ALTER TABLE staging.revenue DROP CONSTRAINT not_this_one"
check_exit "the next load" 0 "$HUIZONG" --db "$db" load "$HUIZONG_SAMPLES_DIR"
check_contains "the next load takes it" "1 document loaded" "$hz_output"
check_contains "the next load knows the others" "8 unchanged" "$hz_output"

# What no single document is at fault for ends the run: nothing of it counts, and the next one takes up all.
other=$(hz_fresh_db refused_all)
"$HUIZONG" --db "$other" -q init
hz_sql "$other" "ALTER TABLE etl.rejection ADD CONSTRAINT nothing CHECK (false)"
mkdir "$hz_scratch/in"
cp "$HUIZONG_SAMPLES_DIR"/fenyang/*.json "$hz_scratch/in"
echo '{' > "$hz_scratch/in/z.json"
check_exit "rejections that can't be recorded" 69 "$HUIZONG" --db "$other" load "$hz_scratch/in"
check_contains "it is told why" "violates check constraint \"nothing\"" "$hz_output"
hz_sql "$other" "ALTER TABLE etl.rejection DROP CONSTRAINT nothing"
check_exit "the load after that" 65 "$HUIZONG" --db "$other" load "$hz_scratch/in"
check_eq "the document is there once" 1 "$(hz_sql "$other" "SELECT count(*) FROM etl.document WHERE NOT orphan")"
check_eq "with its rows once" 26 "$(hz_sql "$other" "SELECT count(*) FROM staging.revenue")"
hz_done
