# SPDX-License-Identifier: MPL-2.0
"""`migrate --correspondents` takes other people's certificates along, and what is known of how they encrypt: under roots that are trusted,
in nobody's place, and each of them is told of."""

import datetime
import json
import pathlib
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from authority import Authority, date  # noqa: E402
from mail_profiles import MailCase  # noqa: E402
from snapshot import snapshot  # noqa: E402
from whole_store import add_smime_profile, contents  # noqa: E402

BOB, CAROL, DAVE = "bob@example.test", "carol@example.test", "dave@example.test"
AES256, DES3 = bytes.fromhex("300d300b060960864801650304012a"), bytes.fromhex("300c300a06082a864886f70d0307")
THEN, LATER = b"250101000000Z", b"260101000000Z"


class Scene(MailCase):
    """The source is a Firefox that trusts the same root."""

    def sides(self, **how):
        scene = self.scene(**how)
        scene.firefox.add(scene.root, "root", ",C,")
        scene.firefox.add(scene.issuer, "issuer")
        return scene

    def person(self, scene, name, address, issuer=None, profile=None, **how):
        leaf = scene.leaf(name, issuer, emails=[address], **how)
        (profile or scene.firefox).add(leaf, name)
        return leaf

    def move(self, scene, *words, source=None):
        return scene.certferry.migrate("--from", source or scene.firefox.path, "--to", scene.thunderbird.path, "--correspondents", *words)

    def expect(self, answer, **outcomes):
        """{fingerprint: what is told of each}; `outcomes`: label of a certificate to (certificate, outcome, kind of the reason)."""
        self.assertNotIn("error", answer.value)
        told = {each["fingerprint"]: each for each in answer.value["certificates"]}
        for name, (certificate, outcome, reason) in outcomes.items():
            each = told[certificate.fingerprint]
            kind = each["reason"] and each["reason"]["kind"]
            self.assertEqual((each.get("outcome", each["action"]), kind), (outcome, reason), f"{name}: {each}")
            self.assertEqual((each["withoutKey"], "checks" in each and set(each["checks"].values())), (True, "outcome" in each and {None}))
        self.assertEqual(len(told), len(outcomes), told)
        return told

    def expect_untouched(self, scene, answer, before, **outcomes):
        told = self.expect(answer, **outcomes)
        self.assertIsNone(answer.value["backup"])
        self.assertEqual(snapshot(scene.thunderbird.path / "cert9.db"), before)
        return told

    def used_for(self, scene, address):
        only, = scene.certferry.run("recipients", "--profile", scene.thunderbird.path, address).value["recipients"]
        return only["fingerprint"] if only["canEncrypt"]["ok"] else None


class WhoComes(Scene):
    def test_with_the_chain_and_the_ciphers_and_a_second_run_changes_nothing(self):
        scene = self.sides()
        bob, carol = self.person(scene, "Bob", BOB), self.person(scene, "Carol", "Carol@Example.test", key="rsa:2048")
        add_smime_profile(scene.firefox, bob.subject, BOB, AES256, THEN)
        before = state, contents_before = snapshot(scene.thunderbird.path), contents(scene.thunderbird)
        told = self.expect(self.move(scene, "--dry-run"), bob=(bob, "copy", None), carol=(carol, "copy", None))
        self.assertEqual((told[bob.fingerprint]["capabilities"], told[carol.fingerprint]["capabilities"]), ("copy", "none"))
        self.assertEqual((snapshot(scene.thunderbird.path), contents(scene.thunderbird)), before)
        source = snapshot(scene.firefox.path)
        answer = self.move(scene)
        self.expect(answer, bob=(bob, "copied", None), carol=(carol, "copied", None))
        self.assertEqual((answer.status, snapshot(scene.firefox.path)), (0, source))
        kept = contents(scene.thunderbird)
        self.assertEqual({each[0] for each in kept["certificates"]},
                         {each.fingerprint for each in (scene.root, scene.issuer, bob, carol)})
        self.assertEqual(kept["profiles"], {(bob.subject, BOB.encode() + b"\0", AES256, THEN)})
        self.assertEqual((self.used_for(scene, BOB), self.used_for(scene, CAROL)), (bob.fingerprint, carol.fingerprint))
        state = snapshot(scene.thunderbird.path)
        again = self.move(scene)
        told = self.expect(again, bob=(bob, "present", None), carol=(carol, "present", None))
        self.assertEqual(told[bob.fingerprint]["capabilities"], "present")
        self.assertEqual((again.value["backup"], snapshot(scene.thunderbird.path)), (None, state))
        scene.certferry.run("restore", "--profile", scene.thunderbird.path, answer.value["backup"])
        self.assertEqual(contents(scene.thunderbird), contents_before)

    def test_beside_the_own_certificate_and_only_when_asked_for(self):
        scene = self.sides()
        alice, bob = scene.leaf("Alice"), self.person(scene, "Bob", BOB)
        scene.firefox.import_key(alice)
        without = scene.certferry.migrate("--dry-run")
        self.assertEqual([each["fingerprint"] for each in without.value["certificates"]], [alice.fingerprint])
        answer = scene.certferry.migrate("--correspondents")
        own, other = answer.value["certificates"]
        self.assertEqual((own["fingerprint"], own["outcome"], other["fingerprint"], other["outcome"]),
                         (alice.fingerprint, "copied", bob.fingerprint, "copied"))
        self.assertTrue(all(own["checks"].values()))
        self.assertNotIn("capabilities", own)
        self.assertEqual([each["outcome"] for each in answer.value["identities"]], ["selected"])

    def test_a_source_without_an_own_certificate_is_found_and_a_program_needs_no_dialog(self):
        scene = self.sides()
        bob = self.person(scene, "Bob", BOB)
        self.assertEqual(scene.certferry.migrate().kind, "certificate-not-found")
        answer = scene.certferry.run("call", "migration.run", json.dumps({"correspondents": True}))
        self.expect(answer, bob=(bob, "copied", None))
        self.assertEqual(answer.value["identities"][0]["outcome"], "none")

    def test_who_expired_comes_and_who_can_serve_no_mail_is_told_of(self):
        scene = self.sides()
        old = self.person(scene, "Old Bob", BOB, dates=(date("2020-01-01"), date("2021-01-01")))
        web = self.person(scene, "Web", CAROL, purposes=("server",))
        lonely = self.person(scene, "Lonely", DAVE, Authority.root(scene.home.path / "x", "Away").intermediate("Unknown"))
        scene.firefox.add(scene.leaf("Nobody", emails=[], purposes=("server",)), "nobody")
        answer = self.move(scene)
        self.expect(answer, old=(old, "copied", None), web=(web, "skipped", "no-email-usage"), lonely=(lonely, "skipped", "chain-incomplete"))
        self.assertEqual(answer.status, 0)
        text = scene.certferry.text("migrate", "--from", scene.firefox.path, "--to", scene.thunderbird.path, "--correspondents", "--dry-run").stdout.decode()
        self.assertIn("will be left out: dave@example.test", text)
        self.assertIn("already there: 1", text)


class WhoseRoot(Scene):
    def private(self, trust):
        scene = self.sides()
        root = Authority.root(scene.home.path / "private", "Bob's Root", key="P-256")
        scene.firefox.add(root, "private", trust)
        return scene, root, self.person(scene, "Bob", BOB, root)

    def test_trust_of_the_persons_own_profile_is_carried(self):
        scene, root, bob = self.private(",C,")
        told = self.expect(self.move(scene), bob=(bob, "copied", None))
        self.assertEqual(told[bob.fingerprint]["roots"][0]["action"], "carry")
        self.assertEqual((scene.thunderbird.trust_of(root), self.used_for(scene, BOB)), (",C,", bob.fingerprint))

    def test_one_that_nobody_trusts_is_listed_and_keeps_them_out(self):
        scene, root, bob = self.private("C,,")
        before = snapshot(scene.thunderbird.path / "cert9.db")
        answer = self.move(scene)
        told = self.expect_untouched(scene, answer, before, bob=(bob, "skipped", "root-not-trusted"))
        self.assertEqual([(each["fingerprint"], each["action"]) for each in told[bob.fingerprint]["roots"]], [(root.fingerprint, "ask")])
        self.assertEqual(answer.status, 1)
        self.assertEqual(self.move(scene, "--trust-root", root.fingerprint[:8]).status, 2)
        self.expect(self.move(scene, "--trust-root", root.fingerprint), bob=(bob, "copied", None))
        self.assertEqual((scene.thunderbird.trust_of(root), self.used_for(scene, BOB)), (",C,", bob.fingerprint))

    def test_trust_of_a_copy_does_not_count(self):
        scene, _, bob = self.private(",C,")
        copy = shutil.copytree(scene.firefox.path, scene.home.path / "copy")
        before = snapshot(scene.thunderbird.path / "cert9.db")
        self.expect_untouched(scene, self.move(scene, source=copy), before, bob=(bob, "skipped", "root-not-trusted"))

    def test_whom_either_side_distrusts_stays_out(self):
        scene, root, bob = self.private(",C,")
        carol = scene.leaf("Carol", emails=[CAROL])
        scene.firefox.add(carol, "carol", ",p,")
        scene.thunderbird.add(root, "distrusted", ",p,")
        before = snapshot(scene.thunderbird.path / "cert9.db")
        told = self.expect_untouched(scene, self.move(scene), before, bob=(bob, "skipped", "root-not-trusted"), carol=(carol, "skipped", "root-not-trusted"))
        self.assertTrue(told[bob.fingerprint]["roots"][0]["distrusted"])


class WhosePlace(Scene):
    """A certificate for an address that has one under another root does not take its place."""

    def carols(self, scene):
        root = Authority.root(scene.home.path / "carol", "Carol's Root", key="P-256")
        scene.firefox.add(root, "carols", ",C,")
        return root

    def test_in_the_target(self):
        scene = self.sides()
        first = self.person(scene, "Bob", BOB, profile=scene.thunderbird)
        scene.thunderbird.add(scene.issuer, "issuer")
        second = self.person(scene, "Bob again", BOB, self.carols(scene))
        before = snapshot(scene.thunderbird.path / "cert9.db")
        answer = self.move(scene)
        told = self.expect_untouched(scene, answer, before, second=(second, "skipped", "change"))
        self.assertEqual(told[second.fingerprint]["changes"], [{"address": BOB, "used": first.fingerprint, "offered": second.fingerprint}])
        self.assertEqual((answer.status, self.used_for(scene, BOB)), (1, first.fingerprint))
        text = scene.certferry.text("migrate", "--from", scene.firefox.path, "--to", scene.thunderbird.path, "--correspondents").stdout.decode()
        self.assertIn(" ".join(first.fingerprint[at:at + 4] for at in range(0, 32, 4)), text)

    def test_one_that_the_target_holds_does_not_get_trust_either(self):
        scene = self.sides()
        first = self.person(scene, "Bob", BOB, profile=scene.thunderbird)
        scene.thunderbird.add(scene.issuer, "issuer")
        root = self.carols(scene)
        second = self.person(scene, "Bob again", BOB, root)
        scene.thunderbird.add(root, "carols", ",,")
        scene.thunderbird.add(second, "again")
        self.expect(self.move(scene), second=(second, "present", "change"))
        self.assertEqual((scene.thunderbird.trust_of(root), self.used_for(scene, BOB)), (",,", first.fingerprint))

    def test_of_two_in_the_source_the_one_that_is_used_there_comes(self):
        scene = self.sides()
        root = self.carols(scene)
        old = self.person(scene, "Bob before", BOB, root, dates=(date("2020-01-01"), date("2021-01-01")))
        bob = self.person(scene, "Bob", BOB)
        again = self.person(scene, "Bob again", BOB, root)
        renewed = self.person(scene, "Bob renewed", BOB)
        self.expect(self.move(scene), old=(old, "skipped", "change"), bob=(bob, "copied", None), again=(again, "skipped", "change"),
                    renewed=(renewed, "copied", None))
        self.assertEqual(self.used_for(scene, BOB), bob.fingerprint)


class HowTheyEncrypt(Scene):
    def test_what_the_target_knows_stays_and_what_is_still_to_come_does_not_come(self):
        scene = self.sides()
        bob, carol, dave = (self.person(scene, name, address) for name, address in (("Bob", BOB), ("Carol", CAROL), ("Dave", DAVE)))
        scene.thunderbird.add(bob, "bob")
        scene.thunderbird.add(scene.issuer, "issuer")
        future = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=2)).strftime("%y%m%d%H%M%SZ").encode()
        add_smime_profile(scene.thunderbird, bob.subject, BOB, AES256, THEN)
        add_smime_profile(scene.firefox, bob.subject, BOB, DES3, LATER)
        add_smime_profile(scene.firefox, carol.subject, CAROL, DES3, future)
        add_smime_profile(scene.firefox, dave.subject, "somebody@else.test", DES3, THEN)
        told = self.expect(self.move(scene), bob=(bob, "present", None), carol=(carol, "copied", None), dave=(dave, "copied", None))
        self.assertEqual([told[each.fingerprint]["capabilities"] for each in (bob, carol, dave)], ["present", "none", "none"])
        self.assertEqual(contents(scene.thunderbird)["profiles"], {(bob.subject, BOB.encode() + b"\0", AES256, THEN)})

    def test_they_come_to_somebody_who_is_there(self):
        scene = self.sides()
        bob = self.person(scene, "Bob", BOB)
        scene.thunderbird.add(bob, "bob")
        scene.thunderbird.add(scene.issuer, "issuer")
        add_smime_profile(scene.firefox, bob.subject, BOB, DES3, LATER)
        answer = self.move(scene)
        told = self.expect(answer, bob=(bob, "present", None))
        self.assertEqual(told[bob.fingerprint]["capabilities"], "copy")
        self.assertIsNotNone(answer.value["backup"])
        self.assertEqual(contents(scene.thunderbird)["profiles"], {(bob.subject, BOB.encode() + b"\0", DES3, LATER)})


if __name__ == "__main__":
    unittest.main()
