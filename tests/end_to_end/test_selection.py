# SPDX-License-Identifier: MPL-2.0
"""`select` on a real profile: choosing, clearing, switches, undo, and what waits while the application runs."""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from application import preference_line  # noqa: E402
from application_lock import ApplicationLock  # noqa: E402
from selection_case import PREFERENCES, SelectionCase  # noqa: E402


class Selection(SelectionCase):
    def test_a_certificate_is_named_by_its_first_digits_or_all_of_them(self):
        answer = self.select("--signing", self.first.fingerprint[:8], "--encryption", self.first.fingerprint)
        self.assertEqual((answer.status, answer.value["outcome"]), (0, "selected"), answer.value)
        self.assertEqual(self.chosen(), (self.first.fingerprint,) * 2)
        self.assertTrue(self.identity()["signing"]["verdict"]["ok"])
        self.assertEqual(self.chosen("id2"), (None, None))
        self.assertIn(b"kept as it is", self.prefs.read_bytes())

    def test_what_the_profile_does_not_have_is_not_found(self):
        before = self.prefs.read_bytes()
        digits = next(f"{number:08x}" for number in range(10) if not any(
            each.fingerprint.startswith(f"{number:08x}") for each in (self.first, self.second, self.expired)))
        for named in (digits, "0" * 64):
            with self.subTest(named):
                answer = self.select("--signing", named)
                self.assertEqual((answer.status, answer.kind), (3, "certificate-not-found"), answer.value)
        self.assertEqual(self.select("--signing", "none", identity="nobody@example.test").kind, "identity-not-found")
        self.assertEqual(self.prefs.read_bytes(), before)

    def test_what_thunderbird_would_refuse_is_refused_with_the_reason(self):
        before = self.prefs.read_bytes()
        answer = self.select("--signing", self.expired.fingerprint)
        self.assertEqual((answer.status, answer.kind), (3, "not-eligible"), answer.value)
        self.assertIn("expired", [reason["kind"] for reason in answer.value["error"]["data"]["reasons"]])
        self.assertEqual(self.prefs.read_bytes(), before)

    def test_an_identity_is_named_by_its_address_too(self):
        self.assertEqual(self.select("--signing", self.first.fingerprint, identity="alias@EXAMPLE.test").status, 0)
        self.assertEqual(self.chosen("id2"), (self.first.fingerprint, None))

    def test_none_clears_and_the_switches_are_set(self):
        self.select("--signing", self.first.fingerprint, "--encryption", self.first.fingerprint)
        answer = self.select("--signing", "none", "--sign-by-default", "no", "--encrypt-by-default", "required")
        self.assertEqual(answer.status, 0, answer.value)
        identity = self.identity()
        self.assertEqual(self.chosen(), (None, self.first.fingerprint))
        self.assertEqual((identity["signByDefault"], identity["encryptByDefault"]), (False, "required"))
        self.assertNotIn(b"signing_cert", self.prefs.read_bytes())

    def test_undo_brings_back_what_stood_before_the_last_change(self):
        self.select("--signing", self.first.fingerprint, "--encryption", self.first.fingerprint, "--sign-by-default", "yes")
        self.select("--signing", self.second.fingerprint, "--sign-by-default", "no")
        self.assertEqual(self.chosen(), (self.second.fingerprint, self.first.fingerprint))
        answer = self.select("--undo")
        self.assertEqual((answer.status, answer.value.get("outcome")), (0, "selected"), answer.value)
        self.assertEqual(self.chosen(), (self.first.fingerprint,) * 2)
        self.assertTrue(self.identity()["signByDefault"])
        self.assertEqual(self.select("--undo", identity="id2").kind, "invalid-request")

    def test_undo_puts_every_preference_back_as_it_was_and_no_other(self):
        for policy, words in ((1, ("--signing", self.first.fingerprint)),
                              (1, ("--encrypt-by-default", "required")),
                              (None, ("--signing", self.first.fingerprint, "--sign-by-default", "yes", "--encrypt-by-default", "required"))):
            with self.subTest(policy=policy, words=words):
                lines = {**PREFERENCES, **({"mail.identity.id1.encryptionpolicy": policy} if policy is not None else {})}
                self.prefs.write_text("".join(preference_line(name, value) for name, value in lines.items()))
                before = self.prefs.read_bytes()
                self.assertEqual(self.select(*words).status, 0)
                self.assertNotEqual(self.prefs.read_bytes(), before)
                self.assertEqual(self.select("--undo").status, 0)
                self.assertEqual(self.prefs.read_bytes(), before)

    def test_an_identity_with_any_key_is_changed_made_to_wait_and_undone(self):
        key = "../my.id"
        self.prefs.write_text(self.prefs.read_text() + preference_line(f"mail.identity.{key}.useremail", "alice@example.test"))
        self.assertEqual(self.select("--signing", self.first.fingerprint, identity=key).status, 0)
        self.assertEqual(self.chosen(key), (self.first.fingerprint, None))
        with ApplicationLock(self.profile.path):
            self.assertEqual(self.select("--signing", self.second.fingerprint, identity=key).value["outcome"], "pending")
            self.assertEqual(self.identity(key)["pending"]["signing"], self.second.fingerprint)
        self.wait_until_nothing_waits(key)
        self.assertEqual(self.chosen(key), (self.second.fingerprint, None))
        self.assertEqual(self.select("--undo", identity=key).status, 0)
        self.assertEqual(self.chosen(key), (self.first.fingerprint, None))
        self.assertEqual([each.name for each in (self.profile.path / "certferry/undo").iterdir()], ["%2E%2E%2Fmy%2Eid.json"])

    def test_a_key_longer_than_any_file_name_is_refused_before_anything_changes(self):
        key = "k" * 300
        self.prefs.write_text(self.prefs.read_text() + preference_line(f"mail.identity.{key}.useremail", "alice@example.test"))
        before = self.prefs.read_bytes()
        answer = self.select("--signing", self.first.fingerprint, identity=key)
        self.assertEqual((answer.status, answer.kind), (3, "identity-not-found"), answer.value)
        self.assertEqual(self.prefs.read_bytes(), before)

    def test_what_was_not_there_is_not_said_to_be_done(self):
        before = self.prefs.read_bytes()
        answer = self.select("--cancel-pending")
        self.assertEqual((answer.status, answer.value["cancelled"]), (0, False))
        shown = self.certferry.text("select", "--profile", self.profile.path, "--identity", "id1", "--cancel-pending").stdout
        self.assertIn(b"Nothing waited", shown)
        self.assertNotIn(b"This is set", shown)
        self.assertEqual(self.select().status, 2)
        self.assertEqual(self.prefs.read_bytes(), before)

    def test_a_program_asks_for_one_thing(self):
        profile = self.certferry.run("profiles").value["profiles"][0]["id"]
        self.select("--signing", self.first.fingerprint)
        before = self.prefs.read_bytes()
        for params in ({}, {"undo": False}, {"undo": True, "signing": None}, {"cancelPending": True, "signByDefault": True},
                       {"undo": True, "cancelPending": True}):
            with self.subTest(params):
                answer = self.certferry.run("call", "selection.set", json.dumps({"profile": profile, "identity": "id1", **params}))
                self.assertEqual((answer.status, answer.kind), (2, "invalid-request"), answer.value)
        self.assertEqual(self.prefs.read_bytes(), before)

    def test_what_waits_is_undone_first_and_is_no_change_until_it_is_made(self):
        for fingerprint in (self.first.fingerprint, self.second.fingerprint):
            self.select("--signing", fingerprint, "--encryption", "none")
        for take_back in ("--undo", "--cancel-pending"):
            with self.subTest(take_back), ApplicationLock(self.profile.path):
                self.select("--signing", "none", "--sign-by-default", "yes")
                answer = self.select(take_back)
                self.assertEqual((answer.status, answer.value["identity"]["pending"]), (0, None), answer.value)
        self.assertEqual(self.chosen(), (self.second.fingerprint, None))
        with ApplicationLock(self.profile.path):
            self.select("--signing", "none")
        self.wait_until_nothing_waits()
        for stood in (self.second.fingerprint, None):
            self.assertEqual(self.select("--undo").value["outcome"], "selected")
            self.assertEqual(self.chosen(), (stood, None))

    def test_the_same_again_changes_no_byte(self):
        words = ("--signing", self.first.fingerprint, "--sign-by-default", "yes")
        self.select(*words)
        before, backups = self.prefs.read_bytes(), sorted((self.profile.path / "certferry/backups").iterdir())
        self.assertEqual(self.select(*words).value["outcome"], "selected")
        self.assertEqual((self.prefs.read_bytes(), sorted((self.profile.path / "certferry/backups").iterdir())), (before, backups))

    def test_while_it_runs_the_choice_waits_and_is_made_when_it_ends(self):
        before = self.prefs.read_bytes()
        with ApplicationLock(self.profile.path):
            answer = self.select("--signing", self.first.fingerprint, "--encryption", self.first.fingerprint)
            self.assertEqual((answer.status, answer.value["outcome"]), (0, "pending"), answer.value)
            answer = self.select("--encryption", self.second.fingerprint, "--sign-by-default", "yes")
            pending = self.identity()["pending"]
            self.assertEqual((pending["signing"], pending["encryption"]), (self.first.fingerprint, self.second.fingerprint),
                             "a later choice stands on top of the one that waits")
            self.assertEqual(self.prefs.read_bytes(), before)
        self.wait_until_nothing_waits()
        self.assertEqual(self.chosen(), (self.first.fingerprint, self.second.fingerprint))
        self.assertTrue(self.identity()["signByDefault"])

    def test_a_choice_that_waits_is_taken_back(self):
        with ApplicationLock(self.profile.path):
            self.select("--signing", self.first.fingerprint)
            answer = self.select("--cancel-pending")
            self.assertEqual((answer.status, answer.value["identity"]["pending"]), (0, None), answer.value)
        self.assertEqual(self.chosen(), (None, None))

    def test_choosing_what_stands_takes_the_one_that_waits_back(self):
        self.select("--signing", self.first.fingerprint)
        with ApplicationLock(self.profile.path):
            self.select("--signing", self.second.fingerprint)
            self.select("--signing", self.first.fingerprint)
            self.assertEqual(self.identity()["pending"]["signing"], self.first.fingerprint)
        self.wait_until_nothing_waits()
        self.assertEqual(self.chosen(), (self.first.fingerprint, None))

    def test_the_next_command_that_writes_makes_what_waits_and_one_that_reads_does_not(self):
        self.leave_waiting_without_a_waiter("--signing", self.first.fingerprint)
        self.assertEqual(self.chosen(), (None, None))
        self.assertEqual(self.identity()["pending"]["signing"], self.first.fingerprint)
        self.select("--signing", self.second.fingerprint, identity="id2")
        self.assertEqual((self.chosen(), self.chosen("id2")), ((self.first.fingerprint, None), (self.second.fingerprint, None)))
        self.assertIsNone(self.identity()["pending"])

    def test_what_was_chosen_meanwhile_stays_and_the_person_is_told(self):
        self.leave_waiting_without_a_waiter("--signing", self.first.fingerprint)
        self.prefs.write_text(self.prefs.read_text() + preference_line("mail.identity.id1.signing_cert_name", "Other") +
                              preference_line("mail.identity.id1.signing_cert_dbkey", "AAAA"))
        self.select("--signing", self.second.fingerprint, identity="id2")
        identity = self.identity()
        self.assertEqual((identity["pending"], identity["signing"]["displayName"]), (None, "Other"))
        self.assertIn("meanwhile", identity["dropped"]["reason"])
        self.assertIn(b"meanwhile", self.certferry.text("identities", "--profile", self.profile.path).stdout)
        self.select("--signing", self.first.fingerprint)
        self.assertIsNone(self.identity()["dropped"])

    def test_what_was_chosen_meanwhile_for_the_other_purpose_is_no_obstacle(self):
        self.leave_waiting_without_a_waiter("--signing", self.first.fingerprint)
        self.prefs.write_text(self.prefs.read_text() + preference_line("mail.identity.id1.encryption_cert_name", "Other") +
                              preference_line("mail.identity.id1.encryption_cert_dbkey", "AAAA"))
        self.select("--signing", self.second.fingerprint, identity="id2")
        identity = self.identity()
        self.assertEqual((identity["pending"], identity["dropped"]), (None, None))
        self.assertEqual((identity["signing"]["fingerprint"], identity["encryption"]["displayName"]), (self.first.fingerprint, "Other"))

    def test_what_another_file_decides_is_not_written(self):
        (self.profile.path / "user.js").write_text(preference_line("mail.identity.id1.signing_cert_dbkey", "AAAA"))
        before = self.prefs.read_bytes()
        answer = self.select("--signing", self.first.fingerprint)
        self.assertEqual((answer.status, answer.kind), (3, "permission-denied"), answer.value)
        self.assertIn("user.js", answer.value["error"]["data"]["fix"]["text"])
        self.assertEqual(self.prefs.read_bytes(), before)


if __name__ == "__main__":
    unittest.main()
