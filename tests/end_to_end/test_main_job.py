# SPDX-License-Identifier: MPL-2.0
"""The main job with the real Firefox and the real Thunderbird: one command, and Thunderbird signs and encrypts."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import canary  # noqa: E402
import primary_password  # noqa: E402
import thunderbird_mail  # noqa: E402
from application import skip_unless_installed  # noqa: E402
from scene import ADDRESS, Scene  # noqa: E402
from snapshot import changes, snapshot  # noqa: E402

FROM, TO = canary.password("Firefox"), canary.password("Thunderbird \u2713")


class MainJob(unittest.TestCase):
    def setUp(self):
        skip_unless_installed(self, "firefox", "thunderbird")
        self.scene = Scene()
        self.enterContext(self.scene)
        self.alice = self.scene.issuer.leaf("Alice", emails=[ADDRESS])

    def expect_moved(self, answer, certificate):
        """The answer says that the certificate came through every check and was selected."""
        self.assertEqual(answer.status, 0, answer.value)
        moved, = answer.value["certificates"]
        self.assertEqual((moved["fingerprint"], moved["outcome"]), (certificate.fingerprint, "copied"))
        self.assertEqual(moved["checks"], {"keyMatches": True, "chain": True, "signVerify": True, "encryptDecrypt": True})
        identity, = answer.value["identities"]
        self.assertEqual((identity["id"], identity["outcome"]), ("id1", "selected"))

    def expect_mail(self, thunderbird, certificate):
        """Thunderbird signs by itself, and signs and encrypts when told to; openssl agrees."""
        selected = thunderbird_mail.selection(thunderbird.marionette)
        for what in ("signing", "encryption"):
            self.assertEqual((selected[what]["fingerprint"], selected[what]["verifier"]), (certificate.fingerprint, 0))
        self.assertTrue(selected["signByDefault"])
        offered = thunderbird_mail.picker(thunderbird.marionette, ADDRESS)
        self.assertEqual([len(offered["signing"]), len(offered["encryption"])], [1, 1])

        signed = self.scene.judge(self.scene.send(thunderbird, "signed only"))
        self.assertEqual(signed.text, "signed only")
        self.assertEqual(signed.signer, certificate.fingerprint)
        message = self.scene.send(thunderbird, "signed and encrypted", encrypted=True)
        self.assertNotIn(b"signed and encrypted", message)
        both = self.scene.judge(message, certificate)
        self.assertEqual(both.text, "signed and encrypted")
        self.assertEqual(both.signer, certificate.fingerprint)

    def test_a_certificate_of_firefox_signs_and_encrypts_in_thunderbird(self):
        self.scene.import_in_firefox(self.alice)
        before = snapshot(self.scene.firefox.path)
        self.expect_moved(self.scene.migrate(), self.alice)
        self.assertEqual(changes(before, snapshot(self.scene.firefox.path)), [])
        with self.scene.start_thunderbird() as thunderbird:
            self.expect_mail(thunderbird, self.alice)
            thunderbird.quit()

    def test_a_certificate_on_an_elliptic_curve_does_too(self):
        alice = self.scene.issuer.leaf("Alice on a curve", emails=[ADDRESS], key="P-256")
        self.scene.import_in_firefox(alice)
        self.expect_moved(self.scene.migrate(), alice)
        with self.scene.start_thunderbird() as thunderbird:
            self.expect_mail(thunderbird, alice)

    def test_with_primary_passwords_on_both_sides(self):
        if reason := primary_password.unavailable():
            self.skipTest(reason)
        self.scene.import_in_firefox(self.alice, password=FROM)
        self.scene.thunderbird.change_password(TO)
        before = snapshot(self.scene.firefox.path)
        self.expect_moved(self.scene.migrate(), self.alice)
        self.assertEqual(changes(before, snapshot(self.scene.firefox.path)), [])
        with self.scene.start_thunderbird() as thunderbird:
            self.expect_mail(thunderbird, self.alice)

    def test_a_wrong_password_on_either_side_changes_nothing(self):
        self.scene.import_in_firefox(self.alice, password=FROM)
        self.scene.thunderbird.change_password(TO)
        before = snapshot(self.scene.firefox.path), snapshot(self.scene.thunderbird.path)
        for passwords in ((FROM + "x", TO), (FROM, TO + "x"), (TO, FROM)):
            with self.subTest(passwords):
                answer = self.scene.certferry.migrate(from_password=passwords[0], to_password=passwords[1])
                self.assertEqual((answer.status, answer.kind), (3, "wrong-password"))
                after = snapshot(self.scene.firefox.path), snapshot(self.scene.thunderbird.path)
                self.assertEqual([changes(*pair) for pair in zip(before, after)], [[], []])

    def test_what_thunderbird_had_started_with_before_the_move_stays(self):
        self.scene.import_in_firefox(self.alice)
        with self.scene.start_thunderbird() as thunderbird:
            thunderbird.marionette.chrome("Services.prefs.setStringPref('certferry.test', args[0]);", 'a "quoted"\nvalue')
            thunderbird.quit()
        preferences = self.scene.thunderbird.path / "prefs.js"
        before = preferences.read_bytes().split(b"\n")
        self.expect_moved(self.scene.migrate(), self.alice)
        after = preferences.read_bytes().split(b"\n")
        self.assertEqual([line for line in before if line not in after], [])
        new = [line for line in after if line not in before]
        self.assertTrue(new and all(line.startswith(b'user_pref("mail.identity.id1.') for line in new), new)
        with self.scene.start_thunderbird() as thunderbird:
            self.expect_mail(thunderbird, self.alice)

    def test_moving_twice_changes_nothing_the_second_time(self):
        self.scene.import_in_firefox(self.alice)
        self.expect_moved(self.scene.migrate(), self.alice)
        before = snapshot(self.scene.thunderbird.path)
        again = self.scene.migrate()
        self.assertEqual((again.status, again.value["certificates"][0]["outcome"], again.value["identities"][0]["outcome"],
                          again.value["backup"]), (0, "present", "kept", None))
        self.assertEqual(changes(before, snapshot(self.scene.thunderbird.path)), [])


if __name__ == "__main__":
    unittest.main()
