# SPDX-License-Identifier: MPL-2.0
"""The add-on in a Firefox, and in a Thunderbird, whose language is German."""

import unittest

import addon_page
import language_pack
import thunderbird_buttons
import thunderbird_inbox
import thunderbird_mail
from addon_case import AddonPageCase
from addon_scene import UNSIGNED
from application import skip_unless_installed  # noqa: F401  says that this starts applications


class German(AddonPageCase):
    def start(self, scene, name, profile):
        """The application in German, with the add-on."""
        application = scene.native.start(name, profile, {**UNSIGNED, **language_pack.PREFERENCES})
        pack = language_pack.write(scene.native.home.path / "de.xpi", "1.0")
        application.marionette.install_addon(pack, temporary=False)
        scene.native.wait_for(lambda: application.marionette.chrome(language_pack.GERMAN) == "de")
        addon_page.install(application, name)  # an add-on's language is that of its start
        return application

    def expect_to_fit(self, application, page):
        application.marionette.call("WebDriver:SetWindowRect", {"width": 450, "height": 800})
        self.assertEqual(page.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth;"), 0)
        application.marionette.call("WebDriver:SetWindowRect", {"width": 1280, "height": 800})

    def test_the_pages_speak_german_and_fit(self):
        scene = self.scene()
        firefox = self.start(scene, "firefox", scene.firefox_profile)
        for view, state, words in (("move", "plan", "Bereit"), ("explain", "done", "Kann nicht signieren"), ("bring", "choose", "Schlüsseldatei"),
                                   ("backup", "choose", "Was in die Datei kommt"), ("doctor", "done", "")):
            page = scene.page(firefox, "firefox", view)
            page.wait_for(f"{view}:{state}", "doctor:findings")
            self.assertEqual(page.run("return document.documentElement.lang;"), "de")
            self.assertIn(words, page.text())
            self.look(page, f"german-{view}")
            self.expect_to_fit(firefox, page)

    def test_so_do_those_about_a_mail(self):
        scene = self.scene()
        self.assertEqual(scene.certferry.migrate("--sign-by-default", "no").status, 0)
        thunderbird = self.start(scene, "thunderbird", scene.profile)
        thunderbird_mail.compose(thunderbird.marionette, "bob@example.test", "Geheim", "Nur für Bob.")
        thunderbird_buttons.press_in_compose(thunderbird.marionette)
        page = scene.page(thunderbird, "thunderbird", None)
        page.wait_for("recipients:announce")
        page.click_really("#ask")
        thunderbird_inbox.answer_permission(thunderbird.marionette, True)
        page.wait_for("recipients:some")
        self.assertIn("„Absender lernen“", page.text())
        self.look(page, "german-recipients")
        self.expect_to_fit(thunderbird, page)
        page.run("location.hash = '#learn/1';")
        page.wait_for("learn:announce")
        self.assertIn("Das Zertifikat des Absenders", page.text())
        self.look(page, "german-learn")
        self.expect_to_fit(thunderbird, page)


if __name__ == "__main__":
    unittest.main()
