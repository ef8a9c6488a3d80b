#!/usr/bin/env python3
"""Does a case of tests/rules fail for every single comparison that the rules make?

Leaves out one comparison of sql/30_rules (and of the sums in sql/20_staging) at a time, which is a line of a VALUES list or an arm
of a SELECT … UNION ALL SELECT … that reads nothing, checks all cases with what is left, and lists the comparisons without which
every case has the findings of its own rule that it has with them.

  comparisons.py --huizong PROGRAM --db CONNINFO [FILE…]
  comparisons.py --count

CONNINFO names an empty database; FILE limits it to files whose names contain one of these. Exit code 1 where one is listed.
--count only says how many there are.
"""

import argparse
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
FINDINGS = """
    SELECT regexp_replace(d.file, '^.*/([^/]+/[^/]+)\\.json$', '\\1'), f.rule_id, f.table_name, f.row_label, f.column_name,
           trim_scale(f.expected), trim_scale(f.actual), trim_scale(f.tolerance), f.severity
    FROM etl.finding AS f
    JOIN etl.document AS d ON d.mof_div_code = f.mof_div_code AND d.doc_id = f.doc_id
    WHERE f.run_id = (SELECT max(k.run_id) FROM etl.document_check AS k)"""


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def end_of_tuple(text, start):
    """Where the parenthesis that opens at start closes; quotes may hold others."""
    depth, quoted = 0, False
    for i in range(start, len(text)):
        if text[i] == "'":
            quoted = not quoted
        elif not quoted and text[i] in "()":
            depth += 1 if text[i] == "(" else -1
            if depth == 0:
                return i + 1
    raise ValueError("unbalanced")


def lists_of(text):
    """The VALUES lists of more than one line: from where to where each line reaches."""
    at = text.find("VALUES")
    while at >= 0:
        lines, start = [], text.find("(", at)
        while text[start:start + 1] == "(":
            lines.append((start, end_of_tuple(text, start)))
            rest = text[lines[-1][1]:].lstrip()
            if not rest.startswith(","):
                break
            rest = rest[1:].lstrip()
            start = len(text) - len(rest)
        if len(lines) > 1:
            yield lines
        at = text.find("VALUES", at + 1)


def arms_of(text):
    """The arms of each SELECT … UNION ALL SELECT … in parentheses that have no FROM of their own: from where to where."""
    at = text.find("UNION ALL SELECT")
    while at >= 0:
        depth, start = 0, at
        while depth >= 0:  # back to the parenthesis that holds the list
            start -= 1
            depth += {")": 1, "(": -1}.get(text[start], 0)
        end = end_of_tuple(text, start) - 1
        arms, depth, quoted, reads, begin = [], 0, False, False, start + 1
        for i in range(start + 1, end):
            if text[i] == "'":
                quoted = not quoted
            if quoted or text[i] in "()":
                depth += 0 if quoted else {"(": 1, ")": -1}.get(text[i], 0)
            elif depth == 0 and re.match(r"\bUNION ALL\b", text[i:]):
                arms += [] if reads else [(begin, len(text[:i].rstrip()))]
                begin, reads = i + len("UNION ALL"), False
            elif depth == 0 and re.match(r"\bFROM\b", text[i:]):
                reads = True
        arms += [] if reads else [(begin, len(text[:end].rstrip()))]
        yield arms
        at = text.find("UNION ALL SELECT", end)


def shorter(text):
    """The text without one comparison, and that comparison."""
    for lines in lists_of(text):
        for n, (start, end) in enumerate(lines):
            if n + 1 < len(lines):
                yield text[start:end], text[:start] + text[lines[n + 1][0]:]
            else:
                yield text[start:end], text[:lines[n - 1][1]] + text[end:]
    for arms in arms_of(text):
        for start, end in arms:  # (left standing without rows: the first arm gives the columns their types)
            yield text[start:end], text[:end] + " WHERE false" + text[end:]


def run(options, sql, *arguments):
    done = subprocess.run([options.huizong, "--db", options.db, "--sql-dir", sql, "-q", "--no-progress", *arguments],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: exit code {done.returncode}\n{done.stderr}")


def findings(options, sql):
    """What the cases' own rules find."""
    run(options, sql, "init")
    run(options, sql, "check", "--all")
    found = subprocess.run(["psql", "-XqAt", "-d", options.db, "-c", FINDINGS], capture_output=True, text=True,
                           check=True).stdout.splitlines()
    return {line for line in found if line.split("/")[0] == line.split("|")[1]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", action="store_true")
    parser.add_argument("--huizong")
    parser.add_argument("--db")
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    files = sorted(glob.glob(f"{ROOT}/sql/30_rules/*.sql")) + sorted(glob.glob(f"{ROOT}/sql/20_staging/1[23]0_*.sql"))
    if options.count:
        print(sum(len(list(shorter(read(path)))) for path in files))
        return
    if not options.huizong or not options.db:
        parser.error("--huizong and --db are required")
    run(options, f"{ROOT}/sql", "init")
    run(options, f"{ROOT}/sql", "load", f"{ROOT}/tests/rules")
    whole, made, idle = findings(options, f"{ROOT}/sql"), 0, 0
    for path in files:
        name = os.path.relpath(path, f"{ROOT}/sql")
        if options.files and not any(part in name for part in options.files):
            continue
        for line, rest in shorter(read(path)):
            with tempfile.TemporaryDirectory() as folder:
                shutil.copytree(f"{ROOT}/sql", f"{folder}/sql")
                with open(f"{folder}/sql/{name}", "w", encoding="utf-8") as file:
                    file.write(rest)
                made += 1
                if findings(options, f"{folder}/sql") == whole:
                    idle += 1
                    print(f"{name}: {' '.join(line.split())}", flush=True)
    print(f"{made} comparisons, {idle} of which no case tells of")
    sys.exit(1 if idle else 0)


if __name__ == "__main__":
    main()
