#!/usr/bin/env python3
"""Checks directories of an export against the Data Package standard (version 2: Data Package, Data Resource, Table
Schema) and the Fiscal Data Package's column types, as the specifications say; knows nothing of the program's code.
Usage: check_package.py DIR… (each with a datapackage.json). Prints what is wrong; exit code 1 where anything is."""
import csv
import decimal
import gzip
import hashlib
import io
import json
import pathlib
import re
import sys

NAME = re.compile(r"[a-z0-9._-]+")
TYPES = {"string", "number", "integer", "boolean", "object", "list", "array", "datetime", "date", "time", "year",
         "yearmonth", "duration", "geopoint", "geojson", "any"}
# The Fiscal Data Package's taxonomy, the part of it that fits budgets of agencies.
COLUMN_TYPES = {"date:fiscal-year", "date:generic", "phase", "direction", "value", "budget-line-id",
                "administrator:generic:id", "administrator:generic:name", "activity:generic:program:code",
                "activity:generic:program:label", "activity:generic:project:code", "activity:generic:project:label"}
for kind in ("administrative", "functional", "economic"):
    for part in ("", "level1:", "level2:", "level3:", "level4:"):
        COLUMN_TYPES |= {f"{kind}-classification:generic:{part}{end}"
                         for end in ("code:full", "code:part", "label", "description")}
COLUMN_DATA_TYPES = {"date:fiscal-year": {"integer"}, "value": {"number", "integer"}}

faults = []


def fault(where, text):
    faults.append(f"{where}: {text}")


def is_url_or_path(text):
    if re.match(r"https?://", text):
        return True
    path = pathlib.PurePosixPath(text)
    return not path.is_absolute() and ".." not in path.parts and not text.startswith((".", "~"))


def is_of_type(value, field_type, from_csv):
    if field_type == "string":
        return isinstance(value, str)
    if field_type == "boolean":
        return value in ("true", "True", "TRUE", "1", "false", "False", "FALSE", "0") if from_csv else isinstance(value, bool)
    if from_csv:
        pattern = {"integer": r"[+-]?\d+", "number": r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|NaN|-?INF"}[field_type]
        return re.fullmatch(pattern, value) is not None
    if field_type == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, (int, decimal.Decimal)) and not isinstance(value, bool)


def read_rows(resource, path, where):
    """The rows as lists of values, None where nothing is; in the order of the fields."""
    names = [f["name"] for f in resource["schema"]["fields"]]
    with gzip.open(path, "rb") as file:
        data = file.read()
    if resource["format"] == "csv":
        text = data.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        if next(reader) != names:
            fault(where, "the header isn't the names of the fields")
        for row in reader:
            if len(row) != len(names):
                fault(where, f"a row of {len(row)} cells: {row}")
            yield [None if cell == "" else cell for cell in row]
    else:
        for line in data.decode("utf-8").splitlines():
            row = json.loads(line, parse_float=decimal.Decimal)
            if list(row) != names:
                fault(where, f"a row with other keys: {line[:200]}")
            yield list(row.values())


def check_fields(resource, where):
    fields = resource["schema"].get("fields")
    if not isinstance(fields, list) or not fields:
        fault(where, "the schema has no fields")
        return []
    names = [f.get("name") for f in fields]
    if len(set(names)) != len(names) or not all(isinstance(n, str) and n for n in names):
        fault(where, f"fields without names of their own: {names}")
    for f in fields:
        if f.get("type") not in TYPES:
            fault(where, f"field {f['name']}: no type {f.get('type')}")
        if not f.get("title"):
            fault(where, f"field {f['name']}: no title")
        elif not re.search("[\u4e00-\u9fff]", f["title"]):
            fault(where, f"field {f['name']}: the title isn't Chinese: {f['title']}")
        column_type = f.get("columnType")
        if column_type is not None and column_type not in COLUMN_TYPES:
            fault(where, f"field {f['name']}: no columnType {column_type}")
        if column_type is not None and f["type"] not in COLUMN_DATA_TYPES.get(column_type, {"string"}):
            fault(where, f"field {f['name']}: a {column_type} is no {f['type']}")
    titles = [f.get("title") for f in fields]
    if len(set(titles)) != len(titles):
        fault(where, f"titles that repeat: {titles}")
    return fields


def check_keys(schema, names, rows, where):
    """A primary key has no null (Table Schema: "the fields cannot be null"); a unique key may, as SQL's. Here either tells
    all rows apart, those with nulls too."""
    primary, unique = schema.get("primaryKey"), schema.get("uniqueKeys")
    if unique is not None and (not isinstance(unique, list) or not unique):
        fault(where, f"unique keys of nothing: {unique}")
        return
    for key in ([primary] if primary is not None else []) + (unique or []):
        if not isinstance(key, list) or not key or not set(key) <= set(names):
            fault(where, f"a key of no fields: {key}")
            continue
        places = [names.index(n) for n in key]
        values = [tuple(r[p] for p in places) for r in rows]
        if len(set(values)) != len(values):
            fault(where, f"the key repeats: {key}")
        if key is primary and any(None in v for v in values):
            fault(where, f"the primary key holds null: {next(v for v in values if None in v)}")


def check_table(resource, path, where):
    fields = check_fields(resource, where)
    names = [f["name"] for f in fields]
    rows = list(read_rows(resource, path, where))
    for row in rows:
        for f, value in zip(fields, row):
            if value is None:
                if f.get("constraints", {}).get("required"):
                    fault(where, f"{f['name']} is required and missing: {row}")
            elif not is_of_type(value, f["type"], resource["format"] == "csv"):
                fault(where, f"{f['name']} is a {f['type']}, but holds {value!r}")
    if resource.get("rowCount") != len(rows):
        fault(where, f"{len(rows)} rows, described as {resource.get('rowCount')}")
    for name, total in resource.get("controlTotals", {}).items():
        place = names.index(name)
        total_here = sum((decimal.Decimal(str(r[place])) for r in rows if r[place] is not None), decimal.Decimal(0))
        if total_here != decimal.Decimal(total):
            fault(where, f"{name} adds up to {total_here}, described as {total}")
    for f in fields:
        if f.get("columnType") == "value" and f["name"] not in resource.get("controlTotals", {}):
            fault(where, f"{f['name']} has no control total")
    check_keys(resource["schema"], names, rows, where)
    return names, rows


def check_foreign_keys(resource, tables, where):
    names, rows = tables[resource["name"]]
    for key in resource["schema"].get("foreignKeys", []):
        fields, reference = key.get("fields"), key.get("reference", {})
        if not isinstance(fields, list) or not fields or not set(fields) <= set(names):
            fault(where, f"a foreign key of no fields: {key}")
            continue
        # The empty string is the table itself.
        target = tables.get(reference.get("resource") or resource["name"])
        if target is None or not set(reference.get("fields", [])) <= set(target[0]) \
                or len(reference["fields"]) != len(fields):
            fault(where, f"a foreign key to nothing: {key}")
            continue
        there = {tuple(r[target[0].index(n)] for n in reference["fields"]) for r in target[1]}
        for row in rows:
            value = tuple(row[names.index(n)] for n in fields)
            if any(v is not None for v in value) and value not in there:
                fault(where, f"{value} is not in {reference['resource']}")
                break


def check_resource(directory, resource, tables):
    where = f"{directory}: {resource.get('name')}"
    if not NAME.fullmatch(resource.get("name", "")):
        fault(where, "no name")
    if ("path" in resource) == ("data" in resource):
        fault(where, "neither path nor data, or both")
        return
    if not is_url_or_path(resource["path"]):
        fault(where, f"no relative path: {resource['path']}")
        return
    path = directory / resource["path"]
    data = path.read_bytes()
    if resource.get("bytes") != len(data):
        fault(where, f"{len(data)} bytes, described as {resource.get('bytes')}")
    if resource.get("hash") != "sha256:" + hashlib.sha256(data).hexdigest():
        fault(where, "another hash")
    if resource.get("type") == "table":
        if resource.get("encoding") != "utf-8":
            fault(where, "no encoding")
        tables[resource["name"]] = check_table(resource, path, where)


def check_package(directory):
    package = json.loads((directory / "datapackage.json").read_text(encoding="utf-8"))
    where = str(directory)
    if package.get("$schema") != "https://datapackage.org/profiles/2.0/datapackage.json":
        fault(where, "no $schema of version 2")
    if not NAME.fullmatch(package.get("name", "")):
        fault(where, f"no name: {package.get('name')}")
    if not package.get("title"):
        fault(where, "no title")
    resources = package.get("resources")
    if not isinstance(resources, list) or not resources:
        fault(where, "no resources")
        return
    names = [r.get("name") for r in resources]
    if len(set(names)) != len(names):
        fault(where, "names that repeat")
    for source in package.get("sources", []):
        if not isinstance(source, dict) or not source:
            fault(where, "an empty source")
        elif "path" in source and not is_url_or_path(source["path"]):
            fault(where, f"a source without URL or path: {source['path']}")
        elif not re.fullmatch("sha256:[0-9a-f]{64}", source.get("hash", "")):
            fault(where, f"a source without hash: {source}")
    tables = {}
    for resource in resources:
        check_resource(directory, resource, tables)
    for resource in resources:
        if resource.get("name") in tables:
            check_foreign_keys(resource, tables, f"{directory}: {resource['name']}")
    here = {p.name for p in directory.iterdir() if not p.name.startswith(".")} - {"datapackage.json"}
    if here != {r.get("path") for r in resources}:
        fault(where, f"files that aren't described, or the other way round: {here ^ {r.get('path') for r in resources}}")


for argument in sys.argv[1:]:
    check_package(pathlib.Path(argument))
for line in faults[:40]:
    print(line)
print(f"{len(sys.argv) - 1} packages, {len(faults)} faults")
sys.exit(1 if faults or len(sys.argv) < 2 else 0)
