# SPDX-License-Identifier: MPL-2.0
"""scripts/playground without a display: it says how to drive what it made, and leaves nothing."""

import pathlib
import re
import subprocess
import sys
import unittest

from application import skip_unless_installed
from marionette import Marionette
from native_scene import skip_unless_possible

PLAYGROUND = pathlib.Path(__file__).resolve().parent.parent / "playground"


class Playground(unittest.TestCase):
    def test_alice_and_bob_can_be_driven_and_are_gone_afterwards(self):
        skip_unless_possible(self)
        skip_unless_installed(self, "firefox", "thunderbird")
        with subprocess.Popen([sys.executable, PLAYGROUND, "--headless"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
            self.addCleanup(running.kill)
            said = ""
            while "Press Enter" not in said:
                line = running.stdout.readline()
                self.assertTrue(line, said)
                said += line
            ports = [int(port) for port in re.findall(r"port (\d+)", said)]
            homes = [pathlib.Path(home) for home in re.findall(r"HOME +(\S+)", said)]
            self.assertEqual((len(ports), len(homes)), (4, 2))
            firefox = Marionette(ports[0])
            firefox.begin()
            firefox.set_context("content")
            state = ""
            while state != "move:plan":
                state = firefox.content("return document.documentElement.dataset.state ?? '';")
            firefox.close()
            running.stdin.write("\n")
            running.stdin.close()
            self.assertEqual(running.wait(), 0)
        self.assertEqual([home for home in homes if home.exists()], [])


if __name__ == "__main__":
    unittest.main()
