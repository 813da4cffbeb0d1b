# SPDX-License-Identifier: MPL-2.0
"""Profiles from before 2018 (cert8.db, key3.db): recognised, listed with an NSS that still reads them, never converted."""

import os
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from authority import Authority  # noqa: E402
from certferry import Certferry  # noqa: E402
from home import Home  # noqa: E402
from nss_profile import tools_present  # noqa: E402
from snapshot import snapshot  # noqa: E402

OTHERS = pathlib.Path(os.environ.get("CERTFERRY_CORPORA", ROOT.parent / "shared" / "corpora")) / "nss-legacy"


class OldFormat(unittest.TestCase):
    def setUp(self):
        if not tools_present():
            self.skipTest("certutil and pk12util are not installed")
        self.home = self.enterContext(Home())
        self.certferry = Certferry(self.home.path)
        self.old = self.home.folder("firefox") / "old.default"
        self.old.mkdir(parents=True, mode=0o700)
        (self.home.folder("firefox") / "profiles.ini").write_text(
            "[Profile0]\nName=default\nIsRelative=1\nPath=old.default\nDefault=1\n")
        self.root = Authority.root(self.home.path / "ca", "Root")
        self.alice = self.root.leaf("Alice", emails=["alice@example.test"])
        self.tool("certutil", "-N", "-f", self.file("of the profile"))
        self.tool("pk12util", "-i", self.alice.p12("of the file"), "-w", self.file("of the file"), "-k", self.file("of the profile"))
        self.tool("certutil", "-M", "-n", self.nickname(), "-t", ",C,", "-f", self.file("of the profile"))

    def file(self, password):
        path = self.home.path / password.replace(" ", "-")
        path.write_text(password + "\n")
        return path

    def tool(self, program, *words):
        done = subprocess.run([program, *map(str, words), "-d", f"dbm:{self.old}"], env={"PATH": os.environ["PATH"]}, check=False,
                              capture_output=True, text=True)
        if "SEC_ERROR_LEGACY_DATABASE" in done.stderr:
            self.skipTest("the system's NSS no longer reads the format")
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def nickname(self):
        """What pk12util called the root."""
        lines = self.tool("certutil", "-L").splitlines()
        return next(line[:60].strip() for line in lines if line.strip().endswith(",,") and "Alice" not in line)

    def list(self, *words, password="of the profile"):
        return self.certferry.run("certificates", "--profile", self.old, *words, passwords={"--primary-password-fd": password})

    def test_it_is_told_in_the_list_of_profiles(self):
        profile, = self.certferry.run("profiles").value["profiles"]
        self.assertEqual((profile["format"], profile["passwordProtected"]), ("dbm", None))

    def test_its_certificates_are_listed_and_nothing_in_it_changes(self):
        before = snapshot(self.old)
        answer = self.list()
        self.assertEqual(answer.status, 0, answer.value)
        listed, = answer.value["certificates"]
        self.assertEqual((listed["fingerprint"], listed["hasPrivateKey"]), (self.alice.fingerprint, True))
        self.assertTrue(listed["canSign"]["ok"], listed["canSign"])
        everything = self.list("--kind", "all").value["certificates"]
        self.assertEqual({each["fingerprint"]: each["trust"]["email"] for each in everything},
                         {self.alice.fingerprint: "none", self.root.fingerprint: "trusted"})
        self.assertEqual(snapshot(self.old), before)

    def test_its_keys_cannot_be_seen_without_the_primary_password(self):
        self.assertEqual(self.list(password="wrong").kind, "wrong-password")
        self.assertEqual(self.certferry.run("certificates", "--profile", self.old).kind, "no-ui")

    def test_a_move_from_it_or_into_it_is_refused_with_what_to_do(self):
        new = self.home.profile("thunderbird", "")
        before = snapshot(self.old), snapshot(new.path)
        for words in (("--from", self.old, "--to", new.path), ("--from", new.path, "--to", self.old)):
            answer = self.certferry.migrate(*words)
            self.assertEqual((answer.status, answer.kind), (3, "legacy-database"), answer.value)
            self.assertIn("72", answer.value["error"]["data"]["fix"]["text"])
        self.assertEqual((snapshot(self.old), snapshot(new.path)), before)

    def test_a_link_in_place_of_a_database_is_not_followed(self):
        (self.old / "cert8.db").rename(self.home.path / "elsewhere.db")
        (self.old / "cert8.db").symlink_to(self.home.path / "elsewhere.db")
        self.assertEqual(self.list().kind, "profile-unreadable")


class OthersDatabase(unittest.TestCase):
    def test_a_database_that_nss_brings_with_its_own_tests_is_recognised_and_asks_for_its_password(self):
        if not OTHERS.is_dir():
            self.skipTest(f"the corpus {OTHERS.name} is not here")
        with Home() as home:
            copy = home.path / "legacy"
            copy.mkdir(mode=0o700)
            for name in ("cert8.db", "key3.db"):
                (copy / name).write_bytes((OTHERS / name).read_bytes())
            before = snapshot(copy)
            answer = Certferry(home.path).run("certificates", "--profile", copy)
            if answer.kind == "legacy-database":
                self.skipTest("the system's NSS no longer reads the format")
            self.assertEqual(answer.kind, "no-ui")
            self.assertEqual(snapshot(copy), before)


if __name__ == "__main__":
    unittest.main()
