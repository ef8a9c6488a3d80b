#!/usr/bin/env python3
"""The table of bad inputs, cases.jsonl: one input a line, made of a good document by a small patch, and what is said of it.

  bad.py make SAMPLE FOLDER        writes the inputs
  bad.py check FOLDER RESULTS LOG  compares what the load said; RESULTS: lines of JSON, see test_bad.sh

The input: text (@GOOD stands for a good document), hex, repeat and times, or else the good document, patched by
  set, raw, remove   pointer → value, → text of a value (9@99: 99 nines), pointers
  long, fill         pointer → value in which "@" is a text of 20,000 characters, → [row, how often]
  replace            [old, new] in the text, once
  compact, ascii, crlf, encoding, revisions (lines of these), prepend, append (hex), gzip, split (into so many
  members), again (compressed twice), cut (length, from the end where negative), flip (a byte's offset)
  as                 what its name ends in; default .json
What is expected: of document `doc` (default 1) `faults` rejections (default 1), among them one with code, JSON pointer
(at), place (line:column), what the reason says, excerpt; `also` rejections of other documents; `good` documents loaded;
fen, the amount of the first revenue row of table 1; notice, part of a notice.
"""
import copy
import gzip
import json
import os
import random
import sys
from decimal import Decimal

HERE = os.path.dirname(os.path.abspath(__file__))


def read_cases():
    with open(os.path.join(HERE, "cases.jsonl"), encoding="utf-8") as file:
        cases = [json.loads(line) for line in file if line.strip()]
    return [case for case in cases if "name" in case]


def long_text():
    """No compression makes it fit for an index."""
    draw = random.Random(7)
    return "".join(chr(draw.randrange(0x4E00, 0x9F00)) for _ in range(20000))


class Exact(json.JSONEncoder):
    def default(self, value):
        return float(value) if isinstance(value, Decimal) else super().default(value)


def small(sample):
    """The sample with few rows of each kind: what the patches point to."""
    def cut(value):
        if isinstance(value, list):
            return [cut(item) for item in value[:3]]
        if isinstance(value, dict):
            return {key: cut(item) for key, item in value.items()}
        return value
    return cut(sample)


def find(document, pointer):
    *path, last = pointer.split("/")[1:]
    for key in path:
        document = document[int(key)] if isinstance(document, list) else document[key]
    return document, int(last) if isinstance(document, list) else last


class Maker:
    def __init__(self, sample):
        with open(sample, encoding="utf-8") as file:
            self.good = small(json.load(file, parse_float=Decimal))
        self.agencies = 0
        self.long = long_text()

    def document(self):
        self.agencies += 1
        return dict(copy.deepcopy(self.good), agency_code=f"5{self.agencies:05d}")

    def good_text(self):
        return json.dumps(self.document(), ensure_ascii=False, cls=Exact)

    def lengthen(self, value):
        if isinstance(value, str):
            return value.replace("@", self.long)
        if isinstance(value, list):
            return [self.lengthen(item) for item in value]
        return {key: self.lengthen(item) for key, item in value.items()} if isinstance(value, dict) else value

    def patched(self, case):
        document, raw = self.document(), {}
        changes = dict(case.get("set", {}))
        changes.update({pointer: self.lengthen(value) for pointer, value in case.get("long", {}).items()})
        changes.update({pointer: [row] * times for pointer, (row, times) in case.get("fill", {}).items()})
        for number, (pointer, text) in enumerate(case.get("raw", {}).items()):
            head, _, times = text.partition("@")
            raw[f"@raw{number}@"] = head[:-1] + head[-1] * int(times) if times else text
            changes[pointer] = f"@raw{number}@"
        for pointer, value in changes.items():
            holder, key = find(document, pointer)
            holder[key] = value
        for pointer in case.get("remove", []):
            holder, key = find(document, pointer)
            del holder[key]
        versions = [dict(document, revision=r) for r in case.get("revisions", [])] or [document]
        layout = {} if case.get("compact") or len(versions) > 1 else {"indent": 1}
        text = "\n".join(json.dumps(v, ensure_ascii=bool(case.get("ascii")), cls=Exact, **layout) for v in versions)
        for mark, token in raw.items():
            text = text.replace(f'"{mark}"', token)
        return text

    def text(self, case):
        if "text" in case:
            text = case["text"]
            while "@GOOD" in text:
                text = text.replace("@GOOD", self.good_text(), 1)
            return text
        if "repeat" in case:
            before, _, unit = case["repeat"]
            return before + unit * case["times"]
        text = self.patched(case)
        for old, new in case.get("replace", []):
            assert old in text, case["name"]
            text = text.replace(old, new, 1)
        return text

    def content(self, case):
        if "hex" in case:
            return bytes.fromhex(case["hex"])
        text = self.text(case)
        if case.get("crlf"):
            text = text.replace("\n", "\r\n")
        data = bytes.fromhex(case.get("prepend", "")) + text.encode(case.get("encoding", "utf-8"))
        if "gzip" in case:
            parts = case.get("split", 1)
            size = len(data) // parts + 1
            data = b"".join(gzip.compress(data[i:i + size], mtime=0) for i in range(0, max(len(data), 1), size))
            data = gzip.compress(data, mtime=0) if case.get("again") else data
        data = data[:case["cut"]] if "cut" in case else data
        if "flip" in case:
            data = bytearray(data)
            data[case["flip"]] ^= 0xFF
        return bytes(data) + bytes.fromhex(case.get("append", ""))


def file_name(case):
    return (case["name"] + case.get("as", ".json")).encode("utf-8", "surrogateescape")


def make(sample, folder):
    maker = Maker(sample)
    for case in read_cases():
        with open(os.path.join(folder.encode(), file_name(case)), "wb") as file:
            file.write(maker.content(case))


def printable(name):
    return "".join(f"\\x{ord(c) - 0xDC00:02x}" if 0xDC80 <= ord(c) <= 0xDCFF else c
                   for c in name.decode("utf-8", "surrogateescape"))


def matches(case, fault):
    place = f"{fault['line_no']}:{fault['column_no']}"
    return (fault["code"] == case["code"] and case.get("at", fault["pointer"]) == fault["pointer"]
            and case.get("place", place) == place and case["says"] in fault["reason"]
            and case.get("excerpt", fault["excerpt"]) == fault["excerpt"])


def complaints(case, name, result):
    """What isn't as expected."""
    faults = [f for f in result["faults"] if f["document_no"] == case.get("doc", 1)]
    expected = case.get("faults", 1) if "code" in case else 0
    if len(faults) != expected or len(result["faults"]) - len(faults) != case.get("also", 0):
        yield f"{expected} rejections expected"
    if "code" in case and not any(matches(case, fault) for fault in faults):
        yield "no rejection as expected"
    if len(result["loaded"]) != case.get("good", 0):
        yield f"{case.get('good', 0)} documents to be loaded"
    if "fen" in case and result["loaded"] != [case["fen"]]:
        yield f"{case['fen']} fen expected"
    if "notice" in case and not any(case["notice"] in n for n in result["notices"]):
        yield "no notice as expected"
    if "code" not in case and case.get("also", 0) == 0 and result["faults"]:
        yield "nothing to be rejected"


def check(folder, results, log):
    found = {}
    with open(results, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            entry = found.setdefault(row["file"], {"faults": [], "loaded": [], "notices": []})
            entry[row["kind"]].append(row["value"])
    with open(log, encoding="utf-8", errors="surrogateescape") as file:
        lines = file.read().split("\n")
    bad = [line for line in lines if line and not line.startswith("huizong: ")]
    failed = [f"a line of the log that is none: {line!r}" for line in bad[:5]]
    taken = set()
    for case in read_cases():
        name = printable(os.path.join(folder.encode(), file_name(case)))
        name = name + " (2)" if name in taken else name
        taken.add(name)
        result = found.pop(name, {"faults": [], "loaded": [], "notices": []})
        failed += [f"{case['name']!r}: {c}: {json.dumps(result, ensure_ascii=False)[:700]}"
                   for c in complaints(case, name, result)]
        shown = name.replace("\n", "\\n").replace("\x1b", "\\x1b")
        if "code" in case and not any(shown in line for line in lines):
            failed.append(f"{case['name']!r}: the log doesn't name {shown!r}")
    failed += [f"said of no case: {name}: {found[name]}" for name in found]
    for line in failed:
        print("FAILED:", line)
    print(f"{len(read_cases())} inputs, {len(failed)} failures")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    {"make": make, "check": check}[sys.argv[1]](*sys.argv[2:])
