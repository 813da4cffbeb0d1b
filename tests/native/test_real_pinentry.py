# SPDX-License-Identifier: MPL-2.0
"""Debian's own dialog programs for terminals, at the terminal in whose foreground the host runs."""

import fcntl
import json
import os
import pathlib
import pty
import struct
import sys
import termios
import threading
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from native_host import MANIFEST, OWN_ID, PROGRAM, cancel, environment_of, frame, request  # noqa: E402
from two_profiles import TwoProfiles  # noqa: E402

PASSWORD = "correct horse"


class HostAtTerminal:
    """The host with pipes to its client and a pseudo terminal as its controlling terminal."""

    def __init__(self, home, width=100, height=40):
        requests, self._to_host = os.pipe()
        self._from_host, answers = os.pipe()
        self.process, self._terminal = pty.fork()
        if self.process == 0:
            fcntl.ioctl(2, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
            os.dup2(requests, 0)
            os.dup2(answers, 1)
            os.execve(PROGRAM, [PROGRAM, MANIFEST, OWN_ID], {**environment_of(home), "TERM": "xterm"})
        os.close(requests)
        os.close(answers)
        self._shown, self._news = b"", threading.Condition()
        self._reader = threading.Thread(target=self._read_terminal, daemon=True)
        self._reader.start()

    def send(self, *messages):
        os.write(self._to_host, b"".join(frame(message) for message in messages))

    def read_until(self, text):
        """What the terminal shows, up to `text`."""
        with self._news:
            self._news.wait_for(lambda: text.encode() in self._shown)
            return self._shown.decode(errors="replace")

    def _read_terminal(self):
        """A program waits until its terminal has taken what it wrote."""
        try:
            while piece := os.read(self._terminal, 4096):
                with self._news:
                    self._shown += piece
                    self._news.notify_all()
        except OSError:
            pass

    def type(self, text):
        os.write(self._terminal, text.encode())

    def settings(self):
        return termios.tcgetattr(self._terminal)

    def answer(self, number):
        with os.fdopen(os.dup(self._from_host), "rb", closefd=True, buffering=0) as stream:
            while True:
                message = json.loads(self._exactly(stream, struct.unpack("=I", self._exactly(stream, 4))[0]))
                if message.get("id") == number:
                    return message

    @staticmethod
    def _exactly(stream, size):
        data = b""
        while len(data) < size:
            piece = stream.read(size - len(data))
            if not piece:
                raise EOFError("the host has ended")
            data += piece
        return data

    def end(self):
        os.close(self._to_host)
        status = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        self._reader.join()
        os.close(self._from_host)
        os.close(self._terminal)
        return status


class RealPinentry(unittest.TestCase):
    def start(self, program):
        if not os.access(program, os.X_OK):
            self.skipTest(f"{program} is not installed")
        self.profiles = TwoProfiles(self, firefox_password=PASSWORD)
        file = self.profiles.home / ".config" / "certferry" / "certferry.json"
        file.parent.mkdir(parents=True, mode=0o700)
        file.write_text(json.dumps({"pinentry": program}), encoding="utf-8")
        file.chmod(0o600)
        return HostAtTerminal(self.profiles.home)

    def check_a_move(self, program):
        host = self.start(program)
        before = host.settings()
        host.send(request("migration.run", {}))
        shown = host.read_until("Primary password:")
        self.assertIn("Unlock the private keys of the Firefox profile", shown)
        host.type(PASSWORD + "\r")  # what the key sends
        self.assertEqual(host.answer(1)["result"]["certificates"][0]["outcome"], "copied")
        self.assertEqual(host.settings(), before)
        self.assertEqual(host.end(), 0)

    def check_cancelling(self, program):
        host = self.start(program)
        before = host.settings()
        host.send(request("migration.run", {}))
        host.read_until("Primary password:")
        host.send(cancel(1))
        self.assertEqual(host.answer(1)["error"]["data"]["kind"], "cancelled")
        self.assertEqual(host.settings(), before, "the terminal is as it was")
        self.assertEqual(host.end(), 0)

    def test_curses(self):
        self.check_a_move("/usr/bin/pinentry-curses")

    def test_curses_cancelled(self):
        self.check_cancelling("/usr/bin/pinentry-curses")

    def test_tty(self):
        self.check_a_move("/usr/bin/pinentry-tty")

    def test_tty_cancelled(self):
        self.check_cancelling("/usr/bin/pinentry-tty")


if __name__ == "__main__":
    unittest.main()
