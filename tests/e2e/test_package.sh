#!/usr/bin/env bash
# What gets installed: the manual page and the completion know every command and option, the units name the program,
# and the package passes lintian (where lintian and cmake are there to try).
. "$(dirname "$0")/../support/lib.sh"
build=$(dirname "$HUIZONG")
root=$hz_scratch/root
if ! command -v cmake > /dev/null || ! [ -e "$build/manual/huizong.1.gz" ]; then
    echo "skipped: no cmake, or nothing but the program was built"
    exit 0
fi
check_exit "cmake --install" 0 env DESTDIR="$root" cmake --install "$build"
find_one() { find "$root" -path "*$1"; }
for file in /bin/huizong /huizong/huizong.conf /huizong/exp_func.csv /man1/huizong.1.gz /bash-completion/completions/huizong \
    /systemd/system/huizong-nightly.service /systemd/system/huizong-nightly.timer /systemd/system/huizong-db.service \
    /sysusers.d/huizong.conf /doc/huizong/README.md; do
    check_eq "$file is installed" 1 "$(find_one "$file" | wc -l)"
done
check_eq "the program runs" "$("$HUIZONG" --version)" "$("$(find_one /bin/huizong)" --version)"
unit=$(find_one /systemd/system/huizong-nightly.service)
check_eq "no place holder is left" "" "$(grep '@' "$unit")"
check_contains "the unit runs it" "/bin/huizong --no-progress nightly" "$(cat "$unit")"

manual=$(gunzip -c "$(find_one /man1/huizong.1.gz)" | sed 's/\\-/-/g')
completion=$(find_one /bash-completion/completions/huizong)
complete_words() { # words so far…
    bash -c 'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _huizong; echo " ${COMPREPLY[*]} "' "$completion" "$@"
}
commands=$("$HUIZONG" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
check_eq "there are commands" yes "$([ "$(wc -w <<< "$commands")" -gt 10 ] && echo yes)"
for command in $commands; do
    check_contains "the manual has $command" ".SS \"huizong $command" "$manual"
    check_contains "completion of $command" " $command " "$(complete_words huizong "")"
    for option in $("$HUIZONG" "$command" --help | grep -oE '(^|[ [])--[a-z][a-z-]+' | tr -d ' [' | sort -u); do
        check_contains "the manual has $option of $command" "$option" "$manual"
        check_contains "completion of $option of $command" " $option " "$(complete_words huizong --db x "$command" -)"
    done
done
for key in $("$HUIZONG" config | sed -n 's/^\(; \)\{0,1\}\([a-z_]*\)  *= .*/\2/p'); do
    check_contains "the manual has the key $key" ".B $key = " "$manual"
done
check_contains "exit codes" "65 finished" "$manual"
check_contains "the manual names the configuration that is read" \
    "else $(sed -n 's|^\.I \(.*/huizong\.conf\)$|\1|p' <<< "$manual"))" "$manual"
check_contains "so does --help" "else $(find_one /huizong/huizong.conf | sed "s|^$root||"))" "$("$HUIZONG" --help)"
check_eq "completion of an argument" " start status stop " \
    "$(complete_words huizong db s | tr ' ' '\n' | sort | tr '\n' ' ' | sed 's/  */ /g; s/^ *\(.*\) *$/ \1/')"
if command -v man > /dev/null; then
    check_eq "the manual's roff is clean" "" "$(MANWIDTH=80 man --warnings -E UTF-8 -l "$(find_one /man1/huizong.1.gz)" 2>&1 > /dev/null)"
fi

if command -v cpack > /dev/null && ! grep -q '^CMAKE_INSTALL_PREFIX:PATH=/usr$' "$build/CMakeCache.txt"; then
    cd "$hz_scratch" && check_exit "no package of a tree for another place" 1 cpack -G DEB --config "$build/CPackConfig.cmake"
    check_contains "what to do instead" "-DCMAKE_INSTALL_PREFIX=/usr" "$hz_output"
    check_eq "none is left" "" "$(find "$hz_scratch" -name '*.deb')"
fi
if command -v lintian > /dev/null && command -v cpack > /dev/null; then
    deb=$hz_scratch/deb
    cmake -S "$HUIZONG_SOURCE_DIR" -B "$deb" -G Ninja -DCMAKE_INSTALL_PREFIX=/usr -DHUIZONG_TESTS=OFF -DCMAKE_BUILD_TYPE=Release > "$hz_scratch/log" &&
        cmake --build "$deb" >> "$hz_scratch/log" && (cd "$deb" && cpack) >> "$hz_scratch/log"
    check_eq "the package is made" 1 "$(find "$deb" -maxdepth 1 -name 'huizong_*.deb' | wc -l)"
    check_eq "lintian finds nothing" "" "$(lintian --fail-on error,warning "$deb"/huizong_*.deb 2> /dev/null)"
    check_contains "its dependencies are found out" "libpq5" "$(dpkg-deb -f "$deb"/huizong_*.deb Depends)"
fi
hz_done
