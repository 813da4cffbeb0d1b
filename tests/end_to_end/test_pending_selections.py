# SPDX-License-Identifier: MPL-2.0
"""What waits for Thunderbird's end, asked for by a program: the list, and the word that it was set live."""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from application_lock import ApplicationLock  # noqa: E402
from waiting_scene import WaitingScene  # noqa: E402


class PendingSelections(unittest.TestCase):
    def setUp(self):
        self.scene = self.enterContext(WaitingScene(self))
        self.alice = self.scene.alice.fingerprint

    def pending(self, **more):
        return self.scene.call("selection.pending", profile=self.scene.id, **more)

    def applied(self, identity="id1"):
        return self.scene.call("selection.applied", profile=self.scene.id, identity=identity)

    def test_where_nothing_waits_the_list_is_empty(self):
        answer = self.pending()
        self.assertEqual((answer.status, answer.value), (0, {"pending": []}))

    def test_what_waits_is_listed_with_what_thunderbird_would_keep(self):
        with ApplicationLock(self.scene.path):
            self.scene.select("--signing", self.alice, "--encryption", "none", "--sign-by-default", "yes",
                              "--encrypt-by-default", "required")
            waiting, = self.pending().value["pending"]
            self.assertEqual(json.loads((self.scene.path / "certferry/pending/id1.json").read_bytes())["since"],
                             waiting.pop("since"))
            stored = waiting["wanted"]["signing"]
            self.assertEqual(waiting, {
                "identity": "id1", "email": "alice@example.test", "signing": self.alice, "encryption": None,
                "signByDefault": True, "encryptByDefault": "required",
                "wanted": {"signing": {"fingerprint": self.alice, "displayName": "Alice", "dbKey": stored["dbKey"]},
                           "encryption": None}})
        self.scene.wait_until_nothing_waits()
        self.assertEqual(self.scene.identity()["signing"]["dbKey"], stored["dbKey"])

    def test_what_is_left_as_it_is_is_not_among_what_is_wanted(self):
        with ApplicationLock(self.scene.path):
            self.scene.select("--signing", self.alice)
            waiting, = self.pending().value["pending"]
            self.assertEqual((waiting["encryption"], list(waiting["wanted"])), (None, ["signing"]))
            self.assertNotIn("signByDefault", waiting)

    def test_somebody_else_than_thunderbird_is_not_believed(self):
        with ApplicationLock(self.scene.path):
            self.scene.select("--signing", self.alice)
            answer = self.applied()
            self.assertEqual((answer.status, answer.kind), (2, "invalid-request"), answer.value)
            self.assertEqual(len(self.pending().value["pending"]), 1)
        self.scene.wait_until_nothing_waits()
        self.assertEqual(self.scene.identity()["signing"]["fingerprint"], self.alice)

    def test_what_thunderbird_has_written_already_is_taken_as_applied(self):
        with ApplicationLock(self.scene.path):
            self.scene.select("--signing", self.alice)
            stored = self.pending().value["pending"][0]["wanted"]["signing"]
            self.scene.add_preferences({"mail.identity.id1.signing_cert_name": stored["displayName"],
                                        "mail.identity.id1.signing_cert_dbkey": stored["dbKey"]})
            before = self.scene.prefs.read_bytes()
            answer = self.applied()
            self.assertEqual((answer.status, answer.value), (0, {}))
            self.assertEqual(self.pending().value["pending"], [])
        self.assertEqual(self.scene.prefs.read_bytes(), before)

    def test_nothing_that_waits_and_no_such_identity_are_told_apart(self):
        self.assertEqual(self.applied().kind, "invalid-request")
        self.assertEqual(self.applied("id9").kind, "identity-not-found")
        self.assertEqual(self.applied("../id1").kind, "identity-not-found")

    def test_a_command_does_not_stay_to_watch_and_says_so(self):
        answer = self.pending(watch=True)
        self.assertEqual((answer.status, answer.kind), (2, "invalid-request"))
        self.assertIn("certferry-host", answer.value["error"]["message"])
        self.assertEqual(self.pending(watch=False).value, {"pending": []})

    def test_both_take_a_profile_by_its_id_only(self):
        for method, more in (("selection.pending", {}), ("selection.applied", {"identity": "id1"})):
            with self.subTest(method):
                answer = self.scene.call(method, profile=str(self.scene.path), **more)
                self.assertEqual(answer.kind, "invalid-request")
                self.assertEqual(self.scene.call(method, profile="nobody", **more).kind, "profile-not-found")


if __name__ == "__main__":
    unittest.main()
