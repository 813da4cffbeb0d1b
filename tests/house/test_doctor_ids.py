# SPDX-License-Identifier: MPL-2.0
"""Each finding of the doctor is explained and has a test."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def kinds():
    """(id, severity) of each, in the order of the code."""
    code = (ROOT / "host/doctor/finding_ids.hpp").read_text(encoding="utf-8")
    return re.findall(r'Kind\{"([a-z-]+)", Severity::(\w+)\}', code)


class DoctorIds(unittest.TestCase):
    def test_the_documentation_explains_each_in_the_order_of_the_code(self):
        text = (ROOT / "docs/doctor.md").read_text(encoding="utf-8")
        self.assertEqual(re.findall(r"^\| `([a-z-]+)` \| (\w+) \| \S", text, re.MULTILINE), kinds())

    def test_each_is_found_in_a_test(self):
        tests = "\n".join(file.read_text(encoding="utf-8") for pattern in ("install/test_doctor*.py", "host/*doctor*_test.cpp")
                          for file in (ROOT / "tests").glob(pattern))
        self.assertEqual([name for name, _ in kinds() if f'"{name}"' not in tests], [])


if __name__ == "__main__":
    unittest.main()
