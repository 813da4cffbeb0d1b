# SPDX-License-Identifier: MPL-2.0
"""Killed just before any of the system calls by which they change files, a move, an import and a restore lose nothing, and a second
run completes them.

Needs the built program (CERTFERRY, else build/bin/certferry)."""

import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

import kill_points  # noqa: E402
from application import library_folder  # noqa: E402
from authority import Authority  # noqa: E402
from home import Home  # noqa: E402
from nss_profile import NssProfile  # noqa: E402
from whole_store import add_smime_profile  # noqa: E402

CERTFERRY = os.environ.get("CERTFERRY", str(ROOT / "build" / "bin" / "certferry"))
# Every so many of the points; `scripts/test --whole` takes each.
STEP = 1 if "CERTFERRY_WHOLE" in os.environ else 9
FILES = ("cert9.db", "key4.db", "prefs.js")
PREFERENCES = ('user_pref("mail.accountmanager.accounts", "account1");\n'
               'user_pref("mail.account.account1.identities", "id1");\n'
               'user_pref("mail.identity.id1.useremail", "person@example.test");\n')
# What differs between two runs that do the same: numbers of rows and what is encrypted with a new salt.
TABLES = {"cert9.db": "nssPublic", "key4.db": "nssPrivate"}


def rows_of(database):
    """Every object but its row's number and encrypted values. SQLite rolls back what was interrupted, as the program would."""
    with sqlite3.connect(database) as connection:
        healthy = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        table = TABLES[database.name]
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != "id"]
        rows = [dict(zip(columns, row)) for row in connection.execute(f"SELECT {', '.join(columns)} FROM {table}")]
    connection.close()
    if not healthy:
        raise AssertionError(f"{database.name} is damaged")
    secret = {"a11", "a123", "a124", "a125", "a126", "a127", "a128"} if table == "nssPrivate" else set()
    return sorted(repr(sorted((name, value) for name, value in row.items() if value is not None and name not in secret))
                  for row in rows)


def state_of(folder):
    """What a profile or a backup holds, of the files that a backup keeps. Looks at a copy."""
    state = {}
    with tempfile.TemporaryDirectory(prefix="certferry-test-") as copies:
        for name in FILES:
            for ending in ("", "-journal"):
                if (folder / (name + ending)).exists():
                    shutil.copy(folder / (name + ending), copies)
            copy = pathlib.Path(copies) / name
            if copy.exists():
                state[name] = copy.read_text() if name == "prefs.js" else rows_of(copy)
    return state


def complete_backups(profile):
    return [folder for folder in sorted((profile / "certferry" / "backups").glob("*")) if (folder / "complete").exists()]


class KillPoints(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        nss = library_folder("thunderbird")
        if nss is None:
            raise unittest.SkipTest("thunderbird is not installed")
        cls.home = Home()
        cls.addClassCleanup(cls.home.remove)
        root = Authority.root(cls.home.path / "ca", "Root")
        source = cls.home.profile("firefox", nss)
        person = root.intermediate("Issuer").leaf("Person", emails=["person@example.test"])
        source.import_key(person, "person")
        source.trust_email(root)
        other = root.leaf("Other", emails=["other@example.test"])
        source.add(other, "other")
        add_smime_profile(source, other.subject, "other@example.test", b"\x30\0", None)
        target = cls.home.profile("thunderbird", nss)
        (target.path / "prefs.js").write_text(PREFERENCES)
        cls.source, cls.target = source.path, target.path
        cls.environment = {"HOME": str(cls.home.path), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        cls.migrate = [CERTFERRY, "migrate", "--json", "--from", str(cls.source), "--to", str(cls.target), "--correspondents"]
        key_file = person.p12("", friendly_name="person")
        cls.bring = [CERTFERRY, "import", "--json", "--profile", str(cls.target), key_file, "--trust-root", root.fingerprint]
        cls.pristine = cls.keep("pristine")
        cls.bring_all = cls.whole_backup(root)

    @classmethod
    def whole_backup(cls, root):
        """The command that brings back what `export --all` wrote of the source."""
        backup = cls.home.path / "backup.p12"
        export = [CERTFERRY, "export", "--json", "--profile", str(cls.source), "--all", "--compatible", "--allow-empty-password", "--out", backup,
                  "--password-fd", "0"]
        subprocess.run(export, env=cls.environment, input=b"\n", capture_output=True, check=True)
        return [CERTFERRY, "import", "--json", "--profile", str(cls.target), backup, "--trust-root", root.fingerprint]

    @classmethod
    def keep(cls, name):
        """A copy of the target as it is."""
        copy = cls.home.path / name
        shutil.copytree(cls.target, copy)
        return copy

    def put(self, kept):
        shutil.rmtree(self.target)
        shutil.copytree(kept, self.target)

    def run_whole(self, command):
        done = subprocess.run(command, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def sweep(self, command, start, fewest, check):
        """Kills `command`, begun in the state kept in `start`, at points from its first to its last, and calls `check` after each."""
        self.put(start)
        all_points = kill_points.points(command, self.environment)
        self.assertGreaterEqual(len(all_points), fewest)
        chosen = [point for number, point in enumerate(all_points) if number % STEP == 0 or number == len(all_points) - 1]
        killed = 0
        for point in chosen:
            with self.subTest(point=point):
                self.put(start)
                killed += kill_points.kill_at(command, self.environment, point).killed
                check()
        # The last ones may fall away where a run needs some calls fewer than the first.
        self.assertGreater(killed, len(chosen) * 0.9)

    def check_tidy(self):
        names = {path.name for path in self.target.iterdir()}
        self.assertEqual({name for name in names if name.endswith(("-journal", "-wal", ".certferry-new"))}, set())
        own = {path.name for path in (self.target / "certferry").iterdir()}
        self.assertLessEqual(own, {"lock", "backups", "pending", "undo", "waiter.lock"})
        for folder in (self.target / "certferry" / "backups").iterdir():
            self.assertTrue((folder / "complete").exists(), folder.name)

    def check_that_a_second_run_completes(self, command, fewest):
        """Killed anywhere, nothing of before is lost, and the same command again brings the same state as one whole run."""
        before, source = state_of(self.pristine), {name: (self.source / name).read_bytes() for name in FILES[:2]}
        self.put(self.pristine)
        self.run_whole(command)
        done = state_of(self.target)
        self.assertNotEqual(done, before)

        def check():
            state_of(self.target)  # raises if a database is damaged
            kept = [state_of(folder) for folder in complete_backups(self.target)]
            self.assertTrue(before in kept or state_of(self.target) == before, "the state before is nowhere")
            result = self.run_whole(command)
            own = [each for each in result["certificates"] if "withoutKey" not in each]
            self.assertTrue(own and all(all(each["checks"].values()) for each in own), result)
            self.assertEqual(state_of(self.target), done)
            self.assertEqual({name: (self.source / name).read_bytes() for name in FILES[:2]}, source)
            self.check_tidy()

        self.sweep(command, self.pristine, fewest, check)

    def test_a_move_killed_anywhere_is_completed_by_a_second_run(self):
        self.check_that_a_second_run_completes(self.migrate, 200)

    def test_an_import_killed_anywhere_is_completed_by_a_second_run(self):
        self.check_that_a_second_run_completes(self.bring, 150)

    def test_an_import_of_a_whole_backup_killed_anywhere_is_completed_by_a_second_run(self):
        self.check_that_a_second_run_completes(self.bring_all, 180)

    def test_a_restore_killed_anywhere_has_the_state_before_in_a_backup_and_is_completed_by_a_second_run(self):
        then = state_of(self.pristine)
        self.put(self.pristine)
        backup = self.run_whole(self.migrate)["backup"]
        now = state_of(self.target)
        moved = self.keep("moved")
        restore = [CERTFERRY, "restore", "--json", "--profile", str(self.target), backup]

        def check():
            state = state_of(self.target)
            for name in FILES:
                self.assertIn(state[name], (then[name], now[name]), f"{name} is neither as before nor as after")
            kept = [state_of(folder) for folder in complete_backups(self.target)]
            self.assertIn(then, kept)
            self.assertTrue(now in kept or state == now, "the state before is nowhere")
            self.run_whole(restore)
            self.assertEqual(state_of(self.target), then)
            self.check_tidy()

        self.sweep(restore, moved, 50, check)


if __name__ == "__main__":
    unittest.main()
