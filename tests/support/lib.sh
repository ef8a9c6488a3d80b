# Sourced by the tests that need a server. They count what they check and go on after a failure; hz_done ends them.
#   $HUIZONG            the program (required)
#   $HUIZONG_TEST_HOME  home of a server that ctest started; where it isn't set, the test makes one of its own
set -u
: "${HUIZONG:?names the program huizong to test}"
hz_passed=0
hz_failed=0
hz_scratch=$(mktemp -d /tmp/hz-test.XXXXXX) # for files of the test; other users may pass, PostgreSQL among them
chmod 711 "$hz_scratch"
hz_own_home=

# No database of the caller's may be meant by mistake, nor anything else that is set where the test is called.
unset PGHOST PGHOSTADDR PGPORT PGUSER PGDATABASE PGSERVICE PGOPTIONS
unset HUIZONG_CONFIG HUIZONG_SQL_DIR HUIZONG_DB HUIZONG_REFERENCE_DIR HUIZONG_RULES_DIR HUIZONG_JOBS HUIZONG_HOLD_ON \
    HUIZONG_MAX_DOCUMENT_MIB HUIZONG_LOG_FORMAT HUIZONG_PATHS HUIZONG_OUT HUIZONG_FORMATS HUIZONG_SUMMARY HUIZONG_METRICS \
    HUIZONG_ON_SUCCESS HUIZONG_ON_FINDINGS HUIZONG_ON_FAILURE

# Removes what the test made: databases end in its process id.
hz_cleanup() {
    local names name
    if [ -n "$hz_own_home" ]; then
        HUIZONG_HOME=$hz_own_home "$HUIZONG" -q db stop
        rm -rf "$hz_own_home"
    elif [ -n "${HZ_URL:-}" ]; then
        if names=$(hz_sql "$HZ_URL" "SELECT datname FROM pg_database WHERE datname LIKE 'hz\\_%\\_$$'"); then
            for name in $names; do hz_sql "$HZ_URL" "DROP DATABASE \"$name\" WITH (FORCE)"; done
        fi
    fi
    rm -rf "$hz_scratch"
}
trap hz_cleanup EXIT
trap 'exit 130' INT TERM

# Starts a private server, or takes the one of ctest. Sets HUIZONG_HOME and HZ_URL.
hz_server_start() {
    if [ -n "${HUIZONG_TEST_HOME:-}" ]; then
        export HUIZONG_HOME=$HUIZONG_TEST_HOME
    else
        hz_own_home=$(mktemp -d /tmp/hz-home.XXXXXX)
        export HUIZONG_HOME=$hz_own_home
    fi
    if ! "$HUIZONG" -q db start; then
        echo "no server for the test"
        exit 1
    fi
    HZ_URL=$("$HUIZONG" db url)
}

# hz_fresh_db NAME: makes an empty database of the test's own and prints how to connect to it.
hz_fresh_db() {
    local name="hz_$1_$$"
    hz_sql "$HZ_URL" "DROP DATABASE IF EXISTS \"$name\" WITH (FORCE)" &&
        hz_sql "$HZ_URL" "CREATE DATABASE \"$name\" TEMPLATE template0" &&
        printf '%s\n' "${HZ_URL/\/huizong\?//$name?}"
}

# hz_copy_db NAME CONNINFO-URL: the same, as a copy of a database that nobody is connected to.
hz_copy_db() {
    local name="hz_$1_$$" from=${2#*:///}
    hz_sql "$HZ_URL" "CREATE DATABASE \"$name\" TEMPLATE \"${from%%\?*}\"" &&
        printf '%s\n' "${HZ_URL/\/huizong\?//$name?}"
}

# hz_sql CONNINFO SQL: rows with | between the columns; the exit code is psql's. A failure is a line too: where no rows are
# expected, nothing at all would pass for them.
hz_sql() {
    PGOPTIONS='-c client_min_messages=warning' psql -XqAt -v ON_ERROR_STOP=1 -d "$1" -c "$2" || {
        local code=$?
        echo "(psql: exit code $code)"
        return $code
    }
}

hz_pass() {
    hz_passed=$((hz_passed + 1))
}

# hz_fail DESCRIPTION [WHAT]…
hz_fail() {
    hz_failed=$((hz_failed + 1))
    echo "FAILED: $1"
    shift
    [ $# -eq 0 ] || printf '    %s\n' "$@"
}

# check_eq DESCRIPTION EXPECTED ACTUAL
check_eq() {
    if [ "$2" = "$3" ]; then
        hz_pass
    else
        hz_fail "$1" "expected: $2" "actual:   $3"
    fi
}

# check_contains DESCRIPTION NEEDLE TEXT
check_contains() {
    case $3 in
    *"$2"*) hz_pass ;;
    *) hz_fail "$1" "expected to contain: $2" "actual: $3" ;;
    esac
}

# check_exit DESCRIPTION CODE COMMAND…: output goes to $hz_output.
check_exit() {
    local description=$1 expected=$2 code=0
    shift 2
    hz_output=$("$@" 2>&1) || code=$?
    if [ "$code" -eq "$expected" ]; then
        hz_pass
    else
        hz_fail "$description" "expected exit code $expected, got $code" "$hz_output"
    fi
}

hz_done() {
    echo "$hz_passed passed, $hz_failed failed"
    [ "$hz_failed" -eq 0 ] && exit 0
    exit 1
}
