#!/usr/bin/env python3
"""What samples/queries.sql must say of the samples, from the documents alone: one line a row, for the queries that can be
answered so. Usage: expected_queries.py NUMBER CONFIG_DIR FILE...
"""
import json
import sys
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

from expected_rollups import Catalogue, Document, counting, in_force, plain


def yuan(amount):
    return "" if amount is None else f"{Decimal(amount) / 100:.2f}"


def pct(part, whole):
    return "" if part is None or not whole else str(
        (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def project_rows(document):
    totals = {plain(n) for n in ("部门合计", "合计", document.data["agency_name"], document.data.get("dept_name"))}
    return [r.get("total") for r in document.rows("projects_current") if plain(r["pro_name"]) not in totals]


def main():
    number, config, *paths = sys.argv[1:]
    catalogue = Catalogue(config)
    documents = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            documents.append(Document(json.load(file, parse_float=Decimal), catalogue))
    documents = in_force(documents)
    counted = counting(documents, defaultdict(set))
    city, dept = defaultdict(dict), defaultdict(dict)
    for d in counted:
        for place, key in ((city, (d.year, d.division)), (dept, (d.year, d.division, d.dept))):
            for figure, amount in d.figures.items():
                place[key][figure] = place[key].get(figure, 0) + amount
    function = "expenditure_by_function"
    if number == "1":
        for (year, division), f in city.items():
            part, whole = f.get((function, "208", "total")), f[function, "", "total"]
            print(year, division, yuan(part), yuan(whole), pct(part, whole), sep="|")
    elif number == "7":
        name = "expenditure_by_economic"
        for (year, division, code), f in dept.items():
            whole, part = f.get((name, "department/", "total")), f.get((name, "department/", "personnel"))
            if whole is not None:
                print(year, division, code, yuan(whole), yuan(part), yuan(f.get((name, "department/", "public"))),
                      pct(part, whole), sep="|")
    elif number == "8":
        name = "revenue_by_source"
        for (year, division), f in city.items():
            total, part, over = (f.get((name, s, "amount")) for s in ("total", "fiscal_appropriation", "carryover"))
            print(year, division, yuan(total), yuan(part), yuan(over), pct(part, total), sep="|")
    elif number == "5":
        rows = defaultdict(list)
        for d in counted:
            rows[d.year, d.division, d.dept] += project_rows(d)
        merged = {key: (len(amounts), sum(a or 0 for a in amounts),
                        sum(sorted((a or 0 for a in amounts), reverse=True)[:5]))
                  for key, amounts in rows.items() if amounts}
        for key, (count, total, five) in merged.items():
            print(*key, count, yuan(total), yuan(five), pct(five, total), sep="|")


main()
