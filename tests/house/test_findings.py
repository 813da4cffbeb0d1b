# SPDX-License-Identifier: MPL-2.0
"""Each finding of an audit is explained."""

import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class Findings(unittest.TestCase):
    def test_the_documentation_is_made_from_the_table(self):
        done = subprocess.run([ROOT / "scripts/make-findings-docs", "--check"], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_every_rule_is_read_from_the_table(self):
        table = (ROOT / "host/audit/rule_table.hpp").read_text(encoding="utf-8")
        document = (ROOT / "docs/findings.md").read_text(encoding="utf-8")
        self.assertEqual(document.count("\n| `"), table.count("    Rule{"))

    def test_each_is_found_in_a_test(self):
        table = (ROOT / "host/audit/rule_table.hpp").read_text(encoding="utf-8")
        tests = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests/host").glob("audit_*_test.cpp"))
        self.assertEqual([name for name in re.findall(r'Rule\{"([A-Z0-9-]+)"', table) if f'"{name}"' not in tests], [])


if __name__ == "__main__":
    unittest.main()
