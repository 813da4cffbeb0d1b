# SPDX-License-Identifier: MPL-2.0
"""A hostile environment (NSS_*, NSPR_*, SQLITE_*, LD_*, MOZ_*) changes nothing: not the strength of what is written, and
no file that a library would write."""

import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from application import library_folder, preference_line  # noqa: E402
from application_lock import ApplicationLock  # noqa: E402
from authority import Authority  # noqa: E402
from certferry import Certferry  # noqa: E402
from home import Home  # noqa: E402
from probed_worker import ProbedWorker  # noqa: E402
from processes import environment_of, process_holding  # noqa: E402
from waiting_scene import PREFERENCES, WaitingScene  # noqa: E402

PASSWORD = "of the profile"
ROUNDS = 10_000
ALLOWED = {"HOME", "LANG", "XDG_RUNTIME_DIR"}


def hostile(folder):
    """Each would weaken keys, load something or write a file into the folder."""
    return {
        "NSS_MAX_MP_PBE_ITERATION_COUNT": "1", "NSS_MIN_MP_PBE_ITERATION_COUNT": "1", "NSS_DEFAULT_DB_TYPE": "dbm",
        "NSS_SDB_USE_CACHE": "yes", "NSS_STRICT_NOFORK": "1", "NSS_DEBUG_PKCS11_MODULE": "x", "NSS_TRACE_OCSP": "1",
        "NSPR_LOG_MODULES": "all:5", "NSPR_LOG_FILE": f"{folder}/nspr.log", "NSPR_TRACE_LOG": f"{folder}/trace.log",
        "SSLKEYLOGFILE": f"{folder}/keys.log", "SSLDEBUGFILE": f"{folder}/debug.log", "SSLDEBUG": "100",
        "SQLITE_TMPDIR": str(folder), "TMPDIR": str(folder), "MOZ_LOG": "all:5", "MOZ_LOG_FILE": f"{folder}/moz.log",
        "LD_DEBUG": "files", "LD_DEBUG_OUTPUT": f"{folder}/ld.log", "LD_LIBRARY_PATH": str(folder), "LD_BIND_NOW": "1",
        "MALLOC_TRACE": f"{folder}/malloc.log", "GCONV_PATH": str(folder), "P11_KIT_DEBUG": "all", "SOFTHSM2_CONF": "/x",
    }


def rounds_in(database, table):
    """The numbers of PBKDF2 rounds in the values of a key database, whose encrypted values carry them in the clear: an
    INTEGER behind a salt of 32 bytes, before the length of the key."""
    found = set()
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    for row in connection.execute(f"SELECT * FROM {table}"):
        for value in row:
            if not isinstance(value, bytes):
                continue
            at = value.find(b"\x04\x20")
            while at >= 0:
                rest = value[at + 34:]
                if rest[:1] == b"\x02" and rest[2 + rest[1]:4 + rest[1]] == b"\x02\x01":
                    found.add(int.from_bytes(rest[2:2 + rest[1]], "big"))
                at = value.find(b"\x04\x20", at + 1)
    connection.close()
    return found


class DirtyEnvironment(unittest.TestCase):
    def setUp(self):
        self.nss = library_folder("thunderbird")
        if self.nss is None:
            self.skipTest("thunderbird is not installed")
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="certferry-test-")))

    def test_keys_are_written_with_all_rounds_and_no_file_appears(self):
        home = self.enterContext(Home())
        root = Authority.root(home.path / "ca", "Root")
        alice = root.leaf("Alice", emails=["alice@example.test"])
        source = home.profile("firefox", self.nss)
        source.import_key(alice)
        source.trust_email(root)
        target = home.profile("thunderbird", self.nss, PASSWORD)
        (target.path / "prefs.js").write_text("".join(preference_line(*each) for each in PREFERENCES.items()))
        before = rounds_in(target.path / "key4.db", "nssPrivate")
        answer = Certferry(home.path, **hostile(self.folder)).migrate(to_password=PASSWORD)
        self.assertEqual((answer.status, answer.value["certificates"][0]["outcome"]), (0, "copied"), answer.value)
        self.assertEqual((before, rounds_in(target.path / "key4.db", "nssPrivate")), (set(), {ROUNDS}))
        self.assertEqual(rounds_in(target.path / "key4.db", "metaData") - {ROUNDS}, set())
        # The loader of the program that was started by hand writes one; everything after that starts clean.
        written = [path.name for path in self.folder.iterdir()]
        self.assertEqual([name.rsplit(".", 1)[0] for name in written], ["ld.log"], written)
        self.assertTrue(target.has_key_of(alice))

    def test_with_the_same_environment_nss_itself_writes_one_round(self):
        """The control: without it the test above would prove nothing."""
        home = self.enterContext(Home())
        alice = Authority.root(home.path / "ca", "Root").leaf("Alice", emails=["alice@example.test"])
        target = home.profile("thunderbird", self.nss, PASSWORD)
        file = alice.p12("x")
        with open(self.folder / "words", "w", encoding="utf-8") as words:
            words.write(PASSWORD + "\n")
        environment = {"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": str(self.nss), "NSS_MAX_MP_PBE_ITERATION_COUNT": "1"}
        subprocess.run(["pk12util", "-i", file, "-W", "x", "-k", self.folder / "words", "-d", f"sql:{target.path}"],
                       env=environment, check=True, capture_output=True)
        rounds = rounds_in(target.path / "key4.db", "nssPrivate")
        if rounds == {ROUNDS}:
            self.skipTest("this NSS no longer listens to the variable")
        self.assertEqual(rounds, {1})

    def test_the_worker_has_lost_even_the_folder_of_its_libraries_when_nss_starts(self):
        with ProbedWorker(self, "escape") as worker:
            worker.certferry = Certferry(worker.home.path, **hostile(self.folder))
            _, told = worker.run("certificates", "--profile", worker.profiles[0].path)
        self.assertEqual(set(told["environment"]), {"HOME", "LANG"})
        self.assertEqual((told["dumpable"], told["core"]), ("0", "0"))

    def test_the_waiter_starts_clean_too(self):
        scene = self.enterContext(WaitingScene(self))
        scene.certferry = Certferry(scene.home.path, **hostile(self.folder))
        with ApplicationLock(scene.path):
            self.assertEqual(scene.select("--signing", scene.alice.fingerprint).value["outcome"], "pending")
            environment = environment_of(process_holding(scene.path / "certferry/waiter.lock"))
        if environment is None:
            self.skipTest("only root can look into a process that is not dumpable")
        self.assertNotEqual(environment.pop("LD_LIBRARY_PATH", None), str(self.folder))
        self.assertLessEqual(set(environment), ALLOWED)
        scene.wait_until_nothing_waits()


if __name__ == "__main__":
    unittest.main()
