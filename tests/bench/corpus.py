#!/usr/bin/env python3
"""Makes a corpus of N documents out of the samples: corpus.py N DIR [--form json|gz|jsonl] [--revise K].

Every amount of a document is multiplied by the same power of ten, and printed to as many places fewer, which keeps all
rules as true as they were, rounding included; agencies are distinct and spread over 10 divisions. Prose, forms and labels
stay, so that sizes are as real. The same N gives the same bytes.
"""
import argparse
import copy
import glob
import gzip
import json
import os

DIVISIONS = 10
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


def templates():
    here = os.path.dirname(os.path.abspath(__file__))
    return [json.load(open(f, encoding="utf-8")) for f in sorted(glob.glob(os.path.join(here, "../../samples/*/*.json")))]


def document(samples, i, revision=1):
    """The i-th document; a higher revision has other amounts."""
    template = samples[i % len(samples)]
    made = copy.deepcopy(template)
    made = multiply(made, 10 ** coarser(made, (i + revision - 1) % 3))
    made["mof_div_code"] = f"{110 + i % DIVISIONS}100000"
    made["revision"] = revision
    if made["scope"] == "department":
        made["dept_code"] = made["agency_code"] = f"D{i:06d}"
    else:
        made["dept_code"] = f"{i // 50:05d}"
        made["agency_code"] = f"{i // 50:05d}{i % 50:03d}"
    for target in made["performance_targets"]:
        if target.get("dept_code") == template["dept_code"]:
            target["dept_code"] = made["dept_code"]
    return made


def write(directory, i, made, form):
    text = json.dumps(made, ensure_ascii=False, indent=1)
    name = os.path.join(directory, f"{i:06d}.json")
    if form == "gz":
        with open(name + ".gz", "wb") as out:
            out.write(gzip.compress(text.encode(), compresslevel=6, mtime=0))
    else:
        with open(name, "w", encoding="utf-8") as out:
            out.write(text)


def revise(samples, options):
    """Another revision of some of the documents: all of one division, or spread over all of them."""
    step = options.count // options.revise
    for k in range(options.revise):
        i = k * DIVISIONS if options.one_division else k * step + k % min(step, DIVISIONS)
        write(options.directory, i, document(samples, i, options.revision), options.form)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("directory")
    parser.add_argument("--form", choices=["json", "gz", "jsonl"], default="json")
    parser.add_argument("--revise", type=int, metavar="K", help="write K of the documents anew, with other amounts")
    parser.add_argument("--revision", type=int, default=2)
    parser.add_argument("--one-division", action="store_true", help="--revise: all of the first division")
    options = parser.parse_args()
    samples = templates()
    os.makedirs(options.directory, exist_ok=True)
    if options.revise:
        revise(samples, options)
    elif options.form == "jsonl":
        with open(os.path.join(options.directory, "corpus.jsonl"), "w", encoding="utf-8") as out:
            for i in range(options.count):
                out.write(json.dumps(document(samples, i), ensure_ascii=False, separators=(",", ":")) + "\n")
    else:
        for i in range(options.count):
            write(options.directory, i, document(samples, i), options.form)


main()
