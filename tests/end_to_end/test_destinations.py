#!/usr/bin/env python3
"""Several destinations: each gets every event in its own time, and none suffers from another."""
import json
import os
import subprocess
import time
import unittest

from station import EPITAPH, Station, make_event

SAMPLE = os.environ.get("SAMPLE", os.path.join(os.path.dirname(EPITAPH), "../shim/sample/sample"))
LIBRARY = os.environ.get("LIBRARY", os.path.join(os.path.dirname(EPITAPH), "../shim/libepitaph.so"))
ALL_SENT = {"outbox": 0, "sent": 3, "rejected": 0}
ALL_WAIT = {"outbox": 3, "sent": 0, "rejected": 0}


class Destinations(unittest.TestCase):
    def setUp(self):
        self.station = Station()
        self.addCleanup(self.station.close)
        self.events = [make_event(number) for number in range(3)]

    def put_to_all(self, *names):
        for name in names:
            self.station.put(*self.events, to=name)

    def crash(self, way="null"):
        subprocess.run([SAMPLE, way], check=False, capture_output=True,
                       env={"LD_PRELOAD": LIBRARY, "EPITAPH_SPOOL": self.station.spool})

    def ids(self, gateway):
        return sorted(event["event_id"] for event in gateway.events())

    def test_a_crash_reaches_all_as_one_event(self):
        first = self.station.gateway()
        second = self.station.destination("second")
        third = self.station.destination("third-3")
        self.crash()
        result = self.station.collect()
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(len(first.events()), 1)
        self.assertEqual(first.events(), second.events())
        self.assertEqual(first.events(), third.events())
        for name in ("", "second", "third-3"):
            self.assertEqual(self.station.counts(name), {"outbox": 0, "sent": 1, "rejected": 0})

    def test_one_that_is_down_waits_alone(self):
        good = self.station.gateway(max_retries=0)
        bad = self.station.destination("bad", script=[{"status": 503, "repeat": 1}])
        self.put_to_all("", "bad")
        result = self.station.collect()
        self.assertEqual(result.returncode, 75)
        self.assertRegex(result.stderr, r"\Aepitaph: bad: the server says HTTP 503; .*\n\Z")
        self.assertEqual(len(self.ids(good)), 3)
        self.assertEqual(self.station.counts(), ALL_SENT)
        self.assertEqual(self.station.counts("bad"), ALL_WAIT)
        self.station.forget_wait("bad")
        result = self.station.collect()
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(self.ids(bad), self.ids(good))
        self.assertEqual(len(good.requests()), 1)

    def test_one_that_stalls_does_not_eat_the_time_of_the_others(self):
        self.station.gateway(script=[{"do": "stall", "repeat": 99}], request_timeout=60,
                             max_time=4)
        good = self.station.destination("good")
        other = self.station.destination("other")
        self.put_to_all("", "good", "other")
        result = self.station.collect()
        self.assertEqual(result.returncode, 69, result.stderr)
        self.assertEqual(len(self.ids(good)), 3)
        self.assertEqual(len(self.ids(other)), 3)
        self.assertEqual(self.station.counts(), ALL_WAIT)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)

    def test_one_that_failed_before_is_asked_last(self):
        bad = self.station.gateway(script=[{"status": 503}, {"status": 503}], max_retries=0)
        good = self.station.destination("good")
        self.put_to_all("")
        self.station.collect()
        self.station.forget_wait()
        self.put_to_all("good")
        self.station.collect()
        self.assertLess(good.requests()[0]["at"], bad.requests()[1]["at"])

    def test_retries_of_one_do_not_delay_another(self):
        bad = self.station.gateway(script=[{"status": 503, "headers": {"Retry-After": "1"}}] * 2)
        good = self.station.destination("good")
        self.put_to_all("", "good")
        result = self.station.collect()
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(len(bad.requests()), 3)
        self.assertLess(good.requests()[0]["at"], bad.requests()[1]["at"])
        self.assertEqual(self.station.counts(), ALL_SENT)

    def test_one_refuses_the_token_and_the_others_go_on(self):
        self.station.gateway(script=[{"status": 401}])
        good = self.station.destination("good")
        down = self.station.destination("down", script=[{"status": 503}])
        with open(self.station.config_path, "a", encoding="utf-8") as file:
            file.write("[epitaph]\nmax_retries = 0\n")
        self.put_to_all("", "good", "down")
        result = self.station.collect()
        self.assertEqual(result.returncode, 77)
        lines = result.stderr.splitlines()
        self.assertEqual(len(lines), 2, lines)
        self.assertRegex(lines[0], "refuses the token .*; 3 set aside in ")
        self.assertRegex(lines[1], "down: the server says HTTP 503")
        self.assertEqual(len(self.ids(good)), 3)
        self.assertEqual(self.ids(down), [])
        retried = self.station.epitaph("retry", "--to", "good")
        self.assertEqual(retried.stdout, "0 queued again\n")
        retried = self.station.epitaph("retry")
        self.assertEqual(retried.stdout, "3 queued again\n")
        result = self.station.collect()
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.station.counts(), ALL_SENT)
        self.assertEqual(len(good.requests()), 1)

    def test_one_event_that_is_rejected_here_is_sent_there(self):
        self.station.gateway(script=[{"status": 200, "body": {"results": [
            {"event_id": self.events[1]["event_id"], "status": "rejected", "reason": "old"}]}}])
        good = self.station.destination("good")
        self.put_to_all("", "good")
        result = self.station.collect()
        self.assertEqual(result.returncode, 0)
        self.assertEqual(self.station.counts(), {"outbox": 0, "sent": 2, "rejected": 1})
        self.assertEqual(self.station.folder("rejected"), [self.events[1]["event_id"]])
        self.assertEqual(len(self.ids(good)), 3)

    def test_answers_that_are_no_json_harm_nobody(self):
        self.station.gateway(script=[{"status": 200, "body": "<html>"}])
        self.station.destination("b", script=[{"status": 200, "body": {"hex": "fffe007b"}}])
        self.station.destination("c")
        self.put_to_all("", "b", "c")
        result = self.station.collect()
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        for name in ("", "b", "c"):
            self.assertEqual(self.station.counts(name), ALL_SENT)

    def test_each_gets_its_own_token_and_no_other(self):
        first = self.station.gateway(token="of-the-first")
        second = self.station.destination("second", token="of-the-second")
        third = self.station.destination("third")
        self.put_to_all("", "second", "third")
        result = self.station.collect(EPITAPH_TOKEN="of-the-environment")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(first.requests()[0]["headers"]["authorization"],
                         "Bearer of-the-environment")
        self.assertEqual(second.requests()[0]["headers"]["authorization"],
                         "Bearer of-the-second")
        self.assertNotIn("authorization", third.requests()[0]["headers"])
        shown = "".join(self.station.epitaph(*command).stdout for command in (
            ["status"], ["status", "--json"], ["doctor"], ["collect", "--dry-run"]))
        self.assertNotIn("of-the-", shown)

    def test_each_format_at_once(self):
        native = self.station.gateway()
        otlp = self.station.destination("pipeline", script=[{"status": 200, "body": "{}"}])
        sentry = self.station.destination("tracker", script=[{"status": 200, "body": "{}"}])
        # The sections of the two are written again, each in its own form.
        with open(self.station.config_path, encoding="utf-8") as file:
            top = file.read().split("[destination", 1)[0]
        with open(self.station.config_path, "w", encoding="utf-8") as file:
            file.write(top)
        self.station.section("pipeline", format="otlp", endpoint=otlp.url + "/in",
                             **{"header.X-Scope": "secret-scope"})
        dsn = "http://secretkey@127.0.0.1:%d/7" % sentry.port
        self.station.section("tracker", format="sentry", dsn=dsn)
        self.crash()
        result = self.station.collect()
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(native.requests()[0]["path"], "/v1/events/batch")
        self.assertEqual(otlp.requests()[0]["path"], "/in/v1/logs")
        self.assertEqual(otlp.requests()[0]["headers"]["x-scope"], "secret-scope")
        self.assertEqual(sentry.requests()[0]["path"], "/api/7/envelope/")
        self.assertIn("sentry_key=secretkey", sentry.requests()[0]["headers"]["x-sentry-auth"])
        self.assertNotIn("authorization", otlp.requests()[0]["headers"])
        event_id = native.events()[0]["event_id"]
        self.assertIn(event_id, otlp.requests()[0]["body"])
        self.assertIn(event_id.replace("-", ""), sentry.requests()[0]["body"])
        shown = "".join(self.station.epitaph(*command).stdout for command in (
            ["status"], ["status", "--json"], ["doctor"], ["show", "--payload"]))
        for secret in ("secretkey", "secret-scope"):
            self.assertNotIn(secret, shown)
        for name, gateway in (("", native), ("pipeline", otlp)):
            payload = self.station.epitaph("show", "--payload", "--to", name)
            self.assertEqual(json.loads(payload.stdout),
                             json.loads(gateway.requests()[0]["body"]))
        payload = self.station.epitaph("show", "--payload", "--to", "tracker").stdout.split("\n")
        self.assertEqual(payload[2], sentry.requests()[0]["body"].split("\n")[2])

    def test_variables_of_opentelemetry_and_sentry_fill_what_is_open(self):
        otlp = self.station.gateway(script=[{"status": 200, "body": "{}"}])
        self.station.configure(upload="yes")
        self.station.section("pipeline", format="otlp")
        self.crash()
        variables = {"OTEL_EXPORTER_OTLP_ENDPOINT": otlp.url,
                     "OTEL_EXPORTER_OTLP_HEADERS": "x-one=a%20b, x-two=c"}
        result = self.station.collect()
        self.assertEqual(result.returncode, 78)
        self.assertEqual(result.stderr, "epitaph: pipeline: no endpoint is configured\n")
        result = self.station.collect(**variables)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        request = otlp.requests()[0]
        self.assertEqual(request["path"], "/v1/logs")
        self.assertEqual(request["headers"]["x-one"], "a b")
        self.assertEqual(request["headers"]["x-two"], "c")

    def test_variables_alone_switch_nothing_on(self):
        otlp = self.station.gateway()
        for settings in ({}, {"upload": "yes"}, {"format": "otlp"}):
            self.station.configure(**settings)
            self.crash()
            result = self.station.collect(OTEL_EXPORTER_OTLP_ENDPOINT=otlp.url,
                                          SENTRY_DSN="http://k@127.0.0.1:%d/1" % otlp.port)
            self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(otlp.requests(), [])

    def test_what_waited_for_lack_of_a_server_goes_to_the_first_destinations(self):
        self.station.configure(upload="yes")
        self.station.put(*self.events)
        self.assertEqual(self.station.collect().returncode, 0)
        self.assertEqual(self.station.counts(), ALL_WAIT)
        first = self.station.destination("first")
        second = self.station.destination("second", script=[{"status": 503, "repeat": 9}])
        result = self.station.collect(EPITAPH_DEBUG="0")
        self.assertIn("second: ", result.stderr)
        self.assertEqual(len(self.ids(first)), 3)
        self.assertEqual(self.station.counts("first"), ALL_SENT)
        self.assertEqual(self.station.counts("second"), ALL_WAIT)
        self.assertEqual(self.station.counts(), {"outbox": 0, "sent": 0, "rejected": 0})
        self.assertEqual(self.ids(second), [])

    def test_a_state_directory_without_destinations_is_one_of_the_unnamed(self):
        """As an older version left it: a queue, a history, a state; then a section is added."""
        first = self.station.gateway()
        self.station.put(*self.events)
        self.station.collect()
        old, new = make_event(10), make_event(11)
        self.station.put(old)
        second = self.station.destination("second")
        self.station.put(new, to="second")
        result = self.station.collect()
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(len(self.ids(first)), 4)
        self.assertEqual(self.ids(second), [new["event_id"]])
        self.assertEqual(self.station.status()["counters"]["sent"], 4)

    def test_a_destination_that_was_removed_is_named_and_can_be_forgotten(self):
        good = self.station.gateway(max_retries=0)
        self.station.destination("gone", script=[{"status": 503, "repeat": 9}])
        self.put_to_all("", "gone")
        self.station.collect()
        self.station.configure(upload="yes", server_url=good.url)
        status = self.station.status()
        self.assertEqual([(entry["name"], entry["configured"], entry["queued"])
                          for entry in status["destinations"]],
                         [("", True, 0), ("gone", False, 3)])
        text = self.station.epitaph("status").stdout
        self.assertRegex(text, r"destination: +gone\n")
        self.assertIn("not configured any more", text)
        self.assertEqual(self.station.epitaph("purge", "--sent").stdout, "0 crashes forgotten\n")
        self.assertEqual(self.station.counts("gone"), ALL_WAIT)
        self.assertEqual(self.station.epitaph("purge", "--all").stdout, "3 crashes forgotten\n")
        self.assertFalse(os.path.exists(self.station.place("gone")))
        self.assertEqual(len(self.station.status()["destinations"]), 1)

    def test_watching_goes_on_where_one_refuses(self):
        self.station.gateway(script=[{"status": 401, "repeat": 99}])
        good = self.station.destination("good")
        watching = subprocess.Popen([EPITAPH, "collect", "--watch"], stderr=subprocess.PIPE,
                                    env=self.station.environment(), text=True)
        try:
            for count, way in enumerate(("null", "abort"), 1):
                self.crash(way)
                deadline = time.monotonic() + 30
                while len(self.ids(good)) < count and time.monotonic() < deadline:
                    time.sleep(0.1)
                self.assertEqual(len(self.ids(good)), count)
        finally:
            watching.terminate()
            words = watching.communicate(timeout=30)[1]
        self.assertEqual(watching.returncode, 0)
        self.assertIn("refuses the token", words)

    def test_status_tells_of_each(self):
        self.station.gateway(max_retries=0)
        self.station.destination("down", script=[{"status": 503, "headers": {
            "Retry-After": "600"}}])
        self.put_to_all("", "down")
        self.station.collect()
        first, down = self.station.status()["destinations"]
        self.assertEqual((first["queued"], first["counters"]["sent"]), (0, 3))
        self.assertEqual((down["queued"], down["counters"]["sent"]), (3, 0))
        self.assertIsNone(first["next_attempt"])
        self.assertIsNotNone(down["next_attempt"])
        self.assertEqual(down["last_status"], 503)
        self.assertEqual(down["last_error"], "the server says HTTP 503")

    def test_list_and_show_tell_where_a_crash_stands(self):
        self.station.gateway(max_retries=0)
        self.station.destination("down", script=[{"status": 503, "repeat": 9}])
        self.station.destination("stern", script=[{"status": 422, "body": "no"}])
        self.crash()
        self.station.collect()
        row = json.loads(self.station.epitaph("list", "--all", "--json").stdout)
        self.assertEqual(row["state"], "rejected")
        self.assertEqual({entry["name"]: entry["state"] for entry in row["destinations"]},
                         {"": "sent", "down": "queued", "stern": "rejected"})
        text = " ".join(self.station.epitaph("list").stdout.split())
        self.assertIn("sent, down queued, stern rejected", text)
        text = " ".join(self.station.epitaph("show").stdout.split())
        self.assertRegex(text, "down: queued.*stern: rejected, HTTP 422: no")
        self.assertEqual(self.station.epitaph("purge", "--all").stdout, "1 crashes forgotten\n")
        self.assertIn("No crashes are known here.", self.station.epitaph("list").stdout)

    def test_dry_run_shows_what_each_would_get_and_changes_nothing(self):
        self.station.gateway()
        self.station.destination("second")
        self.put_to_all("", "second")
        before = self.station.snapshot()
        result = self.station.collect("--dry-run")
        self.assertEqual(result.returncode, 0, result.stderr)
        lines = result.stdout.splitlines()
        self.assertEqual((lines[0], lines[2]), ("# unnamed", "# second"))
        self.assertEqual(lines[1], lines[3])
        self.assertEqual(len(json.loads(lines[1])["events"]), 3)
        self.assertEqual(self.station.snapshot(), before)

    def test_doctor_asks_each(self):
        self.station.gateway()
        self.station.destination("down", script=[{"status": 500}])
        result = self.station.epitaph("doctor")
        self.assertEqual(result.returncode, 69)
        self.assertRegex(result.stdout, r"ok +server +http\S+ answers \(HTTP 200\)")
        self.assertRegex(result.stdout, r"BAD +down +http\S+ answers \(HTTP 500\)")

    def test_a_queue_that_is_full_evicts_from_itself_alone(self):
        self.station.gateway(max_queue=2, max_retries=0)
        self.station.destination("down", script=[{"status": 503, "repeat": 99}])
        for way in ("null", "abort", "div0"):
            self.crash(way)
            self.station.collect()
        self.assertEqual(self.station.counts()["sent"], 3)
        self.assertEqual(self.station.counts("down")["outbox"], 2)
        first, down = self.station.status()["destinations"]
        self.assertEqual(first["counters"]["dropped_queue_full"], 0)
        self.assertEqual(down["counters"]["dropped_queue_full"], 1)

    def test_a_folder_in_the_way_is_said_and_loses_nothing(self):
        gateway = self.station.gateway()
        self.station.section("second", server_url=gateway.url)
        os.mkdir(os.path.join(self.station.state, "destinations"), 0o700)
        os.symlink("/tmp", self.station.place("second"))
        self.crash()
        result = self.station.collect()
        self.assertEqual(result.returncode, 70, result.stderr)
        self.assertRegex(result.stderr, r"\Aepitaph: \S+/destinations/second: .*\n\Z")
        os.unlink(self.station.place("second"))
        self.assertEqual(self.station.collect().returncode, 0)
        self.assertEqual(len(gateway.events()), 2)


if __name__ == "__main__":
    unittest.main()
