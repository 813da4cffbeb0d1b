# SPDX-License-Identifier: MPL-2.0
"""A mail server's mailbox for one test: what is put into it is fetched with POP3 (RFC 1939), by anybody and with any password."""

import socketserver
import threading

from local_server import LocalServer


class Mailbox(LocalServer):
    """Serves from `with` to its end, on `port`."""

    def __init__(self):
        self._messages, self._lock = [], threading.Lock()
        super().__init__(_handler(self))

    def put(self, content):
        """A message arrives; `content` are its bytes, with CR LF."""
        with self._lock:
            self._messages.append(content)

    def snapshot(self):
        with self._lock:
            return list(self._messages)


def _handler(mailbox):
    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self._messages = mailbox.snapshot()
            self._say("+OK mailbox ready")
            while line := self.rfile.readline():
                verb, *words = line.decode("latin-1").split()
                answer = getattr(self, verb.lower(), None)
                self._say("-ERR no such command") if answer is None else answer(*words)
                if verb.upper() == "QUIT":
                    return

        def _say(self, text, lines=None):
            self.wfile.write(text.encode() + b"\r\n")
            if lines is not None:
                stuffed = [b"." + line if line.startswith(b".") else line for line in lines]
                self.wfile.write(b"".join(line + b"\r\n" for line in stuffed) + b".\r\n")

        def capa(self):
            self._say("+OK", [b"USER", b"UIDL", b"TOP"])

        def user(self, *_):
            self._say("+OK")

        pass_ = dele = noop = quit = user

        def stat(self):
            self._say(f"+OK {len(self._messages)} {sum(map(len, self._messages))}")

        def list(self, number=None):
            self._numbered(number, lambda content: len(content))

        def uidl(self, number=None):
            self._numbered(number, lambda content: f"unique-{self._messages.index(content)}")

        def _numbered(self, number, of):
            lines = [f"{at} {of(content)}" for at, content in enumerate(self._messages, 1)]
            if number:
                self._say(f"+OK {lines[int(number) - 1]}")
            else:
                self._say("+OK", [line.encode() for line in lines])

        def retr(self, number):
            self._say("+OK", self._messages[int(number) - 1].removesuffix(b"\r\n").split(b"\r\n"))

        def top(self, number, _):
            self.retr(number)

    setattr(Handler, "pass", Handler.pass_)
    return Handler
