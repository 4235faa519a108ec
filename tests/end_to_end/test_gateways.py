#!/usr/bin/env python3
"""Every way in which a server can answer, over real sockets, and what becomes of the events."""
import email.utils
import fcntl
import json
import os
import time
import unittest

from station import EPITAPH, Station, make_event

# name, step of the script, exit status, (outbox, sent, rejected), requests at most,
# seconds until the next attempt (least, most)
NOW = (0, 3600)
TABLE = [
    # taken
    ("200", {"status": 200, "body": "{}"}, 0, (0, 3, 0), 1, None),
    ("200_empty", {"status": 200, "body": ""}, 0, (0, 3, 0), 1, None),
    ("200_garbage", {"status": 200, "body": {"hex": "fffe00c3287b"}}, 0, (0, 3, 0), 1, None),
    ("200_a_gibibyte", {"status": 200, "do": "flood"}, 0, (0, 3, 0), 1, None),
    ("200_nested_deeply", {"status": 200, "body": "[" * 60000}, 0, (0, 3, 0), 1, None),
    ("202", {"status": 202, "body": "{}"}, 0, (0, 3, 0), 1, None),
    ("204", {"status": 204}, 0, (0, 3, 0), 1, None),
    ("200_one_rejected", {"status": 200, "body": {"results": [
        {"event_id": make_event(1)["event_id"], "status": "rejected", "reason": "too\nold"}]}},
     0, (0, 2, 1), 1, None),
    ("200_ids_of_others", {"status": 200, "body": {"results": [
        {"event_id": "elsewhere", "status": "rejected"}]}}, 0, (0, 3, 0), 1, None),
    ("200_results_of_the_wrong_kind", {"status": 200, "body": {"results": {"event_id": [7], "status": {}}}},
     0, (0, 3, 0), 1, None),
    ("200_status_that_is_no_word", {"status": 200, "body": {"results": [
        {"event_id": make_event(1)["event_id"], "status": 0}, None, 7, []]}}, 0, (0, 3, 0), 1, None),
    ("200_results_without_end", {"status": 200, "body": {"results": [
        {"event_id": make_event(1)["event_id"], "status": "rejected"}] * 5000}}, 0, (0, 3, 0), 1, None),
    ("202_empty", {"status": 202, "body": ""}, 0, (0, 3, 0), 1, None),
    ("202_garbage", {"status": 202, "body": {"hex": "c328a0a1"}}, 0, (0, 3, 0), 1, None),
    ("202_all_rejected", {"status": 202, "body": {"results": [
        {"event_id": make_event(number)["event_id"], "status": "rejected"} for number in range(3)]}},
     0, (0, 0, 3), 1, None),
    ("202_one_duplicate", {"status": 202, "body": {"results": [
        {"event_id": make_event(2)["event_id"], "status": "duplicate"}]}}, 0, (0, 3, 0), 1, None),
    ("204_with_a_body", {"status": 204, "body": {"results": [
        {"event_id": make_event(1)["event_id"], "status": "rejected"}]}}, 0, (0, 3, 0), 1, None),
    ("201", {"status": 201, "body": "{}"}, 0, (0, 3, 0), 1, None),
    # kept
    ("connection_closed_unread", {"do": "refuse_read"}, 69, (3, 0, 0), 1, NOW),
    ("connection_reset", {"do": "reset"}, 69, (3, 0, 0), 1, NOW),
    ("connection_closed_unanswered", {"do": "hang_up"}, 69, (3, 0, 0), 1, NOW),
    ("stall_before_headers", {"do": "stall"}, 69, (3, 0, 0), 1, NOW),
    ("stall_within_headers", {"do": "stall_headers"}, 69, (3, 0, 0), 1, NOW),
    ("stall_within_body", {"do": "stall_body", "body": "{}"}, 69, (3, 0, 0), 1, NOW),
    ("truncated_body", {"do": "truncate", "body": "{}"}, 69, (3, 0, 0), 1, NOW),
    ("no_http", {"do": "garbage"}, 69, (3, 0, 0), 1, NOW),
    ("headers_without_end", {"do": "endless_headers"}, 69, (3, 0, 0), 1, NOW),
    ("500", {"status": 500}, 75, (3, 0, 0), 1, NOW),
    ("501", {"status": 501}, 75, (3, 0, 0), 1, NOW),
    ("502", {"status": 502}, 75, (3, 0, 0), 1, NOW),
    ("503", {"status": 503}, 75, (3, 0, 0), 1, NOW),
    ("504", {"status": 504}, 75, (3, 0, 0), 1, NOW),
    ("408", {"status": 408}, 75, (3, 0, 0), 1, NOW),
    ("425", {"status": 425}, 75, (3, 0, 0), 1, NOW),
    ("429", {"status": 429}, 75, (3, 0, 0), 1, NOW),
    ("429_for_two_minutes", {"status": 429, "headers": {"Retry-After": "120"}}, 75, (3, 0, 0), 1,
     (110, 120)),
    ("503_for_a_week", {"status": 503, "headers": {"retry-after": "604800"}}, 75, (3, 0, 0), 1,
     (86390, 86400)),
    ("503_for_more_than_a_number_holds", {"status": 503, "headers": {"Retry-After": "9" * 40}}, 75,
     (3, 0, 0), 1, (86390, 86400)),
    ("503_until_a_date", {"status": 503, "headers": {"Retry-After": "in 300"}}, 75, (3, 0, 0), 1,
     (280, 301)),
    ("503_until_a_date_gone_by", {"status": 503, "headers": {"Retry-After": "in -300"}}, 75,
     (3, 0, 0), 1, (0, 0)),
    ("503_until_garbage", {"status": 503, "headers": {"Retry-After": "\x01-1e99 apples"}}, 75,
     (3, 0, 0), 1, NOW),
    # kept, and a person has to act
    ("301", {"status": 301, "headers": {"Location": "http://127.0.0.1:9/"}}, 78, (3, 0, 0), 1, None),
    ("302", {"status": 302, "headers": {"Location": "/elsewhere"}}, 78, (3, 0, 0), 1, None),
    ("307", {"status": 307, "headers": {"Location": "/elsewhere"}}, 78, (3, 0, 0), 1, None),
    ("308", {"status": 308, "headers": {"Location": "https://example.org/"}}, 78, (3, 0, 0), 1, None),
    # set aside
    ("401", {"status": 401}, 77, (0, 0, 3), 1, None),
    ("403", {"status": 403}, 77, (0, 0, 3), 1, None),
    ("404", {"status": 404}, 0, (0, 0, 3), 1, None),
    ("409", {"status": 409}, 0, (0, 0, 3), 1, None),
    ("410", {"status": 410}, 0, (0, 0, 3), 1, None),
    ("422", {"status": 422, "body": {"hex": "1b5b33316dff0a00"}}, 0, (0, 0, 3), 1, None),
    ("400", {"status": 400, "repeat": 99}, 0, (0, 0, 3), 6, None),
    ("413", {"status": 413, "repeat": 99}, 0, (0, 0, 3), 5, None),
    ("415", {"status": 415, "repeat": 99}, 0, (0, 0, 3), 2, None),
    # mended within the run
    ("415_then_good", {"status": 415}, 0, (0, 3, 0), 2, None),
    ("400_then_good", {"status": 400}, 0, (0, 3, 0), 2, None),
    ("413_then_good", {"status": 413}, 0, (0, 3, 0), 3, None),
]


def resolve(step):
    """ "in N" becomes the HTTP date of N seconds from now."""
    headers = {}
    for name, value in step.get("headers", {}).items():
        if value.startswith("in "):
            value = email.utils.formatdate(time.time() + int(value[3:]), usegmt=True)
        headers[name] = value
    return {**step, "headers": headers}


class Gateways(unittest.TestCase):
    def setUp(self):
        self.station = Station()
        self.addCleanup(self.station.close)

    def check_row(self, step, status, counts, requests, wait):
        gateway = self.station.gateway(script=[resolve(step)], request_timeout=1, max_retries=0)
        self.station.put(*[make_event(number) for number in range(3)])
        result = self.station.collect()
        self.assertEqual(result.returncode, status, result.stderr)
        self.assertEqual(tuple(self.station.counts().values()), counts)
        self.assertLessEqual(len(gateway.requests()), requests)
        lines = result.stderr.count("\n")
        self.assertEqual(lines, 1 if result.stderr else 0, result.stderr)
        self.assertTrue(all(" " <= c <= "~" for c in result.stderr.rstrip("\n")), result.stderr)
        if status != 0:
            self.assertEqual(lines, 1)
        if wait is not None:
            left = self.station.seconds_left()
            self.assertGreaterEqual(left, wait[0])
            self.assertLessEqual(left, wait[1])


for row in TABLE:
    setattr(Gateways, "test_" + row[0],
            lambda self, row=row: self.check_row(*row[1:]))


class Retries(unittest.TestCase):
    def setUp(self):
        self.station = Station()
        self.addCleanup(self.station.close)

    def test_server_that_fails_twice_gets_everything_in_the_same_run(self):
        gateway = self.station.gateway(script=[{"status": 503}, {"do": "hang_up"}])
        self.station.put(*[make_event(number) for number in range(3)])
        result = self.station.collect()
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(self.station.counts(), {"outbox": 0, "sent": 3, "rejected": 0})
        self.assertEqual(len(gateway.events()), 3)

    def test_server_that_is_down_keeps_and_the_next_run_delivers(self):
        gateway = self.station.gateway(max_retries=0)
        gateway.stop()
        self.station.gateways.clear()
        self.station.put(make_event())
        result = self.station.collect()
        self.assertEqual(result.returncode, 69)
        self.assertIn("no answer from the server", result.stderr)
        self.assertEqual(self.station.counts(), {"outbox": 1, "sent": 0, "rejected": 0})
        again = self.station.gateway()
        self.station.forget_wait()
        self.assertEqual(self.station.collect().returncode, 0)
        self.assertEqual(len(again.events()), 1)

    def test_no_request_is_made_before_its_time(self):
        gateway = self.station.gateway(script=[{"status": 429, "headers": {"Retry-After": "120"}}])
        self.station.put(make_event())
        self.assertEqual(self.station.collect().returncode, 75)
        result = self.station.collect()
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(len(gateway.requests()), 1)
        self.assertIsNotNone(self.station.status()["next_attempt"])

    def test_clock_that_jumped_holds_delivery_up_for_a_day_at_most(self):
        gateway = self.station.gateway(script=[{"status": 429, "headers": {"Retry-After": "120"}}])
        self.station.put(make_event())
        self.assertEqual(self.station.collect().returncode, 75)
        year_s = 366 * 86400
        self.station.change_state(set_at=int(time.time()) + year_s,
                                  not_before=int(time.time()) + year_s + 120)
        self.assertEqual(self.station.collect().returncode, 0)
        self.assertEqual(len(gateway.requests()), 1)
        left = self.station.seconds_left()  # by the file: the next run begins with that
        self.assertGreater(left, 60)
        self.assertLessEqual(left, 120)
        self.station.change_state(set_at=int(time.time()), not_before=1 << 60)
        self.station.collect()
        self.assertLessEqual(self.station.seconds_left(), 86400)

    def test_retry_sends_again_what_was_refused_under_the_same_id(self):
        gateway = self.station.gateway("--token", "right", token="wrong")
        events = [make_event(number) for number in range(3)]
        self.station.put(*events)
        result = self.station.collect()
        self.assertEqual(result.returncode, 77)
        self.assertNotIn("wrong", result.stderr)
        self.station.configure(server_url=gateway.url, upload="yes", token="right")
        self.assertEqual(self.station.epitaph("retry").stdout, "3 queued again\n")
        self.assertEqual(self.station.collect().returncode, 0)
        self.assertEqual({event["event_id"] for event in gateway.events()},
                         {event["event_id"] for event in events})

    def test_refusal_stops_the_run_after_one_batch(self):
        gateway = self.station.gateway(script=[{"status": 401, "repeat": 99}], batch_size=2)
        self.station.put(*[make_event(number) for number in range(6)])
        self.assertEqual(self.station.collect().returncode, 77)
        self.assertEqual(self.station.counts(), {"outbox": 4, "sent": 0, "rejected": 2})
        self.assertEqual(len(gateway.requests()), 1)

    def test_hundred_events_at_most_in_a_batch_and_all_arrive_once(self):
        gateway = self.station.gateway()
        self.station.put(*[make_event(number) for number in range(250)])
        self.assertEqual(self.station.collect().returncode, 0)
        sizes = [len(json.loads(request["body"])["events"]) for request in gateway.requests()]
        self.assertEqual(sizes, [100, 100, 50])
        self.assertEqual(len({event["event_id"] for event in gateway.events()}), 250)

    def test_crash_structure_stays_here(self):
        gateway = self.station.gateway()
        self.station.put(make_event())
        self.station.collect()
        self.assertNotIn("stays here", gateway.requests()[0]["body"])
        self.assertNotIn("crash", gateway.events()[0])

    def test_second_collector_says_so_and_does_nothing(self):
        gateway = self.station.gateway()
        self.station.put(make_event())
        with open(self.station.state + "/lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            result = self.station.collect()
        self.assertEqual(result.returncode, 75)
        self.assertIn("another epitaph is at work", result.stderr)
        self.assertEqual(gateway.requests(), [])


# name, steps of the script, configured compression, codings of the requests of two runs
ZSTD = {"headers": {"Accept-Encoding": "gzip, zstd"}}
CODINGS = [
    ("gzip_is_tried_unasked", [], "auto", ["gzip", "gzip"]),
    ("none_is_none", [ZSTD], "none", [None, None]),
    ("zstd_goes_to_a_server_that_says_it", [ZSTD], "auto", ["gzip", "zstd"]),
    ("zstd_goes_to_a_server_that_takes_all", [{"headers": {"accept-encoding": "*"}}], "auto",
     ["gzip", "zstd"]),
    ("zstd_is_not_sent_where_gzip_is_set", [ZSTD], "gzip", ["gzip", "gzip"]),
    ("zstd_of_no_quality_is_none", [{"headers": {"Accept-Encoding": "gzip, zstd;q=0"}}], "auto",
     ["gzip", "gzip"]),
    ("zstd_said_with_415_is_sent_in_the_same_run", [{"status": 415, **ZSTD}], "auto",
     ["gzip", "zstd", "zstd"]),
    ("zstd_refused_after_all_goes_as_gzip", [ZSTD, {"status": 415}], "auto",
     ["gzip", "zstd", "gzip"]),
    ("zstd_said_and_taken_back_is_gzip_again",
     [ZSTD, {"status": 415, "headers": {"Accept-Encoding": "gzip"}}], "auto", ["gzip", "zstd", "gzip"]),
    ("all_refused_goes_as_it_is", [ZSTD, {"status": 415, "repeat": 2}], "auto",
     ["gzip", "zstd", "gzip", None]),
    ("words_without_end_are_none", [{"headers": {"Accept-Encoding": "z" * 60000 + ", zstd"}}], "auto",
     ["gzip", "gzip"]),
]


class Codings(unittest.TestCase):
    def check_row(self, steps, compression, codings):
        station = Station()
        self.addCleanup(station.close)
        gateway = station.gateway(script=steps, compression=compression)
        for number in range(2):
            station.put(make_event(number))
            result = station.collect()
            self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual([request["headers"].get("content-encoding")
                          for request in gateway.requests()], codings)
        self.assertEqual(len(gateway.events()), 2)
        self.assertEqual(station.counts(), {"outbox": 0, "sent": 2, "rejected": 0})


for row in CODINGS:
    setattr(Codings, "test_" + row[0], lambda self, row=row: self.check_row(*row[1:]))


class Consent(unittest.TestCase):
    def setUp(self):
        self.station = Station()
        self.addCleanup(self.station.close)
        self.gateway = self.station.gateway()
        self.station.put(make_event())

    def expect_silence(self, reason, **variables):
        result = self.station.collect(**variables)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(self.gateway.requests(), [])
        self.assertEqual(self.station.counts()["outbox"], 1)
        status = self.station.epitaph("status", **variables).stdout
        self.assertIn("uploading:     off: " + reason, status)

    def test_do_not_track_wins(self):
        self.expect_silence("DO_NOT_TRACK", DO_NOT_TRACK="1")

    def test_disable_wins(self):
        self.expect_silence("EPITAPH_DISABLE", EPITAPH_DISABLE="1")

    def test_upload_is_off_until_switched_on(self):
        self.station.configure(server_url=self.gateway.url)
        self.expect_silence("upload is not yes")

    def test_nothing_is_sent_without_a_server(self):
        self.station.configure(upload="yes")
        self.expect_silence("no server_url")

    def test_do_not_track_of_zero_is_none(self):
        self.assertEqual(self.station.collect(DO_NOT_TRACK="0").returncode, 0)
        self.assertEqual(len(self.gateway.events()), 1)

    def test_dry_run_prints_the_bytes_that_are_sent_and_changes_nothing(self):
        before = self.station.snapshot()
        result = self.station.collect("--dry-run")
        self.assertEqual(result.returncode, 0)
        self.assertEqual(self.station.snapshot(), before)
        self.assertEqual(self.gateway.requests(), [])
        self.station.collect()
        self.assertEqual(result.stdout, self.gateway.requests()[0]["body"] + "\n")


class Tokens(unittest.TestCase):
    def setUp(self):
        self.station = Station()
        self.addCleanup(self.station.close)
        self.gateway = self.station.gateway("--token", "s3cret")
        self.station.put(make_event())

    def configure(self, **settings):
        self.station.configure(server_url=self.gateway.url, upload="yes", **settings)

    def write_token(self, mode):
        path = self.station.directory + "/token"
        with open(path, "w", encoding="utf-8") as file:
            file.write("s3cret\nand a comment\n")
        os.chmod(path, mode)
        os.chmod(self.station.directory, 0o755)
        return path

    def test_token_from_a_private_file(self):
        self.configure(token_file=self.write_token(0o600))
        self.assertEqual(self.station.collect().returncode, 0)
        self.assertEqual(len(self.gateway.events()), 1)

    def test_token_file_for_all_eyes_is_refused(self):
        self.configure(token_file=self.write_token(0o644))
        result = self.station.collect()
        self.assertEqual(result.returncode, 77)
        self.assertIn("others can read it", result.stderr)
        self.assertEqual(self.gateway.requests(), [])

    def test_token_that_cannot_be_had_keeps_nothing_from_being_harvested(self):
        sample = os.path.join(os.path.dirname(EPITAPH), "../shim/sample/sample")
        self.configure(token_file=self.write_token(0o644))
        self.station.epitaph("run", "--", sample, "null")
        self.assertEqual(self.station.collect().returncode, 77)
        self.assertEqual(self.station.counts()["outbox"], 2)
        self.configure(token_file=self.write_token(0o600))
        self.assertEqual(self.station.collect().returncode, 0)
        self.assertEqual(len(self.gateway.events()), 2)

    def test_token_from_the_environment(self):
        self.assertEqual(self.station.collect(EPITAPH_TOKEN="s3cret").returncode, 0)

    def test_token_from_a_systemd_credential(self):
        os.mkdir(self.station.directory + "/credentials")
        with open(self.station.directory + "/credentials/epitaph-token", "w", encoding="utf-8") as file:
            file.write("s3cret")
        result = self.station.collect(CREDENTIALS_DIRECTORY=self.station.directory + "/credentials")
        self.assertEqual(result.returncode, 0)

    def test_token_that_would_break_the_header_is_refused(self):
        result = self.station.collect(EPITAPH_TOKEN="s3cret X-Other: 1")
        self.assertEqual(result.returncode, 78)
        self.assertNotIn("s3cret", result.stderr)

    def test_token_is_never_shown(self):
        self.configure(token="s3cret")
        for arguments in (["status"], ["status", "--json"], ["collect", "--dry-run"],
                          ["collect", "--verbose"], ["status"]):
            result = self.station.epitaph(*arguments)
            self.assertNotIn("s3cret", result.stdout + result.stderr)

    def test_configuration_that_holds_a_token_for_all_eyes_is_refused(self):
        self.configure(token="s3cret")
        os.chmod(self.station.directory, 0o755)
        os.chmod(self.station.config_path, 0o644)
        result = self.station.collect()
        self.assertEqual(result.returncode, 77)
        self.assertEqual(self.gateway.requests(), [])


if __name__ == "__main__":
    unittest.main()
