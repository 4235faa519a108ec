#!/usr/bin/env python3
"""epitaph setup: makes, says what it made, makes nothing twice, and takes it back."""
import os
import shutil
import stat
import subprocess
import tempfile
import unittest

from station import EPITAPH, HERE

LIBRARY = os.environ.get("LIBRARY", os.path.join(HERE, "../../build/dev/shim/libepitaph.so"))
OTHERS = "0 4 * * * backup # nightly\n"

CRONTAB = """#!/bin/sh
case $1 in
-l) [ -e "$TABLE" ] || { echo "no crontab for somebody" >&2; exit 1; }
    [ -r "$TABLE.broken" ] && { echo "you are not allowed" >&2; exit 1; }
    cat "$TABLE" ;;
-) cat >"$TABLE.new" && mv "$TABLE.new" "$TABLE" ;;
esac
"""
# Enabled is what was enabled last; every call is written down.
SYSTEMCTL = """#!/bin/sh
echo "$@" >>"$CALLS"
case "$*" in
*is-enabled*) [ -e "$CALLS.enabled" ] ;;
*enable*) touch "$CALLS.enabled" ;;
*disable*) rm -f "$CALLS.enabled" ;;
esac
"""


class Case(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="epitaph-test-")
        self.addCleanup(shutil.rmtree, self.directory)
        os.chmod(self.directory, 0o755)
        self.put("bin/crontab", CRONTAB, 0o755)
        self.put("bin/systemctl", SYSTEMCTL, 0o755)
        os.makedirs(self.path("runtime/systemd"))

    def path(self, name):
        return os.path.join(self.directory, name)

    def put(self, name, text, mode=0o644):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(self.path(name), mode)

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def exists(self, name):
        return os.path.lexists(self.path(name))

    def setup_command(self, *arguments, status=0, command=EPITAPH):
        environment = {"PATH": self.path("bin") + ":/usr/bin:/bin", "HOME": self.path("home"),
                       "TABLE": self.path("table"), "CALLS": self.path("calls"),
                       "XDG_RUNTIME_DIR": self.path("runtime"), "EPITAPH_LIBRARY": LIBRARY,
                       "EPITAPH_STATE": self.path("home/.local/state/epitaph")}
        result = subprocess.run([command, "setup", *arguments], env=environment, check=False,
                                capture_output=True, text=True)
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        if status == 0:
            self.assertEqual(result.stderr, "")
            return result.stdout
        self.assertEqual(result.stderr.rstrip("\n").count("\n"), 0)
        return result.stderr

    def everything(self):
        """Each file with its mode and its text."""
        found = {}
        for folder, _, names in os.walk(self.directory):
            for name in names:
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    found[path] = (os.lstat(path).st_mode, file.read())
        found.pop(self.path("calls"), None)
        return found


class User(Case):
    """--user works for root too, who is a user as well."""

    def test_one_cron_line_comes_and_goes_and_others_stay(self):
        self.put("table", OTHERS)
        self.setup_command("--user", "--cron")
        said = self.setup_command("--user", "--cron", "--minutes", "7")
        line = "*/7 * * * * %s collect # epitaph collect" % os.path.realpath(EPITAPH)
        self.assertEqual(self.read("table"), OTHERS + line + "\n")
        self.assertIn(line, said)
        self.assertEqual(self.setup_command("--user", "--cron", "--minutes", "7"), "all is in place\n")
        self.setup_command("--user", "--undo", "--cron")
        self.assertEqual(self.read("table"), OTHERS)

    def test_no_crontab_is_an_empty_one(self):
        self.setup_command("--user", "--cron")
        self.assertEqual(self.read("table").count("\n"), 1)

    def test_crontab_that_cannot_be_read_is_not_overwritten(self):
        self.put("table", OTHERS)
        self.put("table.broken", "")
        self.assertIn("not allowed", self.setup_command("--user", "--cron", status=69))
        self.assertEqual(self.read("table"), OTHERS)

    def test_timer_of_the_user(self):
        self.setup_command("--user", "--systemd", "--minutes", "9")
        units = "home/.config/systemd/user/epitaph-collect."
        self.assertIn("OnUnitInactiveSec=9min", self.read(units + "timer"))
        self.assertIn("ExecStart=%s collect\n" % os.path.realpath(EPITAPH), self.read(units + "service"))
        self.assertIn("--user enable epitaph-collect.timer\n--quiet --user start epitaph-collect.timer\n",
                      self.read("calls"))
        self.assertEqual(self.setup_command("--user", "--systemd", "--minutes", "9"), "all is in place\n")
        self.setup_command("--user", "--undo")
        self.assertFalse(self.exists(units + "timer") or self.exists(units + "service"))
        self.assertIn("--user disable epitaph-collect.timer\n--quiet --user stop epitaph-collect.timer\n",
                      self.read("calls"))
        self.assertEqual(self.setup_command("--user", "--undo"), "there is nothing to take back\n")

    def test_without_a_manager_there_is_no_timer(self):
        shutil.rmtree(self.path("runtime"))
        self.assertIn("--cron", self.setup_command("--user", "--systemd", status=69))
        self.assertFalse(self.exists("home/.config"))

    def test_unit_of_somebody_else_stays(self):
        unit = "home/.config/systemd/user/epitaph-collect.service"
        self.put(unit, "[Service]\nExecStart=mine\n")
        self.assertIn("not of our making", self.setup_command("--user", "--systemd", status=73))
        self.setup_command("--user", "--undo")
        self.assertEqual(self.read(unit), "[Service]\nExecStart=mine\n")

    def test_dry_run_changes_nothing_and_says_the_same(self):
        before = self.everything()
        said = self.setup_command("--user", "--systemd", "--dry-run")
        self.assertEqual(self.everything(), before)
        self.assertFalse(self.exists("home"))
        done = self.setup_command("--user", "--systemd").splitlines()
        self.assertEqual(len(said.splitlines()), len(done))
        self.assertTrue(all(line.startswith("would ") for line in said.splitlines()))

    def test_path_that_cron_would_misread_is_refused(self):
        odd = self.path("with % in it")
        os.mkdir(odd)
        shutil.copy(EPITAPH, odd)
        self.setup_command("--user", "--cron", status=69, command=os.path.join(odd, "epitaph"))
        self.assertFalse(self.exists("table"))

    def test_what_does_not_go_together(self):
        for arguments in (["--user", "--system"], ["--cron", "--systemd"], ["--minutes", "0"],
                          ["--minutes", "60"], ["--minutes", "5x"], ["--user", "--preload"],
                          ["--user", "--root", "/x"], ["--user", "root"]):
            result = subprocess.run([EPITAPH, "setup", *arguments], check=False, capture_output=True)
            self.assertEqual(result.returncode, 64, arguments)


@unittest.skipUnless(os.geteuid() == 0, "only root can set up a machine")
class Machine(Case):
    """Another root, so that this machine's is left alone."""

    def setUp(self):
        super().setUp()
        self.root = self.path("root")
        self.put("root/etc/passwd", "root:x:0:0::/root:/bin/sh\ndaemon:x:7:7::/:/bin/false\n"
                                    "ann:x:1000:1000::/home/ann:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n")

    def machine(self, *arguments, status=0):
        return self.setup_command("--system", "--root", self.root, *arguments, status=status)

    def test_people_have_spools_that_are_their_own(self):
        self.machine()
        self.assertEqual(sorted(os.listdir(self.root + "/var/spool/epitaph")), ["0.spool", "1000.spool"])
        info = os.stat(self.root + "/var/spool/epitaph/1000.spool")
        self.assertEqual((info.st_uid, info.st_gid, stat.S_IMODE(info.st_mode)), (1000, 1000, 0o600))
        self.assertEqual(stat.S_IMODE(os.stat(self.root + "/var/spool/epitaph").st_mode), 0o711)
        self.assertEqual(self.machine(), "all is in place\n")

    def test_who_comes_later_has_one_with_the_next_run(self):
        self.machine()
        with open(self.root + "/etc/passwd", "a", encoding="utf-8") as file:
            file.write("bob:x:1001:1001::/home/bob:/bin/sh\n")
        self.assertEqual(self.machine(), "made a spool for bob (uid 1001)\n")

    def test_cron_and_timer_come_and_go(self):
        self.machine("--cron")
        entry = self.read("root/etc/cron.d/epitaph-collect").splitlines()[-1]
        self.assertRegex(entry, r"^\*/5 \* \* \* \* root /\S+ setup --system --quiet && /\S+ collect --syslog$")
        self.machine("--systemd")
        service = self.read("root/etc/systemd/system/epitaph-collect.service")
        self.assertIn("CapabilityBoundingSet=CAP_SETUID", service)
        self.assertNotIn("@", service.replace("@system-service", ""))
        self.assertIn("--root=%s enable epitaph-collect.timer" % self.root, self.read("calls"))
        self.assertEqual(self.machine("--cron"), "all is in place\n")
        self.assertEqual(self.machine("--systemd"), "all is in place\n")
        self.machine("--undo")
        self.assertEqual([name for folder in ("etc/cron.d", "etc/systemd/system", "var/spool", "var/lib")
                          for name in os.listdir(os.path.join(self.root, folder))], [])

    def test_timer_of_a_package_is_used_and_not_shadowed(self):
        self.put("root/usr/lib/systemd/system/epitaph-collect.timer", "[Timer]\n")
        self.machine("--systemd")
        self.assertFalse(self.exists("root/etc/systemd/system/epitaph-collect.timer"))
        self.assertIn("enable epitaph-collect.timer", self.read("calls"))

    def test_cron_entry_of_a_package_is_used_and_not_doubled(self):
        self.machine("--cron")
        self.put("root/etc/cron.d/epitaph", "*/5 * * * * root epitaph collect\n")
        self.assertEqual(self.machine("--cron"), "all is in place\n")  # a package that is gone
        self.put("root/usr/bin/epitaph", "", 0o755)
        self.assertIn("removed", self.machine("--cron"))
        self.assertFalse(self.exists("root/etc/cron.d/epitaph-collect"))
        self.assertEqual(self.machine("--cron"), "all is in place\n")
        self.assertFalse(self.exists("root/etc/cron.d/epitaph-collect"))

    def test_spool_with_crashes_is_kept(self):
        self.machine()
        spool = self.root + "/var/spool/epitaph/1000.spool"
        with open(spool, "r+b") as file:
            file.seek(8192)
            file.write(bytes([2]))
        self.assertIn("1 crashes wait", self.machine("--undo", status=75))
        self.assertEqual(os.listdir(self.root + "/var/spool/epitaph"), ["1000.spool"])

    def test_hostile_spool_is_only_removed(self):
        self.machine()
        spool = self.root + "/var/spool/epitaph/1000.spool"
        os.unlink(spool)
        os.mkfifo(spool)
        self.machine("--undo", "1000")
        self.assertFalse(os.path.lexists(spool))

    def install_library(self):
        os.makedirs(os.path.dirname(self.root + LIBRARY), exist_ok=True)
        shutil.copy(LIBRARY, self.root + os.path.realpath(LIBRARY))

    def test_library_that_others_can_change_is_refused(self):
        self.install_library()
        self.assertIn("not only root can change it", self.machine("--preload", status=77))
        self.assertFalse(self.exists("root/etc/ld.so.preload"))

    def test_line_of_ours_goes_and_other_libraries_stay(self):
        for before, after in (("/x/libepitaph.so\n", None), ("/x/libepitaph.so", None),
                              ("/a/libjemalloc.so\n/x/libepitaph.so\n", "/a/libjemalloc.so\n"),
                              ("/x/libepitaph.so:/a/b.so\n", "/a/b.so\n"),
                              ("/a/b.so /x/libepitaph.so /c.so\n", "/a/b.so /c.so\n"),
                              ("/a/notlibepitaph.so\n", "/a/notlibepitaph.so\n")):
            with self.subTest(before):
                self.put("root/etc/ld.so.preload", before)
                self.machine("--undo", "--preload", "--quiet")
                self.assertEqual(self.read("root/etc/ld.so.preload") if after else None, after)
                self.assertEqual(self.exists("root/etc/ld.so.preload"), after is not None)

    def test_quiet_says_nothing(self):
        self.assertEqual(self.machine("--quiet", "--cron"), "")


if __name__ == "__main__":
    unittest.main()
