# SPDX-License-Identifier: MPL-2.0
"""The button above a message that is shown, in the real Thunderbird: what teaches nothing, what is missing and comes as a file, and a
certificate that would take another's place."""

import os
import unittest

import learn_page
import thunderbird_account
import thunderbird_inbox
from addon_case import AddonPageCase
from application import skip_unless_installed  # noqa: F401  says that this starts applications
from authority import Authority
from keyboard_walk import walk
from mailbox import Mailbox
from message_maker import TEXT, headers, signed
from pinentry_double import YES, PinentryDouble, typed

BOB, MALLORY = "bob@example.test", "mallory@example.test"
GRANTED = "return (await browser.permissions.getAll()).permissions.includes('messagesRead');"


class LearnSender(AddonPageCase):
    def start(self, *answers, **messages):
        """Thunderbird with these messages, by subject, in its inbox."""
        self.dialogs = PinentryDouble(self, *answers)
        self.dialogs.configure(self.scene_.native.home.path)
        mailbox = self.enterContext(Mailbox())
        thunderbird_account.fetch_with_pop3(self.scene_.profile.path, mailbox.port)
        for content in messages.values():
            mailbox.put(content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        self.thunderbird = self.scene_.start_thunderbird(live=False)
        self.marionette = self.thunderbird.marionette
        thunderbird_inbox.fetch(self.marionette)

    def learn_from(self, subject, state):
        """The page about this message, in this state."""
        page = learn_page.press(self.scene_, self.thunderbird, subject)
        learn_page.allow(self.scene_, self.thunderbird, page)
        learn_page.expect(self, page, state)
        self.look(page, f"learn-{state}")
        return page

    def test_what_is_not_to_be_believed_teaches_nothing(self):
        self.scene_ = scene = self.scene()
        mallory = scene.root.leaf("Mallory", emails=[MALLORY])
        self.start(stranger=headers(BOB, subject="stranger") + signed(mallory), plain=headers(BOB, subject="plain") + TEXT)
        before = scene.profile.certificates()
        page = learn_page.press(scene, self.thunderbird, "stranger")
        self.look(page, "learn-announce")
        page.click_really("#ask")
        thunderbird_inbox.answer_permission(self.marionette, False)
        page.wait_for("learn:refused")
        self.look(page, "learn-refused")
        for subject, state, words in (("stranger", "invalid", "not by the address"), ("plain", "unsigned", "Ask for a signed one")):
            learn_page.leave(scene, page)
            page = self.learn_from(subject, state)
            self.assertIn(words, page.text())
            self.assertIsNone(page.run("return document.getElementById('learn');"))
        page.run("location.hash = '#doctor';")
        scene.native.wait_for(lambda: not page.run(GRANTED))
        self.assertEqual(scene.profile.certificates(), before)
        self.assertEqual(self.dialogs.records(), [])

    def test_a_missing_root_comes_as_a_file_and_another_authoritys_certificate_is_asked_about(self):
        self.scene_ = scene = self.scene()
        root = Authority.root(scene.native.home.path / "bobs", "Bob's Root", key="P-256")
        bob = root.intermediate("Bob's Issuer", key="P-256").leaf("Bob", emails=[BOB], key="P-256")
        other = Authority.root(scene.native.home.path / "others", "Other Root", key="P-256")
        again = other.leaf("Bob again", emails=[BOB], key="P-256")
        # Where the root is trusted Thunderbird itself keeps the certificate of a mail that is opened, whose place it may take.
        trust = typed(other.fingerprint[:8])
        self.start(typed(root.fingerprint[:8]), trust, trust, YES, first=headers(BOB, subject="first") + signed(bob), second=headers(BOB, subject="second") + signed(again))
        page = self.learn_from("first", "chain")
        page.choose_files("#file", scene.root.der_file)
        scene.native.wait_for(lambda: "not in that file" in page.text())
        self.look(page, "learn-wrong-file")
        page.choose_files("#file", root.der_file)
        page.wait_for("learn:root")
        self.look_everywhere(self.thunderbird, page, "learn-root")
        page.click_really("h1")  # nobody clicked in this page yet, so the keyboard is elsewhere
        walk(self, page)
        page.click("#learn")
        page.wait_for("learn:done")
        self.assertTrue(scene.profile.has_certificate(bob))
        learn_page.leave(scene, page)
        if "CERTFERRY_WHOLE" in os.environ:
            learn_page.leave(scene, self.learn_from("first", "present"))
        page = self.learn_from("second", "root")
        page.click("#learn")
        page.wait_for("learn:change")
        self.look(page, "learn-change")
        for certificate in (bob, again):
            self.assertIn(certificate.fingerprint.upper(), page.text().replace(" ", ""))
        self.assertFalse(scene.profile.has_certificate(again))
        page.click("#learn")
        page.wait_for("learn:done")
        self.look(page, "learn-changed")
        self.assertTrue(scene.profile.has_certificate(again))
        self.assertEqual(len(self.dialogs.records()), 4)


if __name__ == "__main__":
    unittest.main()
