# SPDX-License-Identifier: MPL-2.0
"""`explain` names the true cause in each of many broken set-ups, and `--fix` mends what it says it does and nothing else."""

import json
import pathlib
import shlex
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import broken_setups  # noqa: E402
from application import library_folder  # noqa: E402
from application_lock import ApplicationLock  # noqa: E402
from authority import Authority  # noqa: E402
from mail_profiles import MailProfiles, issuer_at  # noqa: E402
from snapshot import snapshot  # noqa: E402

PURPOSES = ("canSign", "canEncrypt")


def can(answer):
    return tuple(answer.value["identities"][0][purpose]["ok"] for purpose in PURPOSES)


class Explain(unittest.TestCase):
    def setUp(self):
        if library_folder("thunderbird") is None:
            self.skipTest("thunderbird is not installed")

    def test_the_table_has_all_set_ups(self):
        self.assertGreaterEqual(len(broken_setups.ROWS), 25)

    def test_each_cause_is_named_and_what_can_be_mended_is(self):
        for row in broken_setups.ROWS:
            with self.subTest(row.name), MailProfiles(**row.how) as scene:
                row.make(scene)
                self.check_explanation(row, scene)
                self.check_fix(row, scene)

    def check_explanation(self, row, scene):
        before = [snapshot(folder) for folder in (scene.thunderbird.path, scene.firefox.path)]
        answer = scene.explain()
        self.assertEqual([snapshot(folder) for folder in (scene.thunderbird.path, scene.firefox.path)], before)
        identity, = answer.value["identities"]
        for purpose, cause in zip(PURPOSES, (row.sign, row.encrypt)):
            verdict = identity[purpose]
            self.assertEqual(verdict["ok"], cause is None, verdict)
            if cause:
                self.assertIn(cause, [reason["kind"] for reason in verdict["reasons"]])
        self.assertEqual(answer.status, 0 if row.sign is None else 1)
        self.assertEqual([step["kind"] for step in identity["steps"]], row.steps, identity["steps"])
        self.assertIn(row.words, str(answer.value))
        self.assertIn(row.words.encode(), scene.certferry.text("explain", "--profile", scene.thunderbird.path).stdout)

    def check_fix(self, row, scene):
        firefox = snapshot(scene.firefox.path)
        passwords = {"--primary-password-fd": scene.thunderbird.password} if scene.thunderbird.password else None
        answer = scene.explain("--fix", passwords=passwords)
        self.assertEqual(can(answer), row.mended, answer.value)
        self.assertEqual(answer.status, 0 if row.mended[0] else 1)
        self.assertEqual([step["outcome"] for step in answer.value["done"] if step["outcome"] != "done"], [])
        decisions = [step for step in answer.value["identities"][0]["steps"] if not step["needsDecision"] and "call" in step]
        self.assertEqual(decisions, [], "something that needs no decision was left")
        self.assertEqual(snapshot(scene.firefox.path), firefox, "Firefox's profile is only read")
        again = snapshot(scene.thunderbird.path)
        self.assertEqual(scene.explain("--fix", passwords=passwords).value["done"], [])
        self.assertEqual(snapshot(scene.thunderbird.path), again)

    def made(self, name, **more):
        row = next(each for each in broken_setups.ROWS if each.name == name)
        scene = self.enterContext(MailProfiles(**row.how, **more))
        row.make(scene)
        return scene

    def test_the_command_of_a_root_trusts_it_by_its_whole_fingerprint(self):
        for name in ("nobody trusts the root", "all of it is in Firefox, and nobody trusts the root"):
            with self.subTest(name):
                scene = self.made(name)
                step, = scene.explain().value["identities"][0]["steps"]
                self.assertTrue(step["needsDecision"])
                self.assertIn("--trust-root " + scene.root.fingerprint, step["command"])
                self.assertEqual(step["call"]["params"]["trustRoots"], [scene.root.fingerprint])
                self.assertEqual(scene.run_step(step).status, 0)
                self.assertEqual((can(scene.explain()), scene.thunderbird.trust_of(scene.root).split(",")[1]), ((True, True), "C"))

    def test_the_file_of_a_missing_issuer_comes_in_by_the_command_that_is_named(self):
        scene = self.made("an authority of the chain is missing everywhere")
        step, = scene.explain().value["identities"][0]["steps"]
        self.assertTrue(step["needsDecision"])
        step["command"] = step["command"].replace("FILE", str(scene.issuer.der_file))
        self.assertEqual(scene.run_step(step).status, 0)
        self.assertEqual(can(scene.explain()), (True, True))

    def test_every_step_that_names_a_command_can_be_run_by_it(self):
        for row in broken_setups.ROWS:
            if not row.is_mended_by_steps:
                continue
            with self.subTest(row.name):
                scene = self.made(row.name)
                for step in scene.explain().value["identities"][0]["steps"]:
                    scene.run_step(step)
                self.assertEqual(can(scene.explain()), (True, True))


    def test_a_renewed_certificate_is_switched_to_on_all_identities_at_once_and_the_old_one_stays(self):
        addresses = ["alice@example.test", "Alias@Example.Test", "other@example.test"]
        scene = self.enterContext(MailProfiles(addresses=addresses))
        old = scene.leaf(emails=addresses[:2], dates=broken_setups.OLD)
        new = scene.leaf(emails=addresses[:2], dates=broken_setups.NEW)
        other = scene.leaf(emails=addresses[2:], dates=broken_setups.OLD)
        scene.thunderbird.import_key(old)
        scene.thunderbird.import_key(other)
        scene.firefox.import_key(new)
        for identity, certificate in (("id1", old), ("id2", old), ("id3", other)):
            scene.choose(certificate, identity=identity)
        steps = [step for each in scene.explain().value["identities"] for step in each["steps"]]
        self.assertEqual([(step["kind"], step["needsDecision"]) for step in steps], [("renew", False)] * 2)
        self.assertEqual(steps[0]["call"], steps[1]["call"])
        done, = scene.explain("--fix").value["done"]
        self.assertEqual(done["outcome"], "done")
        for key, certificate in (("id1", new), ("id2", new), ("id3", other)):
            identity = scene.identity(key)
            for purpose in ("signing", "encryption"):
                self.assertEqual(identity[purpose]["fingerprint"], certificate.fingerprint)
        self.assertTrue(scene.thunderbird.has_key_of(old))

    def test_a_newer_certificate_under_another_root_is_offered_and_not_taken_unasked(self):
        scene = self.enterContext(MailProfiles())
        other_root = Authority.root(scene.home.path / "other", "Other Root", key="P-256")
        old, new = scene.leaf(dates=broken_setups.OLD), scene.leaf(issuer=other_root, dates=broken_setups.NEW)
        for each in (old, new):
            scene.thunderbird.import_key(each)
        scene.thunderbird.trust_email(other_root)
        scene.choose(old)
        step, = scene.explain("--fix").value["identities"][0]["steps"]
        self.assertEqual((step["kind"], step["needsDecision"], scene.identity()["signing"]["fingerprint"]),
                         ("renew", True, old.fingerprint))
        scene.run_step(step)
        self.assertEqual(scene.identity()["signing"]["fingerprint"], new.fingerprint)

    def test_an_older_certificate_is_no_renewal(self):
        scene = self.enterContext(MailProfiles())
        old, new = scene.leaf(dates=broken_setups.OLD), scene.leaf(dates=broken_setups.NEW)
        scene.thunderbird.import_key(new)
        scene.firefox.import_key(old)
        scene.choose(new)
        self.assertEqual(scene.explain().value["identities"][0]["steps"], [])

    def test_while_thunderbird_runs_the_fix_waits_and_that_is_said(self):
        for name, signs_meanwhile in (("the selected certificate is gone", False),
                                      ("it is renewed, in Firefox, while it is still good", True),
                                      ("the one for encryption lets nothing be signed, and another one is there", False)):
            with self.subTest(name):
                scene = self.made(name)
                with ApplicationLock(scene.thunderbird.path):
                    answer = scene.explain("--fix")
                    self.assertEqual([step["outcome"] for step in answer.value["done"]], ["pending"])
                    self.assertEqual(answer.status, 0 if signs_meanwhile else 1)
                    self.assertEqual([step["kind"] for step in answer.value["identities"][0]["steps"]], ["wait"])
                    self.assertEqual(scene.explain("--fix").value["done"], [])
                while scene.identity()["pending"] is not None:
                    time.sleep(0.05)
                answer = scene.explain()
                self.assertEqual((answer.status, answer.value["identities"][0]["steps"]), (0, []))

    def test_the_command_that_gives_encryption_up_for_signing_does_it(self):
        for name in ("the one for encryption lets nothing be signed, and there is no other",
                     "the one for encryption would let nothing be signed"):
            with self.subTest(name):
                scene = self.made(name)
                step, = scene.explain().value["identities"][0]["steps"]
                self.assertTrue(step["needsDecision"])
                self.assertIsNone(step["call"]["params"]["encryption"])
                self.assertEqual(scene.run_step(step).status, 0)
                self.assertEqual(can(scene.explain()), (True, False))

    def test_a_forgotten_primary_password_is_named_where_it_stands_in_the_way_and_asked_for_once(self):
        scene = self.enterContext(MailProfiles(password="nobody remembers it"))
        leaf = scene.leaf()
        scene.thunderbird.import_key(leaf, chain=False)
        scene.firefox.add(scene.issuer, "issuer")
        scene.choose(leaf)
        before = snapshot(scene.thunderbird.path)
        answer = scene.explain("--fix", passwords={"--primary-password-fd": "not that one"})
        self.assertEqual([step["error"]["data"]["kind"] for step in answer.value["done"]], ["wrong-password"])
        self.assertEqual((answer.status, snapshot(scene.thunderbird.path)), (1, before))

    def test_a_profile_that_cannot_be_looked_into_is_named_and_hides_no_other(self):
        scene = self.made("its key is in Firefox")
        broken = scene.home.profile("firefox", library_folder("thunderbird"), name="damaged")
        (broken.path / "cert9.db").write_bytes(b"SQLite format 3\0" + bytes(4080))
        answer = scene.explain()
        self.assertEqual([step["kind"] for step in answer.value["identities"][0]["steps"]], ["bring-key"])
        self.assertIn("Firefox (damaged)", str(answer.value["notes"]))

    def test_a_thunderbird_profile_in_the_old_format_is_the_cause_itself(self):
        scene = self.enterContext(MailProfiles())
        for name in ("cert9.db", "key4.db"):
            (scene.thunderbird.path / name).unlink()
        for name in ("cert8.db", "key3.db"):
            (scene.thunderbird.path / name).write_bytes(b"\x00\x06\x15\x61" + bytes(16380))
        answer = scene.explain()
        self.assertEqual((answer.status, answer.kind), (3, "legacy-database"))
        self.assertIn("before 2018", answer.value["error"]["message"])

    def test_one_identity_is_explained_by_its_key_or_its_address(self):
        scene = self.enterContext(MailProfiles(addresses=["alice@example.test", "bob@example.test"]))
        for name in ("id2", "BOB@example.test"):
            identity, = scene.explain("--identity", name).value["identities"]
            self.assertEqual(identity["email"], "bob@example.test")
        self.assertEqual(scene.explain("--identity", "nobody@example.test").kind, "identity-not-found")

    def test_a_program_that_makes_the_call_of_a_root_has_the_person_asked(self):
        for name in ("nobody trusts the root", "all of it is in Firefox, and nobody trusts the root"):
            with self.subTest(name):
                scene = self.made(name)
                call = scene.explain().value["identities"][0]["steps"][0]["call"]
                answer = scene.certferry.run("call", call["method"], json.dumps(call["params"]))
                root, = answer.value["certificates"][0]["roots"]
                self.assertEqual((root["action"], can(scene.explain())), ("ask", (False, False)), "nobody was there to ask")

    def test_an_identity_with_any_name_is_one_word_of_the_command(self):
        scene = self.enterContext(MailProfiles())
        key, address = "x'; reboot #", "strange@example.test"
        scene.set(f"mail.identity.{key}.useremail", address)
        leaf = scene.leaf(emails=[address])
        scene.thunderbird.import_key(leaf)
        step, = scene.explain("--identity", address).value["identities"][0]["steps"]
        self.assertIn(key, shlex.split(step["command"]))
        self.assertEqual(scene.run_step(step).status, 0)
        self.assertEqual(scene.identity(key)["signing"]["fingerprint"], leaf.fingerprint)

    def test_an_address_of_an_issuer_that_is_no_plain_web_address_is_not_shown(self):
        for address in ("file:///etc/passwd", "http://x/`reboot`", "http://x/\x1b[2J", "ldap://x/", "http://x/" + "a" * 600):
            with self.subTest(address), MailProfiles() as scene:
                leaf = scene.leaf(more=[issuer_at(address)])
                scene.thunderbird.import_key(leaf, chain=False)
                scene.choose(leaf)
                step, = scene.explain().value["identities"][0]["steps"]
                self.assertEqual(step["kind"], "other")
                self.assertNotIn(address, str(step))


if __name__ == "__main__":
    unittest.main()
