#!/usr/bin/env python3
"""Real crashes, read by `epitaph list`, `show` and `dump`.

The environment names the programs: EPITAPH, LIBRARY (libepitaph.so), SAMPLE, COMPILER.
"""
import functools
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading
import unittest

from terminal import run_on_terminal

EPITAPH = os.environ["EPITAPH"]
LIBRARY = os.environ["LIBRARY"]
SAMPLE = os.environ["SAMPLE"]
COMPILER = os.environ["COMPILER"]

PROGRAM = """
static int __attribute__((noinline)) hidden(int *p) { return *p + 1; }
int main(void) { return hidden(0); }
"""
EXPORTING = """
__attribute__((noinline)) int exported(int *p) { return *p + 1; }
static int __attribute__((noinline)) hidden(int *p) { return exported(p) + 1; }
int main(void) { return hidden(0); }
"""
LAMBDAS = """
template <class F> static int call(F f, int *p) { return f(p) + 1; }
int run(bool second, int *p)
{
    auto one = [](int *q) { return *(volatile int *)q; };
    auto two = [](int *q) { return *(volatile int *)q = 1; };
    return second ? call(two, p) : call(one, p);
}
int main(int argc, char **) { return run(argc > 1, nullptr); }
"""


class Place(unittest.TestCase):
    """A spool and a state of its own for each test."""

    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="epitaph-test-"))
        self.addCleanup(shutil.rmtree, self.place)
        (self.place / "spool").mkdir()
        (self.place / "config").touch()
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.place),
            "EPITAPH_SPOOL": str(self.place / "spool"),
            "EPITAPH_STATE": str(self.place / "state"),
            "EPITAPH_CONFIG": str(self.place / "config"),
        }

    def crash(self, *command):
        """Run a command to its death by a signal."""
        result = subprocess.run(command, env=self.environment | {"LD_PRELOAD": LIBRARY},
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        self.assertLess(result.returncode, 0, command)

    def epitaph(self, *arguments, status=0, **variables):
        """What `epitaph ARGUMENTS` prints."""
        result = subprocess.run([EPITAPH, *arguments], env=self.environment | variables,
                                capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, status, result.stderr)
        return result.stdout

    def rows(self, *arguments):
        """The JSON lines that `epitaph ARGUMENTS` prints."""
        return [json.loads(line) for line in self.epitaph(*arguments).splitlines()]

    def build(self, name, source=PROGRAM, *options):
        """A program of our own."""
        path = self.place / name
        (self.place / "program.c").write_text(source, encoding="utf-8")
        subprocess.run([COMPILER, "-g", "-O1", "-Wl,--build-id", *options, "-o", path,
                        self.place / "program.c"], check=True)
        return path


class Reading(Place):
    """What is known before anything is collected, and after."""

    def test_nothing_is_known_at_first(self):
        self.assertIn("No crashes", self.epitaph("list"))
        self.epitaph("show", status=66)

    def test_the_samples_stack_names_its_functions_with_lines_to_main(self):
        self.crash(SAMPLE, "null")
        text = self.epitaph("show")
        self.assertRegex(text.splitlines()[0],
                         r"^sample: null pointer read at 0x8 in die_by_null_read")
        names = re.findall(r"^#\d+ +(\w+)\+0x[0-9a-f]+ sample/sample\.c:(\d+)", text, re.M)
        self.assertEqual([name for name, _ in names],
                         ["die_by_null_read", "parse_order", "read_orders", "main"])
        self.assertNotIn("\033", text)

    def test_every_way_of_the_sample_has_its_own_signature_and_reason(self):
        reasons = {
            "null": "null pointer read at 0x8",
            "call": "null pointer call at 0x0",
            "div0": "integer division by zero",
            "overflow": "stack overflow, ",
            "abort": "assertion failed: ",
            "heap": "heap corruption: free(): double free",
        }
        for way in reasons:
            self.crash(SAMPLE, way)
            self.crash(SAMPLE, way)
        groups = self.rows("list", "--json")
        self.assertEqual(sorted(group["count"] for group in groups), [2] * len(reasons))
        for reason in reasons.values():
            self.assertEqual(sum(group["reason"].startswith(reason) for group in groups), 1,
                             reason)

    def test_a_crash_keeps_its_id_and_signature_on_its_way(self):
        self.crash(SAMPLE, "abort")
        before = self.rows("show", "--json")[0]
        self.assertEqual(before["state"], "new")
        self.epitaph("collect")
        after = self.rows("show", before["id"][:8], "--json")[0]
        self.assertEqual(after["state"], "queued")
        for key in ("id", "event_id", "signature", "reason", "frames", "modules"):
            self.assertEqual(after[key], before[key], key)
        text = self.epitaph("show", "--all")
        self.assertRegex(text, r"(?m)^ +rax=0x|^ +x0=0x")
        self.assertIn("\nmodules\n", text)

    def test_secrets_of_the_sample_are_not_shown(self):
        self.crash(SAMPLE, "abort")
        raw = self.epitaph("dump", str(self.place / "spool" / f"{os.getuid()}.spool"))
        secrets = re.findall(r"api_key=(\S+)|Bearer (\S+)", raw)
        self.assertTrue(secrets, raw)
        shown = self.epitaph("show", "--all") + self.epitaph("list") + \
            self.epitaph("show", "--json", "--all") + self.epitaph("report", "--html", "-")
        for secret in filter(None, sum(secrets, ())):
            self.assertNotIn(secret, shown)

    def test_what_the_user_hides_is_not_shown_either(self):
        self.crash(SAMPLE, "abort")
        self.assertIn("march.csv", self.epitaph("show"))
        (self.place / "config").write_text("[redact]\nrule.orders = march[.]csv\n",
                                           encoding="utf-8")
        shown = self.epitaph("show") + self.epitaph("list") + \
            self.epitaph("report", "--html", "-")
        self.assertIn("[redacted:orders]", shown)
        self.assertNotIn("march.csv", shown)

    def test_a_broken_configuration_shows_nothing(self):
        self.crash(SAMPLE, "abort")
        (self.place / "config").write_text("[redact]\nrule.orders = (\n", encoding="utf-8")
        self.assertEqual(self.epitaph("show", status=78), "")

    def test_a_terminal_gets_colour_and_lines_that_fit(self):
        self.crash(SAMPLE, "overflow")
        self.crash(SAMPLE, "abort")
        for command in ("list", "show"):
            shown, _ = run_on_terminal([EPITAPH, command], self.environment | {"TERM": "xterm"}, 72)
            self.assertIn("\033[", shown)
            for line in re.sub(r"\033\[[0-9;]*m", "", shown).splitlines():
                self.assertLessEqual(len(line), 72, line)

    def test_filters_choose(self):
        self.crash(SAMPLE, "null")
        self.crash(SAMPLE, "div0")
        self.assertEqual(len(self.rows("list", "--json", "--signal", "FPE")), 1)
        self.assertEqual(len(self.rows("list", "--json", "--app", "sample")), 2)
        self.assertEqual(len(self.rows("list", "--json", "--app", "other")), 0)
        self.assertEqual(len(self.rows("list", "--json", "--since", "1h")), 2)
        self.assertEqual(len(self.rows("list", "--json", "--since", "2199-01-01")), 0)
        self.epitaph("list", "--since", "yesterday", status=64)

    def test_a_payload_is_what_the_gateway_would_get(self):
        self.crash(SAMPLE, "null")
        crash = self.rows("show", "--json")[0]
        self.epitaph("show", "--payload", crash["id"], status=66)
        self.epitaph("collect")
        payload = json.loads(self.epitaph("show", "--payload", crash["id"][:10]))
        self.assertEqual([event["event_id"] for event in payload["events"]],
                         [crash["event_id"]])
        self.assertNotIn("crash", payload["events"][0])


class Names(Place):
    """Where names come from, and where they must not."""

    def test_a_stripped_copy_is_the_same_bug(self):
        program = self.build("program")
        subprocess.run(["objcopy", "--strip-all", program, self.place / "stripped"], check=True)
        for first, second in (("program", "stripped"), ("stripped", "program")):
            shutil.rmtree(self.place / "spool")
            (self.place / "spool").mkdir()
            self.crash(self.place / first)
            self.crash(self.place / second)
            groups = self.rows("list", "--json")
            self.assertEqual([group["count"] for group in groups], [2])

    def test_a_stripped_copy_has_its_signature_in_events_too(self):
        program = self.build("program")
        subprocess.run(["objcopy", "--strip-all", program, self.place / "stripped"], check=True)
        signatures = set()
        for name in ("program", "stripped"):
            self.crash(self.place / name)
            self.epitaph("collect")
        for path in (self.place / "state" / "outbox").glob("*.json"):
            event = json.loads(path.read_text(encoding="utf-8"))
            signatures.add(event["attributes"]["crash.signature"])
        self.assertEqual(len(signatures), 1)

    def test_two_builds_of_one_program_have_one_signature(self):
        self.crash(self.build("old"))
        self.crash(self.build("new", "\n\nint another(int n) { return n * 3; }\n" + PROGRAM))
        groups = self.rows("list", "--json")
        self.assertEqual([group["count"] for group in groups], [2])

    def test_a_copy_with_its_exports_only_is_the_same_bug(self):
        program = self.build("program", EXPORTING, "-rdynamic")
        subprocess.run(["objcopy", "--strip-all", program, self.place / "stripped"], check=True)
        for name in ("stripped", "program", "stripped"):
            self.crash(self.place / name)
        groups = self.rows("list", "--json")
        self.assertEqual([group["count"] for group in groups], [3])

    def test_two_lambdas_are_two_bugs_however_they_are_compiled(self):
        for level in ("-O0", "-O2"):
            program = self.build("lambdas" + level, LAMBDAS, "-xc++", level)
            self.crash(program)
            self.crash(program, "second")
        groups = self.rows("list", "--json")
        self.assertEqual([group["count"] for group in groups], [2, 2])

    def test_another_build_in_its_place_gives_no_wrong_names(self):
        program = self.build("program")
        self.crash(program)
        program.unlink()
        self.build("program", "int decoy(int n) { return n; }\n" + PROGRAM.replace(
            "hidden", "wrong_name"))
        shown = self.epitaph("show")
        self.assertNotIn("wrong_name", shown)
        self.assertNotIn("decoy", shown)
        self.assertIn("has changed since", shown)

    def test_a_program_that_is_gone_is_said_to_be(self):
        program = self.build("program")
        self.crash(program)
        self.assertNotIn("cannot be read now", self.epitaph("show"))
        program.unlink()
        self.assertIn("program cannot be read now", self.epitaph("show"))

    def test_debuginfod_is_asked_only_where_it_is_configured(self):
        program = self.build("program")
        notes = subprocess.run(["readelf", "-n", program], capture_output=True, text=True,
                               check=True).stdout
        build_id = re.search(r"Build ID: (\w+)", notes).group(1)
        folder = self.place / "served" / "buildid" / build_id
        folder.mkdir(parents=True)
        subprocess.run(["objcopy", "--only-keep-debug", program, folder / "debuginfo"],
                       check=True)
        subprocess.run(["strip", program], check=True)
        asked = []

        class Handler(http.server.SimpleHTTPRequestHandler):
            """Serves the folder and notes who was asked for."""

            def log_message(self, *_):
                asked.append(self.path)

        server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(Handler, directory=self.place / "served"))
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"

        self.crash(program)
        self.epitaph("collect", DEBUGINFOD_URLS=url)
        self.assertEqual(asked, [])
        self.assertNotIn("hidden", self.epitaph("show"))
        (self.place / "config").write_text(f"debuginfod = {url}\n", encoding="utf-8")
        self.crash(program)
        self.epitaph("collect")
        if not asked:
            self.skipTest("this libdw has no debuginfod client")
        self.assertIn("hidden", self.epitaph("show"))


if __name__ == "__main__":
    unittest.main()
