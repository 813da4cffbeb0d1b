# SPDX-License-Identifier: MPL-2.0
"""The real Firefox and the real Thunderbird make profiles in an empty home; `certferry profiles` names the one each starts with."""

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from application import program, skip_unless_installed  # noqa: E402

CERTFERRY = os.environ.get("CERTFERRY", str(ROOT / "build" / "bin" / "certferry"))


class Started:
    """An application that chooses its profile itself."""

    def __init__(self, application, home, **environment):
        self.home = home
        self._process = subprocess.Popen(
            [program(application), "--headless", "--no-remote"], start_new_session=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "HOME": str(home), "MOZ_CRASHREPORTER_DISABLE": "1", **environment})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def profile(self):
        """The folder whose lock it holds, once profiles.ini names it as the installation's own."""
        while True:
            if self._process.poll() is not None:
                raise RuntimeError(f"the application ended with {self._process.returncode}")
            for lock in self.home.rglob("loc[k]"):  # without a pattern, rglob leaves out links that lead nowhere
                ini = lock.parent.parent / "profiles.ini"
                if lock.is_symlink() and ini.exists() and "[Install" in ini.read_text():
                    return lock.parent.resolve()
            time.sleep(0.1)


class Discovery(unittest.TestCase):
    def setUp(self):
        skip_unless_installed(self, "firefox", "thunderbird")
        folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)

    def profiles(self, **environment):
        done = subprocess.run([CERTFERRY, "profiles", "--json"], capture_output=True, check=True,
                              env={"PATH": os.environ["PATH"], "HOME": str(self.home), **environment})
        return json.loads(done.stdout)["profiles"]

    def check(self, application, **environment):
        with Started(application, self.home, **environment) as started:
            used = started.profile()
            found = self.profiles(**environment)
            self.assertEqual([(each["path"], each["isDefault"]) for each in found if each["running"]], [(str(used), True)])
        found = [each for each in self.profiles(**environment) if each["application"] == application]
        self.assertEqual([each["path"] for each in found if each["isDefault"]], [str(used)])
        self.assertEqual([each for each in found if each["running"]], [])
        self.assertGreater(len(found), 1)  # both applications make a second one, and mark it with Default=1
        return used

    def test_firefox_in_its_new_place(self):
        used = self.check("firefox")
        self.assertTrue(used.is_relative_to(self.home / ".config" / "mozilla" / "firefox"), used)

    def test_firefox_in_another_configuration_folder(self):
        used = self.check("firefox", XDG_CONFIG_HOME=str(self.home / "Einstellungen für alles"))
        self.assertTrue(used.is_relative_to(self.home / "Einstellungen für alles"), used)

    def test_firefox_in_its_old_place(self):
        (self.home / ".mozilla" / "firefox").mkdir(parents=True)
        used = self.check("firefox")
        self.assertTrue(used.is_relative_to(self.home / ".mozilla" / "firefox"), used)

    def test_thunderbird(self):
        used = self.check("thunderbird")
        self.assertTrue(used.is_relative_to(self.home / ".thunderbird"), used)


if __name__ == "__main__":
    unittest.main()
