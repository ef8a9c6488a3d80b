#!/usr/bin/env bash
# Least privilege, on a server of the test's own where each role logs in by its own name: an owner who is no superuser sets
# up the database; huizong_etl runs the nights and owns nothing; huizong_analyst reads what it may; others see nothing.
. "$(dirname "$0")/../support/lib.sh"
unset HUIZONG_TEST_HOME
hz_server_start
admin=$HZ_URL
check_eq "the data are the server's user's alone" 700 "$(stat -c %a "$HUIZONG_HOME/pgdata")"
check_eq "the socket too" 700 "$(stat -c %a "$(ls -d "$HUIZONG_HOME"/run/.s.PGSQL.5432)")"
check_eq "no network port" "" "$(hz_sql "$admin" "SHOW listen_addresses")"
check_eq "nobody but by peer" "peer" "$(hz_sql "$admin" "SELECT string_agg(DISTINCT auth_method, ' ') FROM pg_hba_file_rules")"

# The roles as an administrator makes them, and logins for them, on this server without a password.
hba=$HUIZONG_HOME/pgdata/pg_hba.conf
{ echo "local all hz_owner,hz_night,hz_reader,hz_stranger trust" && cat "$hba"; } > "$hz_scratch/hba"
cat "$hz_scratch/hba" > "$hba"
for statement in "CREATE ROLE huizong_etl NOLOGIN" "CREATE ROLE huizong_analyst NOLOGIN" \
    "CREATE ROLE huizong_rule NOLOGIN" "CREATE ROLE hz_owner LOGIN" "GRANT huizong_rule TO huizong_etl, hz_owner" \
    "CREATE ROLE hz_night LOGIN IN ROLE huizong_etl" "CREATE ROLE hz_reader LOGIN IN ROLE huizong_analyst" \
    "CREATE ROLE hz_stranger LOGIN" "CREATE DATABASE bureau TEMPLATE template0 OWNER hz_owner" "SELECT pg_reload_conf()"; do
    hz_sql "$admin" "$statement" > /dev/null 2>&1 || hz_fail "$statement"
done
url() { printf '%s\n' "$(sed "s#/huizong?#/bureau?#; s#user=huizong#user=$1#" <<< "$admin")"; }
[[ $(url hz_owner) == *user=hz_owner* ]] || { echo "the embedded server's url names no user: $admin"; exit 1; }
as() { "$HUIZONG" -q --db "$(url "$1")" "${@:2}"; }
# refused ROLE WHAT SQL: PostgreSQL doesn't let the role do it.
refused() {
    local said
    said=$(hz_sql "$(url "$1")" "$3" 2>&1)
    if [[ $said =~ (permission denied|must be owner|must be superuser|must have|must be member|not permitted) ]]; then
        hz_pass
    else
        hz_fail "$1 may not $2" "$3" "$said"
    fi
}
allowed() { check_eq "$1: $2" "$4" "$(hz_sql "$(url "$1")" "$3" 2>&1)"; }

check_exit "the owner sets up the database" 0 as hz_owner init
check_eq "without any warning" "" "$hz_output"
check_exit "huizong_etl runs a night" 0 as hz_night nightly --out "$hz_scratch/out" "$HUIZONG_SAMPLES_DIR/fenyang"
check_eq "without any warning" "" "$hz_output"
check_exit "and another with more" 0 as hz_night nightly --out "$hz_scratch/out" "$HUIZONG_SAMPLES_DIR"/{fenyang,putuo}
# An export takes further connections where there are any to be had.
check_exit "exports over three connections" 0 as hz_night --jobs 3 export --out "$hz_scratch/three"
check_eq "without any warning" "" "$hz_output"
hz_sql "$admin" "ALTER ROLE hz_night CONNECTION LIMIT 1"
check_exit "exports over the only one it may have" 0 as hz_night --jobs 3 export --out "$hz_scratch/single"
check_contains "which it is told" 'over a connection less: ' "$hz_output"
check_contains "with the reason" 'too many connections for role "hz_night"' "$hz_output"
check_exit "the same" 0 diff -r "$hz_scratch/three" "$hz_scratch/single"
hz_sql "$admin" "ALTER ROLE hz_night CONNECTION LIMIT -1"
total="SELECT total FROM rollup.expenditure_by_function WHERE mof_div_code = '141182000' AND entity_level = 'division'
        AND exp_func_code IS NULL"
allowed hz_night "reads the figures" "$total" 19964200.00
# A rule of the bureau's own that tries to write.
mkdir -m 755 "$hz_scratch/rules"
cp "$HUIZONG_SOURCE_DIR/samples/rules/Z01.sql" "$hz_scratch/rules"
sed 's/Z01/Z02/g; s/^FROM etl.check_totals AS t/FROM etl.check_totals AS t JOIN (SELECT nextval(pg_get_serial_sequence($$etl.run$$, $$run_id$$)) AS n) AS x ON true/' \
    "$HUIZONG_SOURCE_DIR/samples/rules/Z01.sql" > "$hz_scratch/rules/Z02.sql"
HUIZONG_RULES_DIR=$hz_scratch/rules as hz_night check --all > /dev/null 2> "$hz_scratch/log"
check_contains "rules of the bureau's own can't write" "permission denied" "$(grep Z02 "$hz_scratch/log")"
check_eq "those that don't are run" "" "$(grep Z01 "$hz_scratch/log")"
as hz_night check 2> /dev/null
check_exit "withdraws" 0 as hz_night withdraw --agency 407001 --year 2025 --why '测试'
check_exit "prunes" 0 as hz_night prune --keep-runs 1
check_exit "rolls up" 0 as hz_night rollup
check_eq "which counts" "" "$(hz_sql "$(url hz_night)" "$total")"
check_exit "an upgrade is the owner's" 69 as hz_night init
check_contains "and says so" "permission denied" "$hz_output"
allowed hz_night "owns nothing" "SELECT count(*) FROM pg_class AS c JOIN pg_roles AS r ON r.oid = c.relowner
    WHERE r.rolname IN ('hz_night', 'huizong_etl')" 0
for schema in staging ref etl facts rollup; do
    refused hz_night "drop $schema" "DROP SCHEMA $schema CASCADE"
    refused hz_night "create in $schema" "CREATE TABLE $schema.mine (a integer)"
done
refused hz_night "drop a table" "DROP TABLE staging.expenditure"
refused hz_night "alter a table" "ALTER TABLE etl.run DROP COLUMN host"
refused hz_night "replace a function" "CREATE OR REPLACE FUNCTION rollup.run_at(at timestamptz) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'"
refused hz_night "make roles" "CREATE ROLE hz_more"
refused hz_night "become the owner" "SET ROLE hz_owner"
refused hz_night "see passwords" "SELECT rolpassword FROM pg_authid"
refused hz_night "start programs" "COPY etl.run TO PROGRAM 'cat > $hz_scratch/pwned'"
refused hz_night "read files" "SELECT pg_read_file('PG_VERSION')"
refused hz_night "set the server's settings" "ALTER SYSTEM SET fsync = off"

as hz_owner nightly "$HUIZONG_SAMPLES_DIR/fenyang" "$HUIZONG_SAMPLES_DIR/yantai"
allowed hz_reader "reads the figures" "SELECT count(*) > 0 FROM rollup.expenditure_by_function" t
allowed hz_reader "reads where a figure comes from" "SELECT count(*) > 0 FROM rollup.trace('expenditure_by_function', 2026, '370600000')" t
allowed hz_reader "reads findings" "SELECT count(*) > 0 FROM rollup.findings" t
for relation in expenditure performance_targets published_tables narrative; do
    refused hz_reader "read staging.$relation" "SELECT count(*) FROM staging.$relation"
done
refused hz_reader "read facts" "SELECT count(*) FROM facts.cell"
refused hz_reader "change figures" "UPDATE rollup.expenditure_by_function SET total = 0"
refused hz_reader "take findings away" "DELETE FROM etl.finding"
refused hz_reader "withdraw" "UPDATE etl.document SET withdrawn_at = now()"
refused hz_reader "empty the ledger" "TRUNCATE etl.run"
refused hz_reader "create" "CREATE VIEW rollup.mine AS SELECT 1"
refused hz_reader "become a writer" "SET ROLE huizong_etl"
refused hz_reader "check" "SELECT etl.fill_check_scope(1, 'x', true, true)"
check_exit "the program doesn't help an analyst to write" 69 as hz_reader load "$HUIZONG_SAMPLES_DIR/putuo"
check_exit "but shows what may be seen" 0 as hz_reader status
check_exit "findings too" 0 as hz_reader findings --severity error

# A function that runs with its owner's rights takes nothing from who calls it.
check_eq "such functions name where they look, temporary relations last" "" "$(hz_sql "$admin" "
    SELECT string_agg(p.oid::regprocedure::text, ' ') FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
     WHERE n.nspname IN ('staging', 'ref', 'etl', 'facts', 'rollup') AND p.prosecdef
       AND NOT coalesce(p.proconfig, '{}') @> ARRAY['search_path=pg_catalog, pg_temp']")"
hz_sql "$(url hz_reader)" "CREATE TEMP TABLE numeric (a integer); CREATE FUNCTION pg_temp.abs(numeric) RETURNS numeric LANGUAGE sql
        AS 'SELECT pg_catalog.pg_sleep(0); SELECT 666.0'; SET search_path = pg_temp, pg_catalog;
    SELECT 'sum ' || sum(amount) FROM rollup.trace('expenditure_by_function', 2026, '370600000')" > "$hz_scratch/hijack" 2>&1
check_contains "shadowed names change nothing" "sum $(hz_sql "$(url hz_reader)" "SELECT rollup.figure('expenditure_by_function', 2026, '370600000')")" \
    "$(cat "$hz_scratch/hijack")"

for schema in staging ref etl facts rollup; do
    refused hz_stranger "look into $schema" "SELECT count(*) FROM $([ $schema = staging ] && echo staging.expenditure ||
        { [ $schema = ref ] && echo ref.mof_div; } || { [ $schema = etl ] && echo etl.run; } ||
        { [ $schema = facts ] && echo facts.cell; } || echo rollup.coverage)"
done
refused hz_stranger "call trace" "SELECT count(*) FROM rollup.trace('expenditure_by_function', 2026, '370600000')"
check_eq "no program was started" no "$([ -e "$hz_scratch/pwned" ] && echo yes || echo no)"
hz_done
