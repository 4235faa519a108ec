#!/usr/bin/env python3
"""format = sentry, against a tracker that takes envelopes to the letter.

The environment names the programs: EPITAPH, LIBRARY (libepitaph.so).
"""
import json
import os
import subprocess
import sys
import unittest

import envelope
from station import HERE, KEY, SECRET, Station, Tracker, make_event

LIBRARY = os.environ.get("LIBRARY", "")
SYSTEM_PYTHON = "/usr/bin/python3"

USER = "ottolinefairway"
PROVIDER_KEY = "sk_live_" + "4fQ2pXv9LmTz7RbW1cYe8KdN"
PASSWORD = "Vorhang-7-Giraffe"
TOKEN = "walnutharmonica"
SECRETS = (USER, PROVIDER_KEY, PASSWORD, TOKEN, SECRET)

# Dies in the C library, in a thread whose name tells a password.
DIE = """
import ctypes
ctypes.CDLL(None).prctl(15, b"pwd=Kp7vXq2mRt9", 0, 0, 0)
def die():
    ctypes.string_at(0)
die()
"""
# Dies in a thread, while the first one waits for it.
DIE_ASIDE = """
import ctypes, threading
thread = threading.Thread(target=ctypes.string_at, args=(0,))
thread.start()
thread.join()
"""


class Case(unittest.TestCase):
    def setUp(self):
        self.station = Station()
        self.addCleanup(self.station.close)

    def tracker(self, script=None, **settings):
        tracker = Tracker(self.station.directory, "--token", KEY, script=script)
        self.station.gateways.append(tracker)
        self.station.configure(**{"format": "sentry", "dsn": tracker.dsn(), "upload": "yes",
                                  "max_retries": 0, **settings})
        return tracker

    def collect(self, status=0):
        result = self.station.collect()
        self.assertEqual(result.returncode, status, result.stderr)
        for words in (result.stdout, result.stderr):
            self.assertNotIn(SECRET, words)
            self.assertNotIn(KEY, words)
        return result.stderr


@unittest.skipUnless(LIBRARY and os.path.exists(SYSTEM_PYTHON), "needs a preload and a python3")
class RealCrash(Case):
    """python3 as the distribution has it, under the preload, with secrets planted."""

    def die(self, text=DIE, **variables):
        home = os.path.join(self.station.directory, "home", USER)
        place = os.path.join(home, "password=" + PASSWORD)
        os.makedirs(place, exist_ok=True)
        script = os.path.join(place, "die-%s.py" % PROVIDER_KEY)
        with open(script, "w", encoding="utf-8") as file:
            file.write(text)
        result = subprocess.run(
            [SYSTEM_PYTHON, script, "--token", TOKEN], check=False, capture_output=True, cwd=place,
            env=self.station.environment(**{
                "LD_PRELOAD": LIBRARY, "HOME": home, "USER": USER, "LOGNAME": USER,
                "SERVICE_TOKEN": TOKEN, "SHELL": "/opt/%s/sh" % PROVIDER_KEY,
                "EPITAPH_APP": "shop of " + USER, "EPITAPH_APP_VERSION": "2.1 " + PROVIDER_KEY,
                "EPITAPH_PYTHON": "1", **variables}))
        self.assertLess(result.returncode, 0)

    def test_a_crash_of_python_arrives_whole(self):
        tracker = self.tracker(environment="testing")
        self.die()
        self.assertEqual(self.collect(), "")
        (header, event), = tracker.envelopes()
        shown = json.loads(self.station.epitaph("show", "--json", event["event_id"]).stdout)
        self.assertEqual(event["event_id"], shown["id"])
        self.assertEqual(header["event_id"], shown["id"])
        self.assertEqual(event["environment"], "testing")
        self.assertNotIn("server_name", event)
        exception = event["exception"]["values"][0]
        self.assertEqual(exception["type"], "SIGSEGV")
        self.assertTrue(exception["value"].startswith("null pointer read at 0x0"))
        self.assertEqual(exception["mechanism"]["meta"]["signal"],
                         {"number": 11, "code": 1, "name": "SIGSEGV", "code_name": "SEGV_MAPERR"})
        self.check_frames(exception["stacktrace"]["frames"], shown)
        self.check_images(event["debug_meta"]["images"], shown)
        self.assertEqual(event["tags"]["crash.count"], "1")
        self.assertEqual(event["fingerprint"], [shown["signature"]])
        self.assertEqual(event["contexts"]["runtime"]["name"], "python")

    def check_frames(self, frames, shown):
        functions = [frame.get("function") for frame in frames]
        order = [functions.index(name)
                 for name in ("_start", "Py_RunMain", "PyEval_EvalCode", "ffi_call")]
        self.assertEqual(order, sorted(order))
        self.assertEqual(order[0], 0)
        told = [(frame["pc"], shown["modules"][frame["module"]]["path"])
                for frame in shown["frames"] for _ in frame["names"] or [None]]
        self.assertEqual([(frame["instruction_addr"], frame["package"]) for frame in frames],
                         told[::-1])
        in_app = {frame.get("function"): frame["in_app"] for frame in frames}
        self.assertFalse(in_app["_start"])
        self.assertTrue(in_app["Py_RunMain"])
        self.assertFalse(frames[-1]["in_app"], "strlen of the C library")

    def check_images(self, images, shown):
        """The reader of envelopes has compared debug_id and code_id already."""
        known = {image["code_id"]: image for image in images}
        self.assertIn(shown["exe_build_id"], known)
        for module in shown["modules"]:
            if "build_id" in module:
                image = known[module["build_id"]]
                self.assertEqual(image["code_file"], module["path"])
                self.assertEqual(image["image_addr"], module["base"])
                self.assertEqual(image["image_size"],
                                 int(module["end"], 16) - int(module["base"], 16))

    def test_other_threads_come_with_their_stacks(self):
        tracker = self.tracker()
        self.die(DIE_ASIDE, EPITAPH_THREADS="all")
        self.collect()
        event, = tracker.events()
        exception = event["exception"]["values"][0]
        threads = {thread["id"]: thread for thread in event["threads"]["values"]}
        self.assertEqual(len(threads), 2)
        crashed = threads.pop(exception["thread_id"])
        self.assertTrue(crashed["crashed"])
        self.assertNotIn("stacktrace", crashed)
        first, = threads.values()
        self.assertFalse(first["crashed"])
        self.assertGreater(len(first["stacktrace"]["frames"]), 1)
        self.assertIn("ffi_call",
                      [frame.get("function") for frame in exception["stacktrace"]["frames"]])
        self.assertIn(os.path.realpath(SYSTEM_PYTHON),
                      [image["code_file"] for image in event["debug_meta"]["images"]])

    def test_no_secret_is_on_the_wire(self):
        tracker = self.tracker()
        self.die()
        self.collect()
        request, = tracker.requests()
        dumped = self.station.epitaph("dump", os.path.join(
            self.station.spool, "%d.spool" % os.getuid())).stdout
        self.assertEqual(dumped, "")  # harvested: what was there is in the envelope or nowhere
        sent = json.dumps(request) + json.dumps(json.loads(json.dumps(request)), ensure_ascii=False)
        for secret in SECRETS + ("Kp7vXq2mRt9",):
            self.assertNotIn(secret, sent)
        self.assertNotIn(KEY, request["body"])
        self.assertNotIn("registers", request["body"])
        self.assertEqual(request["headers"]["x-sentry-auth"].count(KEY), 1)
        event, = tracker.events()
        self.assertTrue(event["release"].startswith("shop of "))
        self.assertIn("string_at", event["extra"]["crash.python"])

    def test_crashes_that_are_one_are_counted(self):
        tracker = self.tracker()
        for _ in range(3):
            self.die()
        self.collect()
        event, = tracker.events()
        self.assertEqual(event["tags"]["crash.count"], "3")

    def test_a_server_that_was_asked_twice_has_one(self):
        tracker = self.tracker(script=[{"do": "hang_up"}, {"status": 503}])
        self.die()
        self.collect(69)
        self.station.forget_wait()
        self.collect(75)
        self.station.forget_wait()
        self.collect()
        bodies = [request["body"] for request in tracker.requests()]
        self.assertEqual(len(bodies), 3)
        events = [envelope.parse(body.encode("utf-8"))[1] for body in bodies]
        self.assertEqual(events[0], events[1])
        self.assertEqual(events[0], events[2])
        self.assertEqual(self.station.counts(), {"outbox": 0, "sent": 1, "rejected": 0})


# name, step, exit status, (outbox, sent, rejected), seconds until the next attempt
LIMITS = [
    ("limits_on_a_200", {"headers": {"X-Sentry-Rate-Limits": "120:error:organization"}}, 0,
     (2, 1, 0), (100, 120)),
    ("limits_of_everything_on_a_200", {"headers": {"X-Sentry-Rate-Limits": "50::key, 9:error:key"}},
     0, (2, 1, 0), (40, 50)),
    ("limits_for_others", {"headers": {"X-Sentry-Rate-Limits": "120:transaction;session:key"}}, 0,
     (0, 3, 0), None),
    ("429_with_limits", {"status": 429, "headers": {
        "X-Sentry-Rate-Limits": "120:default;error:key:quota", "Retry-After": "5"}}, 75, (3, 0, 0),
     (100, 120)),
    ("429_with_retry_after", {"status": 429, "headers": {"Retry-After": "200"}}, 75, (3, 0, 0),
     (180, 200)),
    ("429_alone", {"status": 429}, 75, (3, 0, 0), (50, 60)),
    ("429_for_ever", {"status": 429, "headers": {"X-Sentry-Rate-Limits": "9" * 30 + "::"}}, 75,
     (3, 0, 0), (86000, 86400)),
    ("413_is_of_one_event", {"status": 413}, 0, (0, 2, 1), None),
    ("400_is_of_one_event", {"status": 400, "repeat": 2}, 0, (0, 2, 1), None),
    ("403", {"status": 403, "body": {"detail": "disabled"}}, 77, (2, 0, 1), None),
    ("404", {"status": 404}, 77, (2, 0, 1), None),
    ("502", {"status": 502}, 75, (3, 0, 0), (0, 3600)),
    ("200_empty", {"status": 200, "body": ""}, 0, (0, 3, 0), None),
    ("200_of_something_else", {"status": 200, "body": "<html>"}, 0, (0, 3, 0), None),
]


class Answers(Case):
    def check_row(self, step, status, counts, wait):
        self.tracker(script=[step])
        self.station.put(*[make_event(number) for number in range(3)])
        words = self.collect(status)
        self.assertLessEqual(words.count("\n"), 1, words)
        self.assertEqual(tuple(self.station.counts().values()), counts)
        if wait is not None:
            left = self.station.seconds_left()
            self.assertGreaterEqual(left, wait[0])
            self.assertLessEqual(left, wait[1])

    def test_words_that_are_not_sentrys_are_told(self):
        self.tracker(script=[{"status": 200, "body": "<html>"}])
        self.station.put(make_event())
        self.assertIn("not in the words of a Sentry server", self.collect())

    def test_a_key_that_is_refused_is_not_shown(self):
        tracker = self.tracker()
        self.station.configure(format="sentry", upload="yes",
                               dsn="http://ffff:%s@127.0.0.1:%d/7" % (SECRET, tracker.port))
        self.station.put(make_event())
        words = self.collect(77)
        self.assertIn("DSN", words)
        self.assertNotIn("ffff", words)
        for command in (("status",), ("status", "--json"), ("doctor",), ("list",)):
            result = self.station.epitaph(*command)
            self.assertNotIn(SECRET, result.stdout + result.stderr)
            self.assertNotIn("ffff", result.stdout + result.stderr)


for row in LIMITS:
    setattr(Answers, "test_" + row[0], lambda self, row=row: self.check_row(*row[1:]))

BAD_DSNS = ("nonsense", "https://example.net/1", "https://%s@example.net" % SECRET,
            "http://%s@example.net/1" % SECRET, "https://%s@example.net/1?x" % SECRET,
            "https://a%%20b:%s@example.net/1" % SECRET)


class Settings(Case):
    def test_a_bad_dsn_is_one_line_without_it(self):
        for dsn in BAD_DSNS:
            with self.subTest(dsn=dsn):
                self.station.configure(format="sentry", dsn=dsn, upload="yes")
                words = self.collect(78)
                self.assertEqual(words.count("\n"), 1, words)
                self.assertIn("dsn", words)

    def test_a_dsn_in_a_file_of_ones_own(self):
        tracker = self.tracker()
        path = os.path.join(self.station.directory, "dsn")
        with open(path, "w", encoding="utf-8") as file:
            file.write(tracker.dsn() + "\n")
        os.chmod(path, 0o600)
        self.station.configure(format="sentry", dsn_file=path, upload="yes")
        self.station.put(make_event())
        self.assertEqual(self.collect(), "")
        self.assertEqual(len(tracker.events()), 1)

    def test_what_the_installation_says(self):
        tracker = self.tracker(environment="staging", release="shop@9", server_name="yes")
        self.station.put(make_event())
        self.collect()
        event, = tracker.events()
        self.assertEqual(event["environment"], "staging")
        self.assertEqual(event["release"], "shop@9")
        self.assertEqual(event["server_name"], os.uname().nodename)

    def test_dry_run_shows_the_envelopes(self):
        self.tracker()
        self.station.put(make_event())
        result = self.station.collect("--dry-run")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue(result.stdout.endswith("\n\n"))
        _, event = envelope.parse(result.stdout[:-1].encode("utf-8"))
        self.assertEqual(event["event_id"], make_event()["event_id"].replace("-", ""))
        self.assertNotIn(KEY, result.stdout + result.stderr)
        self.assertEqual(self.station.counts()["outbox"], 1)


class Hostile(Case):
    """Another user may have written what lies in the outbox; the tracker takes all of it."""

    ATTRIBUTES = {"crash.error_type": 7, "crash.error_message": ["a"], "crash.count": "many",
                  "crash.command": {"a": 1}, "device.id": True, "env.ci": "yes",
                  "crash.signature": "a\nb", "runtime.type": None}

    def check(self, *events):
        tracker = self.tracker()
        self.station.put(*events)
        self.assertEqual(self.collect(), "")
        self.assertEqual(len(tracker.events()), len(events))
        return tracker.events()

    def test_values_of_other_types(self):
        event = {**make_event(), "timestamp": 7, "crash": {
            "id": "0" * 32, "tid": "x", "signal_number": "11", "threads": [{"tid": []}],
            "frames": [1, None, {"pc": 5, "names": [{"function": {}, "line": "3"}]}],
            "modules": [{"path": 1}, {"path": "/a", "build_id": "xyz"}]}}
        event["attributes"] = self.ATTRIBUTES
        self.check(event, {**make_event(1), "crash": "none"}, {**make_event(2), "crash": [[]]})

    def test_a_mebibyte_is_cut_to_fit(self):
        frames = [{"index": index, "pc": hex(0x1000 + index), "module": 0,
                   "names": [{"function": "f%d" % index, "file": "/" + "d" * 900, "line": 1}]}
                  for index in range(500)]
        event = {**make_event(), "crash": {
            "id": "0" * 32, "frames": frames, "frames_total": 500,
            "modules": [{"path": "/" + "m" * 2000, "build_id": "abcd", "base": "0x1000",
                         "end": "0x2000"}]}}
        got, = self.check(event)
        functions = [frame["function"]
                     for frame in got["exception"]["values"][0]["stacktrace"]["frames"]]
        self.assertEqual((functions[0], functions[-1]), ("f499", "f0"))
        self.assertLess(len(functions), 500)


if __name__ == "__main__":
    sys.path.insert(0, HERE)
    unittest.main()
