# SPDX-License-Identifier: MPL-2.0
"""A token of SoftHSM, which keeps keys as a smart card does: in a folder, behind a PIN, seen through its PKCS#11 module."""

import os
import pathlib
import shutil
import struct
import subprocess
import tempfile

MODULE = pathlib.Path("/usr/lib/softhsm/libsofthsm2.so")
PUBLIC_KEY = 2
SETTINGS = "directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\n"


class SoftToken:
    """A new token. SoftHSM finds it wherever HOME is `home`."""

    def __init__(self, home, label="Test card", pin="135246"):
        self.home, self.label, self.pin = pathlib.Path(home), label, pin
        self.folder = self.home / "tokens"
        self.folder.mkdir(mode=0o700)
        settings = self.home / ".config" / "softhsm2" / "softhsm2.conf"
        settings.parent.mkdir(mode=0o700, parents=True)
        settings.write_text(SETTINGS.format(self.folder), encoding="utf-8")
        self.initialise()

    def initialise(self):
        """An empty token of this label, beside what there is."""
        self._run("softhsm2-util", "--init-token", "--free", "--label", self.label, "--so-pin", "975310", "--pin", self.pin)

    def import_key(self, certificate, *, public_key=True, chain=False):
        """Brings a certificate of authority.py with its key onto the token. Without `public_key` nobody sees before a login that
        there is a key."""
        with tempfile.TemporaryDirectory() as folder:
            file = certificate.p12("of the file", chain=chain)
            secrets = []
            for name, text in (("pin", self.pin), ("password", "of the file")):
                secrets.append(pathlib.Path(folder) / name)
                secrets[-1].write_text(text + "\n")
            self._run("certutil", "-N", "-d", f"sql:{folder}", "--empty-password")
            self.name_in(folder)
            self._run("pk12util", "-i", file, "-d", f"sql:{folder}", "-h", self.label, "-k", secrets[0], "-w", secrets[1])
            file.unlink()
        if not public_key:
            self._delete_public_keys()

    def name_in(self, profile, module=MODULE, name="SoftHSM"):
        """What the settings of the application do under security devices."""
        self._run("modutil", "-dbdir", f"sql:{profile}", "-add", name, "-libfile", module, "-force")

    def _delete_public_keys(self):
        """A file holds a generation, then attributes; the first is the object's class: number 0, kind 2, the value."""
        for file in self.folder.glob("*/*.object"):
            if file.read_bytes()[8:32] == struct.pack(">QQQ", 0, 2, PUBLIC_KEY):
                file.unlink()

    def _run(self, *command):
        done = subprocess.run(list(map(str, command)), env={"HOME": str(self.home), "PATH": os.environ["PATH"]}, capture_output=True,
                              stdin=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]}: {(done.stdout + done.stderr).decode(errors='replace')}")


def skip_unless_installed(test):
    if not MODULE.exists() or shutil.which("softhsm2-util") is None:
        test.skipTest("softhsm2 is not installed")
