#!/usr/bin/env python3
"""Random documents through the whole program, into a database.

  documents.py [--documents N] [--seed S] [--keep DIR]

Needs $HUIZONG, $HUIZONG_SAMPLES_DIR, $HUIZONG_SOURCE_DIR and, in $HZ_URL, a server whose databases it may make. The
samples are mutated, knowing what a document is: amounts written otherwise or changed, rows lost, doubled and exchanged, codes,
units and labels changed, keys lost, types wrong, things added that nobody knows. Of every document:
  - the load rejects it, with a reason, or `huizong show` gives it back, figure by figure;
and of all that were taken:
  - the night ends as a night (0 or 65), and its export proves itself;
  - every figure of the rollups is what tests/support/expected_rollups.py computes from the documents.
"""
import argparse
import copy
import glob
import json
import os
import random
import subprocess
import sys
import tempfile
from decimal import Decimal

PROGRAM = os.environ["HUIZONG"]
SAMPLES = os.environ["HUIZONG_SAMPLES_DIR"]
SOURCE = os.environ["HUIZONG_SOURCE_DIR"]
URL = os.environ["HZ_URL"]
SUPPORT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support")
UNKNOWN = ("remarks", "x/y~z", "键")  # keys of nobody's: left out with a notice
COUNTS = ("change_pct", "pct", "count", "pct_of_project_expenditure", "office_floor_area_m2", "equipment_over_500k_yuan",
          "equipment_over_1m_yuan")  # and all of vehicles: no money
TEXTS = ("item", "name", "code", "category", "title", "note", "unit")


class Written(str):
    """A token that stands in the document as it is."""


class Writer(json.JSONEncoder):
    def default(self, value):
        return str(value)


def dump(document):
    tokens = {}

    def mark(value):
        if isinstance(value, dict):
            return {k: mark(v) for k, v in value.items()}
        if isinstance(value, list):
            return [mark(v) for v in value]
        if isinstance(value, (Written, Decimal)):
            tokens[f"@{len(tokens)}@"] = str(value)
            return f"@{len(tokens) - 1}@"
        return value
    text = json.dumps(mark(document), ensure_ascii=False)
    for name, token in tokens.items():
        text = text.replace(f'"{name}"', token, 1)
    return text


class Mutator:
    def __init__(self, seed):
        self.draw = random.Random(seed)
        self.samples = []
        for path in sorted(glob.glob(os.path.join(SAMPLES, "*", "*.json"))):
            with open(path, encoding="utf-8") as file:
                self.samples.append(json.load(file, parse_float=Decimal))

    def document(self, number):
        document = copy.deepcopy(self.draw.choice(self.samples))
        document["agency_code"] = f"9{number:05d}"
        if document.get("scope") == "department":
            document["dept_code"] = document["agency_code"]
        for _ in range(self.draw.choice((0, 1, 2, 3, 5, 8, 13))):
            mutation = self.draw.choices((self.respell, self.change, self.row, self.code, self.unit, self.extra,
                                          self.lose, self.spoil, self.count), (8, 6, 4, 2, 2, 1, 2, 1, 3))[0]
            mutation(document)
        return document

    def arrays(self, document):
        return [(table, member) for table in (document.get("tables") or {}).values() if isinstance(table, dict)
                for member in ("rows", "revenue", "expenditure") if isinstance(table.get(member), list) and table[member]]

    def amount(self, document):
        """A row of a table and the key of an amount in it."""
        table, member = self.draw.choice(self.arrays(document) or [({}, None)])
        row = self.draw.choice(table[member]) if member else None
        keys = [k for k in row if not k.endswith(TEXTS)] if isinstance(row, dict) else []
        return (row, self.draw.choice(keys)) if keys else (None, None)

    def respell(self, document):
        row, key = self.amount(document)
        value = row and row[key]
        if not isinstance(value, (int, Decimal)) or isinstance(value, bool):
            if row is not None and value in (None, "", "-", "—", "--"):
                row[key] = self.draw.choice((None, "", "-", "—", "--"))
            return
        value = Decimal(value)
        plain = f"{value:f}"
        row[key] = self.draw.choice((plain, f" {plain} ", f"{value:,f}", Written(plain), Written(f"{value.scaleb(2):f}e-2"),
                                     Written(plain + ("" if "." in plain else ".") + "000"), f"+{plain}" if value >= 0 else plain,
                                     plain.translate(str.maketrans("0123456789.-", "０１２３４５６７８９．－"))))

    def change(self, document):
        row, key = self.amount(document)
        if row is not None:
            row[key] = self.draw.choice((Written(f"{self.draw.randrange(-10**6, 10**7)}"), Written("0"), None,
                                         Written(f"{self.draw.randrange(10**8)}e-2"), Written("-0.000001"),
                                         Written("999999.999999")))

    def counts(self, value, all_of_it=False):
        """The places of numbers that are no money: (holder, key)."""
        members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, member in members:
            if isinstance(member, (dict, list)):
                yield from self.counts(member, key == "vehicles")
            elif (all_of_it or key in COUNTS) and isinstance(member, (int, Decimal)):
                yield value, key

    def count(self, document):
        found = [place for part in ("narrative", "state_assets") for place in self.counts(document.get(part))]
        if found:
            holder, key = self.draw.choice(found)
            plain = f"{holder[key]:f}" if isinstance(holder[key], Decimal) else str(holder[key])
            sign, digits = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
            holder[key] = self.draw.choice((plain, f"{sign}0{digits}", f"{sign}000{digits}", Written(plain), Written(f"{plain}e0"),
                                            Written(f"{plain}E-2"), Written("-0"), "--", None,
                                            Written(plain + ("0" if "." in plain else ".00"))))

    def row(self, document):
        # Where labels tell what a row is, the order has a meaning of its own, which the independent computation keeps to.
        arrays = [(table, member) for table, member in self.arrays(document)
                  if isinstance(table[member][0], dict) and {"exp_func_code", "pro_name"} & set(table[member][0])]
        if not arrays:
            return
        table, member = self.draw.choice(arrays)
        rows = table[member]
        place = self.draw.randrange(len(rows))
        kind = self.draw.randrange(4)
        if kind == 0:
            del rows[place]
        elif kind == 1:
            rows.insert(self.draw.randrange(len(rows) + 1), copy.deepcopy(rows[place]))
        elif kind == 2:
            other = self.draw.randrange(len(rows))
            rows[place], rows[other] = rows[other], rows[place]
        else:
            del rows[place:]

    def code(self, document):
        table, member = self.draw.choice(self.arrays(document) or [({}, None)])
        row = self.draw.choice(table[member]) if member else None
        keys = [k for k in row if k in ("exp_func_code", "dep_bgt_eco_code", "gov_bgt_eco_code")] if isinstance(row, dict) else []
        if keys:
            row[self.draw.choice(keys)] = self.draw.choice(("208", "20801", "2080101", "2299999", "999", "30101", "501", "2a8"))

    def unit(self, document):
        tables = [t for t in (document.get("tables") or {}).values() if isinstance(t, dict)]
        if tables:
            self.draw.choice(tables)["amount_unit"] = self.draw.choice(("元", "千元", "万元", "亿元", None, "美元"))

    def extra(self, document):
        document[self.draw.choice(UNKNOWN)] = self.draw.choice(([], {"a": [1, None]}, "\u2028\U0001f600", 5))

    def lose(self, document):
        holder = self.draw.choice([document, document.get("tables") or {}, *(document.get("tables") or {}).values()])
        if isinstance(holder, dict) and holder:
            key = self.draw.choice(sorted(holder))
            if key not in ("agency_code", "mof_div_code", "fiscal_year"):
                del holder[key]

    def spoil(self, document):
        holder = self.draw.choice([document, *(t for t in (document.get("tables") or {}).values() if isinstance(t, dict)),
                                   *([self.amount(document)[0] or {}] * 3)])
        # Labels are left alone: what a made-up one means, the independent computation doesn't know.
        keys = [k for k in holder if k not in ("agency_code", "mof_div_code", "fiscal_year", "item") and not k.endswith("_name")]
        if keys:
            holder[self.draw.choice(keys)] = self.draw.choice(([], {}, "x", 5, True, None, [[]], Written("1e400"), Written("0.0000001")))


def psql(url, *arguments):
    return subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", url, *arguments], text=True, check=True,
                          capture_output=True).stdout


def run(database, *arguments, **more):
    return subprocess.run([PROGRAM, "--no-progress", "--db", database, *arguments], text=True, check=False,
                          capture_output=True, errors="replace", **more)


def give_back(database, path, document):
    """What `show` gives differs from the file in this; "" for nothing."""
    shown = run(database, "show", "--division", document["mof_div_code"], "--year", str(document["fiscal_year"]),
                "--scope", document.get("scope") or "unit", "--agency", document["agency_code"], "--stage",
                document.get("bgt_stage") or "budget")
    if shown.returncode != 0:
        return f"show ends with {shown.returncode}: {shown.stderr[:300]}"
    known = path + ".known"
    with open(known, "w", encoding="utf-8") as file:
        file.write(dump({key: value for key, value in document.items() if key not in UNKNOWN}))
    same = subprocess.run([sys.executable, os.path.join(SUPPORT, "same_document.py"), known, "-"], input=shown.stdout,
                          text=True, capture_output=True, check=False)
    os.unlink(known)
    return same.stdout.strip() if same.returncode != 0 else ""


def judge_sums(database, reference, files):
    expected = subprocess.run([sys.executable, os.path.join(SUPPORT, "expected_rollups.py"), reference, "-", *files],
                              text=True, capture_output=True, check=False)
    if expected.returncode != 0:
        return [f"no expected figures: {expected.stderr[-500:]}"]
    figures = psql(database, "-f", os.path.join(SUPPORT, "rollup_figures.sql"))
    wanted, got = set(expected.stdout.splitlines()), set(figures.splitlines())
    print(f"{len(wanted)} figures compared")
    return [f"expected only: {line}" for line in sorted(wanted - got)[:20]] + \
        [f"rolled up only: {line}" for line in sorted(got - wanted)[:20]]


def examine(database, paths):
    """Complaints; the files that were taken."""
    rejected = {}
    for line in psql(database, "-c", "SELECT json_build_object('file', file, 'reason', reason) FROM etl.rejection").splitlines():
        fault = json.loads(line)
        rejected.setdefault(fault["file"], []).append(fault["reason"])
    loaded = set(psql(database, "-c", "SELECT file FROM etl.document").splitlines())
    failed, taken = [], []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            document = json.load(file, parse_float=Decimal)
        if (path in loaded) == (path in rejected):
            failed.append(f"{path}: neither taken nor rejected, or both")
        elif path in rejected and not all(rejected[path]):
            failed.append(f"{path}: rejected without a reason")
        elif path in loaded:
            taken.append(path)
            differs = give_back(database, path, document)
            if differs:
                failed.append(f"{path}: {differs}")
    return failed, taken


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="where the documents go, else a temporary folder")
    options = parser.parse_args()
    database = URL.replace("/huizong?", f"/hz_fuzz_{os.getpid()}?")
    psql(URL, "-c", f'CREATE DATABASE "hz_fuzz_{os.getpid()}" TEMPLATE template0')
    mutator = Mutator(options.seed)
    with tempfile.TemporaryDirectory(prefix="hz-documents.") as scratch:
        folder = options.keep or os.path.join(scratch, "in")
        os.makedirs(folder, exist_ok=True)
        paths = []
        for number in range(options.documents):
            paths.append(os.path.join(folder, f"{number:05d}.json"))
            with open(paths[-1], "w", encoding="utf-8") as file:
                file.write(dump(mutator.document(number)))
        reference = os.path.join(scratch, "reference")
        os.mkdir(reference)
        for path in glob.glob(os.path.join(SOURCE, "config", "*.csv")):
            with open(path, encoding="utf-8") as file, open(os.path.join(reference, os.path.basename(path)), "w",
                                                            encoding="utf-8") as copied:
                copied.write(file.readline() if path.endswith("agencies.csv") else file.read())
        with open(os.path.join(reference, "huizong.conf"), "w", encoding="utf-8") as file:
            file.write(f"reference_dir = {reference}\nhold_on = never\n")
        configuration = ("--config", os.path.join(reference, "huizong.conf"))
        made = run(database, *configuration, "init")
        assert made.returncode == 0, made.stderr
        night = run(database, *configuration, "nightly", "--out", os.path.join(scratch, "out"), folder)
        failed = [] if night.returncode in (0, 65) else [f"the night ends with {night.returncode}: {night.stderr[-800:]}"]
        proof = run(database, "export", "--verify", os.path.join(scratch, "out"))
        failed += [] if proof.returncode == 0 else [f"the export: {proof.returncode}: {proof.stderr[-500:]}"]
        more, taken = examine(database, paths)
        failed += more + judge_sums(database, reference, taken)
    psql(URL, "-c", f'DROP DATABASE "hz_fuzz_{os.getpid()}" WITH (FORCE)')
    for line in failed:
        print("FAILED:", line)
    print(f"{len(paths)} documents, {len(taken)} taken, {len(paths) - len(taken)} rejected; {len(failed)} failures")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
