#!/usr/bin/env bash
# Makes calls of a nightly run fail, one by one: faults.sh [ARGUMENTS OF faults.py]. Needs $HUIZONG and $HUIZONG_SAMPLES_DIR;
# $HUIZONG_FAILING is by default the program beside the tests of the same build.
. "$(dirname "$0")/../support/lib.sh"
export HUIZONG_FAILING=${HUIZONG_FAILING:-$(dirname "$HUIZONG")/tests/huizong_failing}
# A leak on a way of failure is a failure.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}exitcode=99
hz_server_start
export HZ_URL
python3 "$(dirname "$0")/faults.py" "$@"
exit $?
