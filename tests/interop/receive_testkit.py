#!/usr/bin/env python3
"""sentry-testkit, which stands in for Sentry in the tests of programs in JavaScript."""
import json
import os
import subprocess
import unittest
import urllib.parse

import npm
import receiver
import sentry_crash
from crash import Crashes, leaks
from proxy import Proxy

HERE = os.path.dirname(os.path.abspath(__file__))


def prepare(directory):
    npm.install(directory, {"sentry-testkit": "7.6.0"})


class Testkit(sentry_crash.CrashEvents):
    def setUp(self):
        self.station = Crashes()
        self.addCleanup(self.station.close)
        self.process = subprocess.Popen(
            ["node", os.path.join(HERE, "testkit.js"), receiver.DIRECTORY], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(self.stop)
        self.dsn = urllib.parse.urlparse(self.process.stdout.readline().strip())

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def events(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def send_through(self, swallow=()):
        proxy = Proxy(self.dsn.port, swallow)
        self.addCleanup(proxy.stop)
        self.station.configure(
            format="sentry", upload="yes",
            dsn=proxy.url.replace("//", "//%s@" % self.dsn.username) + self.dsn.path)
        result = self.station.collect()
        self.assertEqual(result.returncode, 0, result.stderr)
        return proxy

    def test_crashes_arrive_whole(self):
        self.send_through()
        self.check_events(self.events())

    def test_no_secret_is_in_any_byte(self):
        sent = self.send_through().bytes()
        self.assertIn(b"x-sentry-envelope", sent)
        self.assertEqual(leaks(sent), [])

    def test_an_event_sent_twice_is_the_same(self):
        self.send_through(swallow=[1])
        events = self.events()
        self.assertEqual(len(events), 3)
        twice = [event for event in events
                 if [other["event_id"] for other in events].count(event["event_id"]) == 2]
        self.assertEqual(len(twice), 2)
        self.assertEqual(twice[0], twice[1])


if __name__ == "__main__":
    receiver.main(prepare)
