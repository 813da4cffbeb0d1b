# SPDX-License-Identifier: MPL-2.0
"""What is on standard output: frames and nothing else, long answers in parts."""

import array
import fcntl
import json
import os
import pathlib
import shutil
import struct
import subprocess
import termios
import time
import unittest

from host_case import DoubleCase, cases, request
from native_host import LARGEST_FRAME, PATIENCE, SANITIZED, environment_of
from native_host import frame as frame_of
from worker_double import answering

HOSTILE = {
    "NSPR_LOG_MODULES": "all:5", "NSPR_LOG_FILE": "", "NSS_DEBUG_PKCS11_MODULE": "x", "MOZ_LOG": "all:5", "LD_DEBUG": "",
    "SSLKEYLOGFILE": "keys", "MALLOC_TRACE": "trace", "GLIBCXX_FORCE_NEW": "1", "NSS_MAX_MP_PBE_ITERATION_COUNT": "1",
}
# Prints when the host asks for its parent, which it does once its output is its own.
CHATTER = """
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>
pid_t getppid(void) {
  printf("chatter of a library\\n");
  fflush(stdout);
  write(1, "chatter\\n", 8);
  unsetenv("LD_PRELOAD");  // a shell asks for its parent too
  system("echo chatter of a program");
  return (pid_t)syscall(SYS_getppid);
}
"""


def unread(pipe):
    """How many bytes wait in a pipe, seen from either end."""
    count = array.array("i", [0])
    fcntl.ioctl(pipe.fileno(), termios.FIONREAD, count)
    return count[0]


class Pure(DoubleCase):
    def test_what_a_library_or_a_program_prints_goes_to_standard_error(self):
        compiler = shutil.which("cc")
        if compiler is None:
            self.skipTest("there is no C compiler to make a library that prints")
        if SANITIZED:
            self.skipTest("a sanitizer's library must be the first in a process")
        source, library = self.home / "chatter.c", self.home / "chatter.so"
        source.write_text(CHATTER, encoding="ascii")
        subprocess.run([compiler, "-shared", "-fPIC", "-w", "-o", library, source], check=True)
        host = self.start(environment={**environment_of(self.home), "LD_PRELOAD": str(library)})
        self.assertEqual(host.ask("ping")["result"], {})
        self.check_alive(host)
        self.assertEqual(sorted(host.words.splitlines()), [b"chatter", b"chatter of a library", b"chatter of a program"])

    def test_what_a_worker_prints_reaches_nobody(self):
        self.double([["stderr", "words of a worker /home/alice alice@example.test"], ["receive", None], ["send", ["A", {"profiles": []}]]])
        host = self.start(program=str(self.home / "certferry"))
        self.assertEqual(host.ask("profiles.list")["result"], {"profiles": []})
        self.check_alive(host)
        self.assertEqual(host.words, b"")

    def test_a_worker_gets_no_descriptor_of_the_host(self):
        self.double(answering({}))
        host = self.start(program=str(self.home / "certferry"))
        host.ask("profiles.list")
        self.check_alive(host)
        self.assertLessEqual(set(self.workers()[0]["descriptors"]), {0, 1, 2, 3, 4})

    def test_a_hostile_environment_changes_no_byte(self):
        frames = []
        for further in ({}, {**HOSTILE, "NSPR_LOG_FILE": str(self.home / "nspr"), "SSLKEYLOGFILE": str(self.home / "keys")}):
            host = self.start(environment={**environment_of(self.home), **further})
            for number, method in enumerate(("profiles.list", "ping", "certificates.list")):
                host.ask(method, number=number)
            self.check_alive(host)
            self.assertEqual(host.words, b"")
            frames.append(sorted(host.frames))
        self.assertEqual(frames[0], frames[1])
        self.assertEqual([path.name for path in self.home.iterdir() if path.name in ("nspr", "keys", "trace")], [])

    def test_standard_output_is_standard_error_for_everybody_else(self):
        host = self.start()
        host.ask("ping")
        try:
            ends = [os.readlink(f"/proc/{host.process.pid}/fd/{number}") for number in (1, 2)]
        except PermissionError:
            self.skipTest("only root may look at the descriptors of a process that keeps its memory private")
        self.assertEqual(ends[0], ends[1])
        self.check_alive(host)


TEXTS = {
    "letters": "x" * 4_000_000, "quotes": '"' * 2_000_000, "backslashes": "\\" * 2_000_000, "line feeds": "\n" * 1_500_000,
    "control characters": "\x01\x1f\x7f" * 500_000, "two bytes each": "\u00e9" * 1_500_000, "three bytes each": "\u20ac" * 1_500_000,
    "four bytes each": "\U0001F511" * 1_500_000, "a mixture": 'a"\\\n\u00e9\u20ac\U0001F511\u2028\x00' * 300_000,
    "one byte too many": "x" * LARGEST_FRAME,
}


@cases({f"of {name}": (text,) for name, text in TEXTS.items()})
class LongAnswer(DoubleCase):
    def check(self, text):
        self.double(answering({"text": text}))
        host = self.start(program=str(self.home / "certferry"))
        answer = host.ask("profiles.list", number="long \" id")
        self.assertEqual(answer, {"jsonrpc": "2.0", "id": "long \" id", "result": {"text": text}})
        parts = [json.loads(body)["params"] for body in host.frames]
        self.assertGreater(len(parts), 1)
        self.assertEqual([part["seq"] for part in parts], list(range(len(parts))))
        self.assertEqual({(part["id"], part["total"]) for part in parts}, {("long \" id", len(parts))})
        self.assertTrue(all(set(part) == {"id", "seq", "total", "data"} for part in parts))
        self.assertTrue(all(len(body) + 4 < LARGEST_FRAME for body in host.frames))
        for part in parts:
            part["data"].encode()  # a character cut in two would be half a surrogate pair or none
        self.check_alive(host)


class Parts(DoubleCase):
    def test_an_answer_just_below_the_limit_is_one_frame(self):
        around = len(json.dumps({"id": 1, "jsonrpc": "2.0", "result": {"text": ""}}, separators=(",", ":"))) + 4
        lengths = {LARGEST_FRAME - 1 - around: 1, LARGEST_FRAME - around: 2}
        self.double(*(answering({"text": "x" * length}) for length in lengths))
        host = self.start(program=str(self.home / "certferry"))
        for length, frames in lengths.items():
            before = len(host.frames)
            self.assertEqual(len(host.ask("profiles.list")["result"]["text"]), length)
            self.assertEqual(len(host.frames) - before, frames)
        self.check_alive(host)

    def test_two_long_answers_at_once_can_be_told_apart(self):
        self.double(answering({"text": "x" * 5_000_000}), answering({"text": "y" * 5_000_000}))
        host = self.start(program=str(self.home / "certferry"))
        host.send(request("profiles.list", number=1), request("profiles.list", number=2))
        texts = {host.answer(number)["result"]["text"] for number in (1, 2)}
        self.assertEqual(texts, {"x" * 5_000_000, "y" * 5_000_000})
        self.check_alive(host)

    def test_a_client_that_reads_slowly_gets_all_of_it(self):
        self.double(answering({"text": "\U0001F511" * 2_000_000}))
        host = self.start(program=str(self.home / "certferry"), reading=False)
        host.send(*(request("profiles.list", number=number) for number in range(6)))
        self.wait_for_workers(4)
        data, left = b"", {number: None for number in range(6)}
        while any(value != 0 for value in left.values()):
            data += os.read(host.process.stdout.fileno(), 65536)
            while len(data) >= 4 and len(data) >= 4 + (length := struct.unpack("=I", data[:4])[0]):
                part = json.loads(data[4:4 + length]).get("params", {})
                data = data[4 + length:]
                if "total" in part and "seq" in part:
                    left[part["id"]] = (left[part["id"]] if left[part["id"]] is not None else part["total"]) - 1
        self.assertEqual(set(left.values()), {0})
        self.check_memory(host, 400)

    def check_memory(self, host, mebibytes):
        """Answers that nobody reads do not pile up beyond those of four workers."""
        if not SANITIZED:
            text = pathlib.Path(f"/proc/{host.process.pid}/status").read_text(encoding="ascii")
            peak = next(int(line.split()[1]) for line in text.splitlines() if line.startswith("VmHWM"))
            self.assertLess(peak, mebibytes * 1024)

    def test_a_ping_is_read_and_answered_between_the_parts_of_a_long_answer(self):
        self.double(answering({"text": "x" * 20_000_000}))
        host = self.start(program=str(self.home / "certferry"), reading=False)
        host.send(request("profiles.list"))
        whole = self.next_frame(host)["params"]["total"]
        self.assertGreater(whole, 16)
        host.send(request("ping", number="ping"))
        self.wait_until_read(host)
        parts = 1
        while (frame := self.next_frame(host)).get("id") != "ping":
            self.assertEqual(frame["method"], "$/part")
            parts += 1
        self.assertLess(parts, whole)

    def next_frame(self, host):
        """One frame, of a host that nothing else reads."""
        def take(size):
            data = b""
            while len(data) < size:
                data += os.read(host.process.stdout.fileno(), size - len(data))
            return data
        return json.loads(take(*struct.unpack("=I", take(4))))

    def wait_until_read(self, host):
        """Until the host has taken all that was sent, though nobody reads what it says."""
        deadline = time.monotonic() + PATIENCE
        while unread(host.process.stdin) > 0:
            self.assertLess(time.monotonic(), deadline, "the host reads no more")
            time.sleep(0.01)

    def test_a_client_that_pings_and_never_reads_makes_it_keep_a_bounded_amount(self):
        host = self.start(reading=False)
        os.set_blocking(host.process.stdin.fileno(), False)
        pings, sent, unchanged = frame_of(request("ping", number="x" * 1000)) * 100, 0, 0
        while unchanged < 100 and sent < 200_000_000:
            try:
                sent += os.write(host.process.stdin.fileno(), pings[sent % len(pings):])
                unchanged = 0
            except BlockingIOError:
                unchanged += 1
                time.sleep(0.01)
        self.assertLess(sent, 100_000_000, "it went on reading")
        self.check_memory(host, 100)

    def test_a_client_that_does_not_read_stops_the_workers(self):
        self.double(answering({"text": "x" * 12_000_000}))
        host = self.start(program=str(self.home / "certferry"), reading=False)
        host.send(*(request("profiles.list", number=number) for number in range(32)))
        self.wait_for_workers(4)
        before = -1
        while before != len(self.workers()):
            before = len(self.workers())
            time.sleep(1)
        self.assertLessEqual(before, 5)
        self.check_memory(host, 400)


if __name__ == "__main__":
    unittest.main()
