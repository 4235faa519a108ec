#!/usr/bin/env python3
"""Spotlight, Sentry's own receiver for development: what it hands on of an envelope, and how it
shows it. It answers 200 to everything and listens everywhere; here there is only loopback."""
import http.client
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

import npm
import receiver
import sentry_crash
from crash import FUNCTIONS, Crashes, collect_quietly, leaks
from proxy import Proxy

PORT = 8969
DSN = "http://0123456789abcdef:%s@127.0.0.1:%d/7"
SECRET = "fedcba98-hush-76543210"


def prepare(directory):
    # With the hono that it asks for, this version answers 500 to every request.
    npm.install(directory, {"@spotlightjs/spotlight": "4.11.8"}, {"hono": "4.12.25"})


def spotlight(*arguments):
    program = "node_modules/@spotlightjs/spotlight/dist/run.js"
    return ["node", os.path.join(receiver.DIRECTORY, program), *arguments, "-p", str(PORT)]


def stream(count, patience_s=20):
    """The envelopes that it has, as it hands them on: (header, item's header, item)."""
    connection = socket.create_connection(("127.0.0.1", PORT), patience_s)
    connection.sendall(b"GET /stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
                       b"Connection: close\r\n\r\n")
    connection.settimeout(1)
    data, give_up = b"", time.monotonic() + patience_s
    while time.monotonic() < give_up:
        try:
            data += connection.recv(1 << 20)
        except socket.timeout:
            if data.count(b"event: application/x-sentry-envelope") >= count:
                break
    connection.close()
    return list(envelopes(data))


def envelopes(data):
    # Chunks of HTTP: a line with the size in hex before each.
    _, _, rest = data.partition(b"\r\n\r\n")
    body = b""
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size or b"0", 16)
        if length == 0:
            break
        body, rest = body + rest[:length], rest[length + 2:]
    for line in body.split(b"\n"):
        if line.startswith(b"data: ["):
            header, items = json.loads(line[len(b"data: "):])
            yield header, *items[0]


class Spotlight(sentry_crash.CrashEvents):
    @classmethod
    def setUpClass(cls):
        """It takes its time to start: one for all tests, cleared before each."""
        directory = tempfile.mkdtemp(prefix="epitaph-interop-")
        cls.addClassCleanup(shutil.rmtree, directory)
        environment = {**os.environ, "SENTRY_TELEMETRY": "0", "DO_NOT_TRACK": "1"}
        server = receiver.Server(PORT, *spotlight("server"), env=environment,
                                 log=os.path.join(directory, "spotlight.log"))
        cls.addClassCleanup(server.stop)

    def setUp(self):
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
        connection.request("DELETE", "/clear")
        self.assertEqual(connection.getresponse().status, 200)
        connection.close()
        self.station = Crashes()
        self.addCleanup(self.station.close)

    def send_through(self, swallow=()):
        proxy = Proxy(PORT, swallow)
        self.addCleanup(proxy.stop)
        port = int(proxy.url.rsplit(":", 1)[1])
        self.station.configure(format="sentry", dsn=DSN % (SECRET.replace("-", ""), port),
                               upload="yes")
        collect_quietly(self, self.station)
        return proxy

    def test_crashes_arrive_whole(self):
        self.send_through()
        got = stream(2)
        self.check_events([event for _, _, event in got])
        for header, item, event in got:
            self.assertEqual(header["event_id"], event["event_id"])
            self.assertEqual(item["type"], "event")
        self.assertEqual(len(self.station.folder("sent")), 2)

    def test_it_shows_them(self):
        self.send_through()
        shown = subprocess.run(
            ["timeout", "10", *spotlight("tail", "errors", "-f", "md")], capture_output=True,
            text=True, check=False).stdout
        self.assertIn("SIGSEGV: null pointer read at 0x0", shown)
        self.assertIn("SIGABRT: assertion failed: log in as", shown)
        self.assertIn("**crash.count**: 2", shown)
        crash = shown[shown.index("SIGSEGV: "):].split("###")[0]
        places = [crash.index(" %s (" % name) for name in FUNCTIONS[::-1]]
        self.assertEqual(places, sorted(places), crash)

    def test_no_secret_is_in_any_byte(self):
        sent = self.send_through().bytes()
        self.assertIn(b"x-sentry-envelope", sent)
        self.assertEqual(leaks(sent), [])
        self.assertNotIn(SECRET.replace("-", "").encode(), sent)

    def test_an_event_sent_twice_has_one_id(self):
        proxy = self.send_through(swallow=[1])
        self.assertEqual(len(proxy.requests), 3)
        ids = [event["event_id"] for _, _, event in stream(3)]
        self.assertEqual(len(ids), 3)
        self.assertEqual(len(set(ids)), 2)


if __name__ == "__main__":
    receiver.main(prepare)
