# SPDX-License-Identifier: MPL-2.0
"""Several profiles and several certificates in the real Firefox: the best one is preselected, and the others can be had, other people's
too."""

import unittest

import thunderbird_account
from addon_case import AddonPageCase
from addon_scene import ADDRESS
from application import library_folder, skip_unless_installed  # noqa: F401  says that this starts applications
from authority import Authority
from biting_names import NAMES, NEVER_SHOWN

LISTS = "return [...document.querySelectorAll('details label.field')].map(each => [...each.querySelectorAll('option')].map(one => [one.textContent, one.selected]));"


class Choices(AddonPageCase):
    def expect_to_show_nothing_hidden(self, page):
        """Where a name holds what steers text, the page shows which characters these are."""
        shown = page.run("return document.querySelector('main').outerHTML;")
        self.assertIn("gnp.\\u{202E}gnp.exe\\u{2066}\\u{200B}\\u{2028}\\u{FEFF}", shown)
        self.assertEqual([repr(letter) for letter in NEVER_SHOWN if letter in shown], [])

    def test_the_best_is_preselected_and_another_can_be_chosen(self):
        scene = self.scene()
        home = scene.native.home
        bob = scene.root.leaf(NAMES["another direction"], emails=["bob@example.test"])
        scene.firefox_profile.import_key(bob)
        work = home.profile("thunderbird", library_folder("thunderbird"), name="work")
        thunderbird_account.write(work.path, ["bob@example.test"], scene.sink.port, "Bob")
        other = home.profile("firefox", library_folder("firefox"), name="other")
        other.import_key(scene.root.leaf("Carol", emails=["carol@example.test"]))
        dora = scene.root.leaf("Dora", emails=["dora@example.test"])
        stranger = Authority.root(home.path / "stranger", "Stranger's Root", key="P-256").leaf("Eve", emails=["eve@example.test"], key="P-256")
        for person in (dora, stranger):
            scene.firefox_profile.add(person, person.label)
        page = scene.page(scene.start_firefox(), "firefox")
        page.wait_for("move:plan")
        page.run("document.querySelector('details').open = true;")
        self.assertEqual(page.run(LISTS), [[["Firefox (default-release)", True], ["Firefox (other)", False]],
                                           [["Thunderbird (default-release)", True], ["Thunderbird (work)", False]]])
        self.look(page, "move-choices")
        self.expect_to_show_nothing_hidden(page)
        to = page.run("return [...document.querySelectorAll('details select')][1].options[1].value;")
        page.pick_option("details label.field:nth-of-type(2) select", to)
        scene.native.wait_for(lambda: page.state == "move:plan" and "bob@example.test." in page.text())
        page.run("document.querySelector('details').open = true;")
        page.pick("Alice")
        page.pick("dora@example.test")
        page.click("#run")
        page.wait_for("move:done")
        self.look(page, "move-done-chosen")
        self.expect_to_show_nothing_hidden(page)
        self.assertIn("that you can encrypt mail to now: 1", page.text("#people"))
        page.run("document.querySelector('#people details').open = true;")
        self.assertIn("eve@example.test", page.text("#people"))
        self.look(page, "move-done-people")
        self.assertEqual((work.has_certificate(dora), work.has_certificate(stranger)), (True, False))
        self.assertEqual(scene.certferry.identity(work.path)["signing"]["fingerprint"], bob.fingerprint)
        self.assertFalse(work.has_key_of(scene.alice))
        self.assertEqual(scene.profile.certificates(), [])
        self.assertIsNone(scene.certferry.identity(scene.profile.path)["signing"])
        self.assertEqual(scene.certferry.identity(scene.profile.path)["email"], ADDRESS)


if __name__ == "__main__":
    unittest.main()
