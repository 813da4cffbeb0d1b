# SPDX-License-Identifier: MPL-2.0
"""Key files with a few octets changed: no crash, no refusal that takes long, and where the answer is an error nothing changed.

A sample; `scripts/mutate` tries as many as are wanted."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import mutations  # noqa: E402
from application import library_folder  # noqa: E402

SAMPLE = 60


class Mutated(unittest.TestCase):
    def test_a_sample(self):
        if library_folder("thunderbird") is None:
            self.skipTest("thunderbird is not installed")
        tally = mutations.run_at_home(SAMPLE, "sample")
        self.assertEqual(tally.found, [])
        self.assertGreater(tally.kinds["bad-file"], SAMPLE // 3)


if __name__ == "__main__":
    unittest.main()
