#!/usr/bin/env python3
"""What the comparisons with the year before must say, computed from the documents and the CSV files of config/.

Usage: expected_yoy.py CONFIG_DIR FILE... Prints one row a line: relation|year|stage|division|level|department|agency|
subject|current|prior|comparable|basis|difference, in yuan, blanks where there is nothing. Restated amounts are moved
row by row, as printed; shares that don't come out even to the fen are none of this computation.
"""
import csv
import json
import os
import sys
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

from expected_rollups import UNITS, Catalogue, Document, add, counting, fen, in_force, read_roster

MEASURES = {"expenditure_by_function": "total", "expenditure_by_economic": "total", "revenue_by_source": "amount",
            "three_public": "total", "operating_expenses": "total"}
STATED = {"expenditure_total": ("expenditure_by_function", ""), "revenue_total": ("revenue_by_source", "total"),
          "appropriation_total": ("revenue_by_source", "fiscal_appropriation"),
          "operating_expenses": ("operating_expenses", "")}
ITEMS = (("购置及运行", "vehicles"), ("出国", "overseas_travel"), ("接待", "reception"), ("购置", "vehicle_purchase"),
         ("运行", "vehicle_operation"), ("合计", "total"))


def table(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return list(csv.DictReader(file))


def figures(document):
    return {(r, s): amount for (r, s, m), amount in document.figures.items() if MEASURES.get(r) == m}


def leaves(document):
    """The rows that make up the hierarchical relations: (relation, prefix of the subject, code, amount)."""
    source = next((t for t in ("expenditure", "revenue", "general_public_expenditure") if document.leaves(t)), None)
    for row in document.leaves(source) if source else ():
        amount = row.get("total")
        if source == "revenue" and not document.carryover_is_within():
            amount = add(amount, row.get("carryover"))
        yield "expenditure_by_function", "", row["exp_func_code"], amount
    rows = list(document.economic_codes())
    codes = [c for c, _, _ in rows if c]
    for code, government, row in rows:
        if code and any(c != code and c.startswith(code) for c in codes):
            continue
        if not government:
            unique = document.catalogue.crossmap.get(code, set())
            government = next(iter(unique)) if len(unique) == 1 else ("U" + code if code else None)
        yield "expenditure_by_economic", "department/", code, row.get("total")
        yield "expenditure_by_economic", "government/", government, row.get("total")


def places(prefix, code):
    if not code:
        return {prefix, prefix + "unresolved"}
    letters = 1 if code.startswith("U") else 0
    return {prefix} | {prefix + code[:n + letters] for n in (3, 5, 7) if len(code) >= n + letters}


def restated_subjects(document, changes, year):
    """The document's figures with the subjects of `year`."""
    out = defaultdict(Fraction)
    for key, amount in figures(document).items():
        if key[0] not in ("expenditure_by_function", "expenditure_by_economic"):
            out[key] += amount
    for relation, prefix, code, amount in leaves(document):
        if amount is None:
            continue
        moved = []
        for c in changes:
            letters = "U" if (c["classification"], prefix, (code or "")[:1]) == ("department", "government/", "U") else ""
            if int(c["fiscal_year"]) == year and code and code.startswith(letters + c["from_code"]) and (
                    letters or c["classification"] == (prefix.rstrip("/") or "function")):
                longest = (7 if c["classification"] == "function" else 5) + len(letters)
                after = letters + c["to_code"] + code[len(letters + c["from_code"]):]
                moved.append((after if len(after) <= longest else letters + c["to_code"], Fraction(c["share"])))
        for target, share in moved or [(code, 1)]:
            for place in places(prefix, target):
                out[relation, place] += amount * share
            if moved:
                for place in places(prefix, code):
                    out[relation, place] += 0  # what moved away leaves a zero behind
    return out


def stated(document):
    """What the document says of the year before: (relation, subject) -> fen, the first statement of each."""
    narrative = document.data.get("narrative") or {}
    unit = narrative.get("amount_unit") or "万元"
    found = []
    for c in narrative.get("changes") or []:
        amount, change = fen(c.get("amount"), unit), fen(c.get("change"), unit)
        key = STATED.get(c["figure"]) or (("three_public", c["figure"][13:]) if c["figure"].startswith("three_public.")
                                          else None)
        if key and amount is not None and change is not None:
            found.append((key, amount, amount - change))
    for i in narrative.get("items") or []:
        amount, prior = fen(i.get("amount"), unit), fen(i.get("prior_amount"), unit)
        if i.get("prior_kind") == "budget" and i.get("exp_func_code") and None not in (amount, prior):
            found.append((("expenditure_by_function", i["exp_func_code"]), amount, prior))
    for row in document.rows("three_public"):
        if row.get("prior_total") is not None:
            item = next(k for w, k in ITEMS if w in row["item"])
            found.append((("three_public", item), row.get("total"), row["prior_total"]))
    own, out = figures(document), {}
    for key, amount, prior in found:
        place = Fraction(UNITS[unit], 10 ** (narrative.get("decimals") or 2))
        if key not in out:
            out[key] = prior if amount is not None and abs(amount - own.get(key, 0)) <= 10 * place else None
    return {k: v for k, v in out.items() if v is not None}


def main():
    config, *paths = sys.argv[1:]
    catalogue = Catalogue(config)
    documents = []
    for path in paths:
        with open(path, encoding="utf-8-sig") as file:
            data = json.load(file, parse_float=Decimal)
        documents += [Document(d, catalogue) for d in (data if isinstance(data, list) else [data])]
    documents = in_force(documents)
    counts = set(counting(documents, read_roster(os.path.join(config, "agencies.csv"))))
    roster = {(r["mof_div_code"], int(r["fiscal_year"]), r["agency_code"]): r["dept_code"]
              for r in table(config, "agencies.csv")}
    reorganizations, changes = table(config, "reorganizations.csv"), table(config, "subject_changes.csv")
    slices = {(d.division, d.year, d.stage) for d in documents}
    out = defaultdict(lambda: [None] * 5)  # current, documents, comparable beside them, stated, difference

    def put(place, year, stage, division, level, dept, agency, key, amount):
        row = out[key[0], year, stage, division, level, dept, agency, key[1]]
        row[place] = add(row[place], amount)

    def levels(document):
        if document.scope == "unit":
            yield "agency", document.dept, document.agency
        if document in counts:
            yield "department", document.dept, ""
            yield "division", "", ""

    for d in documents:
        place = d.year, d.stage, d.division
        for key, amount in figures(d).items():
            for level in levels(d):
                put(0, *place, *level, key, amount)
        if (d.division, d.year + 1, d.stage) not in slices:
            continue
        later = d.year + 1
        plain, restated = figures(d), restated_subjects(d, changes, later)
        for level in levels(d):
            for key, amount in plain.items():
                put(1, later, d.stage, d.division, *level, key, amount)
            for key in set(restated) | set(plain):
                put(2, later, d.stage, d.division, *level, key, restated.get(key, 0) - plain.get(key, 0))
        if d.scope == "department" and d not in counts:
            continue
        for r in reorganizations:
            if (r["mof_div_code"], int(r["fiscal_year"]), r["from_agency_code"]) != (d.division, later, d.agency):
                continue
            to, inside = r["to_agency_code"], [x for x in documents if (x.division, x.year) == (d.division, later)]
            own = [x for x in inside if x.scope == "unit" and x.agency == to]
            to_dept = roster.get((d.division, later, to)) or (own[0].dept if own else None)
            is_dept = to_dept is None and any(x.scope == "department" and x.agency == to for x in inside)
            to_dept = to_dept or (to if is_dept or d.scope == "department" else d.dept)
            for key, amount in restated.items():
                moved = amount * Fraction(r["share"])
                if d.scope == "unit":
                    put(2, later, d.stage, d.division, "agency", d.dept, d.agency, key, -moved)
                    if not is_dept:
                        put(2, later, d.stage, d.division, "agency", to_dept, to, key, moved)
                elif to_dept == d.dept:
                    continue
                if to_dept != d.dept:
                    put(2, later, d.stage, d.division, "department", d.dept, "", key, -moved)
                    put(2, later, d.stage, d.division, "department", to_dept, "", key, moved)
    for d in documents:
        before = [x for x in documents if (x.division, x.year + 1, x.stage) == (d.division, d.year, d.stage)]
        same = [x for x in before if (x.scope, x.agency) == (d.scope, d.agency)
                and (x.scope == "unit" or x in counts)]
        merged = any((r["mof_div_code"], int(r["fiscal_year"]), r["to_agency_code"]) == (d.division, d.year, d.agency)
                     for r in reorganizations)
        otherwise = any(x in counts and x.dept == d.dept and x.scope != d.scope for x in before)
        if d.scope == "department" and d not in counts:
            continue
        for key, prior in stated(d).items():
            for level in levels(d):
                if same:
                    put(4, d.year, d.stage, d.division, *level, key, prior - figures(same[0]).get(key, 0))
                elif not merged and (level[0] == "agency" or not otherwise):
                    put(3, d.year, d.stage, d.division, *level, key, prior)
    # Sums of other contributors in one year than in the other: whose figure has no counterpart there, nor a statement.
    gaps = set()
    for d in counts:
        for step in (-1, 1):
            later = max(d.year, d.year + step)
            if (d.division, later, d.stage) not in slices:
                continue
            others = [x for x in counts if (x.division, x.year, x.stage) == (d.division, d.year + step, d.stage)]
            ends = ("to_agency_code", "from_agency_code")[::-step]
            moved = {r[ends[1]] for r in reorganizations
                     if (r["mof_div_code"], int(r["fiscal_year"]), r[ends[0]]) == (d.division, later, d.agency)}
            if any(x.agency in moved or (x.scope, x.agency) == (d.scope, d.agency)
                   or (x.dept == d.dept and x.scope != d.scope) for x in others):
                continue
            told = stated(d) if step < 0 else {}
            merged = any((r["mof_div_code"], int(r["fiscal_year"]), r["to_agency_code"]) == (d.division, later, d.agency)
                         for r in reorganizations)
            for key, amount in figures(d).items():
                if amount is not None and (merged or key not in told):
                    gaps |= {(key[0], later, d.stage, d.division, *level, key[1])
                             for level in (("department", d.dept, ""), ("division", "", ""))}
    for key, (current, documented, restated, told, difference) in out.items():
        restated = restated or None
        if key[0] not in MEASURES or (current, documented, restated, told) == (None,) * 4:
            continue
        prior = add(documented, told)
        comparable = add(prior, restated)
        basis = ("partial" if key in gaps and comparable is not None
                 else "mixed" if documented is not None and told is not None else "stated" if told is not None
                 else "document" if comparable is not None else "")
        shown = ["" if v is None else f"{Decimal(int(v)) / 100:.2f}" for v in (current, prior, comparable)]
        print("|".join(map(str, key + tuple(shown) + (
            basis, "" if difference is None else f"{Decimal(int(difference)) / 100:.2f}"))))


if __name__ == "__main__":
    main()
