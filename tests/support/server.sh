#!/usr/bin/env bash
# The server that the tests of a ctest run share: server.sh start|stop, by $HUIZONG in $HUIZONG_TEST_HOME.
set -euo pipefail
: "${HUIZONG:?}" "${HUIZONG_TEST_HOME:?}"
export HUIZONG_HOME=$HUIZONG_TEST_HOME

stop() {
    if [ -d "$HUIZONG_HOME/pgdata" ]; then
        "$HUIZONG" -q db stop
    fi
    rm -rf "$HUIZONG_HOME"
}

case ${1:-} in
start)
    stop # what an interrupted run left
    mkdir -m 700 "$HUIZONG_HOME"
    "$HUIZONG" -q db start
    # Nothing here has to survive a power failure.
    for setting in fsync=off synchronous_commit=off full_page_writes=off shared_buffers=256MB; do
        "$HUIZONG" db psql -Xq -c "ALTER SYSTEM SET ${setting%=*} = '${setting#*=}'"
    done
    "$HUIZONG" -q db stop
    "$HUIZONG" -q db start
    ;;
stop) stop ;;
*)
    echo "usage: server.sh start|stop" >&2
    exit 64
    ;;
esac
