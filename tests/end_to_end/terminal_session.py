# SPDX-License-Identifier: MPL-2.0
"""A program at a terminal of its own, as a person uses it."""

import os
import pty
import termios


class TerminalSession:
    """Starts `command` with a new pseudo terminal as its controlling terminal."""

    def __init__(self, command, environment):
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            os.execve(command[0], command, environment)
        self.seen = b""

    def read_until(self, text):
        """All output up to and with `text`; fails when the program ends before."""
        wanted = text.encode()
        while wanted not in self.seen:
            piece = self._read()
            if not piece:
                raise AssertionError(f"ended without {text!r}: {self.seen!r}")
            self.seen += piece
        at = self.seen.index(wanted) + len(wanted)
        before, self.seen = self.seen[:at], self.seen[at:]
        return before.decode()

    def _read(self):
        try:
            return os.read(self.descriptor, 4096)
        except OSError:
            return b""

    def type(self, text):
        """What a person types; Ctrl-C is \\x03."""
        os.write(self.descriptor, text.encode())

    def echoes(self):
        """Does typing show at this moment?"""
        return bool(termios.tcgetattr(self.descriptor)[3] & termios.ECHO)

    def end(self):
        """The rest of the output and the exit status."""
        while piece := self._read():
            self.seen += piece
        status = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        os.close(self.descriptor)
        return self.seen.decode(), status
