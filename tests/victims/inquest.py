#!/usr/bin/env python3
"""Judge one victim: did the library get its record, and did the process not notice?

The victim runs without the library (the reference), with it, and with it switched off. The last
two must end, and print, as the first did. The records that it leaves must be those that the head
of its source file asks for (victim.h describes the words). A tracer then looks at the signal that
kills it, with and without.

    inquest.py --library libepitaph.so --epitaph epitaph --witness witness BINARY SOURCE

Exit status: 0 as expected, 1 not, 77 skipped.
"""
import argparse
import ctypes
import json
import os
import re
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
RUN_MAX_SECONDS = 10.0
LOADED_MACHINE = 4
PR_SET_CHILD_SUBREAPER = 36


class Expectation:
    """What the head of a victim's source file says."""

    def __init__(self, source):
        self.signal = self.exit = None
        self.lost = 0  # crashes that found no slot
        self.records = []
        self.options = {}
        with open(source, encoding="utf-8") as file:
            text = file.read()
        for kind, words in re.findall(r"^// (expect|record|options): *(.*)", text, re.M):
            self._take(kind, words)
        if self.signal is None and self.exit is None:
            raise SystemExit(f"{source}: no '// expect:' line")

    def _take(self, kind, text):
        # A sentence: it runs to the end of the line.
        text, mark, sentence = re.match(r"(.*?)(?:(aim|limit)=(.*))?$", text).groups()
        words = dict(word.partition("=")[::2] for word in text.split())
        if kind == "expect":
            self.signal = words.get("signal")
            self.exit = int(words["exit"]) if "exit" in words else None
            self.lost = int(words.get("lost", 0))
        elif kind == "record":
            self.records.append(words)
        else:
            self.options.update(words)
            if mark:
                self.options[mark] = sentence

    def status(self):
        return f"signal={self.signal}" if self.signal else f"exit={self.exit}"


class Skipped(Exception):
    """This machine cannot stage that death; the words say why."""


class Outcome:
    """How one run ended and what it printed."""

    def __init__(self, statuses, stdout, stderr, seconds, hung):
        self.statuses, self.stdout, self.stderr = statuses, stdout, stderr
        self.seconds, self.hung = seconds, hung

    def status(self):
        return describe_status(self.statuses[0])


def describe_status(status):
    if os.WIFSIGNALED(status):
        core = " core" if os.WCOREDUMP(status) else ""
        return f"signal={signal.Signals(os.WTERMSIG(status)).name}{core}"
    return f"exit={os.WEXITSTATUS(status)}"


def reap(pid, deadline):
    """Wait for the victim and for every descendant that it orphaned. None after the deadline."""
    statuses = {}
    while True:
        try:
            dead, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            first = statuses.pop(pid)
            return [first] + sorted(statuses.values())
        if dead:
            statuses[dead] = status
        elif time.monotonic() > deadline:
            return None
        else:
            time.sleep(0.0005 if len(statuses) == 0 else 0.002)


def children():
    with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as file:
        return [int(pid) for pid in file.read().split()]


def kill_all():
    while True:
        try:
            for pid in children():
                os.kill(pid, signal.SIGKILL)
            os.waitpid(-1, 0)
        except (ChildProcessError, ProcessLookupError):
            return


def run(command, directory, environment, max_seconds):
    """Run in a private directory, which is also HOME, with nothing else in the environment."""
    paths = [os.path.join(directory, name) for name in ("stdout", "stderr")]
    work = os.path.join(directory, "work")
    os.mkdir(work)
    os.chmod(work, 0o777)
    start = time.monotonic()
    with open(paths[0], "wb") as stdout, open(paths[1], "wb") as stderr:
        process = subprocess.Popen(
            command, cwd=work, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr,
            start_new_session=True,
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": work, **environment})
    statuses = reap(process.pid, start + max_seconds)
    seconds = time.monotonic() - start
    hung = statuses is None
    if hung:
        kill_all()
        statuses = [signal.SIGKILL]
    process.returncode = statuses[0]  # reaped here, not by Popen
    contents = []
    for path in paths:
        with open(path, "rb") as file:
            contents.append(file.read())
        os.unlink(path)
    shutil.rmtree(work, ignore_errors=True)
    return Outcome(statuses, contents[0], contents[1], seconds, hung)


class Symbols:
    """Names of functions, by build-id and offset, from the symbol tables of ELF files."""

    def __init__(self):
        self.paths, self.tables = {}, {}

    def _table(self, module):
        build_id, path = module
        if module not in self.tables:
            if not path or not os.path.exists(path) or build_id_of(path) != build_id:
                path = self.paths.get(build_id)
            self.tables[module] = read_symbols(path) if path else []
        return self.tables[module]

    def know(self, paths):
        for path in paths:
            self.paths[build_id_of(path)] = path

    def name(self, frame):
        if frame.get("offset") in (None, "", "-"):
            return "?"
        offset = int(frame["offset"], 16) - (0 if frame.get("exact") else 1)
        module = (frame.get("build_id"), frame.get("module"))
        for address, size, name in self._table(module):
            if address <= offset < address + size:
                return name
        return "?"


def build_id_of(path):
    notes = subprocess.run(["readelf", "-n", path], capture_output=True, text=True, check=False)
    match = re.search(r"Build ID: ([0-9a-f]+)", notes.stdout)
    return match.group(1) if match else None


def read_symbols(path):
    table = []
    for flags in (["-CS", "--defined-only"], ["-CSD", "--defined-only"]):
        listing = subprocess.run(["nm", *flags, path], capture_output=True, text=True,
                                 check=False)
        for line in listing.stdout.splitlines():
            words = line.split(maxsplit=3)
            if len(words) == 4 and words[2] in "tTwWiV":
                # Without a version, a compiler's '.constprop' or C++'s parameters.
                name = re.split(r"[.@(]", words[3])[0]
                table.append((int(words[0], 16), int(words[1], 16), name))
    return table


def read_records(epitaph, spool):
    """Every record in every spool file of a directory, as `epitaph dump --json` tells them."""
    records = []
    for name in sorted(os.listdir(spool)):
        path = os.path.join(spool, name)
        if not name.endswith(".spool") or not os.path.isfile(path) or os.path.islink(path):
            continue
        dump = subprocess.run([epitaph, "dump", path, "--json"], capture_output=True, text=True,
                              check=False, env={**os.environ, "LD_PRELOAD": ""})
        if dump.returncode != 0:
            raise SystemExit(f"epitaph dump failed: {dump.stderr.strip()}")
        records += [json.loads(line) for line in dump.stdout.splitlines() if line.strip()]
    return records


def read_spool(spool):
    """The beginning of this user's spool file, with its header and table of slots (spool.h)."""
    path = os.path.join(spool, f"{os.getuid()}.spool")
    if not os.path.exists(path):
        return b""
    with open(path, "rb") as file:
        return file.read(8192 + 64 * 64)


def judge_lost(arguments, spool, wanted):
    """Crashes that found no slot are counted, and `epitaph status` says so."""
    content = read_spool(spool)
    lost = struct.unpack_from("=8s6IQ", content)[7] if content else 0
    if lost != wanted:
        return [f"{lost} crashes lost, expected {wanted}"]
    if wanted == 0:
        return []
    status = subprocess.run([arguments.epitaph, "status"], capture_output=True, text=True,
                            check=False, env={"HOME": spool, "EPITAPH_SPOOL": spool,
                                              "EPITAPH_STATE": os.path.join(spool, "state")})
    if f"{wanted} lost" not in status.stdout:
        return [f"epitaph status does not say that {wanted} were lost: {status.stdout!r}"]
    return []


def judge_times(spool, began_ns):
    """A slot that stands for many crashes knows the first time and the last."""
    content, now_ns = read_spool(spool), time.time_ns()
    complaints = []
    for at in range(8192, len(content), 64):
        word, _, _, _, first_ns, last_ns = struct.unpack_from("=QIIQQQ", content, at)
        count = word >> 32
        if word & 0xff == 2 and not (began_ns <= first_ns <= last_ns <= now_ns and
                                     (count == 1) == (first_ns == last_ns)):
            complaints.append(f"a slot of {count} crashes was first seen at {first_ns} and last "
                              f"at {last_ns}, the victim ran from {began_ns} to {now_ns}")
    return complaints


def stack_matches(want, names):
    """Names follow each other from the innermost on; '*' stands for any number of frames."""
    if not want:
        return True
    if want[0] == "*":
        return any(stack_matches(want[1:], names[i:]) for i in range(len(names) + 1))
    return bool(names) and names[0] == want[0] and stack_matches(want[1:], names[1:])


def record_matches(want, record):
    for key, value in want.items():
        if key == "stack":
            if not stack_matches(value.split(","), record["names"]):
                return False
        elif key in ("message", "reason"):
            if value.replace("_", " ") not in (record.get(key) or "").replace("_", " "):
                return False
        elif key == "exe":
            exe = record.get("exe") or ""
            if value != os.path.basename(exe) or not os.path.isabs(exe):
                return False
        elif key in ("mapping", "freed"):
            place = record.get(key, {})
            words = [os.path.basename(place.get("path", "")), place.get("perms")]
            size = int(place.get("high", "0"), 16) - int(place.get("low", "0"), 16)
            if value != "none" and value not in [str(word) for word in words + [size]]:
                return False
            if (value == "none") != (key not in record):
                return False
        elif key == "module":
            if value not in [os.path.basename(path) for path in record["modules"]]:
                return False
        elif key == "notes":
            if len(record.get("notes", {})) != int(value):
                return False
        elif key.startswith("note."):
            note = record.get("notes", {}).get(key.removeprefix("note."))
            if note is None or note.replace(" ", "_") != value:
                return False
        elif key == "frames_total":
            if int(record.get("frames_total", 0)) < int(value):
                return False
        elif key == "torn":
            if bool(record.get("torn")) != (value == "1"):
                return False
        elif key not in ("count", "slots", "missing") and str(record.get(key)) != value:
            return False
    return True


def judge_records(wants, records):
    """Complaints about the records, each a sentence."""
    complaints = []
    left = list(records)
    for want in wants:
        taken = [record for record in left if record_matches(want, record)]
        need = int(want.get("count", 1))
        if "count" not in want:
            taken = taken[:1]
        left = [record for record in left if not any(record is other for other in taken)]
        got = sum(int(record.get("count", 1)) for record in taken)
        if got != need:
            complaints.append(f"{got} instead of {need} of: {want}")
        for record in taken:
            if record.get("missing") and not record.get("torn") and "missing" not in want:
                complaints.append(f"missing {record['missing']} in the record of: {want}")
        if "slots" in want and len(taken) != int(want["slots"]):
            complaints.append(f"{len(taken)} instead of {want['slots']} slots of: {want}")
    for record in left:
        complaints.append(
            f"unexpected record: {record.get('signal')} count={record.get('count')} torn="
            f"{record.get('torn')} missing={record.get('missing')} message="
            f"{record.get('message')!r} notes={record.get('notes')} frames_total={record.get('frames_total')} stack="
            f"{','.join(record['names'][:24])}")
    return complaints


def compare(what, reference, other, options):
    complaints = []
    if other.hung:
        return [f"{what}: still running after {other.seconds:.0f} s"]
    if reference.statuses != other.statuses:
        complaints.append(f"{what}: ends with "
                          f"{[describe_status(s) for s in other.statuses]}, without the library "
                          f"{[describe_status(s) for s in reference.statuses]}")
    for name in ("stdout", "stderr"):
        if options.get(name) != "any" and getattr(reference, name) != getattr(other, name):
            complaints.append(f"{what}: {name} {getattr(other, name)[-600:]!r}, without the "
                              f"library {getattr(reference, name)[-600:]!r}")
    return complaints


def testify(arguments, pc, scratch, preload, name):
    """What the tracer saw, line by line; the order in which processes died is nobody's promise."""
    testimony = os.path.join(scratch, f"testimony-{name}")
    environment = {"EPITAPH_SPOOL": fresh_spool(scratch, f"witness-{name}")}
    if preload:
        environment["VICTIM_PRELOAD"] = preload
    outcome = run([arguments.witness, testimony, arguments.binary], scratch, environment,
                  arguments.seconds)
    if outcome.hung:
        return ["hung"]
    with open(testimony, encoding="utf-8", errors="replace") as file:
        text = file.read()
    if pc == "any":  # where a stack ends depends on the size of the environment
        text = re.sub(r" pc=\S+", "", text)
    return sorted(text.splitlines())


def fresh_spool(scratch, name):
    spool = os.path.join(scratch, f"spool-{name}")
    os.mkdir(spool, 0o700)
    return spool


def why_not_here(expectation):
    needs = expectation.options.get("needs", "").split(",")
    if "root" in needs and os.geteuid() != 0:
        return "needs root: for namespaces, chroot or another user's identity"
    return None


def inquest(arguments, expectation, scratch):
    hard = []  # the process noticed
    soft = []  # the record is not what it should be
    binary = [arguments.binary]
    reference = run(binary, scratch, {"EPITAPH_SPOOL": fresh_spool(scratch, "none")},
                    LOADED_MACHINE * arguments.seconds)
    # Where the machine itself is slow today, that is no fault of the library.
    arguments.seconds = max(arguments.seconds, LOADED_MACHINE * reference.seconds)
    if reference.statuses[0] == SKIPPED << 8:
        raise Skipped(reference.stdout.decode(errors="replace").strip())
    if reference.hung or reference.status().removesuffix(" core") != expectation.status():
        hard.append(f"without the library: {'hangs' if reference.hung else reference.status()}, "
                    f"expected {expectation.status()}; stderr {reference.stderr[-400:]!r}")
    if reference.hung:
        return hard, soft
    if arguments.reference_only:
        print(f"without the library: {reference.status()} in {reference.seconds:.3f} s, "
              f"stdout {reference.stdout[-300:]!r}, stderr {reference.stderr[-300:]!r}")
        if expectation.options.get("witness") != "no":
            print("\n".join(testify(arguments, expectation.options.get("pc"), scratch, None, "none")))
        return hard, soft

    off = run(binary, scratch, {"LD_PRELOAD": arguments.library, "EPITAPH_DISABLE": "1",
                                "EPITAPH_SPOOL": fresh_spool(scratch, "off")}, arguments.seconds)
    hard += compare("switched off", reference, off, expectation.options)

    spool = fresh_spool(scratch, "armed")
    began_ns = time.time_ns()
    armed = run(binary, scratch, {"LD_PRELOAD": arguments.library, "EPITAPH_SPOOL": spool},
                arguments.seconds)
    hard += compare("with the library", reference, armed, expectation.options)
    records = read_records(arguments.epitaph, spool)
    symbols = Symbols()
    if records:
        directory = os.path.dirname(arguments.binary)
        symbols.know([arguments.binary] + [os.path.join(directory, name)
                                           for name in os.listdir(directory)
                                           if name.endswith(".so")])
    for record in records:
        record["names"] = [symbols.name(frame) for frame in record.get("frames", [])]
    soft += judge_records(expectation.records, records)
    soft += judge_lost(arguments, spool, expectation.lost)
    soft += judge_times(spool, began_ns)

    if expectation.options.get("witness") != "no" and not arguments.without_witness:
        without = testify(arguments, expectation.options.get("pc"), scratch, None, "none")
        within = testify(arguments, expectation.options.get("pc"), scratch, arguments.library, "armed")
        if without != within:
            hard.append(f"the tracer saw\n      {within}\n    without the library\n      "
                        f"{without}")
    print(f"{reference.status()}, {len(records)} records; {reference.seconds * 1000:.0f} ms "
          f"without, {armed.seconds * 1000:.0f} ms with the library")
    return hard, soft


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--library")
    parser.add_argument("--epitaph")
    parser.add_argument("--witness")
    parser.add_argument("--reference-only", action="store_true",
                        help="only run it without the library")
    parser.add_argument("--without-witness", action="store_true",
                        help="where nothing can be traced")
    parser.add_argument("--seconds", type=float, default=RUN_MAX_SECONDS,
                        help="no run may take longer")
    parser.add_argument("binary")
    parser.add_argument("source")
    arguments = parser.parse_args()
    for name in ("library", "epitaph", "witness", "binary"):
        if getattr(arguments, name):
            setattr(arguments, name, os.path.abspath(getattr(arguments, name)))
    for path in (arguments.binary, arguments.source):
        if not os.path.exists(path):
            raise SystemExit(f"inquest: there is no {path}")
    expectation = Expectation(arguments.source)
    why = why_not_here(expectation)
    if why:
        print(f"skipped: {why}")
        return SKIPPED

    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE,
                       (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    scratch = tempfile.mkdtemp(prefix="inquest-")
    os.chmod(scratch, 0o755)
    try:
        hard, soft = inquest(arguments, expectation, scratch)
    except Skipped as why:
        print(f"skipped: {why}")
        return SKIPPED
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    for complaint in hard + soft:
        print(f"  - {complaint}")
    aim, limit = expectation.options.get("aim"), expectation.options.get("limit")
    if (aim and soft and not hard) or (limit and (hard or soft)):
        print(f"skipped: not yet: {aim or limit}")
        return SKIPPED
    if (aim or limit) and not hard and not arguments.reference_only:
        print("  - the aim is reached: take the mark away")
        return 1
    return 1 if hard or soft else 0


if __name__ == "__main__":
    sys.exit(main())
