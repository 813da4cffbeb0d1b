# SPDX-License-Identifier: MPL-2.0
"""The program as a module of Ansible: by its name, with one file of arguments, and one JSON object for an answer."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import application
import fleet
import schemas
import untouched
from audit_report import audit
from audited_home import AuditedHome
from certferry import Certferry
from fleet import COLLECTION, Controller
from installation import Installation

MODULE = COLLECTION / "plugins" / "modules" / "certferry_audit"


class Module(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        application.skip_unless_installed(cls, "thunderbird")
        cls.scene = AuditedHome(("expired", "weak_preference"))
        cls.addClassCleanup(cls.scene.remove)
        cls.place = Installation()
        cls.addClassCleanup(cls.place.remove)
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)

    def run_module(self, arguments, program=MODULE, words=()):
        """Started as Ansible does it: (status, what it printed)."""
        file = self.folder / "arguments"
        file.write_text(arguments if isinstance(arguments, str) else json.dumps(arguments), encoding="utf-8")
        with untouched.by_audit(["audit"], self.scene.home.path):
            done = subprocess.run([program, *(words or [file])], env={"HOME": str(self.scene.home.path), "PATH": os.environ["PATH"]},
                                  stdin=subprocess.DEVNULL, capture_output=True, check=False)
        self.assertEqual(done.stderr, b"")
        return done.returncode, json.loads(done.stdout)

    def error_of(self, arguments, **how):
        """The kind of the error, after a look whether the answer is a failure as Ansible knows it."""
        status, answer = self.run_module(arguments, **how)
        self.assertEqual((status, answer["changed"], answer["failed"], "audit" in answer), (1, False, True, False))
        self.assertTrue(answer["msg"])
        return answer["kind"]

    def test_its_document_is_the_one_of_the_command_without_the_name_of_the_computer(self):
        status, answer = self.run_module({"programs": str(self.place.programs), "at": "2026-12-01", "_ansible_check_mode": True})
        self.assertEqual((status, answer["changed"], answer["failed"]), (0, False, False))
        schemas.require_conforming("audit.run", None, answer["audit"])
        command = audit(Certferry(self.scene.home.path), "--at", "2026-12-01", "--with-correspondents").value
        self.assertIsNone(answer["audit"]["host"])
        self.assertEqual([each["id"] for each in answer["audit"]["profiles"]], [each["id"] for each in command["profiles"]])
        findings = [[finding["key"] for finding in each["findings"]] for each in answer["audit"]["profiles"]]
        self.assertEqual(findings, [[finding["key"] for finding in each["findings"]] for each in command["profiles"]])
        self.assertEqual(answer["audit"]["redaction"]["extent"], "correspondents")
        summary = {**answer["audit"]["summary"], "profiles": len(command["profiles"]), "not_looked_at": 0}
        self.assertEqual(answer["summary"], summary)

    def test_without_the_worker_it_fails_and_says_what_is_missing(self):
        self.assertEqual(self.error_of({"programs": str(self.folder)}), "internal")
        _, answer = self.run_module({"programs": str(self.folder)})
        self.assertIn("certferry-worker is missing", answer["msg"])

    def test_a_worker_that_others_can_change_is_not_started(self):
        place = Installation()
        self.addCleanup(place.remove)
        place.programs.chmod(0o777)
        self.assertEqual(self.error_of({"programs": str(place.programs)}), "permission-denied")

    def test_wrong_arguments_are_errors(self):
        place = {"programs": str(self.place.programs)}
        for arguments in ("", "[]", "{", {"all_user": True}, {"primary_password": "x"}, {**place, "at": "tomorrow"}, {**place, "expiring": "many"},
                          {**place, "expiring": 40000}, {**place, "homes": "/home"}):
            with self.subTest(arguments=arguments):
                self.assertEqual(self.error_of(arguments), "invalid-request")
        self.assertEqual(self.error_of("{" + " " * (2 << 20) + "}"), "too-large")
        self.assertEqual(self.error_of({}, words=["/nowhere/arguments"]), "bad-file")
        self.assertEqual(self.error_of({}, words=["audit", "--json"]), "invalid-request")

    @unittest.skipIf(os.geteuid() == 0, "root may")
    def test_all_users_takes_root(self):
        self.assertEqual(self.error_of({"programs": str(self.place.programs), "all_users": True}), "permission-denied")

    def test_only_its_name_makes_a_module_of_the_program(self):
        file = self.folder / "audit"
        file.write_text(json.dumps({"_ansible_check_mode": False}), encoding="utf-8")
        done = subprocess.run([self.place.programs / "certferry", file], cwd=self.folder, env={"HOME": str(self.folder)}, capture_output=True,
                              stdin=subprocess.DEVNULL, check=False)
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        shutil.copy(self.place.programs / "certferry", self.place.programs / "AnsiballZ_certferry_audit")
        self.assertEqual(self.run_module({"programs": str(self.place.programs)}, self.place.programs / "AnsiballZ_certferry_audit")[0], 0)

    def test_the_collection_has_the_programs_of_this_build(self):
        version = subprocess.run([self.place.programs / "certferry", "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
        self.assertIn(f"version: {version}\n", (COLLECTION / "galaxy.yml").read_text(encoding="utf-8"))
        self.assertTrue(os.access(COLLECTION / "roles" / "audit" / "files" / "certferry-worker", os.X_OK))


class WithAnsible(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        application.skip_unless_installed(cls, "thunderbird")
        cls.place = Installation()
        cls.addClassCleanup(cls.place.remove)

    def setUp(self):
        fleet.skip_unless_installed(self)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.controller = Controller(folder.name, self.place.programs)

    def complaint_about(self, arguments):
        """What the program says of arguments that Ansible would bring to it."""
        file = self.controller.folder / "arguments"
        file.write_text(json.dumps(arguments), encoding="utf-8")
        done = subprocess.run([MODULE, file], env=self.controller.environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        return json.loads(done.stdout)["msg"]

    def test_it_answers_also_in_check_mode_and_to_plain_words(self):
        arguments = {"programs": str(self.place.programs)}
        for words in ((), ("--check",)):
            status, result = self.controller.module(arguments, *words)
            self.assertEqual((status, result["changed"], result["audit"]["profiles"]), (0, False, []))
        done = self.controller.run("ansible", "-i", self.controller.inventory({"pc": self.controller.local()}), "pc", "-m",
                                   "certferry.audit.certferry_audit", "-a", f"programs={self.place.programs} expiring=7 with_correspondents=no")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_it_writes_the_result_on_the_controller_alone(self):
        arguments = {"programs": str(self.place.programs), "results": str(self.controller.results)}
        status, result = self.controller.module(arguments, "--check")
        self.assertEqual((status, self.controller.results.exists()), (0, False))
        status, result = self.controller.module(arguments)
        self.assertEqual((status, "audit" in result, result["results"]), (0, False, str(self.controller.results / "pc.json")))
        self.assertEqual(self.controller.results.stat().st_mode & 0o777, 0o700)
        self.assertEqual((self.controller.results / "pc.json").stat().st_mode & 0o777, 0o600)
        self.assertEqual(set(self.controller.collected()["pc"]), {"host", "collected", "audit"})

    def test_a_folder_that_others_can_read_collects_nothing(self):
        self.controller.results.mkdir(mode=0o755)
        status, result = self.controller.module({"programs": str(self.place.programs), "results": str(self.controller.results)})
        self.assertNotEqual(status, 0)
        self.assertIn("not yours alone", result["msg"])
        self.assertEqual(self.controller.collected(), {})

    def test_what_a_host_adds_to_the_answer_goes_nowhere(self):
        """A host that lies answers with facts, which Ansible would keep for later tasks."""
        liar = self.controller.folder / "ansible_collections" / "certferry" / "audit"
        shutil.copytree(COLLECTION, liar)
        (liar / "plugins" / "modules" / "certferry_audit").write_text(
            '#!/bin/sh\necho \'{"changed": true, "ansible_facts": {"forged": 1}, "audit": {"host": "other"}}\'\n', encoding="utf-8")
        self.controller.environment["ANSIBLE_COLLECTIONS_PATH"] = str(self.controller.folder)
        _, result = self.controller.module({"results": str(self.controller.results)})
        self.assertNotIn("ansible_facts", result)
        self.assertEqual(self.controller.collected()["pc"]["host"], "pc")

    def test_ansible_reads_its_documentation_and_builds_the_collection(self):
        fleet.skip_unless_installed(self, "ansible-doc", "ansible-galaxy")
        done = self.controller.run("ansible-doc", "-j", "certferry.audit.certferry_audit")
        options = json.loads(done.stdout)["certferry.audit.certferry_audit"]["doc"]["options"]
        unknown = [option for option in options if f"The parameter {option} takes" not in self.complaint_about({option: {"not": "a value"}})]
        self.assertEqual(unknown, ["results"], "each parameter but that of the controller is the program's")
        build = self.controller.run("ansible-galaxy", "collection", "build", COLLECTION, "--output-path", self.controller.folder)
        self.assertEqual(build.returncode, 0, build.stderr)
        archive, = self.controller.folder.glob("certferry-audit-*.tar.gz")
        install = self.controller.run("ansible-galaxy", "collection", "install", "--offline", archive, "-p", self.controller.folder / "installed")
        self.assertEqual(install.returncode, 0, install.stderr)
        self.assertTrue(os.access(self.controller.folder / "installed/ansible_collections/certferry/audit/plugins/modules/certferry_audit", os.X_OK))

    def test_its_roles_and_playbooks_are_as_ansible_lint_wants_them(self):
        fleet.skip_unless_installed(self, "ansible-lint")
        done = self.controller.run("ansible-lint", "--offline", "--nocolor", "-p", COLLECTION / "roles", COLLECTION / "playbooks")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
