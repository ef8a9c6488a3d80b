#!/usr/bin/env python3
"""Documents as honest as the one they are made of: without each table or other part, without each two of them, and with the
same figures and labels written in other ways.

  honest.py DOCUMENT… > FILE.jsonl

Agency codes are 8, two digits for the document, three for what was done: 000 nothing, from 001 what is left out, from 900
how it is written. What was done stands in the title of the source.
"""
import copy
import itertools
import json
import sys

MONEY = {"amount", "total", "current", "carryover", "basic", "personnel", "public", "project", "fiscal_appropriation",
         "general_public_budget", "government_fund", "state_capital", "fiscal_special_account", "agency_funds",
         "institution_income", "superior_subsidy", "subordinate_remittance", "institution_business_income",
         "other_income", "non_fiscal_balance", "carry_forward", "prior_total"}
NAMES = {"item", "exp_func_name", "dep_bgt_eco_name", "gov_bgt_eco_name", "rev_name", "agency_name", "pro_name"}
LISTS = ("revenue", "expenditure", "rows")
PARTS = ("narrative", "procurement", "state_assets", "performance_targets")


def give_code(document, agency):
    """The same document of another unit (or department), in a division that has no roster."""
    document["mof_div_code"] = "659900000"
    old = document["dept_code"]
    if document.get("scope") == "department":
        document["dept_code"] = agency
        for target in document.get("performance_targets") or []:
            if target.get("dept_code") == old:
                target["dept_code"] = agency
    document["agency_code"] = agency
    return document


def without(document, parts):
    smaller = copy.copy(document)
    smaller["tables"] = {name: table for name, table in document["tables"].items() if name not in parts}
    for part in parts:
        smaller.pop(part, None)
    smaller["source"] = {"title": ", ".join(parts)}
    return smaller


def cells(document, keys):
    """Every cell of one of these keys: its row and key, and which keys its list prints figures in."""
    for table in document["tables"].values():
        for part in LISTS:
            rows = table.get(part) or []
            printed = {key for row in rows for key in row if key in MONEY and row[key] is not None}
            for row in rows:
                for key in sorted(keys & (row.keys() | printed)):
                    yield row, key, printed


def spaced_labels(document):
    for row, key, _ in cells(document, NAMES):
        if row.get(key):
            row[key] = "  " + row[key].replace("合计", "合　计").replace("总计", "总　计")


def other_brackets(document):
    for row, key, _ in cells(document, NAMES):
        if row.get(key):
            row[key] = row[key].translate(str.maketrans("（）()", "()（）"))


def amounts_as_text(document):
    for row, key, _ in cells(document, MONEY):
        if row.get(key) is not None:
            row[key] = f"{row[key]:,.2f}"


def zeros_for_blanks(document):
    for row, key, printed in cells(document, MONEY):
        if row.get(key) is None and key in printed:
            row[key] = 0


def blanks_for_zeros(document):
    for row, key, _ in cells(document, MONEY):
        if row.get(key) == 0:
            row[key] = "—"


def absent_blanks(document):
    for row, key, _ in cells(document, MONEY):
        if key in row and row[key] is None:
            del row[key]


def no_blank_rows(document):
    for name in ("budget_summary", "appropriation_summary"):
        for part in LISTS:
            rows = document["tables"].get(name, {}).get(part)
            if rows:
                rows[:] = [row for row in rows if any(row.get(key) is not None for key in MONEY)]


def other_order(document):
    document["tables"] = dict(reversed(document["tables"].items()))


def main():
    ways = (spaced_labels, other_brackets, amounts_as_text, zeros_for_blanks, blanks_for_zeros, absent_blanks,
            no_blank_rows, other_order)
    for number, path in enumerate(sys.argv[1:]):
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        parts = list(document["tables"]) + [p for p in PARTS if document.get(p)]
        left_out = [()] + [(p,) for p in parts] + list(itertools.combinations(parts, 2))
        for n, some in enumerate(left_out):
            smaller = give_code(copy.deepcopy(without(document, some)), f"8{number:02d}{n:03d}")
            print(json.dumps(smaller, ensure_ascii=False))
        for n, way in enumerate(ways):
            same = give_code(copy.deepcopy(document), f"8{number:02d}{900 + n}")
            way(same)
            same["source"] = {"title": way.__name__}
            print(json.dumps(same, ensure_ascii=False))


if __name__ == "__main__":
    main()
