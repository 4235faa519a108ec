"""What every receiver of OTLP must have got of the crashes in crash.py."""
import os
import unittest

import crash

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


class CrashRecords(unittest.TestCase):
    """`records` are dictionaries as otlp_schema.records() makes them."""

    maxDiff = None

    def check_records(self, records):
        by_type = {record["attributes"]["exception.type"]: record for record in records}
        self.assertEqual(sorted(by_type), ["SIGABRT", "SIGSEGV"])
        self.assertEqual(len(records), 2)
        for record in records:
            self.check_record(record)
        self.check_null(by_type["SIGSEGV"]["attributes"])
        self.check_assertion(by_type["SIGABRT"]["attributes"])

    def check_record(self, record):
        self.assertEqual(record["eventName"], "app.crash")
        self.assertEqual(record["severityNumber"], 21)
        self.assertGreater(int(record["timeUnixNano"]), 1700000000 * 10**9)
        attributes, resource = record["attributes"], record["resource"]
        self.assertEqual(resource["service.name"], "orders")
        self.assertEqual(resource["service.version"], "1.4.2")
        self.assertEqual(resource["host.arch"],
                         ARCHITECTURES.get(os.uname().machine, os.uname().machine))
        self.assertEqual(resource["os.type"], "linux")
        self.assertNotIn("host.name", resource)
        self.assertEqual(attributes["log.record.uid"], attributes["app.crash.id"])
        self.assertEqual(attributes["process.executable.path"], os.path.realpath(crash.PYTHON))
        self.assertEqual(attributes["process.runtime.name"], "python")
        self.assertIn(crash.build_id(crash.PYTHON),
                      [module["build_id"] for module in attributes["crash.modules"]])
        self.assertEqual(attributes["process.executable.build_id.gnu"],
                         crash.build_id(crash.PYTHON))

    def check_null(self, attributes):
        self.assertTrue(attributes["exception.message"].startswith("null pointer read at 0x0"),
                        attributes["exception.message"])
        self.assertEqual(attributes["crash.count"], 2)
        self.assertEqual(attributes["crash.fault.address"], "0x0")
        frames = attributes["crash.frames"]
        names = [frame.get("function") for frame in frames]
        places = [names.index(name) for name in crash.FUNCTIONS]
        self.assertEqual(places, sorted(places), names)
        lines = attributes["exception.stacktrace"].split("\n")
        places = [next(i for i, line in enumerate(lines) if name in line)
                  for name in crash.FUNCTIONS]
        self.assertEqual(places, sorted(places), lines)
        paths = {module["path"] for module in attributes["crash.modules"]}
        for frame in frames:
            self.assertRegex(frame["address"], "^0x[0-9a-f]+$")
            self.assertIn(frame["module"], paths)

    def check_assertion(self, attributes):
        self.assertRegex(attributes["exception.message"],
                         "^assertion failed: log in as .* with api_key=.*redacted")
        self.assertEqual(attributes["crash.count"], 1)
        self.assertEqual(attributes["crash.signal.number"], 6)
