# SPDX-License-Identifier: MPL-2.0
"""An add-on has a key file written: the person gives the file's password in a dialog, and it lies in the download folder."""

import os
import pathlib
import stat
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

import key_file_readers as readers  # noqa: E402
from native_host import MANIFEST, OWN_ID, Host  # noqa: E402
from pinentry_double import CANCELLED, NOT_CONFIRMED, PinentryDouble, typed  # noqa: E402
from snapshot import changes, snapshot  # noqa: E402
from two_profiles import TwoProfiles  # noqa: E402

# Not those that are looked for in everything that was written: the plan of the dialog holds them.
FILE, PRIMARY = "correct horse battery", "staple"
TWICE = [["say", "S PIN_REPEATED"], *typed(FILE)]


class ExportByAddOn(unittest.TestCase):
    def scene(self, *answers, primary=PRIMARY):
        self.profiles = TwoProfiles(self, firefox_password=primary)
        self.home = self.profiles.home
        self.pinentry = None
        if answers:
            self.pinentry = PinentryDouble(self, *answers)
            self.pinentry.configure(self.home)
        self.before = snapshot(self.home)

    def export(self, arguments=(MANIFEST, OWN_ID), environment=None, **params):
        with Host(self.home, arguments, environment=environment) as host:
            listed = host.ask("profiles.list")["result"]["profiles"]
            profile = next(each["id"] for each in listed if each["application"] == "firefox")
            answer = host.ask("pkcs12.export", {"profile": profile, "certificates": "all", "name": "keys.p12", **params})
            self.assertEqual(host.close(), 0)
            self.assertEqual(host.words, b"")
        return answer

    def expect_nothing_new(self, answer, *kinds):
        self.assertIn("error", answer)
        self.assertIn(answer["error"]["data"]["kind"], kinds)
        own = {".", ".cache", ".cache/certferry", ".cache/certferry/dialog.lock", ".cache/certferry/refused"}
        self.assertEqual(set(changes(self.before, snapshot(self.home))) - own, set())

    def expect_file(self, answer, file):
        self.assertEqual(answer["result"]["file"], str(file), answer)
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        self.assertEqual(readers.openssl(file, FILE), ({self.profiles.certificate.public_key}, {self.profiles.certificate.der, self.profiles.root.der}))

    def test_one_dialog_says_what_is_written_and_who_asks_and_takes_the_password(self):
        self.scene(TWICE, typed(PRIMARY))
        self.expect_file(self.export(), self.home / "Downloads" / "keys.p12")
        text, unlock = self.pinentry.texts()
        self.assertTrue(text.startswith('Write the private key of 1 certificate of the Firefox profile "default-release" into the new file '
                                        '"keys.p12".'), text)
        self.assertIn(f"Asked by the add-on {OWN_ID}, started by ", text)
        self.assertTrue(unlock.startswith("Unlock the private keys of "))
        self.assertIn("SETREPEAT Once more:", self.pinentry.records()[0]["lines"])

    def test_a_dialog_that_cannot_ask_twice_is_followed_by_a_second_one(self):
        self.scene(typed(FILE), typed(FILE), primary="")
        self.expect_file(self.export(), self.home / "Downloads" / "keys.p12")
        self.assertEqual(len(self.pinentry.records()), 2)

    def test_a_no_to_any_of_the_dialogs_leaves_nothing(self):
        for answers, kind in (([CANCELLED], "consent-refused"), ([NOT_CONFIRMED], "consent-refused"), ([TWICE, CANCELLED], "cancelled")):
            with self.subTest(kind=kind):
                self.scene(*answers)
                self.expect_nothing_new(self.export(), kind)

    def test_nobody_to_ask_is_a_no(self):
        self.scene()
        self.expect_nothing_new(self.export(), "no-ui")

    def test_two_that_differ_and_an_empty_one_are_no_password(self):
        self.scene(typed(FILE), typed("other"), typed(FILE), primary="")
        self.expect_nothing_new(self.export(), "wrong-password")
        self.scene([["say", "S PIN_REPEATED"], ["say", "OK"]], primary="")
        self.expect_nothing_new(self.export(), "wrong-password")
        self.assertEqual(len(self.pinentry.records()), 3)

    def test_a_wrong_primary_password_leaves_nothing(self):
        self.scene(TWICE, typed("wrong"), typed("wrong"))
        self.expect_nothing_new(self.export(), "wrong-password")

    def test_the_folder_is_the_one_that_the_person_chose(self):
        self.scene(TWICE, primary="")
        (self.home / ".config").mkdir(exist_ok=True)
        (self.home / ".config" / "user-dirs.dirs").write_text('XDG_DESKTOP_DIR="$HOME/x"\nXDG_DOWNLOAD_DIR="$HOME/In gest"\n', encoding="utf-8")
        self.expect_file(self.export(), self.home / "In gest" / "keys.p12")

    def test_what_is_there_stays_and_no_link_is_followed(self):
        self.scene(TWICE, primary="")
        downloads, elsewhere = self.home / "Downloads", self.home / "elsewhere"
        elsewhere.mkdir()
        downloads.symlink_to(elsewhere)
        self.assertEqual(self.export()["error"]["data"]["kind"], "permission-denied")
        downloads.unlink()
        downloads.mkdir()
        (downloads / "keys.p12").symlink_to(elsewhere / "keys.p12")
        self.assertEqual(self.export()["error"]["data"]["kind"], "file-exists")
        (downloads / "keys.p12").unlink()
        (downloads / "keys.p12").write_text("precious")
        self.assertEqual(self.export()["error"]["data"]["kind"], "file-exists")
        self.assertEqual((downloads / "keys.p12").read_text(), "precious")
        self.assertEqual(os.listdir(elsewhere), [])
        self.assertEqual(self.pinentry.records(), [], "nobody is asked for what cannot be done")

    def test_a_name_is_one_component_of_a_key_file(self):
        self.scene(TWICE, primary="")
        for name in ("../keys.p12", "/tmp/keys.p12", ".keys.p12", "keys", "keys.desktop", "", ".p12", "a/b.p12", "k\u202e.p12", "k\n.p12",
                     "a" * 117 + ".p12", "~.p12", "k\0.p12"):
            with self.subTest(name=name):
                self.expect_nothing_new(self.export(name=name), "invalid-request")
        self.assertEqual(self.pinentry.records(), [])

    def test_what_is_not_there_is_asked_for_in_vain(self):
        self.scene(TWICE, primary="")
        self.expect_nothing_new(self.export(certificates=["0" * 64]), "certificate-not-found")
        for certificates in ([], ["0" * 8], "none", None, ["0" * 64] * 2):
            self.expect_nothing_new(self.export(certificates=certificates), "invalid-request")

    def test_a_caller_that_nobody_names_is_named_so_in_the_dialog(self):
        self.scene(TWICE, primary="")
        self.expect_file(self.export(arguments=()), self.home / "Downloads" / "keys.p12")
        self.assertIn("Asked by an add-on that gives no name, started by ", self.pinentry.texts()[0])


if __name__ == "__main__":
    unittest.main()
