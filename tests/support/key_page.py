# SPDX-License-Identifier: MPL-2.0
"""What the tests of the key file pages have in common: a scene, scripted dialogs, one look at each state."""

import unittest

import key_files
from accessibility import axe
from addon_scene import AddonScene
from pinentry_double import PinentryDouble

# Not one of those that are looked for in everything that was written: the plan of the dialog holds it.
FILE = "correct horse battery"
DARK = "Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', args[0]);"


class KeyPageCase(unittest.TestCase):
    def scene(self, *answers, **words):
        """`answers`: of the person, one a dialog."""
        self.scene_ = scene = self.enterContext(AddonScene(self, **words))
        self.dialogs = PinentryDouble(self, *answers) if answers else None
        if answers:
            self.dialogs.configure(scene.native.home.path)
        return scene

    def key_file(self, name="alice.p12", certificate=None, **words):
        """A key file of openssl's with the person's certificate and its chain."""
        return key_files.openssl(certificate or self.scene_.alice, self.scene_.native.home.path / name, password=FILE, **words)

    def look(self, page, name):
        """One picture, and no violation."""
        page.picture(name)
        self.assertEqual(axe().violations(page), [], name)

    def look_everywhere(self, application, page, name):
        """The same from right to left, dark, and narrow without anything that sticks out."""
        self.look(page, name)
        page.run("document.documentElement.dir = 'rtl';")
        self.look(page, f"{name}-rtl")
        page.run("document.documentElement.dir = 'ltr';")
        application.marionette.chrome(DARK, 0)
        self.look(page, f"{name}-dark")
        application.marionette.chrome(DARK, 1)
        application.marionette.call("WebDriver:SetWindowRect", {"width": 450, "height": 800})
        self.look(page, f"{name}-narrow")
        self.assertEqual(page.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth;"), 0)
        application.marionette.call("WebDriver:SetWindowRect", {"width": 1280, "height": 800})

    def tearDown(self):
        if axe().missing:
            self.skipTest(f"the pictures were made, but not judged: {axe().missing}")

    def texts(self):
        """The first words of each dialog."""
        return [text.split(" ")[0] for text in self.dialogs.texts()] if self.dialogs else []
