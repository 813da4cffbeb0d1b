# SPDX-License-Identifier: MPL-2.0
"""A mail to oneself through the page in the real Thunderbird: what it sends, what it says of what arrives, and what it leaves behind."""

import email
import unittest

import addon_page
import mail_check
import thunderbird_account
import thunderbird_inbox
from addon_case import AddonPageCase
from addon_scene import ADDRESS
from application import preference_line, skip_unless_installed  # noqa: F401  says that this starts applications
from mailbox import Mailbox

GRANTED = "return (await browser.permissions.getAll()).permissions.filter(each => ['compose.send', 'messagesRead'].includes(each));"
# The page's minutes pass in fractions of a second.
FAST_CLOCK = "const real = window.setTimeout; window.setTimeout = (work, ms) => real.call(window, work, ms > 10000 ? ms / 100 : ms);"
DRAFTS = """
const {MailServices} = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const folders = MailServices.accounts.allServers.flatMap(each => [...each.rootFolder.descendants]);
return folders.filter(each => each.getFlag(Ci.nsMsgFolderFlags.Drafts) || each.getFlag(Ci.nsMsgFolderFlags.Queue))
  .map(each => each.getTotalMessages(false)).filter(Boolean);
"""
FORGET = """
const {MailServices} = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
MailServices.accounts.getIdentity("id1").setUnicharAttribute("encryption_cert_name", "");
"""
ALWAYS_COPIED = {"mail.identity.id1.doBcc": True, "mail.identity.id1.doBccList": "boss@example.test"}


class MailToSelf(AddonPageCase):
    def open(self, view="select", **preferences):
        """The page in Thunderbird, whose account fetches from a mailbox, and has both certificates but where they are to be moved."""
        self.scene_ = scene = self.scene()
        self.mailbox = self.enterContext(Mailbox())
        thunderbird_account.fetch_with_pop3(scene.profile.path, self.mailbox.port)
        with open(scene.profile.path / "prefs.js", "a", encoding="utf-8") as file:
            file.writelines(preference_line(name, value) for name, value in preferences.items())
        if view == "select":
            self.assertEqual(scene.certferry.migrate().status, 0)
        self.thunderbird = scene.start_thunderbird()
        self.marionette = self.thunderbird.marionette
        page = scene.page(self.thunderbird, "thunderbird", view)
        page.wait_for("select:done", "move:plan")
        return page

    def begin(self, page, view="select", yes=True):
        """The button, and the answer to Thunderbird's question."""
        page.click("[data-mail]")
        page.wait_for(f"{view}:mail-announce")
        self.look(page, "mail-announce")
        self.assertEqual(page.run(GRANTED), [])
        return self.allow(page, yes)

    def allow(self, page, yes=True):
        """What Thunderbird asked. After a yes the page is a new one."""
        before = page.browser
        page.click_really("#send")
        question = thunderbird_inbox.answer_permission(self.marionette, yes)
        if yes:
            self.scene_.native.wait_for(lambda: page.browser not in (before, None))
        return question

    def send(self, page):
        """Up to the waiting; the message that the server got."""
        self.begin(page)
        page.wait_for("select:mail-waiting")
        return self.scene_.sink.next_message().content

    def arrive(self, content):
        self.mailbox.put(content)
        thunderbird_inbox.fetch(self.marionette)

    def expect_nothing_left(self, page):
        """No window, no draft, nothing in the outbox; and nothing more allowed once the view is left."""
        self.assertEqual(thunderbird_inbox.other_windows(self.marionette), [])
        self.assertEqual(self.marionette.chrome(DRAFTS), [])
        page.run("location.hash = '#doctor';")
        self.scene_.native.wait_for(lambda: page.run(GRANTED) == [])

    def test_after_a_move_it_arrives_decrypted_and_the_open_mail_shows_both_seals(self):
        page = self.open("move", **ALWAYS_COPIED)
        page.click("#run")
        page.wait_for("move:done")
        page.picture("move-done-thunderbird")
        self.assertIn("Send composed email messages on your behalf", self.begin(page, "move"))
        page.wait_for("select:mail-sending")
        self.look(page, "mail-sending")
        page.wait_for("select:mail-waiting")
        self.look(page, "mail-waiting")
        sent = self.scene_.sink.next_message()
        self.assertEqual(sent.recipients, [ADDRESS])
        self.assertIn("test mail to myself", email.message_from_bytes(sent.content)["Subject"])
        judged = mail_check.verify(mail_check.decrypt(sent.content, self.scene_.alice), self.scene_.root)
        self.assertEqual(judged.signer, self.scene_.alice.fingerprint)
        # The copy among the sent mail is there by now, and is not what is waited for.
        self.assertEqual(page.state, "select:mail-waiting")
        self.arrive(sent.content)
        page.wait_for("select:mail-done")
        self.assertIn("and its signature is good", page.text())
        self.assertNotIn("not checked", page.text())
        self.look(page, "mail-done")
        page.click("#open")
        self.assertEqual(thunderbird_inbox.seals(self.marionette), {"signed": True, "encrypted": True})
        self.marionette.screenshot(addon_page.PICTURES / "mail-opened.png")
        page.click_button("Back")
        page.wait_for("select:done")
        page.picture("select-mail")
        self.expect_nothing_left(page)

    def test_nothing_arrives_and_then_it_does(self):
        page = self.open()
        self.begin(page)
        page.run(FAST_CLOCK)
        page.wait_for("select:mail-waiting")
        sent = self.scene_.sink.next_message().content
        self.scene_.native.wait_for(lambda: "longer than usual" in page.text())
        self.look(page, "mail-waiting-long")
        page.wait_for("select:mail-missing")
        self.look(page, "mail-missing")
        page.click_button("Wait longer")
        page.wait_for("select:mail-waiting")
        page.wait_for("select:mail-missing")
        self.arrive(sent)
        page.wait_for("select:mail-done")
        page.click_button("Send another")
        page.wait_for("select:mail-waiting")
        page.click_button("Stop waiting")
        page.wait_for("select:done")
        self.expect_nothing_left(page)

    def test_which_of_the_three_failed_is_said(self):
        page = self.open()
        sent = self.send(page)
        bob = self.scene_.root.leaf("Bob", emails=["bob@example.test"])
        for name, content, words in (
            ("plain", mail_check.decrypt(sent, self.scene_.alice), "It arrived without encryption"),
            ("unsigned", mail_check.encrypt(b"Content-Type: text/plain\r\n\r\nhello\r\n", self.scene_.alice), "It arrived without a signature"),
            ("undecrypted", mail_check.encrypt(b"Content-Type: text/plain\r\n\r\nhello\r\n", bob), "could not decrypt"),
        ):
            with self.subTest(name):
                number = email.message_from_bytes(sent)["Message-ID"]
                self.arrive(f"Message-ID: {number}\r\nFrom: {ADDRESS}\r\nTo: {ADDRESS}\r\nSubject: {name}\r\n".encode() + content)
                page.wait_for("select:mail-partial")
                self.assertIn(words, page.text())
                self.look(page, f"mail-partial-{name}")
                page.click_button("Send another")
                page.wait_for("select:mail-waiting")
                sent = self.scene_.sink.next_message().content

    def test_a_server_that_refuses_it_and_a_person_who_does(self):
        page = self.open()
        self.begin(page, yes=False)
        page.wait_for("select:mail-refused")
        self.look(page, "mail-refused")
        page.click_button("Try again")
        self.scene_.sink.refusal = "550 not today"
        page.wait_for("select:mail-announce")
        self.allow(page)
        self.assertIn("not today", thunderbird_inbox.close_dialog(self.marionette))
        page.wait_for("select:mail-unsent")
        self.look(page, "mail-unsent")
        self.assertEqual(thunderbird_inbox.other_windows(self.marionette), [])
        self.scene_.sink.refusal = None
        page.click_button("Try again")
        page.wait_for("select:mail-waiting")
        self.expect_nothing_left(page)

    def test_an_account_that_lost_its_certificate_meanwhile(self):
        page = self.open()
        self.arrive(self.send(page))
        page.wait_for("select:mail-done")
        self.marionette.chrome(FORGET)
        page.click_button("Send another")
        page.wait_for("select:mail-unsent")
        self.assertIn("knows no certificate", page.text())
        self.look(page, "mail-not-set")
        self.expect_nothing_left(page)


if __name__ == "__main__":
    unittest.main()
