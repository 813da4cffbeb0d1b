# SPDX-License-Identifier: MPL-2.0
"""A place where Certferry can be installed for a test: programs and a HOME that nobody else can change, which /tmp is not."""

import atexit
import functools
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILT = pathlib.Path(os.environ.get("CERTFERRY", str(ROOT / "build" / "bin" / "certferry"))).parent
PROGRAMS = ("certferry", "certferry-host", "certferry-worker")
NOBODY = 65534
MANIFEST = pathlib.Path(".mozilla/native-messaging-hosts/certferry.json")
INSTALLED = pathlib.Path(".local/lib/certferry")


# A native host in a few lines; a test gives its behaviour.
STAND_IN = """#!/usr/bin/python3 -IS
import json, os, struct, sys, time
def answer(value):
    data = json.dumps(value).encode()
    sys.stdout.buffer.write(struct.pack("=I", len(data)) + data)
    sys.stdout.flush()
def requests():
    while header := sys.stdin.buffer.read(4):
        yield json.loads(sys.stdin.buffer.read(*struct.unpack("=I", header)))
def result(request, **members):
    answer({"jsonrpc": "2.0", "id": request["id"], "result": members})
"""
ANSWERING = """
for request in requests():
    result(request, **({"hostVersion": VERSION} if request["method"] == "hello" else {}))
"""


def trusted_base():
    """A folder in which only root and this user can write, on the whole way to it; None if there is none."""
    base = pathlib.Path("/var/lib") if os.geteuid() == 0 else pathlib.Path(os.path.expanduser("~")).resolve()
    for folder in (base, *base.parents):
        status = folder.stat()
        if status.st_uid not in (0, os.geteuid()) or status.st_mode & 0o022:
            return None
    return base


@functools.lru_cache
def _small_programs():
    """The built programs without what debuggers want, so that they are copied quickly."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="certferry-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in PROGRAMS:
        shutil.copy(BUILT / name, folder / name)
        if shutil.which("strip"):
            subprocess.run(["strip", "--strip-debug", folder / name], check=False, capture_output=True)
    return folder


class Installation:
    """`programs`: a folder with the built programs; `home`: an empty HOME. `user`: another uid that runs them, as root only."""

    def __init__(self, user=None):
        self._user = user
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="certferry-test-", dir=trusted_base()))
        self.folder.chmod(0o755)
        self.programs, self.home = self.folder / "programs", self.folder / "home"
        for each in (self.programs, self.home):
            each.mkdir()
            each.chmod(0o755)
        for name in PROGRAMS:
            shutil.copy(_small_programs() / name, self.programs / name)
            (self.programs / name).chmod(0o755)
        if user is not None:
            os.chown(self.home, user, user)
        self.environment = {"HOME": str(self.home), "LANG": "C", "PATH": "/usr/bin:/bin"}

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *words, program=None, **environment):
        """One command; environment variables are added."""
        command = [str(program or self.programs / "certferry"), *map(str, words)]
        if self._user is not None:
            command = ["setpriv", f"--reuid={self._user}", f"--regid={self._user}", "--clear-groups", *command]
        return subprocess.run(command, env={**self.environment, **environment}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              start_new_session=True, check=False)

    def value(self, *words, program=None, **environment):
        """(exit status, the JSON value) of one command."""
        done = self.run(*words, "--json", program=program, **environment)
        return done.returncode, json.loads(done.stdout)

    def stand_in_host(self, behaviour, program=None):
        """Puts a Python program in the place of the installed host: `behaviour` is its body, with `answer(value)` and
        `requests()` at hand."""
        file = program or self.home / INSTALLED / "certferry-host"
        file.unlink(missing_ok=True)
        file.write_text(STAND_IN + behaviour + "\n", encoding="utf-8")
        file.chmod(0o755)
        if self._user is not None:
            os.chown(file, self._user, self._user)

    def findings(self, *words, **environment):
        """{id: finding} of the doctor; several of one id are a list."""
        status, value = self.value("doctor", *words, **environment)
        found = {}
        for each in value["findings"]:
            assert each["fix"]["text"], f"{each['id']} says nothing of what to do"
            found.setdefault(each["id"], []).append(each)
        worst = any(each["severity"] == "error" for each in value["findings"])
        assert status == (1 if worst else 0), (status, value)
        return {name: each[0] if len(each) == 1 else each for name, each in found.items()}

    def manifest(self):
        return json.loads((self.home / MANIFEST).read_text(encoding="utf-8"))

    def tree(self):
        """Every path below HOME with what it is: the mode and the bytes, or where a link leads."""
        found = {}
        for path in sorted(self.home.rglob("*")):
            name = str(path.relative_to(self.home))
            if path.is_symlink():
                found[name] = os.readlink(path)
            else:
                found[name] = (path.stat().st_mode, path.read_bytes() if path.is_file() else None)
        return found
