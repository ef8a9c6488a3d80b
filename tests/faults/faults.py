#!/usr/bin/env python3
"""Makes one call after the other fail in a nightly run and looks at what is left.

  faults.py [--each N] [--only NAME] [--seed S] [--short] [--init] [-v]

Needs $HUIZONG (undisturbed), $HUIZONG_FAILING, $HUIZONG_SAMPLES_DIR and, in $HZ_URL, a server whose databases it may make.
The calls of an undisturbed night are counted; of each function up to N of them (default 1; 0: all) fail, each in each way
that it can fail (--short: only functions whose failure must be told, each in its first way). After each:
  - the run ends by an exit code of INTERFACE, not by a signal or a sanitizer, and if it isn't 0 or 65 an error is logged
    that says what failed;
  - readers see the night before or this one, whole, in the database and in each exported directory (where an input can't
    be read, its documents are rejected and the night goes on without them);
  - the next, undisturbed run ends as if nothing had happened: the same database, the same exports.
With --init it is `init` on an empty database that fails, and the next init that must make what an undisturbed one makes.
"""
import argparse
import collections
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile

PROGRAM = os.environ["HUIZONG"]
FAILING = os.environ["HUIZONG_FAILING"]
SAMPLES = os.environ["HUIZONG_SAMPLES_DIR"]
URL = os.environ["HZ_URL"]
CALM_CODE = 65  # one document of the night is bad
CODES = {0, 65, 66, 69, 70, 73, 74, 75, 78}

WAYS = collections.defaultdict(lambda: ["EIO"], {
    "calloc": ["ENOMEM"], "realloc": ["ENOMEM"], "open": ["EMFILE", "EACCES"], "fopen": ["EMFILE"],
    "read": ["EIO", "short", "EINTR"], "pread": ["EIO", "short", "EINTR"],
    "write": ["ENOSPC", "short", "EINTR"], "mkdir": ["ENOSPC"],
    "rename": ["ENOSPC"], "renameat2": ["EIO", "EROFS"], "pthread_create": ["EAGAIN"],
    "opendir": ["EMFILE"], "fdopendir": ["ENOMEM"], "close": ["EIO"], "fsync": ["EIO"],
    "PQexec": ["cut", "null"], "PQexecParams": ["cut", "null"], "PQsendQuery": ["cut", "null"],
    "PQexecPrepared": ["cut", "null"], "PQsendQueryParams": ["cut", "null"], "PQgetResult": ["cut"], "PQputCopyData": ["cut", "null"],
    "PQputCopyEnd": ["cut", "null"], "PQgetCopyData": ["cut", "null"], "PQsetSingleRowMode": ["null"],
    "PQconnectdbParams": ["null"], "PQconninfoParse": ["null"],
})
HARMLESS = {"short", "EINTR"}  # ways that a run must take as nothing
WORDS = {"EIO": "Input/output error", "ENOSPC": "No space left", "EMFILE": "Too many open files",
         "EACCES": "Permission denied", "EROFS": "Read-only file system"}
# Of these an error without the words of errno may be told, or none: what they are asked for is optional.
LENIENT = {"stat", "lstat", "fstat", "access", "faccessat", "statvfs", "getcwd", "realpath", "flock", "close", "unlink",
           "rmdir", "remove", "fopen", "fread", "fgets", "fseeko", "scandir", "cJSON_ParseWithLengthOpts"}
# Of these the reason is another one than errno's.
OTHERS = ("EVP_", "deflate", "inflate", "work", "PQ")


def psql(url, *arguments, text=None):
    made = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", url, *arguments], input=text, text=True,
                          capture_output=True, check=False)
    if made.returncode != 0:
        sys.exit(f"psql: {made.stderr}")
    return made.stdout


class Nights:
    """The night before, and copies of it to try things on."""

    def __init__(self, scratch):
        self.scratch = scratch
        self.number = 0
        self.first, self.second = os.path.join(scratch, "first"), os.path.join(scratch, "second")
        os.mkdir(self.first)
        os.mkdir(self.second)
        fenyang = os.path.join(SAMPLES, "fenyang", "141182000-407001-2025.json")
        putuo = os.path.join(SAMPLES, "putuo", "310107000-903001-2025.json")
        shutil.copy(fenyang, self.first)
        with open(fenyang, encoding="utf-8") as file:
            text = file.read()
        # So many departments beside it that files have parts, which the second night copies.
        for number in range(510, 530):
            with open(os.path.join(self.first, f"{number}.json"), "w", encoding="utf-8") as file:
                file.write(text.replace("407001", f"{number}001").replace('"407"', f'"{number}"'))
        changed = text.replace(' "revision": 1,', ' "revision": 2,', 1).replace('"total": 1846.89', '"total": 1846.88', 1)
        assert changed != text
        with open(os.path.join(self.second, "a.json"), "w", encoding="utf-8") as file:
            file.write(changed)
        subprocess.run(["gzip", "-c", putuo], stdout=open(os.path.join(self.second, "b.json.gz"), "wb"), check=True)
        with open(os.path.join(self.second, "c.json"), "w", encoding="utf-8") as file:
            file.write('{"format": 1}')
        self.base = self.create("base", "template0")
        self.base_out = os.path.join(scratch, "out-base")
        self.run(PROGRAM, self.base, "init")
        made = self.night(PROGRAM, self.base, self.base_out, self.first)
        assert made.returncode == 0, made.stderr
        self.script = self.state_script()

    def create(self, name, template):
        self.number += 1
        database = f"hz_fault_{name}_{os.getpid()}"
        psql(URL, "-c", f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY file_copy')
        return URL.replace("/huizong?", f"/{database}?")

    @staticmethod
    def name_of(url):
        return url.split("///")[1].split("?")[0]

    def copy(self):
        database = self.create(f"try{self.number}", self.name_of(self.base))
        out = os.path.join(self.scratch, f"out-{self.number}")
        shutil.copytree(self.base_out, out)
        psql(database, "-c", f"UPDATE etl.export SET out = '{out}'")
        return database, out

    def drop(self, database, out):
        psql(URL, "-c", f'DROP DATABASE "{self.name_of(database)}" WITH (FORCE)')
        shutil.rmtree(out, ignore_errors=True)

    @staticmethod
    def run(program, database, *arguments, **environment):
        return subprocess.run([program, "--no-progress", "--jobs", "1", "--db", database, *arguments], text=True, check=False,
                              capture_output=True, errors="replace", timeout=120,
                              env=dict(os.environ, HUIZONG_FORMATS="csv,xlsx,html", **environment))

    def night(self, program, database, out, folder=None, **environment):
        return self.run(program, database, "nightly", "--out", out, folder or self.second, **environment)

    def state_script(self):
        """All that readers see and what staging holds, but for what a run that failed uses up."""
        return psql(self.base, "-c", """
            SELECT format('COPY (SELECT %L, %s FROM %s AS x ORDER BY (x)::text COLLATE "C") TO STDOUT;', c.oid::regclass,
                       string_agg(quote_ident(a.attname), ',' ORDER BY a.attnum), c.oid::regclass)
              FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE c.relnamespace = 'rollup'::regnamespace AND c.relkind IN ('r', 'v')
               AND a.attname NOT IN ('run_id', 'doc_id', 'rolled_at', 'check_run_id')
             GROUP BY c.oid, c.relname ORDER BY c.relname""")

    STAGING = """SELECT count(*), sum(row_count) FROM etl.document WHERE NOT orphan;
        SELECT count(*), sum(total) FROM staging.expenditure; SELECT count(*) FROM staging.performance_indicators;"""

    def state(self, database):
        lines = psql(database, "-f", "-", text=self.script).splitlines()
        return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()

    def staging(self, database):
        return psql(database, "-f", "-", text=self.STAGING)


def exports(out):
    """Directory → the files in it with their content. The package and the findings name the run. What a fault left in
    hidden folders goes when the slice is next exported."""
    found = {}
    for folder, folders, files in os.walk(out):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = {}
        for name in files:
            with open(os.path.join(folder, name), "rb") as file:
                run = name.startswith("findings.") or name == "datapackage.json" or name.startswith("report-")
                inside[name] = "" if run else hashlib.sha256(file.read()).hexdigest()
        if inside:
            found[os.path.relpath(folder, out)] = inside
    return found


class Calls:
    """What was counted, and the points at which to fail."""
    counts = {}

    def points(self, each, only, seed, short):
        """Function, number and way, spread over the calls that were counted."""
        draw = random.Random(seed)
        for function, calls in sorted(self.counts.items()):
            if short and function in LENIENT:
                continue
            numbers = list(range(1, calls + 1))
            if each and calls > each:
                numbers = sorted(draw.sample(numbers, each))
            for number in numbers:
                for way in WAYS[function][:1 if short else None]:
                    if only is None or function == only:
                        yield function, number, way


class Trial(Calls):
    def __init__(self, nights):
        self.nights = nights
        self.before, self.before_files = nights.state(nights.base), exports(nights.base_out)
        database, out = nights.copy()
        counts = os.path.join(nights.scratch, "counts")
        made = nights.night(FAILING, database, out, HUIZONG_FAIL_COUNTS=counts)
        assert made.returncode == CALM_CODE, made.stderr
        self.after, self.after_files = nights.state(database), exports(out)
        self.after_staging = nights.staging(database)
        with open(counts, encoding="utf-8") as file:
            self.counts = {name: int(calls) for name, calls in (line.split() for line in file) if name != "fired"}
        nights.drop(database, out)

    @staticmethod
    def has_words(function, way):
        return way in WORDS and function not in LENIENT and not function.startswith(OTHERS)

    def judge_run(self, function, way, made, log):
        code = made.returncode
        if code not in CODES:
            yield f"exit code {code}"
        if way in HARMLESS and code != CALM_CODE:
            yield f"a harmless fault ends the run with {code}"
        if code not in (0, CALM_CODE):
            errors = [line for line in log.splitlines() if "error: " in line or "out of memory" in line]
            if not errors:
                yield "no error is told"
            elif self.has_words(function, way) and not any(WORDS[way] in line for line in errors):
                yield f"the error doesn't say {WORDS[way]!r}"
        elif self.has_words(function, way) and WORDS[way] not in log:
            yield "the fault went by unsaid"

    def judge_state(self, database, out, code, log):
        state = self.nights.state(database)
        skipped = code == CALM_CODE and any(w in log for w in ("读文件出错", "文件打不开", "文件或目录读不了", "程序内部错误"))
        if state not in (self.before, self.after) and not skipped:
            yield "readers see neither the night before nor this one"
        if code == CALM_CODE and state != self.after and not skipped:
            yield "the run says that it finished, but it didn't"
        for folder, files in exports(out).items():
            known = (self.before_files.get(folder), self.after_files.get(folder))
            if files not in known and not skipped:
                yield f"half an export in {folder}: {sorted(files)}"

    def judge_next(self, database, out):
        made = self.nights.night(PROGRAM, database, out)
        if made.returncode != CALM_CODE:
            yield f"the next run ends with {made.returncode}: {made.stderr[-600:]}"
        if self.nights.state(database) != self.after:
            yield "the database after the next run differs"
        if self.nights.staging(database) != self.after_staging:
            yield "staging after the next run differs"
        if exports(out) != self.after_files:
            yield f"the exports after the next run differ: {sorted(exports(out))}"

    def fail(self, function, number, way):
        database, out = self.nights.copy()
        counts = os.path.join(self.nights.scratch, "counts")
        if os.path.exists(counts):
            os.unlink(counts)
        try:
            made = self.nights.night(FAILING, database, out, HUIZONG_FAIL=f"{function}:{number}:{way}",
                                     HUIZONG_FAIL_COUNTS=counts)
        except subprocess.TimeoutExpired:
            self.nights.drop(database, out)
            return None, "", ["the run hangs"]
        log = made.stderr
        wrong = list(self.judge_run(function, way, made, log))
        wrong += list(self.judge_state(database, out, made.returncode, log))
        if wrong or way not in HARMLESS:
            wrong += list(self.judge_next(database, out))
        self.nights.drop(database, out)
        return made.returncode, log, wrong


class Setup(Calls):
    """`init` on an empty database, failing; the next one must make what an undisturbed one makes."""
    SHAPE = """
        SELECT n.nspname, c.relname, c.relkind, a.attname, format_type(a.atttypid, a.atttypmod), col_description(c.oid, a.attnum)
          FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
          LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
         WHERE n.nspname IN ('etl', 'ref', 'staging', 'facts', 'rollup') ORDER BY 1, 2, 4;
        SELECT n.nspname, p.proname, md5(p.prosrc) FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
         WHERE n.nspname IN ('etl', 'ref', 'staging', 'facts', 'rollup') ORDER BY 1, 2, 3;
        SELECT version, checksum FROM etl.schema_version ORDER BY 1; SELECT count(*) FROM ref.exp_func;"""

    def __init__(self, nights):
        self.nights = nights
        database = nights.create("calm", "template0")
        counts = os.path.join(nights.scratch, "counts-init")
        made = nights.run(FAILING, database, "init", HUIZONG_FAIL_COUNTS=counts)
        assert made.returncode == 0, made.stderr
        self.shape = psql(database, "-f", "-", text=self.SHAPE)
        with open(counts, encoding="utf-8") as file:
            self.counts = {name: int(calls) for name, calls in (line.split() for line in file)
                           if name.startswith(("PQ", "open", "fopen", "fread"))}
        nights.drop(database, "")

    def fail(self, function, number, way):
        database = self.nights.create(f"init{self.nights.number}", "template0")
        made = self.nights.run(FAILING, database, "init", HUIZONG_FAIL=f"{function}:{number}:{way}")
        wrong = []
        if made.returncode not in CODES - {65, 66}:
            wrong.append(f"exit code {made.returncode}")
        if made.returncode != 0 and "error: " not in made.stderr:
            wrong.append("no error is told")
        again = self.nights.run(PROGRAM, database, "init")
        if again.returncode != 0:
            wrong.append(f"the next init ends with {again.returncode}: {again.stderr[-300:]}")
        elif psql(database, "-f", "-", text=self.SHAPE) != self.shape:
            wrong.append("the next init makes something else")
        self.nights.drop(database, "")
        return made.returncode, made.stderr, wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", type=int, default=1)
    parser.add_argument("--only")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--init", action="store_true")
    parser.add_argument("-v", action="store_true")
    options = parser.parse_args()
    codes, failed, tried = collections.Counter(), 0, 0
    with tempfile.TemporaryDirectory(prefix="hz-faults.") as scratch:
        os.chmod(scratch, 0o711)
        nights = Nights(scratch)
        trial = Setup(nights) if options.init else Trial(nights)
        for function, number, way in trial.points(options.each, options.only, options.seed, options.short):
            code, log, wrong = trial.fail(function, number, way)
            tried += 1
            codes[code] += 1
            failed += bool(wrong)
            name = f"{function}, call {number} of {trial.counts[function]}, {way}"
            if options.v:
                errors = [line for line in log.splitlines() if "error" in line or "memory" in line]
                print(f"{name}: {code} {errors[:1]}", flush=True)
            if wrong:
                print(f"FAILED: {name}: exit code {code}: {'; '.join(wrong)}\n    {log[-900:]!r}", flush=True)
        psql(URL, "-c", f'DROP DATABASE "{nights.name_of(nights.base)}" WITH (FORCE)')
    ended = ", ".join(f"{n} with {code}" for code, n in sorted(codes.items(), key=str))
    print(f"{tried} points of {sum(trial.counts.values())} calls of {len(trial.counts)} functions; they ended: {ended}")
    print(f"{tried - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
