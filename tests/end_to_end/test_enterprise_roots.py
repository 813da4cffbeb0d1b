# SPDX-License-Identifier: MPL-2.0
"""Roots that an administrator gives to the real applications: what `explain` says of them is what Thunderbird does."""

import pathlib
import shutil
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import mail_check  # noqa: E402
import policies  # noqa: E402
import thunderbird_mail  # noqa: E402
from application import Application, skip_unless_installed  # noqa: E402
from mail_profiles import ADDRESS, MailProfiles  # noqa: E402
from smtp_sink import SmtpSink  # noqa: E402

BUNDLE = pathlib.Path("/etc/ssl/certs/ca-certificates.crt")


class EnterpriseRoots(unittest.TestCase):
    def setUp(self):
        skip_unless_installed(self, "thunderbird")
        policies.skip_unless_possible(self, "thunderbird")
        self.sink = self.enterContext(SmtpSink())

    def scene_with_issuer(self):
        """Everything but the root."""
        scene = self.enterContext(MailProfiles(trusted=False, smtp_port=self.sink.port))
        self.leaf = scene.leaf()
        scene.thunderbird.import_key(self.leaf, chain=False)
        scene.thunderbird.add(scene.issuer, "issuer")
        scene.choose(self.leaf)
        return scene

    def administer(self, scene, wanted, certificates=()):
        """From here on the policies hold for Thunderbird and for Certferry."""
        scene.certferry.prefix = policies.Policies(scene.home.path / "administrator", "thunderbird", wanted, certificates).prefix

    def install_root(self, scene):
        self.administer(scene, policies.installing("thunderbird", scene.root), [scene.root])

    def explained(self, scene, *words):
        answer = scene.explain(*words)
        identity, = answer.value["identities"]
        self.assertEqual(identity["canSign"]["ok"], identity["canEncrypt"]["ok"])
        self.assertEqual(answer.status, 0 if identity["canSign"]["ok"] else 1)
        return identity

    def mail(self, scene, prefix=None):
        """Starts Thunderbird, which the policies change, and sends; None where it refuses."""
        with Application("thunderbird", scene.home.path, scene.thunderbird.path, prefix=prefix or scene.certferry.prefix) as running:
            self.assertTrue(running.marionette.chrome("return Services.prefs.getBoolPref('security.enterprise_roots.enabled');"))
            thunderbird_mail.compose(running.marionette, ADDRESS, "From the test", "sent", "id1")
            try:
                thunderbird_mail.send(running.marionette, encrypted=True, signed=True)
            except thunderbird_mail.SendRefused:
                return None
            running.quit()
        return self.sink.next_message().content

    def expect_mail(self, scene, prefix=None):
        content = self.mail(scene, prefix)
        self.assertIsNotNone(content, "Thunderbird refused")
        judged = mail_check.verify(mail_check.decrypt(content, self.leaf), scene.root)
        self.assertEqual((judged.text, judged.signer), ("sent", self.leaf.fingerprint))

    def test_a_root_that_is_trusted_for_web_pages_is_left_so_by_the_policy_and_the_persons_yes_stays(self):
        scene = self.scene_with_issuer()
        scene.thunderbird.add(scene.root, "root", "C,,")
        self.install_root(scene)
        self.assertIsNone(self.mail(scene))
        self.assertEqual(scene.thunderbird.trust_of(scene.root), "C,,")
        step, = self.explained(scene, "--fix")["steps"]
        self.assertEqual((step["kind"], step["needsDecision"]), ("trust-root", True))
        self.assertIn("An administrator's policy (/etc/thunderbird/policies/policies.json) installs the root", step["text"])
        self.assertEqual(scene.run_step(step).status, 0)
        for _ in range(2):
            self.assertEqual(scene.thunderbird.trust_of(scene.root), "C,C,")
            self.assertEqual(self.explained(scene)["steps"], [])
            self.expect_mail(scene)

    def test_a_root_that_is_not_trusted_for_web_pages_comes_at_the_next_start_and_serves_for_mail(self):
        for before in (None, ",,", ",p,"):
            with self.subTest(before):
                scene = self.scene_with_issuer()
                if before is not None:
                    scene.thunderbird.add(scene.root, "root", before)
                self.install_root(scene)
                step, = self.explained(scene, "--fix")["steps"]
                self.assertEqual((step["kind"], step["needsDecision"]), ("start-thunderbird", True))
                self.assertIn("/etc/thunderbird/policies/policies.json", step["text"])
                self.expect_mail(scene)
                self.assertEqual(scene.thunderbird.trust_of(scene.root), "CT,C,")
                self.assertEqual(self.explained(scene)["steps"], [])

    def test_what_the_person_trusts_for_mail_the_policy_does_not_take_away(self):
        scene = self.scene_with_issuer()
        scene.thunderbird.add(scene.root, "root", ",C,")
        self.install_root(scene)
        self.expect_mail(scene)
        self.assertEqual(scene.thunderbird.trust_of(scene.root), "CT,C,")

    def test_a_root_that_a_policy_gave_to_firefox_alone_is_taken_over_from_there(self):
        skip_unless_installed(self, "firefox")
        policies.skip_unless_possible(self, "firefox")
        scene = self.scene_with_issuer()
        given = policies.Policies(scene.home.path / "for-firefox", "firefox", policies.installing("firefox", scene.root), [scene.root])
        with Application("firefox", scene.home.path, scene.firefox.path, prefix=given.prefix) as running:
            while not scene.firefox.has_certificate(scene.root):
                time.sleep(0.05)
            running.quit()
        self.assertEqual(scene.firefox.trust_of(scene.root), "CT,C,")
        step, = self.explained(scene)["steps"]
        self.assertEqual((step["kind"], step["needsDecision"]), ("bring-chain", False))
        self.assertEqual(self.explained(scene, "--fix")["steps"], [])
        self.expect_mail(scene, prefix=["env"])

    def test_roots_of_the_system_do_not_come_on_linux_and_the_command_that_is_named_brings_the_root(self):
        scene = self.scene_with_issuer()
        # Thunderbird takes ImportEnterpriseRoots alone for no policy at all: it is what stands in its preferences anyway.
        self.administer(scene, {"Certificates": {"ImportEnterpriseRoots": True}, "DisableTelemetry": True})
        bundle = scene.home.path / "bundle.crt"
        shutil.copy(BUNDLE, bundle)
        with open(bundle, "a", encoding="utf-8") as file:
            file.write(scene.root.pem)
        scene.certferry.prefix = ["unshare", "--mount", "sh", "-c", policies.LAY_OVER, "sh", str(bundle), str(BUNDLE), *scene.certferry.prefix]
        self.assertIsNone(self.mail(scene))
        self.assertFalse(scene.thunderbird.has_certificate(scene.root))
        answer = scene.explain()
        note, = answer.value["notes"]
        self.assertIn("on Linux that brings in none", note["text"])
        command = note["command"].replace("FILE", str(scene.root.pem_file)).replace("FINGERPRINT", scene.root.fingerprint)
        self.assertEqual(scene.run_step({"command": command}).status, 0)
        self.assertEqual(self.explained(scene)["steps"], [])
        self.expect_mail(scene)


if __name__ == "__main__":
    unittest.main()
