# SPDX-License-Identifier: MPL-2.0
"""The real certferry-host, spoken to as a browser does: frames into its standard input, frames out of its standard output."""

import json
import os
import pathlib
import queue
import struct
import subprocess
import threading
import time

import schemas

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("CERTFERRY_HOST", str(ROOT / "build" / "bin" / "certferry-host"))
OWN_ID = "certferry@certferry"
MANIFEST = "/usr/lib/mozilla/native-messaging-hosts/certferry.json"
LARGEST_REQUEST = 32 * 1024 * 1024
LARGEST_FRAME = 1_000_000
# A sanitizer takes memory and time of its own, and its library must be the first in a process.
SANITIZED = any(name in pathlib.Path(PROGRAM).read_bytes() for name in (b"__asan_init", b"__tsan_init"))
# Nothing here takes so long; it only ends a test whose answer never comes.
PATIENCE = 120


def frame(message):
    """A frame around bytes, or around the JSON text of anything else."""
    body = message if isinstance(message, bytes) else json.dumps(message, ensure_ascii=False).encode()
    return struct.pack("=I", len(body)) + body


def request(method, params=None, number=1):
    message = {"jsonrpc": "2.0", "id": number, "method": method}
    return message if params is None else {**message, "params": params}


def cancel(number):
    return {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": number}}


def split_frames(data):
    """The bodies of whole frames, and the bytes that are left."""
    bodies = []
    while len(data) >= 4:
        length, = struct.unpack("=I", data[:4])
        if len(data) < 4 + length:
            break
        bodies.append(data[4:4 + length])
        data = data[4 + length:]
    return bodies, data


def environment_of(home):
    return {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}


class Host:
    """One process. Use it in a `with`; a thread reads what it says, unless `reading` is false."""

    def __init__(self, home, arguments=(MANIFEST, OWN_ID), program=PROGRAM, environment=None, reading=True):
        self.process = subprocess.Popen([program, *arguments], env=environment or environment_of(home),
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        start_new_session=True)
        self._messages, self._parts, self._kept = queue.Queue(), {}, []
        self.frames, self.notifications = [], []
        self.words = b""
        self._has_real_worker = program == PROGRAM
        self._threads = [threading.Thread(target=self._read_errors, daemon=True)]
        if reading:
            self._threads.append(threading.Thread(target=self._read, daemon=True))
        for thread in self._threads:
            thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for thread in self._threads:
            thread.join()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                stream.close()
            except BrokenPipeError:
                pass

    def _read(self):
        data = b""
        while piece := os.read(self.process.stdout.fileno(), 1 << 20):
            bodies, data = split_frames(data + piece)
            for body in bodies:
                self.frames.append(body)
                self._messages.put(body)
        self.rest = data
        self._messages.put(None)

    def _read_errors(self):
        while piece := os.read(self.process.stderr.fileno(), 1 << 16):
            self.words += piece

    def write(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, *messages):
        self.write(b"".join(frame(message) for message in messages))

    def receive(self, patience=PATIENCE):
        """The next message: an answer, with parts put together, or a notification other than $/part."""
        while True:
            body = self._messages.get(timeout=patience)
            if body is None:
                raise EOFError("the host has ended")
            message = json.loads(body)
            if message.get("method") != "$/part":
                return message
            if (whole := self._join(message["params"])) is not None:
                return whole

    def _join(self, part):
        parts = self._parts.setdefault(part["id"], {})
        parts[part["seq"]] = part["data"]
        if len(parts) < part["total"]:
            return None
        del self._parts[part["id"]]
        return json.loads("".join(parts[number] for number in range(part["total"])))

    def answer(self, number=1, patience=PATIENCE):
        """The answer to one request; other answers are kept, notifications go to `notifications`."""
        for message in self._kept:
            if message["id"] == number:
                self._kept.remove(message)
                return message
        while True:
            message = self.receive(patience)
            if "id" not in message:
                self.notifications.append(message)
            elif message["id"] == number:
                return message
            else:
                self._kept.append(message)

    def has_answer(self, number):
        """Did the answer come while others were waited for?"""
        return any(message["id"] == number for message in self._kept)

    def ask(self, method, params=None, number=1):
        """Asks and waits; the answer, after a look whether it is what the method's schema says."""
        self.send(request(method, params, number))
        answer = self.answer(number)
        if self._has_real_worker:
            schemas.require_conforming(method, answer.get("error"), answer.get("result"))
        return answer

    def close(self):
        """Ends the input and waits. Returns the exit status."""
        self.process.stdin.close()
        return self.wait()

    def wait(self):
        status = self.process.wait(timeout=PATIENCE)
        for thread in self._threads:
            thread.join()
        return status

    def leftover(self):
        """Messages that nobody asked for, once the host has ended: answers first kept, then the rest."""
        found, self._kept = self._kept, []
        while (body := self._messages.get()) is not None:
            found.append(json.loads(body))
        return found

    def seconds_to_end(self, act):
        begin = time.monotonic()
        act()
        status = self.wait()
        return status, time.monotonic() - begin


def run(data, *arguments, program=PROGRAM, environment=None, **options):
    """A whole session whose input is known before: (status, bodies, left bytes, standard error)."""
    done = subprocess.run([program, *(arguments or (MANIFEST, OWN_ID))], input=data, env=environment or {},
                          capture_output=True, check=False, timeout=PATIENCE, **options)
    return (done.returncode, *split_frames(done.stdout), done.stderr)
