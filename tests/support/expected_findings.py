#!/usr/bin/env python3
"""The sums of the samples that don't come out, computed from the JSON alone, with nothing of the program's.

  expected_findings.py DOCUMENT…

One line a figure: agency|year|rule|table|row label|column|expected|actual|severity, amounts in yuan, severity rounding or
error, for the rules of sums within tables: H02 H03 H05 H08 H15, S…, T01.4, T02.1, T03.1, T04.2, T05.1, T06.2, T12.2, T14.1, T14.2.
"""
import decimal
import json
import re
import sys

Decimal = decimal.Decimal
UNITS = {"元": 1, "千元": 1000, "万元": 10000, "亿元": 100000000}
FUNDS = ["general_public_budget", "government_fund", "state_capital"]
INCOMES = ["institution_income", "superior_subsidy", "subordinate_remittance", "institution_business_income",
           "other_income"]
SOURCES = ["fiscal_appropriation"] + FUNDS + ["fiscal_special_account", "agency_funds"] + INCOMES \
    + ["non_fiscal_balance", "carryover"]
BY_SUBJECT = {"revenue": "02", "expenditure": "03", "general_public_expenditure": "05",
              "government_fund_expenditure": "08", "procurement_budget": "15"}


class Table:
    def __init__(self, document, name):
        self.document, self.name = document, name
        self.table = document["tables"].get(name) or {}
        self.unit = UNITS[self.table.get("amount_unit") or "万元"]
        decimals = self.table.get("decimals")
        self.half = Decimal(1).scaleb(-(2 if decimals is None else decimals)) * self.unit / 2

    def amount(self, row, column):
        value = row.get(column)
        return None if value in (None, "", "-", "—", "--") else Decimal(str(value).replace(",", "")) * self.unit

    def compare(self, rule, row, label, column, parts, may_exceed=False):
        """Whether the figure is the sum of `parts` (amounts, blanks among them); a line where not."""
        actual, parts = self.amount(row, column), [p for p in parts if p is not None]
        if (actual or 0) == sum(parts) or may_exceed and (actual or 0) > sum(parts):
            return
        tolerance = (len(parts) + (actual is not None)) * self.half
        severity = "rounding" if abs((actual or 0) - sum(parts)) <= tolerance else "error"
        print("|".join([self.document["agency_code"], str(self.document["fiscal_year"]), rule, self.name, label, column,
                        f"{sum(parts):.2f}", f"{actual or 0:.2f}", severity]))


def withholds(document):
    """Whether it says that rows are left out for secrecy (烟台市信访局): then a whole may be more than its parts."""
    return any("剔除" in (t.get("note") or "") for t in document["tables"].values())


def columns(rows, names):
    return [c for c in names if any(r.get(c) not in (None, "") for r in rows)]


def by_subject(document, name, number):
    """类 against 款, 款 against 项, 合计 against 类."""
    table = Table(document, name)
    rows = table.table.get("rows") or []
    for row in rows:
        code = row["exp_func_code"] or ""
        length = {0: 3, 3: 5, 5: 7}.get(len(code))
        below = [r for r in rows if r["exp_func_code"] and len(r["exp_func_code"]) == length
                 and r["exp_func_code"].startswith(code)] if length else []
        for column in columns(rows, ["total", "basic", "personnel", "public", "project"] + SOURCES) if below else []:
            table.compare(("H" if code else "S") + number, row, f"{code} {row['exp_func_name']}".strip(), column,
                          [table.amount(r, column) for r in below], withholds(document))


def by_kind(document, name, rule):
    """Each row's total against basic and project, basic against personnel and public."""
    table = Table(document, name)
    rows = table.table.get("rows") or []
    for row in rows:
        label = f"{row['exp_func_code'] or ''} {row['exp_func_name']}".strip()
        for whole, parts in (("total", ["basic", "project"]), ("basic", ["personnel", "public"])):
            if columns(rows, parts):
                table.compare(rule, row, label, whole, [table.amount(row, c) for c in parts])


def by_source(document, name, rule, label):
    """Each row's total against its sources, its appropriation against the three funds."""
    table = Table(document, name)
    rows = table.table.get("rows") or []
    for row in rows:
        get = lambda c, row=row: table.amount(row, c)
        funds = [get("fiscal_appropriation")] if get("fiscal_appropriation") is not None else [get(c) for c in FUNDS]
        own = [get("agency_funds")] if get("agency_funds") is not None else [get(c) for c in INCOMES]
        if columns(rows, SOURCES):
            table.compare(rule, row, label(row), "total", funds + [get("fiscal_special_account")] + own)
        if columns(rows, FUNDS) and columns(rows, ["fiscal_appropriation"]):
            table.compare(rule, row, label(row), "fiscal_appropriation", [get(c) for c in FUNDS])


def economic_label(row):
    pair = [" ".join(filter(None, (row.get(f"{s}_bgt_eco_code"), row.get(f"{s}_bgt_eco_name")))) for s in ("dep", "gov")]
    return "／".join(filter(None, pair))


def by_group(document, name, rule):
    """A group against the items below it (to the next group), 合计 against the groups.

    A group is a 类 by code; where no codes are printed, 汾阳's four 类 by name (其他支出 isn't printed there)."""
    table = Table(document, name)
    rows = table.table.get("rows") or []
    names = ("工资福利支出", "商品和服务支出", "对个人和家庭的补助", "资本性支出")
    total, groups, below = None, [], {}
    for i, row in enumerate(rows):
        code = row.get("dep_bgt_eco_code")
        if row["dep_bgt_eco_name"] == "合计":
            total = row
        elif len(code or "") == 3 or code is None and row["dep_bgt_eco_name"].startswith(names):
            groups.append(row)
            below[id(row)] = []
        else:
            below[id(groups[-1])].append(row)
    for column in columns(rows, ["total", "personnel", "public"] + SOURCES):
        for group in groups:
            if below[id(group)]:
                table.compare(rule, group, economic_label(group), column,
                              [table.amount(r, column) for r in below[id(group)]])
        if total:
            table.compare(rule, total, "合计", column, [table.amount(g, column) for g in groups])


def by_class(document, name, rule, names):
    """本年支出合计 (or 支出总计) against the classes above it."""
    table = Table(document, name)
    rows = table.table.get("expenditure") or []
    labels = [re.sub(r"\s", "", r["item"] or "") for r in rows]
    end = labels.index("本年支出合计") if "本年支出合计" in labels else labels.index("支出总计")
    classes = [r for r, label in zip(rows[:end], labels) if label]
    for column in columns(rows, names):
        table.compare(rule, rows[end], rows[end]["item"], column, [table.amount(r, column) for r in classes])


def projects(document):
    """Each total row of table 12 against the projects."""
    table = Table(document, "projects_current")
    rows = table.table.get("rows") or []
    totals = [r for r in rows if r["pro_name"] in ("合计", document["agency_name"])]
    for row in totals:
        for column in columns(rows, ["total"] + SOURCES):
            table.compare("T12.2", row, row["pro_name"], column,
                          [table.amount(r, column) for r in rows if r not in totals], withholds(document))


def main():
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        for name, number in BY_SUBJECT.items():
            by_subject(document, name, number)
        by_kind(document, "expenditure", "T03.1")
        by_kind(document, "general_public_expenditure", "T05.1")
        by_source(document, "revenue", "T02.1", lambda r: f"{r['exp_func_code'] or ''} {r['exp_func_name']}".strip())
        by_source(document, "basic_expenditure", "T14.1", economic_label)
        by_group(document, "basic_expenditure_by_economic", "T06.2")
        by_group(document, "basic_expenditure", "T14.2")
        by_class(document, "budget_summary", "T01.4", ["total", "current", "carryover"])
        by_class(document, "appropriation_summary", "T04.2", ["total"] + FUNDS)
        projects(document)


if __name__ == "__main__":
    main()
