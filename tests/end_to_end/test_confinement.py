# SPDX-License-Identifier: MPL-2.0
"""What the real worker can still do when it opens a hostile profile, and what a profile may cost it."""

import os
import pathlib
import resource
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import kernel  # noqa: E402
from application_lock import ApplicationLock  # noqa: E402
from certferry import PROGRAM  # noqa: E402
from probed_worker import ProbedWorker  # noqa: E402
from processes import descendants, process_holding, status_of  # noqa: E402
from waiting_scene import WaitingScene  # noqa: E402

REFUSED = ("EPERM", "EACCES")


class AProbeInTheWorker(unittest.TestCase):
    def setUp(self):
        kernel.skip_unless_confined(self)
        self.worker = self.enterContext(ProbedWorker(self, "escape"))
        self.asked, self.other = (profile.path for profile in self.worker.profiles)

    def run_and_expect_no_way_out(self, *words):
        answer, told = self.worker.run(*words)
        self.assertIn("error", answer.value, "the probe is no softoken")
        for attempt in ("tcp", "udp", "unix", "exec"):
            self.assertEqual(told.get(attempt), "EPERM", (attempt, told))
        self.assertEqual(told[f"read {self.worker.home.path}/secret"], "EACCES")
        self.assertEqual(told[f"write {self.worker.home.path}/secret"], "EACCES")
        self.assertEqual(told[f"make {self.worker.home.path}/made"], "EACCES")
        self.assertIn(next(told[name] for name in told if name.endswith("/environ")), REFUSED)
        self.assertEqual((told["dumpable"], told["privileges-given-up"], told["core"]), ("0", "1", "0"))
        return told

    def test_one_that_reads_gets_at_the_profile_asked_for_and_changes_nothing(self):
        told = self.run_and_expect_no_way_out("certificates", "--profile", self.asked)
        self.assertEqual(told[f"read {self.asked}/prefs.js"], "ok")
        self.assertEqual(told[f"read {self.other}/prefs.js"], "EACCES")
        self.assertEqual(told[f"write {self.asked}/prefs.js"], "EACCES")
        self.assertEqual(told[f"write {self.other}/prefs.js"], "EACCES")

    def test_one_that_reads_may_take_ten_seconds_of_processor_a_minute_and_256_megabytes(self):
        told = self.run_and_expect_no_way_out("certificates", "--profile", self.asked)
        self.assertEqual((told["processor-seconds"], told["memory"]), ("10", str(256 << 20)))
        self.assertIn(int(told["seconds-left"]), range(30, 60), "it started a moment ago with sixty")

    def test_one_that_writes_changes_the_profile_asked_for_and_no_other(self):
        told = self.run_and_expect_no_way_out("select", "--profile", self.asked, "--identity", "id1", "--signing", "0" * 64)
        self.assertEqual(told[f"write {self.asked}/prefs.js"], "ok")
        self.assertEqual(told[f"read {self.other}/prefs.js"], "EACCES")
        self.assertEqual(told[f"write {self.other}/prefs.js"], "EACCES")

    def test_a_plan_reads_both_profiles_and_changes_none(self):
        told = self.run_and_expect_no_way_out("migrate", "--from", self.asked, "--to", self.other, "--dry-run")
        for profile in (self.asked, self.other):
            self.assertEqual((told[f"read {profile}/prefs.js"], told[f"write {profile}/prefs.js"]), ("ok", "EACCES"))

    def test_a_move_changes_its_target_and_reads_its_source(self):
        told = self.run_and_expect_no_way_out("migrate", "--from", self.asked, "--to", self.other)
        self.assertEqual((told[f"read {self.asked}/prefs.js"], told[f"write {self.asked}/prefs.js"]), ("ok", "EACCES"))
        self.assertEqual(told[f"write {self.other}/prefs.js"], "ok")


    def test_a_list_of_profiles_that_names_the_home_opens_nothing_there(self):
        (self.worker.home.path / "prefs.js").write_text("")
        with open(self.worker.home.folder("thunderbird") / "profiles.ini", "a", encoding="utf-8") as file:
            for number, path in enumerate((self.worker.home.path, "/", self.worker.home.path.parent), 2):
                file.write(f"\n[Profile{number}]\nName=all\nIsRelative=0\nPath={path}\n")
        told = self.run_and_expect_no_way_out("certificates", "--profile", self.asked)
        self.assertEqual(told[f"read {self.asked}/prefs.js"], "ok")


class TheWaiter(unittest.TestCase):
    def test_it_is_confined_too_and_stands_alone(self):
        scene = self.enterContext(WaitingScene(self))
        with ApplicationLock(scene.path):
            self.assertEqual(scene.select("--signing", scene.alice.fingerprint).value["outcome"], "pending")
            waiter = process_holding(scene.path / "certferry/waiter.lock")
            status = status_of(waiter)
            with open(f"/proc/{waiter}/stat", encoding="ascii") as file:
                session, terminal = (int(word) for word in file.read().rsplit(") ", 1)[1].split()[3:5])
            self.assertEqual((status["NoNewPrivs"], status["CoreDumping"]), ("1", "0"))
            if kernel.filters_system_calls():
                self.assertEqual(status["Seccomp"], "2")
            self.assertEqual((session in (waiter, os.getsid(0)), terminal), (False, 0))
        scene.wait_until_nothing_waits()


class WhatAProfileMayCost(unittest.TestCase):
    def ended(self, act, meanwhile=None, **options):
        """`meanwhile` gets the process of the command while that runs."""
        with ProbedWorker(self, act) as worker:
            environment = {"HOME": str(worker.home.path), "PATH": os.environ["PATH"]}
            with subprocess.Popen([PROGRAM, "certificates", "--profile", worker.profiles[0].path, "--json"], env=environment,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options) as process:
                if meanwhile:
                    meanwhile(process)
                answer, _ = process.communicate()
        self.assertEqual(process.returncode, 3, answer)
        self.assertIn('"kind": "profile-unreadable"', answer)
        self.assertIn("more time or memory", answer)

    def test_a_worker_that_computes_for_ever_is_ended_and_the_profile_is_a_finding(self):
        # A stricter limit of the person's own stays, which spares ten seconds here.
        self.ended("compute", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (1, 3)))

    def test_a_worker_whose_time_is_over_is_ended_and_the_profile_is_a_finding(self):
        # That it has a minute is told by the probe above; here the signal comes at once that would come then.
        def end(process):
            while not (waiting := descendants(process.pid, "probe-waits")):
                time.sleep(0.05)
            os.kill(waiting[0], signal.SIGALRM)

        self.ended("wait", meanwhile=end)

    def test_a_worker_that_takes_all_memory_gets_no_more_and_the_profile_is_a_finding(self):
        self.ended("hoard")


if __name__ == "__main__":
    unittest.main()
