#!/usr/bin/env python3
"""The schema of OTLP as protobuf has it, from Debian's python3-opentelemetry-proto: every document
of the unit tests and of real crashes is parsed, and an unknown field is an error."""
import glob
import os
import sys
import unittest

import debian
import otlp_crash
import otlp_schema
import receiver
from crash import Crashes, leaks
from otlp_receiver import Receiver

SUITE = "trixie"  # the first that has it
DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../data/otlp")


def prepare(directory):
    place = os.path.join(directory, "root/usr/lib/python3/dist-packages")
    if not os.path.isdir(os.path.join(place, "opentelemetry/proto/logs")):
        debian.Suite(SUITE, directory).unpack(["python3-opentelemetry-proto", "python3-protobuf"])


def protobuf():
    """json_format, and the message that a request is; the packages' C parts are for another Python."""
    os.environ["PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION"] = "python"
    place = os.path.join(receiver.DIRECTORY, "root/usr/lib/python3/dist-packages")
    if place not in sys.path:
        sys.path.insert(0, place)
    from google.protobuf import json_format
    from opentelemetry.proto.collector.logs.v1 import logs_service_pb2
    return json_format, logs_service_pb2.ExportLogsServiceRequest


class Protobuf(otlp_crash.CrashRecords):
    def parse(self, body):
        json_format, request = protobuf()
        return json_format.Parse(body, request())

    def test_the_parser_is_strict(self):
        for body in ('{"resourceLogs":[{"resource":{},"made_up":1}]}',
                     '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1e18"}]}]}]}'):
            with self.assertRaises(Exception):
                self.parse(body)

    def test_every_document_of_the_unit_tests_is_of_the_schema(self):
        paths = glob.glob(os.path.join(DATA, "*.otlp.json"))
        self.assertGreater(len(paths), 3)
        for path in paths:
            with open(path, encoding="utf-8") as file, self.subTest(os.path.basename(path)):
                self.assertTrue(self.parse(file.read()).resource_logs)

    def test_real_crashes_are_of_the_schema(self):
        station, server = Crashes(), Receiver()
        try:
            station.configure(format="otlp", endpoint=server.url, upload="yes")
            station.collect_quietly(self)
            self.assertEqual(len(server.requests), 1)
            parsed = self.parse(server.requests[0]["plain"].decode("utf-8"))
            json_format, _ = protobuf()
            # What it makes of them says the same as what it read.
            again = json_format.MessageToJson(parsed, indent=None).encode("utf-8")
            self.check_records(list(otlp_schema.records(otlp_schema.parse(
                again.replace(b'"SEVERITY_NUMBER_FATAL"', b"21")))))
            self.assertEqual(leaks(server.requests[0]["plain"]), [])
        finally:
            server.stop()
            station.close()


if __name__ == "__main__":
    receiver.main(prepare)
