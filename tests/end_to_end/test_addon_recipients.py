# SPDX-License-Identifier: MPL-2.0
"""The button in the window of a mail that is being written, in the real Thunderbird: who can read it encrypted, and S/MIME switched on."""

import unittest

import learn_page
import mail_check
import thunderbird_buttons
import thunderbird_inbox
import thunderbird_mail
from addon_case import AddonPageCase
from addon_scene import ADDRESS
from application import skip_unless_installed  # noqa: F401  says that this starts applications
from authority import date
from keyboard_walk import walk

BOB, EVE, NOBODY = "bob@example.test", "eve@example.test", "nobody@example.test"
GRANTED = "return (await browser.permissions.getAll()).permissions.filter(each => ['compose', 'addressBooks'].includes(each));"


class RecipientsOfAMail(AddonPageCase):
    def start(self):
        """Thunderbird with Alice's certificate, and with Bob's and an expired one of Eve's."""
        self.scene_ = scene = self.scene()
        self.assertEqual(scene.certferry.migrate("--sign-by-default", "no").status, 0)
        self.bob = scene.root.leaf("Bob", emails=[BOB])
        scene.profile.add(self.bob, "Bob")
        scene.profile.add(scene.root.leaf("Eve", emails=[EVE], dates=(date("2020-01-01"), date("2021-01-01"))), "Eve")
        self.thunderbird = scene.start_thunderbird(live=False)
        self.marionette = self.thunderbird.marionette

    def press(self):
        thunderbird_buttons.press_in_compose(self.marionette)
        return self.scene_.page(self.thunderbird, "thunderbird", None)

    def allow(self, page, yes=True):
        page.click_really("#ask")
        return thunderbird_inbox.answer_permission(self.marionette, yes)

    def expect_granted(self, page, *permissions):
        self.scene_.native.wait_for(lambda: page.run(GRANTED) == list(permissions))

    def test_everybody_can_read_it_and_it_goes_out_signed_and_encrypted(self):
        self.start()
        thunderbird_mail.compose(self.marionette, BOB, "Secret", "Bob alone reads this.")
        thunderbird_buttons.also_to(self.marionette, cc=ADDRESS)
        page = self.press()
        page.wait_for("recipients:announce")
        self.look(page, "recipients-announce")
        self.allow(page, yes=False)
        page.wait_for("recipients:refused")
        self.look(page, "recipients-refused")
        self.expect_granted(page)
        page.click_button("Try again")
        page.wait_for("recipients:announce")
        self.assertIn("as you compose and send", self.allow(page))
        page.wait_for("recipients:done")
        self.assertIn("all of their programs read: AES-128", page.text("#together"))
        self.assertIn(self.bob.fingerprint.upper(), page.run("return document.querySelector('details code').textContent;").replace(" ", ""))
        self.look(page, "recipients-done")
        page.click("#both")
        page.wait_for("recipients:on")
        self.look(page, "recipients-on")
        self.assertEqual(thunderbird_buttons.writing(self.marionette), {"signed": True, "encrypted": True, "technology": "S/MIME"})
        page.click("#back")
        self.scene_.native.wait_for(lambda: page.browser is None)
        self.assertEqual(thunderbird_buttons.active_window(self.marionette), "msgcompose")
        thunderbird_mail.send(self.marionette)
        judged = mail_check.verify(mail_check.decrypt(self.scene_.sink.next_message().content, self.bob), self.scene_.root)
        self.assertEqual((judged.text, judged.signer), ("Bob alone reads this.", self.scene_.alice.fingerprint))

    def test_not_everybody_can_and_what_to_do_is_said_of_each(self):
        self.start()
        thunderbird_buttons.make_list(self.marionette, "team", BOB, NOBODY)
        thunderbird_mail.compose(self.marionette, BOB, "Secret", "Not for everybody.")
        thunderbird_buttons.also_to(self.marionette, cc=EVE, bcc="team <team>")
        page = self.press()
        page.wait_for("recipients:announce")
        page.pick("Keep the permission")
        self.allow(page)
        page.wait_for("recipients:some")
        self.assertIn("has expired.", page.text(f"[data-recipient='{EVE}']"))
        self.assertIn("team", page.text("#lists"))
        self.look_everywhere(self.thunderbird, page, "recipients-some")
        walk(self, page)
        page.click_really("#open-lists")
        self.assertIn("address books", thunderbird_inbox.answer_permission(self.marionette, True))
        self.scene_.native.wait_for(lambda: page.run("return !document.getElementById('lists') && document.documentElement.dataset.state;") == "recipients:some")
        self.assertIn("Ask them for a signed mail", page.text(f"[data-recipient='{NOBODY}']"))
        self.assertIsNone(page.run("return document.getElementById('both');"))
        page.click("#sign")
        page.wait_for("recipients:signed")
        self.look(page, "recipients-signed")
        self.assertEqual(thunderbird_buttons.writing(self.marionette), {"signed": True, "encrypted": False, "technology": "S/MIME"})
        page.run("location.hash = '#doctor';")
        self.expect_granted(page, "compose")

    def test_nothing_to_look_at_and_no_certificate_of_ones_own(self):
        self.scene_ = scene = self.scene(with_certificate=False)
        scene.profile.add(scene.root, "root", ",C,")
        scene.profile.add(scene.root.leaf("Bob", emails=[BOB]), "Bob")
        self.thunderbird = scene.start_thunderbird(live=False)
        self.marionette = self.thunderbird.marionette
        thunderbird_mail.compose(self.marionette, "", "To nobody", "Not yet.")
        page = self.press()
        page.wait_for("recipients:announce")
        self.allow(page)
        page.wait_for("recipients:empty")
        self.look(page, "recipients-empty")
        thunderbird_buttons.also_to(self.marionette, to=BOB)
        page.click_button("Look again")
        page.wait_for("recipients:done")
        self.assertIn("has not both certificates in use", page.text("#own"))
        self.assertEqual(page.run("return document.querySelectorAll('#both, #sign').length;"), 0)
        self.look(page, "recipients-own")
        self.marionette.chrome(thunderbird_mail.DISCARD)
        page.click_button("Look again")
        page.wait_for("recipients:gone")
        self.look(page, "recipients-gone")
        page.run("location.hash = '#learn/1';")
        page.wait_for("learn:announce")
        self.expect_granted(page)
        learn_page.allow(scene, self.thunderbird, page)
        learn_page.expect(self, page, "none")
        self.look(page, "learn-none")


if __name__ == "__main__":
    unittest.main()
