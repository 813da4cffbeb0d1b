# SPDX-License-Identifier: MPL-2.0
"""Mozilla's addons-linter finds nothing in the packages but what linter_exceptions.json gives a reason for."""

import json
import pathlib
import subprocess
import unittest

import npm_package
from addon_page import PACKAGES

VERSION = "10.14.0"
EXCEPTIONS = json.loads((pathlib.Path(__file__).resolve().parent / "linter_exceptions.json").read_text(encoding="utf-8"))


class Linter(unittest.TestCase):
    def test_there_are_no_errors_or_warnings_but_those_with_a_reason(self):
        program = npm_package.package(self, "addons-linter", VERSION) / "bin" / "addons-linter"
        used = set()
        for kind in ("firefox", "thunderbird", "thunderbird-live"):
            done = subprocess.run(["node", program, "--output", "json", PACKAGES / f"certferry-{kind}.xpi"], capture_output=True, check=False)
            report = json.loads(done.stdout)
            found = {each["code"] for each in report["errors"] + report["warnings"]}
            excused = {code for code, exception in EXCEPTIONS.items() if kind in exception["in"]}
            self.assertEqual(found - excused, set(), report)
            used |= {(kind, code) for code in found}
        stale = {(kind, code) for code, exception in EXCEPTIONS.items() for kind in exception["in"]} - used
        self.assertEqual(stale, set(), "exceptions that nothing needs")


if __name__ == "__main__":
    unittest.main()
