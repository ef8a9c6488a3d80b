#!/usr/bin/env bash
# Honest documents stay quiet. A rule says nothing where a table that it needs is not published: leaving out any table or part of
# a real document, or any two, brings no error and no warning that the whole document doesn't have. Nor does writing the same
# labels, figures and blanks in another way.
. "$(dirname "$0")/../support/lib.sh"
tests=$(cd "$(dirname "$0")/.." && pwd)

hz_server_start
db=$(hz_fresh_db honest)
python3 "$tests/support/honest.py" "$HUIZONG_SAMPLES_DIR/fenyang/141182000-407001-2025.json" \
    "$HUIZONG_SAMPLES_DIR/putuo/310107000-903-2025-department.json" \
    "$HUIZONG_SAMPLES_DIR/yantai/370600000-233-2026-department.json" > "$hz_scratch/honest.jsonl"
check_exit "init" 0 "$HUIZONG" --db "$db" -q init
check_exit "load" 0 "$HUIZONG" --db "$db" -q load "$hz_scratch/honest.jsonl"
check_exit "check" 0 "$HUIZONG" --db "$db" -q check
check_eq "some hundred documents" t "$(hz_sql "$db" "SELECT count(*) > 300 FROM etl.document_check")"
check_eq "the whole documents have findings" t "$(hz_sql "$db" "SELECT count(*) > 5 FROM etl.finding AS f
    JOIN etl.document AS d ON d.mof_div_code = f.mof_div_code AND d.doc_id = f.doc_id
    WHERE d.agency_code ~ '000$' AND f.severity <> 'rounding'")"
check_eq "no finding that comes of it" "" "$(hz_sql "$db" "
    WITH found AS (
        SELECT d.agency_code, left(d.agency_code, 3) || '000' AS whole, f.rule_id, f.message,
               concat_ws('|', f.rule_id, f.severity, f.table_name,
                         CASE WHEN d.agency_code !~ '^8..9' THEN f.row_label END, f.column_name) AS place,
               concat_ws('|', f.rule_id, f.severity, f.table_name, f.column_name) AS place_without_label, p.source_title
        FROM etl.finding AS f
        JOIN etl.document AS d ON d.mof_div_code = f.mof_div_code AND d.doc_id = f.doc_id
        JOIN staging.document AS p ON p.mof_div_code = f.mof_div_code AND p.doc_id = f.doc_id
        WHERE f.severity <> 'rounding' AND f.rule_id !~ '^E')
    SELECT DISTINCT f.source_title, f.message FROM found AS f
    WHERE NOT EXISTS (SELECT FROM found AS w WHERE w.agency_code = f.whole
                      AND (w.place = f.place OR f.agency_code ~ '^8..9' AND w.place_without_label = f.place))")"
hz_done
