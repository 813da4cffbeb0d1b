# SPDX-License-Identifier: MPL-2.0
"""Judging one message, which changes nothing, and what is expected of the answer."""

from mail_profiles import MailCase
from snapshot import snapshot


class VerifyCase(MailCase):
    def verify(self, scene, message, **how):
        file = scene.home.path / "message.eml"
        file.write_bytes(message)
        before = snapshot(scene.thunderbird.path)
        answer = scene.certferry.run("verify", "--profile", scene.thunderbird.path, file, **how)
        self.assertEqual(snapshot(scene.thunderbird.path), before)
        return answer

    def expect_good(self, answer, certificate, **members):
        self.assertEqual((answer.status, answer.value["valid"], answer.value["reason"]), (0, True, None), answer.value)
        signer, = answer.value["signers"]
        self.assertEqual(signer["fingerprint"], certificate.fingerprint)
        self.assertTrue(signer["addressMatches"] and signer["chain"]["ok"], signer)
        self.assertEqual({name: answer.value[name] for name in members}, members)

    def expect_fault(self, answer, kind):
        self.assertEqual(answer.status, 1, answer.value)
        self.assertEqual((answer.value["valid"], answer.value["reason"]["kind"]), (False, kind), answer.value)
