#!/usr/bin/env python3
"""huizong and its peers on the same files and the same PostgreSQL, in one go; see run.sh and README.md."""
import argparse
import glob
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
CENTRAL = ["revenue", "expenditure", "basic_expenditure_by_economic"]  # the tables that the peers (b) and (c) load


class Bench:
    def __init__(self, options):
        self.o = options
        self.tmp = tempfile.mkdtemp(prefix="hz-bench-")
        os.chmod(self.tmp, 0o711)
        self.env = {**os.environ, "HUIZONG_HOME": os.path.join(self.tmp, "home")}
        for name in ("PGHOST", "PGDATABASE", "PGUSER", "PGPORT", "PGSERVICE"):
            self.env.pop(name, None)
        self.hz("db", "start")
        self.url = self.run(self.o.huizong, "db", "url").strip()
        self.files = os.path.join(self.tmp, "json")

    def run(self, *words, **more):
        return subprocess.run(words, env=self.env, check=True, stdout=subprocess.PIPE, text=True, **more).stdout

    def hz(self, *words):
        subprocess.run([self.o.huizong, "-q", *words], env=self.env, check=True)

    def database(self, name):
        self.sql(self.url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE template0")
        return self.url.replace("/huizong?", f"/{name}?")

    def sql(self, url, *statements):
        words = ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", url]
        for statement in statements:
            words += ["-c", statement]
        return self.run(*words)

    def timed(self, *words):
        """Seconds and peak memory (KiB) of a command."""
        memory = os.path.join(self.tmp, "memory")
        start = time.monotonic()
        subprocess.run(["/usr/bin/time", "-o", memory, "-f", "%M", *words], env=self.env, check=True)
        return time.monotonic() - start, int(open(memory).read().split()[-1])

    # --- huizong -----------------------------------------------------------------------------------------------

    def stages(self, source, out):
        url = self.database("hz")
        self.hz("--db", url, "init")
        jobs = ["--jobs", str(self.o.jobs)]
        program = [self.o.huizong, "-q", "--db", url, *jobs]
        times = {}
        times["load"], times["load_kib"] = self.timed(*program, "load", source)
        times["again"], _ = self.timed(*program, "load", source)
        times["check"], _ = self.timed(*program, "check")
        times["rollup"], _ = self.timed(*program, "rollup")
        times["export"], _ = self.timed(*program, "export", "--format", "csv", "--out", out)
        return url, times

    # --- (a) the floor: the very rows, from files written beforehand ---------------------------------------------

    def floor(self, url):
        directory = os.path.join(self.tmp, "floor")
        os.makedirs(directory, exist_ok=True)
        relations = self.sql(url, "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid ="
                             " c.relnamespace WHERE c.relkind = 'r' AND (n.nspname = 'staging' OR n.nspname = 'etl'"
                             " AND c.relname = 'document')").split()
        for relation in relations:
            self.sql(url, f"\\copy {relation} TO '{directory}/{relation}' (FORMAT binary)")
        empty = self.database("floor")
        self.hz("--db", empty, "init")
        # The longest first, each to the connection that has the least so far.
        share = [[] for _ in range(self.o.jobs)]
        load = [0] * self.o.jobs
        for relation in sorted(relations, key=lambda r: -os.path.getsize(f"{directory}/{r}")):
            to = load.index(min(load))
            share[to].append(f"\\copy {relation} FROM '{directory}/{relation}' (FORMAT binary)")
            load[to] += os.path.getsize(f"{directory}/{relation}")
        start = time.monotonic()
        threads = [threading.Thread(target=self.sql, args=(empty, *part)) for part in share]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.monotonic() - start

    # --- (b) what a DBA would do: documents as jsonb, expanded into the three central tables -----------------------

    def jsonb(self, lines):
        url = self.database("dba")
        self.hz("--db", url, "init")
        columns = {t: self.sql(url, "SELECT string_agg(a.attname || ' ' || CASE WHEN t.typname = 'int8' THEN 'numeric'"
                               " ELSE t.typname END, ', ' ORDER BY a.attnum) FROM pg_attribute a JOIN pg_type t ON t.oid ="
                               f" a.atttypid WHERE a.attrelid = 'staging.{t}'::regclass AND a.attnum > 8"
                               " AND a.attname NOT IN ('row_kind', 'dep_eco_code', 'gov_eco_code')").strip()
                   for t in CENTRAL}
        statements = ["CREATE TABLE public.d (id bigint GENERATED ALWAYS AS IDENTITY, j jsonb)",
                      f"\\copy public.d (j) FROM '{lines}' (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')"]
        for table, definition in columns.items():
            names = [c.split()[0] for c in definition.split(", ")]
            money = {c.split()[0] for c in definition.split(", ") if c.split()[1] == "numeric"}
            values = ", ".join(f"(r.{n} * 1000000)::bigint" if n in money else f"r.{n}" for n in names)
            statements.append(
                f"INSERT INTO staging.{table} (mof_div_code, doc_id, fiscal_year, bgt_stage, scope, dept_code, agency_code,"
                f" row_no, {', '.join(names)}) SELECT j ->> 'mof_div_code', id, (j ->> 'fiscal_year')::int, 'budget',"
                f" j ->> 'scope', j ->> 'dept_code', j ->> 'agency_code', 1, {values} FROM public.d,"
                f" jsonb_to_recordset(j #> '{{tables,{table},rows}}') AS r ({definition})")
        start = time.monotonic()
        self.sql(url, *statements)
        return time.monotonic() - start

    # --- (c) Python ------------------------------------------------------------------------------------------------

    def python(self):
        url = self.database("py")
        self.hz("--db", url, "init")
        return self.timed("/usr/bin/python3", os.path.join(HERE, "peer_python.py"), url, self.files)[0]

    # --- (d) DuckDB ------------------------------------------------------------------------------------------------

    def duckdb(self):
        if shutil.which("npm") is None:
            return None
        modules = os.path.join(self.tmp, "node")
        os.makedirs(modules)
        subprocess.run(["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", modules, "@duckdb/node-api"],
                       check=True, stdout=subprocess.DEVNULL)
        open(os.path.join(modules, "package.json"), "a").close()
        return json.loads(self.run("node", os.path.join(HERE, "duckdb.mjs"), modules, f"{self.files}/*.json",
                                   str(self.o.jobs)))

    def psql_gzip(self, url):
        start = time.monotonic()
        names = sorted(os.path.basename(f)[:-4] for f in glob.glob(os.path.join(HERE, "../../sql/60_exports/*.sql")))
        for name in names:
            subprocess.run(["bash", "-c", 'psql -XqAt -d "$1" -c "COPY (SELECT * FROM rollup.$2) TO STDOUT (FORMAT csv,'
                            ' HEADER)" | gzip -6 > "$3"', "-", url, name, os.path.join(self.tmp, "peer.csv.gz")],
                           check=True, env=self.env)
        return time.monotonic() - start

    def close(self):
        subprocess.run([self.o.huizong, "-q", "db", "stop"], env=self.env, check=False)
        shutil.rmtree(self.tmp, ignore_errors=True)


def measure(bench):
    o = bench.o
    corpus = ["/usr/bin/python3", os.path.join(HERE, "corpus.py"), str(o.documents)]
    subprocess.run([*corpus, bench.files], check=True)
    lines = os.path.join(bench.tmp, "lines")
    subprocess.run([*corpus, lines, "--form", "jsonl"], check=True)
    rounds = []
    for i in range(o.rounds):
        url, times = bench.stages(bench.files, os.path.join(bench.tmp, f"out{i}"))
        times["psql_gzip"] = bench.psql_gzip(url)
        times["floor"] = bench.floor(url)
        _, by_line = bench.stages(os.path.join(lines, "corpus.jsonl"), os.path.join(bench.tmp, f"lines{i}"))
        times["load_lines"] = by_line["load"]
        rounds.append(times)
    result = {k: statistics.median(r[k] for r in rounds) for k in rounds[0]}
    result["jsonb"] = bench.jsonb(os.path.join(lines, "corpus.jsonl"))
    result["python"] = bench.python()
    duck = bench.duckdb()
    if duck is not None:
        result["duckdb_read"], result["duckdb_rollup"] = duck["read"], duck["rollup"]
    return result, duck


ROWS = [  # what, measured, against, target
    ("load against the floor (a)", "load", "floor", "<= 1.5"),
    ("load, one JSON Lines file, against many files", "load_lines", "load", "about 1"),
    ("COPY jsonb and expand 3 tables (b), against loading all", "jsonb", "load", ">= 10"),
    ("Python and psycopg, 3 tables (c), against loading all", "python", "load", ">= 10"),
    ("DuckDB read_json_auto (d), against load + rollup", "duckdb_read", "load+rollup", ">= 1"),
    ("check against load", "check", "load", "<= 1"),
    ("rollup against load", "rollup", "load", "<= 0.25"),
    ("psql COPY | gzip against export (csv)", "psql_gzip", "export", ">= 1"),
    ("loading the same again, against load", "again", "load", ""),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=int, nargs="?", default=1000)
    parser.add_argument("--huizong", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--json", help="write the figures there too")
    bench = Bench(parser.parse_args())
    try:
        figures, duck = measure(bench)
        server = bench.sql(bench.url, "SHOW server_version").strip()
    finally:
        bench.close()
    figures["load+rollup"] = figures["load"] + figures["rollup"]
    print(f"{bench.o.documents} documents, {bench.o.jobs} connections, median of {bench.o.rounds} rounds; {os.cpu_count()}"
          f" cores, {platform.machine()}, PostgreSQL {server}, DuckDB {duck['version'] if duck else 'not there (no npm)'}")
    print(f"load: {figures['load']:.2f} s, {1000 * figures['load'] / bench.o.documents:.2f} ms a document,"
          f" peak memory {figures['load_kib'] / 1024:.0f} MiB")
    print(f"{'':56} {'seconds':>8} {'against':>8} {'ratio':>6}  target")
    for what, a, b, target in ROWS:
        if a in figures:
            print(f"{what:56} {figures[a]:8.2f} {figures[b]:8.2f} {figures[a] / figures[b]:6.2f}  {target}")
    if bench.o.json:
        with open(bench.o.json, "w") as out:
            json.dump({"documents": bench.o.documents, "seconds": figures, "server": server,
                       "duckdb": duck and duck["version"]}, out, indent=1)


sys.exit(main())
