# SPDX-License-Identifier: MPL-2.0
"""An add-on brings a backup back: the last change is undone on one click, anything else only when the person says so."""

import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from certferry import Certferry  # noqa: E402
from native_host import MANIFEST, OWN_ID, Host  # noqa: E402
from pinentry_double import NOT_CONFIRMED, YES, PinentryDouble  # noqa: E402
from snapshot import changes, snapshot  # noqa: E402
from two_profiles import TwoProfiles  # noqa: E402

BOB = "bob@example.test"


class RestoreByAddOn(unittest.TestCase):
    def setUp(self):
        self.scene = TwoProfiles(self, firefox_password="")
        self.target = self.scene.thunderbird
        self.host = self.enterContext(Host(self.scene.home, (MANIFEST, OWN_ID)))
        ids = {each["application"]: each["id"] for each in self.host.ask("profiles.list")["result"]["profiles"]}
        self.profile, self.source = ids["thunderbird"], ids["firefox"]

    def person(self, *answers):
        pinentry = PinentryDouble(self, *answers)
        pinentry.configure(self.scene.home)
        return pinentry

    def move(self):
        return self.host.ask("migration.run", {"from": self.source, "to": self.profile})["result"]["backup"]

    def take_back_the_selection(self):
        """The backup of before that."""
        answer = self.host.ask("selection.set", {"profile": self.profile, "identity": "id1", "signing": None})
        self.assertEqual(answer["result"]["outcome"], "selected", answer)
        return self.host.ask("backups.list", {"profile": self.profile})["result"]["backups"][0]["name"]

    def restore(self, name):
        return self.host.ask("backups.restore", {"profile": self.profile, "name": name})

    def expect_refused(self, name, kind):
        before = snapshot(self.target.path)
        self.assertEqual(self.restore(name).get("error", {}).get("data", {}).get("kind"), kind)
        # The folder of our own, and its lock, may come into being before anybody is asked.
        self.assertEqual(set(changes(before, snapshot(self.target.path))) - {"certferry", "certferry/lock"}, set())

    def distrusted_since(self):
        """The newest backup, of when the root was trusted."""
        self.move()
        backup = self.take_back_the_selection()
        self.target.trust(self.scene.root, "p,p,p")
        return backup

    def test_a_move_is_undone_without_a_question(self):
        backup = self.move()
        self.assertIn("C", self.target.trust_of(self.scene.root))
        self.assertNotIn("error", self.restore(backup))
        self.assertFalse(self.target.has_key_of(self.scene.certificate))

    def test_a_root_that_was_distrusted_since_is_asked_about(self):
        backup = self.distrusted_since()
        self.expect_refused(backup, "no-ui")
        pinentry = self.person(YES)
        self.assertNotIn("error", self.restore(backup))
        text, = pinentry.texts()
        self.assertTrue(text.startswith('Bring the Thunderbird profile "default-release" back to how it was at '), text)
        self.assertIn("Mail signed under 1 authority not trusted now will count as genuine.", text)
        digits = self.scene.root.fingerprint
        self.assertIn(f"{digits[:4]} {digits[4:8]} ", text)

    def test_a_no_changes_nothing(self):
        backup = self.distrusted_since()
        pinentry = self.person(NOT_CONFIRMED)
        self.expect_refused(backup, "consent-refused")
        self.assertEqual(len(pinentry.records()), 1)
        self.assertEqual(self.target.trust_of(self.scene.root), "p,p,p")

    def test_an_older_backup_would_take_more_than_the_last_change(self):
        backup = self.move()
        self.take_back_the_selection()
        self.expect_refused(backup, "no-ui")
        self.assertIsNone(Certferry(self.scene.home).run("restore", "--profile", self.target.path, backup).kind)

    def test_a_key_that_was_deleted_since_does_not_come_back_unasked(self):
        self.move()
        backup = self.take_back_the_selection()
        self.target.delete_with_key(self.scene.certificate)
        self.expect_refused(backup, "no-ui")

    def test_a_correspondents_earlier_certificate_does_not_take_its_place_unasked(self):
        self.move()
        self.target.add(self.scene.root.leaf("Bob", emails=[BOB]), "Bob")
        backup = self.take_back_the_selection()
        self.target.add(self.scene.root.leaf("Bob", emails=[BOB]), "Bob")
        self.expect_refused(backup, "no-ui")
        pinentry = self.person(YES)
        self.assertNotIn("error", self.restore(backup))
        text, = pinentry.texts()
        self.assertIn("Mail to 1 correspondent will go to another certificate.", text)
        self.assertTrue(text.rstrip().endswith(BOB), text)


if __name__ == "__main__":
    unittest.main()
