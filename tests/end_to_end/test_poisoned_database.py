# SPDX-License-Identifier: MPL-2.0
"""Ten good profiles beside as many ways to poison one: ten right results, nothing else read, no trace, within the limits."""

import os
import pathlib
import resource
import shutil
import sqlite3
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import application  # noqa: E402
import thunderbird_account  # noqa: E402
from audit_report import audit  # noqa: E402
from authority import Authority  # noqa: E402
from certferry import Certferry  # noqa: E402
from home import Home  # noqa: E402
from snapshot import changes, snapshot  # noqa: E402

GOOD = 10
MEBIBYTE = 1 << 20
MOST_MEMORY = 256 * MEBIBYTE


def sql(name, text):
    def poison(profile):
        database = sqlite3.connect(profile / name)
        with database:
            database.executescript(text)
        database.close()
    return poison


def instead_of(name, make):
    def poison(profile):
        (profile / name).unlink()
        make(profile / name)
    return poison


def sparse(size, beginning=b""):
    def make(path):
        path.write_bytes(beginning)
        os.truncate(path, size)
    return make


def with_giant_value(profile):
    """Longer than any that NSS writes, in each row."""
    sql("cert9.db", f"UPDATE nssPublic SET a11 = zeroblob({20 * MEBIBYTE});")(profile)


def in_write_ahead_mode(profile):
    """Says so in its header and has no -wal file: whoever opens it makes one."""
    database = sqlite3.connect(profile / "cert9.db")
    database.execute("PRAGMA journal_mode = WAL")
    database.close()


def cut_off(profile):
    os.truncate(profile / "cert9.db", (profile / "cert9.db").stat().st_size // 2)


def linked(name):
    def poison(profile):
        shutil.move(profile / name, profile / "elsewhere")
        (profile / name).symlink_to("elsewhere")
    return poison


VIEW = """ALTER TABLE nssPublic RENAME TO real;
CREATE VIEW nssPublic AS WITH RECURSIVE x(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM x) SELECT * FROM x, real;"""
REFUSED = {
    "a view that never ends": sql("cert9.db", VIEW),
    "a trigger": sql("cert9.db", "CREATE TRIGGER t AFTER INSERT ON nssPublic BEGIN DELETE FROM nssPublic; END;"),
    "a trigger over the keys": sql("key4.db", "CREATE TRIGGER t AFTER INSERT ON nssPrivate BEGIN DELETE FROM nssPrivate; END;"),
    "a virtual table": sql("cert9.db", "CREATE VIRTUAL TABLE v USING rtree(id, a, b);"),
    "a generated column": sql("cert9.db", "ALTER TABLE nssPublic ADD COLUMN g GENERATED ALWAYS AS (hex(a11)) VIRTUAL;"),
    "a giant value": with_giant_value,
    "a pipe": instead_of("cert9.db", os.mkfifo),
    "a pipe for the keys": instead_of("key4.db", os.mkfifo),
    "a folder": instead_of("cert9.db", os.mkdir),
    "a link": linked("cert9.db"),
    "a link for the keys": linked("key4.db"),
    "no database": instead_of("cert9.db", sparse(4 * MEBIBYTE)),
    "a database cut off": cut_off,
}
READ_FROM_A_COPY = {"a database in write-ahead mode": in_write_ahead_mode}
PREFERENCES_REFUSED = {
    "preferences of a gigabyte": instead_of("prefs.js", sparse(1 << 30, b'user_pref("a", 1);\n')),
    "preferences behind a pipe": instead_of("prefs.js", os.mkfifo),
    "preferences behind a link": linked("prefs.js"),
}


def address_of(number):
    return f"person{number}@example.test"


class PoisonedDatabase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        application.skip_unless_installed(cls, "thunderbird")
        cls.home = Home()
        cls.addClassCleanup(cls.home.remove)
        root = Authority.root(cls.home.path / "authority", "Example Root")
        cls.fingerprints = {}
        folder = application.library_folder("thunderbird")
        for number in range(GOOD):
            leaf = root.leaf(f"Person {number}", emails=[address_of(number)])
            profile = cls.home.profile("thunderbird", folder, name=f"good {number}")
            profile.import_key(leaf)
            thunderbird_account.write(profile.path, [address_of(number)], 1)
            cls.fingerprints[str(profile.path)] = leaf.fingerprint
        first = next(iter(cls.fingerprints))
        cls.poisoned = {}
        for name, poison in (REFUSED | READ_FROM_A_COPY | PREFERENCES_REFUSED).items():
            path = cls.home.profile("thunderbird", folder, name=name).path
            for file in ("cert9.db", "key4.db", "prefs.js"):
                shutil.copy(pathlib.Path(first, file), path / file)
            poison(path)
            cls.poisoned[name] = path
        cls.before = snapshot(cls.home.folder("thunderbird"))
        runtime = cls.home.path / "runtime"  # where private copies may lie outside the profile
        runtime.mkdir(mode=0o700)
        cls.certferry = Certferry(cls.home.path, XDG_RUNTIME_DIR=str(runtime))

    def certificates(self, path):
        answer = self.certferry.run("certificates", "--profile", path)
        return answer.kind or [each["fingerprint"] for each in answer.value["certificates"]]

    def identities(self, path):
        answer = self.certferry.run("identities", "--profile", path)
        return answer.kind or [each["email"] for each in answer.value["identities"]]

    def test_all_profiles_are_listed(self):
        listed = {each["path"] for each in self.certferry.run("profiles").value["profiles"]}
        self.assertEqual(listed, {*self.fingerprints, *map(str, self.poisoned.values())})

    def test_ten_right_results(self):
        for number, (path, fingerprint) in enumerate(self.fingerprints.items()):
            self.assertEqual((self.certificates(path), self.identities(path)), ([fingerprint], [address_of(number)]))

    def test_what_is_poisoned_is_refused_and_said_to_be(self):
        for name in REFUSED:
            with self.subTest(name):
                self.assertIn(self.certificates(self.poisoned[name]), ("profile-unreadable", "bad-file"))

    def test_a_mode_that_would_leave_files_is_read_from_a_copy(self):
        fingerprint = next(iter(self.fingerprints.values()))
        for name in READ_FROM_A_COPY:
            with self.subTest(name):
                self.assertEqual(self.certificates(self.poisoned[name]), [fingerprint])

    def test_preferences_that_are_none_cost_the_identities_and_not_the_certificates(self):
        fingerprint = next(iter(self.fingerprints.values()))
        for name in PREFERENCES_REFUSED:
            with self.subTest(name):
                path = self.poisoned[name]
                self.assertIn(self.identities(path), ("bad-file", "permission-denied", "profile-unreadable"))
                self.assertEqual(self.certificates(path), [fingerprint])

    def test_a_move_into_each_is_refused_too(self):
        for name in REFUSED:
            with self.subTest(name):
                answer = self.certferry.run("migrate", "--from", next(iter(self.fingerprints)), "--to", self.poisoned[name])
                self.assertIn(answer.kind, ("profile-unreadable", "bad-file", "permission-denied"))

    def test_an_audit_tells_what_is_poisoned_and_examines_the_rest(self):
        report = audit(self.certferry)
        self.assertEqual(set(report.profiles), {*self.fingerprints, *map(str, self.poisoned.values())})
        for path, fingerprint in self.fingerprints.items():
            self.assertEqual([each["fingerprint"] for each in report.profile(path)["certificates"]], [fingerprint])
            self.assertNotIn("STORE-CORRUPT", report.rules(path))
        for name in REFUSED | PREFERENCES_REFUSED:
            with self.subTest(name):
                self.assertIn("STORE-CORRUPT", report.rules(self.poisoned[name]))

    @classmethod
    def tearDownClass(cls):
        """Over all of the above: no trace, and within the limits."""
        left = changes(cls.before, snapshot(cls.home.folder("thunderbird")))
        if left:
            raise AssertionError(f"reading left a trace: {left}")
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        if most > MOST_MEMORY:
            raise AssertionError(f"a process took {most // MEBIBYTE} MiB")


if __name__ == "__main__":
    unittest.main()
