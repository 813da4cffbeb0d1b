# SPDX-License-Identifier: MPL-2.0
"""The whole story with two real Thunderbirds: Bob, whose authority is private, writes a signed mail; Alice learns him through the
add-on and answers signed and encrypted; Bob reads it. openssl judges every mail that is sent."""

import os
import unittest

import learn_page
import mail_check
import thunderbird_account
import thunderbird_buttons
import thunderbird_inbox
import thunderbird_mail
from addon_case import AddonPageCase
from addon_scene import ADDRESS
from application import skip_unless_installed  # noqa: F401  says that this starts applications
from authority import Authority
from mailbox import Mailbox
from pinentry_double import CANCELLED, PinentryDouble, typed
from scene import Scene
from snapshot import snapshot

BOB, CAROL = "bob@example.test", "carol@example.test"
STORES = ("cert9.db", "key4.db")


class AliceAndBob(AddonPageCase):
    def bring_bob_up(self, key):
        """Bob's Thunderbird, with his certificate chosen. He trusts Alice's authority, as everybody does."""
        self.bobs = bobs = self.enterContext(Scene(addresses=(BOB,), person="Bob"))
        self.bobs_root = Authority.root(bobs.home.path / "bobs-authority", "Bob's Root", key=key)
        self.bob = self.bobs_root.intermediate("Bob's Issuer", key=key).leaf("Bob", emails=[BOB], key=key)
        bobs.thunderbird.import_key(self.bob)
        bobs.thunderbird.trust_email(self.bobs_root)
        bobs.thunderbird.add(self.alices.root, "Alice's root", ",C,")
        self.bobs_mailbox = self.enterContext(Mailbox())
        thunderbird_account.fetch_with_pop3(bobs.thunderbird.path, self.bobs_mailbox.port)
        chosen = bobs.certferry.run("select", "--profile", bobs.thunderbird.path, "--identity", "id1", "--signing", self.bob.fingerprint,
                                    "--encryption", self.bob.fingerprint)
        self.assertEqual(chosen.status, 0)
        return self.enterContext(bobs.start_thunderbird()).marionette

    def bring_alice_up(self):
        """Alice's Thunderbird, with the add-on, and her certificate chosen."""
        self.alices_mailbox = self.enterContext(Mailbox())
        thunderbird_account.fetch_with_pop3(self.alices.profile.path, self.alices_mailbox.port)
        self.assertEqual(self.alices.certferry.migrate().status, 0)
        self.thunderbird = self.alices.start_thunderbird(live=False)
        return self.thunderbird.marionette

    def deliver(self, content, mailbox, marionette):
        mailbox.put(content)
        thunderbird_inbox.fetch(marionette)

    def kept(self):
        return [snapshot(self.alices.profile.path / name) for name in STORES]

    def trust(self, page):
        """A yes. After a no the host shows no dialog for a while, so it is asked for until there is one."""
        while True:
            page.click("#learn")
            if page.wait_for("learn:done", "learn:declined") == "learn:done":
                return
            page.click("#again")
            page.wait_for("learn:root")

    def expect_nothing_learnt_from(self, forged):
        """A mail of Bob's that says it is from Carol, which no signature covers."""
        self.deliver(forged, self.alices_mailbox, self.alice)
        before = self.kept()
        page = learn_page.press(self.alices, self.thunderbird, "Forged")
        learn_page.allow(self.alices, self.thunderbird, page)
        learn_page.expect(self, page, "invalid")
        self.assertIn("not by the address", page.text())
        self.assertIsNone(page.run("return document.getElementById('learn');"))
        self.look(page, "story-forged")
        learn_page.leave(self.alices, page)
        self.assertEqual(self.kept(), before)

    def test_with_rsa_keys(self):
        self.tell("rsa:2048")

    if "CERTFERRY_WHOLE" in os.environ:
        def test_with_elliptic_curves(self):
            self.tell("P-256")

    def tell(self, key):
        self.alices = self.scene()
        bob = self.bring_bob_up(key)
        self.alice = self.bring_alice_up()
        dialogs = PinentryDouble(self, CANCELLED, typed(self.bobs_root.fingerprint[:8]))
        dialogs.configure(self.alices.native.home.path)

        thunderbird_mail.compose(bob, ADDRESS, "Meeting", "At ten?")
        thunderbird_mail.send(bob, signed=True, encrypted=False)
        first = self.bobs.sink.next_message().content
        self.assertEqual(mail_check.verify(first, self.bobs_root).signer, self.bob.fingerprint)
        self.deliver(first, self.alices_mailbox, self.alice)

        thunderbird_mail.compose(self.alice, BOB, "Too early", "Nobody shall read this.")
        with self.assertRaises(thunderbird_mail.SendRefused):
            thunderbird_mail.send(self.alice, encrypted=True)
        self.assertNotEqual(thunderbird_inbox.signature_seal(self.alice, "Meeting"), "ok")

        page = learn_page.press(self.alices, self.thunderbird, "Meeting")
        self.assertIn("Read your email messages", learn_page.allow(self.alices, self.thunderbird, page))
        # Thunderbird sends its root along neither: Bob gives it to Alice as a file.
        learn_page.expect(self, page, "chain")
        self.look(page, "story-chain")
        page.choose_files("#file", self.bobs_root.der_file)
        page.wait_for("learn:root")
        self.assertIn(self.bobs_root.fingerprint.upper(), page.text().replace(" ", ""))
        self.look(page, "story-root")
        before = self.kept()
        page.click("#learn")
        page.wait_for("learn:declined")
        self.look(page, "story-declined")
        self.assertEqual(self.kept(), before)
        page.click("#again")
        page.wait_for("learn:root")
        self.trust(page)
        self.look(page, "story-done")
        self.assertIn("Can read it encrypted", page.text(f"[data-recipient='{BOB}']"))
        learn_page.leave(self.alices, page)
        self.assertEqual(thunderbird_inbox.signature_seal(self.alice, "Meeting"), "ok")

        self.expect_nothing_learnt_from(first.replace(BOB.encode(), CAROL.encode()).replace(b"Subject: Meeting", b"Subject: Forged"))
        thunderbird_inbox.signature_seal(self.alice, "Meeting")

        thunderbird_buttons.reply(self.alice, "At ten, in secret.")
        thunderbird_buttons.press_in_compose(self.alice)
        page = self.alices.page(self.thunderbird, "thunderbird", None)
        page.wait_for("recipients:announce")
        page.click_really("#ask")
        thunderbird_inbox.answer_permission(self.alice, True)
        page.wait_for("recipients:done")
        page.click("#both")
        page.wait_for("recipients:on")
        thunderbird_mail.send(self.alice)
        answer = self.alices.sink.next_message().content
        self.assertNotIn(b"in secret", answer)
        judged = mail_check.verify(mail_check.decrypt(answer, self.bob), self.alices.root)
        self.assertIn("At ten, in secret.", judged.text)
        self.assertEqual(judged.signer, self.alices.alice.fingerprint)

        self.deliver(answer, self.bobs_mailbox, bob)
        self.assertEqual(thunderbird_inbox.signature_seal(bob, "Meeting"), "ok")
        self.assertEqual(thunderbird_inbox.seals(bob), {"signed": True, "encrypted": True})


if __name__ == "__main__":
    unittest.main()
