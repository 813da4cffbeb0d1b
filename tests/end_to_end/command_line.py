# SPDX-License-Identifier: MPL-2.0
"""What the tests of the command line have in common. The worker is a double: they are about the front alone."""

import json
import os
import subprocess
import tempfile
import unittest

from worker_double import WorkerDouble, answering

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CERTFERRY = os.environ.get("CERTFERRY", os.path.join(ROOT, "build", "bin", "certferry"))
FULL = "00112233445566778899aabbccddeeff" * 2
HOSTILE = {
    "NSS_MAX_MP_PBE_ITERATION_COUNT": "1", "NSS_DEBUG_PKCS11_MODULE": "x", "NSSPR_X": "1", "NSPR_LOG_MODULES": "all:5",
    "NSPR_LOG_FILE": "/tmp/certferry-nspr.log", "SQLITE_TMPDIR": "/tmp", "LD_LIBRARY_PATH": "/tmp/hostile",
    "LD_BIND_NOT": "1", "MOZ_LOG": "all:5", "SSLKEYLOGFILE": "/tmp/certferry-keys", "PYTHONSTARTUP": "/tmp/x",
    "P11_KIT_DEBUG": "all", "SOFTHSM2_CONF": "/tmp/x", "GCONV_PATH": "/tmp", "MALLOC_TRACE": "/tmp/x",
}
PASSWORD_QUESTION = ["send", ["Q", {"ask": "password", "role": "profile", "attempt": 1,
                                   "profile": {"id": "p1", "name": "default", "application": "thunderbird"}}]]
TRUST_QUESTION = ["send", ["Q", {"ask": "trust-root", "fingerprint": FULL, "subject": "CN=Root\x1b[2J\u202e",
                                "profile": {"id": "p1", "name": "default", "application": "thunderbird"}}]]


def question(**changes):
    kind, payload = PASSWORD_QUESTION[1]
    return ["send", [kind, {**payload, **changes}]]


class CommandLine(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.environment = {"HOME": self.folder, "LANG": "C.UTF-8"}
        self.double = None

    def plan(self, *plans):
        self.double = WorkerDouble(self.folder, CERTFERRY, plans)
        return self.double

    def run_it(self, *words, environment=None, descriptors=(), **options):
        """Runs certferry without a terminal."""
        if self.double is None:
            self.plan(answering({}))
        return subprocess.run([self.double.certferry, *words], env=environment or self.environment, pass_fds=descriptors,
                              capture_output=True, start_new_session=True, text=True, check=False,
                              stdin=subprocess.DEVNULL, **options)

    def error_of(self, done):
        """The error object; the only thing on standard output."""
        value = json.loads(done.stdout)
        self.assertEqual(list(value), ["error"])
        self.assertEqual(set(value["error"]), {"code", "message", "data"})
        return value["error"]

    def pipe(self, text):
        reader, writer = os.pipe()
        os.write(writer, text.encode())
        os.close(writer)
        self.addCleanup(lambda: os.close(reader))
        return reader
