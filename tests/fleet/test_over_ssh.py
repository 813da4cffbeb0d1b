# SPDX-License-Identifier: MPL-2.0
"""Computers with a network, an sshd and a sudo of their own: one is sound, one lets nobody become root, one has a home that never answers,
one dies during its audit. Each result says so, and none of the three is clean."""

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

WHOLE = "CERTFERRY_WHOLE" in os.environ
# A home that does not answer costs its reader 70 seconds before the rest goes on.
PATIENCE = 900 if WHOLE else 20
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
                        {"sound": {}, "wrong-sudo": {"sudo": False}, "hanging": {"hanging": "hal"}, "dying": {"hanging": "hal"}}.items()}
        controller = Controller(folder.name, None)
        end = threading.Thread(target=cls._let_one_die)
        end.start()
        cls.done = controller.play("certferry.audit.fleet", {name: each.variables() for name, each in cls.machines.items()},
                                   audit_timeout=PATIENCE)
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

    def test_the_one_with_a_home_that_hangs_is_not_clean(self):
        result = self.collected["hanging"]
        if not WHOLE:
            self.assertEqual(set(result), {"host", "collected", "failed"})
            return
        self.assertEqual([each["user"] for each in result["audit"]["unreachable"]], ["hal"])
        self.assertEqual(self.findings("hanging"), self.expected)

    def test_merged_none_of_the_three_is_clean(self):
        done = self.controller.run("certferry", "audit", "merge", self.controller.results, "--json")
        states = {each["host"]: each["state"] for each in json.loads(done.stdout)["hosts"]}
        hanging = "findings" if WHOLE else "failed"
        self.assertEqual(states, {"sound": "findings", "wrong-sudo": "failed", "hanging": hanging, "dying": "unreachable"})
        self.assertEqual(done.returncode, 1)


if __name__ == "__main__":
    unittest.main()
