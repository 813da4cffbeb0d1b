# SPDX-License-Identifier: MPL-2.0
"""Learning other people's certificates, and what is expected of the answer."""

from mail_profiles import MailCase
from snapshot import snapshot


class LearnCase(MailCase):
    def learn(self, scene, *files, words=(), **how):
        paths = []
        for number, content in enumerate(files):
            paths.append(scene.home.path / f"given-{number}")
            paths[-1].write_bytes(content)
        return scene.certferry.run("learn", "--profile", scene.thunderbird.path, *paths, *words, **how)

    def expect(self, answer, *outcomes, reason=None):
        self.assertNotIn("error", answer.value)
        self.assertEqual([each["outcome"] for each in answer.value["messages"]], list(outcomes), answer.value)
        good = set(outcomes) <= {"learned", "present", "unsigned"} and set(outcomes) != {"unsigned"}
        self.assertEqual(answer.status, 0 if good else 1)
        if reason:
            self.assertEqual({each["reason"]["kind"] for each in answer.value["messages"]}, {reason}, answer.value)
        return answer.value["messages"]

    def expect_nothing(self, scene, *files, outcome="invalid", reason=None, **how):
        before = snapshot(scene.thunderbird.path / "cert9.db")
        answer = self.learn(scene, *files, **how)
        self.expect(answer, *[outcome] * len(answer.value["messages"]), reason=reason)
        self.assertIsNone(answer.value["backup"])
        self.assertEqual(snapshot(scene.thunderbird.path / "cert9.db"), before)
        return answer.value["messages"]

    def used_for(self, scene, address):
        only, = scene.certferry.run("recipients", "--profile", scene.thunderbird.path, address).value["recipients"]
        return only["fingerprint"] if only["canEncrypt"]["ok"] else None
