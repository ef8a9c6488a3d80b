#!/usr/bin/env python3
"""huizong and its peers on the same files and the same PostgreSQL, in one go; see run.sh and README.md."""
import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import peers
from clock import Clock, peak_kib

HERE = os.path.dirname(os.path.abspath(__file__))
NIGHTS = 3  # of each kind with changes
SETTINGS = ["server_version", "shared_buffers", "wal_level", "fsync", "synchronous_commit", "max_wal_size",
            "checkpoint_timeout", "work_mem"]


class Bench:
    def __init__(self, options):
        self.o = options
        self.tmp = tempfile.mkdtemp(prefix="hz-bench-", dir=options.tmp)
        os.chmod(self.tmp, 0o711)
        self.env = {**os.environ, "HUIZONG_HOME": os.path.join(self.tmp, "home")}
        for name in ("PGHOST", "PGDATABASE", "PGUSER", "PGPORT", "PGSERVICE"):
            self.env.pop(name, None)
        self.hz("db", "start")
        self.url = self.run(self.o.huizong, "db", "url").strip()
        with open(os.path.join(self.tmp, "home/pgdata/postmaster.pid")) as pid:
            self.clock = Clock(int(pid.readline()))
        self.files = os.path.join(self.tmp, "json")

    def run(self, *words, **more):
        return subprocess.run(words, env=self.env, check=True, stdout=subprocess.PIPE, text=True, **more).stdout

    def hz(self, *words):
        subprocess.run([self.o.huizong, "-q", *words], env=self.env, check=True)

    def drop(self, name):
        self.sql(self.url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def database(self, name):
        self.sql(self.url, "SET client_min_messages = warning", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
                 f"CREATE DATABASE {name} TEMPLATE template0")
        return self.url.replace("/huizong?", f"/{name}?")

    def sql(self, url, *statements):
        words = ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", url]
        for statement in statements:
            words += ["-c", statement]
        return self.run(*words)

    def corpus(self, count, directory, *more):
        self.run("/usr/bin/python3", os.path.join(HERE, "corpus.py"), str(count), directory, *more)

    def close(self):
        subprocess.run([self.o.huizong, "-q", "db", "stop"], env=self.env, check=False)
        if self.o.keep:
            print(f"kept: {self.tmp}")
        else:
            shutil.rmtree(self.tmp, ignore_errors=True)

    # --- the stages of huizong ---------------------------------------------------------------------------------

    def stage(self, url, *words, jobs=None):
        program = [self.o.huizong, "-q", "--db", url, "--jobs", str(jobs or self.o.jobs), *words]
        with self.clock.measure() as cost:
            cost["kib"] = peak_kib(program, self.env, os.path.join(self.tmp, "memory"))
        return cost

    def fresh(self, name):
        url = self.database(name)
        self.hz("--db", url, "init")
        return url

    def load_only(self, source, jobs=None):
        """Loads into a database of its own, which is dropped."""
        cost = self.stage(self.fresh("other"), "load", source, jobs=jobs)
        self.drop("other")
        return cost

    def stages(self, source):
        url = self.fresh("hz")
        out = os.path.join(self.tmp, "out")
        costs = {"load": self.stage(url, "load", source), "again": self.stage(url, "load", source),
                 "check": self.stage(url, "check"), "rollup": self.stage(url, "rollup"),
                 "export": self.stage(url, "export", "--format", "csv", "--out", out)}
        shutil.rmtree(out)
        return url, costs


# One round of everything; each ratio is of two stages of the same round.
def one_round(bench, duck, lines, parts, packed):
    url, costs = bench.stages(bench.files)
    costs["psql_gzip"] = peers.psql_gzip(bench, url)
    costs["floor"] = peers.floor(bench, url)
    bench.drop("hz")
    costs["load_lines"] = bench.load_only(lines)
    costs["load_gz"] = bench.load_only(packed)
    costs["load_one"] = bench.load_only(bench.files, jobs=1)
    costs["jsonb"] = peers.jsonb(bench, [lines])
    costs["jsonb_jobs"] = peers.jsonb(bench, parts)
    costs["python"] = peers.python(bench, 1)
    costs["python_jobs"] = peers.python(bench, bench.o.jobs)
    costs["load+rollup"] = {k: costs["load"][k] + costs["rollup"][k] for k in ("wall", "cpu")}
    if duck.there:
        costs["duckdb"] = duck.read()
    return costs


def main_part(bench):
    o = bench.o
    bench.corpus(o.documents, bench.files)
    lines = os.path.join(bench.tmp, "lines/corpus.jsonl")
    bench.corpus(o.documents, os.path.dirname(lines), "--form", "jsonl")
    packed = os.path.join(bench.tmp, "gz")
    bench.corpus(o.documents, packed, "--form", "gz")
    duck = peers.DuckDB(bench)
    rounds = [one_round(bench, duck, lines, peers.split_lines(lines, o.jobs), packed) for _ in range(o.rounds)]
    for path in (os.path.dirname(lines), packed, bench.files):
        shutil.rmtree(path)
    return rounds, duck.version


# The same stages once, for each number of documents.
def sizes_part(bench):
    result = []
    for count in bench.o.sizes:
        bench.corpus(count, bench.files)
        url, costs = bench.stages(bench.files)
        costs["psql_gzip"] = peers.psql_gzip(bench, url)
        bench.drop("hz")
        shutil.rmtree(bench.files)
        result.append((count, costs))
    return result


# Nights are a day apart, and what the autovacuum does in between is no part of them: it would take one of two cores of the
# next night, which comes at once here.
def rest(bench, url):
    busy = ("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE backend_type = 'autovacuum worker') OR EXISTS (SELECT"
            " FROM pg_stat_all_tables WHERE schemaname IN ('etl', 'staging', 'facts', 'rollup')"
            " AND n_mod_since_analyze > 50 + n_live_tup / 10)")
    deadline = time.monotonic() + 240
    while bench.sql(url, busy).strip() == "t" and time.monotonic() < deadline:
        time.sleep(1)


# Nights: the first, one without changes, some with 1 % of the documents in one division, some with 1 % all over: of these the
# one in the middle.
def nightly_part(bench, count):
    bench.corpus(count, bench.files)
    url = bench.fresh("hz")
    out = os.path.join(bench.tmp, "nightly")
    some = str(max(1, count // 100))
    revision = 1

    def night(change):
        nonlocal revision
        if change is not None:
            revision += 1
            bench.corpus(count, bench.files, "--revise", some, "--revision", str(revision), *change)
            rest(bench, url)
        cost = bench.stage(url, "nightly", bench.files, "--out", out)
        cost["stages"] = bench.sql(url, "SELECT load_ms, check_ms, rollup_ms, export_ms FROM etl.run"
                                   " ORDER BY run_id DESC LIMIT 1").strip().split("|")
        return cost

    nights = {"first": night(None), "unchanged": night(None)}
    for name, change in (("one division", ["--one-division"]), ("all over", [])):
        several = sorted((night(change) for _ in range(NIGHTS)), key=lambda cost: cost["wall"])
        nights[name] = several[NIGHTS // 2] | {"range": [several[0]["wall"], several[-1]["wall"]]}
    bench.drop("hz")
    shutil.rmtree(out)
    shutil.rmtree(bench.files)
    return nights


ROWS = [  # what, measured, against, target, at least or at most
    ("load / the floor (a)", "load", "floor", 1.5, "<="),
    ("load, one worker / the floor (a)", "load_one", "floor", None, ""),
    ("load, one JSON Lines file / many files", "load_lines", "load", 1.1, "<="),
    ("load, gzip files / plain files", "load_gz", "load", None, ""),
    ("loading the same again / load", "again", "load", None, ""),
    ("jsonb, 3 tables, 1 connection (b) / load of all", "jsonb", "load", 10, ">="),
    ("jsonb, 3 tables, as many connections (b) / load of all", "jsonb_jobs", "load", 10, ">="),
    ("Python, 3 tables, 1 process (c) / load of all", "python", "load", 10, ">="),
    ("Python, 3 tables, as many processes (c) / load of all", "python_jobs", "load", 10, ">="),
    ("DuckDB read_json_auto (d) / load + rollup", "duckdb", "load+rollup", 1, ">="),
    ("check / load", "check", "load", 1, "<="),
    ("rollup / load", "rollup", "load", 0.25, "<="),
    ("psql COPY | gzip / export as csv", "psql_gzip", "export", 1, ">="),
]


def ratio(rounds, a, b, key):
    return statistics.median(r[a][key] / r[b][key] for r in rounds)


def met(value, target, how):
    if target is None:
        return ""
    return "met" if (value <= target if how == "<=" else value >= target) else "missed"


def print_main(rounds, o):
    def median(stage, key):
        return statistics.median(r[stage][key] for r in rounds)

    print(f"\n{o.documents} documents, {o.jobs} workers, median of {len(rounds)} rounds (ratios: of each round's two)")
    print(f"{'':56} {'seconds':>8} {'against':>8} {'ratio':>6} {'by CPU':>6}  target")
    for what, a, b, target, how in ROWS:
        if a in rounds[0]:
            wall, cpu = ratio(rounds, a, b, "wall"), ratio(rounds, a, b, "cpu")
            goal = f"{how} {target}: {met(wall, target, how)}" if target is not None else ""
            print(f"{what:56} {median(a, 'wall'):8.2f} {median(b, 'wall'):8.2f} {wall:6.2f} {cpu:6.2f}  {goal}".rstrip())
    peak = max(r[s]["kib"] for r in rounds for s in ("load", "check", "rollup", "export")) / 1024
    print(f"load: {1000 * median('load', 'wall') / o.documents:.2f} ms a document"
          f" ({1000 * median('load', 'client') / o.documents:.2f} ms CPU of the program,"
          f" {1000 * median('load', 'server') / o.documents:.2f} of the server); peak memory of any stage {peak:.0f} MiB"
          f" (target <= {64 + 32 * o.jobs}: {met(peak, 64 + 32 * o.jobs, '<=')})")


def print_sizes(sizes):
    stages = ("load", "check", "rollup", "export", "psql_gzip")
    print(f"\n{'documents':>9}" + "".join(f" {s + ' ms/doc':>14} {'CPU':>6} {'MiB':>5}" for s in stages))
    for count, costs in sizes:
        print(f"{count:9}" + "".join(f" {1000 * costs[s]['wall'] / count:14.2f} {1000 * costs[s]['cpu'] / count:6.2f}"
                                     f" {costs[s]['kib'] / 1024 if 'kib' in costs[s] else float('nan'):5.0f}" for s in stages))


def print_nights(nights, count):
    first = nights["first"]
    print(f"\nnightly, {count} documents, all formats: seconds, CPU, of the first's by wall and CPU;"
          " ms of load, check, rollup, export")
    for night, cost in nights.items():
        print(f"{night:14} {cost['wall']:8.2f} {cost['cpu']:8.2f} {100 * cost['wall'] / first['wall']:6.1f} %"
              f" {100 * cost['cpu'] / first['cpu']:6.1f} %  {' '.join(f'{ms:>7}' for ms in cost['stages'])}"
              + (f"  (of {NIGHTS}: {cost['range'][0]:.2f} to {cost['range'][1]:.2f} s)" if "range" in cost else ""))


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=int, nargs="?", default=1000)
    parser.add_argument("--huizong", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--sizes", type=lambda s: [int(n) for n in s.split(",") if n], default=[1000, 10000],
                        help="numbers of documents to show the growth with, e.g. 1000,3000,10000; '' for none")
    parser.add_argument("--nightly", type=int, default=10000, metavar="N", help="documents of the nights; 0 for none")
    parser.add_argument("--json", help="write the figures there too")
    parser.add_argument("--tmp", help="where the corpus and the database go (default: the system's)")
    parser.add_argument("--keep", action="store_true", help="leave them there")
    return parser.parse_args()


def main():
    bench = Bench(options())
    o = bench.o
    figures = {"date": time.strftime("%Y-%m-%d"), "machine": platform.machine(), "cores": os.cpu_count(), "jobs": o.jobs}
    try:
        figures["settings"] = {name: bench.sql(bench.url, f"SHOW {name}").strip() for name in SETTINGS}
        print(f"{figures['date']}, {figures['machine']}, {figures['cores']} cores; PostgreSQL: "
              + ", ".join(f"{k} {v}" for k, v in figures["settings"].items()))
        if o.rounds:
            figures["rounds"], figures["duckdb"] = main_part(bench)
            print(f"DuckDB {figures['duckdb'] or 'not measured (no npm)'}, Python {platform.python_version()}")
            print_main(figures["rounds"], o)
        if o.sizes:
            figures["sizes"] = sizes_part(bench)
            print_sizes(figures["sizes"])
        if o.nightly:
            figures["nightly"] = nightly_part(bench, o.nightly)
            print_nights(figures["nightly"], o.nightly)
    finally:
        bench.close()
    if o.json:
        with open(o.json, "w") as out:
            json.dump(figures, out, indent=1)


sys.exit(main())
