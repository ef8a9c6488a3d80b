#!/usr/bin/env bash
# One call of each function that can fail, made to fail in a night (faults.py). Many: tests/faults/faults.sh --each 20
exec bash "$(dirname "$0")/faults.sh" --short
