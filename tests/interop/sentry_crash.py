"""What every receiver of Sentry's envelopes must have got of the crashes in crash.py."""
import functools
import os
import subprocess
import unittest
import uuid

import crash

ARCHITECTURES = {"x86_64": "x86_64", "aarch64": "arm64"}


@functools.lru_cache
def symbols(path):
    """Where the functions that a file exports are, from its lowest address on."""
    headers = subprocess.run(["readelf", "-lW", path], capture_output=True, text=True, check=True)
    lowest = min(int(line.split()[2], 16) for line in headers.stdout.split("\n")
                 if line.split()[:1] == ["LOAD"])
    names = subprocess.run(["nm", "-D", "--defined-only", path], capture_output=True, text=True,
                           check=True)
    return {line.split()[2].split("@")[0]: int(line.split()[0], 16) - lowest
            for line in names.stdout.split("\n") if len(line.split()) == 3}


class CrashEvents(unittest.TestCase):
    """`events` are as the receiver gives them back."""

    maxDiff = None

    def check_events(self, events):
        by_type = {event["exception"]["values"][0]["type"]: event for event in events}
        self.assertEqual(sorted(by_type), ["SIGABRT", "SIGSEGV"])
        self.assertEqual(len(events), 2)
        for event in events:
            self.check_event(event)
        self.check_null(by_type["SIGSEGV"])
        self.check_assertion(by_type["SIGABRT"])

    def check_event(self, event):
        self.assertRegex(event["event_id"], "^[0-9a-f]{32}$")
        self.assertEqual(event["platform"], "native")
        self.assertEqual(event["level"], "fatal")
        self.assertEqual(event["release"], "orders@1.4.2")
        self.assertNotIn("server_name", event)
        self.assertEqual(event["contexts"]["device"]["arch"], ARCHITECTURES[os.uname().machine])
        self.assertEqual(event["contexts"]["runtime"]["name"], "python")
        mechanism = event["exception"]["values"][0]["mechanism"]
        self.assertEqual(mechanism["type"], "signalhandler")
        self.assertIs(mechanism["handled"], False)
        self.check_frames(event["exception"]["values"][0]["stacktrace"]["frames"])
        self.check_images(event["debug_meta"]["images"])
        self.check_symbols(event["exception"]["values"][0]["stacktrace"]["frames"])

    def check_frames(self, frames):
        """The outermost first, each in an image that is named."""
        names = [frame.get("function") for frame in frames]
        places = [names.index(name) for name in crash.FUNCTIONS[::-1]]
        self.assertEqual(places, sorted(places), names)
        self.assertEqual(places[0], 0, names)
        for frame in frames:
            self.assertRegex(frame["instruction_addr"], "^0x[0-9a-f]+$")
            self.assertLess(int(frame["image_addr"], 16), int(frame["instruction_addr"], 16))
        self.assertTrue(any(frame["in_app"] for frame in frames))
        self.assertFalse(frames[-1]["in_app"])

    def check_symbols(self, frames):
        """A symbol's place in its image is the one that the file itself has for that name."""
        seen = 0
        for frame in frames:
            place = symbols(frame["package"]).get(frame.get("function"))
            if place is not None and "symbol_addr" in frame:
                self.assertEqual(int(frame["symbol_addr"], 16) - int(frame["image_addr"], 16),
                                 place, frame)
                seen += 1
        self.assertGreaterEqual(seen, len(crash.FUNCTIONS))

    def check_images(self, images):
        by_file = {image["code_file"]: image for image in images}
        for path, image in by_file.items():
            self.assertEqual(image["type"], "elf")
            self.assertEqual(image["code_id"], crash.build_id(path))
            self.assertEqual(image["debug_id"],
                             str(uuid.UUID(bytes_le=bytes.fromhex(image["code_id"])[:16])))
        self.assertIn(os.path.realpath(crash.PYTHON), by_file)

    def check_null(self, event):
        value = event["exception"]["values"][0]
        self.assertTrue(value["value"].startswith("null pointer read at 0x0"), value["value"])
        self.assertEqual(value["mechanism"]["meta"]["signal"]["number"], 11)
        self.assertEqual(event["tags"]["crash.count"], "2")

    def check_assertion(self, event):
        value = event["exception"]["values"][0]
        self.assertRegex(value["value"], "^assertion failed: log in as .* with api_key=.*redacted")
        self.assertEqual(value["mechanism"]["meta"]["signal"]["number"], 6)
        self.assertEqual(event["tags"]["crash.count"], "1")
