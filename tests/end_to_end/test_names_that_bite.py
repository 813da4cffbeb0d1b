# SPDX-License-Identifier: MPL-2.0
"""Names of certificates that try to break out of prefs.js and of a terminal, in the real Thunderbird."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import thunderbird_mail  # noqa: E402
from application import skip_unless_installed  # noqa: E402
from biting_names import EVIL, NAMES, NEVER_SHOWN  # noqa: E402
from scene import Scene  # noqa: E402


class NamesThatBite(unittest.TestCase):
    def setUp(self):
        skip_unless_installed(self, "firefox", "thunderbird")
        self.addresses = [f"person{number}@example.test" for number in range(1, len(NAMES) + 1)]
        self.scene = Scene(self.addresses)
        self.enterContext(self.scene)
        self.certificates = [self.scene.issuer.leaf(name, emails=[address], key="P-256")
                             for name, address in zip(NAMES.values(), self.addresses)]
        self.scene.import_in_firefox(*self.certificates)

    def test_each_is_selected_and_signs_and_sets_nothing_else(self):
        answer = self.scene.migrate()
        self.assertEqual(answer.status, 0, str(answer.value)[:3000])
        self.assertEqual({each["outcome"] for each in answer.value["identities"]}, {"selected"})
        with self.scene.start_thunderbird() as thunderbird:
            marionette = thunderbird.marionette
            self.assertEqual(marionette.chrome("return Services.prefs.getPrefType(args[0]);", EVIL), 0)
            # JSON carries the true text: what Thunderbird itself calls each.
            listed = self.scene.certferry.run("certificates", "--profile", self.scene.firefox.path).value["certificates"]
            names = {each["fingerprint"]: each["displayName"] for each in listed}
            for number, (what, certificate) in enumerate(zip(NAMES, self.certificates), 1):
                with self.subTest(what):
                    selected = thunderbird_mail.selection(marionette, f"id{number}")
                    for usage in ("signing", "encryption"):
                        self.assertEqual((selected[usage]["fingerprint"], selected[usage]["verifier"]), (certificate.fingerprint, 0))
                        self.assertEqual(selected[usage]["name"], selected[usage]["displayName"])
                        self.assertEqual(names[certificate.fingerprint], selected[usage]["displayName"])
                    message = self.scene.send(thunderbird, what, encrypted=True, identity=f"id{number}",
                                              to=self.addresses[number - 1])
                    judged = self.scene.judge(message, certificate)
                    self.assertEqual((judged.text, judged.signer), (what, certificate.fingerprint))

    def test_one_that_thunderbird_cannot_take_in_is_moved_and_not_selected(self):
        self.scene.firefox.import_key(self.scene.issuer.leaf("y" * 100_000, emails=["giant@example.test"], key="P-256"))
        preferences = self.scene.thunderbird.path / "prefs.js"
        preferences.write_text(preferences.read_text().replace(self.addresses[0], "giant@example.test"))
        answer = self.scene.migrate()
        self.assertEqual({each["outcome"] for each in answer.value["certificates"]}, {"copied"})
        outcomes = {each["email"]: each["outcome"] for each in answer.value["identities"]}
        self.assertEqual(outcomes, {"giant@example.test": "none", **{each: "selected" for each in self.addresses[1:]}})
        self.assertNotIn("y" * 1000, preferences.read_text())

    def test_none_steers_a_terminal(self):
        commands = [["certificates", "--profile", self.scene.firefox.path], ["migrate", "--dry-run"], ["migrate"],
                    ["identities", "--profile", self.scene.thunderbird.path],
                    ["certificates", "--profile", self.scene.thunderbird.path, "--kind", "all"]]
        for words in commands:
            with self.subTest(words[0]):
                done = self.scene.certferry.text(*words)
                self.assertEqual(done.returncode, 0, done.stderr[:2000])
                shown = (done.stdout + done.stderr).decode().replace("\n", "")
                self.assertEqual([repr(letter) for letter in NEVER_SHOWN if letter in shown], [])


if __name__ == "__main__":
    unittest.main()
