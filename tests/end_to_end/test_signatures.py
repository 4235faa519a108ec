#!/usr/bin/env python3
"""Signatures over the victims: two bugs never collide, one bug never splits.

The environment names EPITAPH, LIBRARY and VICTIMS, the folder that the victims were built in.
"""
import collections
import concurrent.futures
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import tempfile
import unittest

EPITAPH = os.environ["EPITAPH"]
LIBRARY = os.environ["LIBRARY"]
VICTIMS = pathlib.Path(os.environ["VICTIMS"])
FOLDERS = ("faults", "stacks", "cxx", "locks", "start_end", "threads")
RUNS = 2
ENOUGH = 80  # victims that left a record; fewer, and this test says nothing
RUN_MAX_SECONDS = 20


def no_core():
    """In the child: a core dump is not what this is about."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def signatures_of(victim):
    """The signatures that one run of a victim leaves; None if it was ended before it died."""
    place = tempfile.mkdtemp(prefix="epitaph-test-")
    environment = {"PATH": os.environ["PATH"], "HOME": place, "EPITAPH_SPOOL": place,
                   "EPITAPH_STATE": place + "/state"}
    try:
        with subprocess.Popen([victim], env=environment | {"LD_PRELOAD": LIBRARY}, cwd=place,
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, start_new_session=True,
                              preexec_fn=no_core) as process:
            try:
                process.wait(RUN_MAX_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return None
        listed = subprocess.run([EPITAPH, "list", "--all", "--json"], env=environment,
                                capture_output=True, text=True, check=False).stdout
        crashes = [json.loads(line) for line in listed.splitlines()]
        # A crash of the shell that a victim starts is the shell's, and torn ones are half known.
        return frozenset(crash["signature"] for crash in crashes
                         if crash.get("exe", "").endswith("/" + victim.name)
                         and not crash["missing"])
    finally:
        shutil.rmtree(place, ignore_errors=True)


class Signatures(unittest.TestCase):
    """Every victim dies in a way of its own."""

    def test_two_bugs_never_collide_and_one_never_splits(self):
        victims = [path for folder in FOLDERS
                   for path in sorted((VICTIMS / folder).glob("*.d/*"))
                   if path.stem + ".d" == path.parent.name and not path.suffix]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            runs = [list(pool.map(signatures_of, victims)) for _ in range(RUNS)]
        owners = collections.defaultdict(set)
        split = []
        known = 0
        for victim, *found in zip(victims, *runs):
            found = [signatures for signatures in found if signatures is not None]
            known += any(found)
            if len({frozenset(signatures) for signatures in found}) > 1:
                split.append((victim.name, *map(sorted, found)))
            for signature in frozenset().union(*found):
                owners[signature].add(victim.name)
        collided = [sorted(names) for names in owners.values() if len(names) > 1]
        self.assertGreaterEqual(known, ENOUGH)
        self.assertEqual(collided, [])
        self.assertEqual(split, [])


if __name__ == "__main__":
    unittest.main()
