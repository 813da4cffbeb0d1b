# SPDX-License-Identifier: MPL-2.0
"""An add-on brings a key file or certificates: the person is asked in a dialog that says what comes where, or nothing changes."""

import base64
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

import key_files  # noqa: E402
from certferry import Certferry  # noqa: E402
from native_host import MANIFEST, OWN_ID, Host  # noqa: E402
from pinentry_double import CANCELLED, YES, PinentryDouble, typed  # noqa: E402
from snapshot import changes, snapshot  # noqa: E402
from two_profiles import ADDRESS, TwoProfiles  # noqa: E402

# Not one of those that are looked for in everything that was written: the plan of the dialog holds it.
FILE = "correct horse battery"


class ImportByAddOn(unittest.TestCase):
    def scene(self, *answers):
        self.profiles = TwoProfiles(self, firefox_password="")
        self.home, self.target = self.profiles.home, self.profiles.thunderbird
        self.bob = self.profiles.root.leaf("Bob", emails=[ADDRESS])
        self.pinentry = None
        if answers:
            self.pinentry = PinentryDouble(self, *answers)
            self.pinentry.configure(self.home)
        self.before = snapshot(self.target.path)

    def bring(self, data, **params):
        with Host(self.home, (MANIFEST, OWN_ID)) as host:
            listed = host.ask("profiles.list")["result"]["profiles"]
            profile = next(each["id"] for each in listed if each["application"] == "thunderbird")
            answer = host.ask("pkcs12.import", {"profile": profile, "data": base64.b64encode(data).decode(), **params})
            self.assertEqual(host.close(), 0)
            self.assertEqual(host.words, b"")
        return answer

    def key_file(self, password=FILE):
        return key_files.openssl(self.bob, self.home / "bob.p12", password=password).read_bytes()

    def expect_nothing(self, answer, kind):
        self.assertEqual(answer.get("error", {}).get("data", {}).get("kind"), kind, answer)
        self.assertEqual(changes(self.before, snapshot(self.target.path)), [])

    def test_the_dialog_for_the_files_password_is_the_consent(self):
        self.scene(typed(FILE))
        only, = self.bring(self.key_file())["result"]["certificates"]
        self.assertEqual((only["outcome"], only["roots"][0]["action"]), ("copied", "ask"))
        text, = self.pinentry.texts()
        self.assertTrue(text.startswith('Bring the private keys and certificates of a key file into the Thunderbird profile '
                                        '"default-release".'), text)
        self.assertIn(f"Asked by the add-on {OWN_ID}, started by ", text)
        self.assertIn("not your mail password and not the primary password", text)

    def test_without_a_password_a_dialog_of_its_own_names_the_first_certificate(self):
        for with_key, what in ((True, "private keys and certificates"), (False, "certificates")):
            with self.subTest(what):
                self.scene(YES)
                answer = self.bring(self.key_file("") if with_key else self.bob.der)
                self.assertEqual(answer["result"]["certificates"][0]["outcome"], "copied", answer)
                text, = self.pinentry.texts()
                self.assertTrue(text.startswith(f'Bring {what} into the Thunderbird profile "default-release".'), text)
                self.assertIn(self.bob.fingerprint[:4] + " " + self.bob.fingerprint[4:8], text)

    def test_a_no_changes_nothing(self):
        self.scene(CANCELLED)
        self.expect_nothing(self.bring(self.key_file()), "consent-refused")
        self.scene(CANCELLED)
        self.expect_nothing(self.bring(self.bob.der), "consent-refused")

    def test_nobody_to_ask_is_a_no(self):
        self.scene()
        self.expect_nothing(self.bring(self.key_file()), "no-ui")
        self.expect_nothing(self.bring(self.bob.der), "no-ui")

    def test_three_wrong_passwords_change_nothing(self):
        self.scene(typed("wrong"))
        self.expect_nothing(self.bring(self.key_file()), "wrong-password")
        self.assertEqual(len(self.pinentry.records()), 3)

    def whole_backup(self):
        """The key file of a whole backup and what lay beside it, in bytes."""
        file = self.home / "whole.p12"
        answer = Certferry(self.home).run("export", "--profile", self.profiles.firefox.path, "--all", "--out", file, passwords={"--password-fd": FILE})
        self.assertEqual(answer.status, 0, answer.value)
        return file.read_bytes(), (self.home / "whole.p12.certferry").read_bytes()

    def test_a_whole_backup_brings_no_trust_but_what_was_asked_for_and_agreed_to(self):
        self.scene(typed(FILE))
        file, beside = self.whole_backup()
        bundles, root = [base64.b64encode(beside).decode()], self.profiles.root.fingerprint
        only, = self.bring(file, bundles=bundles)["result"]["beside"]["trust"]
        self.assertEqual((only["fingerprint"], only["action"]), (root, "ask"))
        self.assertEqual(self.target.trust_of(self.profiles.root), ",,")
        self.pinentry = PinentryDouble(self, typed(FILE), typed(root[:8]))
        self.pinentry.configure(self.home)
        only, = self.bring(file, bundles=bundles, trustRoots=[root])["result"]["beside"]["trust"]
        self.assertEqual((only["action"], self.target.trust_of(self.profiles.root)), ("carry", ",C,"))

    def test_what_lay_beside_a_key_file_is_no_way_around_the_person(self):
        self.scene(CANCELLED)
        file, beside = self.whole_backup()
        self.expect_nothing(self.bring(file, bundles=[base64.b64encode(beside).decode()]), "consent-refused")

    def test_a_root_is_asked_for_by_itself(self):
        self.scene()
        fingerprint = self.profiles.root.fingerprint
        self.pinentry = PinentryDouble(self, typed(FILE), typed(fingerprint[:8]))
        self.pinentry.configure(self.home)
        only, = self.bring(self.key_file(), trustRoots=[fingerprint])["result"]["certificates"]
        self.assertEqual((only["roots"][0]["action"], only["checks"]["chain"]), ("carry", True))

    def look_and_bring(self, *pairs):
        """Requests of one connection, each (bytes, parameters); the answers."""
        with Host(self.home, (MANIFEST, OWN_ID)) as host:
            listed = host.ask("profiles.list")["result"]["profiles"]
            profile = next(each["id"] for each in listed if each["application"] == "thunderbird")
            answers = [host.ask("pkcs12.import", {"profile": profile, "data": base64.b64encode(data).decode(), **params}) for data, params in pairs]
            self.assertEqual(host.close(), 0)
        return answers

    def test_who_looked_first_types_the_password_once_and_says_yes_to_a_name(self):
        self.scene(typed(FILE), YES)
        data = self.key_file()
        looked, again, brought = self.look_and_bring((data, {"dryRun": True}), (data, {"dryRun": True}), (data, {"signByDefault": False}))
        self.assertEqual(looked["result"]["certificates"], again["result"]["certificates"])
        self.assertEqual(brought["result"]["certificates"][0]["outcome"], "copied", brought)
        look, consent = self.pinentry.texts()
        self.assertTrue(look.startswith("Look what is in a key file."), look)
        self.assertTrue(consent.startswith('Bring private keys and certificates into the Thunderbird profile "default-release".'), consent)
        self.assertIn(self.bob.fingerprint[:4] + " " + self.bob.fingerprint[4:8], consent)

    def test_a_password_that_is_known_is_no_consent(self):
        self.scene(typed(FILE), CANCELLED)
        data = self.key_file()
        self.expect_nothing(self.look_and_bring((data, {"dryRun": True}), (data, {}))[1], "consent-refused")

    def test_a_password_is_known_for_these_bytes_alone_and_once(self):
        self.scene(typed(FILE), typed(FILE), typed(FILE))
        one, other = self.key_file(), self.key_file()
        self.assertNotEqual(one, other)
        answers = self.look_and_bring((one, {"dryRun": True}), (other, {}), (one, {}))
        self.assertEqual([answer["result"]["certificates"][0]["outcome"] for answer in answers[1:]], ["copied", "present"])
        self.assertEqual([text.split(" ")[0] for text in self.pinentry.texts()], ["Look", "Bring", "Bring"])

    def test_a_wrong_password_is_not_kept(self):
        self.scene(typed("wrong"), typed("wrong"), typed("wrong"), typed(FILE))
        data = self.key_file()
        looked, brought = self.look_and_bring((data, {"dryRun": True}), (data, {}))
        self.assertEqual(looked["error"]["data"]["kind"], "wrong-password")
        self.assertEqual(brought["result"]["certificates"][0]["outcome"], "copied", brought)
        self.assertTrue(self.pinentry.texts()[3].startswith("Bring the private keys and certificates of a key file into"))

    def test_looking_needs_the_password_alone_and_changes_nothing(self):
        self.scene(typed(FILE))
        answer = self.bring(self.key_file(), dryRun=True)
        self.assertEqual(answer["result"]["certificates"][0]["action"], "copy")
        self.assertEqual(changes(self.before, snapshot(self.target.path)), [])
        self.assertTrue(self.pinentry.texts()[0].startswith("Look what is in a key file. Nothing is changed."))


if __name__ == "__main__":
    unittest.main()
