#!/usr/bin/env bash
# A few points of crash.sh, each kind; many points: HUIZONG=… HUIZONG_SAMPLES_DIR=… tests/faults/crash.sh 200 program
here=$(dirname "$0")
failed=0
bash "$here/crash.sh" 3 program || failed=1
# The server of the other tests must not be killed under them: this one has its own.
env -u HUIZONG_TEST_HOME bash "$here/crash.sh" 2 server || failed=1
exit $failed
