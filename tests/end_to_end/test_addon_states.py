# SPDX-License-Identifier: MPL-2.0
"""What people see: each state of the page in the real applications, as a picture under build/screenshots, judged by axe-core."""

import unittest

from addon_case import AddonPageCase
from application import library_folder, preference_line, skip_unless_installed  # noqa: F401  the last says that this starts applications
from pinentry_double import CANCELLED, PinentryDouble, typed
from two_profiles import PASSWORD

OLDER = """
for request in requests():
    answer({"jsonrpc": "2.0", "id": request["id"], "error": {"code": -32000, "message": "No common version.",
            "data": {"kind": "version-mismatch", "retriable": False, "update": %r}}})
"""
SILENT = "time.sleep(3600)"
CRASHING = "sys.exit(3)"


class States(AddonPageCase):
    def test_without_a_host_and_then_it_goes_on_by_itself(self):
        scene = self.scene(host=False)
        page = scene.page(scene.start_firefox(), "firefox")
        page.wait_for("host:missing")
        self.look(page, "host-missing")
        self.assertEqual(scene.native.installation.run("install").returncode, 0)
        page.wait_for("move:plan")

    def test_with_a_host_that_is_old_new_silent_or_crashes(self):
        scene = self.scene()
        firefox = scene.start_firefox()
        for name, behaviour in (("host-old", OLDER % "host"), ("addon-old", OLDER % "extension"), ("connecting", SILENT)):
            scene.native.installation.stand_in_host(behaviour)
            page = scene.page(firefox, "firefox")
            page.wait_for(f"host:{name}")
            self.look(page, name)
        scene.native.installation.stand_in_host(CRASHING)
        page = scene.page(firefox, "firefox")
        page.wait_for("host:failing")
        self.look(page, "host-failing")

    def test_a_plan_in_light_dark_narrow_and_from_right_to_left(self):
        scene = self.scene()
        firefox = scene.start_firefox()
        page = scene.page(firefox, "firefox")
        page.wait_for("move:plan")
        self.look_everywhere(firefox, page, "move-plan")
        page.run("document.querySelector('details').open = true;")
        self.look(page, "move-plan-details")

    def test_the_keyboard_alone_moves_and_undoes(self):
        scene = self.scene()
        page = scene.page(scene.start_firefox(), "firefox")
        page.wait_for("move:plan")
        page.run("document.getElementById('run').focus();")
        page.press_enter()
        page.wait_for("move:done")
        self.look(page, "move-done")
        self.assertEqual(scene.certferry.identity(scene.profile.path)["signing"]["fingerprint"], scene.alice.fingerprint)
        page.click_button("Undo")
        page.wait_for("move:undone")
        self.look(page, "move-undone")
        self.assertIsNone(scene.certferry.identity(scene.profile.path)["signing"])
        page.click_button("Start again")
        page.wait_for("move:plan")
        page.click("#run")
        page.wait_for("move:done")
        page.click_button("Look again")
        page.wait_for("move:nothing")
        self.look(page, "move-nothing")

    def test_waiting_is_shown_and_can_be_cancelled(self):
        scene = self.scene()
        page = scene.page(scene.start_firefox(), "firefox")
        page.wait_for("move:plan")
        self.stop_while_another_writes(scene, page, "move")
        self.look(page, "move-cancelled")
        self.assertIsNone(scene.certferry.identity(scene.profile.path)["signing"])

    def ask_for_root(self, answer):
        """The person moves a certificate of a root that nobody trusts, and answers the dialog."""
        scene = self.scene(trusted=False)
        self.dialogs = PinentryDouble(self, typed(scene.root.fingerprint[:8]) if answer else CANCELLED)
        self.dialogs.configure(scene.native.home.path)
        page = scene.page(scene.start_firefox(), "firefox")
        page.wait_for("move:plan")
        self.assertIn("used there to sign", page.text())
        self.assertIn(scene.root.fingerprint.upper(), page.text().replace(" ", ""))
        self.look(page, "move-plan-root")
        page.click("#run")
        return scene, page

    def test_a_root_is_asked_for_once_in_the_dialog_of_the_host(self):
        scene, page = self.ask_for_root(True)
        page.wait_for("move:done")
        self.assertEqual(len(self.dialogs.records()), 1)
        self.assertEqual(scene.certferry.identity(scene.profile.path)["signing"]["fingerprint"], scene.alice.fingerprint)

    def test_a_root_that_is_refused_leaves_the_rest_done(self):
        scene, page = self.ask_for_root(False)
        page.wait_for("move:partial")
        self.look(page, "move-partial")
        self.assertIsNone(scene.certferry.identity(scene.profile.path)["signing"])

    def test_a_password_is_announced_before_it_is_asked_for(self):
        scene = self.scene(firefox_password=PASSWORD)
        dialogs = PinentryDouble(self, typed(PASSWORD))
        dialogs.configure(scene.native.home.path)
        page = scene.page(scene.start_firefox(), "firefox")
        page.wait_for("move:password")
        self.look(page, "move-password")
        self.assertEqual(dialogs.records(), [])
        page.click_button("Go on")
        page.wait_for("move:plan")

    def test_without_a_certificate_the_check_up_and_other_peoples_alone(self):
        scene = self.scene(with_certificate=False)
        firefox = scene.start_firefox()
        page = scene.page(firefox, "firefox")
        page.wait_for("move:empty")
        self.look(page, "move-empty")
        page = scene.page(firefox, "firefox", "doctor")
        page.wait_for("doctor:done", "doctor:findings")
        self.look(page, "doctor")
        bob = scene.root.leaf("Bob", emails=["bob@example.test"])
        scene.firefox_profile.add(scene.root, scene.root.label, ",C,")
        scene.firefox_profile.add(bob, bob.label)
        page = scene.page(firefox, "firefox", "move")
        page.wait_for("move:people")
        self.assertIn("bob@example.test", page.text())
        self.look(page, "move-people")
        page.click("#people")
        page.wait_for("move:done")
        self.assertIn("that you can encrypt mail to now: 1", page.text("#people"))
        self.look(page, "move-people-done")
        self.assertTrue(scene.profile.has_certificate(bob))

    def test_understanding_brings_the_certificate_by_the_button_of_its_step(self):
        scene = self.scene()
        page = scene.page(scene.start_firefox(), "firefox", "explain")
        page.wait_for("explain:done")
        self.assertIn("Cannot sign", page.text())
        self.look(page, "explain")
        page.click("[data-step=bring] button")
        scene.native.wait_for(lambda: "Your certificate is in Thunderbird" in page.text())
        self.look(page, "explain-result")
        page.click_button("Look again")
        scene.native.wait_for(lambda: "Can sign" in page.text())
        self.assertNotIn("Cannot", page.text())
        self.look(page, "explain-well")
        self.assertEqual(scene.certferry.identity(scene.profile.path)["signing"]["fingerprint"], scene.alice.fingerprint)

    def test_understanding_asks_for_a_root_as_a_move_does_and_says_what_became_of_it(self):
        scene = self.scene(trusted=False, firefox_password=PASSWORD)
        dialogs = PinentryDouble(self, typed(PASSWORD), CANCELLED)
        dialogs.configure(scene.native.home.path)
        firefox = scene.start_firefox()
        page = scene.page(firefox, "firefox", "explain")
        page.wait_for("explain:done")
        self.assertIn(scene.root.fingerprint.upper(), page.text().replace(" ", ""))
        for words in ("Example Root", "to type the first eight digits", "primary password of Firefox"):
            self.assertIn(words, page.text("[data-step=bring]"))
        self.assertEqual(dialogs.records(), [])
        self.look_everywhere(firefox, page, "explain-root")
        page.click("[data-step=bring] button")
        page.wait_for("explain:partial")
        self.assertIn("does not trust its issuer", page.text())
        self.look(page, "explain-root-refused")
        self.assertEqual(len(dialogs.records()), 2)

    def test_understanding_says_what_it_could_not_look_into(self):
        scene = self.scene()
        damaged = scene.native.home.profile("firefox", library_folder("firefox"), name="damaged")
        (damaged.path / "cert9.db").write_bytes(b"SQLite format 3\0" + bytes(4080))
        page = scene.page(scene.start_firefox(), "firefox", "explain")
        page.wait_for("explain:done")
        self.assertIn("Also worth knowing", page.text())
        self.assertIn("damaged", page.text())
        self.look(page, "explain-partial")

    def test_choosing_says_of_a_choice_that_it_is_dead(self):
        scene = self.scene()
        gone = scene.root.leaf("Gone", emails=[scene.address])
        scene.profile.import_key(scene.alice)
        scene.profile.trust_email(scene.root)
        with open(scene.profile.path / "prefs.js", "a", encoding="utf-8") as file:
            for purpose in ("signing", "encryption"):
                file.write(preference_line(f"mail.identity.id1.{purpose}_cert_name", gone.label) +
                           preference_line(f"mail.identity.id1.{purpose}_cert_dbkey", gone.db_key))
        page = scene.page(scene.start_thunderbird(live=False), "thunderbird", "select")
        page.wait_for("select:done")
        self.assertIn("is chosen but no longer there", page.text())
        self.look(page, "select-dead")

    def test_thunderbirds_pages(self):
        scene = self.scene()
        thunderbird = scene.start_thunderbird(live=False)
        page = scene.page(thunderbird, "thunderbird", "select")
        page.wait_for("select:none")
        self.look(page, "select-none")
        scene.profile.import_key(scene.alice)
        scene.profile.trust_email(scene.root)
        page.run("location.hash = '#move'; await new Promise(done => setTimeout(done, 100)); location.hash = '#select';")
        page.wait_for("select:done")
        page.click("[data-use^='signing:']")
        page.wait_for("select:pending")
        self.look(page, "select-pending")


if __name__ == "__main__":
    unittest.main()
