# SPDX-License-Identifier: MPL-2.0
"""A move is killed, then the person changes the primary password: no copy of the key database stays where none may be, and
none that still opens with the old password survives the next command that writes."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

import kill_points  # noqa: E402
from application import library_folder, preference_line  # noqa: E402
from authority import Authority  # noqa: E402
from certferry import PROGRAM  # noqa: E402
from home import Home  # noqa: E402
from nss_profile import PRIVATE_KEY, NssProfile, ToolFailed  # noqa: E402

PREFERENCES = {"mail.accountmanager.accounts": "account1", "mail.account.account1.identities": "id1",
               "mail.identity.id1.useremail": "person@example.test"}
EVERY = 12  # of the points at which files change, each this many-th is tried
LARGEST = 16 * 1024 * 1024
SHARED = [pathlib.Path("/tmp"), pathlib.Path("/dev/shm"), pathlib.Path("/var/tmp")]


def key_databases(folder, key=b""):
    """Files that are SQLite databases with NSS's table of private keys, whatever their names; with `key`, those that have it."""
    found = set()
    # os.walk passes over folders that are gone meanwhile: the shared places are not ours alone.
    for path in (pathlib.Path(place) / name for place, _, names in os.walk(folder) for name in names):
        try:
            if path.is_file() and not path.is_symlink():
                contents = path.read_bytes() if path.stat().st_size < LARGEST else b""
                if contents.startswith(b"SQLite format 3") and b"nssPrivate" in contents and key in contents:
                    found.add(path)
        except OSError:
            continue  # somebody else's, or gone by now
    return found


class LeftBehind(unittest.TestCase):
    def setUp(self):
        nss = library_folder("thunderbird")
        if nss is None:
            self.skipTest("thunderbird is not installed")
        self.home = self.enterContext(Home())
        root = Authority.root(self.home.path / "ca", "Root")
        self.source = self.home.profile("firefox", nss)
        self.source.import_key(root.leaf("Person", emails=["person@example.test"]), "person")
        self.source.trust_email(root)
        self.target = self.home.profile("thunderbird", nss)
        (self.target.path / "prefs.js").write_text("".join(preference_line(*each) for each in PREFERENCES.items()))
        self.runtime = self.home.path / "runtime"
        self.runtime.mkdir(mode=0o700)
        self.environment = {"HOME": str(self.home.path), "PATH": os.environ["PATH"], "LANG": "C.UTF-8",
                            "XDG_RUNTIME_DIR": str(self.runtime)}
        self.command = [PROGRAM, "migrate", "--json", "--from", str(self.source.path), "--to", str(self.target.path)]
        self.pristine = self.home.path / "pristine"
        shutil.copytree(self.target.path, self.pristine)

    def start_again(self):
        shutil.rmtree(self.target.path)
        shutil.copytree(self.pristine, self.target.path)
        self.target.password = ""

    def expect_only_in_allowed_places(self):
        kept = self.target.path / "certferry"
        allowed = {self.source.path / "key4.db", self.target.path / "key4.db", self.pristine / "key4.db"}
        for database in key_databases(self.home.path) - allowed:
            self.assertTrue(database.is_relative_to(kept) or database.is_relative_to(self.runtime), database)
            self.assertEqual([folder.stat().st_mode & 0o077 for folder in (database.parent, kept) if folder.exists()],
                             [0] * (1 + kept.exists()), database)

    def old_copies(self):
        """Copies of the key database that the empty password still opens."""
        databases = key_databases(self.target.path / "certferry") | key_databases(self.runtime)
        return [database for database in databases if self.opens_with_the_old_password(database)]

    def opens_with_the_old_password(self, database):
        with tempfile.TemporaryDirectory(dir=self.home.path) as folder:
            shutil.copy(database, pathlib.Path(folder) / "key4.db")
            shutil.copy(self.target.path / "cert9.db", folder)
            try:
                return NssProfile(folder, self.target.nss_folder).opens_with("")
            except ToolFailed as failure:
                if "SEC_ERROR_BAD_DATABASE" not in str(failure):  # half a copy
                    raise
                return False

    def run_again(self):
        reader, writer = os.pipe()
        os.write(writer, b"new\n")
        os.close(writer)
        done = subprocess.run([*self.command, "--to-password-fd", str(reader)], env=self.environment, pass_fds=[reader],
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        os.close(reader)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_killed_at_any_change_and_the_password_changed_no_copy_opens_with_the_old_one(self):
        points = kill_points.points(self.command, self.environment)
        self.assertGreater(len(points), 200)
        seen_a_copy = 0
        for point in points[::EVERY] + points[-1:]:
            with self.subTest(point=point):
                self.start_again()
                kill_points.kill_at(self.command, self.environment, point)
                self.expect_only_in_allowed_places()
                self.target.change_password("new")
                seen_a_copy += bool(self.old_copies())
                self.run_again()
                self.assertEqual(self.old_copies(), [])
                self.expect_only_in_allowed_places()
                self.assertEqual(key_databases(self.runtime), set())
        self.assertGreater(seen_a_copy, 3, "the test sees the copies that it looks for")
        key, = (row["id"] for row in self.source.objects("key4.db", PRIVATE_KEY))
        self.assertTrue(key_databases(self.home.path, key))
        for folder in SHARED:
            self.assertEqual({path for path in key_databases(folder, key) if self.home.path not in path.parents}, set())


if __name__ == "__main__":
    unittest.main()
