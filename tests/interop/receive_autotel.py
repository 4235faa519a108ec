#!/usr/bin/env python3
"""autotel-mcp, a small collector from npm that answers questions about what it got. It cannot read
compressed bodies and says 500 to them, which must cost nothing but a second request."""
import json
import os
import shutil
import subprocess
import tempfile
import time
import unittest

import debian
import npm
import receiver
from crash import build_id, collect_quietly, Crashes, FUNCTIONS, leaks, PYTHON
from proxy import Proxy

PORT = 4318


def prepare(directory):
    if shutil.which("node") is None:
        raise debian.Unavailable("no node here")
    npm.install(directory, {"autotel-mcp": "0.8.0"})


class Autotel:
    """The program, asked in its own protocol: a line of JSON for each question and answer."""

    def __init__(self, directory):
        program = os.path.join(receiver.DIRECTORY, "node_modules/autotel-mcp/bin/autotel-mcp")
        self.words = open(os.path.join(directory, "autotel.log"), "w", encoding="utf-8")
        self.process = subprocess.Popen(["node", program], stdin=subprocess.PIPE, text=True,
                                        stdout=subprocess.PIPE, stderr=self.words, cwd=directory)
        self.asked = 0
        self.ask("initialize", {"protocolVersion": "2025-03-26", "capabilities": {},
                                "clientInfo": {"name": "epitaph", "version": "1"}})
        self.say({"jsonrpc": "2.0", "method": "notifications/initialized"})
        give_up = time.monotonic() + 30
        while "OTLP receiver on" not in self.said():
            if self.process.poll() is not None or time.monotonic() > give_up:
                raise AssertionError("it does not listen")
            time.sleep(0.05)

    def said(self):
        with open(self.words.name, encoding="utf-8") as file:
            return file.read()

    def say(self, message):
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def ask(self, method, parameters):
        self.asked += 1
        self.say({"jsonrpc": "2.0", "id": self.asked, "method": method, "params": parameters})
        for line in self.process.stdout:
            answer = json.loads(line)
            if answer.get("id") == self.asked:
                return answer["result"]
        raise AssertionError("it ended")

    def logs(self):
        answer = self.ask("tools/call", {"name": "search_logs", "arguments": {}})
        return json.loads(answer["content"][0]["text"])["data"]["items"]

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        self.words.close()


class AutotelTest(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="epitaph-interop-")
        self.station = Crashes()
        self.autotel = Autotel(self.directory)
        self.proxy = Proxy(PORT)

    def tearDown(self):
        self.autotel.stop()
        self.proxy.stop()
        self.station.close()
        shutil.rmtree(self.directory)

    def test_crashes_arrive_though_it_cannot_read_gzip(self):
        self.station.configure(format="otlp", endpoint=self.proxy.url, upload="yes")
        collect_quietly(self, self.station)
        self.assertEqual(self.proxy.statuses, [500, 200])
        self.assertEqual(len(self.station.folder("sent")), 2)
        logs = {log["attributes"]["exception.type"]: log for log in self.autotel.logs()}
        self.assertEqual(sorted(logs), ["SIGABRT", "SIGSEGV"])
        for log in logs.values():
            self.assertEqual((log["serviceName"], log["severityText"]), ("orders", "FATAL"))
            self.assertEqual(log["attributes"]["process.executable.build_id.gnu"],
                             build_id(PYTHON))
        null = logs["SIGSEGV"]
        self.assertTrue(null["body"].startswith("python3: null pointer read at 0x0"), null["body"])
        self.assertEqual(null["attributes"]["crash.count"], 2)
        stack = null["attributes"]["exception.stacktrace"]
        places = [stack.index(name) for name in FUNCTIONS]
        self.assertEqual(places, sorted(places), stack)
        self.assertEqual(leaks(self.proxy.bytes()), [])


if __name__ == "__main__":
    receiver.main(prepare)
