#!/usr/bin/env bash
# The embedded server through its whole life, by the program, as whoever runs the test; and, where that is root, as an
# unprivileged user too.
. "$(dirname "$0")/../support/lib.sh"

# Runs the program as $as with the home $home.
hz() {
    if [ "$as" = "$(id -un)" ]; then
        HUIZONG_HOME=$home "$program" "$@"
    else
        (cd / && runuser -u "$as" -- env HUIZONG_HOME="$home" "$program" "$@")
    fi
}

without_bindir() {
    (unset HUIZONG_PG_BINDIR && "$@")
}

postmaster() {
    head -1 "$home/pgdata/postmaster.pid"
}

life() {
    local url
    check_eq "$as: nothing is there at first" "absent $home" "$(hz db status)"
    check_exit "$as: stop of what is absent" 0 hz db stop
    check_exit "$as: start" 0 hz db start
    check_eq "$as: running" "running $home" "$(hz db status)"
    check_exit "$as: start again" 0 hz db start
    check_contains "$as: start again says so" "running already" "$hz_output"
    url=$(hz db url)
    check_contains "$as: the url" "postgresql:///huizong?host=/" "$url"
    check_eq "$as: psql passes on its words" "huizong|huizong|UTF8|C" "$(hz db psql -XAt -v x=1 -c \
        "SELECT current_database(), current_user, pg_encoding_to_char(encoding), datcollate
         FROM pg_database WHERE datname = current_database()")"
    check_eq "$as: a Unix socket only" "" "$(hz db psql -XAtc 'SHOW listen_addresses')"
    check_eq "$as: settings of huizong" "0700|64MB|minimal|off|UTC" "$(hz db psql -XAtc \
        "SELECT current_setting('unix_socket_permissions'), current_setting('work_mem'),
                current_setting('wal_level'), current_setting('jit'), current_setting('TimeZone')")"
    hz db psql -Xqc "CREATE TABLE public.kept AS SELECT 42 AS n"
    check_exit "$as: stop" 0 hz db stop
    check_eq "$as: stopped" "stopped $home" "$(hz db status)"
    check_exit "$as: stop again" 0 hz db stop
    check_exit "$as: start after stop" 0 hz db start
    check_eq "$as: data are kept" 42 "$(hz db psql -XAtc 'SELECT n FROM public.kept')"
    kill -9 "$(postmaster)"
    check_exit "$as: start after kill -9" 0 hz db start
    check_eq "$as: data are kept" 42 "$(hz db psql -XAtc 'SELECT n FROM public.kept')"
    # Killed when it had taken the connection and not yet answered.
    killed=$(postmaster)
    kill -STOP "$killed"
    { sleep 1; kill -9 "$killed"; } &
    check_exit "$as: start of a server that is being killed" 0 hz db start
    wait
    check_eq "$as: data are kept" 42 "$(hz db psql -XAtc 'SELECT n FROM public.kept')"
    hz -q db stop
    check_eq "$as: psql starts what is stopped" 42 "$(hz db psql -XAtc 'SELECT n FROM public.kept')"
    check_exit "$as: the database is made anew where it is missing" 0 \
        hz db psql -Xq -d "${url/huizong?/postgres?}" -c 'DROP DATABASE huizong'
    check_exit "$as: start of a running server without database" 0 hz db start
    check_eq "$as: it is there" huizong "$(hz db psql -XAtc 'SELECT current_database()')"
    hz -q db stop
}

# Some supervisors ignore the ends of their children, and hand that down.
children_ignored() {
    check_exit "$as: start where SIGCHLD is ignored" 0 env HUIZONG_HOME="$home" python3 -c 'import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execv(sys.argv[1], sys.argv[1:])' "$program" db start
    check_eq "$as: it runs" "running $home" "$(hz db status)"
    hz -q db stop
}

# A path that is too long for a socket, and needs quoting everywhere; and what initdb leaves when it is killed.
long_home() {
    home="$folder/一个 'long' folder/$(printf 'x%.0s' {1..100})"
    mkdir -p "$home/pgdata.new/base"
    chown -R "$server_user" "$home"
    check_eq "$as: an interrupted initdb is no cluster" "absent $home" "$(hz db status)"
    check_exit "$as: start in a long home" 0 hz db start
    check_eq "$as: it is running" "running $home" "$(hz db status)"
    check_eq "$as: nothing of it is left" no "$([ -e "$home/pgdata.new" ] && echo yes || echo no)"
    check_contains "$as: the socket is in /tmp" "host=/tmp/huizong-" "$(hz db url)"
    check_eq "$as: psql" 1 "$(hz db psql -XAtc 'SELECT 1')"
    local socket
    socket=$(hz db url | sed 's/.*host=\([^&]*\).*/\1/')
    check_eq "$as: nobody else may enter" 700 "$(stat -c %a "$socket")"
    check_exit "$as: stop" 0 hz db stop
    check_eq "$as: the folder is gone" no "$([ -e "$socket" ] && echo yes || echo no)"
    mkdir -m 755 "$socket"
    check_exit "$as: a folder that others may enter is refused" 78 hz db start
    check_contains "$as: it is named" "$socket" "$hz_output"
    rm -r "$socket"
    echo 9 > "$home/pgdata/PG_VERSION"
    # Where the programs are named, these are what is found wanting.
    check_exit "$as: a cluster of another version" 78 without_bindir hz db start
    check_contains "$as: what to install" "postgresql-9" "$hz_output"
}

at_once() {
    home=$folder/race
    local jobs=() job started=0
    for _ in 1 2 3 4; do
        hz -q db start &
        jobs+=($!)
    done
    for job in "${jobs[@]}"; do
        wait "$job" && started=$((started + 1))
    done
    check_eq "$as: four at once" 4 "$started"
    check_eq "$as: one server" "running $home" "$(hz db status)"
    hz -q db stop
}

# The number of a server that was killed has become that of another server of the same user.
number_reused() {
    local killed=$home other=$folder/other pid number
    hz db psql -Xqc "CREATE TABLE public.kept AS SELECT 42 AS n"
    pid=$(postmaster)
    home=$other
    check_exit "$as: two servers" 0 hz db start
    number=$(postmaster)
    home=$killed
    kill -9 "$pid"
    # Its children go when they notice.
    while ls -l /proc/[0-9]*/cwd 2> /dev/null | grep -qF -- "-> $home/pgdata"; do sleep 0.1; done
    sed -i "1s/.*/$number/" "$home/pgdata/postmaster.pid"
    check_eq "$as: the killed one is stopped" "stopped $home" "$(hz db status)"
    check_exit "$as: so there is nothing to stop" 0 hz db stop
    home=$other
    check_eq "$as: the other one runs on" "running $home" "$(hz db status)"
    home=$killed
    check_exit "$as: the killed one starts" 0 hz db start
    check_contains "$as: and says why it may" "$number, is another program's now" "$hz_output"
    check_eq "$as: data are kept" 42 "$(hz db psql -XAtc 'SELECT n FROM public.kept')"
    hz -q db stop
    home=$other
    check_eq "$as: the other one runs on" "running $home $number" "$(hz db status) $(postmaster)"
    hz -q db stop
    home=$killed
}

refused() {
    home='/tmp/$(id)'
    check_exit "$as: a home that a shell would read" 78 hz db start
    home=$folder/refused
    mkdir "$home"
    chmod 777 "$home"
    check_exit "$as: no programs in HUIZONG_PG_BINDIR" 78 env HUIZONG_PG_BINDIR=/nowhere HUIZONG_HOME="$home" \
        "$program" db start
    for action in url psql; do
        check_exit "$as: $action where another database is meant" 64 hz --db 'host=/nowhere password=geheim' db $action
        check_contains "$as: it is named" "in force is password=*** host=/nowhere (--db)" "$hz_output"
        check_exit "$as: $action where the environment means another" 64 env PGHOST=/nowhere HUIZONG_HOME="$home" "$program" db $action
    done
    check_exit "$as: no action" 64 hz db
    check_exit "$as: an unknown action" 64 hz db restart
    check_exit "$as: a word too many" 64 hz db start now
}

root_only() {
    home=$folder/closed/home
    mkdir -m 700 "$folder/closed"
    check_exit "root: postgres can't enter" 78 hz db start
    check_contains "root: the folder is named" "can't enter $folder/closed" "$hz_output"
    check_eq "root: nothing was made" "" "$(ls "$folder/closed")"
    chmod 711 "$folder/closed"
    mkdir "$home"
    touch "$home/something"
    check_exit "root: a folder that holds something is not taken" 73 hz db start
    check_eq "root: it stays root's" root "$(stat -c %U "$home")"
    home=$unprivileged_home
    as=root
    check_eq "root: starts the server of another" 1 "$(hz db psql -XAtc 'SELECT 1')"
    check_eq "root: as that user" "$unprivileged" "$(ps -o user= -p "$(postmaster)")"
    hz -q db stop
}

program=$HUIZONG
folder=$hz_scratch/own
mkdir -m 711 "$folder"
as=$(id -un)
server_user=$as
[ "$as" != root ] || server_user=postgres
home=$folder/home
life
children_ignored
number_reused
long_home
at_once
refused
if [ "$(id -u)" -eq 0 ] && id nobody > /dev/null 2>&1; then
    # The build folder may be closed to others.
    program=$hz_scratch/huizong
    cp "$HUIZONG" "$program"
    chmod 755 "$program"
    unprivileged=nobody
    as=$unprivileged
    server_user=$as
    folder=$hz_scratch/unprivileged
    mkdir -m 755 "$folder"
    chown "$as" "$folder"
    home=$folder/home
    unprivileged_home=$home
    life
    as=root
    folder=$hz_scratch/own
    root_only
fi
hz_done
