#!/usr/bin/env python3
"""Canaries in every foreign field of a crash; none may reach a server, in whatever format and
however encoded.

The environment names the programs: EPITAPH, LIBRARY (libepitaph.so), CXX_COMPILER,
INCLUDE (of epitaph.h).
"""
import base64
import dataclasses
import json
import os
import pathlib
import subprocess
import unittest
import urllib.parse

from station import Gateway, Station, Tracker

LIBRARY = os.environ["LIBRARY"]
COMPILER = os.environ["CXX_COMPILER"]
INCLUDE = os.environ["INCLUDE"]

USER = "ottolinefairway"
# No rule knows these words: only the library can, by the variable's name.
SERVICE_TOKEN = "walnutharmonica"
WINDOW = 12

# argv: how to die, the library, the message, the name of the thread.
PROGRAM = r"""
#include <assert.h>
#include <dlfcn.h>
#include <epitaph.h>
#include <stdexcept>
#include <string.h>
#include <sys/prctl.h>

struct TYPE : std::runtime_error {
    using std::runtime_error::runtime_error;
};

static const char *message;

static void die_by_assertion() { __assert_fail(message, "victim.cpp", 1, "die"); }
static void die_by_exception() { throw TYPE(message); }

int main(int argc, char **argv)
{
    void *library = dlopen(argv[2], RTLD_NOW);
    if (argc != 5 || library == nullptr) {
        return 1;
    }
    auto pass = reinterpret_cast<void (*)(void (*)())>(dlsym(library, "pass"));
    message = argv[3];
    prctl(PR_SET_NAME, argv[4]);
    epitaph_note("step", message);
    pass(strcmp(argv[1], "throw") == 0 ? die_by_exception : die_by_assertion);
    return 0;
}
"""

# The frame between `pass` and the program bears the canary as its name.
PASSING = r"""
extern "C" {
__attribute__((noinline, noclone)) void named(void (*next)()) __asm__(SYMBOL);
void named(void (*next)()) { next(); __asm__ volatile(""); }
void pass(void (*next)()) { named(next); __asm__ volatile(""); }
}
"""


@dataclasses.dataclass
class Canary:
    """A secret, and what stands in each field to carry it."""

    secrets: tuple  # what must be gone, of each field's text
    text: str  # message, what(), EPITAPH_APP and EPITAPH_APP_VERSION
    part: str  # of paths, and the program's name
    thread: str  # 15 bytes are all that the kernel keeps
    symbol: str = "pass_on"  # not every secret can be one
    type: str = "failure"
    source: str = "source"  # the directory of the source text
    library: str = "passing"  # the file's name; its directory is a `part` as well


def shaped(secret, before="", after="", **fields):
    text = before + secret + after
    fields = {"part": text, "thread": "worker", "symbol": text, "source": text,
              "library": text, **fields}
    return Canary(secrets=(secret,), text="got %s today" % text, **fields)


KEY = "sk_live_" + "4fQ2pXv9LmTz7RbW1cYe8KdN"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOjd9.pV4kWq8TzXn2Ls"  # short, as EPITAPH_APP_VERSION is
CANARIES = {
    "provider key": shaped(KEY, thread=KEY[:15], type=KEY),
    "JWT": shaped(JWT),
    "bearer token": shaped("Zk3vQx8RmWt5LpYb2NcJ7dHf", before="Authorization: Bearer "),
    "password": Canary(
        secrets=("Vorhang-7-Giraffe", "Kp7vXq2mRt9"),
        text="login failed: password=Vorhang-7-Giraffe",
        part="password=Vorhang-7-Giraffe", thread="pwd=Kp7vXq2mRt9",
        symbol="password=Vorhang-7-Giraffe", source="password=Vorhang-7-Giraffe",
        library="password=Vorhang-7-Giraffe"),
    # With an ending of files behind it an address is taken for a file's name.
    "e-mail address": Canary(
        secrets=("ada.quillfeather@lighthouse.example", "q@sea.example"),
        text="no mailbox for ada.quillfeather@lighthouse.example here",
        part="ada.quillfeather@lighthouse.example", thread="q@sea.example",
        source="ada.quillfeather@lighthouse.example"),
    # Function names keep words that are somebody's user name too; see scrub.c.
    "home and user": Canary(
        secrets=(USER,), text="cannot open /home/%s/notes of %s" % (USER, USER),
        part=USER, thread=USER, source=USER, library=USER),
    # What the program's files say is read after its death, where nobody knows its environment.
    "value of SERVICE_TOKEN": Canary(
        secrets=(SERVICE_TOKEN,), text="the server refused %s twice" % SERVICE_TOKEN,
        part=SERVICE_TOKEN, thread=SERVICE_TOKEN, type=SERVICE_TOKEN,
        library=SERVICE_TOKEN),
}


def forms(window):
    """How bytes may be written so that somebody can read them again."""
    text = window.decode("ascii")
    yield window
    yield window.hex().encode()
    yield "".join("%%%02x" % byte for byte in window).encode()
    yield urllib.parse.quote(text, safe="").encode()
    yield json.dumps(text)[1:-1].encode()
    yield text.replace("/", "\\/").encode()
    yield "".join("\\u%04x" % byte for byte in window).encode()
    for shift in range(3):
        # Characters that the neighbours share in are left out.
        coded = base64.b64encode(b"\0" * shift + window)
        whole = (shift + len(window)) * 8 // 6
        coded = coded[(shift * 8 + 5) // 6:whole]
        yield coded
        yield coded.translate(bytes.maketrans(b"+/", b"-_"))


def leaks(secret, haystack):
    """The windows of a secret that a haystack holds in any form, letters of any case."""
    haystack = haystack.lower()
    secret = secret.encode("ascii")
    size = min(WINDOW, len(secret))
    windows = [secret[i:i + size] for i in range(len(secret) - size + 1)]
    return [window for window in windows
            if any(form.lower() in haystack for form in forms(window))]


class Crash:
    """A crash of each kind that carries one canary, from its spool to the gateway."""

    def __init__(self, canary):
        self.station = Station()
        self.canary = canary
        self.home = pathlib.Path(self.station.directory, "home", USER)
        self.source = self.home / "src" / canary.source
        self.place = self.home / canary.part
        for directory in (self.source, self.place):
            directory.mkdir(parents=True, exist_ok=True)
        self.program = self.build("victim", PROGRAM, "-DTYPE=" + canary.type, "-ldl")
        symbol = canary.symbol if canary.symbol.isidentifier() else r'\"%s\"' % canary.symbol
        self.passing = self.build(canary.library + ".so", PASSING, '-DSYMBOL="%s"' % symbol,
                                  "-shared", "-fPIC")

    def build(self, name, text, *options):
        source = self.source / (name + ".cpp")
        source.write_text(text, encoding="utf-8")
        target = self.place / name
        subprocess.run([COMPILER, "-g", "-O1", "-I" + INCLUDE, "-fno-optimize-sibling-calls", "-Wl,--build-id",
                        source, "-o", target, *options], check=True)
        return target

    def die(self, way, **variables):
        canary = self.canary
        result = subprocess.run(
            [canary.part, way, self.passing, canary.text, canary.thread],
            executable=self.program, check=False, capture_output=True,
            env=self.station.environment(**{
                "LD_PRELOAD": LIBRARY, "HOME": str(self.home), "USER": USER, "LOGNAME": USER,
                "SHELL": "/opt/" + canary.part, "SERVICE_TOKEN": SERVICE_TOKEN,
                "EPITAPH_APP": canary.text, "EPITAPH_APP_VERSION": "1.0 " + canary.text,
                **variables}))
        if result.returncode >= 0:
            raise AssertionError("it lives: %r" % result)

    def spool(self):
        return pathlib.Path(self.station.spool, "%d.spool" % os.getuid())

    def dump(self):
        return self.station.epitaph("dump", str(self.spool())).stdout

    def deliver(self):
        """What left in each format, and what the outbox keeps of it."""
        station = self.station
        gateway = station.gateway()
        tracker = Tracker(station.directory)
        pipeline = Gateway(station.directory, script=[{"status": 200, "body": "{}", "repeat": 9}])
        station.gateways += [tracker, pipeline]
        station.section("tracker", format="sentry", dsn=tracker.dsn())
        station.section("pipeline", format="otlp", endpoint=pipeline.url)
        result = station.collect()
        if (result.returncode, result.stderr) != (0, ""):
            raise AssertionError(result)
        if (len(gateway.events()), len(tracker.events())) != (2, 2) or not pipeline.requests():
            raise AssertionError("not all arrived: %r" % gateway.requests())
        if station.counts() != {"outbox": 0, "sent": 2, "rejected": 0}:
            raise AssertionError(station.counts())
        kept = b"".join(path.read_bytes() for folder in ("outbox", "sent", "rejected")
                        for path in pathlib.Path(station.state, folder).glob("*"))
        return {"native": on_the_wire(gateway), "sentry": on_the_wire(tracker),
                "otlp": on_the_wire(pipeline)}, kept


def on_the_wire(server):
    """All that a server got, as it was and with every character written out."""
    pieces = []
    for request in server.requests():
        pieces += [request["method"], request["path"], request["body"],
                   *("%s: %s" % header for header in request["headers"].items()),
                   *(json.dumps(json.loads(line), ensure_ascii=False)
                     for line in request["body"].splitlines())]
    return "\n".join(pieces).encode("utf-8", "surrogateescape")


class Canaries(unittest.TestCase):
    def crash(self, canary, **variables):
        crash = Crash(canary)
        self.addCleanup(crash.station.close)
        crash.die("assert", **variables)
        crash.die("throw", **variables)
        return crash

    def assert_absent(self, canary, **haystacks):
        for name, haystack in haystacks.items():
            for secret in canary.secrets:
                self.assertEqual(leaks(secret, haystack), [], "%s in what was %s" % (secret, name))

    def assert_spooled(self, canary, dump):
        """The record has it in every field, the short ones in part."""
        lines = [line.partition(": ") for line in dump.splitlines()]
        for field in ("abort_message", "exception_what", "program", "exe", "module", "shell",
                      "app", "app_version", "note"):
            self.assertTrue(any(canary.secrets[0][:20] in value for key, _, value in lines
                                if key == field), "%s in %s" % (field, dump))
        self.assertIn(("thread", ": ", canary.thread), lines)

    def test_every_form_of_a_leak_is_seen(self):
        secret = "Vorhang-7/Giraffe"
        plain = secret.encode()
        for shift in range(3):
            text = b"<>?"[:shift] + plain + b"tail"
            self.assertTrue(leaks(secret, base64.b64encode(text)), shift)
            self.assertTrue(leaks(secret, base64.urlsafe_b64encode(text)), shift)
        for text in (plain, plain[3:15], plain.upper(), plain.hex().encode(),
                     urllib.parse.quote(secret, safe="").encode(),
                     secret.replace("/", "\\/").encode(),
                     "".join("\\u%04X" % byte for byte in plain).encode()):
            self.assertTrue(leaks(secret, text), text)
        self.assertEqual(leaks(secret, plain[:11] + b" " + plain[11:]), [])

    def test_harmless_words_arrive_from_every_field(self):
        """So a canary that does not arrive was removed, not forgotten."""
        crash = self.crash(Canary(
            secrets=(), text="marigold in the message", part="marigold_part",
            thread="marigold_thread", symbol="marigold_symbol", type="marigold_type",
            source="marigold_source", library="marigold_library"))
        formats, kept = crash.deliver()
        self.assertIn(b'"marigold_thread"', kept)
        for name, received in formats.items():
            for word in ("marigold in the message", "marigold_library.so", "marigold_symbol",
                         "marigold_type", "marigold_source", "1.0 marigold in the message"):
                self.assertIn(word, received.decode("utf-8"), name)
        received = formats["native"].decode("utf-8")
        for key in ("crash.command", "env.shell"):
            self.assertIn('"%s":"marigold_part"' % key, received)
        self.assertIn('"app.name":"marigold in the message"', received)
        self.assertIn('"crash.note.step":"marigold in the message"', received)

    def test_no_canary_arrives(self):
        for name, canary in CANARIES.items():
            with self.subTest(name):
                crash = self.crash(canary)
                dump = crash.dump()
                if SERVICE_TOKEN in canary.secrets:
                    self.assert_absent(canary, spooled=crash.spool().read_bytes())
                else:
                    self.assert_spooled(canary, dump)
                formats, kept = crash.deliver()
                self.assert_absent(canary, kept=kept, **formats)

    # The library cuts before anybody searches: between words, and not within what it knows.
    def test_nothing_is_left_of_a_canary_that_its_field_cuts(self):
        for secret in (SERVICE_TOKEN, USER, "ada.quillfeather@lighthouse.example"):
            with self.subTest(secret):
                # 63 bytes of the version and 127 of the application's name are kept.
                token = secret == SERVICE_TOKEN
                canary = Canary(secrets=(secret,), text="." * 50 + " " + secret, part="plain",
                                thread="is " + secret if token else "worker")
                crash = self.crash(canary, EPITAPH_APP="." * 114 + " " + secret,
                                   SHELL="/" + "." * 49 + "/" + secret)
                self.assertIn("\napp_version: 1.0 ....", crash.dump())
                if token:
                    self.assert_absent(canary, spooled=crash.spool().read_bytes())
                formats, kept = crash.deliver()
                self.assert_absent(canary, kept=kept, **formats)


if __name__ == "__main__":
    unittest.main()
