# SPDX-License-Identifier: MPL-2.0
"""Every page of the add-on, walked through with the keyboard alone, in the real Firefox."""

import unittest

from addon_case import AddonPageCase
from application import skip_unless_installed  # noqa: F401  says that this starts applications
from keyboard_walk import walk

PAGES = {"move": "move:plan", "explain": "explain:done", "bring": "bring:choose", "backup": "backup:choose", "doctor": "doctor:done"}
ENTER = "\ue007"
OPEN = "return [...document.querySelectorAll('details')].every(each => each.open);"


class Keyboard(AddonPageCase):
    def test_each_control_of_each_page_is_reached_in_order_and_shows_its_focus(self):
        scene = self.scene()
        firefox = scene.start_firefox()
        for view, state in PAGES.items():
            with self.subTest(view):
                page = scene.page(firefox, "firefox", view)
                page.wait_for(state, "doctor:findings")
                walk(self, page)
                self.assertTrue(page.run(OPEN))
                self.look(page, f"keyboard-{view}")

    def test_from_page_to_page_the_focus_goes_to_what_is_new(self):
        scene = self.scene()
        page = scene.page(scene.start_firefox(), "firefox")
        page.wait_for("move:plan")
        page.run("document.querySelector('nav a[href=\"#explain\"]').focus();")
        page.press(ENTER)
        page.wait_for("explain:done")
        self.assertEqual(page.run("return document.activeElement.id;"), "main")


if __name__ == "__main__":
    unittest.main()
