#!/usr/bin/env python3
"""What the rollups must say of disclosure documents, computed from the JSON alone.

An independent reading of the same documents: nothing here is shared with the program, and the arithmetic is on
whole fen. Usage: expected_rollups.py CONFIG_DIR ROSTER_CSV FILE..., the roster "-" for none. Prints one figure a
line, sorted: relation|year|stage|division|level|department|agency|subject|measure|yuan. Blanks are not printed.
"""
import csv
import json
import os
import re
import sys
import unicodedata
from collections import defaultdict
from decimal import Decimal

UNITS = {"元": 100, "千元": 100_000, "万元": 1_000_000, "亿元": 10_000_000_000}
FUNDS = ("general_public_budget", "government_fund", "state_capital")
OWN = ("institution_income", "superior_subsidy", "subordinate_remittance", "institution_business_income",
       "other_income")
TRANSFERS = ("superior_subsidy", "subordinate_remittance")
# Relations that say how many documents have a figure.
COUNTED = ("expenditure_by_function", "expenditure_by_economic", "revenue_by_source", "appropriation_by_function",
           "three_public", "operating_expenses")


def number(value):
    """A printed number; None where it is blank."""
    if isinstance(value, str):
        value = unicodedata.normalize("NFKC", value).strip().replace(",", "")
    return None if value is None or value in ("", "-", "—", "--") else Decimal(str(value))


def fen(value, unit):
    """A printed amount in fen; None where it is blank."""
    printed = number(value)
    if printed is None:
        return None
    amount = printed * UNITS[unit]
    assert amount == int(amount), value
    return int(amount)


def add(*amounts):
    """The sum of what is printed; None where nothing is."""
    printed = [a for a in amounts if a is not None]
    return sum(printed) if printed else None


def plain(label):
    label = re.sub(r"\s", "", unicodedata.normalize("NFKC", label or ""))
    return re.sub(r"[\[{〔【]", "(", re.sub(r"[\]}〕】]", ")", label))


def subject(label):
    """A label without its ordinal: 八、社会保障和就业支出, (1)办公费, 1. 一般公共预算资金."""
    return re.sub(r"^(其中:)?([一二三四五六七八九十]+、|\d+[.、]|\([一二三四五六七八九十\d]+\)|[①-⑩])?", "", plain(label))


def is_numbered(label):
    return bool(re.match(r"[一二三四五六七八九十]+、", plain(label)))


def is_part(label):
    # NFKC turns ① into 1, so it is looked for in the label as printed.
    return bool(re.match(r"\s*([①-⑩]|\d+\s*[.、．]|其中)", label or "")) or bool(re.match(r"\([一-十]+\)", plain(label)))


class Catalogue:
    def __init__(self, folder):
        def rows(name):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                return list(csv.DictReader(file))

        def column(row, *names):
            return next(row[n] for n in names if n in row)

        functions = rows("exp_func.csv")
        self.classes = {}
        for row in functions:
            code = column(row, "exp_func_code", "code")
            if len(code) == 3:
                self.classes.setdefault(column(row, "exp_func_name", "name"), code)
        self.department = {column(r, "dep_bgt_eco_code", "code"): column(r, "dep_bgt_eco_name", "name")
                           for r in rows("dep_bgt_eco.csv")}
        self.government = {column(r, "gov_bgt_eco_code", "code"): column(r, "gov_bgt_eco_name", "name")
                           for r in rows("gov_bgt_eco.csv")}
        self.crossmap = defaultdict(set)
        for row in rows("eco_crossmap.csv"):
            self.crossmap[row["dep_bgt_eco_code"]].add(row["gov_bgt_eco_code"])


class Document:
    def __init__(self, data, catalogue):
        self.data = data
        self.catalogue = catalogue
        self.year = data["fiscal_year"]
        self.stage = data.get("bgt_stage") or "budget"
        self.division = data["mof_div_code"].ljust(9, "0")
        self.scope = data.get("scope") or "unit"
        self.dept = data["dept_code"]
        self.agency = data["agency_code"]
        self.revision = data.get("revision") or 1
        self.figures = {}  # (relation, subject, measure) -> fen, or a count
        self.read()

    def rows(self, table, member="rows"):
        holder = self.data["tables"].get(table) or {}
        unit = holder.get("amount_unit") or "万元"
        texts = ("item", "name", "code", "category")
        return [{k: v if k.endswith(texts) else fen(v, unit) for k, v in row.items()}
                for row in holder.get(member) or []]

    def leaves(self, table, member="rows"):
        rows = [r for r in self.rows(table, member) if r.get("exp_func_code")]
        codes = {r["exp_func_code"] for r in rows}
        return [r for r in rows
                if not any(c != r["exp_func_code"] and c.startswith(r["exp_func_code"]) for c in codes)]

    def put(self, relation, subject_code, measure, amount):
        if amount is not None:
            key = (relation, subject_code, measure)
            self.figures[key] = self.figures.get(key, 0) + amount

    def read(self):
        self.expenditure_by_function()
        self.expenditure_by_economic()
        self.revenue_by_source()
        self.appropriation_by_function()
        self.three_public()
        self.operating_expenses()
        self.project_totals()
        self.procurement()
        self.state_assets()

    def under_prefixes(self, relation, code, measures):
        for measure, amount in measures.items():
            self.put(relation, "", measure, amount)
            for digits in (3, 5, 7):
                if len(code) >= digits:
                    self.put(relation, code[:digits], measure, amount)

    def carryover_is_within(self):
        """Whether table 2's total holds the carryover; else it stands beside it."""
        def whole(table, key):
            rows = self.rows(table)
            total = [r.get(key) for r in rows if not r.get("exp_func_code")]
            return total[0] if total and total[0] is not None else add(*(r.get(key) for r in self.leaves(table)))
        total, carryover = whole("revenue", "total") or 0, whole("revenue", "carryover") or 0
        other = whole("expenditure", "total")
        if other is None:
            other = carryover + sum(
                add(r.get("fiscal_appropriation") if r.get("fiscal_appropriation") is not None
                    else add(*(r.get(f) for f in FUNDS)),
                    r.get("fiscal_special_account"),
                    r["agency_funds"] if r.get("agency_funds") is not None else add(*(r.get(o) for o in OWN)),
                    r.get("non_fiscal_balance")) or 0 for r in self.leaves("revenue"))
        return carryover != 0 and abs(total - other) < abs(total + carryover - other)

    def expenditure_by_function(self):
        name = "expenditure_by_function"
        revenue = self.leaves("revenue")
        within = self.carryover_is_within()
        for row in self.leaves("expenditure"):
            self.under_prefixes(name, row["exp_func_code"], {k: row.get(k) for k in ("total", "basic", "project")})
        for row in revenue:
            carryover = row.get("carryover")
            total = row.get("total")
            own = row.get("agency_funds")
            measures = {
                "current_year": (total or 0) - carryover if within and carryover is not None else total,
                "carryover": carryover,
                "fiscal_special_account": row.get("fiscal_special_account"),
                "agency_funds": own if own is not None else add(*(row.get(o) for o in OWN))}
            measures.update({fund: row.get(fund) for fund in FUNDS})
            if not self.leaves("expenditure"):
                measures["total"] = total if within else add(total, carryover)
            self.under_prefixes(name, row["exp_func_code"], measures)
        if not self.leaves("expenditure") and not revenue:
            for row in self.leaves("general_public_expenditure"):
                self.under_prefixes(name, row["exp_func_code"],
                                    {k: row.get(k) for k in ("total", "basic", "project")})
        if all(row.get(fund) is None for row in revenue for fund in FUNDS):
            for fund, table, member in (("general_public_budget", "general_public_expenditure", "rows"),
                                        ("government_fund", "government_fund_expenditure", "rows"),
                                        ("state_capital", "state_capital", "expenditure")):
                for row in self.leaves(table, member):
                    self.under_prefixes(name, row["exp_func_code"], {fund: row.get("total")})

    def economic_codes(self):
        """Each row of table 6 with its department and government subject."""
        groups = {plain(n): c for c, n in self.catalogue.department.items() if len(c) == 3}
        groups.setdefault("对个人和家庭补助", "303")
        group = ""
        for row in self.rows("basic_expenditure_by_economic"):
            label = plain(row.get("dep_bgt_eco_name"))
            if label == "合计":
                continue
            code = row.get("dep_bgt_eco_code")
            if not code and label in groups:
                code = groups[label]
            if code and len(code) == 3:
                group = code
            if not code:
                found = [c for c, n in self.catalogue.department.items() if c.startswith(group) and plain(n) == label]
                code = found[0] if len(found) == 1 else None
            government = row.get("gov_bgt_eco_code")
            if not government and row.get("gov_bgt_eco_name"):
                named = [g for g, n in self.catalogue.government.items() if plain(n) == plain(row["gov_bgt_eco_name"])
                         and len(g) == (3 if len(code or "") == 3 else 5)]
                found = [g for g in named if g in self.catalogue.crossmap.get(code, ())] or named
                government = found[0] if len(found) == 1 else None
            yield code, government, row

    def expenditure_by_economic(self):
        rows = list(self.economic_codes())
        codes = [c for c, _, _ in rows if c]
        for code, government, row in rows:
            if code and any(c != code and c.startswith(code) for c in codes):
                continue
            if not government:
                unique = self.catalogue.crossmap.get(code, set())
                government = next(iter(unique)) if len(unique) == 1 else ("U" + code if code else None)
            for classification, leaf in (("department", code), ("government", government)):
                width = 4 if (leaf or "").startswith("U") else 3
                places = {"", leaf[:width], leaf} if leaf else {"", "unresolved"}
                for place in places:
                    for measure in ("total", "personnel", "public"):
                        self.put("expenditure_by_economic", f"{classification}/{place}", measure, row.get(measure))

    def revenue_by_source(self):
        words = (("结转", "carryover"), ("财政拨款收入", "fiscal_appropriation"), ("一般公共预算", FUNDS[0]),
                 ("政府性基金", FUNDS[1]), ("国有资本经营", FUNDS[2]), ("财政专户", "fiscal_special_account"),
                 ("单位资金", "agency_funds"), ("经营收入", OWN[3]), ("事业收入", OWN[0]), ("上级补助", OWN[1]),
                 ("附属单位上缴", OWN[2]), ("其他收入", OWN[4]), ("非财政拨款结余", "non_fiscal_balance"))
        rows = self.rows("budget_summary", "revenue")
        closed = any(subject(r["item"]) == "本年收入合计" for r in rows)
        before, parent = True, None
        top, parts, current, total = {}, {}, None, None
        for row in rows:
            label = subject(row["item"])
            if label in ("本年收入合计", "收入总计"):
                before = before and label != "本年收入合计"
                continue
            source = next((s for w, s in words if w in label), "unresolved")
            amount = row.get("amount")
            part = is_part(row["item"]) or (parent == "fiscal_appropriation" and source in FUNDS
                                            and not is_numbered(row["item"]))
            if part:
                if before and parent != "carryover":
                    parts[source] = add(parts.get(source), amount)
                continue
            parent = source
            top[source] = add(top.get(source), amount)
            total = add(total, amount)
            if before and (closed or source not in ("carryover", "non_fiscal_balance")):
                current = add(current, amount)
        for source, amount in parts.items():
            if top.get(source) is None:
                top[source] = amount
        for whole, pieces in (("fiscal_appropriation", FUNDS), ("agency_funds", OWN)):
            if top.get(whole) is None:
                top[whole] = add(*(top.get(p) for p in pieces))
        top.update(current_year_total=current, total=total)
        for source, amount in top.items():
            self.put("revenue_by_source", source, "amount", amount)

    def appropriation_by_function(self):
        for row in self.rows("appropriation_summary", "expenditure"):
            label = subject(row["item"])
            if label in ("本年支出合计", "支出总计"):
                break
            code = self.catalogue.classes.get(label, "unresolved")
            for measure in ("total",) + FUNDS:
                for place in ("", code):
                    self.put("appropriation_by_function", place, measure, row.get(measure))

    def three_public(self):
        keys = (("购置及运行", "vehicles"), ("出国", "overseas_travel"), ("接待", "reception"),
                ("购置", "vehicle_purchase"), ("运行", "vehicle_operation"), ("合计", "total"))
        printed = {next(k for w, k in keys if w in r["item"]): r for r in self.rows("three_public")}
        for measure in ("total",) + FUNDS:
            value = {k: r.get(measure) for k, r in printed.items()}
            vehicles = add(value.get("vehicle_purchase"), value.get("vehicle_operation"))
            value["vehicles"] = value.get("vehicles") if vehicles is None else vehicles
            items = add(value.get("overseas_travel"), value.get("reception"), value["vehicles"])
            value["total"] = value.get("total") if items is None else items
            for item, amount in value.items():
                self.put("three_public", item, measure, amount)

    def operating_expenses(self):
        rows = self.rows("operating_expenses")
        if len(rows) > 1:
            rows = [r for r in rows if plain(r["agency_name"]) not in ("部门合计", "合计")]
        for row in rows:
            for measure in ("total",) + FUNDS:
                self.put("operating_expenses", "", measure, row.get(measure))

    def project_totals(self):
        totals = {plain(n) for n in ("部门合计", "合计", self.data["agency_name"], self.data.get("dept_name"))}
        for table, count, total in (("projects_current", "projects", "total"),
                                    ("projects_carryover", "carryover_projects", "carryover_total")):
            if table not in self.data["tables"]:
                continue
            rows = [r for r in self.rows(table) if plain(r["pro_name"]) not in totals]
            self.put("project_totals", "", count, len(rows) * 100)
            self.put("project_totals", "", "targets", 0)
            for row in rows:
                self.put("project_totals", "", total, row.get("total"))
                if table == "projects_current":
                    for fund in FUNDS + ("fiscal_special_account", "agency_funds"):
                        self.put("project_totals", "", fund, row.get(fund))
        for form in self.data.get("performance_targets") or []:
            if form.get("dept_code") in (None, "", self.dept):
                self.put("project_totals", "", "targets", 100)
                self.put("project_totals", "", "targets_total",
                         fen((form.get("annual_funding") or {}).get("total"), form.get("amount_unit") or "元"))

    def procurement(self):
        holder = self.data.get("procurement") or {}
        for measure in ("total", "goods", "works", "services"):
            self.put("procurement", "", measure, fen(holder.get(measure), holder.get("amount_unit") or "万元"))

    def state_assets(self):
        holder = self.data.get("state_assets") or {}
        counts = {"vehicles_" + kind: count for kind, count in (holder.get("vehicles") or {}).items()}
        counts.update({k: holder.get(k) for k in ("office_floor_area_m2", "equipment_over_500k_yuan",
                                                  "equipment_over_1m_yuan")})
        for measure, count in counts.items():
            printed = number(count)
            self.put("state_assets", "", measure, None if printed is None else printed * 100)


def in_force(documents):
    latest = {}
    for document in documents:
        key = (document.division, document.year, document.stage, document.scope, document.agency)
        if key not in latest or latest[key].revision < document.revision:
            latest[key] = document
    return list(latest.values())


def read_roster(path):
    roster = defaultdict(set)
    if path != "-":
        with open(path, encoding="utf-8") as file:
            for row in csv.DictReader(file):
                roster[row["mof_div_code"], int(row["fiscal_year"]), row["dept_code"]].add(row["agency_code"])
    return roster


def counting(documents, roster):
    """The documents that make up departments and divisions: each figure once."""
    units = {(d.division, d.year, d.stage, d.agency) for d in documents if d.scope == "unit"}
    own = set()  # departments whose own document is the basis
    for document in documents:
        if document.scope == "department":
            named = roster.get((document.division, document.year, document.dept), set())
            if not named or any((document.division, document.year, document.stage, a) not in units for a in named):
                own.add((document.division, document.year, document.stage, document.dept))
    return [d for d in documents
            if (d.scope == "department") == ((d.division, d.year, d.stage, d.dept) in own)]


def main():
    config, roster_path, *paths = sys.argv[1:]
    catalogue = Catalogue(config)
    documents = []
    for path in paths:
        with open(path, encoding="utf-8-sig") as file:
            data = json.load(file, parse_float=Decimal)
        documents += [Document(d, catalogue) for d in (data if isinstance(data, list) else [data])]
    documents = in_force(documents)
    sums = defaultdict(int)

    def count(document, level, dept, agency):
        for (relation, code, measure), amount in document.figures.items():
            sums[relation, document.year, document.stage, document.division, level, dept, agency, code,
                 measure] += amount
        for relation, code in {key[:2] for key in document.figures if key[0] in COUNTED}:
            sums[relation, document.year, document.stage, document.division, level, dept, agency, code, "agencies"] += 100
    for document in documents:
        if document.scope == "unit":
            count(document, "agency", document.dept, document.agency)
    for document in counting(documents, read_roster(roster_path)):
        count(document, "department", document.dept, "")
        count(document, "division", "", "")
    for key, amount in list(sums.items()):
        if key[0] == "revenue_by_source" and key[7:] == ("total", "amount"):
            passed = [sums.get(key[:7] + (t, "amount")) for t in TRANSFERS]
            if add(*passed) is not None:
                sums[key[:7] + ("total_without_internal_transfers", "agencies")] = sums[key[:8] + ("agencies",)]
                sums[key[:7] + ("total_without_internal_transfers", "amount")] = amount - add(*passed)
    for line in sorted("|".join(map(str, key)) + f"|{Decimal(amount) / 100:.2f}" for key, amount in sums.items()):
        print(line)


if __name__ == "__main__":
    main()
