#!/usr/bin/env python3
"""Makes a corpus of N documents out of the samples: corpus.py N DIR [--form json|gz|jsonl].

Every amount of a document is multiplied by the same power of ten, and printed to as many places fewer, which keeps all
rules as true as they were, rounding included; agencies are distinct and spread over 10 divisions. Prose, forms and labels stay, so that sizes are as real. The same N gives the same bytes.
"""
import argparse
import copy
import glob
import gzip
import json
import os
import sys

AMOUNTS = {
    "amount", "total", "current", "carryover", "basic", "personnel", "public", "project", "fiscal_appropriation",
    "general_public_budget", "government_fund", "state_capital", "fiscal_special_account", "agency_funds",
    "institution_income", "superior_subsidy", "subordinate_remittance", "institution_business_income", "other_income",
    "non_fiscal_balance", "carry_forward", "prior_total", "change", "prior_amount", "overall_target_amount", "goods",
    "works", "services", "central", "provincial", "local", "self_raised", "other",
}
COUNTS = {"vehicles", "state_assets"}  # objects whose numbers are no money


def scaled(value, factor, places):
    # Through whole numbers of the sixth decimal: no sum may go wrong by floating point.
    exact = round(value * 10**6) * factor
    return exact / 10**6 if places else exact // 10**6


def multiply(node, factor, key=None):
    if isinstance(node, dict):
        return {k: (v if k in COUNTS else multiply(v, factor, k)) for k, v in node.items()}
    if isinstance(node, list):
        return [multiply(v, factor, key) for v in node]
    if key in AMOUNTS and isinstance(node, (int, float)) and not isinstance(node, bool):
        return scaled(node, factor, isinstance(node, float))
    return node


def coarser(document, places):
    """Takes places off the printed decimals of every table, where that is possible; says by how many."""
    blocks = list(document["tables"].values()) + [document[k] for k in ("narrative", "procurement") if k in document]
    places = min([places] + [b.get("decimals", 2) for b in blocks])
    for block in blocks if places else []:
        block["decimals"] = block.get("decimals", 2) - places
    return places


def documents(count):
    here = os.path.dirname(os.path.abspath(__file__))
    files = sorted(glob.glob(os.path.join(here, "../../samples/*/*.json")))
    templates = [json.load(open(f, encoding="utf-8")) for f in files]
    for i in range(count):
        document = copy.deepcopy(templates[i % len(templates)])
        document = multiply(document, 10 ** coarser(document, i % 3))
        document["mof_div_code"] = f"{110 + i % 10}100000"
        if document["scope"] == "department":
            document["dept_code"] = document["agency_code"] = f"D{i:06d}"
        else:
            document["dept_code"] = f"{i // 50:05d}"
            document["agency_code"] = f"{i // 50:05d}{i % 50:03d}"
        for target in document["performance_targets"]:
            if target.get("dept_code") == templates[i % len(templates)]["dept_code"]:
                target["dept_code"] = document["dept_code"]
        yield i, document


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("directory")
    parser.add_argument("--form", choices=["json", "gz", "jsonl"], default="json")
    options = parser.parse_args()
    os.makedirs(options.directory, exist_ok=True)
    if options.form == "jsonl":
        with open(os.path.join(options.directory, "corpus.jsonl"), "w", encoding="utf-8") as out:
            for _, document in documents(options.count):
                out.write(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")
        return
    for i, document in documents(options.count):
        text = json.dumps(document, ensure_ascii=False, indent=1)
        name = os.path.join(options.directory, f"{i:06d}.json")
        if options.form == "gz":
            with open(name + ".gz", "wb") as out:
                out.write(gzip.compress(text.encode(), compresslevel=6, mtime=0))
        else:
            with open(name, "w", encoding="utf-8") as out:
                out.write(text)


sys.exit(main())
