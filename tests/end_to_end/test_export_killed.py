# SPDX-License-Identifier: MPL-2.0
"""Killed just before any of the system calls by which it changes files, an export leaves no part of a file under its name, and
no key in clear; a file that has its name is whole."""

import os
import pathlib
import shutil
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

import application  # noqa: E402
import key_file_readers as readers  # noqa: E402
import kill_points  # noqa: E402
from authority import Authority  # noqa: E402
from certferry import PROGRAM  # noqa: E402
from home import Home  # noqa: E402
from snapshot import changes, snapshot  # noqa: E402

PASSWORD = "correct horse battery"
KEY_FILE, COMPANION = "keys.p12", "keys.p12.certferry"


class ExportKilled(unittest.TestCase):
    def setUp(self):
        application.skip_unless_installed(self, "firefox")
        home = Home()
        self.addCleanup(home.remove)
        self.mine = Authority.root(home.path / "authority", "Example Root").leaf("Alice", emails=["alice@example.test"])
        self.profile = home.profile("firefox", application.library_folder("firefox"))
        self.profile.import_key(self.mine)
        self.out = home.path / "out"
        self.environment = {"HOME": str(home.path), "PATH": os.environ["PATH"]}
        (home.path / "password").write_text(PASSWORD + "\n", encoding="utf-8")
        self.command = ["/bin/sh", "-c", 'exec "$0" export --profile "$1" --all --out "$2" --password-fd 5 5< "$3"', PROGRAM,
                        self.profile.path, self.out / KEY_FILE, home.path / "password"]
        self.before = snapshot(self.profile.path)

    def test_every_moment(self):
        self.out.mkdir()
        points = kill_points.points(self.command, self.environment)
        self.assertTrue(any(point.call == "linkat" for point in points), points)
        in_clear = subprocess.run(["openssl", "pkey", "-in", self.mine.key_file, "-outform", "DER"], check=True, capture_output=True).stdout
        secret = in_clear[len(in_clear) // 2:][:64]
        for point in points:
            with self.subTest(point=point):
                shutil.rmtree(self.out)
                self.out.mkdir()
                kill_points.kill_at(self.command, self.environment, point)
                left = sorted(os.listdir(self.out))
                self.assertIn(left, ([], [COMPANION], [KEY_FILE, COMPANION]))
                self.assertFalse(any(secret in (self.out / name).read_bytes() for name in left))
                if KEY_FILE in left:
                    self.assertEqual(readers.openssl(self.out / KEY_FILE, PASSWORD)[0], {self.mine.public_key})
                self.assertEqual(changes(self.before, snapshot(self.profile.path)), [])


if __name__ == "__main__":
    unittest.main()
