# SPDX-License-Identifier: MPL-2.0
"""What the tests that look at the add-on's pages have in common: a scene, a look at each state, what a person does on each page."""

import unittest

from accessibility import axe
from addon_scene import AddonScene
from write_lock import written_by_another

DARK = "Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', args[0]);"


class AddonPageCase(unittest.TestCase):
    def scene(self, **words):
        return self.enterContext(AddonScene(self, **words))

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

    def stop_while_another_writes(self, scene, page, view):
        """The person runs it while another Certferry writes to the profile, sees that, and stops it."""
        with written_by_another(scene.profile.path):
            page.click("#run")
            page.wait_for(f"{view}:running")
            scene.native.wait_for(lambda: "Waiting for another" in page.text())
            self.look(page, f"{view}-running")
            page.click_button("Cancel")
            page.wait_for(f"{view}:cancelled")

    def tearDown(self):
        if axe().missing:
            self.skipTest(f"the pictures were made, but not judged: {axe().missing}")
