#!/usr/bin/env python3
"""`epitaph consent`: what it says, what it writes, and what it asks a person.

The environment names the program: EPITAPH.
"""
import os
import shutil
import stat
import subprocess
import unittest

from station import EPITAPH, Station, make_event
from terminal import run_on_terminal


class Consent(unittest.TestCase):
    def setUp(self):
        self.station = Station()
        self.addCleanup(self.station.close)

    def config(self):
        with open(self.station.config_path, encoding="utf-8") as file:
            return file.read()

    def on_terminal(self, *arguments, answer):
        """What a person sees who answers the question, and the exit status."""
        return run_on_terminal([EPITAPH, *arguments], self.station.environment(), answer=answer)

    def test_consent_given_is_acted_on_and_nothing_else_is_changed(self):
        gateway = self.station.gateway(upload="no")
        self.station.put(make_event())
        self.assertIn("uploading is off: upload is not yes", self.station.epitaph("consent").stdout)
        self.assertEqual(self.station.collect().returncode, 0)
        self.assertEqual(gateway.requests(), [])
        before = self.config()
        result = self.station.epitaph("consent", "--yes")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertIn("uploading is on", result.stdout)
        self.assertEqual(self.config(), before.replace("upload = no", "upload = yes"))
        self.assertEqual(stat.S_IMODE(os.stat(self.station.config_path).st_mode), 0o600)
        self.assertEqual(self.station.collect().returncode, 0)
        self.assertEqual(len(gateway.events()), 1)

    def test_consent_taken_back_holds_at_once_and_what_is_here_stays_unasked(self):
        gateway = self.station.gateway()
        self.station.put(make_event())
        result = self.station.epitaph("consent", "--no")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertIn("1 events wait here", result.stdout)
        self.assertIn("epitaph purge --all", result.stdout)
        self.assertEqual(self.station.collect().returncode, 0)
        self.assertEqual(gateway.requests(), [])
        self.assertEqual(self.station.counts()["outbox"], 1)
        self.assertIn("consent:       not given", self.station.epitaph("status").stdout)

    def test_person_who_says_yes_forgets_everything(self):
        self.station.gateway()
        self.station.put(make_event(1), make_event(2))
        seen, status = self.on_terminal("consent", "--no", answer=b"y\n")
        self.assertEqual(status, 0, seen)
        self.assertIn("Forget all crashes that are known here? [y/N]", seen)
        self.assertIn("2 crashes forgotten", seen)
        self.assertEqual(self.station.counts(), {"outbox": 0, "sent": 0, "rejected": 0})
        self.assertIn("upload = no", self.config())

    def test_person_who_says_anything_else_keeps_everything(self):
        for answer in (b"\n", b"n\n", b"what?\n", b"\x04"):
            with self.subTest(answer=answer):
                self.station.gateway()
                self.station.put(make_event())
                seen, status = self.on_terminal("consent", "--no", answer=answer)
                self.assertEqual(status, 0, seen)
                self.assertIn("[y/N]", seen)
                self.assertEqual(self.station.counts()["outbox"], 1)
                self.assertIn("upload = no", self.config())

    def test_nothing_is_asked_where_nothing_is_known(self):
        self.station.gateway()
        seen, status = self.on_terminal("consent", "--no", answer=b"")
        self.assertEqual(status, 0)
        self.assertNotIn("[y/N]", seen)

    def test_answers_can_be_given_beforehand(self):
        self.station.gateway()
        self.station.put(make_event())
        seen, _ = self.on_terminal("consent", "--no", "--keep", answer=b"")
        self.assertNotIn("[y/N]", seen)
        self.assertEqual(self.station.counts()["outbox"], 1)
        result = self.station.epitaph("consent", "--no", "--purge")
        self.assertIn("1 crashes forgotten", result.stdout)
        self.assertEqual(self.station.counts()["outbox"], 0)

    def test_file_of_ones_own_is_made_for_who_has_none(self):
        home = os.path.join(self.station.directory, "home")
        os.mkdir(home)
        program, wrapper = EPITAPH, []
        if os.getuid() == 0:  # whose own is the machine's: become somebody
            program = shutil.copy(EPITAPH, home)
            os.chmod(self.station.directory, 0o711)
            os.chown(home, 40001, 40001)
            wrapper = ["setpriv", "--reuid=40001", "--regid=40001", "--clear-groups"]
        variables = {"EPITAPH_CONFIG": "", "HOME": home, "EPITAPH_STATE": home + "/state",
                     "XDG_CONFIG_HOME": home + "/deep/config"}
        result = subprocess.run([*wrapper, program, "consent", "--no"], check=False, text=True,
                                capture_output=True, env=self.station.environment(**variables))
        self.assertEqual(result.returncode, 0, result.stderr)
        path = home + "/deep/config/epitaph/epitaph.conf"
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), "upload = no\n")

    def test_link_to_a_configuration_stays_one(self):
        real = self.station.config_path + ".real"
        os.rename(self.station.config_path, real)
        os.symlink(real, self.station.config_path)
        self.assertEqual(self.station.epitaph("consent", "--yes").returncode, 0)
        self.assertTrue(os.path.islink(self.station.config_path))
        self.assertIn("upload = yes", self.config())

    def test_configuration_that_is_not_understood_is_not_changed(self):
        with open(self.station.config_path, "a", encoding="utf-8") as file:
            file.write("uplaod = no\n")
        before = self.config()
        result = self.station.epitaph("consent", "--yes")
        self.assertEqual(result.returncode, 78)
        self.assertEqual(result.stderr.count("\n"), 1)
        self.assertEqual(self.config(), before)

    def test_environment_that_forbids_is_named(self):
        self.station.gateway()
        result = self.station.epitaph("consent", "--yes", DO_NOT_TRACK="1")
        self.assertEqual(result.returncode, 0)
        self.assertIn("uploading is off: DO_NOT_TRACK", result.stdout)


if __name__ == "__main__":
    unittest.main()
