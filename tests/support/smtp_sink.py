# SPDX-License-Identifier: MPL-2.0
"""A mail server for one test: takes every message and keeps it."""

import queue
import socketserver

from local_server import LocalServer


class Message:
    def __init__(self, sender, recipients, content):
        self.sender, self.recipients, self.content = sender, recipients, content


class SmtpSink(LocalServer):
    """Serves from `with` to its end, on `port`. `refusal`: what every recipient is refused with, if not None."""

    def __init__(self):
        self._arrived, self.refusal = queue.Queue(), None
        super().__init__(_handler(self))

    def take(self, message):
        self._arrived.put(message)

    def next_message(self):
        """The next message; waits for it."""
        return self._arrived.get()

    def messages(self):
        """Those that have arrived and were not fetched yet."""
        found = []
        while not self._arrived.empty():
            found.append(self._arrived.get())
        return found


def _handler(sink):
    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self._say("220 sink ready")
            self._sender, self._recipients = None, []
            while line := self.rfile.readline():
                if not self._obey(line.decode("latin-1").rstrip("\r\n")):
                    return

        def _say(self, text):
            self.wfile.write(text.encode() + b"\r\n")

        def _obey(self, line):
            """One command; false when the client is done."""
            verb = line[:4].upper()
            if verb == "QUIT":
                self._say("221 bye")
                return False
            if verb == "DATA":
                self._say("354 go on")
                sink.take(Message(self._sender, self._recipients, self._content()))
                self._sender, self._recipients = None, []
            elif verb == "MAIL":
                self._sender = _address(line)
            elif verb == "RCPT" and sink.refusal:
                self._say(sink.refusal)
                return True
            elif verb == "RCPT":
                self._recipients.append(_address(line))
            self._say("250 fine")
            return True

        def _content(self):
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line[1:] if line.startswith(b".") else line)
            return b"".join(lines)

    return Handler


def _address(line):
    return line[line.index("<") + 1:line.index(">")] if "<" in line else line.split(":", 1)[1].strip()
