# SPDX-License-Identifier: MPL-2.0
"""How the host ends: at the end of its input, by signals, and with a client that reads no more."""

import json
import os
import pathlib
import pty
import signal
import struct
import subprocess
import time
import unittest

from host_case import DoubleCase, cases, request
from native_host import MANIFEST, OWN_ID, PATIENCE, PROGRAM, SANITIZED, frame, run, split_frames
from worker_double import answering

# What a browser grants is three seconds; the second is for a machine that is busy with other tests.
IDLE, BUSY = (6, 12) if SANITIZED else (2, 5)
WAITING = [["receive", None], ["note", "started"], ["wait", None]]
STUBBORN = [["receive", None], ["ignore-term", None], ["note", "started"], ["wait", None], ["wait", None]]


class Life(DoubleCase):
    def busy(self, plan, count=1):
        """A host with `count` requests in as many workers."""
        double = self.double(plan)
        host = self.start(program=double.certferry)
        for number in range(count):
            host.send(request("profiles.list", number=number))
        self.wait_for_notes("started")
        self.wait_for_workers(count)
        return double, host

    def check_gone(self, double):
        """No worker outlives its host for long."""
        for record in double.records():
            deadline = time.monotonic() + 10
            while alive(record["process"]):
                self.assertLess(time.monotonic(), deadline, "a worker is left behind")
                time.sleep(0.02)


def alive(process):
    try:
        text = pathlib.Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return text.rsplit(")", 1)[1].split()[0] != "Z"


def close_input(host):
    host.process.stdin.close()


def kill_with(number):
    return lambda host: host.process.send_signal(number)


ENDINGS = {"the end of input": (close_input,), "SIGTERM": (kill_with(signal.SIGTERM),), "SIGINT": (kill_with(signal.SIGINT),),
           "SIGHUP": (kill_with(signal.SIGHUP),)}


@cases({f"by {name}": row for name, row in ENDINGS.items()})
class EndsIdle(Life):
    def check(self, act):
        host = self.start()
        self.assertEqual(host.ask("ping")["result"], {})
        status, seconds = host.seconds_to_end(lambda: act(host))
        self.assertEqual((status, host.leftover(), host.rest, host.words), (0, [], b"", b""))
        self.assertLess(seconds, IDLE)


@cases({f"by {name}": row for name, row in ENDINGS.items()})
class EndsBusy(Life):
    """Each open request still gets its one answer."""

    def check(self, act):
        double, host = self.busy(WAITING, 4)
        status, seconds = host.seconds_to_end(lambda: act(host))
        self.assertEqual(status, 0)
        self.assertLess(seconds, BUSY)
        answers = host.leftover()
        self.assertEqual(sorted(answer["id"] for answer in answers), [0, 1, 2, 3])
        self.assertEqual({answer["error"]["data"]["kind"] for answer in answers}, {"cancelled"})
        self.check_gone(double)


@cases({f"by {name}": ENDINGS[name] for name in ("the end of input", "SIGTERM")})
class EndsWithAWorkerThatDoesNot(Life):
    def check(self, act):
        _, host = self.busy(STUBBORN)
        status, seconds = host.seconds_to_end(lambda: act(host))
        self.assertEqual((status, host.rest), (0, b""))
        self.assertLess(seconds, BUSY)


class Ends(Life):
    def test_in_the_middle_of_a_frame_with_nothing_more_on_its_output(self):
        double, host = self.busy(WAITING, 2)
        host.write(struct.pack("=I", 100) + b"{")
        self.assertEqual(host.close(), 4)
        self.assertEqual((host.leftover(), host.rest, host.words), ([], b"", b""))
        self.check_gone(double)

    def test_by_a_signal_in_the_middle_of_a_frame_as_at_its_border(self):
        host = self.start()
        host.write(frame(request("ping")) + struct.pack("=I", 100) + b"{")
        self.assertEqual(host.answer(1)["result"], {})
        host.process.send_signal(signal.SIGTERM)
        self.assertEqual(host.wait(), 0)

    def test_at_once_when_there_is_no_input_at_all(self):
        for source in (subprocess.DEVNULL, None):
            done = subprocess.run([PROGRAM, MANIFEST, OWN_ID], stdin=source, capture_output=True, check=False, timeout=PATIENCE,
                                  preexec_fn=None if source else lambda: os.close(0), env={})
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))

    def test_at_once_when_there_is_no_output_at_all(self):
        reader, writer = os.pipe()
        done = subprocess.run([PROGRAM, MANIFEST, OWN_ID], stdin=reader, stderr=subprocess.PIPE, check=False, timeout=PATIENCE,
                              preexec_fn=lambda: os.close(1), env={})
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        os.close(reader)
        os.close(writer)

    def test_and_works_without_a_standard_error(self):
        reader, writer = os.pipe()
        os.write(writer, frame(request("ping")) + frame(request("hello", {"protocol": [1, 1]}, 2)))
        os.close(writer)
        done = subprocess.run([PROGRAM, MANIFEST, OWN_ID], stdin=reader, stdout=subprocess.PIPE, check=False, timeout=PATIENCE,
                              preexec_fn=lambda: os.close(2), env={})
        os.close(reader)
        bodies, rest = split_frames(done.stdout)
        self.assertEqual((done.returncode, rest), (0, b""))
        self.assertEqual({json.loads(body)["id"] for body in bodies}, {1, 2})

    def test_quietly_when_the_client_reads_no_more(self):
        host = self.start(reading=False)
        host.process.stdout.close()
        host.send(request("ping"))
        self.assertEqual(host.wait(), 0)
        self.assertEqual(host.words, b"")

    def test_quietly_when_the_client_reads_no_more_and_workers_run(self):
        double = self.double(WAITING)
        host = self.start(program=double.certferry, reading=False)
        host.send(request("profiles.list", number=7))
        self.wait_for_notes("started")
        host.process.stdout.close()
        host.send(request("ping"))
        self.assertEqual((host.wait(), host.words), (0, b""))
        self.check_gone(double)

    def test_when_a_client_that_reads_nothing_closes_the_input(self):
        double = self.double(answering({"text": "x" * 30_000_000}))
        host = self.start(program=double.certferry, reading=False)
        for number in range(8):
            host.send(request("profiles.list", number=number))
        self.wait_for_workers(4)
        time.sleep(0.5)
        status, seconds = host.seconds_to_end(host.process.stdin.close)
        self.assertEqual((status, host.words), (0, b""))
        self.assertLess(seconds, BUSY)

    def test_when_its_input_is_a_file(self):
        path = self.home / "requests"
        path.write_bytes(frame(request("ping")))
        with open(path, "rb") as file:
            done = subprocess.run([PROGRAM, MANIFEST, OWN_ID], stdin=file, capture_output=True, check=False, timeout=PATIENCE, env={})
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertIn(b'"result":{}', done.stdout)

    def test_with_its_workers_when_it_is_killed(self):
        double, host = self.busy([["receive", None], ["note", "started"], ["receive", None], ["exit", 0]], 3)
        host.process.kill()
        host.wait()
        self.check_gone(double)

    def test_after_all_answers_were_written_to_a_slow_client(self):
        host = self.start(reading=False)
        host.send(*(request("ping", number=number) for number in range(5000)))
        host.process.stdin.close()
        time.sleep(0.1)
        data = host.process.stdout.read()
        self.assertEqual(data.count(b'"result":{}'), 5000)
        self.assertEqual(host.wait(), 0)

    def test_all_the_same_without_a_home(self):
        for environment in ({}, {"HOME": ""}, {"HOME": "/nonexistent"}, {"HOME": "relative"}):
            status, bodies, rest, words = run(frame(request("hello", {"protocol": [1, 1]})), environment=environment)
            self.assertEqual((status, len(bodies), rest, words), (0, 1, b"", b""))


class Terminal(Life):
    def test_started_by_hand_it_says_what_it_is(self):
        for arguments in ((), (MANIFEST, OWN_ID), ("--help",)):
            keyboard, terminal = pty.openpty()
            done = subprocess.run([PROGRAM, *arguments], stdin=terminal, capture_output=True, check=False, timeout=PATIENCE, env={})
            os.close(keyboard)
            os.close(terminal)
            self.assertEqual((done.returncode, done.stdout), (2, b""))
            self.assertIn(b"certferry install", done.stderr)


class Idle(Life):
    def test_waiting_costs_no_time(self):
        host = self.start()
        host.ask("ping")
        before = cpu_ticks(host.process)
        time.sleep(1)
        self.assertLessEqual(cpu_ticks(host.process) - before, 1)
        self.check_alive(host)

    def test_a_core_of_it_is_never_written(self):
        host = self.start()
        host.ask("ping")
        limits = pathlib.Path(f"/proc/{host.process.pid}/limits").read_text(encoding="ascii")
        self.assertEqual(next(line.split()[4:6] for line in limits.splitlines() if line.startswith("Max core")), ["0", "0"])
        if os.geteuid() != 0:
            with self.assertRaises(PermissionError):
                os.readlink(f"/proc/{host.process.pid}/exe")
        self.check_alive(host)


def cpu_ticks(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


if __name__ == "__main__":
    unittest.main()
