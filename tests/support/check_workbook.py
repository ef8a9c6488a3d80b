#!/usr/bin/env python3
"""Compares the workbook of a city of one unit with that unit's own document, cell by cell, and checks how it is set up
to be read and printed. Knows nothing of the program but the official layout of the 13 tables.
Usage: check_workbook.py forms-2025.xlsx document.json. Prints every cell that differs from print; exit code 1 where one
does that isn't a sum whose printed figure is off by a rounding (0.01 or 0.02 万元) from its own printed leaves."""
import json
import re
import sys
import xml.etree.ElementTree as ET
import zipfile
from decimal import Decimal

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
faults, roundings, compared = [], [], 0


def column_number(reference):
    number = 0
    for c in re.match(r"[A-Z]+", reference).group():
        number = number * 26 + ord(c) - 64
    return number - 1


class Workbook:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        self.strings = ["".join(t.text or "" for t in si.iter(M + "t")) for si in self.xml("xl/sharedStrings.xml")]
        styles = self.xml("xl/styles.xml")
        formats = {f.get("numFmtId"): f.get("formatCode") for f in styles.iter(M + "numFmt")}
        self.formats = [formats.get(x.get("numFmtId"), x.get("numFmtId")) for x in styles.find(M + "cellXfs")]
        targets = {r.get("Id"): r.get("Target") for r in self.xml("xl/_rels/workbook.xml.rels")}
        self.sheets = {s.get("name"): self.xml("xl/" + targets[s.get(R + "id")])
                       for s in self.xml("xl/workbook.xml").find(M + "sheets")}
        self.names = {n.get("name"): n.text for n in self.xml("xl/workbook.xml").iter(M + "definedName")}

    def xml(self, name):
        return ET.fromstring(self.zip.read(name))

    def rows(self, name, width):
        """The rows of a sheet; numbers as Decimal of the very text in the file, None where a cell is blank."""
        for row in self.sheets[name].find(M + "sheetData"):
            cells = [None] * width
            for c in row:
                value = c.find(M + "v")
                if value is not None and column_number(c.get("r")) < width:
                    is_text = c.get("t") == "s"
                    cells[column_number(c.get("r"))] = self.strings[int(value.text)] if is_text else Decimal(value.text)
                    if not is_text and "#,##0" not in self.formats[int(c.get("s"))]:
                        faults.append(f"{name}!{c.get('r')}: a number without thousands separators")
            yield int(row.get("r")), cells

    def body(self, name, width, head_rows):
        return [cells for number, cells in self.rows(name, width) if number > 3 + head_rows]


def printed(value):
    return None if value in (None, "", "-") else Decimal(str(value).replace(",", ""))


def compare(where, shown, value, leaves=None):
    """One cell with its printed figure; `leaves` are the printed figures that a sum is of."""
    global compared
    value = printed(value)
    if shown is None and value is None:
        return
    compared += 1
    if shown == value:
        return
    if leaves is not None and shown is not None and value is not None:
        total = sum((printed(x) or Decimal(0) for x in leaves), Decimal(0))
        if shown == total and abs(shown - value) <= Decimal("0.02"):
            roundings.append(f"{where}: {shown} (its leaves), printed {value}")
            return
    faults.append(f"{where}: {shown}, printed {value}")


def by_code(sheet, shown, rows, keys):
    """Tables by functional subject: code, name, figures."""
    leaves = [r for r in rows if r["exp_func_code"] and not any(
        o["exp_func_code"] and o["exp_func_code"] != r["exp_func_code"]
        and o["exp_func_code"].startswith(r["exp_func_code"]) for o in rows)]
    if [c[0] for c in shown] != [r["exp_func_code"] for r in rows]:
        faults.append(f"{sheet}: other subjects: {[c[0] for c in shown]}")
    for cells, row in zip(shown, rows):
        if cells[1] != row["exp_func_name"]:
            faults.append(f"{sheet} {row['exp_func_code']}: {cells[1]}, printed {row['exp_func_name']}")
        for place, key in enumerate(keys):
            below = [x[key] for x in leaves if x["exp_func_code"].startswith(row["exp_func_code"] or "")]
            compare(f"{sheet} {row['exp_func_code'] or '合计'} {key}", cells[2 + place], row[key], below)


def by_line(sheet, shown, rows, column, keys, name=lambda row: row["item"], leaves=lambda row, key: None):
    """Tables by label: figures in the columns after it."""
    lines = [c for c in shown if c[column] is not None and not c[column].startswith("注：")]
    if [c[column] for c in lines] != [name(r) for r in rows]:
        faults.append(f"{sheet}: other lines: {[c[column] for c in lines]}, printed {[name(r) for r in rows]}")
    for cells, row in zip(lines, rows):
        for place, key in enumerate(keys):
            compare(f"{sheet} {name(row)} {key}", cells[column + 1 + place], row[key], leaves(row, key))


book = Workbook(sys.argv[1])
document = json.load(open(sys.argv[2], encoding="utf-8"), parse_float=Decimal)
tables = document["tables"]
unit = document["agency_name"]
FUNDS = ["general_public_budget", "government_fund", "state_capital"]

sheets = list(book.sheets)
if [s.split(" ")[0] for s in sheets[:13]] != [f"表{n}" for n in range(1, 14)]:
    faults.append(f"the first thirteen sheets are {sheets}")


def sheet(number, width, head_rows):
    name = sheets[number - 1]
    return name, book.body(name, width, head_rows)


# The sums of table 1 by class are of the leaves of tables 3 (total) and 2 (the current year, the carryover).
def class_leaves(row, key):
    table, column = {"total": ("expenditure", "total"), "current": ("revenue", "total"),
                     "carryover": ("revenue", "carryover")}[key]
    codes = {"社会保障和就业支出": "208", "卫生健康支出": "210", "农林水支出": "213", "住房保障支出": "221"}
    code = codes.get(row["item"].split("、")[-1], "" if row["item"] in ("本年支出合计", "支出总计") else None)
    if code is None:
        return None
    return [x[column] for x in tables[table]["rows"] if len(x["exp_func_code"] or "") == 7 and
            x["exp_func_code"].startswith(code)]


name, body = sheet(1, 6, 2)
by_line(name, body, tables["budget_summary"]["revenue"], 0, ["amount"])
by_line(name, body, tables["budget_summary"]["expenditure"], 2, ["total", "current", "carryover"], leaves=class_leaves)
name, body = sheet(2, 9, 2)
by_code(name, body, tables["revenue"]["rows"], ["total"] + FUNDS + ["fiscal_special_account", "agency_funds", "carryover"])
name, body = sheet(3, 5, 2)
by_code(name, body, tables["expenditure"]["rows"], ["total", "basic", "project"])
name, body = sheet(4, 7, 3)
by_line(name, body, tables["appropriation_summary"]["revenue"], 0, ["amount"])
by_line(name, body, tables["appropriation_summary"]["expenditure"], 2, ["total"] + FUNDS)
name, body = sheet(5, 5, 2)
by_code(name, body, tables["general_public_expenditure"]["rows"], ["total", "basic", "project"])

name, body = sheet(6, 5, 2)
rows = tables["basic_expenditure_by_economic"]["rows"]
groups, group = {}, None
for row in rows:
    if row["gov_bgt_eco_name"] is None:
        group = row["dep_bgt_eco_name"]
        groups[group] = []
    else:
        groups[group].append(row)
        groups["合计"].append(row)
by_line(name, body, rows, 0, [], name=lambda r: r["dep_bgt_eco_name"])
for cells, row in zip(body, rows):
    if cells[1] != row["gov_bgt_eco_name"]:
        faults.append(f"{name} {cells[0]}: {cells[1]}, printed {row['gov_bgt_eco_name']}")
    for place, key in enumerate(["total", "personnel", "public"]):
        below = [x[key] for x in groups[row["dep_bgt_eco_name"]]] if row["gov_bgt_eco_name"] is None else None
        compare(f"{name} {row['dep_bgt_eco_name']} {key}", cells[2 + place], row[key], below)

# Published without figures: a total row that is blank, and the note.
for number, width, head_rows in ((7, 3, 2), (8, 5, 1), (9, 8, 3)):
    name, body = sheet(number, width, head_rows)
    if [c for row in body for c in row if c is not None and c != "合计"] != ["注：本表无数据"]:
        faults.append(f"{name}: {body}")

name, body = sheet(10, 5, 2)
by_line(name, body, tables["three_public"]["rows"], 0, ["total"] + FUNDS)
name, body = sheet(11, 5, 2)
by_line(name, body, tables["operating_expenses"]["rows"], 0, ["total"] + FUNDS,
        name=lambda r: {"部门合计": "合计"}.get(r["agency_name"], r["agency_name"]))
for number, table, keys in ((12, "projects_current", ["total"] + FUNDS + ["fiscal_special_account", "agency_funds"]),
                            (13, "projects_carryover", ["total"] + FUNDS)):
    name, body = sheet(number, 1 + len(keys), 2)
    rows = tables[table]["rows"]
    projects = [r for r in rows if r["pro_name"] != unit]
    # The document prints the unit's sum (13 twice); the city's sheet a total and a sum for each unit.
    total = next(r for r in rows if r["pro_name"] == unit)
    by_line(name, body, [{**total, "pro_name": "合计"}, total] + projects, 0, keys, name=lambda r: r["pro_name"],
            leaves=lambda r, key: [p[key] for p in projects] if r["pro_name"] in (unit, "合计") else None)

# To be read and printed.
for number, (name, sheet_xml) in enumerate(book.sheets.items(), 1):
    view = sheet_xml.find(f"{M}sheetViews/{M}sheetView/{M}pane")
    page, fit = sheet_xml.find(M + "pageSetup"), sheet_xml.find(f"{M}sheetPr/{M}pageSetUpPr")
    if view is None or view.get("state") != "frozen":
        faults.append(f"{name}: no frozen heading")
    if page is None or page.get("paperSize") != "9" or page.get("fitToHeight") != "0" or fit.get("fitToPage") != "1":
        faults.append(f"{name}: isn't set up to print on A4, one page wide")
    if sheet_xml.find(M + "cols") is None:
        faults.append(f"{name}: no widths")
    cells = [c for _, row in book.rows(name, 3) for c in row if isinstance(c, str)]
    if number <= 13 and (f"预算公开表{number}" not in cells or f"{document['fiscal_year']}年" not in cells[1]):
        faults.append(f"{name}: its titles are {cells[:3]}")
if sum(1 for n, t in book.names.items() if n == "_xlnm.Print_Titles") == 0:
    faults.append("no heading is repeated on the pages")
for number, width, head_rows, column in ((1, 6, 2, 2), (4, 7, 3, 2)):
    name, body = sheet(number, width, head_rows)
    classes = [c[column] for c in body if c[column] and "、" in c[column]]
    if len(classes) != 30:
        faults.append(f"{name}: {len(classes)} classes")

for line in roundings:
    print("rounded in print:", line)
for line in faults:
    print("DIFFERS:", line)
print(f"{compared} figures compared, {len(roundings)} rounded otherwise in print, {len(faults)} faults")
sys.exit(1 if faults else 0)
