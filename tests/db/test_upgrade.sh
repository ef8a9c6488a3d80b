#!/usr/bin/env bash
# A database of every earlier schema becomes one of today's by `init`, with all its figures; what a newer program made is
# refused; and what pg_dump wrote can be restored and used.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
here=$(dirname "$0")
support=$here/../support
figures() { PGOPTIONS='-c client_min_messages=warning' psql -XqAt -v ON_ERROR_STOP=1 -d "$1" -f "$support/rollup_figures.sql" | sort; }
structure() { PGOPTIONS='-c client_min_messages=warning' psql -XqAt -v ON_ERROR_STOP=1 -d "$1" -f "$support/structure.sql"; }
same() { check_exit "$1" 0 diff "$2" "$3"; }
one() { hz_sql "$1" "$2"; }

today=$(hz_fresh_db today)
check_exit "init of an empty database" 0 "$HUIZONG" --db "$today" init
structure "$today" > "$hz_scratch/today"
check_eq "the structure is told" yes "$([ "$(wc -l < "$hz_scratch/today")" -gt 1000 ] && echo yes)"

# The first schema that was released, with documents.
first=$(hz_fresh_db first)
check_exit "the first schema's dump" 0 psql -Xq -v ON_ERROR_STOP=1 -d "$first" -o /dev/null -f <(zcat "$here/first_schema.sql.gz")
figures "$first" > "$hz_scratch/before"
check_eq "it has figures" yes "$([ "$(wc -l < "$hz_scratch/before")" -gt 500 ] && echo yes)"
total="SELECT total FROM rollup.expenditure_by_function
        WHERE mof_div_code = '141182000' AND entity_level = 'division' AND exp_func_code IS NULL"
check_eq "the city's total" 19964200.00 "$(one "$first" "$total")"
check_exit "init upgrades it" 0 "$HUIZONG" --db "$first" init
structure "$first" > "$hz_scratch/first"
same "and makes the same of it as of an empty one" "$hz_scratch/today" "$hz_scratch/first"
check_exit "again" 0 "$HUIZONG" --db "$first" init
figures "$first" > "$hz_scratch/after"
same "its figures stay" "$hz_scratch/before" "$hz_scratch/after"
check_exit "made anew" 0 "$HUIZONG" --db "$first" rollup --all
figures "$first" > "$hz_scratch/after"
same "its figures stay when made anew" "$hz_scratch/before" "$hz_scratch/after"
check_exit "a night" 0 "$HUIZONG" --db "$first" nightly --out "$hz_scratch/out" \
    "$HUIZONG_SAMPLES_DIR"/fenyang "$HUIZONG_SAMPLES_DIR"/putuo
check_eq "knows the documents, and takes the new ones" "3|2" \
    "$(one "$first" "SELECT unchanged, loaded FROM etl.run WHERE command = 'nightly' ORDER BY run_id DESC LIMIT 1")"
fresh=$(hz_fresh_db fresh)
check_exit "the same documents in a new database" 0 bash -c '"$0" -q --db "$1" init &&
    "$0" -q --db "$1" nightly --out "$2" "$3"/fenyang "$3"/putuo' "$HUIZONG" "$fresh" "$hz_scratch/fresh" "$HUIZONG_SAMPLES_DIR"
figures "$first" > "$hz_scratch/after"
figures "$fresh" > "$hz_scratch/new"
same "have the same figures" "$hz_scratch/new" "$hz_scratch/after"

# Every number of migrations that a program once had.
cp -r "$HUIZONG_SOURCE_DIR/sql" "$hz_scratch/sql"
rm "$hz_scratch"/sql/{20_staging,40_facts}/*.sql
for file in $(find "$hz_scratch/sql/10_schema" -name '*.sql' | sort -r); do
    db=$(hz_fresh_db step)
    # The reference data of today, which init loads next, may not fit a schema of old.
    "$HUIZONG" -q --db "$db" --sql-dir "$hz_scratch/sql" init 2> /dev/null
    check_eq "${file##*/} and those before" "10_schema/${file##*/}" \
        "$(one "$db" "SELECT name FROM etl.schema_version ORDER BY version DESC LIMIT 1")"
    check_exit "${file##*/}: upgrade" 0 "$HUIZONG" --db "$db" init
    structure "$db" > "$hz_scratch/step"
    same "${file##*/}: the same structure" "$hz_scratch/today" "$hz_scratch/step"
    rm "$file"
done

# What a newer program made, and what nobody can have made.
state="SELECT fingerprint, program FROM etl.schema_state"
made=$(one "$today" "$state")
one "$today" "UPDATE etl.schema_state SET fingerprint = 'later', program = '100.2.0'"
check_exit "init refuses what a newer program made without a migration" 78 "$HUIZONG" --db "$today" init
check_contains "and says so" "newer huizong (100.2.0; this is" "$hz_output"
check_eq "and leaves it" "later|100.2.0" "$(one "$today" "$state")"
check_exit "so does load" 78 "$HUIZONG" --db "$today" load "$HUIZONG_SAMPLES_DIR/fenyang"
check_contains "and says so" "newer huizong (100.2.0; this is" "$hz_output"
one "$today" "UPDATE etl.schema_state SET program = '0.0.9'"
check_exit "what an older one made is brought up to date" 0 "$HUIZONG" --db "$today" init
check_eq "and known as this one's" "$made" "$(one "$today" "$state")"
one "$today" "INSERT INTO etl.schema_version (version, name, checksum) VALUES (999, '10_schema/999_later.sql', 'x')"
check_exit "init refuses what a newer program made" 78 "$HUIZONG" --db "$today" init
check_contains "and says so" "newer huizong (its migration 999" "$hz_output"
one "$today" "UPDATE etl.schema_state SET fingerprint = 'later'"
check_exit "so does load" 78 "$HUIZONG" --db "$today" load "$HUIZONG_SAMPLES_DIR/fenyang"
check_contains "and says so" "newer huizong (its migration 999" "$hz_output"
one "$today" "DELETE FROM etl.schema_version WHERE version = 999; UPDATE etl.schema_version SET checksum = 'x' WHERE version = 1"
check_exit "a migration that was changed later" 78 "$HUIZONG" --db "$today" init

# Backup and restore, as README tells it. pg_dump must not be older than the server.
[ ! -x "${HUIZONG_PG_BINDIR:-}/pg_dump" ] || PATH=$HUIZONG_PG_BINDIR:$PATH
server=$(one "$HZ_URL" "SHOW server_version_num")
if [ "$(pg_dump --version | sed 's/.*) \([0-9]*\).*/\1/')" -lt $((server / 10000)) ]; then
    echo "not tried: backup and restore, for want of a pg_dump of PostgreSQL $((server / 10000))"
    hz_done
fi
check_exit "pg_dump" 0 pg_dump -Fc -f "$hz_scratch/dump" -d "$fresh"
back=$(hz_fresh_db back)
check_exit "pg_restore" 0 pg_restore --exit-on-error --no-owner --no-privileges -d "$back" "$hz_scratch/dump"
check_exit "init" 0 "$HUIZONG" --db "$back" init
check_eq "no role of the server that it comes from is needed" 0 \
    "$(pg_restore --no-owner --no-privileges -f - "$hz_scratch/dump" | grep -cE '^(ALTER DEFAULT|GRANT|ALTER .* OWNER)')"
check_eq "init gives roles their rights again" "t|t|f" "$(one "$back" "SELECT has_table_privilege('huizong_analyst', 'rollup.coverage', 'SELECT'),
    has_table_privilege('huizong_etl', 'staging.expenditure', 'INSERT'), has_table_privilege('huizong_analyst', 'staging.expenditure', 'SELECT')")"
figures "$back" > "$hz_scratch/after"
same "a restored database has the same figures" "$hz_scratch/new" "$hz_scratch/after"
check_exit "and its exports" 0 "$HUIZONG" -q --db "$back" export --out "$hz_scratch/back"
check_exit "of the same bytes" 0 diff -rq "$hz_scratch/fresh" "$hz_scratch/back"
check_exit "it goes on" 0 "$HUIZONG" -q --db "$back" nightly --out "$hz_scratch/back" \
    "$HUIZONG_SAMPLES_DIR"/fenyang "$HUIZONG_SAMPLES_DIR"/putuo
check_eq "knowing its documents" "0|0|5" \
    "$(one "$back" "SELECT loaded, rejected, unchanged FROM etl.run ORDER BY run_id DESC LIMIT 1")"
hz_done
