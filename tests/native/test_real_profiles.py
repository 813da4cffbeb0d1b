# SPDX-License-Identifier: MPL-2.0
"""With real workers on real profiles: writers in line, locked databases, long lists, other processes of ours."""

import concurrent.futures
import itertools
import json
import time
import unittest

import many_certificates
from certferry import Certferry
from host_case import HostCase, request
from native_host import LARGEST_FRAME, Host, cancel
from real_profile import RealProfile

# The host gives up on a writer after 30 seconds; a test of that runs beside the others.
_slow = concurrent.futures.ThreadPoolExecutor(2)
_results = {}


def setUpModule():
    for act in (wait_for_a_writer_that_does_not_end, ping_beside_a_locked_database):
        _results[act.__name__] = _slow.submit(act)


def tearDownModule():
    _slow.shutdown()


def wait_for_a_writer_that_does_not_end():
    with RealProfile() as scene, Host(scene.home.path) as host:
        profile = scene.id(host)
        before = scene.prefs.read_bytes()
        with scene.written_by_another():
            begin = time.monotonic()
            answer = host.ask("selection.set", {"profile": profile, "identity": "id1", "signing": scene.first.fingerprint}, "slow")
            seconds = time.monotonic() - begin
        return answer, host.notifications, seconds, scene.prefs.read_bytes() == before, host.close()


def ping_beside_a_locked_database():
    """Reads of a profile whose database another process holds for 30 seconds, and pings all the while."""
    pings, answers = 0, []
    with RealProfile() as scene, Host(scene.home.path) as host:
        profile = scene.id(host)
        with scene.locked_database("cert9.db"), scene.locked_database("key4.db"):
            end = time.monotonic() + 30
            for number in itertools.count():
                host.send(request("certificates.list", {"profile": profile}, f"list {number}"))
                while not host.has_answer(f"list {number}") and time.monotonic() < end:
                    pings += host.ask("ping", number="ping") == {"jsonrpc": "2.0", "id": "ping", "result": {}}
                    time.sleep(0.05)
                if time.monotonic() >= end:
                    break
                answers.append(host.answer(f"list {number}"))
        last = host.answer(f"list {number}")
        after = host.ask("certificates.list", {"profile": profile}, "after")
        return pings, answers, last, after, host.close()


class RealCase(HostCase):
    def setUp(self):
        self.scene = self.enterContext(RealProfile())
        self.home = self.scene.home.path
        self.host = self.start()
        self.profile = self.scene.id(self.host)

    def choice(self, certificate, identity="id1"):
        return {"profile": self.profile, "identity": identity, "signing": certificate.fingerprint,
                "encryption": certificate.fingerprint}

    def chosen(self, host, identity="id1"):
        listed = host.ask("identities.list", {"profile": self.profile}, "chosen")["result"]["identities"]
        found = next(each for each in listed if each["id"] == identity)
        return [found[what] and found[what]["fingerprint"] for what in ("signing", "encryption")]


class Serial(RealCase):
    def test_a_second_one_waits_says_so_and_goes_on(self):
        with self.scene.written_by_another():
            self.host.send(request("selection.set", self.choice(self.scene.first), "second"))
            told = self.host.receive()
            self.assertEqual((told["method"], told["params"]["id"], told["params"]["stage"]), ("$/progress", "second", "waiting"))
            self.assertEqual(self.host.ask("ping", number="ping")["result"], {})
            self.assertEqual(len(self.host.ask("certificates.list", {"profile": self.profile}, "read")["result"]["certificates"]), 2)
        self.assertEqual(self.host.answer("second")["result"]["outcome"], "selected")
        self.check_alive(self.host)

    def test_each_kind_of_write_waits(self):
        self.host.ask("migration.run", {}, "make a backup")
        backup, = self.host.ask("backups.list", {"profile": self.profile}, "backups")["result"]["backups"]
        self.scene.firefox.import_key(self.scene.issuer.leaf("Fourth", emails=["alice@example.test"]))
        writes = {"selection.set": self.choice(self.scene.first), "migration.run": {},
                  "backups.restore": {"profile": self.profile, "name": backup["name"]}}
        with self.scene.written_by_another():
            for method, params in writes.items():
                self.host.send(request(method, params, method))
                while (told := self.host.receive()).get("params", {}).get("stage") != "waiting":
                    self.assertEqual(told.get("method"), "$/progress", told)
                self.assertEqual(told["params"]["id"], method)
                self.host.send(cancel(method))
                self.check_error(self.host.answer(method), method, -32000, "cancelled")
        self.check_alive(self.host)

    def test_one_that_waits_can_be_cancelled_and_changes_nothing(self):
        before = self.scene.prefs.read_bytes()
        with self.scene.written_by_another():
            self.host.send(request("selection.set", self.choice(self.scene.first), "second"))
            self.assertEqual(self.host.receive()["params"]["stage"], "waiting")
            self.host.send(cancel("second"))
            self.check_error(self.host.answer("second"), "second", -32000, "cancelled")
        self.assertEqual(self.scene.prefs.read_bytes(), before)
        self.check_alive(self.host)

    def test_progress_while_waiting_is_at_most_ten_a_second(self):
        with self.scene.written_by_another():
            begin = time.monotonic()
            self.host.send(request("selection.set", self.choice(self.scene.first), "second"))
            self.host.receive()
            time.sleep(1.5)
            self.host.send(cancel("second"))
            self.host.answer("second")
            seconds = time.monotonic() - begin
        self.assertLessEqual(len(self.host.notifications) + 1, 2 + seconds * 10)
        self.assertTrue(self.host.notifications)
        self.check_alive(self.host)

    def test_of_several_hosts_and_the_command_line_all_succeed(self):
        """Whoever was last, both certificates of an identity are one of the two."""
        hosts, line = [self.host, self.start(), self.start()], Certferry(self.home)
        certificates = [self.scene.first, self.scene.second]
        for number in range(6):
            hosts[number % 3].send(request("selection.set", self.choice(certificates[number % 2], f"id{1 + number // 3}"), number))
        by_hand = [line.run("select", "--profile", self.profile, "--identity", identity, "--signing", self.scene.first.fingerprint,
                            "--encryption", self.scene.first.fingerprint).value for identity in ("id1", "id2")]
        by_hosts = [hosts[number % 3].answer(number)["result"] for number in range(6)]
        self.assertEqual([each["outcome"] for each in by_hand + by_hosts], ["selected"] * 8)
        for identity in ("id1", "id2"):
            signing, encryption = self.chosen(self.host, identity)
            self.assertEqual(signing, encryption)
            self.assertIn(signing, [certificate.fingerprint for certificate in certificates])
        for host in hosts:
            self.check_alive(host)

    def test_of_one_host_are_serial_too(self):
        certificates = [self.scene.first, self.scene.second]
        for number in range(8):
            self.host.send(request("selection.set", self.choice(certificates[number % 2]), number))
        for number in range(8):
            self.assertEqual(self.host.answer(number)["result"]["outcome"], "selected")
        signing, encryption = self.chosen(self.host)
        self.assertEqual(signing, encryption)
        self.check_alive(self.host)

    def test_killed_with_their_host_leave_a_profile_that_works(self):
        for round_number in range(5):
            host = self.start()
            host.send(request("selection.set", self.choice(self.scene.first), round_number))
            time.sleep(0.02 * round_number)
            host.process.kill()
            host.wait()
        self.assertEqual(self.host.ask("selection.set", self.choice(self.scene.second), "after")["result"]["outcome"], "selected")
        self.assertEqual(self.chosen(self.host), [self.scene.second.fingerprint] * 2)
        self.check_alive(self.host)

class Locked(RealCase):
    def test_a_read_of_a_locked_database_can_be_cancelled(self):
        with self.scene.locked_database():
            self.host.send(request("certificates.list", {"profile": self.profile}, "read"))
            time.sleep(0.2)
            self.host.send(cancel("read"))
            self.assertIn(self.host.answer("read")["error"]["data"]["kind"], ("cancelled", "profile-busy"))
        self.check_alive(self.host)


class Lists(RealCase):
    COUNT = 2500

    def test_thousands_of_certificates_come_in_parts_and_are_those_of_the_command_line(self):
        self.scene.profile.add(self.scene.root, "root")
        issuer = self.scene.root.intermediate("Issuer of many")
        self.scene.profile.add(issuer, "issuer")
        many_certificates.add(self.scene.profile, [issuer], self.COUNT)
        params = {"profile": self.profile, "kind": "all"}
        listed = self.host.ask("certificates.list", params, "all")["result"]
        self.assertGreaterEqual(len(listed["certificates"]), self.COUNT)
        parts = [json.loads(body)["params"] for body in self.host.frames if b'"$/part"' in body[:200]]
        self.assertGreater(len(parts), 1)
        self.assertTrue(all(len(body) + 4 < LARGEST_FRAME for body in self.host.frames))
        by_hand = Certferry(self.home).run("certificates", "--profile", self.profile, "--kind", "all").value
        self.assertEqual(listed, by_hand)
        self.check_alive(self.host)

    def test_lists_of_a_profile_overlap(self):
        for number in range(12):
            self.host.send(request("certificates.list", {"profile": self.profile}, number))
        lists = [self.host.answer(number)["result"] for number in range(12)]
        self.assertTrue(all(each == lists[0] for each in lists))
        self.check_alive(self.host)


class Quiet(RealCase):
    def test_standard_error_tells_nothing_of_the_person(self):
        for number, (method, params) in enumerate((("certificates.list", {"profile": self.profile}),
                                                   ("certificates.list", {"profile": "no such"}),
                                                   ("selection.set", {**self.choice(self.scene.first), "identity": "id9"}),
                                                   ("selection.set", self.choice(self.scene.first)))):
            self.host.ask(method, params, number)
        self.check_alive(self.host)
        self.assertEqual(self.host.words, b"")

    def test_a_profile_that_is_not_there_is_told(self):
        self.check_error(self.host.ask("certificates.list", {"profile": "no such"}), 1, -32000, "profile-not-found")
        self.check_alive(self.host)


class ThirtySeconds(HostCase):
    """What was begun before all others; this class comes last."""

    def test_a_writer_that_waited_so_long_is_told_that_the_profile_is_busy(self):
        answer, notifications, seconds, unchanged, status = _results["wait_for_a_writer_that_does_not_end"].result()
        error = self.check_error(answer, "slow", -32000, "profile-busy")
        self.assertTrue(error["data"]["retriable"])
        self.assertGreater(seconds, 29)
        self.assertTrue(notifications)
        self.assertLessEqual(len(notifications), 2 + seconds * 10)
        self.assertEqual({note["params"]["stage"] for note in notifications}, {"waiting"})
        self.assertTrue(unchanged)
        self.assertEqual(status, 0)

    def test_databases_locked_so_long_delay_no_ping(self):
        pings, answers, last, after, status = _results["ping_beside_a_locked_database"].result()
        self.assertGreater(pings, 100)
        self.assertTrue(answers)
        self.assertEqual({answer["error"]["data"]["kind"] for answer in answers}, {"profile-busy"})
        self.assertTrue("result" in last or last["error"]["data"]["kind"] == "profile-busy")
        self.assertEqual(len(after["result"]["certificates"]), 2)
        self.assertEqual(status, 0)


if __name__ == "__main__":
    unittest.main()
