# SPDX-License-Identifier: MPL-2.0
"""What `certferry audit merge` writes to people whose certificates end, read by a mail parser and by a calendar of others; and
results that are too old."""

import email
import email.policy
import json
import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import certferry  # noqa: E402
from fleet_model import AT, Fleet, iso_week, moment  # noqa: E402

# Debian's Python has the package, whichever Python runs the tests.
CALENDAR = """
import icalendar, json, sys
entries = icalendar.Calendar.from_ical(sys.stdin.buffer.read()).walk("VEVENT")
print(json.dumps([{"uid": str(entry["uid"]), "start": str(entry["dtstart"].dt), "summary": str(entry["summary"]), "text": str(entry["description"])}
                  for entry in entries]))
"""


class FleetLetters(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="certferry-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.fleet = Fleet(60)
        cls.results = cls.fleet.write(cls.folder / "results")
        cls.until = {}
        for host in cls.fleet.ending():
            cls.until.setdefault(host.address, {})[host.name] = host.until

    def merge(self, *words, week=0.1):
        done = subprocess.run([certferry.PROGRAM, "audit", "merge", self.results, "--at", moment(week), *words, "--json"], capture_output=True,
                              check=False, env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"})
        self.assertEqual(done.returncode, 1, done.stderr)
        return json.loads(done.stdout)

    def letters(self, language):
        folder = self.folder / language
        self.merge("--letters", folder, "--language", language)
        self.assertEqual({stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}, {0o600})
        letters = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in folder.glob("*.txt")]
        return folder, {letter["To"]: letter for letter in letters}

    def test_each_person_whose_certificate_ends_gets_one(self):
        for language, signing in (("en", "signature"), ("de", "Unterschrift")):
            with self.subTest(language):
                folder, letters = self.letters(language)
                self.assertEqual(set(letters), set(self.until))
                for address, letter in letters.items():
                    text = letter.get_content()
                    self.assertIn(min(self.until[address].values())[:10], letter["Subject"])
                    for host, until in self.until[address].items():
                        self.assertRegex(text, rf"{iso_week(until)}.*\n.*{host}\n")
                    self.assertIn(signing, text)
                self.assertEqual(len(list(folder.iterdir())), 2 * len(letters))

    def test_a_calendar_reads_the_entries(self):
        folder, letters = self.letters("de")
        entries = []
        for file in folder.glob("*.ics"):
            lines = file.read_bytes().split(b"\r\n")
            self.assertTrue(all(len(line) <= 75 and b"\n" not in line for line in lines), file)
            read = subprocess.run(["/usr/bin/python3", "-c", CALENDAR], input=file.read_bytes(), capture_output=True, check=True)
            entries += json.loads(read.stdout)
        self.assertEqual(len({entry["uid"] for entry in entries}), sum(len(set(ends.values())) for ends in self.until.values()))
        self.assertGreater(len(entries), len(letters))
        for entry in entries:
            address = next(address for address in letters if address in entry["summary"])
            self.assertIn(entry["text"].splitlines()[0], letters[address].get_content())
            self.assertLess(entry["start"], max(self.until[address].values())[:10])
            self.assertGreaterEqual(entry["start"], AT.strftime("%Y-%m-%d"))

    def test_what_is_there_stays_as_it_is(self):
        folder, _ = self.letters("en")
        file = sorted(folder.glob("*.txt"))[0]
        file.write_text("Mine.", encoding="utf-8")
        self.merge("--letters", folder, "--language", "en")
        self.assertEqual(file.read_text(encoding="utf-8"), "Mine.")

    def test_another_language_is_another_letter(self):
        folder = self.folder / "both"
        for language in ("en", "de"):
            self.merge("--letters", folder, "--language", language)
            self.assertEqual(len(list(folder.glob(f"*-{language}.txt"))), len(self.until))
        self.assertEqual(len(list(folder.glob("*.txt"))), 2 * len(self.until))

    def test_old_results_are_stale_not_clean(self):
        states = {each["host"]: each["state"] for each in self.merge("--max-age", "8", week=2)["hosts"]}
        reached = {host.name for host in self.fleet.hosts if host.is_reached(0)}
        self.assertEqual({states[name] for name in reached}, {"stale"})
        fresh = {each["host"]: each["state"] for each in self.merge("--max-age", "8", week=1)["hosts"]}
        self.assertNotIn("stale", fresh.values())


if __name__ == "__main__":
    unittest.main()
