# SPDX-License-Identifier: MPL-2.0
"""Choosing in Thunderbird's page while Thunderbird runs: set live, refused while Account Settings is open, and for nobody else."""

import json
import unittest

import addon_page
import mail_check
import thunderbird_mail
import thunderbird_views
from accessibility import axe
from addon_scene import ADDRESS, AddonScene
from application import skip_unless_installed  # noqa: F401  says that this starts applications

REQUIRED = 2
# Drawn anew, with what is in use now.
SHOWN = "return document.querySelector('select:not([data-before])')?.value === 'required';"
STRANGER = "stranger@example.test"
CLOSE_SETTINGS = """
const tabmail = Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail");
tabmail.closeTab(tabmail.tabInfo.find(each => each.browser?.currentURI?.spec.startsWith("about:accountsettings")));
"""
CHOSEN = "return document.documentElement.dataset.state === 'select:done' && !document.querySelector(args[0]);"
# What another add-on tries: to speak to both of ours as their own pages do.
TRY = """
const said = {};
for (const [name, message] of [["certferry-live@certferry", {set: "id1", email: args[0], values: {signing: {name: "", dbKey: ""}}}],
                               ["certferry@certferry", {what: "live"}]]) {
  said[name] = await browser.runtime.sendMessage(name, message).then(answer => answer ?? null, error => "refused");
}
let opened = "reachable";
try { await fetch(args[1]); } catch { opened = "refused"; }
return {...said, opened};
"""


class Live(unittest.TestCase):
    def setUp(self):
        self.scene = self.enterContext(AddonScene(self))
        self.scene.profile.import_key(self.scene.alice)
        self.scene.profile.trust_email(self.scene.root)
        self.thunderbird = self.scene.start_thunderbird()

    def selected(self, purpose="signing"):
        found = thunderbird_mail.selection(self.thunderbird.marionette)[purpose]
        return found and found["fingerprint"]

    def select_page(self):
        page = self.scene.page(self.thunderbird, "thunderbird", "select")
        page.wait_for("select:done", "select:none")
        return page

    def choose(self, page, purpose):
        page.click(f"[data-use^='{purpose}:']")
        self.scene.native.wait_for(lambda: self.selected(purpose))
        # Asked at once: between two questions the page may show that the choice waits.
        self.scene.native.wait_for(lambda: page.run(CHOSEN, f"[data-use^='{purpose}:']"))

    def test_one_click_for_each_purpose_and_signing_by_default(self):
        page = self.select_page()
        self.choose(page, "signing")
        self.choose(page, "encryption")
        self.assertEqual(axe().violations(page), [])
        page.picture("select-done")
        self.assertEqual((self.selected(), self.selected("encryption")), (self.scene.alice.fingerprint,) * 2)
        sign = "return document.querySelector('input[type=checkbox]').checked;"
        if not page.run(sign):
            page.click("input[type=checkbox]")
        self.scene.native.wait_for(lambda: thunderbird_mail.selection(self.thunderbird.marionette)["signByDefault"])
        self.scene.expect_signed_mail(self, self.thunderbird)
        self.thunderbird.quit()
        identity = self.scene.certferry.identity(self.scene.profile.path)
        self.assertEqual((identity["pending"], identity["signByDefault"]), (None, True))

    def test_encryption_that_is_required_is_in_the_preferences_and_in_the_next_mail(self):
        page = self.select_page()
        self.choose(page, "signing")
        self.choose(page, "encryption")
        page.run("document.querySelector('select').dataset.before = true;")
        page.pick_option("select", "required")
        self.scene.native.wait_for(lambda: thunderbird_mail.selection(self.thunderbird.marionette)["encryptByDefault"] == REQUIRED)
        self.scene.native.wait_for(lambda: page.state == "select:done" and page.run(SHOWN))
        page.picture("select-required")
        self.assertEqual(axe().violations(page), [])
        self.assertIn(f'user_pref("mail.identity.id1.encryptionpolicy", {REQUIRED});', (self.scene.profile.path / "prefs.js").read_text())
        defaults = thunderbird_mail.compose(self.thunderbird.marionette, ADDRESS, "Required", "nobody asked for it")
        self.assertTrue(defaults["encrypted"])
        thunderbird_mail.send(self.thunderbird.marionette)
        message = self.scene.sink.next_message().content
        self.assertNotIn(b"nobody asked for it", message)
        self.assertIn(b"nobody asked for it", mail_check.decrypt(message, self.scene.alice))
        thunderbird_mail.compose(self.thunderbird.marionette, "stranger@example.test", "Refused", "to somebody without a certificate")
        with self.assertRaises(thunderbird_mail.SendRefused):
            thunderbird_mail.send(self.thunderbird.marionette)
        self.assertEqual(self.scene.sink.messages(), [])

    def test_account_settings_would_write_the_old_choice_back_so_they_are_closed_first(self):
        page = self.select_page()
        thunderbird_views.encryption_settings(self.thunderbird.marionette)
        page.click("[data-use^='signing:']")
        self.scene.native.wait_for(lambda: "Account Settings" in page.text())
        page.picture("select-settings-open")
        self.assertIsNone(self.selected())
        self.thunderbird.marionette.chrome(CLOSE_SETTINGS)
        self.scene.native.wait_for(self.selected)
        self.scene.native.wait_for(lambda: page.state == "select:done")

    def test_another_add_on_gets_nothing_out_of_ours(self):
        folder = self.scene.native.home.path / "stranger"
        folder.mkdir()
        (folder / "manifest.json").write_text(json.dumps({
            "manifest_version": 2, "name": "stranger", "version": "1", "browser_specific_settings": {"gecko": {"id": STRANGER}},
            "background": {"page": "page.html"}, "permissions": ["nativeMessaging"]}))
        (folder / "page.html").write_text("<!DOCTYPE html>")
        self.thunderbird.marionette.install_addon(folder)
        ours = self.thunderbird.marionette.addon_page(addon_page.OWN_ID, addon_page.PAGE)
        said = self.in_background(STRANGER, TRY, ADDRESS, ours)
        self.assertEqual([said["certferry-live@certferry"] in (None, "refused"), said["certferry@certferry"] in (None, "refused"),
                          said["opened"]], [True, True, "refused"], said)
        self.assertIsNone(self.selected())

    def in_background(self, identifier, script, *arguments):
        """Runs a script in the background page of an add-on."""
        page = self.thunderbird.marionette.addon_page(identifier, "page.html")
        self.thunderbird.marionette.chrome(addon_page.TAB_IN_THUNDERBIRD, page)
        return self.thunderbird.marionette.chrome(addon_page.IN_THUNDERBIRD, page, script, list(arguments))


if __name__ == "__main__":
    unittest.main()
