# SPDX-License-Identifier: MPL-2.0
"""`selection.pending` with `watch`, `$/pending` and `selection.applied` between hosts on one profile."""

import fcntl
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from application import library_folder  # noqa: E402
from application_lock import ApplicationLock  # noqa: E402
from native_host import Host  # noqa: E402
from waiting_scene import WaitingScene  # noqa: E402


class Pending(unittest.TestCase):
    def setUp(self):
        self.scene = self.enterContext(WaitingScene(self))
        self.alice = self.scene.alice.fingerprint

    def start(self):
        return self.enterContext(Host(self.scene.home.path))

    def lock_here(self):
        """This process is the Thunderbird, until the lock is closed: hosts that it starts were called by it."""
        lock = self.enterContext(open(self.scene.path / ".parentlock", "wb"))
        fcntl.lockf(lock, fcntl.LOCK_EX)
        return lock

    def waiting(self, host, **more):
        result = host.ask("selection.pending", {"profile": self.scene.id, **more})["result"]
        self.assertEqual(list(result), ["pending"])
        return [(each["identity"], each["signing"], each["encryption"]) for each in result["pending"]]

    def select(self, host, **what):
        return host.ask("selection.set", {"profile": self.scene.id, "identity": "id1", **what})

    def applied(self, host, identity="id1"):
        return host.ask("selection.applied", {"profile": self.scene.id, "identity": identity})

    def expect_notification(self, host):
        expected = {"jsonrpc": "2.0", "method": "$/pending", "params": {"profile": self.scene.id}}
        self.assertEqual(host.notifications.pop() if host.notifications else host.receive(), expected)

    def expect_silence(self, host):
        time.sleep(0.3)
        host.ask("ping")
        self.assertEqual(host.notifications, [])

    def test_one_host_chooses_another_is_told_and_takes_it_away_when_it_was_set(self):
        self.lock_here()
        firefox, thunderbird = self.start(), self.start()
        self.assertEqual(self.waiting(thunderbird, watch=True), [])
        self.assertEqual(self.waiting(firefox, watch=True), [])
        answer = self.select(firefox, signing=self.alice, encryption=None)
        self.assertEqual(answer["result"]["outcome"], "pending")
        self.expect_notification(thunderbird)
        self.expect_notification(firefox)
        self.assertEqual(self.waiting(thunderbird), [("id1", self.alice, None)])
        before = self.scene.prefs.read_bytes()
        self.assertEqual(self.applied(thunderbird)["result"], {})
        self.expect_notification(thunderbird)
        self.expect_notification(firefox)
        self.assertEqual(self.waiting(firefox), [])
        self.assertEqual(self.scene.prefs.read_bytes(), before, "what runs writes its own preferences")
        self.assertEqual(self.applied(thunderbird)["error"]["data"]["kind"], "invalid-request")

    def set_live_and_then_choose_none(self):
        """Alice's certificate is set live, and none is chosen before Thunderbird has written that. Returns what it will write."""
        host = self.start()
        self.select(host, signing=self.alice)
        wanted = host.ask("selection.pending", {"profile": self.scene.id})["result"]["pending"][0]["wanted"]["signing"]
        self.applied(host)
        self.assertEqual(self.select(host, signing=None)["result"]["outcome"], "pending")
        return {f"mail.identity.id1.signing_cert_{name}": wanted[member] for name, member in (("name", "displayName"), ("dbkey", "dbKey"))}

    def check_none_is_chosen(self):
        self.scene.wait_until_nothing_waits()
        identity = self.scene.identity()
        self.assertEqual((identity["signing"], identity.get("dropped")), (None, None))

    def test_what_was_set_live_is_no_choice_that_stands_in_the_way_of_the_next(self):
        lock = self.lock_here()
        self.scene.add_preferences(self.set_live_and_then_choose_none())
        lock.close()
        self.check_none_is_chosen()

    def test_nor_is_it_where_thunderbird_dies_before_it_writes(self):
        lock = self.lock_here()
        self.set_live_and_then_choose_none()
        lock.close()
        self.check_none_is_chosen()

    def test_once_written_another_choice_of_the_persons_wins_again(self):
        lock = self.lock_here()
        written = self.set_live_and_then_choose_none()
        self.scene.add_preferences({name: "of the person" for name in written})
        lock.close()
        self.scene.wait_until_nothing_waits()
        self.assertEqual(self.scene.identity()["signing"]["displayName"], "of the person")

    def test_a_host_that_does_not_run_in_the_thunderbird_is_not_believed(self):
        with ApplicationLock(self.scene.path):
            host = self.start()
            self.select(host, signing=self.alice)
            error = self.applied(host)["error"]
            self.assertEqual(error["data"]["kind"], "invalid-request", error)
            self.assertEqual(len(self.waiting(host)), 1)

    def test_what_the_waiter_makes_is_told(self):
        host = self.start()
        with ApplicationLock(self.scene.path):
            self.assertEqual(self.waiting(host, watch=True), [])
            self.select(host, signing=self.alice)
            self.expect_notification(host)
        self.expect_notification(host)
        self.assertEqual(self.waiting(host), [])
        self.assertEqual(self.scene.identity()["signing"]["fingerprint"], self.alice)

    def test_what_changes_nothing_is_not_told_and_who_did_not_ask_is_told_nothing(self):
        with ApplicationLock(self.scene.path):
            watching, other = self.start(), self.start()
            self.select(other, signing=self.alice)
            self.assertEqual(len(self.waiting(watching, watch=True)), 1)
            self.select(other, signing=self.alice)
            (self.scene.path / "certferry/pending/notes.txt").write_text("not a record")
            self.expect_silence(watching)
            self.select(other, signing=None)
            self.expect_notification(watching)
            self.expect_silence(other)

    def test_asking_again_goes_on_watching_once(self):
        self.lock_here()
        host = self.start()
        for _ in range(3):
            self.assertEqual(self.waiting(host, watch=True), [])
        self.select(host, signing=self.alice)
        self.expect_notification(host)
        self.expect_silence(host)

    def test_a_connection_watches_sixteen_profiles_and_says_so_at_the_next(self):
        for number in range(16):
            self.scene.home.profile("thunderbird", library_folder("thunderbird"), name=f"other{number}")
        host = self.start()
        ids = [profile["id"] for profile in host.ask("profiles.list")["result"]["profiles"]]
        kinds = [host.ask("selection.pending", {"profile": each, "watch": True}) for each in ids]
        self.assertEqual([answer["error"]["data"]["kind"] for answer in kinds if "error" in answer], ["too-many-requests"])
        self.assertIn("result", host.ask("selection.pending", {"profile": ids[-1]}))

    def test_a_watching_host_ends_at_once_with_its_input(self):
        host = self.start()
        self.waiting(host, watch=True)
        self.assertEqual(host.close(), 0)


if __name__ == "__main__":
    unittest.main()
