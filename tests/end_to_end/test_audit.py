# SPDX-License-Identifier: MPL-2.0
"""Faults put into generated profiles come back on exactly their object; where there is none, nothing is found."""

import hashlib
import json
import os
import pathlib
import stat
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import application  # noqa: E402
from audit_report import audit  # noqa: E402
from audited_home import PASSWORD, AuditedHome  # noqa: E402
from certferry import Certferry  # noqa: E402
from snapshot import require_no_trace, traces  # noqa: E402

FORMATS = ("text", "json", "jsonl", "sarif", "prometheus", "csv")


class Audit(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        application.skip_unless_installed(cls, "thunderbird")
        cls.scene = AuditedHome((*AuditedHome.FAULTS, "ending_issuer"))
        cls.addClassCleanup(cls.scene.remove)
        cls.before = traces(cls.scene.home.folder("thunderbird"))
        cls.certferry = Certferry(cls.scene.home.path)
        cls.report = audit(cls.certferry)

    def found(self, name, rule):
        """[(certificate, identity, file)] of the findings of one rule in one profile."""
        return [(each.get("certificate"), each.get("identity"), each.get("file"))
                for each in self.report.findings(self.scene.path(name), rule)]

    def only_in(self, rule, *names):
        """The profiles with this finding are these, whatever else is wrong in them."""
        self.assertEqual({path for path, _ in self.report.about(rule)}, {str(self.scene.path(name)) for name in names})

    def leaf(self, name):
        return self.scene.leaves[name].fingerprint

    def test_nothing_is_wrong_with_a_healthy_profile_but_what_its_owner_decided(self):
        self.assertEqual(self.report.rules(self.scene.path("healthy")), {"TRUST-USER-CA-EMAIL"})
        root = self.scene.root.fingerprint
        self.assertEqual(self.found("healthy", "TRUST-USER-CA-EMAIL"), [(root, None, None)])

    def test_every_profile_is_in_the_report_with_its_identity_and_certificates(self):
        self.assertEqual(set(self.report.profiles), {str(each.path) for each in self.scene.profiles.values()})
        healthy = self.report.profile(self.scene.path("healthy"))
        self.assertEqual([each["email"] for each in healthy["identities"]], ["healthy@example.test"])
        self.assertEqual({each["fingerprint"] for each in healthy["certificates"]},
                         {self.leaf("healthy"), self.scene.root.fingerprint})
        self.assertEqual((healthy["application"], healthy["name"]), ("thunderbird", "healthy"))
        self.assertEqual(healthy["summary"], {"error": 0, "warning": 1, "note": 0})

    def test_a_selected_certificate_that_has_expired(self):
        self.only_in("CERT-EXPIRED", "expired")
        self.assertEqual(self.found("expired", "CERT-EXPIRED"), [(self.leaf("expired"), None, None)])
        self.assertEqual(self.report.findings(self.scene.path("expired"), "CERT-EXPIRED")[0]["severity"], "error")

    def test_a_short_key(self):
        self.only_in("KEY-RSA-SHORT", "short_key")
        self.assertEqual(self.found("short_key", "KEY-RSA-SHORT"), [(self.leaf("short_key"), None, None)])

    def test_a_key_without_a_certificate(self):
        self.only_in("KEY-ORPHAN", "orphan")
        self.assertEqual(len(self.found("orphan", "KEY-ORPHAN")), 1)

    def test_keys_without_a_password(self):
        self.only_in("STORE-NO-PASSWORD", "open_keys")

    def test_keys_that_others_can_read(self):
        self.only_in("STORE-PERMISSIONS", "readable")
        self.assertEqual(self.found("readable", "STORE-PERMISSIONS"), [(None, None, "key4.db")])

    def test_a_module_that_is_gone(self):
        self.only_in("MOD-UNKNOWN", "module")
        self.assertEqual(self.report.findings(self.scene.path("module"), "MOD-UNKNOWN")[0]["severity"], "error")

    def test_a_preference_that_weakens(self):
        self.only_in("PREF-WEAK", "weak_preference")
        self.assertEqual(self.found("weak_preference", "PREF-WEAK"), [(None, None, "user.js")])

    def test_a_root_that_can_read_all_traffic(self):
        self.only_in("TRUST-USER-CA-WEB", "trusted_for_web")
        self.assertEqual(self.found("trusted_for_web", "TRUST-USER-CA-WEB"), [(self.leaf("proxy"), None, None)])

    def test_databases_of_before_2018(self):
        self.only_in("STORE-LEGACY-DB", "old_format")

    def test_a_selection_that_leads_nowhere(self):
        self.only_in("ID-CERT-MISSING", "dead_selection")
        self.assertEqual({identity for _, identity, _ in self.found("dead_selection", "ID-CERT-MISSING")}, {"id1"})

    def test_a_selected_certificate_without_its_key(self):
        self.only_in("ID-CERT-NO-KEY", "no_key")
        self.assertEqual({each[:2] for each in self.found("no_key", "ID-CERT-NO-KEY")}, {(self.leaf("no_key"), "id1")})

    def test_two_trust_records_that_contradict_each_other(self):
        self.only_in("TRUST-STALE-DUPLICATE", "two_records")

    def test_a_backup_that_an_older_password_opens(self):
        self.only_in("BACKUP-STALE-PASSWORD", "stale_backup")
        self.assertEqual(self.found("stale_backup", "BACKUP-STALE-PASSWORD"), [(None, None, "certferry/backups/20261101T000000Z")])

    def test_a_forged_trust_record_is_believed_without_the_password_and_told_with_it(self):
        forged, folder = self.leaf("forged root"), self.scene.path("forged_trust")
        self.assertIn((forged, None, None), self.found("forged_trust", "TRUST-USER-CA-EMAIL"))
        self.assertEqual(self.report.about("TRUST-TAMPERED"), [])
        known = audit(self.certferry, "--profile", folder, passwords={"--primary-password-fd": PASSWORD})
        self.assertEqual(known.about("TRUST-TAMPERED"), [(str(folder), forged)])

    def test_the_same_finding_has_the_same_key_in_every_run(self):
        self.assertEqual(audit(self.certferry).keys(), self.report.keys())
        self.assertEqual(len(set(self.report.keys())), len(self.report.keys()))

    def test_the_exit_status_tells_of_errors_and_of_less_where_that_is_wanted(self):
        healthy = self.scene.path("healthy")
        self.assertEqual(self.report.status, 1)
        self.assertEqual(audit(self.certferry, "--profile", healthy).status, 0)
        self.assertEqual(audit(self.certferry, "--profile", healthy, "--fail-on", "warning").status, 1)
        self.assertEqual(audit(self.certferry, "--profile", self.scene.path("open_keys")).status, 0)

    def test_another_day_gives_another_judgement(self):
        healthy = self.scene.path("healthy")
        late = audit(self.certferry, "--profile", healthy, "--at", "2045-02-01")
        self.assertIn((str(healthy), self.leaf("healthy")), late.about("CERT-EXPIRED"))
        soon = audit(self.certferry, "--profile", healthy, "--at", "2044-12-20T00:00:00Z")
        self.assertEqual(soon.about("CERT-EXPIRING"), [(str(healthy), self.leaf("healthy"))])
        self.assertEqual(audit(self.certferry, "--profile", healthy, "--at", "2044-12-20", "--expiring", "5").about("CERT-EXPIRING"), [])

    def test_an_authority_that_ends_before_the_certificate_below_it(self):
        folder = self.scene.path("ending_issuer")
        ends = {each["fingerprint"]: each.get("chainNotAfter") for each in self.report.profile(folder)["certificates"]}
        self.assertEqual(ends, {self.leaf("ending_issuer"): "2040-01-01T00:00:00Z", self.scene.root.fingerprint: None})
        soon = audit(self.certferry, "--profile", folder, "--at", "2039-12-20")
        found, = soon.findings(folder, "CERT-EXPIRING")
        self.assertEqual((found["evidence"]["below"], found["evidence"]["days"]), (self.leaf("ending_issuer"), 12))
        page = self.certferry.text("audit", "--profile", folder, "--format", "html").stdout.decode()
        self.assertIn("2040-01-01T00:00:00Z", page.partition('"people"')[2])

    def test_the_password_adds_what_only_it_can_tell(self):
        healthy = self.scene.path("healthy")
        self.assertIn("trust-authenticity", self.report.profile(healthy)["unknown"])
        known = audit(self.certferry, "--profile", healthy, passwords={"--primary-password-fd": PASSWORD})
        self.assertNotIn("trust-authenticity", known.profile(healthy)["unknown"])
        wrong = self.certferry.run("audit", "--profile", healthy, passwords={"--primary-password-fd": "another"})
        self.assertEqual(wrong.kind, "wrong-password")

    def test_a_report_in_a_file_is_new_and_its_owners_alone(self):
        file = self.scene.home.path / "report.json"
        done = self.certferry.text("audit", "--format", "json", "--out", file)
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertEqual(stat.S_IMODE(os.stat(file).st_mode), 0o600)
        self.assertEqual(len(json.loads(file.read_text(encoding="utf-8"))["profiles"]), len(self.scene.profiles))
        self.assertEqual(self.certferry.run("audit", "--out", file).kind, "file-exists")

    def test_keys_on_a_list_of_compromised_ones(self):
        known = self.scene.leaves["expired"]
        list_of = self.scene.home.path / "compromised"
        list_of.write_text(f"# what leaked\n{hashlib.sha256(known.public_key).hexdigest().upper()}  # once\n", encoding="utf-8")
        report = audit(self.certferry, "--compromised", list_of)
        self.assertEqual(report.about("KEY-KNOWN-COMPROMISED"), [(str(self.scene.path("expired")), known.fingerprint)])
        self.assertEqual(self.report.about("KEY-KNOWN-COMPROMISED"), [])

    def test_a_list_of_compromised_keys_that_is_none_is_refused(self):
        list_of = self.scene.home.path / "no list"
        list_of.write_text("# what leaked\nblack sheep\n", encoding="utf-8")
        refused = self.certferry.run("audit", "--compromised", list_of)
        self.assertEqual((refused.status, refused.kind), (3, "bad-file"))
        self.assertIn("Line 2 ", refused.value["error"]["message"])
        list_of.write_bytes(b"#" * (9 << 20))
        self.assertEqual(self.certferry.run("audit", "--compromised", list_of).kind, "too-large")

    def test_a_profile_that_is_not_there_is_an_error(self):
        self.assertEqual(self.certferry.run("audit", "--profile", self.scene.home.path / "nothing").kind, "profile-not-found")

    def test_every_format_is_written_and_says_yes_or_no(self):
        for name in FORMATS:
            with self.subTest(name):
                done = self.certferry.text("audit", "--format", name)
                self.assertEqual((done.returncode, done.stderr), (1, b""))
                self.assertIn(b"CERT-EXPIRED", done.stdout)

    @classmethod
    def tearDownClass(cls):
        """Over all of the above: no trace."""
        require_no_trace(cls.before, cls.scene.home.folder("thunderbird"))


if __name__ == "__main__":
    unittest.main()
