#!/usr/bin/env python3
"""sentry-cli: the debug ids that it finds in the files themselves, and what its own types make of
an envelope of ours. They are of before ELF images, so that it reads one without them; with
them it passes the bytes on as they are."""
import glob
import json
import os
import shutil
import signal
import subprocess
import tempfile
import unittest

import npm
import receiver
import sentry_crash
from crash import Crashes, collect_quietly

from station import KEY, Tracker  # crash.py has said where
import envelope


STRIPPED = """
static __attribute__((noinline, noclone)) int add_up(volatile int *items) { return *items + 1; }
static __attribute__((noinline, noclone)) int take_order(volatile int *items)
{
    return add_up(items) + 1;
}
int main(void) { return take_order(0); }
"""


def prepare(directory):
    npm.install(directory, {"@sentry/cli": "3.8.0"})


def program():
    found = glob.glob(os.path.join(receiver.DIRECTORY,
                                   "node_modules/@sentry/cli-linux-*/bin/sentry-cli"))
    return found[0]


class SentryCli(sentry_crash.CrashEvents):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="epitaph-interop-")
        self.addCleanup(shutil.rmtree, self.directory)
        self.station = Crashes()
        self.addCleanup(self.station.close)
        self.tracker = Tracker(self.directory, "--token", KEY)
        self.addCleanup(self.tracker.stop)
        self.station.configure(format="sentry", dsn=self.tracker.dsn(), upload="yes")
        collect_quietly(self, self.station)

    def cli(self, *arguments, **variables):
        environment = {**os.environ, "HOME": self.directory, "SENTRY_NO_PROGRESS_BAR": "1",
                       **variables}
        return subprocess.run([program(), *arguments], env=environment, capture_output=True,
                              text=True, check=False)

    def test_its_debug_ids_are_ours(self):
        events = self.tracker.events()
        self.check_events(events)
        images = {image["code_file"]: image for event in events
                  for image in event["debug_meta"]["images"]}
        self.assertGreater(len(images), 3)
        for path, image in images.items():
            result = self.cli("debug-files", "check", "--json", path)
            found = [(variant["debug_id"], variant["code_id"])
                     for variant in json.loads(result.stdout)["variants"]]
            self.assertEqual(found, [(image["debug_id"], image["code_id"])], path)

    def test_its_debug_files_name_what_a_stripped_program_did(self):
        """As a server does: the file with the image's debug id, the address within the image."""
        program, debug = self.build_stripped()
        result = subprocess.run([program], check=False, env=self.station.environment(
            LD_PRELOAD=os.environ["LIBRARY"]))
        self.assertEqual(result.returncode, -signal.SIGSEGV)
        collect_quietly(self, self.station)
        event = self.tracker.events()[-1]
        image, = [image for image in event["debug_meta"]["images"]
                  if image["code_file"].endswith("/stripped")]
        checked = json.loads(self.cli("debug-files", "check", "--json", debug).stdout)
        self.assertEqual([variant["debug_id"] for variant in checked["variants"]],
                         [image["debug_id"]])
        stacktrace = event["exception"]["values"][0]["stacktrace"]
        self.assertEqual(stacktrace["instruction_addr_adjustment"], "all_but_first")
        frames = [frame for frame in stacktrace["frames"]
                  if frame["image_addr"] == image["image_addr"]]
        self.assertRegex(frames[-1]["function"], r"^stripped\+0x")
        places = [int(frame["instruction_addr"], 16) - int(image["image_addr"], 16)
                  for frame in frames[-3:]]
        for place in places:
            self.assertLess(place, image["image_size"])
        places[:2] = [place - 1 for place in places[:2]]
        named = subprocess.run(["addr2line", "-f", "-e", debug, *map(hex, places)],
                               capture_output=True, text=True, check=True).stdout.split("\n")
        self.assertEqual(named[0:6:2], ["main", "take_order", "add_up"])

    def build_stripped(self):
        program, debug = (os.path.join(self.directory, name) for name in ("stripped", "debug"))
        with open(program + ".c", "w", encoding="utf-8") as file:
            file.write(STRIPPED)
        subprocess.run(["cc", "-g", "-O1", "-fpie", "-pie", "-Wl,--build-id",
                        "-fno-optimize-sibling-calls", "-o", program, program + ".c"], check=True)
        subprocess.run(["objcopy", "--only-keep-debug", program, debug], check=True)
        subprocess.run(["strip", program], check=True)
        return program, debug

    def write(self, data):
        path = os.path.join(self.directory, "envelope")
        with open(path, "wb") as file:
            file.write(data)
        return path

    def send(self, *envelopes, options=()):
        """The bodies that a server gets of sentry-cli, which says no content type."""
        script = [{"status": 200, "body": "{}", "repeat": len(envelopes)}]
        catcher = Tracker(self.directory, script=script)
        self.addCleanup(catcher.stop)
        for data in envelopes:
            result = self.cli("send-envelope", *options, self.write(data),
                              SENTRY_DSN=catcher.dsn(secret="0"))
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return [request["body"].encode() for request in catcher.requests()]

    def test_it_passes_an_envelope_on(self):
        bodies = [request["body"].encode() for request in self.tracker.requests()]
        self.assertEqual(len(bodies), 2)
        self.assertEqual(self.send(*bodies, options=["--raw"]), bodies)

    def test_its_types_read_an_envelope_without_images(self):
        envelopes = []
        for request in self.tracker.requests():
            header, event = envelope.parse(request["body"].encode())
            del event["debug_meta"]
            payload = json.dumps(event).encode()
            item = {"type": "event", "length": len(payload)}
            envelopes.append(b"\n".join([json.dumps(header).encode(), json.dumps(item).encode(),
                                         payload, b""]))
        bodies = self.send(*envelopes)
        self.assertEqual(len(bodies), 2)
        for body, sent in zip(bodies, self.tracker.events()):
            got = json.loads(body.split(b"\n")[2])
            self.assertEqual(got["event_id"].replace("-", ""), sent["event_id"])
            self.assertEqual(got["tags"], sent["tags"])
            self.assertEqual(got["fingerprint"], sent["fingerprint"])
            self.compare(got["exception"]["values"][0], sent["exception"]["values"][0])

    def compare(self, got, sent):
        for key in ("type", "value", "thread_id"):
            self.assertEqual(got[key], sent[key])
        self.assertEqual(got["mechanism"]["meta"], sent["mechanism"]["meta"])
        for one, other in zip(got["stacktrace"]["frames"], sent["stacktrace"]["frames"]):
            for key in ("function", "package", "instruction_addr", "symbol_addr", "image_addr",
                        "in_app", "filename", "lineno"):
                self.assertEqual(one.get(key), other.get(key))
        self.assertEqual(len(got["stacktrace"]["frames"]), len(sent["stacktrace"]["frames"]))


if __name__ == "__main__":
    receiver.main(prepare)
