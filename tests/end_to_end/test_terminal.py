#!/usr/bin/env python3
"""`epitaph list` and `show` on terminals of many widths, and in a pipe.

The environment names the program: EPITAPH.
"""
import dataclasses
import os
import re
import unicodedata
import unittest

import crashes
from station import EPITAPH, Station
from terminal import run_on_terminal

LONG = "shop::basket::" + "recalculate_every_discount_and_" * 6 + "apply(...)"
WIDE = "計算する" * 12
STYLE = re.compile(r"\033\[[0-9;]*m")
WIDTHS = (24, 40, 80, 200)


def crash_event(number, **facts):
    """One whose stack has a long name and a wide one."""
    return crashes.crash_event(number, ("fault", LONG, WIDE, "main"),
                               **{"exe": "/opt/" + "very/deep/" * 8 + "shop", **facts})


def columns(text):
    """How many columns it takes, by Python's own table."""
    return sum(0 if unicodedata.combining(c) else
               2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@dataclasses.dataclass
class Colour:
    """When there is colour."""

    name: str
    wanted: bool
    terminal: bool
    variables: dict


COLOURS = (
    Colour("terminal", True, True, {"TERM": "xterm"}),
    Colour("dumb_terminal", False, True, {"TERM": "dumb"}),
    Colour("terminal_of_no_kind", False, True, {"TERM": ""}),
    Colour("no_color", False, True, {"TERM": "xterm", "NO_COLOR": "1"}),
    Colour("empty_no_color_is_none", True, True, {"TERM": "xterm", "NO_COLOR": ""}),
    Colour("clicolor_0", False, True, {"TERM": "xterm", "CLICOLOR": "0"}),
    Colour("pipe", False, False, {"TERM": "xterm"}),
    Colour("forced_in_a_pipe", True, False, {"CLICOLOR_FORCE": "1"}),
    Colour("forced_0_in_a_pipe", False, False, {"CLICOLOR_FORCE": "0"}),
    Colour("no_color_wins", False, True, {"TERM": "xterm", "CLICOLOR_FORCE": "1", "NO_COLOR": "1"}),
)


class Terminal(unittest.TestCase):
    def setUp(self):
        self.station = Station()
        self.addCleanup(self.station.close)
        self.station.put(crash_event(1), crash_event(
            2, program="表計算", exe="/opt/表計算", abort_message="残高が不足しています " * 8,
            signal="SIGABRT", signal_number=6, count=1234,
            first_seen="1769774400.000000000"))

    def on_terminal(self, width, *arguments, **variables):
        """What it prints on a terminal of that width."""
        shown, status = run_on_terminal([EPITAPH, *arguments],
                                        self.station.environment(**variables), width)
        self.assertEqual(status, 0)
        return shown

    def first_id(self):
        return crash_event(1)["crash"]["id"]

    def test_every_line_fits_every_terminal(self):
        for width in WIDTHS:
            for command in (("list",), ("list", "--all"), ("show", self.first_id()),
                            ("show", crash_event(2)["crash"]["id"])):
                for locale in ("C", "C.UTF-8"):
                    with self.subTest(width=width, command=command, locale=locale):
                        shown = self.on_terminal(width, *command, TERM="xterm", LC_ALL=locale)
                        self.assertGreater(len(shown.splitlines()), 3)
                        for line in STYLE.sub("", shown).splitlines():
                            self.assertLessEqual(columns(line), width, line)

    def test_long_names_keep_both_ends_on_a_terminal(self):
        for width in (40, 80, 120):
            with self.subTest(width=width):
                shown = STYLE.sub("", self.on_terminal(width, "show", self.first_id(), TERM="xterm"))
                self.assertRegex(shown, r"#1  shop::\S*…\S*apply\(\.\.\.\)")
                self.assertEqual(shown.count("shop/basket.cc:7"), 4)
        # Wide enough for the name and its place: one line for a frame.
        shown = STYLE.sub("", self.on_terminal(120, "show", self.first_id(), TERM="xterm"))
        self.assertEqual(len(re.findall(r"(?m)^#\d.*basket\.cc:7 shop\[8f1b2c3d\]$", shown)), 4)
        self.assertIn(LONG, self.on_terminal(400, "show", self.first_id(), TERM="xterm"))

    def test_nothing_is_shortened_in_a_pipe(self):
        shown = self.station.epitaph("show", self.first_id()).stdout
        self.assertIn("#1  %s+0x1f shop/basket.cc:7 shop[8f1b2c3d]\n" % LONG, shown)
        self.assertIn(WIDE, shown)
        self.assertNotIn("…", shown + self.station.epitaph("list").stdout)

    def test_what_runs_over_is_indented(self):
        shown = STYLE.sub("", self.on_terminal(40, "show", self.first_id(), TERM="xterm"))
        program = shown[shown.index("  program"):shown.index("  process")].splitlines()
        self.assertGreater(len(program), 1)
        for line in program[1:]:
            self.assertRegex(line, r"^ {13}\S")

    def test_colour_follows_the_conventions(self):
        for row in COLOURS:
            for command in ("list", "show"):
                with self.subTest(row.name, command=command):
                    variables = {"NO_COLOR": "", "CLICOLOR_FORCE": "", "CLICOLOR": "", **row.variables}
                    shown = (self.on_terminal(80, command, **variables) if row.terminal else
                             self.station.epitaph(command, **variables).stdout)
                    self.assertEqual("\033[" in shown, row.wanted)

    def test_hostile_text_steers_nothing(self):
        self.station.put(crash_event(
            3, program="\x1b]0;owned\x07", signal="SIG\x1b[2J", abort_message="\u202eolleh\u2066\x9b2J"))
        for command in (("list",), ("show", crash_event(3)["crash"]["id"])):
            shown = STYLE.sub("", self.on_terminal(80, *command, TERM="xterm"))
            for steering in "\x1b\x07\u202e\u2066\x9b":
                self.assertNotIn(steering, shown)

    def test_a_spool_of_another_version_hides_nothing_but_is_told(self):
        path = os.path.join(self.station.spool, "%d.spool" % os.getuid())
        with open(path, "wb") as file:
            file.write(b"not a spool at all\n" * 4096)
        os.chmod(path, 0o600)
        for command in (("list",), ("list", "--json"), ("show",)):
            with self.subTest(command):
                result = self.station.epitaph(*command)
                self.assertEqual(result.returncode, 65, result.stderr)
                self.assertIn("shop", result.stdout)
                self.assertIn(".spool: not a spool file", result.stderr)
        self.assertEqual(self.station.epitaph("show", self.first_id()).returncode, 0)

    def test_a_file_that_is_no_event_hides_nothing_but_is_told(self):
        with open(os.path.join(self.station.state, "outbox", "broken.json"), "wb") as file:
            file.write(b"{")
        result = self.station.epitaph("list")
        self.assertEqual(result.returncode, 65, result.stderr)
        self.assertIn("1 file could not be read", result.stderr)
        self.assertIn("shop", result.stdout)

    def test_wrong_command_lines_say_what_is_wrong(self):
        rows = (
            (("list", "--sincee", "1d"), "epitaph list: unknown option '--sincee'"),
            (("list", "--since"), "epitaph list: --since needs a value"),
            (("list", "--since", "soon"), "epitaph list: --since takes 30m, 2h"),
            (("list", "extra"), "epitaph list: unexpected argument 'extra'"),
            (("list", "-x"), "epitaph list: unknown option '-x'"),
            (("list", "--json=yes"), "epitaph list: unknown option '--json=yes'"),
            (("show", "a", "b"), "epitaph show: unexpected argument 'b'"),
            (("purge", "--older-than", "never"), "epitaph purge: --older-than takes days"),
            (("purge", "--sent", "--all"), "usage: epitaph purge"),
            (("purge",), "usage: epitaph purge"),
        )
        for arguments, words in rows:
            with self.subTest(arguments):
                result = self.station.epitaph(*arguments)
                self.assertEqual((result.returncode, result.stdout), (64, ""))
                self.assertTrue(result.stderr.startswith(words), result.stderr)
                self.assertEqual(result.stderr.count("\n"), 1)


if __name__ == "__main__":
    unittest.main()
