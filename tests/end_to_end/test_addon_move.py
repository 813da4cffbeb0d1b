# SPDX-License-Identifier: MPL-2.0
"""One click in Firefox's page, and Thunderbird's next mail is signed."""

import unittest

import addon_page
import thunderbird_mail
from accessibility import axe
from addon_scene import AddonScene
from application import skip_unless_installed  # noqa: F401  says that this starts applications

SUPPRESSED = {"extensions.experiments.suppressed": True}
LIVE = "certferry-live@certferry"


class Move(unittest.TestCase):
    def scene(self, **words):
        return self.enterContext(AddonScene(self, **words))

    def move_by_one_click(self, scene, *states):
        page = scene.page(scene.start_firefox(), "firefox")
        page.wait_for("move:plan")
        page.click("#run")
        page.wait_for(*states)
        return page

    def test_one_click_in_firefox_and_the_running_thunderbird_signs_and_encrypts(self):
        scene = self.scene()
        thunderbird = scene.start_thunderbird()
        page = self.move_by_one_click(scene, "move:done")
        self.assertIn("now uses the certificate", page.text())
        selected = thunderbird_mail.selection(thunderbird.marionette)
        self.assertEqual((selected["signing"]["verifier"], selected["encryption"]["verifier"]), (0, 0))
        scene.expect_signed_mail(self, thunderbird)

    def test_with_experiments_suppressed_one_restart_of_thunderbird_is_all_it_takes(self):
        scene = self.scene()
        thunderbird = scene.start_thunderbird(SUPPRESSED)
        self.assertEqual(addon_page.installed(thunderbird, LIVE), {"active": False, "disabled": True})
        page = self.move_by_one_click(scene, "move:pending")
        page.picture("move-pending")
        self.assertEqual(axe().violations(page), [])
        self.assertIsNone(thunderbird_mail.selection(thunderbird.marionette)["signing"])
        thunderbird.quit()
        page.wait_for("move:done")
        scene.expect_signed_mail(self, scene.start_thunderbird(SUPPRESSED))


if __name__ == "__main__":
    unittest.main()
