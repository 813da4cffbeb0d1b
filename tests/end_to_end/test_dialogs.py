# SPDX-License-Identifier: MPL-2.0
"""Without a terminal the person is asked in dialogs: what the dialog program gets, and what becomes of its answers."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

from command_line import CommandLine, FULL, HOSTILE, TRUST_QUESTION, question

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from pinentry_double import CANCELLED, NOT_CONFIRMED, YES, PinentryDouble, typed  # noqa: E402

DISPLAY = {"DISPLAY": ":47", "XAUTHORITY": "/nonexistent/authority", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus"}
COPY_QUESTION = ["send", ["Q", {"ask": "consent", "what": "unprotected-copy",
                               "profile": {"id": "t", "name": "mail", "application": "thunderbird"},
                               "other": {"id": "f", "name": "web", "application": "firefox"}}]]


class Dialogs(CommandLine):
    """`ask` runs a command whose worker asks questions, with a dialog program that answers by a plan."""

    def ask(self, questions, *answers, environment=None, words=("identities", "--profile", "p")):
        self.pinentry = PinentryDouble(self, *answers)
        self.pinentry.configure(self.folder)
        return self.ask_again(questions, environment, words)

    def ask_again(self, questions, environment=None, words=("identities", "--profile", "p")):
        before = len(self.double.records()) if self.double else 0
        steps = [step for each in questions for step in (each, ["receive", None])]
        self.plan([["receive", None], *steps, ["send", ["A", {"identities": []}]]])
        done = self.run_it(*words, "--json", environment=environment or {**self.environment, **DISPLAY})
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return [[kind, text if kind == "S" else json.loads(text)] for kind, text in self.double.records()[before]["received"][1:]]

    def refusal(self, kind):
        return [["Y", {"answer": "no", "kind": kind}]]


class Answers(Dialogs):
    def test_a_password_goes_from_the_dialog_to_the_worker(self):
        password = "p\u00e4ss 100% \U0001F511 "
        self.assertEqual(self.ask([question()], typed(password)), [["S", password]])
        record = self.pinentry.records()[0]
        self.assertEqual(record["lines"][-1], "BYE")
        self.assertEqual(sum(line == "GETPIN" for line in record["lines"]), 1)
        self.assertFalse(os.path.exists(f"/proc/{record['process']}"), "the program has ended")

    def test_a_second_try_says_that_nothing_gets_locked(self):
        self.assertEqual(self.ask([question(), question(attempt=2)], typed("one"), typed("two")), [["S", "one"], ["S", "two"]])
        first, second = self.pinentry.records()
        self.assertFalse([line for line in first["lines"] if line.startswith("SETERROR")])
        self.assertTrue([line for line in second["lines"] if line.startswith("SETERROR") and "locked" in line])

    def test_a_request_shows_at_most_three_password_dialogs(self):
        answers = self.ask([question(attempt=1), question(attempt=2), question(attempt=1, role="to"),
                            question(attempt=2, role="to")], typed("x"))
        self.assertEqual(answers, [["S", "x"]] * 3 + self.refusal("wrong-password"))
        self.assertEqual(len(self.pinentry.records()), 3)

    def test_an_empty_password_is_one(self):
        self.assertEqual(self.ask([question()], typed("")), [["S", ""]])

    def test_closing_the_dialog_cancels(self):
        self.assertEqual(self.ask([question()], CANCELLED), self.refusal("cancelled"))

    def test_trust_is_given_by_typing_the_first_digits_of_the_fingerprint(self):
        for text in (FULL[:8], "0011 2233", "00:11:22:33", FULL.upper(), FULL[:12]):
            with self.subTest(text):
                self.assertEqual(self.ask([TRUST_QUESTION], typed(text)), [["Y", {"answer": "yes"}]])

    def test_wrong_digits_are_asked_again_twice_and_then_mean_no(self):
        for text in ("yes", "", FULL[:7], "0011223g", FULL + "0", "00112234"):
            with self.subTest(text):
                self.assertEqual(self.ask([TRUST_QUESTION], typed(text)), [["Y", {"answer": "no"}]])
                self.assertEqual(len(self.pinentry.records()), 3)

    def test_refusing_trust_is_a_no_that_lets_the_rest_go_on(self):
        self.assertEqual(self.ask([TRUST_QUESTION], CANCELLED), [["Y", {"answer": "no"}]])

    def test_consent_is_a_button(self):
        self.assertEqual(self.ask([COPY_QUESTION], YES), [["Y", {"answer": "yes"}]])
        self.assertIn("CONFIRM", self.pinentry.records()[0]["lines"])
        self.assertEqual(self.ask([COPY_QUESTION], NOT_CONFIRMED), [["Y", {"answer": "no"}]])

    def test_a_password_dialog_that_says_where_the_keys_go_is_the_consent(self):
        profile, other = COPY_QUESTION[1][1]["other"], COPY_QUESTION[1][1]["profile"]
        asked = question(profile=profile, keysGoTo=other, role="from")
        self.assertEqual(self.ask([asked, COPY_QUESTION], typed("x")), [["S", "x"], ["Y", {"answer": "yes"}]])
        self.assertIn('Firefox profile "web", and copy them into the Thunderbird profile "mail"', self.pinentry.texts()[0])
        elsewhere = ["send", ["Q", {**COPY_QUESTION[1][1], "profile": {**other, "id": "third"}}]]
        self.assertEqual(self.ask([asked, elsewhere], typed("x"), NOT_CONFIRMED), [["S", "x"], ["Y", {"answer": "no"}]])
        self.assertEqual(self.ask([asked], CANCELLED), self.refusal("consent-refused"))

    def test_consent_to_what_this_version_does_not_know_is_not_asked(self):
        unknown = ["send", ["Q", {**COPY_QUESTION[1][1], "what": "everything"}]]
        self.assertEqual(self.ask([unknown], YES), [["Y", {"answer": "unavailable"}]])
        self.assertEqual(self.pinentry.records(), [])


class Programs(Dialogs):
    def test_a_program_that_cannot_show_a_dialog_is_none(self):
        for name, plan in {
            "exits at once": {"start": [["exit", 1]]},
            "exits after the greeting": {"start": [["say", "OK"], ["exit", 0]]},
            "no greeting": {"start": [["say", "hello"]]},
            "refuses": {"start": [["say", "ERR 83886340 no"], ["exit", 0]]},
            "crashes in the middle": {"answer": [["crash", 0]]},
            "half a line and the end": {"answer": [["raw", "44206162"], ["exit", 0]]},
            "garbage": {"answer": [["say", "\x00\x01 garbage"]]},
            "binary garbage": {"answer": [["raw", "fffe00ff0a"]]},
            "an error without a number": {"answer": [["say", "ERR sorry"]]},
            "a line without end": {"answer": [["raw", "44" * 5000], ["exit", 0]]},
            "a password without end": {"answer": [["say", "D " + "x" * 900]] * 6 + YES},
            "a password with NUL": {"answer": [["say", "D a%00b"], ["say", "OK"]]},
            "questions of its own": {"answer": [["say", "INQUIRE QUALITY x"], ["say", "OK"]]},
            "no terminal for it": {"answer": [["say", "ERR 83918950 Inappropriate ioctl for device"]]},
        }.items():
            with self.subTest(name):
                self.assertEqual(self.ask([question()], plan), self.refusal("no-ui"))
                self.assertEqual(self.ask_again([COPY_QUESTION]), [["Y", {"answer": "unavailable"}]])

    def test_a_program_that_is_missing_or_that_others_can_change_is_not_started(self):
        self.pinentry = PinentryDouble(self, typed("x"))
        self.pinentry.configure(self.folder)
        self.pinentry.program.chmod(0o777)
        self.assertEqual(self.ask_again([question()]), self.refusal("no-ui"))
        self.pinentry.program.chmod(0o644)
        self.assertEqual(self.ask_again([question()]), self.refusal("no-ui"))
        self.pinentry.program.unlink()
        self.assertEqual(self.ask_again([question()]), self.refusal("no-ui"))
        self.assertEqual(self.pinentry.records(), [])

    def test_a_configured_program_needs_no_display(self):
        self.assertEqual(self.ask([question()], typed("x"), environment=self.environment), [["S", "x"]])

    def test_without_display_and_configuration_nobody_is_asked(self):
        for environment in (self.environment, {**self.environment, "DISPLAY": "", "WAYLAND_DISPLAY": ""}):
            self.assertEqual(self.ask_again([question()], environment), self.refusal("no-ui"))

    def test_a_hostile_environment_does_not_reach_the_program(self):
        hostile = {"GTK_MODULES": "evil", "QT_PLUGIN_PATH": "/tmp", "GTK_PATH": "/tmp", "PATH": "/tmp/hostile", "ASSUAN_DEBUG": "99",
                   "PINENTRY_USER_DATA": "USE_CURSES=1", "GPG_TTY": "/dev/null", "LD_PRELOAD": ""}
        more = {"XDG_SESSION_TYPE": "x11", "TERM": "xterm", "LC_MESSAGES": "C"}
        self.ask([question()], typed("x"), environment={**self.environment, **HOSTILE, **hostile, **DISPLAY, **more})
        environment = self.pinentry.records()[0]["environment"]
        self.assertEqual(environment, {**self.environment, **DISPLAY, **more, "PATH": "/usr/bin:/bin"})

    def test_the_program_inherits_standard_streams_only(self):
        self.ask([question()], typed("x"))
        self.assertEqual(self.pinentry.records()[0]["descriptors"], [0, 1, 2])
        self.assertEqual(self.pinentry.records()[0]["arguments"], [])

    def test_the_program_is_offered_no_memory_for_passwords_and_no_line_is_cut(self):
        name = '\u202e";DROP \x1b[2J%s%0A\n' + "\U0001F600" * 1000
        profile = {"id": "p1", "name": name, "application": "thunderbird"}
        root = ["send", ["Q", {**TRUST_QUESTION[1][1], "subject": "CN=" + name * 100, "profile": profile}]]
        self.ask([question(profile=profile, keysGoTo=profile, attempt=2), root], typed("x"))
        for record in self.pinentry.records():
            words = [line.split(" ")[0] for line in record["lines"]]
            self.assertNotIn("SETKEYINFO", words)
            self.assertFalse([line for line in record["lines"] if "cache" in line])
            self.assertFalse([line for line in record["lines"] if len(line.encode()) >= 900 or "\x1b" in line or "\u202e" in line])
            self.assertTrue(record["lines"][-2] == "GETPIN")
        text = self.pinentry.texts()[1]
        self.assertIn("0011 2233 4455 6677 8899 aabb ccdd eeff\n", text)
        self.assertIn("type its first eight digits", text)
        self.assertIn("the command certferry, started by", text)


class Cancelling(Dialogs):
    def test_cancelling_closes_a_dialog_that_does_not_listen(self):
        for plan in ({"answer": [["hang", 0]]}, {"start": [["hang", 0]]}):
            with self.subTest(plan):
                pinentry = PinentryDouble(self, plan)
                pinentry.configure(self.folder)
                self.plan([["receive", None], question(), ["receive", None], ["wait", None]])
                process = subprocess.Popen([self.double.certferry, "identities", "--profile", "p", "--json"],
                                           env=self.environment, stdout=subprocess.PIPE, start_new_session=True, text=True)
                while not pinentry.hangs() and process.poll() is None:
                    time.sleep(0.01)
                process.send_signal(signal.SIGINT)
                stdout, _ = process.communicate()
                self.assertEqual(process.returncode, 130)
                self.assertEqual(json.loads(stdout)["error"]["data"]["kind"], "cancelled")
                self.assertFalse(os.path.exists(f"/proc/{pinentry.records()[0]['process']}"))

    def test_after_a_refusal_no_dialog_is_shown_for_ten_seconds(self):
        self.ask([question()], CANCELLED, typed("x"))
        self.assertEqual(self.ask_again([question(), TRUST_QUESTION, COPY_QUESTION]),
                         self.refusal("cancelled") + [["Y", {"answer": "no"}]] * 2)
        self.assertEqual(len(self.pinentry.records()), 1)
        mark = pathlib.Path(self.folder, ".cache", "certferry", "refused")
        then = mark.stat().st_mtime - 11
        os.utime(mark, (then, then))
        self.assertEqual(self.ask_again([question()]), [["S", "x"]])

    def test_a_user_has_one_dialog_at_a_time(self):
        pinentry = PinentryDouble(self, [["sleep", 0.5], *typed("x")])
        pinentry.configure(self.folder)
        self.plan([["receive", None], question(), ["receive", None], ["send", ["A", {"identities": []}]]])
        processes = [subprocess.Popen([self.double.certferry, "identities", "--profile", "p", "--json"], env=self.environment,
                                      stdout=subprocess.DEVNULL, start_new_session=True) for _ in range(3)]
        self.assertEqual([process.wait() for process in processes], [0, 0, 0])
        starts = sorted(record["started"] for record in pinentry.records())
        self.assertEqual(len(starts), 3)
        self.assertGreaterEqual(min(later - earlier for earlier, later in zip(starts, starts[1:])), 0.5)

    def test_waiting_for_the_other_dialog_can_be_cancelled(self):
        pinentry = PinentryDouble(self, [["hang", 0]])
        pinentry.configure(self.folder)
        self.plan([["receive", None], question(), ["note", "asked"], ["receive", None], ["wait", None]])
        command = [self.double.certferry, "identities", "--profile", "p", "--json"]
        first = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL, start_new_session=True)
        while not pinentry.hangs() and first.poll() is None:
            time.sleep(0.01)
        os.remove(os.path.join(self.folder, "asked"))
        second = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL, start_new_session=True)
        while not os.path.exists(os.path.join(self.folder, "asked")) and second.poll() is None:
            time.sleep(0.01)
        second.send_signal(signal.SIGINT)
        self.assertEqual(second.wait(), 130)
        self.assertEqual(len(pinentry.records()), 1)
        first.send_signal(signal.SIGINT)
        self.assertEqual(first.wait(), 130)

    def test_without_a_folder_of_the_users_own_nothing_is_shown(self):
        home = pathlib.Path(self.folder, "home")
        home.mkdir()
        pinentry = PinentryDouble(self, typed("x"))
        pinentry.configure(home)
        (home / ".cache").write_text("not a folder")
        self.assertEqual(self.ask_again([question()], {"HOME": str(home)}), self.refusal("no-ui"))
        self.assertEqual(pinentry.records(), [])


if __name__ == "__main__":
    unittest.main()
