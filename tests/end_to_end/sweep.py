#!/usr/bin/env python3
"""Kill the collector at every system call, and make every write fail, and see that nothing is lost.

usage: sweep.py [--seconds S] [--all]
                [kill|kill-two|kill-adopt|kill-users|kill-children|write|write-two|fsync|rename|open|
                 write-eio|fsync-full|rename-full|mkdir|read ...]

One run of `epitaph collect` takes two crashes out of a spool, has a third one waiting, and
delivers all of them. strace(1) breaks it at the N-th system call; then it runs again, whole. After
that every crash must have reached the gateway under its own id, an id must always have stood for
the same event, and nothing may be left claimed or half written. With "-two", there are two
destinations, and this holds for each of them; with "-adopt", what waited did so because there
was none before.

Without --all the calls are sampled, the first ones of each kind and others evenly, as many as
fit into --seconds (default 40), and not the kinds of the second line.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time

from station import EPITAPH, Station, make_event

SAMPLE = os.environ.get("SAMPLE", os.path.join(os.path.dirname(EPITAPH), "../shim/sample/sample"))
# What strace does at the N-th call.
KINDS = {
    "kill": ("--inject=all:signal=KILL:when=%d", []),
    "kill-two": ("--inject=all:signal=KILL:when=%d", []),
    "kill-adopt": ("--inject=all:signal=KILL:when=%d", []),
    "kill-users": ("--inject=all:signal=KILL:when=%d", ["-f"]),
    "kill-children": ("--inject=all:signal=KILL:when=%d", ["-f"]),
    "write": ("--inject=write,pwrite64:error=ENOSPC:when=%d", []),
    "write-two": ("--inject=write,pwrite64:error=ENOSPC:when=%d", []),
    "fsync": ("--inject=fsync,fdatasync,syncfs:error=EIO:when=%d", []),
    "rename": ("--inject=rename,renameat,renameat2:error=EIO:when=%d", []),
    "open": ("--inject=openat:error=EMFILE:when=%d", []),
    "write-eio": ("--inject=write,pwrite64:error=EIO:when=%d", []),
    "fsync-full": ("--inject=fsync,fdatasync,syncfs:error=ENOSPC:when=%d", []),
    "rename-full": ("--inject=rename,renameat,renameat2:error=ENOSPC:when=%d", []),
    "mkdir": ("--inject=mkdir,mkdirat:error=ENOSPC:when=%d", []),
    "read": ("--inject=read,pread64:error=EIO:when=%d", []),
}
NAMED_ONLY = ("write-eio", "fsync-full", "rename-full", "mkdir", "read")


def counted(kind):
    """The calls that are broken."""
    return re.match("--inject=([a-z0-9,]+):", KINDS[kind][0])[1]
QUIET = ("--quiet=all", "-o/dev/null", "-e", "signal=none")


class Sweep:
    def __init__(self, uid, kind):
        """The spool is that of `uid`: root collects for others too."""
        self.station = Station()
        os.chmod(self.station.directory, 0o711)
        if uid != os.getuid():
            self.station.epitaph("setup", str(uid))
        for way in ("null", "abort"):
            self.die(uid, way)
        self.spool_path = os.path.join(self.station.spool, "%d.spool" % uid)
        self.pristine = os.path.join(self.station.directory, "pristine.spool")
        shutil.copyfile(self.spool_path, self.pristine)
        records = self.station.epitaph("dump", "--json", self.spool_path).stdout.splitlines()
        self.expected = {re.sub("-", "", json.loads(line)["id"]) for line in records}
        assert len(self.expected) == 2, records
        self.queued = make_event()
        self.expected.add(self.queued["event_id"].replace("-", ""))
        self.adopts = kind.endswith("-adopt")
        self.gateways = {}
        if self.adopts:
            self.station.configure(upload="yes")
            self.gateways["first"] = self.station.destination("first")
        else:
            self.gateways[""] = self.station.gateway()
        if self.adopts or kind.endswith("-two"):
            self.gateways["second"] = self.station.destination("second")
        self.log_positions = {}

    def die(self, uid, way):
        """Copies, for the build may lie where others cannot go."""
        files = []
        for path in (SAMPLE, os.path.join(os.path.dirname(SAMPLE), "../libepitaph.so")):
            files.append(os.path.join(self.station.directory, os.path.basename(path)))
            shutil.copy(path, files[-1])
            os.chmod(files[-1], 0o755)
        user = ["setpriv", "--reuid=%d" % uid, "--regid=%d" % uid, "--clear-groups"]
        subprocess.run([*(user if uid != os.getuid() else []), files[0], way], check=False,
                       capture_output=True,
                       env={"LD_PRELOAD": files[1], "EPITAPH_SPOOL": self.station.spool})

    def close(self):
        self.station.close()

    def reset(self):
        shutil.rmtree(self.station.state)
        os.mkdir(self.station.state, 0o700)
        shutil.copyfile(self.pristine, self.spool_path)
        if self.adopts:
            self.station.put(self.queued)
        self.leave_old(self.station.state + "/crashes/old.record",
                       self.station.state + "/incoming/.0.spare")
        for name, gateway in self.gateways.items():
            if not self.adopts:
                self.station.put(self.queued, to=name)
            place = self.station.place(name)
            self.leave_old(place + "/sent/old.json", place + "/outbox/.0.spare")
            self.log_positions[name] = os.path.getsize(gateway.log_path) if os.path.exists(
                gateway.log_path) else 0

    def leave_old(self, folder, makes):
        """Something beyond the history's age in `folder`, and a spare file where others are made."""
        for path, age in ((folder, 40 * 86400), (makes, 0)):
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write("old\n" if age else "")
            os.utime(path, (time.time() - age,) * 2)

    def received(self, name):
        """Events since the reset, as (id, text)."""
        found = []
        gateway = self.gateways[name]
        if os.path.exists(gateway.log_path):
            with open(gateway.log_path, encoding="utf-8") as file:
                file.seek(self.log_positions[name])
                for line in file:
                    for event in json.loads(json.loads(line)["body"])["events"]:
                        found.append((event["event_id"].replace("-", ""),
                                      json.dumps(event, sort_keys=True)))
        return found

    def count_calls(self, kind):
        """How many calls of a kind the run makes, of itself."""
        self.reset()
        trace = os.path.join(self.station.directory, "trace")
        result = self.station.collect(
            wrapper=["strace", "--quiet=all", "-e", "signal=none", "-e", "trace=" + counted(kind), "-o", trace])
        assert result.returncode == 0, result.stderr
        with open(trace, encoding="utf-8", errors="replace") as file:
            return sum(1 for _ in file)

    def try_one(self, kind, number):
        """Break a run, run again, and return what is wrong, or None."""
        self.reset()
        inject, options = KINDS[kind]
        broken = self.station.collect(
            wrapper=["strace", *QUIET, *options, inject % number])
        if broken.stderr.count("\n") > 3:
            return "too many words: " + broken.stderr
        self.forget_wait()
        again = self.station.collect()
        if again.returncode != 0 or again.stderr:
            return "the next run failed: %d %s" % (again.returncode, again.stderr)
        return self.look(broken)

    def forget_wait(self):
        for name in self.gateways:
            if os.path.exists(self.station.place(name) + "/state"):
                self.station.forget_wait(name)

    def look(self, broken):
        texts = {}
        for name in self.gateways:
            received = self.received(name)
            ids = {event_id for event_id, _ in received}
            if ids != self.expected:
                return "%s: lost %s, made up %s (first run: %d %s)" % (
                    name, self.expected - ids, ids - self.expected, broken.returncode,
                    broken.stderr)
            for event_id, text in received:
                texts.setdefault(event_id, set()).add(text)
            if self.station.counts(name) != {"outbox": 0, "sent": 3, "rejected": 0}:
                return "%s: not all sent: %s" % (name, self.station.counts(name))
        # Names are lost with a symbolizer that was killed; otherwise one id is one event,
        # everywhere.
        for event_id, found in texts.items():
            if len(found) != 1:
                return "one id, two events: " + event_id
        if self.adopts and sum(self.station.counts().values()) != 0:
            return "still with no destination: %s" % self.station.counts()
        left = self.station.epitaph("dump", self.spool_path).stdout
        if left:
            return "still in the spool: " + left[:200]
        for directory, _, names in os.walk(self.station.state):
            for name in names:
                if name.endswith(".new") or (
                        directory.endswith("incoming") and not name.endswith(".spare")):
                    return "left behind: %s/%s" % (directory, name)
        status = self.station.status()
        if status["state_damaged"] or any(
                destination["state_damaged"] for destination in status["destinations"]):
            return "the state is damaged"
        return None


def order(total, everything):
    """Which calls to break, the most telling first: every one, or ever finer steps."""
    if everything:
        return list(range(1, total + 1))
    chosen = []
    seen = set()
    step = total
    while step >= 1:
        # From the end: the calls of the work come after those of the loader.
        for number in range(total, 0, -step):
            if number not in seen:
                seen.add(number)
                chosen.append(number)
        step //= 2
    return chosen


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=40)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("kinds", nargs="*", choices=[*KINDS, []], default=[])
    options = parser.parse_args()
    kinds = options.kinds or [kind for kind in KINDS if (kind != "kill-users" or os.getuid() == 0) and
                              (options.all or kind not in NAMED_ONLY)]
    failures = 0
    for kind in kinds:
        sweep = Sweep(40001 if kind == "kill-users" else os.getuid(), kind)
        try:
            total = sweep.count_calls(kind)
            end = time.monotonic() + options.seconds / len(kinds)
            tried = 0
            for number in order(total, options.all):
                if not options.all and time.monotonic() > end:
                    break
                problem = sweep.try_one(kind, number)
                tried += 1
                if problem is not None:
                    failures += 1
                    print("%s at %d: %s" % (kind, number, problem), flush=True)
            print("%s: %d of %d calls tried" % (kind, tried, total), flush=True)
            if tried == 0:
                failures += 1
        finally:
            sweep.close()
    print("%d failures" % failures)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
