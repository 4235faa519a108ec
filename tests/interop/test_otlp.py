#!/usr/bin/env python3
"""OTLP, against a receiver in this process that takes nothing but what the schema allows.

The environment names the programs: EPITAPH, LIBRARY. scripts/interop has real receivers.
"""
import glob
import json
import os
import unittest

import otlp_crash
import otlp_schema
from crash import collect_quietly, Crashes, leaks, SECRETS
from otlp_receiver import Receiver
from proxy import Proxy
from station import Station, make_event

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../data/otlp")


class Schema(unittest.TestCase):
    def test_every_document_of_the_unit_tests_is_of_the_schema(self):
        paths = glob.glob(os.path.join(DATA, "*.otlp.json"))
        self.assertGreater(len(paths), 3)
        for path in paths:
            with open(path, "rb") as file, self.subTest(os.path.basename(path)):
                otlp_schema.parse(file.read())

    def test_what_is_not_of_the_schema_is_refused(self):
        record = '{"resourceLogs":[{"scopeLogs":[{"logRecords":[%s]}]}]}'
        for wrong in ('{"timeUnixNano":1}', '{"timeUnixNano":"1e18"}', '{"severityNumber":21.0}',
                      '{"severity_number":21}', '{"body":"text"}', '{"body":{"intValue":"0x1"}}',
                      '{"attributes":{"a":"b"}}', '{"body":{"stringValue":"\\ud800"}}',
                      '{"body":{"intValue":"9223372036854775808"}}', '{"unknown":1}',
                      '{"attributes":[{"key":"a"},{"key":"a"}]}', '{"eventName":"a","eventName":"b"}',
                      '{"body":{"stringValue":"a","boolValue":true}}'):
            with self.subTest(wrong), self.assertRaises(otlp_schema.Violation):
                otlp_schema.parse((record % wrong).encode())
        with self.assertRaises(otlp_schema.Violation):
            otlp_schema.parse((record % '{"eventName":"\xff"}').encode("latin-1"))


class Leaks(unittest.TestCase):
    def test_a_secret_is_found_in_whole_or_in_part(self):
        for place, secret in SECRETS.items():
            self.assertEqual(leaks(b"a " + secret.upper().encode() + b" b"), [place])
            self.assertEqual(leaks(secret[3:13].encode()), [place])
        self.assertEqual(leaks(b"nothing to be seen"), [])


class Otlp(otlp_crash.CrashRecords):
    def setUp(self):
        self.station = None
        self.stops = []

    def tearDown(self):
        for stop in self.stops:
            stop()

    def receive(self, station, answers=lambda records, number: None, settings=None, **options):
        receiver = Receiver(answers, **options)
        self.station = station
        self.stops += [receiver.stop, station.close]
        station.configure(format="otlp", endpoint=receiver.url, upload="yes", max_retries=0,
                          **(settings or {}))
        return receiver

    def uids(self, records):
        return sorted(record["attributes"]["log.record.uid"] for record in records)

    def test_real_crashes_arrive_whole_and_without_their_secrets(self):
        receiver = self.receive(Crashes())
        proxy = Proxy(receiver.server.server_address[1])
        self.stops.append(proxy.stop)
        self.station.configure(format="otlp", endpoint=proxy.url, upload="yes")
        collect_quietly(self, self.station)
        self.assertEqual(receiver.violations(), [])
        self.check_records(receiver.records)
        self.assertEqual(proxy.statuses, [200])
        sent = proxy.bytes()
        self.assertIn(b"app.crash", sent)
        self.assertEqual(leaks(sent), [])

    def test_after_a_lost_answer_the_same_uid_comes_again(self):
        def swallow_first(_records, number):
            return "hang up" if number == 1 else None

        receiver = self.receive(Crashes(), swallow_first)
        self.station.collect()
        self.assertEqual(len(self.station.folder("outbox")), 2)
        self.station.forget_wait()
        collect_quietly(self, self.station)
        first = self.uids(receiver.requests[0]["records"])
        again = self.uids(record for request in receiver.requests[1:]
                          for record in request["records"])
        self.assertEqual(first, again)
        self.assertEqual(first, self.station.folder("sent"))

    def test_gzip_is_given_up_where_it_is_not_understood(self):
        receiver = self.receive(Station(), takes_gzip=False)
        self.station.put(make_event())
        collect_quietly(self, self.station)
        self.assertEqual([request["headers"].get("content-encoding")
                          for request in receiver.requests], ["gzip", None])
        self.assertEqual(len(receiver.records), 1)
        self.station.put(make_event(1))
        collect_quietly(self, self.station)
        self.assertNotIn("content-encoding", receiver.requests[-1]["headers"])

    def test_services_come_under_resources_of_their_own(self):
        receiver = self.receive(Station())
        self.station.put(*(make_event(number, **{"crash.command": "ab"[number % 2]})
                           for number in range(4)))
        collect_quietly(self, self.station)
        document = json.loads(receiver.requests[0]["plain"])
        self.assertEqual([len(resource["scopeLogs"][0]["logRecords"])
                          for resource in document["resourceLogs"]], [2, 2])

    def test_one_event_that_is_refused_costs_no_other(self):
        def refuse(records, _number):
            poison = any(record["attributes"]["crash.command"] == "poison" for record in records)
            return (400, {}, b'{"code":3,"message":"I do not like it"}') if poison else None

        receiver = self.receive(Station(), refuse)
        self.station.put(*(make_event(number, **{"crash.command": "poison" if number == 5 else "p"})
                           for number in range(8)))
        self.station.collect()
        self.assertEqual(len(receiver.records), 7)
        self.assertEqual(self.station.counts(), {"outbox": 0, "sent": 7, "rejected": 1})
        self.assertEqual(self.station.folder("rejected"), [make_event(5)["event_id"]])

    def test_only_what_may_pass_is_tried_again(self):
        for status, kept in ((429, True), (502, True), (503, True), (504, True), (408, False),
                             (404, False), (500, False), (501, False), (400, False)):
            with self.subTest(status):
                receiver = self.receive(Station(), lambda *_, s=status: (s, {}, b"{}"),
                                        {"compression": "none"})
                self.station.put(make_event())
                self.station.collect()
                self.assertEqual(len(receiver.requests), 1)
                self.assertEqual(self.station.counts(),
                                 {"outbox": int(kept), "sent": 0, "rejected": int(not kept)})

    def test_retry_after_is_kept_to(self):
        self.receive(Station(), lambda *_: (503, {"Retry-After": "3000"}, b""))
        self.station.put(make_event())
        self.station.collect()
        self.assertGreater(self.station.seconds_left(), 2900)

    def test_a_partial_success_is_told_and_not_tried_again(self):
        said = b'{"partialSuccess":{"rejectedLogRecords":"2","errorMessage":"too old for us"}}'
        receiver = self.receive(Station(), lambda *_: (200, {}, said))
        self.station.put(*(make_event(number) for number in range(3)))
        result = self.station.collect()
        self.assertIn("threw away 2 ", result.stderr)
        self.assertIn("too old for us", result.stderr)
        self.assertEqual(self.station.counts(), {"outbox": 0, "sent": 3, "rejected": 0})
        self.assertEqual(self.station.status()["counters"]["dropped_by_receiver"], 2)
        self.station.collect()
        self.assertEqual(len(receiver.requests), 1)

    def test_a_warning_beside_success_is_told(self):
        said = b'{"partialSuccess":{"errorMessage":"please upgrade"}}'
        self.receive(Station(), lambda *_: (200, {}, said))
        self.station.put(make_event())
        self.assertIn("please upgrade", self.station.collect().stderr)
        self.assertEqual(self.station.counts(), {"outbox": 0, "sent": 1, "rejected": 0})

    def test_a_partial_success_that_takes_none_sets_them_aside(self):
        said = b'{"partialSuccess":{"rejectedLogRecords":"1","errorMessage":"too old for us"}}'
        self.receive(Station(), lambda *_: (200, {}, said))
        self.station.put(make_event())
        self.station.collect()
        self.assertEqual(self.station.counts(), {"outbox": 0, "sent": 0, "rejected": 1})

    def test_headers_and_endpoint_come_from_the_variables_of_opentelemetry(self):
        receiver = self.receive(Station(), path="/logs/here")
        self.station.configure(format="otlp", upload="yes")
        self.station.put(make_event())
        result = self.station.collect(
            OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=receiver.url + "/logs/here",
            OTEL_EXPORTER_OTLP_HEADERS="x-key=walnut%20tree")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(receiver.requests[0]["headers"].get("x-key"), "walnut tree")
        self.assertEqual(len(receiver.records), 1)

    def test_what_is_too_large_together_is_sent_in_parts(self):
        receiver = self.receive(
            Station(), lambda records, _: (413, {}, b"") if len(records) > 2 else None)
        self.station.put(*(make_event(number) for number in range(9)))
        self.station.collect()
        self.assertEqual(self.station.counts(), {"outbox": 0, "sent": 9, "rejected": 0})
        self.assertEqual(len(self.uids(receiver.records)), 9)

    def test_a_file_that_is_no_text_costs_no_other(self):
        receiver = self.receive(Station())
        self.station.put(make_event(0), make_event(1), make_event(2))
        path = os.path.join(self.station.state, "outbox", make_event(1)["event_id"] + ".json")
        for spoilt in (b"\xc3\x28", b"\xed\xa0\x80", b"\0", b"\\ud800"):
            with open(path, "rb") as file:
                text = file.read()
            with open(path, "wb") as file:
                file.write(text.replace(b"null pointer", spoilt))
            self.station.collect()
            self.assertEqual(receiver.violations(), [])
            self.assertEqual(self.station.folder("rejected"), [make_event(1)["event_id"]])
            self.station.put(make_event(1))
            os.remove(os.path.join(self.station.state, "rejected", os.path.basename(path)))
        self.assertEqual(self.uids(receiver.records),
                         [make_event(0)["event_id"], make_event(2)["event_id"]])

    def test_an_event_as_large_as_a_file_may_be_arrives(self):
        receiver = self.receive(Station())
        event = make_event(**{"crash.part%d" % i: "\u0001\U0001f480" * 680 for i in range(50)})
        event["crash"] = {"frames": [{"pc": "0x1", "names": [{"function": "g"}] * 2000}] * 11}
        self.assertLess(len(json.dumps(event)), 1 << 20)
        self.assertGreater(len(json.dumps(event)), 900 << 10)
        self.station.put(event)
        collect_quietly(self, self.station)
        attributes = receiver.records[0]["attributes"]
        self.assertEqual(attributes["crash.part49"], "\u0001\U0001f480" * 680)
        self.assertEqual(attributes["crash.shortened"], "threads, frames, modules")

    def test_numbers_keep_their_64_bits(self):
        receiver = self.receive(Station())
        event = make_event(**{"crash.count": (1 << 53) - 1, "crash.negative": -(1 << 53) + 1})
        event["crash"] = {"time": "17000000000.999999999", "signal_number": -(1 << 31),
                          "fault_address": "0xffffffffffffffff", "frames": [
                              {"index": 0, "pc": "0xffffffffff600000", "names": []}]}
        self.station.put(event)
        collect_quietly(self, self.station)
        record = receiver.records[0]
        attributes = record["attributes"]
        self.assertEqual(record["timeUnixNano"], "17000000000999999999")
        self.assertEqual(attributes["crash.count"], (1 << 53) - 1)
        self.assertEqual(attributes["crash.negative"], -(1 << 53) + 1)
        self.assertEqual(attributes["crash.signal.number"], -(1 << 31))
        self.assertEqual(attributes["crash.fault.address"], "0xffffffffffffffff")
        self.assertEqual(attributes["crash.frames"][0]["address"], "0xffffffffff600000")

    def test_nothing_is_sent_where_it_is_forbidden(self):
        receiver = self.receive(Station())
        self.station.put(make_event())
        self.station.collect(DO_NOT_TRACK="1")
        self.assertEqual(receiver.requests, [])

    def test_large_events_come_in_several_requests(self):
        receiver = self.receive(Station())
        frames = [{"index": i, "pc": "0x7f0000000000", "trust": "cfi",
                   "names": [{"function": "f" * 900, "inlined": False}]} for i in range(160)]
        events = [make_event(number) for number in range(12)]
        for event in events:
            event["crash"] = {"frames": frames}
        self.station.put(*events)
        collect_quietly(self, self.station)
        self.assertEqual(receiver.violations(), [])
        self.assertEqual(len(receiver.records), 12)
        self.assertGreater(len(receiver.requests), 1)
        for request in receiver.requests:
            self.assertLessEqual(len(request["plain"]), 1 << 20)


if __name__ == "__main__":
    unittest.main()
