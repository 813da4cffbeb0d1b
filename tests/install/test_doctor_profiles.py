# SPDX-License-Identifier: MPL-2.0
"""What `certferry doctor` says of profiles, and what it keeps to itself."""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import unittest

import test_doctor
from installation import NOBODY

PROFILE = ".thunderbird/abcd1234.Ada at work"
SECRETS = ("Ada", "abcd1234", "ada@example.org", "secret-client")


class Profiles(test_doctor.Case):
    def setUp(self):
        super().setUp()
        self.profile = self.home / PROFILE
        self.profile.mkdir(parents=True, mode=0o700)
        self.write(".thunderbird/profiles.ini", "[Profile0]\nName=Ada at work\nIsRelative=1\nPath=abcd1234.Ada at work\nDefault=1\n")
        self.write(f"{PROFILE}/prefs.js", "")

    def addon(self, **members):
        addon = {"id": "certferry@certferry", "version": test_doctor.VERSION, "active": True, **members}
        self.write(f"{PROFILE}/extensions.json", json.dumps({"schemaVersion": 37, "addons": [{"id": "x@y", "version": "9"}, addon]}))

    def make_databases(self, password=""):
        """As NSS makes them."""
        if not shutil.which("certutil"):
            self.skipTest("certutil (libnss3-tools) is not installed")
        file = self.place.folder / "password"
        file.write_text(password + "\n", encoding="utf-8")
        subprocess.run(["certutil", "-N", "-d", f"sql:{self.profile}", "-f", file], check=True, capture_output=True)

    def test_none(self):
        shutil.rmtree(self.home / ".thunderbird")
        self.expect("profiles-none", "note")

    def test_one_that_is_whole(self):
        self.make_databases()
        self.addon()
        value = self.place.value("doctor")[1]
        self.assertFalse([each for each in value["findings"] if each["id"].startswith(("profile", "addon"))])
        self.assertTrue(any('The Thunderbird profile "Ada at work" can be read.' in text for text in value["good"]))
        self.assertTrue(any(f"add-on, version {test_doctor.VERSION}" in text for text in value["good"]))

    def test_a_damaged_database(self):
        (self.profile / "cert9.db").write_bytes(b"no database" * 100)
        self.expect("profile-unreadable")

    def test_a_database_that_somebody_writes(self):
        self.make_databases()
        writer = sqlite3.connect(self.profile / "cert9.db", isolation_level=None)
        self.addCleanup(writer.close)
        writer.execute("BEGIN EXCLUSIVE")
        self.expect("profile-busy", "warning")

    def test_databases_from_before_2018(self):
        (self.profile / "cert8.db").write_bytes(b"\x00\x06\x15\x61" * 1000)
        self.expect("profile-legacy", "warning")

    def test_a_write_that_was_broken_off(self):
        self.make_databases()
        writer = sqlite3.connect(self.profile / "cert9.db", isolation_level=None)
        writer.execute("PRAGMA cache_size=1")
        writer.execute("BEGIN")
        writer.execute("CREATE TABLE spill AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n LIMIT 5000) SELECT x, hex(randomblob(200)) FROM n")
        copies = {name: (self.profile / name).read_bytes() for name in ("cert9.db", "cert9.db-journal")}
        writer.execute("ROLLBACK")
        writer.close()
        for name, content in copies.items():
            (self.profile / name).write_bytes(content)
        self.expect("profile-hot-journal", "warning")

    def test_another_mode_of_sqlite(self):
        self.make_databases()
        with sqlite3.connect(self.profile / "cert9.db") as database:
            database.execute("PRAGMA journal_mode=WAL")
        database.close()
        self.expect("profile-write-ahead-log", "note")

    def test_files_that_others_can_change_or_read(self):
        self.make_databases()
        (self.profile / "key4.db").chmod(0o644)
        each = self.expect("profile-not-writable", "warning")
        self.assertIn("chmod go-rw key4.db", each["fix"]["text"])

    def test_files_of_another_user(self):
        if os.geteuid() != 0:
            self.skipTest("needs root: a file of another user")
        self.make_databases()
        os.chown(self.profile / "key4.db", NOBODY, NOBODY)
        self.expect("profile-not-writable", "warning")

    def test_fips_mode_as_nss_writes_it(self):
        self.make_databases("A long password 4 FIPS!")
        if not shutil.which("modutil"):
            self.skipTest("modutil (libnss3-tools) is not installed")
        subprocess.run(["modutil", "-fips", "true", "-force", "-dbdir", f"sql:{self.profile}"], check=False, capture_output=True)
        if "fips" not in (self.profile / "pkcs11.txt").read_text(encoding="utf-8").lower():
            self.skipTest("this NSS cannot switch to FIPS mode")
        self.expect("profile-fips", "warning")

    def test_the_add_on_is_missing_off_older_or_newer(self):
        self.expect("addon-missing", "note")
        self.addon(active=False)
        self.expect("addon-off", "warning")
        self.addon(version="0.0.9")
        self.expect("addon-older", "warning")
        self.addon(version="99.1")
        self.expect("addon-newer", "warning")
        self.addon(id="certferry-live@certferry", version="0.0.1")
        self.assertIn("live selection", self.expect("addon-older", "warning")["message"])

    def test_hostile_lists_of_add_ons_say_nothing(self):
        for text in ("", "[", "[" * 100000, '{"addons": {}}', '{"addons": [null, 1, {"id": 7}, {"id": "certferry@certferry"}]}'):
            self.write(f"{PROFILE}/extensions.json", text)
            self.assertNotIn("worker-failed", self.place.findings(), text[:20])

    def test_preferences_that_stand_in_the_way(self):
        lines = {
            "preference-blocks-host": ('"webextensions.native-messaging.blocklist", "a, certferry"', "error"),
            "policy-user-hosts": ('"webextensions.native-messaging.user-level-hosts", false', "error"),
            "preference-message-limit": ('"webextensions.native-messaging.max-input-message-bytes", 1000', "warning"),
        }
        for finding, (line, severity) in lines.items():
            self.write(f"{PROFILE}/prefs.js", f"user_pref({line});\n")
            self.expect(finding, severity)
            self.write(f"{PROFILE}/prefs.js", "")
            self.write(f"{PROFILE}/user.js", f"user_pref({line});\n")
            self.expect(finding, severity)
            (self.profile / "user.js").unlink()

    def test_a_report_names_nobody(self):
        self.make_databases()
        self.addon(version="0.0.9")
        (self.profile / "key4.db").chmod(0o644)
        self.change_manifest(allowed_extensions=["certferry@certferry", "secret-client@example.org"])
        self.write(test_doctor.CONFIGURATION, json.dumps({"nssFolders": [str(self.home / "secret-client")], "allowedExtensions": ["ada@example.org"]}))
        (self.home / "secret-client").mkdir()
        (self.home / "secret-client/libnss3.so").write_bytes(b"x")
        file = self.place.folder / "report.json"
        status, value = self.place.value("doctor", "--report", file)
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        report = json.loads(file.read_text(encoding="utf-8"))
        self.assertEqual(report["findings"], value["findings"])
        self.assertTrue({"addon-older", "profile-not-writable", "extension-half-allowed", "nss-refused"} <= {each["id"] for each in report["findings"]})
        self.assertTrue(report["system"]["kernel"])
        text = file.read_text(encoding="utf-8")
        for secret in (*SECRETS, str(self.home), os.uname().nodename):
            self.assertNotIn(secret, text)
        for secret in SECRETS[:1]:
            self.assertIn(secret, self.place.run("doctor").stdout)
        self.assertEqual(status, 0)

    def test_a_report_never_takes_the_place_of_a_file(self):
        file = self.place.folder / "report.json"
        file.write_text("precious", encoding="utf-8")
        link = self.place.folder / "link"
        link.symlink_to(self.place.folder / "nowhere")
        for path in (file, link):
            status, value = self.place.value("doctor", "--report", path)
            self.assertEqual((status, value["error"]["data"]["kind"]), (3, "file-exists"))
        self.assertEqual(file.read_text(encoding="utf-8"), "precious")
        self.assertFalse((self.place.folder / "nowhere").exists())
        self.assertEqual(self.place.value("doctor", "--report", "/nowhere/x")[1]["error"]["data"]["kind"], "io-failure")

    def test_names_that_bite_do_not_reach_the_terminal(self):
        self.write(".thunderbird/profiles.ini", "[Profile0]\nName=A\x1b[2J\u202e\nIsRelative=1\nPath=abcd1234.Ada at work\n")
        done = self.place.run("doctor")
        self.assertNotIn("\x1b", done.stdout)
        self.assertIn("\\u{001B}", done.stdout)


if __name__ == "__main__":
    unittest.main()
