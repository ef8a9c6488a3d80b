#!/usr/bin/env python3
"""How many single mistakes in a published document do the rules notice?

Takes real documents, makes one mistake in a copy (a mutant), gives each copy a code of its own, loads and checks many of
them at once with the program itself, and counts the mutants that have an error or a warning which the unchanged document
does not have. Mutants that nothing printed in the document contradicts are listed with the reason, and not counted.
Where one wrong cell makes several errors, it also counts how often their hint names that cell and what it was, and how often
another.

  mutate.py --huizong PROGRAM --db CONNINFO [--each N] [--seed N] [--minimum PERCENT] [--survivors FILE] [--unnamed FILE] DOCUMENT…

CONNINFO names a database that `huizong init` has prepared; each batch of mutants has a copy of it, dropped after use.
--survivors lists the mutants that nothing noticed, --unnamed those with several errors whose hints don't name the cell.
--each N takes at most N mutants of a kind and document (0: all). Exit code 1 where a kind scores below --minimum.
"""

import argparse
import copy
import csv
import decimal
import io
import itertools
import json
import os
import pickle
import random
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from expected_findings import withholds  # pylint: disable=wrong-import-position
from honest import LISTS, give_code  # pylint: disable=wrong-import-position

Decimal = decimal.Decimal

# Kinds of mistakes, in the order of the table.
KINDS = {
    "last_place": "last printed place ±2",
    "times_ten": "×10",
    "swapped": "two digits swapped",
    "blanked": "blank for a value",
    "filled": "a value for a blank",
    "row_dropped": "row dropped",
    "row_doubled": "row doubled",
    "wrong_code": "wrong code",
    "renamed": "project renamed",
}

# Columns of money by table; what a row may print.
FUNDS = ["fiscal_appropriation", "general_public_budget", "government_fund", "state_capital"]
FUNDS_ALL = FUNDS + ["fiscal_special_account", "agency_funds", "institution_income", "superior_subsidy",
                     "subordinate_remittance", "institution_business_income", "other_income", "non_fiscal_balance",
                     "carryover"]
MONEY = set(FUNDS_ALL + ["amount", "total", "current", "basic", "project", "personnel", "public", "prior_total",
                         "carry_forward"])
TARGET_MONEY = ["total", "central", "provincial", "local", "self_raised", "other"]
CODES = ("exp_func_code", "dep_bgt_eco_code", "gov_bgt_eco_code", "rev_code")
BATCH = 1000  # mutants in one database
CELLS = ("last_place", "times_ten", "swapped", "blanked", "filled")  # kinds that change one cell
TABLES = {name: f"表{n + 1} " for n, name in enumerate([
    "budget_summary", "revenue", "expenditure", "appropriation_summary", "general_public_expenditure",
    "basic_expenditure_by_economic", "government_fund_revenue", "government_fund_expenditure", "state_capital", "three_public",
    "operating_expenses", "projects_current", "projects_carryover", "basic_expenditure", "procurement_budget"])}
TABLES["performance_targets"] = "项目支出绩效目标表"
# A hint that names a cell: its place, what it is and what it should be.
NAMED = re.compile(r"若([^；]+?)由([^由；]+)改为(-?[\d,.]+)(?:元|千元|万元|亿元)，本文件")


class Mutant:
    """One document with one mistake. `table` and `column` say where, `kind` what."""

    def __init__(self, kind, table, column, make):
        self.kind, self.table, self.column, self.make = kind, table, column, make
        self.agency = self.document = self.where = self.original = self.reason = None
        self.detected = self.is_rounding = False
        self.errors = 0  # of amounts that came of it
        self.named = None  # whether their hints name the cell that was changed; None: they name none


def number(value):
    """The amount as Decimal; None for a blank."""
    if value is None or value in ("", "-", "—", "--"):
        return None
    return Decimal(str(value).replace(",", ""))


def plain(value):
    """A Decimal as a JSON number."""
    return int(value) if value == value.to_integral_value() else float(value)


def place_of(table):
    """The last printed place of a table's figures, in its unit."""
    decimals = table.get("decimals")
    return Decimal(1).scaleb(-(2 if decimals is None else decimals))


def swap_digits(value, place):
    """Two adjacent different digits changed over, of the figure as printed; None where there are none."""
    text = str(value.quantize(place) if value != value.to_integral_value() or place < 1 else value)
    for i in range(len(text) - 1):
        a, b = text[i], text[i + 1]
        if a.isdigit() and b.isdigit() and a != b and not (i == 0 and b == "0"):
            return Decimal(text[:i] + b + a + text[i + 2:])
    return None


def cells(document):
    """Every cell of money or count: (holder, key, table, column, where, place, may be filled)."""
    for name, table in document["tables"].items():
        place = place_of(table)
        for part in LISTS:
            rows = table.get(part) or []
            printed = {k for row in rows for k in row if k in MONEY and number(row[k]) is not None}
            for i, row in enumerate(rows):
                for key in sorted(printed | {k for k in row if k in MONEY}):
                    label = row.get("item") or row.get("exp_func_code") or row.get("exp_func_name") \
                        or row.get("dep_bgt_eco_name") or row.get("pro_name") or row.get("agency_name")
                    yield row, key, name, key, f"{part}[{i}] {label}", place, key in printed
    narrative = document.get("narrative") or {}
    place = place_of(narrative)
    for part, keys in (("changes", ("amount", "change", "change_pct")), ("shares", ("amount", "pct")),
                       ("items", ("amount",))):
        for i, row in enumerate(narrative.get(part) or []):
            for key in keys:
                yield row, key, f"narrative.{part}", key, f"[{i}] {row.get('figure') or row.get('item')}", place, False
    performance = narrative.get("performance") or {}
    for part, value in performance.items():
        if isinstance(value, dict):
            for key in value:
                step = Decimal(1) if key == "count" else place
                yield value, key, "narrative.performance", f"{part}.{key}", part, step, False
        else:
            yield performance, part, "narrative.performance", part, part, place, False
    procurement = document.get("procurement") or {}
    for key in ("total", "goods", "works", "services"):
        if key in procurement:
            yield procurement, key, "procurement", key, key, place_of(procurement), False
    assets = document.get("state_assets") or {}
    for key in assets.get("vehicles") or {}:
        yield assets["vehicles"], key, "state_assets", f"vehicles.{key}", key, Decimal(1), False
    for key in ("office_floor_area_m2", "equipment_over_500k_yuan", "equipment_over_1m_yuan"):
        if key in assets:
            yield assets, key, "state_assets", key, key, Decimal(1), False
    for i, target in enumerate(document.get("performance_targets") or []):
        for period in ("term_funding", "annual_funding"):
            funding = target.get(period) or {}
            for key in TARGET_MONEY:
                if key in funding:
                    yield (funding, key, "performance_targets", f"{period}.{key}", f"[{i}] {target['pro_name']}",
                           Decimal("0.01"), True)


def rows_of(document):
    """Every row that can be dropped or doubled: (list, index, table, where)."""
    for name, table in document["tables"].items():
        for part in LISTS:
            for i, row in enumerate(table.get(part) or []):
                if any(number(row[k]) for k in row if k in MONEY):
                    label = row.get("item") or row.get("exp_func_code") or row.get("pro_name") \
                        or row.get("dep_bgt_eco_name") or row.get("agency_name") or "合计"
                    yield table[part], i, name, f"{part}[{i}] {label}"
    targets = document.get("performance_targets") or []
    for i, target in enumerate(targets):
        yield targets, i, "performance_targets", f"[{i}] {target['pro_name']}"


def change_cell(kind, value, place, rng):
    """The new value of a cell, or None where the kind doesn't fit."""
    if kind == "filled":
        return None if value is not None else place * rng.randint(100, 99999)
    if value is None or value == 0:
        return None
    if kind == "last_place":
        return value + place * rng.choice((-2, 2))
    if kind == "times_ten":
        return value * 10
    if kind == "swapped":
        return swap_digits(value, place)
    return value  # blanked


def wrong_code(code, rng):
    """The code with one digit other than the first changed, or two changed over."""
    i = rng.randrange(1, len(code))
    return code[:i] + str((int(code[i]) + rng.randint(1, 9)) % 10) + code[i + 1:]


def choices(document, kind, rng):
    """What can go wrong in this way, as functions that make the mistake in a copy and say where and what."""
    if kind in ("row_dropped", "row_doubled"):
        for n, (_, i, table, where) in enumerate(rows_of(document)):
            yield table, "row", lambda twin, n=n, i=i, where=where: change_row(twin, kind, n, i, where)
    elif kind == "wrong_code":
        for name, table in document["tables"].items():
            for part in LISTS:
                for i, row in enumerate(table.get(part) or []):
                    for key in CODES:
                        if row.get(key):
                            code = wrong_code(row[key], rng)
                            yield name, key, lambda twin, at=(name, part, i, key), code=code: change_code(twin, at, code)
    elif kind == "renamed":
        for name in ("projects_current", "projects_carryover"):
            for i, row in enumerate((document["tables"].get(name) or {}).get("rows") or []):
                if row["pro_name"] not in ("合计", document["agency_name"]):
                    yield name, "pro_name", lambda twin, name=name, i=i: rename(twin["tables"][name]["rows"], i)
        for i, _ in enumerate(document.get("performance_targets") or []):
            yield "performance_targets", "pro_name", lambda twin, i=i: rename(twin["performance_targets"], i)
    else:
        for n, (holder, key, table, column, where, place, fillable) in enumerate(cells(document)):
            before = number(holder.get(key))
            after = change_cell(kind, before, place, rng) if fillable or kind != "filled" else None
            if after is not None and (kind == "blanked" or after != before):
                value = None if kind == "blanked" else plain(after)
                yield table, column, lambda twin, n=n, key=key, value=value, where=where: \
                    change_value(twin, n, key, value, where)


def change_value(twin, n, key, value, where):
    holder = next(itertools.islice(cells(twin), n, None))[0]
    before = holder.get(key)
    holder[key] = value
    return f"{where}: {before} → {value}"


def change_row(twin, kind, n, i, where):
    rows = next(itertools.islice(rows_of(twin), n, None))[0]
    if kind == "row_dropped":
        del rows[i]
    else:
        rows.insert(i, copy.deepcopy(rows[i]))
    return where


def change_code(twin, at, code):
    name, part, i, key = at
    row = twin["tables"][name][part][i]
    before, row[key] = row[key], code
    return f"{part}[{i}] {before} → {code}"


def rename(rows, i):
    rows[i]["pro_name"] = rows[i]["pro_name"][:-2] + "改造" + rows[i]["pro_name"][-1:]
    return f"[{i}] {rows[i]['pro_name']}"


def mutants_of(document, each, rng):
    for kind in KINDS:
        found = list(choices(document, kind, rng))
        for table, column, make in found if each == 0 or len(found) <= each else rng.sample(found, each):
            yield Mutant(kind, table, column, make)


def run(program, database, *arguments):
    done = subprocess.run([program, "--db", database, "-q", "--no-progress", *arguments], capture_output=True,
                          text=True, check=False)
    if done.returncode not in (0, 65):
        sys.exit(f"{program} {' '.join(arguments)}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout


def findings_of(program, database):
    """Findings by agency code, each as what it says, with its unit and hint; entity rules (E) speak of codes and are left out."""
    found = {}
    for row in csv.DictReader(io.StringIO(run(program, database, "findings", "--format", "csv"))):
        if row["rule_id"][0] != "E":
            key = (row["severity"], row["rule_id"], row["table_name"], row["row_label"], row["column_name"],
                   row["expected"], row["actual"])
            found.setdefault(row["agency_code"], {})[key] = (row["unit"], row["hint"])
    return found


def cells_named(findings):
    """The cells that the hints of errors name: place, what it is, what it should be."""
    matches = (NAMED.search(hint) for key, (_, hint) in findings.items() if key[0] == "error")
    return {match.groups() for match in matches if match}


def is_named(mutant, named):
    """Whether the cell that was changed is among those that hints name, with its old value but for a rounding; None: they name none."""
    if not named:
        return None
    where, change = mutant.where.rsplit(": ", 1)
    before = change.split(" → ")[0]
    old = Decimal(0) if before == "None" else number(before)
    slack = 2 * place_of(mutant.document["tables"].get(mutant.table, {}))
    return any(place.startswith(TABLES.get(mutant.table, "none")) and where.split("] ")[1] in place
               and abs(Decimal(better.replace(",", "")) - old) <= slack for place, _, better in named)


def write(mutants, originals):
    """All documents of a batch as a file of JSON Lines; the originals come first."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", delete=False) as file:
        for n, document in enumerate(originals):
            file.write(json.dumps(give_code(copy.deepcopy(document), f"8{n:06d}"), ensure_ascii=False) + "\n")
        texts = [pickle.dumps(document) for document in originals]
        for n, mutant in enumerate(mutants):
            mutant.agency = f"9{n:06d}"
            twin = pickle.loads(texts[mutant.original])
            mutant.where = mutant.make(twin)
            file.write(json.dumps(give_code(twin, mutant.agency), ensure_ascii=False) + "\n")
    os.chmod(file.name, 0o644)
    return file.name


def judge(options, mutants, originals):
    """Loads and checks one batch in a database of its own, and notes which mutants were noticed."""
    name = re.search(r"^postgresql:///([^?]+)|dbname=(\S+)", options.db)
    template = name[1] or name[2]
    database = re.sub(r"(_\d+)?$", r"_mutants\1", template, count=1)  # a test's number stays last, for its cleaning up
    psql = ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", options.db.replace(template, "template1", 1)]
    twin = options.db.replace(template, database, 1)
    subprocess.run(psql + ["-c", f'CREATE DATABASE "{database}" TEMPLATE "{template}"'], check=True)
    path = write(mutants, originals)
    try:
        run(options.huizong, twin, "load", path)
        run(options.huizong, twin, "check")
        found = findings_of(options.huizong, twin)
    finally:
        os.unlink(path)
        subprocess.run(psql + ["-c", f'DROP DATABASE "{database}" WITH (FORCE)'], check=True)
    for mutant in mutants:
        found_now, found_before = found.get(mutant.agency, {}), found.get(f"8{mutant.original:06d}", {})
        new = found_now.keys() - found_before.keys()
        mutant.errors = sum(key[0] == "error" and found_now[key][0] == "元" for key in new)
        if mutant.kind in CELLS:
            mutant.named = is_named(mutant, cells_named(found_now) - cells_named(found_before))
        mutant.detected = any(key[0] != "rounding" for key in new)
        mutant.is_rounding = bool(new) and not mutant.detected
        mutant.reason = None if mutant.detected else undetectable(mutant)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--huizong", required=True)
    parser.add_argument("--db", required=True)
    parser.add_argument("--each", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minimum", type=float, default=0)
    parser.add_argument("--survivors")
    parser.add_argument("--unnamed")
    parser.add_argument("documents", nargs="+")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    originals = [json.load(open(path, encoding="utf-8")) for path in options.documents]
    mutants = []
    for n, document in enumerate(originals):
        for mutant in mutants_of(document, options.each, rng):
            mutant.original, mutant.document = n, document
            mutants.append(mutant)
    for start in range(0, len(mutants), BATCH):
        judge(options, mutants[start:start + BATCH], originals)
    report(mutants, options)


def holder_of(mutant):
    """The row of the original whose cell was changed."""
    for holder, _, table, column, where, _, _ in cells(mutant.document):
        if table == mutant.table and column == mutant.column and mutant.where.startswith(where + ": "):
            return holder
    return {}


def others_are_silent_too(mutant):
    """Whether the prose leaves this figure out elsewhere too: then it isn't one blank among many (N11)."""
    narrative = mutant.document["narrative"]
    holder = holder_of(mutant)
    if mutant.table == "narrative.changes":
        rows = [r for r in narrative["changes"] if r is not holder]
        if mutant.column == "change":
            rows = [r for r in rows if r.get("change_pct") is not None] if holder.get("change_pct") is not None else []
    else:
        rows = [r for r in narrative["shares"] if r is not holder and r["of"] == holder["of"]]
    return not rows or any(r.get(mutant.column) is None for r in rows)


def says_no_percentage(mutant):
    return holder_of(mutant).get("change_pct") is None


def prints_no_kinds(mutant):
    return "other_operating_projects" not in mutant.document["narrative"]["performance"]


def publishes_no_projects(mutant):
    return "projects_current" not in mutant.document["tables"]


def is_special_fund(mutant):
    index = int(mutant.where[1:].split("]")[0])
    return mutant.document["performance_targets"][index].get("agency_name") is None


def has_no_namesake(mutant):
    index = int(mutant.where[1:].split("]")[0])
    name = mutant.document["performance_targets"][index]["pro_name"].replace("（", "(").replace("）", ")")
    return all(row["pro_name"].replace("（", "(").replace("）", ")") != name
               for row in mutant.document["tables"]["projects_current"]["rows"])


def is_row(*labels):
    return lambda mutant: any(mutant.where.split("] ")[1].startswith(label) for label in labels)


def was_zero_before(mutant):
    holder = holder_of(mutant)
    return number(holder.get("amount")) == number(holder.get("change"))


def is_only_class(mutant):
    """Whether the dropped row was the only 类 of its table: a table may leave out a level."""
    rows = mutant.document["tables"][mutant.table]["rows"]
    code = mutant.where.split("] ")[1]
    return len(code) == 3 and sum(len(row["exp_func_code"] or "") == 3 for row in rows) == 1


def may_be_withheld(mutant):
    """Whether the dropped row is an 项 of a document that says that some are left out for secrecy."""
    return len(mutant.where.split("] ")[1]) == 7 and withholds(mutant.document)


def states_no_three_public(mutant):
    changes = mutant.document["narrative"]["changes"]
    return mutant.where.endswith("合计") and all(change["figure"] != "three_public.total" for change in changes)


def is_own_total(mutant):
    return mutant.where.endswith(mutant.document["agency_name"])


def prose_is_silent(mutant):
    changes = mutant.document["narrative"]["changes"]
    return all(change["figure"] != "operating_expenses" for change in changes)


# Where nothing else that the document prints depends on a figure: (table, columns, kinds or None for all, test or None,
# reason). A mutant is undetectable where a line fits and no error or warning came of it.
NOTHING_ELSE = [
    ("state_assets", ["vehicles.quota"], None, None, "only bounds the number of vehicles from above"),
    ("state_assets", ["office_floor_area_m2", "equipment_over_500k_yuan", "equipment_over_1m_yuan"], None, None,
     "stated once"),
    ("narrative.performance", ["overall_target_amount"], None, None, "stated once"),
    ("narrative.performance", ["projects.count"], None, prints_no_kinds,
     "the kinds of projects are not stated, and first-level projects are not the rows of table 12"),
    ("narrative.performance", ["projects.amount"], None, publishes_no_projects, "table 12 is not published"),
    ("narrative.performance", ["published.amount"], ["last_place"], None,
     "a percentage of two decimals does not show it"),
    ("narrative.performance", ["projects.amount", "projects.count", "published.count",
                               "published.amount", "published.pct_of_project_expenditure"], ["blanked"], None, "prose need not state it"),
    ("narrative.changes", ["change"], None, says_no_percentage,
     "no percentage stated: only the prior year's document, not loaded here, has it"),
    ("narrative.changes", ["change"], ["last_place"], None, "a percentage of two decimals does not show it"),
    ("narrative.changes", ["change_pct"], ["blanked"], None, "prose need not state a percentage"),
    ("narrative.changes", ["change_pct"], None, was_zero_before, "there was nothing the year before to be a percentage of"),
    ("procurement_budget", ["row"], ["row_dropped"], is_only_class, "the only 类 of its table, which may leave out that level"),
    ("procurement_budget", ["row"], ["row_dropped"], may_be_withheld, "the document says that rows are withheld"),
    ("three_public", ["row"], ["row_dropped"], states_no_three_public, "the prose states no total, and a list may stand without"),
    ("government_fund_expenditure", ["row"], ["row_dropped"], is_row("合计"), "tables 7 to 9 may stand without a total"),
    ("appropriation_summary", ["amount"], ["blanked"], is_row("上年财政拨款结转"), "a heading may stand blank above its parts"),
    ("narrative.changes", ["amount", "change"], ["blanked"], others_are_silent_too, "prose need not state it"),
    ("narrative.shares", ["amount", "pct"], ["blanked"], others_are_silent_too, "prose need not state it"),
    ("projects_current", ["row"], ["row_dropped"], is_row("合计"), "a list of projects may stand without a total"),
    ("projects_carryover", ["pro_name"], ["renamed"], None, "no form and no other table names these projects"),
    ("performance_targets", ["pro_name", "row"], None, is_special_fund,
     "form of a special fund, which no table of the department lists"),
    ("performance_targets", ["annual_funding.total"], ["blanked"], is_special_fund,
     "form of a special fund, which no table of the department lists"),
    ("performance_targets", ["pro_name"], ["renamed"], has_no_namesake,
     "the form had no project of its name before"),
    ("operating_expenses", ["row"], ["row_dropped"], None, "the unit's row and the total say the same"),
    ("operating_expenses", ["total"], None, prose_is_silent,
     "the prose states no figure; public institutions' expenses aren't in it, so table 6 does not tell"),
    ("operating_expenses", ["general_public_budget"], ["blanked"], None, "a table may print totals alone"),
    ("projects_current", ["row"], ["row_doubled"], is_own_total, "some print the unit's total row twice"),
    ("projects_carryover", ["row"], ["row_doubled", "row_dropped"], is_own_total,
     "some print the unit's total row twice"),
    ("budget_summary", ["row"], ["row_dropped"], is_row("一、财政拨款收入"), "its parts stand for it"),
    ("budget_summary", ["amount"], ["blanked"], is_row("一、财政拨款收入"), "a heading may stand blank above its parts"),
    ("three_public", ["row"], ["row_dropped"], is_row("公务用车购置及运行"), "its parts stand for it"),
]
ROUNDING = "only a rounding finding: the printed precision does not tell it from rounding"


def undetectable(mutant):
    """Why nothing printed contradicts the mutant; None where something does."""
    if mutant.is_rounding:
        return ROUNDING
    for table, columns, kinds, test, reason in NOTHING_ELSE:
        if table == mutant.table and mutant.column in columns \
                and (kinds is None or mutant.kind in kinds) and (test is None or test(mutant)):
            return reason
    return None


def report_cells(mutants):
    """Of changes of one cell that several errors came of: how many have hints that name the cell."""
    print("\n| change of one cell | several errors | the cell is named | another | none |\n| --- | ---: | ---: | ---: | ---: |")
    total = [0, 0, 0, 0]
    for kind in CELLS:
        these = [m for m in mutants if m.kind == kind and m.errors > 1]
        counts = [len(these)] + [sum(m.named is what for m in these) for what in (True, False, None)]
        total = [sum(pair) for pair in zip(total, counts)]
        print(f"| {KINDS[kind]} | " + " | ".join(str(count) for count in counts) + " |")
    print("| all of one cell | " + " | ".join(str(count) for count in total) + " |")


def report(mutants, options):
    print("| change | mutants | noticed | without trace | score of the others |")
    print("| --- | ---: | ---: | ---: | ---: |")
    counts = {}
    for kind in KINDS:
        these = [m for m in mutants if m.kind == kind]
        if these:
            counts[kind] = (len(these), sum(m.detected for m in these), sum(m.reason is not None for m in these))
    total = tuple(sum(c[i] for c in counts.values()) for i in range(3))
    for title, (made, detected, hopeless) in [(KINDS[k], c) for k, c in counts.items()] + [("all", total)]:
        detectable = made - hopeless
        score = 100 * detected / detectable if detectable else 100
        print(f"| {title} | {made} | {detected} | {hopeless} | {score:.1f} % |")
    report_cells(mutants)
    reasons = {}
    for mutant in mutants:
        if mutant.reason is not None:
            reasons.setdefault(mutant.reason, []).append(f"{mutant.table} {mutant.column}")
    print("\n| without trace: why | mutants | where |\n| --- | ---: | --- |")
    for reason, places in sorted(reasons.items(), key=lambda r: (-len(r[1]), r[0])):
        print(f"| {reason} | {len(places)} | {', '.join(sorted(set(places)))} |")
    if options.survivors:
        with open(options.survivors, "w", encoding="utf-8") as file:
            for m in mutants:
                if not m.detected and m.reason is None:
                    file.write(f"{m.original}\t{m.kind}\t{m.table}\t{m.column}\t{m.where}\n")
    if options.unnamed:
        with open(options.unnamed, "w", encoding="utf-8") as file:
            for m in mutants:
                if m.kind in CELLS and m.errors > 1 and m.named is not True:
                    what = "none" if m.named is None else "another"
                    file.write(f"{what}\t{m.original}\t{m.kind}\t{m.table}\t{m.column}\t{m.where}\n")
    low = [KINDS[k] for k, (made, detected, hopeless) in counts.items()
           if 100 * detected < options.minimum * (made - hopeless)]
    if low:
        sys.exit(f"Less than {options.minimum:.1f} % of the detectable mutants were noticed: {', '.join(low)}")


if __name__ == "__main__":
    main()
