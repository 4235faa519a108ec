"""Crashes of the system's own python3 under the library, with secrets all around them.

The environment names the programs: EPITAPH, LIBRARY (libepitaph.so).
"""
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../end_to_end"))
from station import Station  # noqa: E402

PYTHON = "/usr/bin/python3"
USER = "ottolinefairway"

# What nobody may find in the bytes that were sent, and where it is planted.
SECRETS = {
    "environment": "walnut-harmonica-7431",
    "argument": "Vorhang-7-Giraffe-2296",
    "message": "sk_live_" + "4fQ2pXv9LmTz7RbW1cYe8KdN",
    "home": USER,
}

# Dies of a null pointer in a thread's own words, or of an assertion that quotes secrets.
PROGRAM = """
import ctypes, os, sys
libc = ctypes.CDLL(None)
if sys.argv[1] == "assert":
    words = "log in as %s with api_key=%s, then %s" % (
        os.environ["HOME"], sys.argv[2], os.environ["SERVICE_TOKEN"])
    libc.__assert_fail(words.encode(), b"orders.c", 42, b"log_in")
ctypes.string_at(0)
"""

# In this order, with others between them; the names are those that python3 exports.
FUNCTIONS = ["ffi_call", "_PyObject_MakeTpCall", "_PyEval_EvalFrameDefault", "PyEval_EvalCode",
             "Py_BytesMain", "_start"]


class Crashes(Station):
    """A station whose spool holds an assertion's crash, and one null pointer's, seen twice."""

    def __init__(self):
        super().__init__()
        self.home = os.path.join(self.directory, "home", USER)
        os.makedirs(self.home)
        for how in ("assert", "null", "null"):
            self.die(how)

    def die(self, how):
        environment = self.environment(
            HOME=self.home, USER=USER, LD_PRELOAD=os.environ["LIBRARY"],
            SERVICE_TOKEN=SECRETS["environment"], EPITAPH_APP="orders", EPITAPH_APP_VERSION="1.4.2")
        result = subprocess.run(
            [PYTHON, "-I", "-c", PROGRAM, how, SECRETS["message"],
             "--password=" + SECRETS["argument"]],
            env=environment, cwd=self.home, capture_output=True, check=False)
        if result.returncode >= 0:
            raise AssertionError("it lives: %r" % result)


def collect_quietly(case, station):
    """Collect, with nothing to say, as cron wants it."""
    result = station.collect()
    case.assertEqual((result.returncode, result.stderr), (0, ""), result.stdout)


def build_id(path):
    """As the file itself says it."""
    notes = subprocess.run(["readelf", "-n", path], capture_output=True, text=True, check=True)
    return re.search(r"Build ID: ([0-9a-f]+)", notes.stdout).group(1)


def leaks(sent):
    """The secrets that bytes hold, whole or in part, whatever the case of the letters."""
    sent = sent.lower()
    found = []
    for place, secret in SECRETS.items():
        secret = secret.lower().encode()
        size = min(10, len(secret))
        if any(secret[i:i + size] in sent for i in range(len(secret) - size + 1)):
            found.append(place)
    return found
