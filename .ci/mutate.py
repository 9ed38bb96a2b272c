#!/usr/bin/env python3
"""Mutation testing in one build. `.ci/mutants` says how it is called; its options are in `main`.

cargo-mutants lists the mutants: small ways of breaking the source. Building the program anew for each takes a night. So a
copy of the source is made in which all of them are present at once: the body `{ B }` of a function that has mutants
becomes

    { match crate::mutant(17) { 17 => { B broken in one way } 18 => { B broken in another } _ => { B } } }

and DICTUM_MUTANT=18 in the environment turns one of them on. The copy is built once, and every mutant is then a run of
the tests. A first run of each test by itself, with no mutant on, finds out which functions it reaches and how long it
takes; a mutant is tried against the tests that reach its function, the quick ones first, until one fails.

What does not compile is found by asking rustc, which names the place: those mutants are taken out again. The few that no
body can hold (constants, functions that return `impl Trait` or are `const`) are applied and built one at a time.

Everything lies in target/mutants: the copy, `refused.json` (what does not compile), `tests.json` (what reaches what) and
`results.jsonl`, one line for each mutant tried. A run that was stopped goes on where it was when it is started again, as
long as the source is the same; delete the folder to start from nothing.
"""

import argparse
import collections
import concurrent.futures
import hashlib
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# The parts: which files, and which modules of the integration tests try them besides the unit tests.
PARTS = {
    "dates": (r"src/model/date\b", "oracle moments"),
    "sorting": (r"src/query/sort\b", "oracle output scripts"),
    "journal": (r"src/store/journal\b", "store_journal store_faults damage crash"),
    "engine": (r"src/store/engine\b", "store_engine store_folder store_faults damage"),
}
# Of everything else so many mutants are tried, against all tests but these.
SAMPLE = 200
NOT_ELSEWHERE = "bounds crash damage hostile rooms runs seed_questions store_faults"

# A test that takes longer than this, by itself and unbroken, is left out (seconds of CPU time).
LONGEST_TEST = 15
# Tests of one program that take no longer than this run together.
VERY_QUICK, QUICK = 0.02, 0.3
MEMORY = 6 << 30

# What the copy of src/lib.rs is given.
SWITCH = """
/// Which mutant is on; 0: none. Where DICTUM_REACHED names a file, the functions that are reached are written to it.
#[doc(hidden)]
pub(crate) fn mutant(function: usize) -> usize {
    use std::io::Write;
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicBool, Ordering};
    static ON: LazyLock<usize> =
        LazyLock::new(|| std::env::var("DICTUM_MUTANT").ok().and_then(|on| on.parse().ok()).unwrap_or(0));
    static LOG: LazyLock<Option<std::fs::File>> = LazyLock::new(|| {
        let name = std::env::var_os("DICTUM_REACHED")?;
        std::fs::OpenOptions::new().append(true).create(true).open(name).ok()
    });
    static REACHED: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];
    if let Some(mut log) = LOG.as_ref()
        && !REACHED[function].swap(true, Ordering::Relaxed)
    {
        let _ = log.write_all(format!("{function}\\n").as_bytes());
    }
    *ON
}
"""


def say(*words):
    print(time.strftime("%H:%M:%S"), *words, flush=True)


# ---- which mutants ----


def listed():
    """Every mutant that cargo-mutants knows, numbered from 1 in its order, with the part that it belongs to."""
    out = subprocess.run(["cargo", "mutants", "--list", "--json"], cwd=ROOT, check=True, capture_output=True, text=True)
    mutants, rest = [], []
    for mutant in json.loads(out.stdout):
        part = next((part for part, (file, _) in PARTS.items() if re.match(file, mutant["file"])), None)
        if part:
            mutants.append({**mutant, "part": part})
        else:
            rest.append({**mutant, "part": "elsewhere"})
    step = max(1, len(rest) // SAMPLE)
    mutants += rest[step // 2 :: step][:SAMPLE]
    return [{**mutant, "id": number} for number, mutant in enumerate(mutants, 1)]


def needs_a_build_of_its_own(mutant, source):
    """Whether no body of a function of the library can hold it beside others."""
    function = mutant["function"]
    if not function or mutant["file"] == "src/main.rs" or re.search(r"\bimpl\b", function["return_type"]):
        return True
    head = source.text[source.offset(function["span"]["start"]) : source.body(function["span"])[0]]
    return bool(re.search(r"\bconst\s+(unsafe\s+)?fn\b", head))


# ---- the copy ----


class Source:
    """A file of the source, and where in it lines and columns are."""

    def __init__(self, text):
        self.text = text
        self.lines = [0]
        for line in text.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))

    def offset(self, at):
        return self.lines[at["line"] - 1] + at["column"] - 1

    def stretch(self, span):
        return self.offset(span["start"]), self.offset(span["end"])

    def body(self, span):
        """The body of the function that stands at a span, with its braces: from the first that no bracket holds."""
        start, end = self.stretch(span)
        depth = 0
        for token in re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])\'|[(\[{)\]]', re.S).finditer(
            self.text, start, end
        ):
            found = token.group()
            depth += (found in "([") - (found in ")]")
            if found == "{" and depth == 0:
                return token.start(), end
        raise ValueError(f"no body at {span}")

    def broken(self, mutant, start, end):
        """A stretch of it with one mutant applied."""
        at, to = self.stretch(mutant["span"])
        return self.text[start:at] + mutant["replacement"] + self.text[to:end]


def with_mutants(source, mutants):
    """The text of a file with all these mutants in it; for each, the lines on which it stands."""
    functions = collections.defaultdict(list)
    for mutant in mutants:
        functions[source.body(mutant["function"]["span"])].append(mutant)
    pieces, line, places = [], 1, []

    def write(text):
        nonlocal line
        pieces.append(text)
        line += text.count("\n")

    def copy(start, end, inside):
        """Copies a stretch; functions within it that have mutants are written with them."""
        while inside:
            body = inside[0]
            nested = [other for other in inside[1:] if other[1] <= body[1]]
            inside = inside[1 + len(nested) :]
            write(source.text[start : body[0]])
            write(f"{{ match crate::mutant({functions[body][0]['id']}) {{\n")
            for mutant in functions[body]:
                first = line
                write(f"{mutant['id']} => {source.broken(mutant, *body)}\n")
                places.append((first, line - 1, mutant["id"]))
            write("_ => ")
            copy(body[0], body[1], nested)
            write("\n} }")
            start = body[1]
        write(source.text[start:end])

    copy(0, len(source.text), sorted(functions, key=lambda body: (body[0], -body[1])))
    return "".join(pieces), places


class Copy:
    """The copy of the source in which the mutants are."""

    def __init__(self, folder):
        self.folder = folder
        names = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.splitlines()
        self.sources = {}
        for name in names:
            if (ROOT / name).is_file():
                content = (ROOT / name).read_bytes()
                if name.endswith(".rs") and name.startswith("src/"):
                    self.sources[name] = Source(content.decode())
                    continue
                if name == "Cargo.toml":
                    # What is odd about a mutant is no error.
                    content = re.sub(rb'"(deny|forbid)"', b'"warn"', content)
                self.put(name, content, (ROOT / name).stat().st_mode)

    def fingerprint(self):
        """Tells one state of the source, without its unit tests, from another."""
        whole = hashlib.sha256()
        for name, source in sorted(self.sources.items()):
            if not re.search(r"tests?\.rs$", name):
                whole.update(f"{name}\n{source.text}".encode())
        return whole.hexdigest()[:16]

    def put(self, name, content, mode=0o644):
        """Writes a file; one that is as it should be stays, so that it is not compiled again."""
        path = self.folder / name
        if path.is_file() and path.read_bytes() == content:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(mode & 0o777)

    def put_mutants(self, mutants):
        """Writes the sources with these mutants; for each file, the lines on which they stand."""
        places = {}
        for name, source in self.sources.items():
            here = [mutant for mutant in mutants if mutant["file"] == name]
            text, places[name] = with_mutants(source, here)
            if name == "src/lib.rs":
                text += SWITCH.replace("COUNT", str(max([mutant["id"] for mutant in mutants], default=0) + 1))
            self.put(name, text.encode())
        return places

    def put_one(self, mutant):
        """Writes the sources with one mutant and nothing else."""
        for name, source in self.sources.items():
            text = source.text
            if mutant and name == mutant["file"]:
                text = source.broken(mutant, 0, len(text))
            self.put(name, text.encode())


# ---- building ----


def cargo(copy, *words):
    """Runs cargo in the copy: whether it went well, and what it said."""
    command = ["nice", "-n", "19", "cargo", *words, "--locked", "--message-format=json"]
    done = subprocess.run(command, cwd=copy.folder, capture_output=True, text=True, env=cargo_environment(copy))
    return done.returncode == 0, [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")], done.stderr


def cargo_environment(copy):
    # A little optimised: the tests run some thousand times.
    return {**os.environ, "CARGO_TARGET_DIR": str(copy.folder / "target"), "CARGO_PROFILE_DEV_OPT_LEVEL": "1"}


def errors(messages):
    for message in messages:
        inner = message.get("message")
        if message["reason"] == "compiler-message" and inner["level"] == "error" and inner["spans"]:
            yield inner


def guilty(error, places):
    """The mutants in which rustc sees an error: the innermost at its main place, else those at its other places."""
    found = {True: set(), False: set()}
    for span in error["spans"]:
        inside = [
            (last - first, mutant)
            for first, last, mutant in places.get(span["file_name"], [])
            if first <= span["line_start"] <= last
        ]
        if inside:
            found[span["is_primary"]].add(min(inside)[1])
    return found[True] or found[False]


def take_out_what_does_not_compile(copy, mutants, memory):
    """The mutants that rustc accepts. It stops at the first stage that has errors, so it is asked until it has none."""
    refused = set(memory.read([]))
    while True:
        kept = [mutant for mutant in mutants if mutant["id"] not in refused]
        places = copy.put_mutants(kept)
        good, messages, text = cargo(copy, "test", "--no-run", "--lib")
        if good:
            memory.write(sorted(refused))
            return kept
        found = set()
        for error in errors(messages):
            here = guilty(error, places)
            if not here:
                sys.exit(f"rustc refuses what no mutant stands in:\n{error['rendered']}")
            found |= here
        if not found:
            sys.exit(f"the copy does not build:\n{text}")
        say(f"{len(found)} mutants do not compile")
        refused |= found


def test_programs(copy):
    """Builds the unit tests, `lib`, and the integration tests, `test`: the program of each. None: it does not compile."""
    good, messages, text = cargo(copy, "test", "--no-run", "--lib", "--test", "all")
    if not good:
        return None, text
    built = [message for message in messages if message["reason"] == "compiler-artifact" and message["executable"]]
    return {message["target"]["kind"][0]: message["executable"] for message in built if message["profile"]["test"]}, text


# ---- running tests ----


def run(copy, program, tests, mutant=0, cpu=600, reached=None):
    """Runs tests of a program: how it ended ("passed", "failed", "time"), which failed, and seconds of CPU time."""
    scratch = Path(tempfile.mkdtemp(prefix="run-", dir=copy.folder.parent / "tmp"))
    environment = {
        **os.environ,
        "TMPDIR": str(scratch),
        "DICTUM_MUTANT": str(mutant),
        "CARGO_MANIFEST_DIR": str(copy.folder),
        "PROPTEST_MAX_SHRINK_ITERS": "0",
        "RUST_BACKTRACE": "0",
        # Functions of many bodies have large frames.
        "RUST_MIN_STACK": str(64 << 20),
    }
    if reached:
        environment["DICTUM_REACHED"] = str(reached)

    def limits():
        os.nice(19)
        resource.setrlimit(resource.RLIMIT_CPU, (int(cpu) + 1, int(cpu) + 2))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))
        resource.setrlimit(resource.RLIMIT_STACK, (256 << 20, resource.getrlimit(resource.RLIMIT_STACK)[1]))

    output = scratch / "output"
    with open(output, "wb") as out:
        before = time.monotonic()
        process = subprocess.Popen(
            [program, "--exact", "--test-threads=1", *tests], cwd=copy.folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=out, stderr=out, start_new_session=True, preexec_fn=limits)
        usage, code = wait(process, before + 30 + 6 * cpu)
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    text = output.read_text(errors="replace")
    subprocess.run(["rm", "-rf", scratch], check=False)
    failed = re.findall(r"^test (\S+)(?: - should panic)? \.\.\. FAILED", text, re.M)
    if code == 0:
        return "passed", failed, usage
    if code in (None, -signal.SIGXCPU, -signal.SIGKILL):
        return "time", re.findall(r"^test (\S+) \.\.\. (?!ok|ignored|FAILED)", text, re.M), usage
    return "failed", failed or [f"{Path(program).name} ended with {code}"], usage


def wait(process, until):
    """Waits for a process: its CPU time, and its code, or None if it was not done by then."""
    while time.monotonic() < until:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage.ru_utime + usage.ru_stime, process.returncode
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = -signal.SIGKILL
    return usage.ru_utime + usage.ru_stime, None


def survey(copy, programs, jobs, known):
    """Runs each test by itself: what it reaches and how long it takes. Those that fail unbroken are left out."""
    waiting = []
    for name, program in programs.items():
        out = subprocess.run([program, "--list", "--format", "terse"], cwd=copy.folder, capture_output=True, text=True)
        tests = [line.removesuffix(": test") for line in out.stdout.splitlines() if line.endswith(": test")]
        waiting += [(name, test) for test in tests if [name, test] not in [entry[:2] for entry in known]]

    def one(job):
        name, test = job
        with tempfile.TemporaryDirectory(dir=copy.folder.parent / "tmp") as folder:
            log = Path(folder) / "reached"
            ended, _, seconds = run(copy, programs[name], [test], reached=log, cpu=120)
            reached = sorted({int(line) for line in log.read_text().split()}) if log.exists() else []
        if ended != "passed":
            say(f"left out, since it does not pass unbroken: {name} {test} ({ended})")
        return [name, test, ended, round(seconds, 3), reached]

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(one, waiting)


def is_for(part, entry):
    """Whether a test tries the mutants of a part."""
    program, test = entry[:2]
    module = test.split("::")[0]
    if program == "lib":
        return True
    return module in PARTS[part][1].split() if part in PARTS else module not in NOT_ELSEWHERE.split()


def batches(tests):
    """The tests in the order in which they are tried: the quickest of a program together, slower ones alone."""
    together = collections.defaultdict(list)
    for name, test, _, seconds, _ in tests:
        kind = 0 if seconds <= VERY_QUICK else 1 if seconds <= QUICK else test
        together[name, kind].append((test, seconds))
    cost = {key: sum(seconds for _, seconds in some) for key, some in together.items()}
    for key in sorted(together, key=cost.get):
        yield key[0], [test for test, _ in together[key]], cost[key]


def try_mutant(copy, programs, tests, mutant, number):
    """Runs tests until one notices: the line for `results.jsonl`. `number`: what DICTUM_MUTANT is to be."""
    spent = 0
    for name, some, cost in batches(tests):
        ended, failed, seconds = run(copy, programs[name], some, number, cpu=3 + 6 * cost)
        spent += seconds
        if ended != "passed":
            verdict = "noticed" if ended == "failed" else "time limit"
            return result(mutant, verdict, by=[f"{name}: {test}" for test in failed[:4]], seconds=spent)
    return result(mutant, "survived" if tests else "not reached", seconds=spent, tried=len(tests))


def result(mutant, verdict, **more):
    return {"id": mutant["id"], "part": mutant["part"], "name": mutant["name"], "verdict": verdict, **more}


# ---- all of it ----


def main():
    options = argparse.ArgumentParser(description="Mutation testing in one build.")
    options.add_argument("parts", nargs="*", help=f"{', '.join(PARTS)}, elsewhere; none: all of them")
    options.add_argument("--jobs", type=int, default=2, help="how many mutants are tried at once")
    options.add_argument("--name", default="", help="only mutants whose name matches this regular expression")
    options.add_argument("--again", action="store_true", help="try those again that survived")
    options = options.parse_args()
    chosen = options.parts or [*PARTS, "elsewhere"]
    for part in chosen:
        if part not in [*PARTS, "elsewhere"]:
            options.error(f"no such part: {part}")

    folder = ROOT / "target" / "mutants"
    (folder / "tmp").mkdir(parents=True, exist_ok=True)
    copy = Copy(folder / "copy")
    mutants = listed()
    numbers = collections.Counter(mutant["part"] for mutant in mutants)
    say(f"{len(mutants)} mutants: {dict(numbers)}")
    if missing := [part for part in PARTS if not numbers[part]]:
        sys.exit(f"no mutants in {', '.join(missing)}: were its files renamed? PARTS says where they are")
    mutants = [mutant for mutant in mutants if mutant["part"] in chosen]
    single = [m for m in mutants if needs_a_build_of_its_own(m, copy.sources[m["file"]])]
    together = [m for m in mutants if m not in single]

    source = copy.fingerprint()
    kept = take_out_what_does_not_compile(copy, together, Memory(folder / "refused.json", source))
    say(f"{len(kept)} in one build, {len(single)} to be built singly; building the tests")
    programs, text = test_programs(copy)
    if programs is None:
        sys.exit(text)

    memory = Memory(folder / "tests.json", [source, sorted(chosen)])
    known = memory.read([])
    known += survey(copy, programs, options.jobs, known)
    memory.write(known)
    usable = [entry for entry in known if entry[2] == "passed" and entry[3] <= LONGEST_TEST]
    say(f"{len(usable)} of {len(known)} tests are used")

    results = Results(folder / "results.jsonl", source, again=options.again)
    for mutant in together:
        if mutant not in kept and results.lacks(mutant):
            results.add(result(mutant, "does not compile"))

    def wanted(mutant):
        return results.lacks(mutant) and re.search(options.name, mutant["name"])

    # A function is known by the first of its mutants.
    function = {}
    for mutant in kept:
        function.setdefault(place_of_function(mutant), mutant["id"])

    def one(mutant):
        reached = function[place_of_function(mutant)]
        tests = [entry for entry in usable if is_for(mutant["part"], entry) and reached in entry[4]]
        results.add(try_mutant(copy, programs, tests, mutant, mutant["id"]))

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        list(pool.map(one, filter(wanted, kept)))

    for mutant in filter(wanted, single):
        copy.put_one(mutant)
        programs, _ = test_programs(copy)
        if programs is None:
            results.add(result(mutant, "does not compile"))
        else:
            tests = [entry for entry in usable if is_for(mutant["part"], entry)]
            results.add(try_mutant(copy, programs, tests, mutant, 0))
    results.report(chosen)


def place_of_function(mutant):
    start = mutant["function"]["span"]["start"]
    return mutant["file"], start["line"], start["column"]


class Memory:
    """A file that remembers something of one state of the source."""

    def __init__(self, path, source):
        self.path = path
        self.source = source

    def read(self, otherwise):
        if self.path.exists():
            held = json.loads(self.path.read_text())
            if held["source"] == self.source:
                return held["value"]
        return otherwise

    def write(self, value):
        self.path.write_text(json.dumps({"source": self.source, "value": value}))


class Results:
    """What became of the mutants, kept line by line."""

    def __init__(self, path, source, again):
        self.path = path
        self.source = source
        self.lock = threading.Lock()
        self.lines = {}
        if path.exists():
            for line in map(json.loads, path.read_text().splitlines()):
                if line["source"] == source:
                    self.lines[line["name"]] = line
        self.again = {name for name, line in self.lines.items() if again and is_left(line)}

    def lacks(self, mutant):
        return mutant["name"] not in self.lines or mutant["name"] in self.again

    def add(self, line):
        with self.lock, open(self.path, "a") as file:
            self.lines[line["name"]] = line
            file.write(json.dumps({**line, "source": self.source}) + "\n")
        if is_left(line):
            say(f"{line['verdict']}: {line['name']}")

    def report(self, parts):
        print("\n== survivors")
        for line in self.lines.values():
            if line["part"] in parts and is_left(line):
                print(f"{line['part']}: {line['name']} ({line['verdict']})")
        print("\n== in numbers")
        for part in parts:
            print(part, dict(collections.Counter(l["verdict"] for l in self.lines.values() if l["part"] == part)))


def is_left(line):
    return line["verdict"] in ("survived", "not reached")


main()
