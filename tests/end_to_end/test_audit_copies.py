# SPDX-License-Identifier: MPL-2.0
"""Copies of profiles collected anywhere: found in every layout, judged without a word about the machine, never logged in to."""

import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import types
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import application  # noqa: E402
import thunderbird_account  # noqa: E402
from application_lock import ApplicationLock  # noqa: E402
from audit_report import audit  # noqa: E402
from authority import Authority  # noqa: E402
from certferry import Certferry  # noqa: E402
from home import Home  # noqa: E402
from snapshot import require_no_trace, traces  # noqa: E402

LAYOUTS = {
    "linux": "alice/.thunderbird/abcd.default-release",
    "windows": "PC 7/Users/Bob/AppData/Roaming/Thunderbird/Profiles/wxyz.default",
    "mac": "mac/Users/carol/Library/Thunderbird/Profiles/1234.default",
    "flat": "dave",
}
LISTS = {
    "alice/.thunderbird": "[Profile0]\nName=Alice at work\nIsRelative=1\nPath=abcd.default-release\n",
    "PC 7/Users/Bob/AppData/Roaming/Thunderbird": "[Profile3]\r\nName=Bob\u00e9\r\nIsRelative=1\r\nPath=Profiles/wxyz.default\r\n",
    "mac/Users/carol/Library/Thunderbird":
        "[Profile0]\nName=Carol\nIsRelative=0\nPath=/Users/carol/Library/Thunderbird/Profiles/1234.default\n"
        "[Profile1]\nName=\nIsRelative=1\nPath=Profiles/1234.default\n[Profile2]\nName=Up\nIsRelative=1\nPath=../../../../../dave\n",
}
NAMES = {"linux": "Alice at work", "windows": "Bob\u00e9", "mac": "Carol", "flat": "dave"}
OF_A_MACHINE = {"STORE-PERMISSIONS", "STORE-LOCKED"}


def self_made(folder, name, address):
    """A certificate as `openssl req -x509` makes it: it says that it is an authority, and has the address in its subject too."""
    key, pem, der = (folder / f"{name}.{ending}" for ending in ("key", "pem", "der"))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:1024", "-nodes", "-keyout", key, "-out", pem, "-days", "100", "-subj",
                    f"/CN={name}/emailAddress={address}", "-addext", f"subjectAltName=email:{address}"], check=True, capture_output=True)
    subprocess.run(["openssl", "x509", "-in", pem, "-outform", "DER", "-out", der], check=True)
    return types.SimpleNamespace(der_file=der, fingerprint=hashlib.sha256(der.read_bytes()).hexdigest())


class Copies(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        application.skip_unless_installed(cls, "thunderbird")
        cls.home = Home()
        cls.addClassCleanup(cls.home.remove)
        root = Authority.root(cls.home.path / "authority", "Example Root", key="P-256")
        profile = cls.home.profile("thunderbird", application.library_folder("thunderbird"))
        cls.leaf = root.leaf("Someone", emails=["someone@example.test"], key="P-256")
        cls.friend = root.leaf("Friend", emails=["friend@example.test"], key="P-256")
        profile.import_key(cls.leaf)
        profile.add(cls.friend, "friend")
        cls.dora = self_made(cls.home.path, "Dora", "dora@example.test")
        profile.add(cls.dora, "dora", ",P,")
        thunderbird_account.write(profile.path, ["someone@example.test"], 25)
        cls.root = cls.home.path / "collected"
        cls.paths = {}
        for name, layout in LAYOUTS.items():
            cls.paths[name] = cls.root / layout
            cls.paths[name].mkdir(parents=True)
            for file in ("cert9.db", "key4.db") if name == "flat" else ("cert9.db", "key4.db", "prefs.js"):
                shutil.copy(profile.path / file, cls.paths[name] / file)
            (cls.paths[name] / "key4.db").chmod(0o644)
        for folder, text in LISTS.items():
            (cls.root / folder / "profiles.ini").write_bytes(text.encode())
        (cls.paths["linux"] / ".parentlock").touch()
        (cls.root / "only certificates").mkdir()
        shutil.copy(profile.path / "cert9.db", cls.root / "only certificates")
        (cls.root / "link").symlink_to(profile.path)
        (cls.root / "photos").mkdir()
        (cls.root / "photos" / "picture.jpg").write_bytes(b"x")
        cls.before = traces(cls.root)
        cls.certferry = Certferry(cls.home.path)
        cls.report = audit(cls.certferry, "--root", cls.root)

    def test_every_layout_is_found_and_no_link_is_followed(self):
        self.assertEqual(set(self.report.profiles), {*map(str, self.paths.values()), str(self.root / "only certificates")})
        for path in self.paths.values():
            self.assertEqual([each["fingerprint"] for each in self.report.profile(path)["certificates"]], [self.leaf.fingerprint])

    def test_whose_they_were_is_told_by_where_they_lay(self):
        self.assertEqual({name: self.report.profile(path)["user"] for name, path in self.paths.items()},
                         {"linux": "alice", "windows": "Bob", "mac": "carol", "flat": ""})

    def test_what_they_are_called_is_told_by_the_list_beside_them(self):
        self.assertEqual({name: self.report.profile(path)["name"] for name, path in self.paths.items()}, NAMES)

    def test_nothing_is_said_about_the_machine_that_they_are_on_now(self):
        with ApplicationLock(self.paths["linux"]):
            report = audit(self.certferry, "--root", self.root)
        for path in report.profiles:
            self.assertFalse(report.rules(path) & OF_A_MACHINE)

    def test_what_was_not_collected_is_unknown_and_not_missing(self):
        profile = self.report.profile(self.root / "only certificates")
        self.assertLessEqual({"private-keys"}, set(profile["unknown"]))
        self.assertFalse(self.report.rules(self.root / "only certificates") & {"ID-CERT-NO-KEY", "STORE-NO-PASSWORD"})
        self.assertFalse([each for each in profile["certificates"] if each["hasPrivateKey"] is not None])

    def test_one_key_in_several_copies_is_a_note_in_each(self):
        for path in self.paths.values():
            self.assertEqual([each["certificate"] for each in self.report.findings(path, "STORE-DUPLICATE")], [self.leaf.fingerprint])

    def test_correspondents_are_named_only_where_that_is_wanted(self):
        hidden = self.certferry.text("audit", "--root", self.root, "--format", "json").stdout
        self.assertNotIn(self.friend.fingerprint.encode(), hidden)
        self.assertNotIn(b"friend@example.test", hidden)
        shown = audit(self.certferry, "--root", self.root, "--with-correspondents")
        self.assertIn(self.friend.fingerprint, [each["fingerprint"] for each in shown.profile(self.paths["linux"])["certificates"]])

    def test_a_friend_who_made_a_certificate_without_an_authority_is_a_correspondent(self):
        hidden = self.certferry.text("audit", "--root", self.root, "--format", "json").stdout
        for name in (self.dora.fingerprint, "Dora", "dora@example.test"):
            self.assertNotIn(name.encode(), hidden)
        self.assertTrue([each for each in self.report.findings(self.paths["linux"]) if each.get("role") == "correspondent"])

    def test_what_is_gone_of_correspondents_does_not_name_them(self):
        before = audit(self.certferry, "--root", self.root, "--with-correspondents").value
        for finding in (each for profile in before["profiles"] for each in profile["findings"]):
            finding["key"] = hashlib.sha256(finding["key"].encode()).hexdigest()
        baseline = self.home.path / "before.json"
        baseline.write_text(json.dumps(before), encoding="utf-8")
        done = self.certferry.text("audit", "--root", self.root, "--baseline", baseline, "--format", "json").stdout
        rules = {each["rule"] for each in json.loads(done)["gone"] if each.get("redacted")}
        self.assertIn("TRUST-PEER-OVERRIDE", rules)
        for name in (self.dora.fingerprint, self.friend.fingerprint):
            self.assertNotIn(name.encode(), done)

    def test_a_redacted_report_has_no_name_in_it(self):
        text = self.certferry.text("audit", "--root", self.root, "--format", "json", "--redact").stdout.decode()
        for name in ("someone@example.test", self.leaf.fingerprint, "Example Root", "alice", str(self.home.path)):
            self.assertNotIn(name, text)

    def test_a_folder_that_is_not_there_is_told_and_is_not_clean(self):
        report = audit(self.certferry, "--root", self.root / "nothing")
        self.assertEqual((report.status, [each["path"] for each in report.value["unreachable"]]), (1, [str(self.root / "nothing")]))

    def test_lines_come_before_all_is_read(self):
        done = self.certferry.text("audit", "--root", self.root, "--format", "jsonl")
        lines = done.stdout.splitlines()
        self.assertGreater(len(lines), len(self.report.profiles))

    @classmethod
    def tearDownClass(cls):
        locked_by_us = str((cls.paths["linux"] / ".parentlock").relative_to(cls.root))
        require_no_trace(cls.before, cls.root, but={locked_by_us})


if __name__ == "__main__":
    unittest.main()
