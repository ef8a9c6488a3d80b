#!/usr/bin/env python3
"""Peer (c): what one would write in Python: json and psycopg COPY, for three tables.

peer_python.py URL DIR PART OF: loads the PART-th of OF shares of the files.
"""
import decimal
import glob
import json
import sys

import psycopg

MONEY = {
    "revenue": ["total", "fiscal_appropriation", "general_public_budget", "government_fund", "state_capital",
                "fiscal_special_account", "agency_funds", "institution_income", "superior_subsidy", "subordinate_remittance",
                "institution_business_income", "other_income", "non_fiscal_balance", "carryover"],
    "expenditure": ["total", "basic", "project", "carry_forward"],
    "basic_expenditure_by_economic": ["total", "personnel", "public"],
}
SUBJECT = {
    "revenue": ["exp_func_code", "exp_func_name"],
    "expenditure": ["exp_func_code", "exp_func_name"],
    "basic_expenditure_by_economic": ["dep_bgt_eco_code", "dep_bgt_eco_name", "gov_bgt_eco_code", "gov_bgt_eco_name"],
}
UNITS = {"元": 100, "千元": 100_000, "万元": 1_000_000, "亿元": 10_000_000_000}
IDENTITY = "mof_div_code, doc_id, fiscal_year, bgt_stage, scope, dept_code, agency_code, row_no"


def rows(documents, table):
    for number, d in documents:
        block = d["tables"].get(table)
        if block is None:
            continue
        unit = UNITS[block.get("amount_unit", "万元")]
        for i, r in enumerate(block["rows"]):
            yield (d["mof_div_code"], number, d["fiscal_year"], d["bgt_stage"], d["scope"], d["dept_code"],
                   d["agency_code"], i + 1, *(r.get(k) for k in SUBJECT[table]),
                   *(None if r.get(k) is None else int(r[k] * unit) for k in MONEY[table]))


def main():
    part, of = int(sys.argv[3]), int(sys.argv[4])
    files = list(enumerate(sorted(glob.glob(sys.argv[2] + "/*.json"))))[part::of]
    with psycopg.connect(sys.argv[1]) as connection:
        for start in range(0, len(files), 1000):
            documents = []
            for i, name in files[start:start + 1000]:
                with open(name, encoding="utf-8") as file:
                    documents.append((i + 1, json.load(file, parse_float=decimal.Decimal)))
            for table in MONEY:
                columns = ", ".join(SUBJECT[table] + MONEY[table])
                with connection.cursor().copy(f"COPY staging.{table} ({IDENTITY}, {columns}) FROM STDIN") as copy:
                    for row in rows(documents, table):
                        copy.write_row(row)
            connection.commit()


main()
