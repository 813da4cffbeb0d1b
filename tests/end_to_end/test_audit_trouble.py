# SPDX-License-Identifier: MPL-2.0
"""What cannot be read costs itself only, is a finding, and keeps its state: the audit mends nothing."""

import os
import pathlib
import shutil
import sqlite3
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import application  # noqa: E402
import interrupted_write  # noqa: E402
import thunderbird_account  # noqa: E402
from audit_report import audit  # noqa: E402
from authority import Authority  # noqa: E402
from certferry import Certferry  # noqa: E402
from home import Home  # noqa: E402
from snapshot import require_no_trace, traces  # noqa: E402

ADDRESS = "someone@example.test"


def interrupted(path):
    interrupted_write.interrupt_a_write(path / "cert9.db")


def damaged(path):
    os.truncate(path / "cert9.db", (path / "cert9.db").stat().st_size // 2)


def no_database(path):
    (path / "key4.db").write_bytes(b"x" * 8192)


def linked(path):
    (path / "key4.db").unlink()
    (path / "key4.db").symlink_to("/etc/hostname")


def giant_preferences(path):
    os.truncate(path / "prefs.js", 20 << 20)


def without_keys(path):
    (path / "key4.db").unlink()


SPOILED = {"interrupted": interrupted, "damaged": damaged, "no database": no_database, "a link": linked,
           "giant preferences": giant_preferences, "without keys": without_keys}


class Trouble(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        application.skip_unless_installed(cls, "thunderbird")
        cls.home = Home()
        cls.addClassCleanup(cls.home.remove)
        root = Authority.root(cls.home.path / "authority", "Example Root", key="P-256")
        folder = application.library_folder("thunderbird")
        good = cls.home.profile("thunderbird", folder, name="good")
        cls.leaf = root.leaf("Someone", emails=[ADDRESS], key="P-256")
        good.import_key(cls.leaf)
        thunderbird_account.write(good.path, [ADDRESS], 25)
        cls.paths = {"good": good.path}
        for name, spoil in SPOILED.items():
            path = cls.home.profile("thunderbird", folder, name=name).path
            for file in ("cert9.db", "key4.db", "prefs.js"):
                shutil.copy(good.path / file, path / file)
            spoil(path)
            cls.paths[name] = path
        cls.runtime = cls.home.path / "runtime"
        cls.runtime.mkdir(mode=0o700)
        cls.before = traces(cls.home.folder("thunderbird"))
        cls.certferry = Certferry(cls.home.path)
        cls.report = audit(cls.certferry)

    def troubles(self, name, report=None):
        report = report or self.report
        return {(each["rule"], each.get("file")) for each in report.findings(self.paths[name])
                if each["rule"] in ("STORE-CORRUPT", "STORE-LOCKED")}

    def certificates(self, name, report=None):
        return [each["fingerprint"] for each in (report or self.report).profile(self.paths[name])["certificates"]]

    def test_the_others_are_examined_all_the_same(self):
        self.assertEqual(set(self.report.profiles), {str(path) for path in self.paths.values()})
        self.assertEqual((self.certificates("good"), self.troubles("good")), ([self.leaf.fingerprint], set()))

    def test_an_interrupted_write_is_told_and_not_rolled_back(self):
        self.assertEqual(self.troubles("interrupted"), {("STORE-LOCKED", "cert9.db")})
        self.assertIn("certificates", self.report.profile(self.paths["interrupted"])["unknown"])

    def test_what_is_damaged_is_told_and_hides_nothing_else(self):
        self.assertEqual(self.troubles("damaged"), {("STORE-CORRUPT", "cert9.db")})
        self.assertEqual(self.troubles("no database"), {("STORE-CORRUPT", "key4.db")})
        self.assertEqual(self.troubles("a link"), {("STORE-CORRUPT", "key4.db")})
        self.assertEqual(self.troubles("giant preferences"), {("STORE-CORRUPT", "prefs.js")})
        self.assertEqual(self.certificates("giant preferences"), [self.leaf.fingerprint])

    def test_keys_that_could_not_be_looked_for_are_unknown_and_not_gone(self):
        for name in ("without keys", "no database"):
            with self.subTest(name):
                self.assertIn("private-keys", self.report.profile(self.paths[name])["unknown"])
                self.assertFalse(self.report.rules(self.paths[name]) & {"ID-CERT-NO-KEY", "KEY-MISSING-FOR-OLD-MAIL"})

    def test_what_is_interrupted_is_read_from_a_private_copy_where_there_is_a_place_for_one(self):
        certferry = Certferry(self.home.path, XDG_RUNTIME_DIR=str(self.runtime))
        report = audit(certferry, "--profile", self.paths["interrupted"])
        self.assertEqual(self.certificates("interrupted", report), [self.leaf.fingerprint])
        self.assertEqual(self.troubles("interrupted", report), {("STORE-LOCKED", "cert9.db")})
        self.assertEqual([path for path in self.runtime.rglob("*") if path.is_file()], [])

    def test_a_database_that_somebody_writes_to_is_told_as_locked(self):
        connection = sqlite3.connect(self.paths["good"] / "cert9.db", isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
        try:
            report = audit(self.certferry, "--profile", self.paths["good"])
            self.assertEqual(self.troubles("good", report), {("STORE-LOCKED", "cert9.db")})
        finally:
            connection.execute("ROLLBACK")
            connection.close()

    @classmethod
    def tearDownClass(cls):
        require_no_trace(cls.before, cls.home.folder("thunderbird"))


if __name__ == "__main__":
    unittest.main()
