# SPDX-License-Identifier: MPL-2.0
"""On a kernel without Landlock, or without filters of system calls, all works, and the doctor says what is missing."""

import json
import os
import pathlib
import subprocess
import sys
import unittest

SUPPORT = pathlib.Path(__file__).resolve().parent.parent / "support"
sys.path.insert(0, str(SUPPORT))

import older_kernel  # noqa: E402
from certferry import PROGRAM  # noqa: E402
from two_profiles import PASSWORD, TwoProfiles  # noqa: E402


class OlderKernel(unittest.TestCase):
    def setUp(self):
        if not older_kernel.can_be_tried():
            self.skipTest("this kernel, or this test on this processor, filters no system calls")
        self.scene = TwoProfiles(self)

    def run_on(self, lacks, *words, password=""):
        reader, writer = os.pipe()
        os.write(writer, password.encode() + b"\n")
        os.close(writer)
        environment = {"HOME": str(self.scene.home), "PATH": os.environ["PATH"], "LANG": "C"}
        option = ["--from-password-fd", str(reader)] if password else []
        try:
            done = subprocess.run([sys.executable, SUPPORT / "older_kernel.py", lacks, PROGRAM, *map(str, words), "--json", *option],
                                  env=environment, pass_fds=[reader], capture_output=True, stdin=subprocess.DEVNULL, check=False)
        finally:
            os.close(reader)
        return done.returncode, json.loads(done.stdout)

    def check_move(self, lacks):
        status, moved = self.run_on(lacks, "migrate", password=PASSWORD)
        self.assertEqual((status, [each["outcome"] for each in moved["identities"]]), (0, ["selected"]), moved)
        status, listed = self.run_on(lacks, "certificates", "--profile", self.scene.thunderbird.path)
        self.assertEqual((status, len(listed["certificates"])), (0, 1))

    def check_doctor(self, lacks, words):
        _, told = self.run_on(lacks, "doctor")
        weak = [finding for finding in told["findings"] if finding["id"] == "confinement-weak"]
        self.assertEqual([finding["severity"] for finding in weak], ["note"])
        self.assertIn(words, weak[0]["message"])

    def test_one_without_landlock(self):
        self.check_move("landlock")
        self.check_doctor("landlock", "has no Landlock")

    def test_one_without_filters_of_system_calls(self):
        self.check_move("filters")
        self.check_doctor("filters", "system calls")


if __name__ == "__main__":
    unittest.main()
