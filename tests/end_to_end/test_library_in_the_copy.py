# SPDX-License-Identifier: MPL-2.0
"""Libraries that lie where a profile, the environment or a home names them are never loaded: a canary would say so."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import canary_library  # noqa: E402
from application import library_folder, preference_line  # noqa: E402
from authority import Authority  # noqa: E402
from certferry import PROGRAM, Certferry  # noqa: E402
from home import Home  # noqa: E402
from probed_worker import ProbedWorker, lay_libraries  # noqa: E402
from waiting_scene import PREFERENCES  # noqa: E402


class LibraryInTheCopy(unittest.TestCase):
    def setUp(self):
        self.nss = library_folder("thunderbird")
        if self.nss is None:
            self.skipTest("thunderbird is not installed")
        canary_library.skip_unless_built(self)
        self.home = self.enterContext(Home())
        self.root = Authority.root(self.home.path / "ca", "Root")
        self.alice = self.root.leaf("Alice", emails=["alice@example.test"])
        self.firefox = self.home.profile("firefox", self.nss)
        self.firefox.import_key(self.alice)
        self.firefox.trust_email(self.root)
        self.thunderbird = self.home.profile("thunderbird", self.nss)
        (self.thunderbird.path / "prefs.js").write_text("".join(preference_line(*each) for each in PREFERENCES.items()))
        self.profiles = (self.firefox.path, self.thunderbird.path)
        self.evil = self.home.path / "evil"
        canary_library.lay(self.evil)

    def expect_silence(self, **environment):
        """Everything that opens a profile works, and no canary speaks."""
        certferry = Certferry(self.home.path, **environment)
        target = self.thunderbird.path
        answers = [
            certferry.run("profiles"), certferry.run("certificates", "--profile", self.firefox.path, "--kind", "all"),
            certferry.run("migrate", "--from", self.firefox.path, "--to", target, "--no-select"),
            certferry.run("identities", "--profile", target),
            certferry.run("select", "--profile", target, "--identity", "id1", "--signing", self.alice.fingerprint),
            certferry.run("restore", "--list", "--profile", target),
        ]
        for answer in answers:
            self.assertEqual((answer.status, answer.words), (0, ""), answer.value)
        for words in (("explain", "--profile", target), ("audit",), ("audit", "--root", self.home.path)):
            answer = certferry.run(*words)
            self.assertEqual((answer.kind, answer.words), (None, ""), words)

    def test_the_canary_speaks_where_it_is_loaded(self):
        with ProbedWorker(self, "escape") as worker:
            answer, _ = worker.run("certificates", "--profile", worker.profiles[0].path)
        self.assertIn(canary_library.SAID, answer.words)

    def test_installations_that_a_profile_names(self):
        for profile in self.profiles:
            (profile / "compatibility.ini").write_text(
                f"[Compatibility]\nLastVersion=153.0_1/1\nLastPlatformDir={self.evil}\nLastAppDir={self.evil}\n")
        self.expect_silence()

    def test_modules_that_a_profile_names(self):
        for profile in self.profiles:
            canary_library.name_as_modules(profile, self.evil)
        self.expect_silence()

    def test_libraries_inside_a_profile(self):
        for profile in self.profiles:
            canary_library.lay(profile)
        self.expect_silence()

    def test_libraries_that_the_environment_names(self):
        evil = str(self.evil)
        self.expect_silence(LD_LIBRARY_PATH=evil, NSS_LIB_PATH=evil, NSS_LIBRARY_PATH=evil, MOZILLA_FIVE_HOME=evil,
                            NSS_DEBUG_PKCS11_MODULE=f"{evil}/libnssckbi.so", P11_KIT_MODULE_PATH=evil, GCONV_PATH=evil)

    def test_libraries_in_the_folder_where_it_is_started(self):
        environment = {"HOME": str(self.home.path), "PATH": os.environ["PATH"]}
        done = subprocess.run([PROGRAM, "certificates", "--profile", self.firefox.path, "--json"], cwd=self.evil, env=environment,
                              capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_libraries_below_a_home_when_root_asks(self):
        if os.geteuid() != 0:
            self.skipTest("needs root: whoever owns a home may load what lies there")
        # Nobody else can change this one, so that it is refused for being a home and for nothing else.
        home = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="certferry-test-", dir="/root")))
        for place in ("thunderbird", "firefox", ".local/opt/thunderbird", ".local/opt/firefox"):
            lay_libraries(pathlib.Path(self.nss), home / place, canary_library.FILE)
        environment = {"HOME": str(home), "PATH": os.environ["PATH"]}
        done = subprocess.run([PROGRAM, "certificates", "--profile", self.firefox.path, "--json"], env=environment,
                              capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
