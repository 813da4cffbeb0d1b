# SPDX-License-Identifier: MPL-2.0
"""The command line from outside: usage, exit statuses, results as JSON and as text, requests."""

import json
import shutil
import subprocess
import unittest

from command_line import CERTFERRY, CommandLine, FULL
from worker_double import answering, failing


class Usage(CommandLine):
    def test_wrong_usage_is_status_2_with_words_on_standard_error_only(self):
        for words in ([], ["fly"], ["certificates"], ["profiles", "--hunter2"], ["migrate", "--trust-root", FULL[:8]],
                      ["migrate", "--certificate", "abc"], ["identities", "--profile", "p", "--password-fd", "77"],
                      ["migrate", "--everybody"], ["completion"], ["restore", "x"], ["audit", "--root", ""],
                      ["export", "--profile", "p", "--all", "--out", ""], ["share", "--profile", "p", "--certificate", FULL, "--out", ""]):
            with self.subTest(words):
                done = self.run_it(*words)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertTrue(done.stderr.startswith("error: "))
        self.assertEqual(self.double.records(), [], "no worker was started")

    def test_with_json_wrong_usage_is_one_error_object_that_repeats_nothing(self):
        for words in (["fly", "--json"], ["certificates", "--json"], ["profiles", "--json", "--hunter2"], ["call"],
                      ["migrate", "--json", "--trust-root", FULL[:8]], ["call", "profiles.list", "{hunter2"],
                      ["call", "identities.list", '{"profile":"/hunter2"}'],
                      ["identities", "--json", "--profile", "p", "--password-fd", "77"], ["audit", "--format", "json", "--at", "hunter2"],
                      ["audit", "--format=json", "--at", "hunter2"], ["audit", "--json", "--format", "json", "--at", "hunter2"],
                      ["audit", "--json", "--format", "sarif"]):
            with self.subTest(words):
                done = self.run_it(*words)
                self.assertEqual((done.returncode, done.stderr), (2, ""))
                self.assertEqual(self.error_of(done)["data"]["kind"], "invalid-request")
                self.assertNotIn("hunter2", done.stdout)

    def test_a_method_that_does_not_exist_is_told_so(self):
        done = self.run_it("call", "selection.unknown", "{}")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(self.error_of(done)["data"]["kind"], "unknown-method")

    def test_a_call_greets_as_the_native_host_does(self):
        self.assertEqual(json.loads(self.run_it("call", "ping").stdout), {})
        done = self.run_it("call", "hello", '{"protocol":[1,1]}')
        self.assertEqual(done.returncode, 0)
        greeting = json.loads(done.stdout)
        self.assertEqual((greeting["protocol"], greeting["caller"]), (1, {"id": None, "allowed": True}))
        self.assertIn("migration.run", greeting["methods"])
        for words in (("ping", '{"loud":true}'), ("hello",)):
            self.assertEqual(self.error_of(self.run_it("call", *words))["data"]["kind"], "invalid-request")
        self.assertEqual(self.error_of(self.run_it("call", "hello", '{"protocol":[2,3]}'))["data"]["kind"], "version-mismatch")
        self.assertEqual(self.double.records(), [], "no worker was started")

    def test_help_and_version_are_status_0(self):
        self.assertRegex(self.run_it("--version").stdout, r"^certferry \d+\.\d+\.\d+\n$")
        for words in (["--help"], ["migrate", "--help"], ["call", "--help"]):
            done = self.run_it(*words)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("Usage: certferry", done.stdout)

    def test_the_program_that_people_start_loads_neither_nss_nor_sqlite(self):
        linked = subprocess.run(["ldd", CERTFERRY], capture_output=True, text=True, check=True).stdout
        for library in ("libnss3", "libsmime3", "libsoftokn3", "libnspr4", "sqlite"):
            self.assertNotIn(library, linked)

    def test_completion_scripts_are_valid_and_complete(self):
        for shell in ("bash", "zsh", "fish"):
            with self.subTest(shell):
                script = self.run_it("completion", shell).stdout
                program = shutil.which(shell)
                if program is None:
                    print(f"skipped: completion for {shell}: {shell} is not installed")
                    continue
                subprocess.run([program, "-n"], input=script, text=True, check=True)

    def test_bash_completes_commands_options_and_words(self):
        script = self.run_it("completion", "bash").stdout
        ask = 'COMP_WORDS=({words}); COMP_CWORD={at}; _certferry; echo "${{COMPREPLY[@]}}"'
        for words, at, wanted in (("certferry mi", 1, "migrate"), ("certferry migrate --tr", 2, "--trust-root"),
                                  ("certferry migrate --sign-by-default ''", 3, "yes no"),
                                  ("certferry audit me", 2, "merge"), ("certferry audit merge --let", 3, "--letters"),
                                  ("certferry audit merge x --language ''", 5, "en de"), ("certferry completion z", 2, "zsh")):
            with self.subTest(words):
                done = subprocess.run(["bash", "-c", script + ask.format(words=words, at=at)], capture_output=True,
                                      text=True, check=True)
                self.assertEqual(done.stdout.strip(), wanted)


class Results(CommandLine):
    def test_json_is_exactly_the_result(self):
        result = {"profiles": [{"id": "p", "name": "a\u202eb\x1b\u00e4", "application": "firefox"}]}
        self.plan(answering(result))
        done = self.run_it("profiles", "--json")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(json.loads(done.stdout), result)
        self.assertEqual(json.loads(self.run_it("call", "profiles.list").stdout), result)

    def test_text_shows_names_in_printable_form(self):
        self.plan(answering({"profiles": [{"id": "p", "name": "a\u202eb\x1b\u00e4", "application": "firefox"}]}))
        done = self.run_it("profiles")
        self.assertIn("a\\u{202E}b\\u{001B}\u00e4", done.stdout)

    def test_a_move_that_did_not_do_all_is_status_1(self):
        self.plan(answering({"certificates": [{"outcome": "failed"}], "identities": [], "backup": None}))
        self.assertEqual(self.run_it("migrate", "--json").returncode, 1)
        self.assertEqual(self.run_it("migrate").returncode, 1)
        self.assertEqual(self.run_it("migrate", "--dry-run").returncode, 0)

    def test_an_error_of_the_worker_is_status_3_in_the_shape_of_the_protocol(self):
        fix = {"text": "Do this.", "command": "certferry that"}
        self.plan(failing("nss-failure", nss="SEC_ERROR_BAD_DATABASE", fix=fix))
        done = self.run_it("profiles", "--json")
        self.assertEqual((done.returncode, done.stderr), (3, ""))
        self.assertEqual(self.error_of(done)["data"],
                         {"kind": "nss-failure", "retriable": False, "nss": "SEC_ERROR_BAD_DATABASE", "fix": fix})
        done = self.run_it("profiles")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("error: A message.", done.stderr)
        self.assertIn("hint: Do this.\n    certferry that", done.stderr)

    def test_several_that_fit_are_named(self):
        self.plan(failing("ambiguous", candidates=["one", "two"]))
        done = self.run_it("migrate")
        self.assertEqual(done.returncode, 3)
        self.assertIn("    one\n    two\n", done.stderr)

    def test_an_output_that_cannot_be_written_is_an_error(self):
        self.plan(answering({"profiles": []}))
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([self.double.certferry, "profiles"], env=self.environment, stdout=full,
                                  stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 3)

    def test_no_progress_is_shown_without_a_terminal(self):
        self.plan([["receive", None], ["send", ["P", {"stage": "copy", "done": 1, "total": 2}]], ["send", ["A", {}]]])
        self.assertEqual(self.run_it("profiles").stderr, "")


class Requests(CommandLine):
    def request(self, *words):
        self.run_it(*words)
        kind, text = self.double.records()[-1]["received"][0]
        self.assertEqual(kind, "R")
        return json.loads(text)

    def test_what_is_typed_reaches_the_worker_outside_of_the_parameters(self):
        request = self.request("migrate", "--from", "../x", "--to", "p2", "--certificate", "AA:BB:CC:DD", "--trust-root", FULL)
        self.assertEqual(request["method"], "migration.run")
        self.assertEqual(request["params"], {"trustRoots": [FULL]})
        self.assertEqual(request["profilePaths"], {"from": "../x", "to": "p2"})
        self.assertEqual(request["certificatePrefixes"], ["aabbccdd"])
        self.assertIs(request["commandLine"], True)
        self.assertIs(request["interactive"], False)

    def test_call_carries_no_path_and_no_word_of_the_command_line(self):
        request = self.request("call", "migration.plan", json.dumps({"from": "p1"}))
        self.assertEqual(request["params"], {"from": "p1"})
        self.assertIs(request["commandLine"], False)
        self.assertEqual((request["profilePaths"], request["certificatePrefixes"]), ({}, []))

    def test_the_worker_is_told_which_nss_it_has_and_which_there_are(self):
        request = self.request("profiles")
        folders = request["nssFolders"]
        self.assertIn(request["nss"]["folder"], [entry["folder"] for entry in folders.values()])
        newest = max(tuple(map(int, entry["version"].split("."))) for entry in folders.values())
        self.assertEqual(tuple(map(int, request["nss"]["version"].split("."))), newest)


if __name__ == "__main__":
    unittest.main()
