# SPDX-License-Identifier: MPL-2.0
"""What trust that `learn` gives would bring to life: certificates that lay in the profile all along, for addresses that others stand for."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from authority import Authority  # noqa: E402
from learn_case import LearnCase  # noqa: E402
from message_maker import headers, signed  # noqa: E402

BOB, CAROL = "bob@example.test", "carol@example.test"


class NewTrust(LearnCase):
    """Under an authority that nobody trusts yet a second Bob lies in the profile, stored before the one in use."""

    def two(self, *, below=False):
        scene = self.scene()
        self.root = Authority.root(scene.home.path / "other", "Other Root", key="P-256")
        self.issuer = self.root.intermediate("Other Issuer", key="P-256") if below else self.root
        self.second, self.carol = (self.issuer.leaf(name, emails=[address], key="P-256") for name, address in (("Bob again", BOB), ("Carol", CAROL)))
        scene.thunderbird.add(self.second, "second")
        self.first = scene.leaf("Bob", emails=[BOB])
        self.expect(self.learn(scene, headers(BOB) + signed(self.first)), "learned")
        self.assertEqual(self.used_for(scene, BOB), self.first.fingerprint)
        return scene

    def expect_change(self, scene, *messages, words):
        for only in self.expect_nothing(scene, *messages, outcome="change", reason="change", words=words):
            self.assertEqual(only["changes"], [{"address": BOB, "used": self.first.fingerprint, "offered": self.second.fingerprint}])
        self.assertEqual(self.used_for(scene, BOB), self.first.fingerprint)

    def test_the_signer_was_stored_all_along(self):
        scene = self.two()
        message, trust = headers(BOB) + signed(self.second), ["--trust-root", self.root.fingerprint]
        self.expect_change(scene, message, words=trust)
        self.expect(self.learn(scene, message, words=[*trust, "--accept-change", self.second.fingerprint]), "learned")
        self.assertEqual(scene.thunderbird.trust_of(self.root), ",C,")
        self.expect(self.learn(scene, message), "present")

    def test_somebody_else_below_that_authority_was(self):
        scene = self.two()
        message, trust = headers(CAROL) + signed(self.carol), ["--trust-root", self.root.fingerprint]
        self.expect_change(scene, message, message, words=trust)
        self.assertFalse(scene.thunderbird.has_certificate(self.carol))
        learned, = self.expect(self.learn(scene, message, words=[*trust, "--accept-change", self.second.fingerprint]), "learned")
        self.assertEqual([change["offered"] for change in learned["changes"]], [self.second.fingerprint])
        self.assertEqual(self.used_for(scene, CAROL), self.carol.fingerprint)

    def test_only_an_authority_in_between_was_lacking(self):
        scene = self.two(below=True)
        scene.thunderbird.add(self.root, "other", ",C,")
        message = headers(CAROL) + signed(self.carol)
        self.expect_change(scene, message, words=[])
        self.expect(self.learn(scene, message, words=["--accept-change", self.second.fingerprint]), "learned")

    def test_below_another_authority_it_is_nobodys_concern(self):
        scene = self.two()
        third = Authority.root(scene.home.path / "third", "Third Root", key="P-256")
        dave = third.leaf("Dave", emails=["dave@example.test"], key="P-256")
        self.expect(self.learn(scene, headers("dave@example.test") + signed(dave), words=["--trust-root", third.fingerprint]), "learned")
        self.assertEqual(self.used_for(scene, BOB), self.first.fingerprint)


if __name__ == "__main__":
    unittest.main()
