"""The peers of huizong: (a) the floor, (b) SQL over jsonb, (c) Python and psycopg, (d) DuckDB, and psql | gzip."""
import glob
import json
import os
import shutil
import subprocess
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
CENTRAL = ["revenue", "expenditure", "basic_expenditure_by_economic"]  # the tables that (b) and (c) load


def side_by_side(tasks):
    threads = [threading.Thread(target=task) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def floor(bench, url):
    """(a) COPY BINARY of the very rows that `url` holds, from files written beforehand, over as many connections."""
    directory = os.path.join(bench.tmp, "floor")
    os.makedirs(directory, exist_ok=True)
    relations = bench.sql(url, "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid ="
                          " c.relnamespace WHERE c.relkind = 'r' AND (n.nspname = 'staging' OR n.nspname = 'etl'"
                          " AND c.relname = 'document')").split()
    for relation in relations:
        bench.sql(url, f"\\copy {relation} TO '{directory}/{relation}' (FORMAT binary)")
    empty = bench.database("floor")
    bench.hz("--db", empty, "init")
    # The longest first, each to the connection that has the least so far.
    share = [[] for _ in range(bench.o.jobs)]
    load = [0] * bench.o.jobs
    for relation in sorted(relations, key=lambda r: -os.path.getsize(f"{directory}/{r}")):
        to = load.index(min(load))
        share[to].append(f"\\copy {relation} FROM '{directory}/{relation}' (FORMAT binary)")
        load[to] += os.path.getsize(f"{directory}/{relation}")
    with bench.clock.measure() as cost:
        side_by_side([lambda part=part: bench.sql(empty, *part) for part in share])
    bench.drop("floor")
    shutil.rmtree(directory)
    return cost


def split_lines(path, parts):
    """The file's lines dealt out to so many files."""
    names = [f"{path}.{i}" for i in range(parts)]
    outs = [open(name, "wb") for name in names]
    with open(path, "rb") as lines:
        for i, line in enumerate(lines):
            outs[i % parts].write(line)
    for out in outs:
        out.close()
    return names


def jsonb_statements(bench, url, lines):
    """Documents into a jsonb column, then each table with one INSERT. Amounts as fen, rows numbered, as huizong does."""
    columns = {t: bench.sql(url, "SELECT string_agg(a.attname || ' ' || CASE WHEN t.typname = 'int8' THEN 'numeric'"
                            " ELSE t.typname END, ', ' ORDER BY a.attnum) FROM pg_attribute a JOIN pg_type t ON t.oid ="
                            f" a.atttypid WHERE a.attrelid = 'staging.{t}'::regclass AND a.attnum > 8"
                            " AND a.attname NOT IN ('row_kind', 'dep_eco_code', 'gov_eco_code')").strip()
               for t in CENTRAL}
    statements = ["CREATE TEMPORARY TABLE d (id bigint GENERATED ALWAYS AS IDENTITY, j jsonb)",
                  f"\\copy pg_temp.d (j) FROM '{lines}' (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')"]
    for table, definition in columns.items():
        names = [c.split()[0] for c in definition.split(", ")]
        money = {c.split()[0] for c in definition.split(", ") if c.split()[1] == "numeric"}
        values = ", ".join(f"(r.{n} * h.fen)::bigint" if n in money else f"r.{n}" for n in names)
        # What stands once in a document is taken out once, not with every row.
        statements.append(
            "WITH h AS MATERIALIZED (SELECT id, j ->> 'mof_div_code' AS mof_div_code, (j ->> 'fiscal_year')::int AS"
            " fiscal_year, j ->> 'bgt_stage' AS bgt_stage, j ->> 'scope' AS scope, j ->> 'dept_code' AS dept_code,"
            f" j ->> 'agency_code' AS agency_code, j #> '{{tables,{table},rows}}' AS rows,"
            f" CASE j #>> '{{tables,{table},amount_unit}}' WHEN '元' THEN 100 WHEN '千元' THEN 100000"
            " WHEN '亿元' THEN 10000000000 ELSE 1000000 END AS fen FROM pg_temp.d)"
            f" INSERT INTO staging.{table} (mof_div_code, doc_id, fiscal_year, bgt_stage, scope, dept_code, agency_code,"
            f" row_no, {', '.join(names)}) SELECT h.mof_div_code, h.id, h.fiscal_year, h.bgt_stage, h.scope, h.dept_code,"
            f" h.agency_code, r.row_no, {values} FROM h CROSS JOIN LATERAL ROWS FROM"
            f" (jsonb_to_recordset(h.rows) AS ({definition})) WITH ORDINALITY AS r ({', '.join(names)}, row_no)")
    return statements


def jsonb(bench, lines):
    """(b) what a DBA would do in psql; a list of files is loaded over as many connections."""
    url = bench.database("dba")
    bench.hz("--db", url, "init")
    parts = [jsonb_statements(bench, url, name) for name in lines]
    with bench.clock.measure() as cost:
        side_by_side([lambda part=part: bench.sql(url, *part) for part in parts])
    bench.drop("dba")
    return cost


def python(bench, processes):
    """(c) what one would write in Python."""
    url = bench.database("py")
    bench.hz("--db", url, "init")
    with bench.clock.measure() as cost:
        side_by_side([lambda i=i: bench.run("/usr/bin/python3", os.path.join(HERE, "peer_python.py"), url, bench.files,
                                            str(i), str(processes)) for i in range(processes)])
    bench.drop("py")
    return cost


class DuckDB:
    """(d) Comes from npm; None in its version where npm is not there."""

    def __init__(self, bench):
        self.bench = bench
        self.version = None
        self.modules = os.path.join(bench.tmp, "node")
        self.there = shutil.which("npm") is not None
        if self.there:
            os.makedirs(self.modules)
            subprocess.run(["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", self.modules,
                            "@duckdb/node-api"], check=True, stdout=subprocess.DEVNULL)
            open(os.path.join(self.modules, "package.json"), "a").close()

    def read(self):
        """Seconds to read all documents, and to roll up the one table by function."""
        with self.bench.clock.measure() as cost:
            out = json.loads(self.bench.run("node", os.path.join(HERE, "duckdb.mjs"), self.modules,
                                            f"{self.bench.files}/*.json", str(self.bench.o.jobs)))
        self.version = out["version"]
        return {"wall": out["read"], "rollup": out["rollup"], "cpu": cost["cpu"]}


def psql_gzip(bench, url):
    """psql -c "COPY …" | gzip, for the relations that huizong exports, at the level it compresses with."""
    names = sorted(os.path.basename(f)[:-4] for f in glob.glob(os.path.join(HERE, "../../sql/60_exports/*.sql")))
    known = bench.sql(url, "SELECT relname FROM pg_class WHERE relnamespace = 'rollup'::regnamespace").split()
    with bench.clock.measure() as cost:
        for name in names:
            if name in known:
                subprocess.run(["bash", "-c", 'set -o pipefail; psql -XqAt -d "$1" -c "COPY (SELECT * FROM rollup.$2) TO'
                                ' STDOUT (FORMAT csv, HEADER)" | gzip -6 > "$3"', "-", url, name,
                                os.path.join(bench.tmp, "peer.csv.gz")], check=True, env=bench.env)
    return cost
