#!/usr/bin/env bash
# Each PostgreSQL that is installed does the whole job on the samples, embedded and as a server of the bureau's own, set up
# as README says and by an owner who may create roles: the same figures as computed from the documents, the same findings
# and the same bytes of exports from all of them, and no warning. One that is too old is refused, with what is needed.
#   HUIZONG_PG_BINDIRS=DIR:DIR…   folders of initdb, pg_ctl and postgres instead of those installed
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/rollup.sh"
samples=("$HUIZONG_SAMPLES_DIR"/{fenyang,putuo,yantai})
documents=("$HUIZONG_SAMPLES_DIR"/{fenyang,putuo,yantai}/*.json)
rules=$HUIZONG_SAMPLES_DIR/rules
readme=$HUIZONG_SOURCE_DIR/README.md
export HUIZONG_REFERENCE_DIR=$HUIZONG_SOURCE_DIR/config
unset HUIZONG_TEST_HOME
oldest=13
first=

if [ -n "${HUIZONG_PG_BINDIRS:-}" ]; then
    IFS=: read -ra bindirs <<< "$HUIZONG_PG_BINDIRS"
else
    bindirs=()
    for dir in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do
        [ ! -x "$dir/postgres" ] || [ ! -x "$dir/initdb" ] || bindirs+=("$dir")
    done
    if [ ${#bindirs[@]} -eq 0 ]; then # elsewhere in PATH
        bindirs=("$(dirname "$(readlink -f "$(command -v initdb)")")")
    fi
fi

# major_of BINDIR
major_of() { "$1/postgres" --version | sed 's/^[^)]*) \([0-9]*\).*/\1/'; }

# quietly DESCRIPTION COMMAND…: ends well and warns of nothing
quietly() {
    check_exit "$1" 0 "${@:2}"
    check_eq "$1: without any warning" "" "$hz_output"
}

# what DB: what the program shows of it, but for times
what() {
    "$HUIZONG" -q --db "$1" findings
    "$HUIZONG" -q --db "$1" findings --severity rounding
    "$HUIZONG" -q --db "$1" findings --explain all
    "$HUIZONG" -q --db "$1" trace --year 2025 --division 141182000 --function 208
    "$HUIZONG" -q --db "$1" changes --division 141182000 --subject 208
}

# same NAME: exports and what is shown are those of the first database of all
same() {
    if [ -z "$first" ]; then
        first=$1
        return
    fi
    check_exit "$1: the exports of $first, byte by byte" 0 diff -rq "$hz_scratch/$first" "$hz_scratch/$1"
    check_exit "$1: shows what $first shows" 0 diff -q "$hz_scratch/$first.shown" "$hz_scratch/$1.shown"
}

admin() { hz_sql "$url" "$1" > /dev/null 2> "$hz_scratch/log" || hz_fail "$version: $1" "$(cat "$hz_scratch/log")"; }
as() { printf '%s\n' "$(sed "s#/huizong?#/$2?#; s#user=huizong#user=$1#" <<< "$url")"; }

# Roles log in by their names, without a password.
open_doors() {
    local hba=$HUIZONG_HOME/pgdata/pg_hba.conf
    { echo "local all bureau,night,maker trust" && cat "$hba"; } > "$hz_scratch/hba"
    cat "$hz_scratch/hba" > "$hba"
    admin "SELECT pg_reload_conf()"
}

# An owner who is no superuser but may create roles: init makes them, and gives them what they need.
made_by_owner() {
    admin "CREATE ROLE maker LOGIN CREATEROLE"
    admin "CREATE DATABASE made OWNER maker TEMPLATE template0"
    local db role
    db=$(as maker made)
    quietly "$version: an owner who may create roles: init" "$HUIZONG" -q --db "$db" init
    quietly "$version: and load" "$HUIZONG" -q --db "$db" load "${samples[0]}"
    quietly "$version: and the bureau's own rules" env HUIZONG_RULES_DIR="$rules" "$HUIZONG" -q --db "$db" check
    admin "DROP DATABASE made"
    for role in huizong_etl huizong_analyst huizong_rule maker; do
        admin "DROP ROLE $role"
    done
}

# job NAME DB DESCRIPTION: the samples, step by step; then what came of it
job() {
    local name=$1 db=$2 description=$3
    hz() { "$HUIZONG" -q --db "$db" "$@"; }
    quietly "$description: load" hz load "${samples[@]}"
    quietly "$description: check" hz check
    quietly "$description: rollup" hz rollup
    quietly "$description: export" hz export --compare 2024:2025 --out "$hz_scratch/$name"
    quietly "$description: export --verify" hz export --verify "$hz_scratch/$name"
    what "$db" > "$hz_scratch/$name.shown"
    same "$name"
}

# A server of the bureau's own, word by word as README has it.
own_server() {
    local statements db
    statements=$(sed -n '/^CREATE ROLE huizong_etl/,/^CREATE DATABASE/p' "$readme" | sed 's/^CREATE DATABASE huizong/CREATE DATABASE own/')
    check_contains "README says how to set up a server" "CREATE DATABASE own OWNER bureau" "$statements"
    check_exit "$version: its statements" 0 psql -Xq -v ON_ERROR_STOP=1 -d "$url" -f - <<< "$statements"
    db=$(as night own)
    quietly "$version: own server: init" "$HUIZONG" -q --db "$(as bureau own)" init
    job "own-$1" "$db" "$version: own server"
    quietly "$version: own server: its own rules, by who runs the nights" \
        env HUIZONG_RULES_DIR="$rules" "$HUIZONG" -q --db "$db" nightly "${samples[@]}"
    check_eq "$version: own server: they find what samples/README.md says" 1 \
        "$(hz_sql "$db" "SELECT count(*) FROM rollup.findings WHERE rule_id = 'Z01'")"
    quietly "$version: own server: its own rules, by the owner" \
        env HUIZONG_RULES_DIR="$rules" "$HUIZONG" -q --db "$(as bureau own)" check --all
}

embedded() {
    quietly "$version: init" "$HUIZONG" -q init
    job "embedded-$1" "$url" "$version"
    quietly "$version: nightly" "$HUIZONG" -q nightly "${samples[@]}"
    check_exit "$version: status" 0 "$HUIZONG" -q status
    check_figures "$version" "$url" "$HUIZONG_REFERENCE_DIR" "${documents[@]}"
    check_eq "$version: the findings that samples/README.md lists" "error 5 rounding 185 warning 9" "$(hz_sql "$url" "
        SELECT string_agg(severity || ' ' || n, ' ' ORDER BY severity)
          FROM (SELECT severity::text, count(*) AS n FROM rollup.findings GROUP BY severity) AS f")"
}

# try_version NUMBER: the whole job, by the programs of HUIZONG_PG_BINDIR
try_version() {
    quietly "$version: start" "$HUIZONG" -q db start
    url=$("$HUIZONG" db url)
    check_eq "$version: it is that version" "${version%% *}" "$(hz_sql "$url" "SHOW server_version" | sed 's/ .*//')"
    open_doors
    made_by_owner
    own_server "$1"
    embedded "$1"
    check_exit "$version: stop" 0 "$HUIZONG" -q db stop
}

# move FROM TO: the cluster of one version becomes one of another, word by word as README and db --help have it
move() {
    local words before help new=$2
    words=$(sed -n '/^huizong db start && pg_dump/,/^huizong init/p' "$readme" | sed 's/  *#.*//')
    help=$("$HUIZONG" db --help | sed -n '/^    huizong db start/,/^    huizong init/s/^    //p' | sed 's/  *(.*)$//')
    check_eq "README and db --help say the same" "$words" "$help"
    if [ "$(pg_dump --version | sed 's/.*) \([0-9]*\).*/\1/')" -lt "$(major_of "$1")" ]; then
        echo "not tried: from $(major_of "$1") to $(major_of "$2"), for want of a pg_dump of PostgreSQL $(major_of "$1")"
        return
    fi
    export HUIZONG_HOME=$hz_scratch/moved HUIZONG_PG_BINDIR=$1
    version="from $(major_of "$1") to $(major_of "$2")"
    url=$("$HUIZONG" -q init && "$HUIZONG" db url)
    quietly "$version: nightly" "$HUIZONG" -q nightly "${samples[@]}"
    quietly "$version: export" "$HUIZONG" -q export --out "$hz_scratch/unmoved"
    before=$(hz_sql "$url" "SELECT to_jsonb(f) FROM rollup.findings AS f ORDER BY 1" | md5sum)
    if [ "$(major_of "$1")" != "$(major_of "$2")" ]; then
        check_exit "$version: by the other programs" 78 env HUIZONG_PG_BINDIR="$new" "$HUIZONG" -q status
        check_contains "$version: what is to be done" "was made by PostgreSQL $(major_of "$1") and needs its programs" "$hz_output"
    fi
    mkdir -p "$hz_scratch/bin" && ln -sf "$(realpath "$HUIZONG")" "$hz_scratch/bin/huizong"
    words=$(sed "s#^unset HUIZONG_PG_BINDIR.*#export HUIZONG_PG_BINDIR='$new'#" <<< "$words")
    check_exit "$version: README's words" 0 env -C "$hz_scratch" PATH="$hz_scratch/bin:$PATH" bash -ec "$words"
    HUIZONG_PG_BINDIR=$new
    check_eq "$version: it is that version" "$(major_of "$2")" "$(hz_sql "$url" "SHOW server_version" | sed 's/[^0-9].*//')"
    check_figures "$version" "$url" "$HUIZONG_REFERENCE_DIR" "${documents[@]}"
    check_eq "$version: the findings" "$before" "$(hz_sql "$url" "SELECT to_jsonb(f) FROM rollup.findings AS f ORDER BY 1" | md5sum)"
    quietly "$version: nightly, knowing its documents" "$HUIZONG" -q nightly "${samples[@]}"
    check_eq "$version: knowing its documents" "0|${#documents[@]}" \
        "$(hz_sql "$url" "SELECT loaded, unchanged FROM etl.run ORDER BY run_id DESC LIMIT 1")"
    quietly "$version: export again" "$HUIZONG" -q export --out "$hz_scratch/moved-exports"
    check_exit "$version: of the same bytes" 0 diff -r "$hz_scratch/unmoved" "$hz_scratch/moved-exports"
    "$HUIZONG" -q db stop
    rm -rf "$HUIZONG_HOME" "$hz_scratch"/{unmoved,moved-exports,old.dump}
}

number=0
for bindir in "${bindirs[@]}"; do
    number=$((number + 1))
    version=$("$bindir/postgres" --version | sed 's/^[^)]*) //')
    major=${version%%[!0-9]*}
    export HUIZONG_PG_BINDIR=$bindir HUIZONG_HOME=$hz_scratch/home$number
    if [ "$major" -lt $oldest ]; then
        check_exit "$version: is refused" 78 "$HUIZONG" -q init
        check_contains "$version: and why" "huizong needs PostgreSQL $oldest" "$hz_output"
        continue
    fi
    echo "PostgreSQL $version"
    try_version "$number-$major"
    "$HUIZONG" -q db stop
    rm -rf "$HUIZONG_HOME"
done
for ((i = 0; i < ${#bindirs[@]}; i++)); do
    next=${bindirs[(i + 1) % ${#bindirs[@]}]}
    [ "$(major_of "${bindirs[i]}")" -lt $oldest ] || [ "$(major_of "$next")" -lt $oldest ] || move "${bindirs[i]}" "$next"
done
unset HUIZONG_PG_BINDIR

# Programs that are too old make no cluster.
old=$hz_scratch/old
mkdir "$old"
printf '#!/bin/sh\necho "postgres (PostgreSQL) 12.22"\n' > "$old/postgres"
cp "$old/postgres" "$old/initdb"
cp "$old/postgres" "$old/pg_ctl"
chmod 755 "$old" "$old"/*
export HUIZONG_HOME=$hz_scratch/none
check_exit "programs that are too old" 78 env HUIZONG_PG_BINDIR="$old" "$HUIZONG" -q init
check_contains "programs that are too old: which, and what is needed" \
    "$old are of PostgreSQL 12; huizong needs PostgreSQL $oldest or a newer one" "$hz_output"
check_eq "programs that are too old: nothing was made" no "$([ -e "$HUIZONG_HOME" ] && echo yes || echo no)"
printf '#!/bin/sh\nexit 1\n' > "$old/postgres"
check_exit "programs that don't run" 78 env HUIZONG_PG_BINDIR="$old" "$HUIZONG" -q init
check_contains "programs that don't run: which" "$old/postgres doesn't tell its version" "$hz_output"

# A server that is too old: as much of one as says so.
mkdir "$hz_scratch/socket"
python3 - "$hz_scratch/socket/.s.PGSQL.5432" <<'PY' &
import socket, struct, sys

def message(kind, body):
    return kind + struct.pack("!I", len(body) + 4) + body

server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
server.listen()
client, _ = server.accept()
client.recv(struct.unpack("!I", client.recv(4))[0] - 4)
client.sendall(message(b"R", struct.pack("!I", 0)) + message(b"S", b"server_encoding\0UTF8\0") +
               message(b"S", b"server_version\x0012.22 (Debian 12.22-1)\0") + message(b"Z", b"I"))
while client.recv(4096):
    pass
PY
server=$!
until [ -S "$hz_scratch/socket/.s.PGSQL.5432" ]; do sleep 0.05; done
check_exit "a server that is too old" 78 timeout 20 "$HUIZONG" -q --db "host=$hz_scratch/socket user=bureau dbname=huizong" init
check_contains "a server that is too old: which, and what is needed" \
    "the server is PostgreSQL 12.22 (Debian 12.22-1); huizong needs PostgreSQL $oldest or a newer one" "$hz_output"
kill $server 2> /dev/null
hz_done
