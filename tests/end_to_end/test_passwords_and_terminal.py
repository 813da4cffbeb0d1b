# SPDX-License-Identifier: MPL-2.0
"""The command line and the person: passwords, the terminal, cancelling."""

import json
import os
import shutil
import signal
import subprocess
import unittest

from command_line import CommandLine, TRUST_QUESTION, question
from terminal_session import TerminalSession
from worker_double import failing


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
