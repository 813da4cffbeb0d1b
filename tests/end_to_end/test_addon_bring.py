# SPDX-License-Identifier: MPL-2.0
"""A key file from an authority, through the add-on's pages, into the real Thunderbird, which then signs with it."""

import unittest

import key_files
from application import library_folder, skip_unless_installed  # noqa: F401  says that this starts applications
from authority import Authority
from certferry import Certferry
from home import Home
from key_page import FILE, KeyPageCase
from pinentry_double import CANCELLED, YES, PinentryDouble, typed
from two_profiles import PASSWORD
from whole_store import add_smime_profile


class Bring(KeyPageCase):
    def open(self, application="firefox", *answers, view="bring", **words):
        scene = self.scene(*answers, **{"with_certificate": False, **words})
        self.application = scene.start_firefox() if application == "firefox" else scene.start_thunderbird()
        return scene, scene.page(self.application, application, view)

    def choose(self, page, file, *more):
        page.wait_for("bring:choose")
        page.choose_files("#file", file)
        if more:
            page.run("document.querySelector('details').open = true;")
            page.choose_files("#more", *more)
        # The field reads the file before the page knows it.
        page.run("while (!document.getElementById('file').files.length) await new Promise(done => setTimeout(done, 10));")
        page.click("#look")

    def test_on_the_page_of_the_move_it_comes_first_where_firefox_has_none_and_thunderbird_signs(self):
        scene, page = self.open("firefox", view="move")
        self.dialogs_for_root(scene)
        page.wait_for("move:empty")
        self.assertLess(page.text().index("I have a file"), page.text().index("Once your authority"))
        self.look(page, "move-empty-file")
        page.choose_files("#file", self.key_file())
        page.wait_for("move:plan")
        self.assertIn("used there to sign and encrypt the mail of alice@example.test", page.text())
        self.assertIn(scene.root.fingerprint.upper(), page.text().replace(" ", ""))
        self.look(page, "bring-plan-root")
        page.click("#run")
        page.wait_for("move:done")
        self.look(page, "bring-done")
        self.assertEqual(self.texts(), ["Look", "Bring", "Trust"])
        scene.expect_signed_mail(self, scene.start_thunderbird())

    def dialogs_for_root(self, scene, *more, after=()):
        """After the file's password and a yes, the person types the first digits of a root that is known only now."""
        self.dialogs = PinentryDouble(self, typed(FILE), *more, YES, typed(scene.root.fingerprint[:8]), *after)
        self.dialogs.configure(scene.native.home.path)

    def test_in_a_running_thunderbird_with_the_issuer_in_a_file_beside_it(self):
        scene, page = self.open("thunderbird")
        self.dialogs_for_root(scene)
        self.choose(page, self.key_file(chain=False), key_files.pkcs7([scene.root], scene.native.home.path / "chain.p7b"))
        page.wait_for("bring:plan")
        page.picture("bring-plan-thunderbird")
        page.click("#run")
        page.wait_for("bring:done")
        page.picture("bring-done-thunderbird")
        scene.expect_signed_mail(self, self.application)

    def test_states_before_anything_is_brought_in(self):
        scene, page = self.open("firefox", typed(FILE))
        page.wait_for("bring:choose")
        self.look_everywhere(self.application, page, "bring-choose")
        page.click("#look")
        scene.native.wait_for(lambda: "Choose a file first." in page.text())
        self.assertEqual(page.run("return document.activeElement.id;"), "file")
        self.choose(page, self.key_file())
        page.wait_for("bring:plan")
        self.assertIn("What you typed for the file is not asked for again.", page.text())
        self.look_everywhere(self.application, page, "bring-plan")
        self.assertEqual(scene.profile.certificates(), [])
        page.click_button("Another file")
        page.wait_for("bring:choose")

    def test_what_is_wrong_with_a_file_is_told_apart(self):
        scene, page = self.open("firefox", typed("wrong"))
        home = scene.native.home.path
        short = home / "short.p12"
        short.write_bytes(self.key_file("whole.p12").read_bytes()[:700])
        nothing = home / "nothing.p12"
        nothing.write_bytes(b"a letter to grandmother")
        large = home / "large.p12"
        large.write_bytes(bytes((10 << 20) + 1))
        for name, file, words in (("wrong-password", self.key_file(), "That is not the password of the file."),
                                  ("short", short, "cut short"), ("no-key-file", nothing, "That is not a key file")):
            with self.subTest(name):
                self.choose(page, file)
                page.wait_for("bring:error")
                page.run("for (const each of document.querySelectorAll('details')) each.open = true;")
                self.assertIn(words, page.text())
                self.look(page, f"bring-error-{name}")
                page.click_button("Another file")
                page.wait_for("bring:choose")
        page.choose_files("#file", large)
        scene.native.wait_for(lambda: "too large" in page.text())
        self.look(page, "bring-too-large")
        self.assertEqual(scene.profile.certificates(), [])

    def test_a_no_in_the_dialog_changes_nothing(self):
        scene, page = self.open("firefox", typed(FILE), CANCELLED)
        self.choose(page, self.key_file())
        page.wait_for("bring:plan")
        page.click("#run")
        page.wait_for("bring:error")
        self.assertIn("You said no, so nothing was done.", page.text())
        self.look(page, "bring-refused")
        self.assertEqual(scene.profile.certificates(), [])

    def test_looking_and_bringing_can_be_stopped(self):
        scene, page = self.open("firefox", [["hang", None]], typed(FILE), YES)
        self.choose(page, self.key_file())
        self.stop_at_dialog(page, "bring", "looking")
        page.click_button("Start again")
        self.choose(page, self.key_file("again.p12"))
        page.wait_for("bring:plan")
        self.stop_while_another_writes(scene, page, "bring")
        self.assertEqual(scene.profile.certificates(), [])

    def test_a_root_that_is_refused_leaves_the_rest_done_and_undo_takes_it_back(self):
        scene, page = self.open("firefox", typed(FILE), YES, CANCELLED)
        self.choose(page, self.key_file())
        page.wait_for("bring:plan")
        page.click("#run")
        page.wait_for("bring:partial")
        self.look(page, "bring-partial")
        self.assertTrue(scene.profile.has_key_of(scene.alice))
        page.click_button("Undo")
        page.wait_for("bring:undone")
        self.assertEqual(scene.profile.certificates(), [])

    def test_into_firefox_behind_a_primary_password_and_then_there_is_nothing_left_to_do(self):
        scene, page = self.open("firefox", firefox_password=PASSWORD)
        self.dialogs_for_root(scene, typed(PASSWORD))
        file = self.key_file()
        page.wait_for("bring:choose")
        page.run("const list = document.querySelector('select'); list.value = [...list.options].find(each => each.text.startsWith('Firefox')).value;"
                 "list.dispatchEvent(new Event('change'));")
        self.choose(page, file)
        page.wait_for("bring:plan")
        self.assertIn("primary password of Firefox", page.text())
        page.click("#run")
        page.wait_for("bring:done")
        self.assertEqual(self.texts(), ["Look", "Unlock", "Bring", "Trust"])
        self.assertIn("Your certificate is in Firefox", page.text())
        self.look(page, "bring-done-firefox")
        self.assertTrue(scene.firefox_profile.has_key_of(scene.alice))
        self.assertEqual(scene.profile.certificates(), [])

    def whole_backup(self, scene, other):
        """The two files of what a profile of before held: the person's certificate, two trusted roots, somebody to write to."""
        folder = scene.native.home.path
        with Home() as old:
            source = old.profile("thunderbird", library_folder("thunderbird"))
            source.import_key(scene.alice)
            source.add(other, "another")
            somebody = other.leaf("Somebody", emails=["somebody@example.test"])
            source.add(somebody, "somebody")
            for root in (scene.root, other):
                source.trust_email(root)
            add_smime_profile(source, somebody.subject, "somebody@example.test", b"\x30\0", None)
            answer = Certferry(old.path).run("export", "--profile", source.path, "--all", "--compatible", "--out", folder / "old.p12",
                                             passwords={"--password-fd": FILE})
        self.assertEqual(answer.status, 0, answer.value)
        return folder / "old.p12", folder / "old.p12.certferry"

    def test_what_lies_beside_a_whole_backup_is_told_and_each_root_of_it_asked_about(self):
        scene, page = self.open("firefox")
        other = Authority.root(scene.native.home.path / "other", "Another Root")
        files = self.whole_backup(scene, other)
        self.dialogs_for_root(scene, after=[typed(other.fingerprint[:8])])
        self.choose(page, *files)
        page.wait_for("bring:plan")
        self.look(page, "bring-plan-backup")
        told = page.text("#beside")
        self.assertIn("you will be asked about: 2.", told)
        self.assertIn("People whose way of encrypting comes from it: 1.", told)
        for root in (scene.root, other):
            self.assertIn(root.fingerprint.upper(), page.text().replace(" ", ""))
        page.click("#run")
        page.wait_for("bring:done")
        self.look(page, "bring-done-backup")
        self.assertIn("trusted for e-mail here: 2.", page.text("#beside"))
        self.assertEqual(self.texts(), ["Look", "Bring", "Trust", "Trust"])
        for root in (scene.root, other):
            self.assertNotEqual(scene.profile.trust_of(root), ",,")

    def test_certificates_alone_come_without_trust(self):
        scene, page = self.open("firefox", YES)
        self.choose(page, key_files.pkcs7([scene.root], scene.native.home.path / "root.p7b"))
        page.wait_for("bring:plan")
        self.assertIn("trusted no more than before", page.text())
        self.look(page, "bring-plan-certificates")
        page.click("#run")
        page.wait_for("bring:done")
        self.assertEqual(scene.profile.trust_of(scene.root), ",,")
        page.click_button("Look again")
        self.choose(page, scene.native.home.path / "root.p7b")
        page.wait_for("bring:nothing")
        self.look(page, "bring-nothing")


if __name__ == "__main__":
    unittest.main()
