#!/usr/bin/env bash
# Where a value comes from: file, environment, command line, in this order; and what a wrong configuration says.
. "$(dirname "$0")/../support/lib.sh"
conf=$hz_scratch/huizong.conf
cat > "$conf" <<CONF
# a comment
jobs = 3
db = host=/nowhere dbname=x password=geheim
out = exports
CONF

check_exit "config needs no database" 0 "$HUIZONG" --config "$conf" config
check_contains "the file" "jobs             = 3 ; $conf:2" "$hz_output"
check_contains "a default" "hold_on          = never ; default" "$hz_output"
check_contains "what isn't set" "; metrics          =  ; not set" "$hz_output"
check_contains "the connection" "host=/nowhere" "$hz_output"
check_eq "no password" "" "$(grep geheim <<< "$hz_output")"
"$HUIZONG" --config "$conf" config > "$hz_scratch/again.conf"
check_eq "can be read back: the same values" "$(sed 's/ ; .*//; /^; hash/d; 1d' "$hz_scratch/again.conf")" \
    "$("$HUIZONG" --config "$hz_scratch/again.conf" config | sed 's/ ; .*//; /^; hash/d; 1d')"
HUIZONG_JOBS=4 check_exit "the environment" 0 "$HUIZONG" --config "$conf" config
check_contains "the environment wins" "jobs             = 4 ; \$HUIZONG_JOBS" \
    "$(HUIZONG_JOBS=4 "$HUIZONG" --config "$conf" config)"
check_contains "the command line wins" "jobs             = 5 ; --jobs" \
    "$(HUIZONG_JOBS=4 "$HUIZONG" --config "$conf" --jobs 5 config)"
check_contains "\$HUIZONG_CONFIG names the file" "jobs             = 3 ; $conf:2" "$(HUIZONG_CONFIG=$conf "$HUIZONG" config)"
check_contains "as JSON" '{"key": "jobs", "value": "3", "from": "'"$conf"':2"}' \
    "$("$HUIZONG" --config "$conf" config --format json)"
check_eq "JSON" 15 "$("$HUIZONG" --config "$conf" config --format json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)))')"

echo 'metrix = /tmp/x' >> "$conf"
check_exit "an unknown key" 78 "$HUIZONG" --config "$conf" status
check_contains "its place and the nearest" "$conf:5: key \"metrix\" is not known; did you mean \"metrics\"?" "$hz_output"
for command in init check rollup export status findings trace changes show withdraw prune config; do
    check_exit "$command with an argument" 64 "$HUIZONG" "$command" word
    check_contains "… says so" "$command takes no argument, but was given \"word\"" "$hz_output"
done
check_exit "a wrong value of an option" 64 "$HUIZONG" --jobs many config
HUIZONG_JOBS=many check_exit "a wrong value in the environment" 78 env HUIZONG_JOBS=many "$HUIZONG" config
check_contains "the variable is named" '$HUIZONG_JOBS' "$hz_output"
hz_done
