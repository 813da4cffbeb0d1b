# SPDX-License-Identifier: MPL-2.0
"""The command line from outside: usage, exit statuses, JSON, passwords, the terminal, and how workers are started.

The worker here is a double (worker_double.py): these tests are about the front alone."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import unittest

from terminal_session import TerminalSession
from worker_double import WorkerDouble, answering, failing

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CERTFERRY = os.environ.get("CERTFERRY", os.path.join(ROOT, "build", "bin", "certferry"))
FULL = "00112233445566778899aabbccddeeff" * 2
HOSTILE = {
    "NSS_MAX_MP_PBE_ITERATION_COUNT": "1", "NSS_DEBUG_PKCS11_MODULE": "x", "NSSPR_X": "1", "NSPR_LOG_MODULES": "all:5",
    "NSPR_LOG_FILE": "/tmp/certferry-nspr.log", "SQLITE_TMPDIR": "/tmp", "LD_LIBRARY_PATH": "/tmp/hostile",
    "LD_BIND_NOT": "1", "MOZ_LOG": "all:5", "SSLKEYLOGFILE": "/tmp/certferry-keys", "PYTHONSTARTUP": "/tmp/x",
    "P11_KIT_DEBUG": "all", "SOFTHSM2_CONF": "/tmp/x", "GCONV_PATH": "/tmp", "MALLOC_TRACE": "/tmp/x",
}
PASSWORD_QUESTION = ["send", ["Q", {"ask": "password", "role": "profile", "attempt": 1,
                                   "profile": {"id": "p1", "name": "default", "application": "thunderbird"}}]]
TRUST_QUESTION = ["send", ["Q", {"ask": "trust-root", "fingerprint": FULL, "subject": "CN=Root\x1b[2J\u202e",
                                "profile": {"id": "p1", "name": "default", "application": "thunderbird"}}]]


def question(**changes):
    kind, payload = PASSWORD_QUESTION[1]
    return ["send", [kind, {**payload, **changes}]]


class CommandLine(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.environment = {"HOME": self.folder, "LANG": "C.UTF-8"}
        self.double = None

    def plan(self, *plans):
        self.double = WorkerDouble(self.folder, CERTFERRY, plans)
        return self.double

    def run_it(self, *words, environment=None, descriptors=(), **options):
        """Runs certferry without a terminal."""
        if self.double is None:
            self.plan(answering({}))
        return subprocess.run([self.double.certferry, *words], env=environment or self.environment, pass_fds=descriptors,
                              capture_output=True, start_new_session=True, text=True, check=False,
                              stdin=subprocess.DEVNULL, **options)

    def error_of(self, done):
        """The error object; the only thing on standard output."""
        value = json.loads(done.stdout)
        self.assertEqual(list(value), ["error"])
        self.assertEqual(set(value["error"]), {"code", "message", "data"})
        return value["error"]

    def pipe(self, text):
        reader, writer = os.pipe()
        os.write(writer, text.encode())
        os.close(writer)
        self.addCleanup(lambda: os.close(reader))
        return reader


class Usage(CommandLine):
    def test_wrong_usage_is_status_2_with_words_on_standard_error_only(self):
        for words in ([], ["fly"], ["certificates"], ["profiles", "--hunter2"], ["migrate", "--trust-root", FULL[:8]],
                      ["migrate", "--certificate", "abc"], ["identities", "--profile", "p", "--password-fd", "77"],
                      ["migrate", "--correspondents"], ["completion"], ["restore", "x"]):
            with self.subTest(words):
                done = self.run_it(*words)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertTrue(done.stderr.startswith("error: "))
        self.assertEqual(self.double.records(), [], "no worker was started")

    def test_with_json_wrong_usage_is_one_error_object_that_repeats_nothing(self):
        for words in (["fly", "--json"], ["certificates", "--json"], ["profiles", "--json", "--hunter2"], ["call"],
                      ["migrate", "--json", "--trust-root", FULL[:8]], ["call", "profiles.list", "{hunter2"],
                      ["call", "identities.list", '{"profile":"/hunter2"}'],
                      ["identities", "--json", "--profile", "p", "--password-fd", "77"]):
            with self.subTest(words):
                done = self.run_it(*words)
                self.assertEqual((done.returncode, done.stderr), (2, ""))
                self.assertEqual(self.error_of(done)["data"]["kind"], "invalid-request")
                self.assertNotIn("hunter2", done.stdout)

    def test_a_method_that_does_not_exist_is_told_so(self):
        done = self.run_it("call", "selection.explain", "{}")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(self.error_of(done)["data"]["kind"], "unknown-method")

    def test_help_and_version_are_status_0(self):
        self.assertRegex(self.run_it("--version").stdout, r"^certferry \d+\.\d+\.\d+\n$")
        for words in (["--help"], ["migrate", "--help"], ["call", "--help"]):
            done = self.run_it(*words)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("Usage: certferry", done.stdout)

    def test_the_program_that_people_start_links_neither_nss_nor_sqlite(self):
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
                                  ("certferry completion z", 2, "zsh")):
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


class Passwords(CommandLine):
    def received(self, plan, *words, lines=None):
        self.plan([["receive", None], *plan, ["send", ["A", {}]]])
        descriptors = []
        if lines is not None:
            descriptors = [self.pipe(lines)]
            words = [word.replace("FD", str(descriptors[0])) for word in words]
        self.run_it(*words, descriptors=descriptors)
        return self.double.records()[0]["received"][1:]

    def test_passwords_come_from_descriptors_in_the_order_from_to(self):
        received = self.received([question(role="to"), ["receive", None], question(role="from"), ["receive", None]],
                                 "migrate", "--to-password-fd", "FD", "--from-password-fd=FD", lines="p\u00e4ss 1\n\n")
        self.assertEqual(received, [["S", ""], ["S", "p\u00e4ss 1"]])

    def test_a_password_from_a_descriptor_is_not_tried_again(self):
        received = self.received([question(), ["receive", None], question(attempt=2), ["receive", None]],
                                 "identities", "--profile", "p", "--password-fd", "FD", lines="one\ntwo\n")
        self.assertEqual(received[0], ["S", "one"])
        self.assertEqual(json.loads(received[1][1]), {"answer": "no", "kind": "wrong-password"})

    def test_a_descriptor_without_a_line_means_that_a_password_is_required(self):
        received = self.received([question(), ["receive", None]], "identities", "--profile", "p",
                                 "--primary-password-fd", "FD", lines="")
        self.assertEqual(json.loads(received[0][1]), {"answer": "no", "kind": "password-required"})

    def test_without_descriptor_and_terminal_there_is_nobody_to_ask(self):
        received = self.received([question(), ["receive", None], TRUST_QUESTION, ["receive", None]],
                                 "identities", "--profile", "p")
        self.assertEqual(json.loads(received[0][1]), {"answer": "no", "kind": "no-ui"})
        self.assertEqual(json.loads(received[1][1]), {"answer": "unavailable"})

    def test_a_password_is_nowhere_in_outputs_and_requests(self):
        self.plan([["receive", None], question(), ["receive", None], *failing("wrong-password")[1:]])
        secret = self.pipe("hunter2\n")
        done = self.run_it("identities", "--profile", "p", "--json", "--password-fd", str(secret), descriptors=[secret])
        self.assertEqual(done.returncode, 3)
        self.assertNotIn("hunter2", done.stdout + done.stderr + self.double.records()[0]["received"][0][1])


class Terminal(CommandLine):
    def session(self, plan, *words):
        self.plan([["receive", None], *plan])
        return TerminalSession([self.double.certferry, *words], {**self.environment, "TERM": "xterm"})

    def test_a_password_is_asked_at_the_terminal_without_showing_it(self):
        session = self.session([question(), ["receive", None], question(attempt=2), ["receive", None],
                                ["send", ["A", {"identities": []}]]], "identities", "--profile", "p")
        text = session.read_until("Primary password: ")
        self.assertIn('Thunderbird profile "default"', text)
        self.assertFalse(session.echoes())
        session.type("hunter1\n")
        session.read_until("Primary password: ")
        self.assertFalse(session.echoes())
        session.type("hunter2\n")
        session.read_until("no mail identity")
        self.assertTrue(session.echoes())
        text, status = session.end()
        self.assertEqual(status, 0)
        self.assertNotIn("hunter", text)
        self.assertEqual([frame for frame in self.double.records()[0]["received"] if frame[0] == "S"],
                         [["S", "hunter1"], ["S", "hunter2"]])

    def test_after_three_tries_there_is_no_fourth(self):
        session = self.session([question(attempt=4), ["receive", None], ["send", ["A", {}]]], "identities", "--profile", "p")
        session.end()
        self.assertEqual(json.loads(self.double.records()[0]["received"][1][1]), {"answer": "no", "kind": "wrong-password"})

    def test_control_c_at_the_password_cancels_and_leaves_the_terminal_as_it_was(self):
        session = self.session([question(), ["receive", None], ["wait", None]], "identities", "--profile", "p")
        session.read_until("Primary password: ")
        session.type("half\x03")
        _, status = session.end()
        self.assertEqual(status, 130)

    def test_the_end_of_input_at_the_password_cancels(self):
        session = self.session([question(), ["receive", None], *failing("cancelled")[1:]], "identities", "--profile", "p")
        session.read_until("Primary password: ")
        session.type("\x04")
        _, status = session.end()
        self.assertEqual(status, 130)
        self.assertEqual(json.loads(self.double.records()[0]["received"][1][1]), {"answer": "no", "kind": "cancelled"})

    def test_keys_that_stop_or_kill_do_not_leave_the_terminal_silent(self):
        session = self.session([question(), ["receive", None], ["send", ["A", {}]]], "identities", "--profile", "p")
        session.read_until("Primary password: ")
        session.type("\x1a\x1c\n")
        _, status = session.end()
        self.assertEqual(status, 0)
        self.assertEqual(self.double.records()[0]["received"][1], ["S", "\x1a\x1c"])

    def test_trust_is_given_by_a_whole_word_after_the_whole_fingerprint(self):
        session = self.session([TRUST_QUESTION, ["receive", None], ["send", ["A", {}]]], "migrate")
        text = session.read_until("Type yes or no: ")
        self.assertIn("0011 2233 4455 6677 8899 aabb ccdd eeff", text)
        self.assertIn("CN=Root\\u{001B}[2J\\u{202E}", text)
        session.type("y\n")
        session.read_until("in full: ")
        session.type("yes\n")
        session.end()
        self.assertEqual(json.loads(self.double.records()[0]["received"][1][1]), {"answer": "yes"})

    def test_json_at_a_terminal_is_the_same_value_without_anything_that_steers_it(self):
        name = "a\u202eb\u009b"
        session = self.session([["send", ["A", {"name": name}]]], "call", "profiles.list")
        text, _ = session.end()
        self.assertNotIn("\u202e", text)
        self.assertEqual(json.loads(text), {"name": name})


class Cancelling(CommandLine):
    def start(self, *steps, words=("profiles", "--json")):
        self.plan([["receive", None], *steps, ["note", "waiting"], ["wait", None]])
        process = subprocess.Popen([self.double.certferry, *words], env=self.environment, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, start_new_session=True, text=True)
        while not os.path.exists(os.path.join(self.folder, "waiting")) and process.poll() is None:
            pass
        return process

    def end(self, process):
        stdout, stderr = process.communicate()
        worker = self.double.records()[0]["process"]
        self.assertFalse(os.path.exists(f"/proc/{worker}"), "the worker has ended and was reaped")
        return process.returncode, stdout, stderr

    def test_an_interrupt_cancels_with_status_130(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number):
                process = self.start()
                process.send_signal(number)
                status, stdout, _ = self.end(process)
                self.assertEqual(status, 130)
                self.assertEqual(json.loads(stdout)["error"]["data"]["kind"], "cancelled")
                os.remove(os.path.join(self.folder, "waiting"))
                shutil.rmtree(os.path.join(self.folder, "run-0"))

    def test_a_worker_that_does_not_listen_is_killed(self):
        process = self.start(["ignore-term", None])
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.end(process)[0], 130)

    def test_a_result_that_was_reached_is_not_thrown_away(self):
        process = self.start(["result-on-term", {"profiles": []}])
        process.send_signal(signal.SIGINT)
        status, stdout, _ = self.end(process)
        self.assertEqual((status, json.loads(stdout)), (0, {"profiles": []}))

    def test_an_interrupt_of_the_terminal_does_not_reach_the_worker(self):
        process = self.start()
        record = self.double.records()[0]
        self.assertEqual(record["group"], record["process"])
        process.send_signal(signal.SIGINT)
        self.end(process)


if __name__ == "__main__":
    unittest.main()
