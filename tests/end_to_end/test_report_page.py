# SPDX-License-Identifier: MPL-2.0
"""The page of an audit in the real Firefox: from a file, without a server, as a person uses it."""

import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import audited  # noqa: E402
from accessibility import axe  # noqa: E402
from addon_page import PICTURES  # noqa: E402
from application import Application, program  # noqa: E402

DARK = "Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', args[0]);"
COLUMN = "return [...document.querySelectorAll(args[0] + ' tbody tr')].map(row => row.cells[args[1]].innerText.trim());"
WRITE = """const field = document.querySelector(args[0]);
field.value = args[1];
field.dispatchEvent(new Event(field.localName === 'select' ? 'change' : 'input', {bubbles: true}));"""
SORTED = "return document.querySelectorAll(args[0] + ' th')[args[1]].getAttribute('aria-sort');"
LOADED = "return performance.getEntriesByType('resource').map(entry => entry.name);"


class Page:
    """Runs scripts where the report is shown."""

    def __init__(self, browser):
        self.run = browser.content


class ReportPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if program("firefox") is None:
            raise unittest.SkipTest("Firefox is not installed")
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="certferry-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        (cls.folder / "profile").mkdir()
        cls.firefox = cls.enterClassContext(Application("firefox", cls.folder, cls.folder / "profile"))
        cls.browser = cls.firefox.marionette
        cls.page = Page(cls.browser)
        PICTURES.mkdir(parents=True, exist_ok=True)

    def open(self, redaction="none", audit=None):
        file = self.folder / "report.html"
        file.write_bytes(audited.report("html", audit or audited.result(), redaction))
        self.browser.call("WebDriver:SetWindowRect", {"width": 1280, "height": 900})
        self.browser.navigate("about:blank")
        self.browser.navigate(file.as_uri())
        self.assertEqual(self.page.run("return document.documentElement.dataset.state;"), "drawn")

    def look(self, name):
        self.browser.screenshot(PICTURES / f"{name}.png", "content")
        self.assertEqual(axe().violations(self.page), [], name)

    def tearDown(self):
        if axe().missing:
            self.skipTest(f"the pictures were made, but not judged: {axe().missing}")

    def test_it_is_readable_in_light_dark_and_narrow_and_loads_nothing(self):
        self.open()
        self.assertEqual(self.page.run(LOADED), [])
        self.look("report")
        self.browser.chrome(DARK, 0)
        self.look("report-dark")
        self.browser.chrome(DARK, 1)
        self.browser.call("WebDriver:SetWindowRect", {"width": 450, "height": 900})
        self.look("report-narrow")
        self.assertEqual(self.page.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth;"), 0)

    def test_people_are_listed_with_what_they_can_do(self):
        self.open()
        addresses = self.page.run(COLUMN, "#people", 0)
        signs, encrypted = self.page.run(COLUMN, "#people", 3), self.page.run(COLUMN, "#people", 4)
        reads, steps = self.page.run(COLUMN, "#people", 5), self.page.run(COLUMN, "#people", 6)
        at = {address: place for place, address in enumerate(addresses)}
        self.assertEqual(signs[at["dave@example.org"]], "2027-05-20")
        self.assertEqual(signs[at["alice@example.org"]], "expired 2026-08-15")
        self.assertEqual(encrypted[at["frank@example.org"]], "not at all")
        self.assertEqual(reads[at["carol@example.org"]], "not known")
        self.assertIn("Ask the authority", steps[at["alice@example.org"]])

    def test_findings_sort_and_filter_with_the_keyboard_too(self):
        self.open()
        every = self.page.run(COLUMN, "#findings", 0)
        self.assertTrue(every[0].startswith("error") and every[-1].startswith("note"))
        self.page.run("document.querySelectorAll('#findings th button')[1].focus();")
        enter = {"actions": [{"type": "key", "id": "keys", "actions": [{"type": "keyDown", "value": "\ue007"}, {"type": "keyUp", "value": "\ue007"}]}]}
        self.browser.call("WebDriver:PerformActions", enter)
        self.assertEqual(self.page.run(SORTED, "#findings", 1), "ascending")
        self.browser.call("WebDriver:PerformActions", enter)
        self.assertEqual(self.page.run(SORTED, "#findings", 1), "descending")
        self.assertIn("TRUST-USER-CA-WEB", self.page.run(COLUMN, "#findings", 1)[0])
        self.page.run(WRITE, "#rule", "CERT-EXPIRED")
        self.assertEqual({each.split()[0] for each in self.page.run(COLUMN, "#findings", 0)}, {"error"})
        self.page.run(WRITE, "#rule", "")
        self.page.run(WRITE, "#words", "primary dave")
        self.assertEqual(len(self.page.run(COLUMN, "#findings", 0)), 1)
        self.page.run(WRITE, "#words", "")
        self.page.run(WRITE, "#state", "gone")
        self.assertEqual(len(self.page.run(COLUMN, "#findings", 0)), 1)
        self.page.run(WRITE, "#state", "")
        self.browser.click("#show-error")
        self.assertNotIn("error", self.page.run(COLUMN, "#findings", 0))
        self.assertIn(" of ", self.page.run("return document.querySelector('#findings [role=status]').innerText;"))

    def test_a_name_runs_nothing_and_hides_nothing(self):
        self.open()
        self.assertEqual(self.page.run("return document.querySelectorAll('img').length;"), 0)
        self.assertTrue(self.page.run("return document.title;").startswith("Certificate audit: "))
        text = self.page.run("return document.body.innerText;")
        self.assertIn("</script><!--<script><img src=x", text)
        self.assertEqual([letter for letter in ("\x1b", "\u202e") if letter in text], [])
        refused = self.page.run("""const script = document.createElement('script');
            script.textContent = 'window.ran = true';
            document.body.append(script);
            const image = new Image();
            const ended = new Promise(done => { image.onerror = () => done('refused'); image.onload = () => done('loaded'); });
            image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';
            return [window.ran === undefined, await ended];""")
        self.assertEqual(refused, [True, "refused"])

    def test_a_fleet_has_its_hosts_and_its_forecast_and_a_single_computer_has_neither(self):
        self.open()
        self.assertEqual(self.page.run("return [...document.querySelectorAll('.fleet')].filter(each => each.checkVisibility()).length;"), 0)
        self.open(audit=audited.fleet())
        states = dict(zip(self.page.run(COLUMN, "#hosts", 0), self.page.run(COLUMN, "#hosts", 1)))
        self.assertEqual(states, {"desk-17": "findings", "lap-3": "clean", "far\\u{001B}<b>": "unreachable"})
        self.assertEqual(self.page.run(COLUMN, "#hosts", 0)[0], "far\\u{001B}<b>")
        self.assertEqual(self.page.run(COLUMN, "#forecast", 1), ["2026-12-10 2026-W50"])
        self.assertIn("3 new findings, 2 gone, 1 unchanged", self.page.run("return document.getElementById('notes').innerText;"))
        self.look("report-fleet")

    def test_it_prints_all_of_it(self):
        self.open()
        self.browser.set_context("content")
        printed = self.browser.call("WebDriver:Print", {"orientation": "landscape"})
        self.assertGreater(len(printed), 20_000)

    def test_redacted_it_says_so_and_names_nobody(self):
        self.open("all")
        text = self.page.run("return document.body.innerText;")
        self.assertIn("names replaced", text)
        self.assertEqual([person for person in audited.PEOPLE if person in text.lower()], [])
        self.look("report-redacted")

    def test_ten_thousand_findings_are_shown_in_pieces(self):
        audit = audited.result()
        audit["profiles"][0]["findings"] *= 5000
        self.open(audit=audit)
        self.assertEqual(len(self.page.run(COLUMN, "#findings", 0)), 500)
        self.page.run("[...document.querySelectorAll('#findings button')].at(-1).click();")
        self.assertEqual(len(self.page.run(COLUMN, "#findings", 0)), 1000)


if __name__ == "__main__":
    unittest.main()
