# SPDX-License-Identifier: MPL-2.0
"""How the command line starts workers, and what it makes of those that misbehave."""

import base64
import json
import os
import shutil
import socket
import subprocess
import unittest

from command_line import CommandLine, HOSTILE, question
from served_worker import WORKER, receive, send
from worker_double import answering, failing


class Workers(CommandLine):
    def test_a_hostile_environment_does_not_reach_the_worker(self):
        self.plan(answering({}))
        self.run_it("profiles", environment={**self.environment, **HOSTILE, "XDG_RUNTIME_DIR": "/run/user/7"})
        environment = self.double.records()[0]["environment"]
        library = environment.pop("LD_LIBRARY_PATH", None)
        self.assertNotEqual(library, HOSTILE["LD_LIBRARY_PATH"])
        self.assertEqual(environment, {"HOME": self.folder, "LANG": "C.UTF-8", "XDG_RUNTIME_DIR": "/run/user/7"})

    def test_the_worker_inherits_no_descriptor_but_its_socket(self):
        self.plan(answering({}))
        secret = self.pipe("password\n")
        other = self.pipe("other")
        self.run_it("identities", "--profile", "p", "--password-fd", str(secret), descriptors=[secret, other])
        self.assertEqual(self.double.records()[0]["descriptors"], [0, 1, 2, 3])

    def test_the_front_leaves_no_core_and_cannot_be_read_by_others(self):
        self.plan(answering({}))
        user = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        done = self.run_it("profiles", environment={"HOME": "/nonexistent"}, **user)
        self.assertEqual(done.returncode, 0, done.stderr)
        record = self.double.records()[0]
        self.assertEqual(record["core_limit_of_parent"], ["0", "0"])
        self.assertNotEqual(record["own_user"], 0)
        self.assertEqual(record["owner_of_parent"], 0, "the kernel gives a process that is not dumpable to root")

    def test_an_nss_that_does_not_load_is_passed_over_in_silence(self):
        for first in ([["stderr", "error while loading shared libraries"], ["exit", 127]],
                      [["receive", None], ["send", ["E", {"library": "unusable"}]]]):
            with self.subTest(first):
                shutil.rmtree(os.path.join(self.folder, "run-0"), ignore_errors=True)
                shutil.rmtree(os.path.join(self.folder, "run-1"), ignore_errors=True)
                self.plan(first, answering({"profiles": []}))
                done = self.run_it("profiles", "--json")
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                records = self.double.records()
                self.assertEqual(len(records), 2)
                paths = [record["environment"].get("LD_LIBRARY_PATH") for record in records]
                self.assertNotEqual(paths[0], paths[1])

    def test_when_no_nss_loads_the_error_says_what_to_install(self):
        self.plan([["exit", 127]])
        done = self.run_it("profiles", "--json")
        self.assertEqual(done.returncode, 3)
        error = self.error_of(done)
        self.assertEqual(error["data"]["kind"], "nss-failure")
        self.assertIn("libnss3", error["data"]["fix"]["command"])

    def test_a_worker_that_breaks_the_conversation_is_an_internal_error(self):
        plans = {
            "dies": [["receive", None], ["exit", 1]],
            "dies by itself before reading": [["exit", 0]],
            "gigantic length": [["receive", None], ["raw", "ffffffff41"]],
            "cut message": [["receive", None], ["raw", "0a00000041" + "7b7b"]],
            "unknown type": [["receive", None], ["raw", "000000005a"]],
            "no JSON": [["receive", None], ["raw", "0100000041" + "7b"]],
            "answer out of turn": [["receive", None], ["send", ["Y", {}]]],
            "unknown question": [["receive", None], ["send", ["Q", {"ask": "file"}]], ["receive", None]],
            "trust in what is no fingerprint": [["receive", None], ["send", ["Q", {"ask": "trust-root", "fingerprint": "00112233"}]],
                                                ["receive", None]],
            "question that is no object": [["receive", None], ["send", ["Q", []]], ["receive", None]],
        }
        for name, plan in plans.items():
            with self.subTest(name):
                self.plan(plan)
                done = self.run_it("profiles", "--json")
                self.assertEqual((done.returncode, done.stderr), (3, ""))
                self.assertEqual(self.error_of(done)["data"]["kind"], "internal")
                shutil.rmtree(os.path.join(self.folder, "run-0"))

    def test_words_of_the_worker_cannot_steer_the_terminal(self):
        self.plan([["stderr", "a\x1b[2Jb\n"], *answering({"profiles": []})])
        done = self.run_it("profiles", "--json")
        self.assertEqual(done.stderr, "a\\u{001B}[2Jb\n")
        self.assertEqual(json.loads(done.stdout), {"profiles": []})

    def test_a_missing_worker_is_told(self):
        self.plan(answering({}))
        os.remove(os.path.join(self.folder, "certferry-worker"))
        done = self.run_it("profiles", "--json")
        self.assertEqual(done.returncode, 3)
        self.assertEqual(self.error_of(done)["data"]["kind"], "internal")


class SecondWorkers(CommandLine):
    def ask(self, folder, **changes):
        return ["send", ["Q", {"ask": "worker", "folder": folder, "method": "proof.run", "params": {"a": 1}, **changes}]]

    def answer_to(self, first, *others):
        self.plan(first, *others)
        done = self.run_it("migrate", "--from", "/x", "--json")
        return done, json.loads(self.double.records()[0]["received"][-1][1])

    def test_a_worker_gets_the_result_of_another_with_the_nss_it_wants(self):
        first = [["receive", None], self.ask("system"), ["receive", None], ["send", ["A", {"done": True}]]]
        done, answer = self.answer_to(first, answering({"proof": "good"}))
        self.assertEqual(answer, {"answer": "yes", "result": {"proof": "good"}})
        self.assertEqual(json.loads(done.stdout), {"done": True})
        record = self.double.records()[1]
        self.assertNotIn("LD_LIBRARY_PATH", record["environment"])
        request = json.loads(record["received"][0][1])
        self.assertEqual((request["method"], request["params"]), ("proof.run", {"a": 1}))
        self.assertEqual(request["profilePaths"], {"from": "/x"})
        self.assertEqual(request["nss"]["folder"], "system")

    def test_a_worker_gets_the_error_of_another(self):
        first = [["receive", None], self.ask("system"), ["receive", None], ["send", ["A", {}]]]
        _, answer = self.answer_to(first, failing("wrong-password"))
        self.assertEqual(answer["answer"], "no")
        self.assertEqual(answer["error"]["data"]["kind"], "wrong-password")

    def test_a_worker_cannot_name_a_folder_of_its_own(self):
        for folder in ("/tmp", self.folder, "", "system/", None):
            with self.subTest(folder):
                first = [["receive", None], self.ask(folder), ["receive", None], ["send", ["A", {}]]]
                _, answer = self.answer_to(first, answering({}))
                self.assertEqual(answer, {"answer": "no"})
                self.assertEqual(len(self.double.records()), 1)
                shutil.rmtree(os.path.join(self.folder, "run-0"))

    def test_a_worker_cannot_have_another_do_what_nobody_asked_for(self):
        first = [["receive", None], self.ask("system", method="backups.restore"), ["receive", None], ["send", ["A", {}]]]
        _, answer = self.answer_to(first, answering({}))
        self.assertEqual((answer, len(self.double.records())), ({"answer": "no"}, 1))

    def test_a_second_worker_cannot_want_a_third(self):
        first = [["receive", None], self.ask("system"), ["receive", None], ["send", ["A", {}]]]
        _, answer = self.answer_to(first, [["receive", None], self.ask("system"), ["receive", None]])
        self.assertEqual(answer["error"]["data"]["kind"], "internal")
        self.assertEqual(len(self.double.records()), 2)

    def test_a_password_that_was_given_is_not_asked_for_again(self):
        first = [["receive", None], question(role="to"), ["receive", None], self.ask("system"), ["receive", None],
                 ["send", ["A", {}]]]
        second = [["receive", None], question(role="to"), ["receive", None], question(role="to", attempt=2), ["receive", None],
                  ["send", ["A", {}]]]
        self.plan(first, second)
        secret = self.pipe("to\n")
        self.run_it("migrate", "--to-password-fd", str(secret), descriptors=[secret])
        received = self.double.records()[1]["received"]
        self.assertEqual(received[1], ["S", "to"])


class Versions(CommandLine):
    """Both may come from different places, and what they say to each other is no protocol for others."""

    def test_the_front_says_which_version_it_is(self):
        self.plan(answering({"profiles": []}))
        self.run_it("profiles", "--json")
        version = self.run_it("--version").stdout.split()[1]
        self.assertEqual(json.loads(self.double.records()[0]["received"][0][1])["front"], version)

    def test_a_worker_does_nothing_for_a_front_of_another_version(self):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            worker = subprocess.Popen([WORKER], env={"HOME": self.folder}, pass_fds=[3], preexec_fn=lambda: os.dup2(theirs.fileno(), 3))
            send(ours, b"R", json.dumps({"method": "profiles.list", "front": "0.0.1"}).encode())
            kind, payload = receive(ours)
            worker.wait()
        self.assertEqual((kind, json.loads(payload)["data"]["kind"]), (b"E", "version-mismatch"))


class Waiters(CommandLine):
    """The worker says for which profile, and the front starts the program; here the double is that, too."""

    def ask(self, folder, *command):
        encoded = base64.b64encode(folder.encode("utf-8", "surrogateescape")).decode()
        self.plan([["receive", None], ["send", ["Q", {"ask": "waiter", "folder": encoded}]], ["receive", None],
                   ["send", ["A", {}]]])
        self.run_it(*command, "--json", environment={**self.environment, **HOSTILE})
        records = self.double.records()
        return json.loads(records[0]["received"][-1][1])["answer"], records[1:]

    def test_the_front_starts_it_for_a_request_that_writes(self):
        answer, others = self.ask("/pro\udcfffile", "select", "--profile", "/x", "--identity", "id1", "--undo")
        self.assertEqual(answer, "yes")
        self.assertEqual(os.fsencode(others[0]["arguments"][1]), b"/pro\xfffile")
        self.assertEqual((others[0]["arguments"][0], others[0]["descriptors"], others[0]["folder"]), ("--wait-for", [0, 1, 2], "/"))
        self.assertLessEqual(set(others[0]["environment"]), {"HOME", "LANG", "LD_LIBRARY_PATH"})
        self.assertNotEqual(others[0]["environment"].get("LD_LIBRARY_PATH"), HOSTILE["LD_LIBRARY_PATH"])

    def test_it_starts_none_for_a_request_that_reads_or_a_folder_that_is_no_path(self):
        for folder, command in (("/x", ["profiles"]), ("x", ["select", "--profile", "/x", "--identity", "id1", "--undo"])):
            with self.subTest(folder):
                self.assertEqual(self.ask(folder, *command), ("no", []))
                shutil.rmtree(os.path.join(self.folder, "run-0"))


if __name__ == "__main__":
    unittest.main()
