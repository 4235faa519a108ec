#!/usr/bin/env python3
"""Root collects for users who do not trust each other, and one of whom is hostile."""
import glob
import json
import os
import re
import shutil
import stat
import struct
import subprocess
import unittest

from station import EPITAPH, Station

ANN, BOB = 40001, 40002
BUILD = os.path.join(os.path.dirname(EPITAPH), "..")
HEADER, SLOT_SIZE, COMMITTED = 8192, 32768, 2


def as_user(uid):
    return ["setpriv", "--reuid=%d" % uid, "--regid=%d" % uid, "--clear-groups"]


@unittest.skipUnless(os.geteuid() == 0, "only root can be other users")
class Users(unittest.TestCase):
    def setUp(self):
        self.station = Station()
        self.addCleanup(self.station.close)
        os.chmod(self.station.directory, 0o711)
        # The build may lie where other users cannot go.
        self.library = self.install("shim/libepitaph.so")
        self.sample = self.install("shim/sample/sample")
        result = self.station.epitaph("setup", str(ANN), str(BOB))
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.gateway = self.station.gateway()

    def install(self, name):
        target = os.path.join(self.station.directory, os.path.basename(name))
        shutil.copy(os.path.join(BUILD, name), target)
        os.chmod(target, 0o755)
        return target

    def spool_of(self, uid):
        return os.path.join(self.station.spool, "%d.spool" % uid)

    def crash(self, uid, way="null"):
        result = subprocess.run([*as_user(uid), self.sample, way], check=False, capture_output=True,
                                env={"LD_PRELOAD": self.library, "EPITAPH_SPOOL": self.station.spool,
                                     "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"})
        self.assertLess(result.returncode, 0)

    def collect(self):
        return self.station.collect()

    def commands(self):
        return [event["attributes"]["crash.command"] for event in self.gateway.events()]

    def test_spools_belong_to_their_users_and_nobody_can_squat(self):
        info = os.stat(self.spool_of(ANN))
        self.assertEqual((info.st_uid, stat.S_IMODE(info.st_mode)), (ANN, 0o600))
        for command in (["cat", self.spool_of(ANN)], ["touch", self.spool_of(40003)],
                        ["rm", "-f", self.spool_of(ANN)], ["ls", self.station.spool],
                        ["ln", self.spool_of(ANN), self.spool_of(40003)]):
            result = subprocess.run([*as_user(BOB), *command], check=False, capture_output=True)
            self.assertNotEqual(result.returncode, 0, command)
        self.assertTrue(os.path.exists(self.spool_of(ANN)))

    def doctor(self, uid, **variables):
        epitaph = self.install("collector/epitaph")
        home = os.path.join(self.station.directory, "home%d" % uid)
        os.mkdir(home)
        os.chown(home, uid, uid)
        os.chmod(self.station.config_path, 0o644)
        result = subprocess.run([*as_user(uid), epitaph, "doctor"], check=False, capture_output=True,
                                text=True, env={"HOME": home, "PATH": "/usr/bin:/bin",
                                                "EPITAPH_LIBRARY": self.library,
                                                "EPITAPH_CONFIG": self.station.config_path, **variables})
        self.assertEqual(result.stderr, "")
        return result

    def test_doctor_knows_whose_token_it_is_and_whose_crashes(self):
        token = os.path.join(self.station.directory, "token")
        with open(token, "w", encoding="utf-8") as file:
            file.write("secret\n")
        os.chmod(token, 0o600)
        self.station.configure(server_url=self.gateway.url, upload="yes", token_file=token)
        result = self.doctor(ANN, EPITAPH_SPOOL=self.station.spool, EPITAPH_STATE="")
        self.assertIn("ok   token      %s: Permission denied: not for you to send; root's epitaph collect "
                      "takes the crashes in %s\n" % (token, self.station.spool), result.stdout)
        self.assertEqual(result.returncode, 0, result.stdout)
        if not os.path.isdir("/var/spool/epitaph"):
            result = self.doctor(BOB)
            self.assertIn("your own epitaph collect takes them, root's does not look here", result.stdout)
            self.assertIn("BAD  token ", result.stdout)
            self.assertIn(": have root run epitaph setup\n", result.stdout)
            self.assertEqual(result.returncode, 69)

    def test_everybodys_crashes_arrive(self):
        self.crash(ANN)
        self.crash(BOB, "abort")
        self.crash(BOB, "div0")
        result = self.collect()
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(len(self.gateway.events()), 3)
        self.assertEqual(self.collect().returncode, 0)
        self.assertEqual(len(self.gateway.events()), 3)
        self.assertEqual(self.station.epitaph("dump", self.spool_of(ANN)).stdout, "")
        for event in self.gateway.events():
            self.assertRegex(event["attributes"]["crash.stack"], r"\bmain\+0x", "functions have their names")

    def test_everybodys_crashes_arrive_at_each_destination_with_their_structure(self):
        second = self.station.destination("second")
        sentry = self.station.destination("sentry", script=[{"status": 200, "body": "{}"}] * 9)
        with open(self.station.config_path, encoding="utf-8") as file:
            text = file.read().replace("[destination sentry]\nserver_url = " + sentry.url, "")
        with open(self.station.config_path, "w", encoding="utf-8") as file:
            file.write(text)
        self.station.section("sentry", format="sentry",
                             dsn="http://key@127.0.0.1:%d/1" % sentry.port)
        self.crash(ANN)
        self.crash(BOB, "abort")
        result = self.collect()
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(len(self.gateway.events()), 2)
        self.assertEqual(self.gateway.events(), second.events())
        bodies = [request["body"] for request in sentry.requests()]
        self.assertEqual(len(bodies), 2)
        for body in bodies: # made of the structure that the children handed over
            event = json.loads(body.split("\n")[2])
            self.assertTrue(event["exception"]["values"][0]["stacktrace"]["frames"])
            self.assertTrue(event["debug_meta"]["images"])

    def test_nothing_of_the_user_is_opened_by_root(self):
        self.crash(ANN)
        trace = os.path.join(self.station.directory, "trace")
        self.station.epitaph("collect", wrapper=["strace", "-o", trace, "-e", "trace=openat,open"])
        with open(trace, encoding="utf-8", errors="replace") as file:
            for line in file:
                self.assertNotIn("%d.spool" % ANN, line)
        self.assertEqual(len(self.gateway.events()), 1)

    def hostile(self, spoil):
        """BOB's spool is spoilt; ANN's crash arrives all the same, and nothing of hers changes."""
        self.crash(ANN)
        spoil(self.spool_of(BOB))
        result = self.collect()
        self.assertLessEqual(result.stderr.count("\n"), 1, result.stderr)
        self.assertTrue(all(" " <= c <= "~" for c in result.stderr.rstrip("\n")))
        self.assertIn("sample", self.commands())
        self.assertEqual(self.station.epitaph("dump", self.spool_of(ANN)).stdout, "")
        return result

    def replace(self, path, make):
        """As if the directory let BOB do so."""
        os.unlink(path)
        make(path)
        if not os.path.islink(path):
            os.chown(path, BOB, BOB)

    def test_symbolic_link(self):
        self.hostile(lambda path: self.replace(path, lambda p: os.symlink(self.spool_of(ANN), p)))

    def test_symbolic_link_to_a_file_of_root(self):
        secret = os.path.join(self.station.directory, "secret")
        with open(secret, "w", encoding="utf-8") as file:
            file.write("root's own")
        self.hostile(lambda path: self.replace(path, lambda p: os.symlink(secret, p)))
        with open(secret, encoding="utf-8") as file:
            self.assertEqual(file.read(), "root's own")

    def test_hard_link(self):
        def spoil(path):
            os.link(path, path + ".other")
        self.assertNotEqual(self.hostile(spoil).returncode, 0)

    def test_hard_link_to_the_spool_of_another(self):
        os.unlink(self.spool_of(BOB))
        os.link(self.spool_of(ANN), self.spool_of(BOB))
        os.unlink(self.spool_of(ANN))
        os.link(self.spool_of(BOB), self.spool_of(ANN))
        before = os.stat(self.spool_of(ANN))
        result = self.collect()
        self.assertNotEqual(result.returncode, 0)
        self.assertEqual(os.stat(self.spool_of(ANN)).st_mtime_ns, before.st_mtime_ns)

    def test_fifo(self):
        self.hostile(lambda path: self.replace(path, os.mkfifo))

    def test_device(self):
        self.hostile(lambda path: self.replace(
            path, lambda p: os.mknod(p, 0o600 | stat.S_IFCHR, os.makedev(1, 5))))

    def test_directory(self):
        self.hostile(lambda path: self.replace(path, os.mkdir))

    def test_sparse_tebibyte(self):
        self.hostile(lambda path: os.truncate(path, 1 << 40))

    def test_empty(self):
        self.hostile(lambda path: os.truncate(path, 0))

    def test_cut_within_a_slot(self):
        self.crash(BOB)
        self.hostile(lambda path: os.truncate(path, HEADER + 100))

    def test_header_that_lies(self):
        def spoil(path):
            with open(path, "r+b") as file:
                file.seek(12)
                file.write(struct.pack("<III", 8192, 0xffffffff, 0xffffffff))
        self.hostile(spoil)

    def test_no_permission_for_its_owner(self):
        self.hostile(lambda path: os.chmod(path, 0))

    def test_record_that_is_not_text(self):
        def spoil(path):
            self.crash(BOB)
            with open(path, "r+b") as file:
                file.seek(HEADER)
                file.write(os.urandom(SLOT_SIZE * 4))
        self.hostile(spoil)

    def test_record_whose_strings_are_paths_and_commands(self):
        """A crash of a program with a name meant to escape: it arrives as words, no more."""
        name = os.path.join(self.station.directory, "..%2f$(touch pwned);`id`\n%s%n")
        shutil.copy(self.sample, name)
        os.chmod(name, 0o755)
        subprocess.run([*as_user(BOB), name, "null"], check=False, capture_output=True,
                       env={"LD_PRELOAD": self.library, "EPITAPH_SPOOL": self.station.spool})
        result = self.collect()
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(len(self.gateway.events()), 1)
        self.assertFalse(os.path.exists(os.path.join(self.station.directory, "pwned")))
        self.assertEqual(len(self.station.folder("sent")), 1)

    def test_user_is_told_where_the_crashes_are_that_root_collects(self):
        epitaph = self.install("collector/epitaph")
        script = ("mount -t tmpfs none /var/spool && mkdir -m 711 /var/spool/epitaph && "
                  "touch /var/spool/epitaph/%d.spool && "
                  "exec %s env HOME=%s %s list" % (ANN, " ".join(as_user(ANN)),
                                                   self.station.directory, epitaph))
        environment = {name: value for name, value in self.station.environment().items()
                       if not name.startswith("EPITAPH_")}
        result = subprocess.run(["unshare", "-m", "sh", "-c", script], env=environment, text=True,
                                capture_output=True, check=False)
        self.assertIn("; root collects from /var/spool/epitaph: sudo epitaph list.\n", result.stdout,
                      result.stderr)

    def test_root_reads_no_configuration_of_others(self):
        os.chown(self.station.config_path, BOB, BOB)
        result = self.collect()
        self.assertEqual(result.returncode, 77)
        self.assertIn("root reads only", result.stderr)
        self.assertEqual(self.gateway.requests(), [])

    def test_truncation_while_it_is_read(self):
        self.crash(ANN)
        path = self.spool_of(BOB)
        script = ("import os,time\n"
                  "end=time.time()+3\n"
                  "while time.time()<end:\n"
                  " os.truncate(%r,0); os.truncate(%r,%d)\n" % (path, path, HEADER + 64 * SLOT_SIZE))
        attacker = subprocess.Popen([*as_user(BOB), "python3", "-c", script])
        try:
            for _ in range(5):
                self.collect()
        finally:
            attacker.wait()
        self.assertIn("sample", self.commands())

    def test_user_who_fills_a_spool_without_end_does_not_spend_what_is_anothers(self):
        gateway = self.station.gateway(per_day=2, per_signature_per_hour=100)
        for way in ("null", "abort", "div0", "call", "heap"):
            self.crash(BOB, way)
        self.crash(ANN)
        self.collect()
        self.assertEqual(len(gateway.events()), 3)
        self.assertEqual(self.station.status()["counters"]["folded_per_day"], 3)


@unittest.skipUnless(os.geteuid() == 0, "only root can be other users")
class Child(unittest.TestCase):
    """What the child that reads for root has become."""

    def setUp(self):
        self.station = Station()
        self.addCleanup(self.station.close)
        os.chmod(self.station.directory, 0o711)
        self.station.epitaph("setup", str(ANN))
        self.station.gateway()

    def test_it_has_the_users_ids_no_groups_and_no_way_back(self):
        trace = os.path.join(self.station.directory, "trace")
        # A file for each process: in a common one, calls that overlap are torn in two.
        self.station.epitaph("collect", wrapper=["strace", "-ff", "-o", trace],
                             EPITAPH_TOKEN="s3cret-for-root")
        text = ""
        for name in glob.glob(trace + ".*"):
            pid = name.rsplit(".", 1)[1]
            with open(name, encoding="utf-8", errors="replace") as file:
                text += "".join("%s %s" % (pid, re.sub(r" +", " ", line)) for line in file)
        self.assertTrue("setgroups(0, NULL) = 0" in text)
        child = [line.split()[0] for line in text.splitlines() if "setresuid(%d" % ANN in line][0]
        lines = [line for line in text.splitlines() if line.split()[0] == child]
        become = next(i for i, line in enumerate(lines) if "setresuid" in line)
        opened = next(i for i, line in enumerate(lines) if "%d.spool" % ANN in line and "openat(" in line)
        self.assertLess(become, opened)
        self.assertTrue(any("setuid(0)" in line and "EPERM" in line for line in lines))
        image = next(line for line in lines if "execve" in line and "glean" in line)
        self.assertNotIn("s3cret", image)
        self.assertTrue(any("landlock_restrict_self" in line for line in lines))
        self.assertTrue(any("SECCOMP_MODE_FILTER" in line or "PR_SET_SECCOMP" in line for line in lines))


if __name__ == "__main__":
    unittest.main()
