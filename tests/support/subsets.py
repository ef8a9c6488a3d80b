#!/usr/bin/env python3
"""Documents that publish less: each document whole, and without each table or other part, and without each pair of them.

  subsets.py DOCUMENT… > FILE.jsonl

Agency codes are 8, two digits for the document, three for what is left out, 000 for nothing; its names stand in the title
of the source.
"""
import copy
import itertools
import json
import sys

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


def main():
    for number, path in enumerate(sys.argv[1:]):
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        parts = list(document["tables"]) + [p for p in PARTS if document.get(p)]
        left_out = [()] + [(p,) for p in parts] + list(itertools.combinations(parts, 2))
        for n, some in enumerate(left_out):
            smaller = give_code(copy.deepcopy(without(document, some)), f"8{number:02d}{n:03d}")
            print(json.dumps(smaller, ensure_ascii=False))


if __name__ == "__main__":
    main()
