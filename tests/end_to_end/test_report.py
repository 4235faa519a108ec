#!/usr/bin/env python3
"""`epitaph report`: what its page holds, whatever the crashes say.

The environment names the program: EPITAPH.
"""
import base64
import collections
import hashlib
import html.parser
import json
import os
import re
import stat
import subprocess
import threading
import unittest

from crashes import HOSTILE, crash_event, frame, hostile_event, text_time, week
from station import EPITAPH, Station

VOID = {"meta", "rect", "line", "path"}
TAGS = VOID | set("""html head title style body a header h1 h2 h3 h4 p nav main section figure
    figcaption div span svg g table caption thead tbody tr th td details summary dl dt dd code b
    pre time strong footer""".split())
ATTRIBUTES = set("""lang charset http-equiv content name class href id aria-label aria-labelledby
    aria-hidden role preserveaspectratio viewbox x y x1 y1 x2 y2 d width height scope colspan
    data-label datetime open""".split())


class Page(html.parser.HTMLParser):
    """Takes a page apart; anything that the report does not write is an error."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.stack, self.ids, self.links, self.headings = [], [], [], []
        self.texts = collections.defaultdict(list)  # by the element's name and class
        self.tables = []
        self.style = ""
        self.feed(text)
        self.close()
        assert not self.stack, self.stack

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, (tag, name, value)
            assert not re.search("[<>\"\x00-\x1f]", value or ""), (tag, name, value)
        given = dict(attrs)
        assert len(given) == len(attrs), attrs
        if "id" in given:
            self.ids.append(given["id"])
        if "href" in given:
            self.links.append(given["href"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "table":
            self.tables.append(collections.Counter())
        if self.tables and tag in ("caption", "th", "td"):
            self.tables[-1][tag] += 1
            assert tag != "th" or given.get("scope") in ("row", "col"), attrs
        if tag not in VOID:
            self.stack.append((tag, given.get("class")))
            self.texts[self.stack[-1]].append("")

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag):
        assert self.stack and self.stack.pop()[0] == tag, tag

    def handle_data(self, data):
        for element in self.stack:
            self.texts[element][-1] += data

    def handle_comment(self, data):
        raise AssertionError("a comment: " + data)

    def handle_pi(self, data):
        raise AssertionError("an instruction: " + data)

    def unknown_decl(self, data):
        raise AssertionError("a declaration: " + data)

    def all(self, tag, kind=None):
        return [text.strip() for text in self.texts[(tag, kind)]]


def printable(text):
    """As text that must not steer is shown."""
    text = re.sub("[\x00-\x1f\x7f]", lambda c: "\\x%02x" % ord(c[0]), text)
    return re.sub("[\u202a-\u202e\u2066-\u2069\x80-\x9f]", "\ufffd", text)


class Report(unittest.TestCase):
    def setUp(self):
        self.station = Station()
        self.addCleanup(self.station.close)
        self.path = os.path.join(self.station.directory, "report.html")

    def report(self, *arguments):
        result = self.station.epitaph("report", "--html", "-", *arguments)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return result.stdout

    def page(self, *arguments):
        return Page(self.report(*arguments))

    def assert_sound(self, page):
        self.assertEqual(len(set(page.ids)), len(page.ids))
        for link in page.links:
            self.assertEqual(link[0], "#")
            self.assertIn(link[1:], page.ids)
        self.assertEqual(page.headings[0], 1)
        self.assertEqual(page.headings.count(1), 1)
        for before, after in zip(page.headings, page.headings[1:]):
            self.assertLessEqual(after, before + 1)
        for table in page.tables:
            self.assertEqual(table["caption"], 1)
            self.assertGreater(table["th"], 1)
        for landmark in (("header", None), ("nav", None), ("main", None), ("footer", None)):
            self.assertEqual(len(page.texts[landmark]), 1, landmark)

    def test_a_page_of_a_few_weeks_is_sound(self):
        self.station.put(*week())
        page = self.page()
        self.assert_sound(page)
        self.assertEqual(len(page.all("section", "bug")), 5)
        self.assertIn("451 crashes of 5 kinds", page.all("p", "lead")[0])
        rows = page.all("tr")
        self.assertTrue(any("2.4.1" in row and "2.4.0" in row and "434" in row for row in rows))

    def test_nothing_known_is_a_page_too(self):
        page = self.page()
        self.assert_sound(page)
        self.assertIn("No crashes are known here.", page.all("main")[0])
        self.station.put(crash_event(1))
        page = self.page("--app", "<other>")
        self.assert_sound(page)
        self.assertIn("No crash that is known here matches.", page.all("main")[0])
        self.assertEqual(page.all("strong"), ["<other>"])

    def test_the_policy_allows_the_style_sheet_and_nothing_else(self):
        text = self.report()
        style = re.search("<style>(.*)</style>", text, re.S)[1]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        self.assertIn("content=\"default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; "
                      "form-action 'none'\"" % digest, text)
        self.assertNotRegex(style, "url|@import")

    def test_a_crash_is_told_whole(self):
        self.station.put(*week())
        page = self.page()
        functions = page.all("td", "function")
        self.assertIn("check inlined", functions)
        self.assertIn("shop::ledger::post(...)+0x1f", functions)
        self.assertIn("libc.so.6+0x1070", functions)
        self.assertIn("shop/ledger.cc:212", page.all("td", "where"))
        self.assertIn("libc.so.6 93ac61ec", page.all("td", "module"))
        self.assertIn("scan", page.all("td", "trust scan"))
        self.assertEqual([note for note in page.all("tr", "note")],
                         ["... again 39 times", "... 3,959 frames left out"])
        self.assertIn("Thread 12 (writer)", page.all("caption"))
        self.assertIn('File "~/jobs/report.py", line 12 in total', page.all("pre")[0])
        facts = " ".join(page.all("dl", "facts"))
        self.assertIn("ledger.cc:212: post: Assertion `sum == 0", facts)
        self.assertIn("431 times since", facts)
        self.assertIn("phase: checkout", page.all("dd"))

    def test_where_a_crash_stands_is_told(self):
        events = [crash_event(n, ("f%d" % n, "main")) for n in (1, 2, 3)]
        self.station.put(*events)
        outbox = os.path.join(self.station.state, "outbox")
        for folder, event in (("sent", events[1]), ("rejected", events[2])):
            os.mkdir(os.path.join(self.station.state, folder), 0o700)
            os.rename(os.path.join(outbox, event["event_id"] + ".json"),
                      os.path.join(self.station.state, folder, event["event_id"] + ".json"))
        with open(os.path.join(self.station.state, "rejected", events[2]["event_id"] + ".why"), "w",
                  encoding="utf-8") as file:
            file.write("422 <b>not like this</b>\nmore\n")
        page = self.page()
        for place in ("queued", "sent", "rejected"):
            self.assertEqual(page.all("span", "place " + place), [place])
        self.assertTrue(any("422 <b>not like this</b>" in text for text in page.all("dd")))

    def test_an_event_of_several_destinations_is_one_crash(self):
        event = crash_event(1, ("f", "main"))
        for name, folder in (("archive", "sent"), ("tracker", "rejected"), ("otel", "outbox")):
            place = os.path.join(self.station.state, "destinations", name, folder)
            os.makedirs(place)
            with open(os.path.join(place, event["event_id"] + ".json"), "w", encoding="utf-8") as file:
                json.dump(event, file)
            if folder == "rejected":
                with open(os.path.join(place, event["event_id"] + ".why"), "w", encoding="utf-8") as file:
                    file.write("status 400\n")
        listed = json.loads(self.station.epitaph("list", "--all", "--json").stdout)
        self.assertEqual(listed["state"], "rejected")
        self.assertEqual(sorted(listed["destinations"], key=lambda row: row["name"]), [
            {"name": "archive", "state": "sent"}, {"name": "otel", "state": "queued"},
            {"name": "tracker", "state": "rejected", "why": "status 400"}])
        page = self.page()
        for words in ("archive: sent", "otel: queued", "tracker: rejected, status 400"):
            self.assertIn(words, page.all("dd"))

    def test_hostile_words_stay_words(self):
        for number, text in enumerate(HOSTILE):
            self.station.put(hostile_event(100 + number, text))
        page = self.page("--since", "2000-01-01")
        self.assert_sound(page)
        self.assertEqual(sum(page.all("h1").count(text) for text in HOSTILE), 0)
        for text in HOSTILE:
            shown = printable(text)
            for place in (page.all("pre"), page.all("dl", "facts"), page.all("caption"),
                          page.all("h3")):
                self.assertIn(shown, "\n".join(place))
        raw = self.report()
        for steering in "\x1b\u202e\u2066\x7f\x9b":
            self.assertNotIn(steering, raw)

    def test_bytes_that_are_no_text_are_marked_as_such(self):
        event = crash_event(1, abort_message="JUST-HERE", signal="SIGABRT", signal_number=6)
        self.station.put(event)
        path = os.path.join(self.station.state, "outbox", event["event_id"] + ".json")
        with open(path, "rb") as file:
            text = file.read()
        with open(path, "wb") as file:
            file.write(text.replace(b"JUST-HERE", b"a\xff\xc0\xafb\xed\xa0\x80"))
        self.assertIn("a\ufffd\ufffd\ufffdb\ufffd\ufffd\ufffd", self.page().all("dd"))

    def test_the_timeline_counts_every_crash_once(self):
        now = 1769860800
        self.station.put(
            crash_event(1, ("a",), now), crash_event(2, ("b",), now - 86400 * 3, count=2,
                                                     first_seen=text_time(now - 86400 * 5)),
            crash_event(3, ("c",), now, count=1000, first_seen=text_time(now - 86400 * 9)),
            crash_event(4, ("d",), now, count=50),
            crash_event(5, ("e",), 0, count=7))
        page = self.page()
        cells = [int(text.replace(",", "")) for text in page.all("td", "number")]
        # the first table is the timeline's: known and spread in turn
        timeline = page.all("table")[0]
        bins = len(re.findall(r"\d{4}-\d\d-\d\d", timeline))
        known, spread = cells[0:2 * bins:2], cells[1:2 * bins:2]
        self.assertEqual(sum(known), 1 + 2 + 2 + 50)
        self.assertEqual(sum(spread), 998)
        caption = page.all("figcaption")[0]
        self.assertIn("998 crashes counted without a time of their own", caption)
        self.assertIn("7 crashes of unknown time", caption)

    def test_the_same_filters_as_in_list(self):
        self.station.put(*week())
        for arguments in (("--app", "feed"), ("--signal", "ABRT"), ("--since", "1d"),
                          ("--signature", "ffff"), ()):
            listed = self.station.epitaph("list", "--all", "--json", *arguments).stdout
            page = self.page(*arguments)
            left_out = sum(int(text.split()[0]) for text in page.all("p", "left-out")
                           if "earlier" in text)
            self.assertEqual(len(page.all("summary")) - len(page.all("details", "files")) -
                             len(page.all("details", "threads")) - 1 + left_out,
                             len(listed.splitlines()), arguments)

    def test_ten_thousand_crashes_are_a_page_of_bounded_size(self):
        self.station.put(*(crash_event(n, ("f%d" % (n % 3000), "g", "main"), 1769860800 - 60 * n)
                           for n in range(10000)))
        text = self.report()
        self.assertLess(len(text), 8 << 20)
        page = Page(text)
        self.assert_sound(page)
        self.assertIn("10,000 crashes of 3,000 kinds", page.all("p", "lead")[0])
        self.assertEqual(len(page.all("section", "bug")), 200)
        left_out = page.all("p", "left-out")
        self.assertIn("2,800 signatures with fewer crashes left out.", left_out)
        self.assertTrue(any(words.startswith("9,800 records of crashes left out") for words in left_out))

    def test_one_monstrous_crash_is_a_page_of_bounded_size(self):
        names = ["x<&\"'" * 20 + str(n) for n in range(8)]
        self.station.put(crash_event(1, frames=[
            frame(n, names, pc=hex(n * 16)) for n in range(400)]))
        text = self.report()
        self.assertLess(len(text), 8 << 20)
        self.assertTrue(any(note.endswith("more lines left out")
                            for note in Page(text).all("tr", "note")))

    def test_a_file_is_there_whole_or_not_at_all(self):
        self.station.put(crash_event(1))
        self.assertEqual(self.station.epitaph("report", "--html", self.path).returncode, 0)
        self.assertEqual(stat.S_IMODE(os.stat(self.path).st_mode), 0o600)
        with open(self.path, encoding="utf-8") as file:
            self.assertTrue(file.read().endswith("</html>\n"))
        # It takes the place of an older one with its mode, and of a link's target.
        os.chmod(self.path, 0o644)
        link = self.path + ".link"
        os.symlink(self.path, link)
        before = os.stat(self.path).st_ino
        self.assertEqual(self.station.epitaph("report", "--html", link).returncode, 0)
        self.assertTrue(os.path.islink(link))
        self.assertNotEqual(os.stat(self.path).st_ino, before)
        self.assertEqual(stat.S_IMODE(os.stat(self.path).st_mode), 0o644)
        self.assertEqual([name for name in os.listdir(self.station.directory)
                          if name.startswith("report.html.") and name != "report.html.link"], [])

    def test_what_cannot_be_written_is_said(self):
        for path in (self.station.directory, self.path + "/none/report.html", "/dev/full"):
            result = self.station.epitaph("report", "--html", path)
            self.assertEqual(result.returncode, 73, path)
            self.assertIn("epitaph report: cannot write " + path, result.stderr)
        with open("/dev/full", "w", encoding="utf-8") as full:
            self.assertEqual(subprocess.run(
                [EPITAPH, "report", "--html", "-"], env=self.station.environment(), stdout=full,
                stderr=subprocess.DEVNULL, check=False).returncode, 73)
        self.assertEqual(self.station.epitaph("report").returncode, 64)

    def test_a_pipe_is_written_to(self):
        os.mkfifo(self.path)
        got = []

        def read():
            with open(self.path, encoding="utf-8") as file:
                got.append(file.read())

        reader = threading.Thread(target=read)
        reader.start()
        self.assertEqual(self.station.epitaph("report", "--html", self.path).returncode, 0)
        reader.join()
        self.assertTrue(got[0].endswith("</html>\n"))
        self.assertTrue(stat.S_ISFIFO(os.stat(self.path).st_mode))

    def test_a_broken_spool_hides_nothing_but_is_told(self):
        self.station.put(crash_event(1))
        with open(os.path.join(self.station.spool, "%d.spool" % os.getuid()), "wb") as file:
            file.write(b"no spool\n" * 4096)
        result = self.station.epitaph("report", "--html", self.path)
        self.assertEqual(result.returncode, 65)
        with open(self.path, encoding="utf-8") as file:
            self.assertEqual(len(Page(file.read()).all("section", "bug")), 1)


if __name__ == "__main__":
    unittest.main()
