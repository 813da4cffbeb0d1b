# SPDX-License-Identifier: MPL-2.0
"""Names of certificates that try to break out of a report of an audit, in each format and in the real Firefox."""

import csv
import io
import json
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import debian_package  # noqa: E402
from application import Application, skip_unless_installed  # noqa: E402
from biting_names import NAMES, NEVER_SHOWN  # noqa: E402
from scene import Scene  # noqa: E402

SEEN = """return {state: document.documentElement.dataset.state, title: document.title, text: document.body.innerText,
                elements: document.querySelectorAll("img, iframe, object, link, base, meta[http-equiv=refresh]").length,
                scripts: [...document.scripts].map(script => script.type),
                loaded: performance.getEntriesByType("resource").length};"""


class NamesInReports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        skip_unless_installed(cls, "firefox", "thunderbird")
        addresses = [f"person{number}@example.test" for number in range(1, len(NAMES) + 1)]
        cls.scene = Scene(addresses)
        cls.enterClassContext(cls.scene)
        leaves = [cls.scene.issuer.leaf(name, emails=[address], key="P-256") for name, address in zip(NAMES.values(), addresses)]
        cls.scene.import_in_firefox(*leaves)
        # A folder's name comes from strangers too, where copies are examined.
        cls.copies = cls.scene.home.path / "copies" / "</script><img src=x>\x1b[31m\u202e=1"
        cls.copies.mkdir(parents=True)
        for file in ("cert9.db", "key4.db"):
            (cls.copies / file).write_bytes((cls.scene.firefox.path / file).read_bytes())

    def report(self, form):
        done = self.scene.certferry.text("audit", "--profile", self.scene.firefox.path, "--root", self.copies.parent, "--format", form)
        self.assertIn(done.returncode, (0, 1), done.stderr[:2000])
        return done.stdout

    def assert_harmless(self, text):
        self.assertEqual([repr(letter) for letter in NEVER_SHOWN if letter in text.replace("\n", "").replace("\r", "")], [])

    def test_text_steers_no_terminal(self):
        self.assert_harmless(self.report("text").decode())

    def test_json_has_the_true_names(self):
        profiles = json.loads(self.report("json"))["profiles"]
        self.assertEqual(len(profiles), 2)
        names = {each["displayName"] for each in profiles[0]["certificates"]}
        self.assertLessEqual({NAMES["markup"], NAMES["another direction"]}, names)

    def test_each_line_of_json_lines_is_one_value(self):
        lines = self.report("jsonl").decode().splitlines()
        self.assertEqual(json.loads(lines[-1])["type"], "end")
        self.assertTrue(all(isinstance(json.loads(line), dict) for line in lines))

    def test_sarif_messages_hold_no_link_and_its_addresses_are_encoded(self):
        for result in json.loads(self.report("sarif"))["runs"][0]["results"]:
            self.assertNotIn("](", result["message"]["text"])
            uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            self.assertRegex(uri, r"^[A-Za-z0-9._~/%-]+$")

    def test_no_cell_of_csv_is_a_formula(self):
        rows = list(csv.reader(io.StringIO(self.report("csv").decode(), newline=""), strict=True))
        self.assertEqual({len(row) for row in rows}, {len(rows[0])})
        cells = [cell for row in rows for cell in row]
        self.assertEqual([cell for cell in cells if cell.startswith(tuple("=+-@\t\r"))], [])
        self.assert_harmless("".join(cells))

    def test_prometheus_reads_its_text(self):
        text = self.report("prometheus")
        self.assert_harmless(text.decode())
        promtool = debian_package.program(self, "prometheus", "promtool")
        done = subprocess.run([promtool, "check", "metrics"], input=text, capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stderr.decode()[:2000]), (0, ""))

    def test_the_page_shows_them_as_text_and_runs_nothing(self):
        file = self.scene.home.path / "report.html"
        file.write_bytes(self.report("html"))
        profile = self.scene.home.path / "browser"
        profile.mkdir()
        with Application("firefox", self.scene.home.path, profile) as firefox:
            firefox.marionette.navigate(file.as_uri())
            seen = firefox.marionette.content(SEEN)
        self.assertEqual((seen["state"], seen["elements"], seen["loaded"]), ("drawn", 0, 0))
        self.assertEqual(set(seen["scripts"]), {"application/json", "module"})
        self.assertTrue(seen["title"].startswith("Certificate audit"))
        self.assertIn("person1@example.test", seen["text"])
        self.assertIn("</script><img src=x>", seen["text"])
        self.assert_harmless(seen["text"].replace("\t", ""))


if __name__ == "__main__":
    unittest.main()
