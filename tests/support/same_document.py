#!/usr/bin/env python3
"""Whether two documents say the same, figure by figure: blanks (null, "", absent, empty) are the same, amounts are
compared as numbers whatever they were written as, text and order exactly. Prints what differs."""
import decimal
import json
import re
import sys
import unicodedata

DEFAULTS = {"bgt_stage": "budget", "scope": "unit", "revision": 1}
TEXT_KEYS = {"filled_at", "kpi_val", "pro_code", "exp_func_code", "dep_bgt_eco_code", "gov_bgt_eco_code", "rev_code",
             "dept_code", "agency_code", "mof_div_code"}


def clean(value, key=None):
    if isinstance(value, dict):
        members = {k: clean(v, k) for k, v in value.items()}
        return {k: v for k, v in members.items() if v is not None} or None
    if isinstance(value, list):
        return [clean(v) for v in value] or None
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, decimal.Decimal)):
        return decimal.Decimal(value)
    if value == "":
        return None
    if isinstance(value, str) and key not in TEXT_KEYS:
        printed = unicodedata.normalize("NFKC", value).strip()
        if printed in ("", "-", "—", "--"):
            return None
        if re.fullmatch(r"[+-]?[\d,]+(\.\d+)?", printed):
            return decimal.Decimal(printed.replace(",", ""))
    return value


def differences(a, b, path=""):
    if isinstance(a, dict) and isinstance(b, dict):
        for key in sorted(a.keys() | b.keys()):
            yield from differences(a.get(key), b.get(key), f"{path}/{key}")
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for i, (x, y) in enumerate(zip(a, b)):
            yield from differences(x, y, f"{path}/{i}")
    elif a != b:
        yield f"{path}: {a!r} / {b!r}"


def main():
    documents = []
    for name in sys.argv[1:3]:
        with (sys.stdin if name == "-" else open(name, encoding="utf-8")) as file:
            documents.append(clean({**DEFAULTS, **json.load(file, parse_float=decimal.Decimal)}))
    found = list(differences(*documents))
    print("\n".join(found[:20]))
    sys.exit(1 if found else 0)


main()
