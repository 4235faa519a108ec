#!/usr/bin/env python3
"""run, purge, retry, status: what a person types."""
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from station import EPITAPH, HERE, Station, make_event

BUILD = os.path.join(os.path.dirname(EPITAPH), "..")
SAMPLE = os.path.join(BUILD, "shim/sample/sample")


class Run(unittest.TestCase):
    def setUp(self):
        self.station = Station()
        self.addCleanup(self.station.close)

    def run_shell(self, script, *options, **variables):
        return self.station.epitaph("run", *options, "--", "sh", "-c", script, **variables)

    def test_exit_status_and_output_are_the_commands_own(self):
        result = self.run_shell("echo out; echo err >&2; exit 3")
        self.assertEqual((result.returncode, result.stdout, result.stderr), (3, "out\n", "err\n"))

    def test_death_by_a_signal_stays_one(self):
        self.assertEqual(self.station.epitaph("run", SAMPLE, "null").returncode, -11)
        self.assertEqual(self.run_shell("kill -TERM $$").returncode, -15)

    def test_command_that_is_not_there_is_127_and_one_that_cannot_be_run_126(self):
        self.assertEqual(self.station.epitaph("run", "--", "/nonexistent/x").returncode, 127)
        self.assertEqual(self.station.epitaph("run", "--", "/etc/passwd").returncode, 126)

    def test_no_command_is_a_usage_error(self):
        self.assertEqual(self.station.epitaph("run").returncode, 64)
        self.assertEqual(self.station.epitaph("run", "--bogus", "true").returncode, 64)

    def test_options_of_the_command_are_its_own(self):
        self.assertEqual(self.station.epitaph("run", "echo", "--app", "x").stdout, "--app x\n")

    def test_what_was_preloaded_before_stays_preloaded(self):
        result = self.run_shell("echo $LD_PRELOAD", LD_PRELOAD="/usr/lib/libnone.so")
        self.assertTrue(result.stdout.endswith("libepitaph.so:/usr/lib/libnone.so\n"))

    def test_library_that_is_not_there_is_said(self):
        result = self.station.epitaph("run", "--", "true", EPITAPH_LIBRARY="/nonexistent/lib.so")
        self.assertEqual(result.returncode, 69)
        self.assertIn("libepitaph.so", result.stderr)

    def test_program_of_another_libc_runs_without_the_library(self):
        with open(SAMPLE, "rb") as stream:
            image = stream.read()
        loader = image[image.index(b"/lib"):].split(b"\0")[0]
        with tempfile.TemporaryDirectory(dir="/tmp", prefix="m") as place:
            musl = os.path.join(place, "ld-musl.so").encode()
            self.assertLessEqual(len(musl), len(loader), "no room for the path of a loader")
            os.symlink(loader, musl)
            program = os.path.join(place, "sample")
            with open(program, "wb") as stream:
                stream.write(image.replace(loader, musl.ljust(len(loader), b"\0"), 1))
            os.chmod(program, 0o755)
            result = self.station.epitaph("run", "--", program, "null")
        self.assertEqual(result.returncode, -11)
        self.assertEqual(result.stderr.count("\n"), 1)
        self.assertIn("uses musl", result.stderr)
        self.assertNotIn("sample:", self.station.epitaph("list").stdout)

    def test_name_and_version_of_the_application_arrive(self):
        gateway = self.station.gateway()
        self.station.epitaph("run", "--app", "till", "--app-version", "9.8", "--", SAMPLE, "null")
        self.station.collect()
        event = gateway.events()[0]
        self.assertIn("till", json.dumps(event))
        self.assertEqual(event["attributes"]["cli.version"], "9.8")

    def test_spool_of_ones_choice(self):
        other = os.path.join(self.station.directory, "other")
        os.mkdir(other)
        self.station.epitaph("run", "--spool", other, "--", SAMPLE, "null")
        self.assertEqual(os.listdir(other), ["%d.spool" % os.getuid()])


class Purge(unittest.TestCase):
    def setUp(self):
        self.station = Station()
        self.addCleanup(self.station.close)
        self.gateway = self.station.gateway()
        self.station.put(make_event(1))
        self.station.collect()
        self.station.put(make_event(2))
        self.station.epitaph("run", "--", SAMPLE, "null")

    def known(self):
        return len(self.station.epitaph("list", "--json").stdout.splitlines())

    def test_sent_ones_go_and_others_stay(self):
        self.assertEqual(self.station.epitaph("purge", "--sent").stdout, "1 crashes forgotten\n")
        self.assertEqual(self.station.counts(), {"outbox": 1, "sent": 0, "rejected": 0})
        self.station.collect()
        self.assertEqual(len(self.gateway.events()), 3)

    def test_all_go_those_in_the_spool_too(self):
        self.assertEqual(self.station.epitaph("purge", "--all").stdout, "3 crashes forgotten\n")
        self.assertEqual(self.known(), 0)
        self.station.collect()
        self.assertEqual(len(self.gateway.events()), 1)

    def test_raw_records_of_what_goes_go_too(self):
        self.station.collect()
        self.assertEqual(len(os.listdir(self.station.state + "/crashes")), 1)
        self.station.epitaph("purge", "--sent")
        self.assertEqual(os.listdir(self.station.state + "/crashes"), [])

    def test_old_ones_go(self):
        self.assertEqual(self.station.epitaph("purge", "--older-than", "1").stdout, "0 crashes forgotten\n")
        for folder in ("sent", "outbox"):
            for name in os.listdir(os.path.join(self.station.state, folder)):
                os.utime(os.path.join(self.station.state, folder, name), (0, 0))
        self.assertEqual(self.station.epitaph("purge", "--older-than", "1d").stdout, "2 crashes forgotten\n")

    def test_nothing_in_particular_is_a_usage_error(self):
        for arguments in ([], ["--sent", "--all"], ["--older-than", "x"], ["--older-than", "-1"], ["x"]):
            self.assertEqual(self.station.epitaph("purge", *arguments).returncode, 64)


class Payload(unittest.TestCase):
    def setUp(self):
        self.station = Station()
        self.addCleanup(self.station.close)

    def test_payload_is_what_was_sent(self):
        gateway = self.station.gateway()
        self.station.epitaph("run", "--", SAMPLE, "null")
        before = self.station.epitaph("show", "--payload")
        self.assertEqual(before.returncode, 66)
        self.assertIn("--dry-run", before.stderr)
        self.station.configure()
        self.station.collect()
        waiting = self.station.epitaph("show", "--payload").stdout
        self.station.configure(server_url=gateway.url, upload="yes")
        self.station.collect()
        self.assertEqual(waiting, gateway.requests()[0]["body"] + "\n")
        self.assertEqual(self.station.epitaph("show", "--payload").stdout, waiting)


    def test_whose_payload_is_no_question_without_one(self):
        result = self.station.epitaph("show", "--to", "x")
        self.assertEqual((result.returncode, result.stderr),
                         (64, "epitaph show: --to goes with --payload\n"))


class Watch(unittest.TestCase):
    def setUp(self):
        self.station = Station()
        self.addCleanup(self.station.close)
        self.gateway = self.station.gateway()
        self.process = subprocess.Popen([EPITAPH, "collect", "--watch"], env=self.station.environment(),
                                        stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.process.stderr.close)
        self.addCleanup(self.process.wait)
        self.addCleanup(self.process.kill)

    def wait_for(self, condition):
        end = time.monotonic() + 30
        while not condition() and time.monotonic() < end:
            time.sleep(0.1)
        self.assertTrue(condition())

    def test_crash_is_delivered_while_it_watches_and_sigterm_ends_it_cleanly(self):
        self.station.epitaph("run", "--", SAMPLE, "null")
        self.wait_for(lambda: len(self.gateway.events()) == 1)
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.process.wait(30), 0)
        self.assertEqual(self.process.stderr.read(), "")

    def test_consent_that_is_taken_back_holds_at_once(self):
        self.station.configure(server_url=self.gateway.url, upload="no")
        self.station.epitaph("run", "--", SAMPLE, "null")
        self.wait_for(lambda: self.station.counts()["outbox"] == 1)
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self.assertEqual(self.gateway.requests(), [])


    def test_consent_that_is_taken_back_before_a_retry_holds(self):
        self.process.kill()
        gateway = self.station.gateway(script=[{"status": 503, "headers": {"Retry-After": "4"}}])
        self.station.epitaph("run", "--", SAMPLE, "null")
        with subprocess.Popen([EPITAPH, "collect"], env=self.station.environment()) as collecting:
            self.wait_for(lambda: len(gateway.requests()) == 1)
            self.station.configure(server_url=gateway.url, upload="no")
            self.assertEqual(collecting.wait(30), 0)
        self.assertEqual(len(gateway.requests()), 1)
        self.assertEqual(self.station.counts()["outbox"], 1)


class Doctor(unittest.TestCase):
    def setUp(self):
        self.station = Station()
        self.addCleanup(self.station.close)

    def expect(self, words, *arguments, good=False):
        result = self.station.epitaph("doctor", *arguments)
        self.assertEqual(result.returncode, 0 if good else 69, result.stdout)
        self.assertIn(words, result.stdout)
        self.assertEqual(result.stderr, "")

    def test_programs(self):
        static = os.path.join(self.station.directory, "setuid")
        with open(static, "wb") as file, open("/bin/true", "rb") as source:
            file.write(source.read())
        os.chmod(static, 0o4755)
        self.expect("gains privileges", static)
        self.expect("statically linked", "/sbin/ldconfig")
        self.expect("no such file", "--", "/nonexistent")
        self.expect("cannot be executed", "/etc/passwd")
        self.expect("ok   program    /bin/true", "/bin/true", good=True)
        self.expect("ok   program    /usr/bin/ldd", "/usr/bin/ldd", good=True)

    def test_program_is_looked_for_as_run_does(self):
        place = os.path.join(self.station.directory, "bin")
        os.mkdir(place)
        shutil.copy("/bin/true", os.path.join(place, "only-here"))
        environment = {**self.station.environment(), "PATH": "/nonexistent::" + place}
        result = subprocess.run([EPITAPH, "doctor", "only-here"], env=environment, text=True,
                                capture_output=True, check=False)
        self.assertIn("ok   program    %s/only-here\n" % place, result.stdout)
        self.expect("BAD  program    only-here: there is no such file", "only-here")

    @unittest.skipUnless(os.geteuid() == 0, "only root mounts")
    def test_places_that_cannot_be_written(self):
        place = os.path.join(self.station.directory, "readonly")
        os.mkdir(place)
        environment = {**self.station.environment(), "EPITAPH_SPOOL": place + "/new/spool",
                       "EPITAPH_STATE": place + "/state"}
        for option, good in (("rw", True), ("ro", False)):
            script = "mount -t tmpfs -o %s none %s && %s doctor" % (option, place, EPITAPH)
            result = subprocess.run(["unshare", "-m", "sh", "-c", script], env=environment, text=True,
                                    capture_output=True, check=False)
            self.assertEqual(result.returncode, 0 if good else 69, result.stdout)
            for what in ("spool", "state"):
                self.assertRegex(result.stdout, r"%s +%s .*%s" % (
                    "ok" if good else "BAD", what, "" if good else "Read-only file system"))

    def test_disk_without_room_for_events(self):
        self.station.configure(free_space=1048576)
        self.expect("and free_space wants 1048576: crashes stay in their spools until there is more")
        self.station.configure(free_space=1)
        self.expect("ok   disk ", good=True)

    def test_other_architecture(self):
        path = os.path.join(self.station.directory, "other")
        with open("/bin/true", "rb") as source:
            image = bytearray(source.read())
        image[18:20] = (243).to_bytes(2, "little")  # EM_RISCV
        with open(path, "wb") as file:
            file.write(image)
        os.chmod(path, 0o755)
        self.expect("another architecture", path)

    def test_damaged_spool(self):
        with open(os.path.join(self.station.spool, "%d.spool" % os.getuid()), "w", encoding="utf-8") as file:
            file.write("nonsense")
        self.expect("BAD  spool")

    def test_server(self):
        self.expect("not asked: ", good=True)
        self.station.gateway()
        self.expect("answers (HTTP 200)", good=True)
        self.station.gateway("--token", "right")
        self.expect("refuses the token")
        self.station.gateway().stop()
        self.station.gateways.pop()
        self.expect("no answer")


class Limits(unittest.TestCase):
    def setUp(self):
        self.station = Station()
        self.addCleanup(self.station.close)

    def test_crashes_beyond_the_quota_are_counted_on_a_later_event(self):
        gateway = self.station.gateway(per_signature_per_hour=1)
        for _ in range(3):
            self.station.epitaph("run", "--", SAMPLE, "null")
            self.station.collect()
        self.assertEqual(len(gateway.events()), 1)
        self.assertEqual(self.station.status()["to_be_folded"], 2)
        self.hour_has_passed()
        self.station.epitaph("run", "--", SAMPLE, "null")
        self.station.collect()
        attributes = gateway.events()[1]["attributes"]
        self.assertEqual(attributes["crash.count"], 3)
        self.assertLess(attributes["crash.first_seen"], attributes["crash.last_seen"])
        self.assertEqual(self.station.status()["to_be_folded"], 0)

    def hour_has_passed(self):
        path = self.station.state + "/quota"
        with open(path, encoding="utf-8") as file:
            lines = file.read().split("\n")
        for number, line in enumerate(lines):
            words = line.split(" ")
            if words[0] == "signature:":
                words[2] = str(int(words[2]) - 3600)
                lines[number] = " ".join(words)
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines))

    def test_what_left_a_full_queue_is_told_by_the_next_event(self):
        self.station.configure(max_queue=2, per_signature_per_hour=0)
        for way in ("null", "abort", "div0", "call"):
            self.station.epitaph("run", "--", SAMPLE, way)
        self.assertEqual(self.station.collect().returncode, 0)
        self.assertEqual(self.station.counts()["outbox"], 2)
        self.assertEqual(self.station.status()["counters"]["dropped_queue_full"], 2)
        gateway = self.station.gateway()
        self.station.epitaph("run", "--", SAMPLE, "heap")
        self.station.collect()
        told = [event["attributes"].get("crash.dropped") for event in gateway.events()]
        self.assertEqual(len(told), 3)
        self.assertIn("queue_full=2", told)

    def test_full_disk_loses_nothing(self):
        self.station.configure(free_space=1048576)
        self.station.epitaph("run", "--", SAMPLE, "null")
        result = self.station.collect()
        self.assertEqual(result.returncode, 75)
        self.assertEqual(result.stderr.count("\n"), 1)
        gateway = self.station.gateway()
        self.assertEqual(self.station.collect().returncode, 0)
        self.assertEqual(len(gateway.events()), 1)

    def test_really_full_disk_loses_nothing(self):
        if os.geteuid() != 0:
            self.skipTest("only root can mount")
        if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode:
            self.skipTest("no mount namespace to be had here")
        gateway = self.station.gateway(free_space=0)
        self.station.epitaph("run", "--", SAMPLE, "null")
        script = ("mount -t tmpfs -o size=64k,mode=700 none %s && "
                  "(dd if=/dev/zero of=%s/filler bs=1k 2>/dev/null; %s collect; echo $?; "
                  "rm %s/filler; %s collect; echo $?)"
                  % (self.station.state, self.station.state, EPITAPH, self.station.state, EPITAPH))
        result = subprocess.run(["unshare", "-m", "sh", "-c", script], capture_output=True, text=True,
                                env=self.station.environment(), check=False)
        self.assertEqual(result.stdout.split(), ["75", "0"], result.stderr)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        self.assertEqual(len(gateway.events()), 1)

    def test_output_that_cannot_be_written_is_no_success(self):
        for command in ("status", "list", "consent", "--help", "--version"):
            with open("/dev/full", "w", encoding="utf-8") as full:
                result = subprocess.run([EPITAPH, command], env=self.station.environment(), text=True,
                                        stdout=full, stderr=subprocess.PIPE, check=False)
            self.assertEqual((command, result.returncode), (command, 74))
            self.assertEqual(result.stderr.count("\n"), 1, result.stderr)

    def test_damaged_state_is_said_and_nothing_is_lost(self):
        gateway = self.station.gateway()
        self.station.put(make_event())
        for name in ("state", "quota"):
            with open(os.path.join(self.station.state, name), "w", encoding="utf-8") as file:
                file.write("\x00garbage")
        result = self.station.collect()
        self.assertEqual(result.returncode, 0)
        self.assertIn("damaged", result.stderr)
        self.assertEqual(len(gateway.events()), 1)
        self.assertEqual(self.station.collect().stderr, "")


if __name__ == "__main__":
    unittest.main()
