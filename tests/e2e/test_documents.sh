#!/usr/bin/env bash
# A few random documents through the whole program (tests/fuzz/documents.py); many: its arguments are passed on, e.g.
# HUIZONG=… tests/e2e/test_documents.sh --documents 1000 --seed 7
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
export HZ_URL HUIZONG_SOURCE_DIR=${HUIZONG_SOURCE_DIR:-$(cd "$(dirname "$0")/../.." && pwd)}
[ $# -gt 0 ] || set -- --documents 30
python3 "$(dirname "$0")/../fuzz/documents.py" "$@"
exit $?
