#!/usr/bin/env bash
# A rule file runs as soon as what its text names is put down (the words of transform/rule_run.c). What a rule reads through a
# view or function must be among these words, or the rule would find an empty table and say nothing.
set -u
cd "$(dirname "$0")/../.." || exit 1
python3 - << 'PY'
import glob, re, sys

fills = {name: words for name, words in re.findall(r"etl\.fill_(check_\w+)\(\).*?\{((?:\"[^\"]*\",?\s*)+)\}",
                                                   open("etl/transform/rule_run.c").read(), re.S)}
late = [name for name, words in fills.items() if '"etl."' not in words]
definitions = {}
for path in sorted(glob.glob("sql/20_staging/*.sql")):
    for part in re.split(r"(?m)^(?=CREATE )", open(path, encoding="utf-8").read())[1:]:
        kind, name = re.match(r"CREATE (?:OR REPLACE )?(?:UNLOGGED )?(\w+) etl\.(\w+)", part).groups()
        if kind in ("VIEW", "FUNCTION"):
            definitions[name] = re.sub(r"--.*", "", part)
# What runs before the rules or after them, and doesn't belong to any.
elsewhere = re.compile(r"_now$|^fill_|^check_hint|_hints$|^find_check_errors$|^publish_check$|^clear_check$|^analyze_check$")
wrong = []
for name in late:
    reads, grew = {name}, True
    while grew:
        more = {d for d, text in definitions.items() if not elsewhere.search(d) and d not in reads
                and any(re.search(rf"\betl\.{r}\b", text) for r in reads)}
        reads |= more
        grew = bool(more)
    wrong += [f"etl.{r} reads etl.{name}, which no word says" for r in reads if f'"etl.{r}"' not in fills[name]]
print("\n".join(f"FAILED: {w}" for w in wrong) if wrong else f"{len(late)} tables that come late: all readers are known")
sys.exit(bool(wrong) or len(late) != 3)
PY
