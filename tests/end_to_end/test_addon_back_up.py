# SPDX-License-Identifier: MPL-2.0
"""A key file written through the add-on's page: what openssl finds in it, where it lies, and what the page says."""

import pathlib
import stat
import unittest

import key_file_readers as readers
from application import skip_unless_installed  # noqa: F401  says that this starts applications
from key_page import FILE, KeyPageCase
from pinentry_double import CANCELLED, typed
from two_profiles import PASSWORD

TWICE = [["say", "S PIN_REPEATED"], *typed(FILE)]
WEAK = [["say", "S PIN_REPEATED"], *typed("short")]
METHODS = """
for request in requests():
    result(request, protocol=1, hostVersion="1", methods=["hello", "ping", "doctor.run"], limits={"maxRequestBytes": 1 << 25, "maxFrameBytes": 1000000},
           caller={"id": None, "allowed": True}, findings=[], good=[])
"""


class BackUp(KeyPageCase):
    def open(self, *answers, application="firefox", **words):
        scene = self.scene(*answers, **words)
        self.application = scene.start_firefox() if application == "firefox" else scene.start_thunderbird(live=False)
        return scene, scene.page(self.application, application, "backup")

    def written(self, page):
        return pathlib.Path(page.text("#written"))

    def test_a_whole_backup_of_firefox_with_the_file_beside_it(self):
        scene, page = self.open(TWICE, firefox_password="")
        page.wait_for("backup:choose")
        self.look_everywhere(self.application, page, "backup-choose")
        page.click("#run")
        page.wait_for("backup:done")
        self.look(page, "backup-done")
        file = self.written(page)
        self.assertEqual(file.parent, scene.native.home.path / "Downloads")
        self.assertRegex(file.name, r"^firefox-backup \d{4}-\d\d-\d\d\.p12$")
        self.assertEqual(page.text("#companion"), f"{file}.certferry")
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        self.assertEqual(readers.openssl(file, FILE), ({scene.alice.public_key}, {scene.alice.der, scene.root.der}))
        self.assertEqual(self.texts(), ["Write"])

    def test_one_certificate_for_an_old_program_with_a_weak_password(self):
        scene, page = self.open(WEAK)
        page.wait_for("backup:choose")
        page.pick("Alice")
        self.assertTrue(page.run("return document.querySelectorAll('input[name=what]')[1].checked;"))
        self.assertRegex(page.run("return document.getElementById('name').value;"), r"^alice@example\.test \d{4}-\d\d-\d\d\.p12$")
        page.write("#name", "for my phone.pfx")
        page.run("document.querySelector('fieldset details').open = true;")
        page.pick("before 2015")
        self.look(page, "backup-choose-one")
        page.click("#run")
        page.wait_for("backup:done")
        self.assertIn("This protection is weak", page.text())
        self.assertIn("The file's password is weak", page.text())
        self.look(page, "backup-done-weak")
        file = self.written(page)
        self.assertEqual(file.name, "for my phone.pfx")
        self.assertEqual([each.name for each in file.parent.iterdir()], [file.name])
        self.assertTrue(page.run("return !document.getElementById('companion');"))

    def test_nothing_is_written_over_and_the_next_name_is_offered(self):
        scene, page = self.open(TWICE)
        downloads = scene.native.home.path / "Downloads"
        downloads.mkdir(exist_ok=True)
        (downloads / "mine.p12").write_text("precious", encoding="utf-8")
        page.wait_for("backup:choose")
        page.write("#name", "mine.p12")
        page.click("#run")
        scene.native.wait_for(lambda: page.state == "backup:choose" and "Nothing was overwritten" in page.text())
        self.assertEqual(page.run("return document.activeElement.value;"), "mine (2).p12")
        self.look(page, "backup-exists")
        page.run("document.getElementById('run').focus();")
        page.press_enter()
        page.wait_for("backup:done")
        self.assertEqual(self.written(page).name, "mine (2).p12")
        self.assertEqual((downloads / "mine.p12").read_text(encoding="utf-8"), "precious")

    def test_a_name_that_the_host_would_refuse_and_no_tick_are_said_before_anybody_is_asked(self):
        scene, page = self.open(TWICE)
        page.wait_for("backup:choose")
        for name in ("../mine.p12", "mine", "größe.p12"):
            page.write("#name", name)
            page.click("#run")
            scene.native.wait_for(lambda: "A name has letters" in page.text())
        self.look(page, "backup-bad-name")
        page.pick("Only these")
        page.click("#run")
        scene.native.wait_for(lambda: "Tick at least one" in page.text())
        self.assertEqual(self.dialogs.records(), [])

    def test_a_no_writes_nothing(self):
        scene, page = self.open(CANCELLED)
        page.wait_for("backup:choose")
        page.click("#run")
        page.wait_for("backup:error")
        self.assertIn("You said no", page.text())
        self.look(page, "backup-refused")
        self.assertEqual(list(scene.native.home.path.glob("Downloads/*")), [])
        page.click_button("Try again")
        page.wait_for("backup:choose")

    def test_it_can_be_stopped_while_the_dialog_is_open(self):
        scene, page = self.open([["hang", None]])
        page.wait_for("backup:choose")
        page.click("#run")
        self.stop_at_dialog(page, "backup", "running")
        self.assertEqual(list(scene.native.home.path.glob("Downloads/*")), [])

    def test_in_thunderbird_behind_a_primary_password_and_without_certificates_first(self):
        scene, page = self.open(TWICE, typed(PASSWORD), application="thunderbird")
        page.wait_for("backup:empty")
        page.picture("backup-empty")
        scene.profile.import_key(scene.alice)
        page.run("location.hash = '#move'; await new Promise(done => setTimeout(done, 100)); location.hash = '#backup';")
        page.wait_for("backup:choose")
        page.picture("backup-choose-thunderbird")
        page.click("#run")
        page.wait_for("backup:done")
        page.picture("backup-done-thunderbird")
        self.assertEqual(readers.openssl(self.written(page), FILE)[0], {scene.alice.public_key})

    def test_what_the_host_cannot_do_is_not_shown(self):
        scene = self.scene()
        firefox = scene.start_firefox()
        page = scene.page(firefox, "firefox", "doctor")
        page.wait_for("doctor:done", "doctor:findings")
        self.assertIn("Back up", page.text("nav"))
        scene.native.installation.stand_in_host(METHODS)
        page = scene.page(firefox, "firefox", "backup")
        page.wait_for("doctor:done")
        self.assertEqual(page.text("nav").split(), ["Check-up"])


if __name__ == "__main__":
    unittest.main()
