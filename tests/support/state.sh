# Sourced after lib.sh by the tests of faults: what is there, to be compared with what ought to be.

# state CONNINFO: all that readers see, without the numbers of runs and documents, which a run that failed uses up.
state() {
    local script
    script=$(hz_sql "$1" "
        SELECT format('COPY (SELECT %L, %s FROM %s AS x) TO STDOUT;', c.relname,
                   string_agg(quote_ident(a.attname), ',' ORDER BY a.attnum), c.oid::regclass)
          FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         WHERE c.relnamespace = 'rollup'::regnamespace AND c.relkind IN ('r', 'v')
           AND a.attname NOT IN ('run_id', 'doc_id', 'rolled_at', 'check_run_id')
         GROUP BY c.oid, c.relname")
    psql -XqAt -v ON_ERROR_STOP=1 -d "$1" -f - <<< "$script" | LC_ALL=C sort
}

# exports DIR: the files in it, without those that name the run. What a fault left in hidden folders goes when its
# slice is next exported.
exports() {
    (cd "$1" && find . -type f ! -path '*/.*' ! -name 'findings.*' ! -name 'datapackage.json' -print0 | sort -z |
        xargs -0 -r sha256sum)
}

# counts CONNINFO: what staging holds.
counts() {
    hz_sql "$1" "SELECT count(*), sum(row_count) FROM etl.document WHERE NOT orphan" &&
        hz_sql "$1" "SELECT count(*), sum(total) FROM staging.expenditure"
}
