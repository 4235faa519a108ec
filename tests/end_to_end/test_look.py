#!/usr/bin/env python3
"""The report in a browser: what it asks for, how it reads, where it fits.

The environment names the program: EPITAPH; and in PICTURES a directory, if anybody wants to
look at it as well.
"""
import os
import re
import sys
import unittest

import browser
from crashes import HOSTILE, hostile_event, week
from station import Station

# Every text with its colour over what is beneath it, and how big the contrast is.
CONTRAST = """(() => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  document.querySelectorAll("details").forEach(details => details.open = true);
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const style = getComputedStyle(element);
    const words = [...element.childNodes].some(n => n.nodeType === 3 && n.data.trim() !== "");
    if (words && !element.closest("svg"))
      found.push([element.className || element.tagName, ratio(parse(style.color), ground(element)), 4.5]);
    if (element.matches("rect, .spark path"))
      found.push([element.className.baseVal || "spark", ratio(parse(style.fill), ground(element)), 3]);
    if (element.matches(".key"))
      found.push(["key", ratio(parse(style.backgroundColor), ground(element.parentElement)), 3]);
  }
  return found;
})()"""
# What sticks out of a page of this width.
OUTSIDE = """[...document.querySelectorAll("body *:not(.skip)")]
  .filter(element => element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
  .filter(element => getComputedStyle(element).clipPath === "none" && !element.closest("thead"))
  .map(element => element.tagName + "." + element.className).slice(0, 5)"""
WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
HIDDEN_STACKS = """[...document.querySelectorAll(".crash table, .crash dl")]
  .filter(table => !table.checkVisibility({contentVisibilityAuto: true, opacityProperty: true}) ||
                   table.getBoundingClientRect().height === 0).length"""
# (width, scheme, medium)
VIEWS = ((1280, "light", ""), (1280, "dark", ""), (900, "light", ""), (360, "light", ""),
         (360, "dark", ""), (700, "dark", "print"))


class Look(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.station = Station()
        cls.addClassCleanup(cls.station.close)
        cls.browser = browser.Browser()
        cls.addClassCleanup(cls.browser.close)
        cls.station.put(*week())
        cls.path = cls.write("report.html")
        cls.station.put(*(hostile_event(100 + n, text) for n, text in enumerate(HOSTILE)),
                        hostile_event(99, "x" * 3000), hostile_event(98, "w w" * 900))
        cls.hostile = cls.write("hostile.html")
        cls.pictures = os.environ.get("PICTURES")
        cls.seen = {}

    @classmethod
    def write(cls, name):
        path = os.path.join(cls.station.directory, name)
        if cls.station.epitaph("report", "--html", path).returncode != 0:
            raise AssertionError("no report")
        return path

    @classmethod
    def look(cls):
        """Each page in each view, once: what there is to see, by the view's name."""
        if cls.seen:
            return cls.seen
        for page in (cls.path, cls.hostile):
            for width, scheme, media in VIEWS:
                name = "%s-%d-%s%s" % (os.path.basename(page)[:-5], width, scheme,
                                       "-" + media if media else "")
                cls.browser.open(page, width, 900, scheme, media)
                if cls.pictures:
                    cls.browser.picture(os.path.join(cls.pictures, name + ".png"))
                cls.seen[name] = {
                    "widths": cls.browser.evaluate(WIDTHS),
                    "texts": cls.browser.evaluate(CONTRAST),  # opens what is closed
                    "outside": cls.browser.evaluate(OUTSIDE),
                    "scripts": cls.browser.evaluate("document.scripts.length"),
                    "mode": cls.browser.evaluate("document.compatMode"),
                    "requests": cls.browser.requests(), "complaints": cls.browser.complaints()}
        return cls.seen

    def test_it_asks_for_nothing_and_complains_of_nothing(self):
        for name, seen in self.look().items():
            self.assertEqual(len(seen["requests"]), 1, name)
            self.assertEqual(seen["complaints"], [], name)
            self.assertEqual((seen["scripts"], seen["mode"]), (0, "CSS1Compat"), name)

    def test_every_text_and_bar_stands_out(self):
        for name, seen in self.look().items():
            self.assertGreater(len(seen["texts"]), 100, name)
            self.assertEqual([row for row in seen["texts"] if row[1] < row[2]][:5], [], name)

    def test_nothing_runs_out_of_the_page(self):
        for name, seen in self.look().items():
            self.assertLessEqual(*seen["widths"], name)
            self.assertEqual(seen["outside"], [], name)

    def test_two_schemes_are_two(self):
        grounds = set()
        for scheme in ("light", "dark"):
            self.browser.open(self.path, scheme=scheme)
            grounds.add(self.browser.evaluate("getComputedStyle(document.body).backgroundColor"))
        self.assertEqual(len(grounds), 2)

    def test_paper_has_every_stack_in_ink(self):
        self.browser.open(self.path, scheme="dark")
        self.assertGreater(self.browser.evaluate(HIDDEN_STACKS), 0)
        self.browser.open(self.path, scheme="dark", media="print")
        self.assertEqual(self.browser.evaluate(HIDDEN_STACKS), 0)
        self.assertEqual(self.browser.evaluate("getComputedStyle(document.body).backgroundColor"),
                         "rgb(255, 255, 255)")
        self.browser.open(self.path)
        paper = self.browser.paper()
        self.assertTrue(paper.startswith(b"%PDF"))
        self.assertLess(len(re.findall(rb"/Type\s*/Page\b", paper)), 20)
        if self.pictures:
            with open(os.path.join(self.pictures, "report.pdf"), "wb") as file:
                file.write(paper)

    def test_nothing_moves(self):
        self.browser.open(self.path)
        self.assertEqual(self.browser.evaluate("document.getAnimations().length"), 0)

    def test_a_reader_of_the_screen_finds_its_way(self):
        for width in (1280, 360):
            with self.subTest(width=width):
                self.browser.open(self.path, width)
                nodes = [node for node in self.browser.call("Accessibility.getFullAXTree")["nodes"]
                         if not node["ignored"]]

                def named(role):
                    return [node.get("name", {}).get("value", "") for node in nodes
                            if node["role"]["value"] == role]

                for role in ("main", "banner", "contentinfo", "navigation"):
                    self.assertEqual(len(named(role)), 1, role)
                self.assertIn("Sections", named("navigation"))
                for region in ("Timeline", "Signatures", "Crashes"):
                    self.assertIn(region, named("region"))
                self.assertTrue(any(name.startswith("Crashes in each") for name in named("image") + named("img")))
                tables = named("table")
                self.assertGreater(len(tables), 5)
                self.assertNotIn("", tables)
                self.assertIn("Stack, innermost call first", tables)
                self.assertGreater(len(named("columnheader")), 5)

    def press(self, key, code, text=None):
        for kind in ("keyDown", "keyUp"):
            self.browser.call("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                              windowsVirtualKeyCode=code, **({"text": text} if text else {}))

    def test_keys_reach_and_open_everything(self):
        self.browser.open(self.path)
        focus = "document.activeElement.%s"
        self.press("Tab", 9)
        self.assertEqual(self.browser.evaluate(focus % "textContent"), "To the crashes")
        self.assertGreaterEqual(self.browser.evaluate(focus % "getBoundingClientRect().left"), 0)
        reached = set()
        for _ in range(40):
            self.press("Tab", 9)
            reached.add(self.browser.evaluate(focus % "tagName"))
            if self.browser.evaluate("!!document.activeElement.closest('.crash:not([open])')"):
                break
        self.assertEqual(reached, {"A", "SUMMARY"})
        self.assertNotEqual(self.browser.evaluate(
            "getComputedStyle(document.activeElement).outlineStyle"), "none")
        self.press("Enter", 13, "\r")
        self.assertTrue(self.browser.evaluate("document.activeElement.parentElement.open"))


if __name__ == "__main__":
    if browser.why_not():
        print("skipped: " + browser.why_not())
        sys.exit(77)
    unittest.main()
