#!/usr/bin/env python3
"""The schema of OTLP as protobuf has it: every document of the unit tests and of real crashes is
parsed, and an unknown field is an error."""
import glob
import os

import otlp_crash
import otlp_protobuf
import otlp_schema
import receiver
from crash import collect_quietly, Crashes, leaks
from otlp_receiver import Receiver

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../data/otlp")


class Protobuf(otlp_crash.CrashRecords):
    @classmethod
    def setUpClass(cls):
        cls.parser = otlp_protobuf.Parser(receiver.DIRECTORY)

    def test_the_parser_is_strict(self):
        for body in ('{"resourceLogs":[{"resource":{},"made_up":1}]}',
                     '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1e18"}]}]}]}'):
            with self.assertRaises(self.parser.json_format.ParseError):
                self.parser.from_json(body)
        with self.assertRaises(otlp_schema.Violation):
            self.parser.from_protobuf(b"\x7a\x00")  # field 15

    def test_every_document_of_the_unit_tests_is_of_the_schema(self):
        paths = glob.glob(os.path.join(DATA, "*.otlp.json"))
        self.assertGreater(len(paths), 3)
        for path in paths:
            with open(path, encoding="utf-8") as file, self.subTest(os.path.basename(path)):
                self.assertTrue(self.parser.from_json(file.read()).resource_logs)

    def test_real_crashes_are_of_the_schema(self):
        station, server = Crashes(), Receiver()
        try:
            station.configure(format="otlp", endpoint=server.url, upload="yes")
            collect_quietly(self, station)
            self.assertEqual(len(server.requests), 1)
            sent = server.requests[0]["plain"]
            self.check_records(self.parser.records(self.parser.from_json(sent.decode("utf-8"))))
            self.assertEqual(leaks(sent), [])
        finally:
            server.stop()
            station.close()


if __name__ == "__main__":
    receiver.main(otlp_protobuf.prepare)
