# SPDX-License-Identifier: MPL-2.0
"""An audit at a terminal: one line tells how far it is, goes away when something else is written, and is never in the report."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from certferry import PROGRAM  # noqa: E402
from terminal_session import TerminalSession  # noqa: E402

NUMBER = 40
CLEARED = "\r\x1b[K"


class AtATerminal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="certferry-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.home = pathlib.Path(folder.name)
        cls.root = cls.home / "collected"
        for number in range(NUMBER):
            copy = cls.root / f"host{number:02}"
            copy.mkdir(parents=True)
            (copy / "prefs.js").write_text("// Mozilla User Preferences\n", encoding="utf-8")
        cls.environment = {"HOME": str(cls.home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm"}

    def at_terminal(self, *words):
        """Everything that the terminal got, and the exit status."""
        return TerminalSession([PROGRAM, "audit", "--root", str(self.root), *words], self.environment).end()

    def redirected(self, form):
        """The report in a file and what the terminal got, where only standard error is the terminal."""
        file = self.home / f"report.{form}"
        shell = f'exec "$0" audit --root "$1" --format {form} > "$2"'
        seen, status = TerminalSession(["/bin/sh", "-c", shell, PROGRAM, str(self.root), str(file)], self.environment).end()
        return file.read_text(encoding="utf-8"), seen, status

    def assert_ends_clean(self, seen):
        self.assertRegex(seen, rf"Checking \d+ of {NUMBER}")
        self.assertTrue(seen.endswith(CLEARED), repr(seen[-60:]))

    def test_progress_goes_to_the_terminal_and_the_report_where_it_was_sent(self):
        for form in ("json", "jsonl", "text"):
            with self.subTest(form):
                report, seen, status = self.redirected(form)
                self.assertEqual(status, 0)
                self.assert_ends_clean(seen)
                self.assertNotIn("Checking", report)
                self.assertNotIn("\x1b", report)
        self.assertEqual(len(json.loads((self.home / "report.json").read_text(encoding="utf-8"))["profiles"]), NUMBER)

    def test_with_out_only_progress_is_seen(self):
        file = self.home / "out.json"
        seen, status = self.at_terminal("--format", "json", "--out", str(file))
        self.assertEqual(status, 0)
        self.assert_ends_clean(seen)
        self.assertEqual(seen.count("\n"), 0)

    def test_on_one_terminal_the_line_is_gone_before_a_profile_is_written(self):
        seen, _ = self.at_terminal()
        lines = seen.replace("\r\n", "\n").split("\n")
        with_progress = [line for line in lines if "Checking" in line]
        self.assertTrue(with_progress)
        for line in with_progress:
            self.assertIn(CLEARED, line.rpartition("Checking")[2], repr(line))

    def test_profiles_are_written_while_others_are_still_examined(self):
        command = [PROGRAM, "audit", "--root", str(self.root), "--format", "jsonl"]
        with subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL) as running:
            first = [json.loads(running.stdout.readline())["type"] for _ in range(2)]
            self.assertIsNone(running.poll())
            rest = running.stdout.read().splitlines()
            words = running.stderr.read()
        self.assertEqual((first, words), (["run", "profile"], b""))
        self.assertEqual(json.loads(rest[-1])["profiles"], NUMBER)


if __name__ == "__main__":
    unittest.main()
