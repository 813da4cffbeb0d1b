# SPDX-License-Identifier: MPL-2.0
"""Which roots a move trusts: by all 64 digits or because this person's own profile does, for e-mail only, and distrust wins."""

import pathlib
import shutil
import sqlite3
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import canary  # noqa: E402
from application import library_folder, preference_line  # noqa: E402
from authority import Authority  # noqa: E402
from certferry import Certferry  # noqa: E402
from home import Home  # noqa: E402
from same_prefix import with_one_prefix  # noqa: E402
from snapshot import snapshot  # noqa: E402

ADDRESS = "alice@example.test"
PREFERENCES = {"mail.accountmanager.accounts": "account1", "mail.account.account1.identities": "id1",
               "mail.identity.id1.useremail": ADDRESS}


class TrustRules(unittest.TestCase):
    def setUp(self):
        nss = library_folder("thunderbird")
        if nss is None:
            self.skipTest("thunderbird is not installed")
        self.home = self.enterContext(Home())
        self.nss = nss
        self.certferry = Certferry(self.home.path)

    def profiles(self, *leaves, source_password=""):
        self.source = self.home.profile("firefox", self.nss, source_password)
        for leaf in leaves:
            self.source.import_key(leaf)
        self.target = self.home.profile("thunderbird", self.nss)
        (self.target.path / "prefs.js").write_text("".join(preference_line(*each) for each in PREFERENCES.items()))

    def root(self, name="Root", key="rsa:2048"):
        return Authority.root(self.home.path / name, name, key=key)

    def move(self, *words, source=None):
        return self.certferry.migrate("--from", source or self.source.path, "--to", self.target.path, *words,
                                      from_password=self.source.password)

    def outcome(self, answer, leaf):
        """(the root's action, the chain check, exit status)."""
        found = next(each for each in answer.value["certificates"] if each["fingerprint"] == leaf.fingerprint)
        return found["roots"][0]["action"], found["checks"]["chain"], answer.status

    def test_the_trust_of_the_persons_own_profile_is_carried_for_email_alone(self):
        root = self.root()
        leaf = root.leaf("Alice", emails=[ADDRESS])
        self.profiles(leaf)
        self.source.trust(root, "CT,C,C")
        self.assertEqual(self.outcome(self.move(), leaf), ("carry", True, 0))
        self.assertEqual(self.target.trust_of(root), ",C,")

    def test_a_root_that_nobody_trusts_leaves_the_certificate_copied_and_says_so(self):
        root = self.root()
        leaf = root.leaf("Alice", emails=[ADDRESS])
        self.profiles(leaf)
        answer = self.move()
        self.assertEqual(self.outcome(answer, leaf), ("ask", False, 1))
        self.assertEqual((answer.value["certificates"][0]["outcome"], answer.value["identities"][0]["outcome"]), ("copied", "none"))
        self.assertEqual(self.target.trust_of(root), ",,")
        answer = self.move("--trust-root", root.fingerprint.upper())
        self.assertEqual(self.outcome(answer, leaf), ("carry", True, 0))
        self.assertEqual(answer.value["identities"][0]["outcome"], "selected")

    def test_trust_of_a_copy_somewhere_else_is_not_believed(self):
        root = self.root()
        leaf = root.leaf("Alice", emails=[ADDRESS])
        self.profiles(leaf)
        self.source.trust_email(root)
        copy = self.home.path / "sent to me"
        shutil.copytree(self.source.path, copy)
        self.assertEqual(self.outcome(self.move(source=copy), leaf), ("ask", False, 1))
        self.assertEqual(self.target.trust_of(root), ",,")

    def test_trust_whose_seal_is_broken_is_not_believed(self):
        root = self.root()
        leaf = root.leaf("Alice", emails=[ADDRESS])
        self.profiles(leaf, source_password=canary.password("Firefox"))
        self.source.trust_email(root)
        with sqlite3.connect(self.source.path / "key4.db") as keys:
            changed = keys.execute("UPDATE metaData SET item1 = zeroblob(length(item1)) WHERE id LIKE 'sig_cert_%'").rowcount
        keys.close()
        self.assertGreater(changed, 0)
        self.assertEqual(self.outcome(self.move(), leaf), ("ask", False, 1))

    def test_a_distrust_on_either_side_wins_and_is_reported(self):
        for side in ("source", "target"):
            with self.subTest(side), Home() as self.home:
                self.certferry = Certferry(self.home.path)
                root = self.root()
                leaf = root.leaf("Alice", emails=[ADDRESS])
                self.profiles(leaf)
                self.source.trust_email(root)
                distrusting = getattr(self, side)
                if side == "target":
                    self.target.add(root, "root")
                distrusting.trust(root, ",p,")
                answer = self.move("--trust-root", root.fingerprint)
                self.assertEqual(self.outcome(answer, leaf), ("ask", False, 1))
                self.assertIn("root-distrusted", [warning["kind"] for warning in answer.value["warnings"]])
                self.assertNotEqual(self.target.trust_of(root), ",C,")

    def test_fewer_than_64_digits_trust_nothing(self):
        root = self.root()
        self.profiles(root.leaf("Alice", emails=[ADDRESS]))
        before = snapshot(self.target.path)
        for digits in (8, 16, 63):
            answer = self.move("--trust-root", root.fingerprint[:digits])
            self.assertEqual((answer.status, answer.kind), (2, "invalid-request"))
        self.assertEqual(snapshot(self.target.path), before)

    def test_of_two_roots_with_the_same_eight_digits_only_the_one_named_in_full_is_trusted(self):
        mine, theirs = with_one_prefix(self.root("Mine", "P-256"), self.root("Theirs", "P-256"))
        self.assertEqual(mine.fingerprint[:8], theirs.fingerprint[:8])
        self.assertNotEqual(mine.fingerprint, theirs.fingerprint)
        alice, mallory = mine.leaf("Alice", emails=[ADDRESS]), theirs.leaf("Alice", emails=[ADDRESS])
        self.profiles(alice, mallory)
        self.assertEqual(self.move("--trust-root", mine.fingerprint[:8]).status, 2)
        answer = self.move("--trust-root", mine.fingerprint)
        self.assertEqual(self.outcome(answer, alice), ("carry", True, 1))
        self.assertEqual(self.outcome(answer, mallory), ("ask", False, 1))
        self.assertEqual((self.target.trust_of(mine), self.target.trust_of(theirs)), (",C,", ",,"))
        self.assertEqual(self.certferry.identity(self.target.path)["signing"]["fingerprint"], alice.fingerprint)

    def test_a_root_that_no_moved_certificate_has_is_refused_before_anything_is_written(self):
        other = self.root("Other")
        self.profiles(self.root().leaf("Alice", emails=[ADDRESS]))
        self.source.add(other, "other")
        before = snapshot(self.target.path)
        answer = self.move("--trust-root", other.fingerprint)
        self.assertEqual((answer.status, answer.kind), (2, "invalid-request"))
        self.assertEqual(snapshot(self.target.path), before)

    def test_another_certificate_with_its_issuer_and_serial_is_refused_by_name_and_the_rest_moves(self):
        root = self.root()
        number = 0x1234
        alice, bad = root.leaf("Alice", emails=[ADDRESS]), root.leaf("Wanted", emails=[ADDRESS], serial=number)
        self.profiles(alice, bad)
        self.source.trust_email(root)
        self.target.add(root.leaf("There already", emails=["other@example.test"], serial=number), "there")
        answer = self.move()
        self.assertEqual(answer.status, 1)
        outcomes = {each["fingerprint"]: each["outcome"] for each in answer.value["certificates"]}
        self.assertEqual(outcomes, {alice.fingerprint: "copied", bad.fingerprint: "failed"})
        self.assertFalse(self.target.has_certificate(bad))


if __name__ == "__main__":
    unittest.main()
