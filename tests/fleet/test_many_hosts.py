# SPDX-License-Identifier: MPL-2.0
"""Many computers, each with a home of its own: every fault is found on exactly its host, and no host that could not be looked at is
clean. 16 of them, or 200 with CERTFERRY_WHOLE in the environment."""

import os
import pathlib
import tempfile
import unittest

import application
import fleet
from fleet import Controller
from fleet_homes import FleetOfHomes
from installation import Installation
from snapshot import require_no_trace, traces

COUNT = 200 if "CERTFERRY_WHOLE" in os.environ else 16
PLAYBOOK = """
- hosts: all
  gather_facts: false
  strategy: ansible.builtin.host_pinned
  environment:
    HOME: "{{ home_of_host }}"
  roles:
    - role: certferry.audit.audit
"""


class ManyHosts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        application.skip_unless_installed(cls, "thunderbird")
        if reason := fleet.missing():
            raise unittest.SkipTest(reason)
        place = Installation()
        cls.addClassCleanup(place.remove)
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.fleet = FleetOfHomes(pathlib.Path(folder.name, "homes"), COUNT)
        cls.before = traces(pathlib.Path(folder.name, "homes"))
        controller = Controller(folder.name, None)
        hosts = {name: controller.local(home_of_host=str(home)) for name, home in cls.fleet.homes.items()}
        hosts["off"] = {"ansible_host": "127.0.0.1", "ansible_port": 9, "home_of_host": "/"}
        hosts["bare"] = controller.local(home_of_host="/", audit_programs="/nonexistent")
        hosts["not a name"] = controller.local(home_of_host="/")
        playbook = pathlib.Path(folder.name, "play.yml")
        playbook.write_text(PLAYBOOK, encoding="utf-8")
        cls.done = controller.play(playbook, {name: {"audit_programs": str(place.programs), **host} for name, host in hosts.items()},
                                   audit_all_users=False, audit_become=False, audit_lay_down=False)
        cls.collected, cls.controller = controller.collected(), controller

    def test_every_fault_is_on_exactly_its_host(self):
        self.assertEqual(self.done.returncode, 0, self.done.stdout[-4000:] + self.done.stderr)
        for name in self.fleet.homes:
            self.assertEqual(fleet.rules(self.collected[name]), self.fleet.expected(name), name)
        healthy = next(name for name, fault in self.fleet.faults.items() if fault == "healthy")
        for name, fault in self.fleet.faults.items():
            if fault != "healthy":
                self.assertNotEqual(self.fleet.expected(name), self.fleet.expected(healthy), fault)

    def test_a_host_that_was_not_looked_at_says_so(self):
        self.assertEqual(set(self.collected), {*self.fleet.homes, "off", "bare"})
        self.assertEqual(set(self.collected["off"]), {"host", "collected", "unreachable"})
        self.assertEqual(set(self.collected["bare"]), {"host", "collected", "failed"})
        self.assertIn("certferry-worker is missing", self.collected["bare"]["failed"])
        self.assertIn("cannot be the name of a file", self.done.stdout)

    def test_no_host_names_itself(self):
        for name in self.fleet.homes:
            self.assertEqual((self.collected[name]["host"], self.collected[name]["audit"]["host"]), (name, None))

    def test_results_are_for_the_collector_alone(self):
        self.assertEqual(self.controller.results.stat().st_mode & 0o777, 0o700)
        self.assertEqual({file.stat().st_mode & 0o777 for file in self.controller.results.iterdir()}, {0o600})

    @classmethod
    def tearDownClass(cls):
        require_no_trace(cls.before, cls.controller.folder / "homes")


if __name__ == "__main__":
    unittest.main()
