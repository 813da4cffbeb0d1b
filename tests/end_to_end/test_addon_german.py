# SPDX-License-Identifier: MPL-2.0
"""The add-on in a Firefox whose language is German."""

import unittest

import addon_page
import language_pack
from addon_case import AddonPageCase
from addon_scene import UNSIGNED
from application import skip_unless_installed  # noqa: F401  says that this starts applications


class German(AddonPageCase):
    def test_the_pages_speak_german_and_fit(self):
        scene = self.scene()
        firefox = scene.native.start("firefox", scene.firefox_profile, {**UNSIGNED, **language_pack.PREFERENCES})
        pack = language_pack.write(scene.native.home.path / "de.xpi", "1.0")
        firefox.marionette.install_addon(pack, temporary=False)
        scene.native.wait_for(lambda: firefox.marionette.chrome(language_pack.GERMAN) == "de")
        addon_page.install(firefox, "firefox")  # an add-on's language is that of its start
        for view, state, words in (("move", "plan", "Bereit"), ("explain", "done", "Kann nicht signieren"), ("bring", "choose", "Schlüsseldatei"),
                                   ("backup", "choose", "Was in die Datei kommt"), ("doctor", "done", "")):
            page = scene.page(firefox, "firefox", view)
            page.wait_for(f"{view}:{state}", "doctor:findings")
            self.assertEqual(page.run("return document.documentElement.lang;"), "de")
            self.assertIn(words, page.text())
            self.look(page, f"german-{view}")
            firefox.marionette.call("WebDriver:SetWindowRect", {"width": 450, "height": 800})
            self.assertEqual(page.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth;"), 0, view)
            firefox.marionette.call("WebDriver:SetWindowRect", {"width": 1280, "height": 800})


if __name__ == "__main__":
    unittest.main()
