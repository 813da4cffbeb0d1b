# SPDX-License-Identifier: MPL-2.0
"""A move while the real Thunderbird runs: keys go in at once, the selection waits until it has ended."""

import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import firefox_certificates  # noqa: E402
import primary_password  # noqa: E402
import thunderbird_mail  # noqa: E402
from application import skip_unless_installed  # noqa: E402
from scene import ADDRESS, Scene  # noqa: E402


class RunningThunderbird(unittest.TestCase):
    def setUp(self):
        skip_unless_installed(self, "firefox", "thunderbird")
        self.scene = Scene()
        self.enterContext(self.scene)
        self.alice = self.scene.issuer.leaf("Alice", emails=[ADDRESS])
        self.scene.import_in_firefox(self.alice)

    def preferences(self):
        return (self.scene.thunderbird.path / "prefs.js").read_bytes()

    def move_while_it_runs(self, thunderbird):
        """Moves, and looks at everything that must hold before Thunderbird ends."""
        answer = self.scene.migrate()
        self.assertEqual((answer.status, answer.value["certificates"][0]["outcome"]), (0, "copied"), answer.value)
        self.assertEqual(answer.value["identities"][0]["outcome"], "pending")
        self.assertNotIn(b"_cert_", self.preferences())
        pending = self.identity()["pending"]
        self.assertEqual((pending["signing"], pending["encryption"]), (self.alice.fingerprint,) * 2)
        self.assertIn(self.alice.fingerprint, firefox_certificates.own_certificates(thunderbird.marionette))

    def identity(self):
        return self.scene.certferry.identity(self.scene.thunderbird.path)

    def wait_for_the_waiter(self):
        """Until nothing is pending; nobody but the waiter applies it, since `identities` only reads."""
        while self.identity()["pending"] is not None:
            time.sleep(0.1)

    def expect_selected(self):
        with self.scene.start_thunderbird() as thunderbird:
            selected = thunderbird_mail.selection(thunderbird.marionette)
            for what in ("signing", "encryption"):
                self.assertEqual((selected[what]["fingerprint"], selected[what]["verifier"]), (self.alice.fingerprint, 0))
            message = self.scene.send(thunderbird, "after the waiter", encrypted=True)
        judged = self.scene.judge(message, self.alice)
        self.assertEqual((judged.text, judged.signer), ("after the waiter", self.alice.fingerprint))

    def test_the_selection_is_applied_when_it_ends(self):
        with self.scene.start_thunderbird() as thunderbird:
            self.move_while_it_runs(thunderbird)
            thunderbird.quit()
        self.wait_for_the_waiter()
        self.expect_selected()

    def test_the_selection_is_applied_when_it_is_killed(self):
        with self.scene.start_thunderbird() as thunderbird:
            self.move_while_it_runs(thunderbird)
            thunderbird.kill()
        self.wait_for_the_waiter()
        self.expect_selected()

    def test_what_the_person_chose_meanwhile_stays(self):
        other = self.scene.issuer.leaf("Alice, chosen by hand", emails=[ADDRESS])
        self.scene.thunderbird.import_key(other)
        with self.scene.start_thunderbird() as thunderbird:
            self.move_while_it_runs(thunderbird)
            listed = self.scene.certferry.run("certificates", "--profile", self.scene.thunderbird.path).value["certificates"]
            chosen = next(each for each in listed if each["fingerprint"] == other.fingerprint)
            thunderbird.marionette.chrome("""
                const {MailServices} = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
                const identity = MailServices.accounts.getIdentity("id1");
                for (const what of ["signing", "encryption"]) {
                  identity.setUnicharAttribute(what + "_cert_name", args[0]);
                  identity.setUnicharAttribute(what + "_cert_dbkey", args[1]);
                }""", chosen["displayName"], chosen["dbKey"])
            thunderbird.quit()
        self.wait_for_the_waiter()
        identity = self.identity()
        self.assertEqual((identity["signing"]["fingerprint"], identity["encryption"]["fingerprint"]), (other.fingerprint,) * 2)

    def test_with_a_primary_password_that_thunderbird_knows(self):
        if reason := primary_password.unavailable():
            self.skipTest(reason)
        self.scene.thunderbird.change_password("of Thunderbird")
        with self.scene.start_thunderbird() as thunderbird:
            self.move_while_it_runs(thunderbird)
            thunderbird.quit()
        self.wait_for_the_waiter()
        self.expect_selected()


if __name__ == "__main__":
    unittest.main()
