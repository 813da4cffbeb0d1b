# SPDX-License-Identifier: MPL-2.0
"""Passwords with a word in them that stands nowhere else, and the search for that word in everything that was written.

The runner of the tests names a file with the word of the whole run, and searches when all is over; alone, a test has a word of
its own.
"""

import base64
import os
import pathlib
import secrets
import stat
import threading

FILE = "CERTFERRY_TEST_CANARY"
LARGEST = 1 << 34
PIECE = 1 << 24


def new_word():
    return "canary" + secrets.token_hex(12)


_OWN = new_word()


def word():
    return pathlib.Path(os.environ[FILE]).read_text(encoding="ascii") if FILE in os.environ else _OWN


def password(of="us"):
    """A password that belongs to somebody; each of them holds the word."""
    return f"{word()} of {of} \u00e9"


def forms(text):
    """The bytes as which the word may stand somewhere."""
    plain = text.encode()
    found = {plain, text.encode("utf-16-le"), text.encode("utf-16-be"), plain[::-1]}
    for written in (plain.hex(), plain.hex().upper(), " ".join(f"{byte:02x}" for byte in plain), ":".join(f"{byte:02X}" for byte in plain)):
        found.add(written.encode())
    for shift in range(3):  # what stands before it moves the groups; those at both ends also hold neighbours
        found.add(base64.b64encode(bytes(shift) + plain)[4:-4])
    return found


class Search:
    """Looks for one word, in all its forms."""

    def __init__(self, text):
        self._forms = sorted(forms(text))
        self._overlap = max(map(len, self._forms))

    def is_in(self, data):
        return any(form in data for form in self._forms)

    def is_in_file(self, path):
        """Without following a link or waiting for the other end of a pipe; what cannot be read is not ours."""
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return False
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode) or os.fstat(descriptor).st_size > LARGEST:
                return False
            return self._is_in_stream(file)

    def _is_in_stream(self, file):
        rest = b""
        try:
            while piece := file.read(PIECE):
                if self.is_in(rest + piece):
                    return True
                rest = piece[-self._overlap:]
        except OSError:
            pass
        return False

    def files(self, folders, since=0.0, without=()):
        """Files below `folders` with the word in them, in a name too, of those that changed after `since`."""
        without = {os.path.realpath(each) for each in without}
        if FILE in os.environ:
            without.add(os.path.realpath(os.path.dirname(os.environ[FILE])))
        found = set()
        for folder in {os.path.realpath(each) for each in folders}:
            for place, inner, names in os.walk(folder):
                inner[:] = [each for each in inner if os.path.join(place, each) not in without]
                for name in names:
                    path = os.path.join(place, name)
                    if self._changed(path, since) and (self.is_in(os.fsencode(name)) or self.is_in_file(path)):
                        found.add(path)
        return sorted(found)

    @staticmethod
    def _changed(path, since):
        try:
            status = os.lstat(path)
        except OSError:
            return False
        return max(status.st_mtime, status.st_ctime) >= since


class Observer:
    """Looks at the arguments and the environment of every process that can be seen, again and again. Use it in a `with`."""

    def __init__(self, search):
        self._search, self._over = search, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.found, self.names = set(), set()

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()

    def _run(self):
        while not self._over.wait(0.005):
            for process in filter(str.isdigit, os.listdir("/proc")):
                if int(process) != os.getpid():
                    self._look_at(process)

    def _look_at(self, process):
        name = _read(process, "comm").decode(errors="replace").strip()
        self.names.add(name)
        for part in ("cmdline", "environ"):
            if self._search.is_in(_read(process, part)):
                self.found.add((name, part))


def _read(process, part):
    try:
        return pathlib.Path("/proc", process, part).read_bytes()
    except OSError:  # it has ended, or hides
        return b""


def memory_of(process):
    """Everything that a process has in memory, as a core file would hold it; None where the system does not show it."""
    data = []
    try:
        maps = pathlib.Path(f"/proc/{process}/maps").read_text(encoding="utf-8")
        with open(f"/proc/{process}/mem", "rb", buffering=0) as memory:
            for line in maps.splitlines():
                span, rights = line.split()[:2]
                if rights.startswith("rw"):
                    begin, end = (int(each, 16) for each in span.split("-"))
                    data.append(_read_span(memory, begin, end))
    except OSError:
        return None
    return b"".join(data) or None


def _read_span(memory, begin, end):
    try:
        memory.seek(begin)
        return memory.read(end - begin)
    except OSError:  # the kernel's own pages
        return b""
