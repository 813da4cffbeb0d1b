# SPDX-License-Identifier: MPL-2.0
"""The built `certferry`, as a script runs it: passwords from descriptors, one JSON value back."""

import json
import os
import pathlib
import subprocess

import canary
import schemas
import untouched

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
METHODS = {"profiles": "profiles.list", "certificates": "certificates.list", "identities": "identities.list", "select": "selection.set",
           "explain": "selection.explain", "export": "pkcs12.export", "audit": "audit.run", "verify": "messages.verify",
           "recipients": "recipients.check", "learn": "recipients.learn"}
PROGRAM = os.environ.get("CERTFERRY", str(ROOT / "build" / "bin" / "certferry"))


class Answer:
    """`status` the exit status, `value` the JSON value, `words` what stood on standard error."""

    def __init__(self, done):
        self.status, self.words = done.returncode, done.stderr.decode(errors="replace")
        self.value = json.loads(done.stdout)

    @property
    def kind(self):
        """The kind of the error, or None."""
        return self.value["error"]["data"]["kind"] if "error" in self.value else None


class Certferry:
    """Runs commands with one HOME, and what else shall stand in the environment. `prefix`: what starts each, such as `unshare`."""

    def __init__(self, home, **environment):
        self.prefix = []
        self._environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", **environment}

    def run(self, *words, passwords=None):
        """One command with --json. `passwords`: {option: password}, such as {"--from-password-fd": "x"}."""
        readers = {option: _pipe(password) for option, password in (passwords or {}).items()}
        command = [*self.prefix, PROGRAM, *map(str, words), "--json"]
        for option, reader in readers.items():
            command += [option, str(reader)]
        try:
            with untouched.by_audit(words, self._environment["HOME"]):
                done = subprocess.run(command, env=self._environment, pass_fds=list(readers.values()), capture_output=True,
                                      stdin=subprocess.DEVNULL, start_new_session=True, check=False)
            if canary.Search(canary.word()).is_in(done.stdout + done.stderr):
                raise AssertionError(f"{words[0]} wrote a password")
            return _checked(words, Answer(done))
        finally:
            for reader in readers.values():
                os.close(reader)

    def text(self, *words):
        """What a person reads, as bytes."""
        with untouched.by_audit(words, self._environment["HOME"]):
            return subprocess.run([*self.prefix, PROGRAM, *map(str, words)], env=self._environment, capture_output=True,
                                  stdin=subprocess.DEVNULL, start_new_session=True, check=False)

    def migrate(self, *words, from_password="", to_password=""):
        passwords = {}
        if from_password:
            passwords["--from-password-fd"] = from_password
        if to_password:
            passwords["--to-password-fd"] = to_password
        return self.run("migrate", *words, passwords=passwords)

    def identity(self, profile, key="id1"):
        """One identity as `identities` lists it."""
        listed = self.run("identities", "--profile", profile).value["identities"]
        return next(each for each in listed if each["id"] == key)


def _checked(words, answer):
    """The answer, after a look whether it is what the method's schema says."""
    method = _method_of(words)
    if method is not None:
        schemas.require_conforming(method, answer.value.get("error"), answer.value)
    return answer


def _method_of(words):
    words = [str(word) for word in words]
    command = words[0]
    if command == "migrate":
        return "migration.plan" if "--dry-run" in words else "migration.run"
    if command == "import":
        return "pkcs12.import"
    if command == "restore":
        return "backups.list" if "--list" in words else None
    return words[1] if command == "call" else METHODS.get(command)


def _pipe(password):
    reader, writer = os.pipe()
    os.write(writer, password.encode() + b"\n")
    os.close(writer)
    return reader
