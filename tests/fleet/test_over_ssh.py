# SPDX-License-Identifier: MPL-2.0
"""Computers with a network, an sshd and a sudo of their own: one is sound, one lets nobody become root, one has homes that never answer,
one takes longer than it may, one dies during its audit. Each result says so, and none of these is clean."""

import json
import os
import pathlib
import tempfile
import threading
import time
import unittest

import application
import fleet
import machine
from fleet import Controller
from fleet_homes import FleetOfHomes

# Users whose homes lie on a server that does not answer; a directory service alone knows the second.
HANGING = ("hal", "ivy")
MODULE = "AnsiballZ_certferry_audit"


class OverSsh(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if reason := fleet.missing() or machine.missing():
            raise unittest.SkipTest(reason)
        application.skip_unless_installed(cls, "thunderbird")
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        os.chmod(folder.name, 0o755)
        homes = FleetOfHomes(pathlib.Path(folder.name, "homes"), 2)
        (healthy, sound_home), (expired, expired_home) = homes.homes.items()
        cls.expected = {"ada": homes.expected(healthy), "bob": homes.expected(expired)}
        users = {"ada": sound_home, "bob": expired_home}
        network = machine.Network(folder.name)
        cls.addClassCleanup(network.stop)
        cls.machines = {name: network.start(name, users, **how) for name, how in
                        {"sound": {}, "wrong-sudo": {"sudo": False}, "hanging": {"hanging": HANGING, "elsewhere": HANGING[1:]},
                         "slow": {"hanging": HANGING[:1]}, "dying": {"hanging": HANGING[:1]}}.items()}
        controller = Controller(folder.name, None)
        end = threading.Thread(target=cls._let_one_die)
        end.start()
        hosts = {name: each.variables() for name, each in cls.machines.items()}
        hosts["slow"]["audit_timeout"] = 2
        cls.done = controller.play("certferry.audit.fleet", hosts)
        cls.over = True
        end.join()
        cls.collected, cls.controller = controller.collected(), controller

    over = False

    @classmethod
    def _let_one_die(cls):
        while not cls.over and not cls.machines["dying"].runs(MODULE):
            time.sleep(0.05)
        cls.machines["dying"].die()

    def findings(self, name):
        """{user: ids of what was found}"""
        found = {}
        for profile in self.collected[name]["audit"]["profiles"]:
            found.setdefault(profile["user"], set()).update(each["rule"] for each in profile["findings"])
        return found

    def test_every_computer_has_a_result(self):
        self.assertEqual(self.done.returncode, 0, self.done.stdout[-4000:] + self.done.stderr)
        self.assertEqual(set(self.collected), set(self.machines))

    def test_the_sound_one_was_audited_user_by_user(self):
        self.assertEqual(self.findings("sound"), self.expected)
        self.assertNotIn("unreachable", self.collected["sound"]["audit"])

    def test_without_root_the_audit_failed(self):
        self.assertEqual(set(self.collected["wrong-sudo"]), {"host", "collected", "failed"})
        self.assertIn("sudo", self.collected["wrong-sudo"]["failed"])

    def test_the_one_that_died_was_not_reached(self):
        self.assertEqual(set(self.collected["dying"]), {"host", "collected", "unreachable"})

    def test_homes_that_hang_are_listed_and_the_others_audited(self):
        result = self.collected["hanging"]
        self.assertEqual({each["user"] for each in result["audit"]["unreachable"]}, set(HANGING))
        self.assertEqual(self.findings("hanging"), self.expected)

    def test_the_one_that_took_too_long_failed(self):
        self.assertEqual(set(self.collected["slow"]), {"host", "collected", "failed"})

    def test_merged_none_of_them_is_clean(self):
        done = self.controller.run("certferry", "audit", "merge", self.controller.results, "--json")
        states = {each["host"]: each["state"] for each in json.loads(done.stdout)["hosts"]}
        self.assertEqual(states, {"sound": "findings", "wrong-sudo": "failed", "hanging": "findings", "slow": "failed", "dying": "unreachable"})
        self.assertEqual(done.returncode, 1)


if __name__ == "__main__":
    unittest.main()
